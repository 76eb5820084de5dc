"""What stands above the body in place of a signature: an order's number, or the issuer and its day."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from luoshi.reading.structure.front.days import Found, find_day
from luoshi.reading.structure.front.lines import ORDER_NUMBER, Line
from luoshi.reading.structure.front.signature import Dated
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_ORDER: Final = lazy(rf"(?:^|[日号（()）\s通过])(?P<no>(?P<unit>[\u4e00-\u9fff]{{2,30}}?){ORDER_NUMBER})")
_ORDER_NUMBER: Final = lazy(r"（?第?\s?[\d一二三四五六七八九十]{1,5}\s?号）?")
_NUMBER_FIELD: Final = lazy(
    r"(?:^|[\n|])\s*(?:发文字号|发文文号|文号|字号)\s*[：:]?\s*[|：:]\s*(?P<no>[^|\n。，：:]{2,30}?(?:号|期))\s*(?=[|\n])"
)
_DAY_FIELD: Final = lazy(
    r"(?:^|[\n|])\s*(?:成文日期|填报日期|制发日期)\s*[：:]?\s*[|：:]?\s*|[ \u3000]填报日期[：:]"
)
_ISSUER_FIELD: Final = lazy(
    r"(?:^|[\n|])\s*(?:发布单位|发文单位|发文机关|发布机构|制发机关|填报单位)(?:（盖章）)?\s*[：:]?\s*[|：:]\s*(?P<unit>[^|\n。，：:\s]{3,40})"
)
_MASTHEAD: Final = lazy(r"(?P<unit>[\u4e00-\u9fff（）]{4,40})文[ \u3000]*件")
_MAST_LINES: Final = 6
_FIELDS_END: Final = 1000
_LONGEST_DAY: Final = 16
_UNIT: Final = lazy(rf"[\u4e00-\u9fff（）]{{1,40}}?{any_of(STRUCTURE['head']['issuers'])}")
_BLANK: Final = " \u3000\t"
_MAX_LETTERHEAD: Final = 60


class Letterhead(NamedTuple):
    """What the lines above the body say of who issued the document, and when."""

    docno: Span | None = None
    issuer: Span | None = None
    dated: Dated | None = None


def find_order(text: str, lines: Sequence[Line]) -> Letterhead:
    """Return number, issuer and day of an order: （2021年7月30日某某总局令第45号公布）."""
    for line in lines:
        if "令" not in text[line.start : line.end]:
            continue
        found = _ORDER.search(text[line.start : line.end])
        if found is None or not _UNIT.fullmatch(found["unit"]):
            continue
        at = line.start + found.start("no")
        day = _last_day_before(text, line.start, at) or find_day(text, line.start + found.end(), line.end)
        unit = Span(line.start + found.start("unit"), line.start + found.end("unit"))
        return Letterhead(Span(at, line.start + found.end("no")), unit, _dated(day))
    return _order_on_two_lines(text, lines)


def _order_on_two_lines(text: str, lines: Sequence[Line]) -> Letterhead:
    """Return number and issuer of an order on two lines: 某省人民政府令, （第290号）."""
    for first, second in pairwise(lines):
        words = text[first.start : first.end]
        if not words.endswith("令") or not _UNIT.fullmatch(words[:-1]):
            continue
        if _ORDER_NUMBER.fullmatch(text, second.start, second.end):
            unit = Span(first.start, first.end - 1)
            return Letterhead(Span(first.start, second.end), unit)
    return Letterhead()


def find_fields(text: str) -> Letterhead:
    """Return number and day of a line of fields: 文号 | 某督〔2020〕3号 | 成文日期： | 2020年3月2日."""
    number, made = _NUMBER_FIELD.search(text, 0, _FIELDS_END), _DAY_FIELD.search(text, 0, _FIELDS_END)
    day = find_day(text, made.end(), min(made.end() + _LONGEST_DAY, len(text))) if made else None
    if day and made and text[made.end() : day[1]].strip():
        day = None
    issuer = _ISSUER_FIELD.search(text, 0, _FIELDS_END)
    return Letterhead(
        Span(*number.span("no")) if number else None,
        Span(*issuer.span("unit")) if issuer and _UNIT.fullmatch(issuer["unit"]) else None,
        _dated(day),
    )


def find_letterhead(text: str, lines: Sequence[Line]) -> Letterhead:
    """Return the issuer and the day of a line that holds nothing else, or of two such lines."""
    for i, line in enumerate(lines):
        if line.is_chrome or line.end - line.start > _MAX_LETTERHEAD:
            continue
        words = text[line.start : line.end]
        unit = words.strip(_BLANK)
        day = find_day(text, line.start, line.end)
        if day is not None:
            unit = text[line.start : day[1]].strip(_BLANK)
            if text[day[2] : line.end].strip(_BLANK) or "年" not in text[day[1] : day[2]]:
                continue
        elif i + 1 < len(lines):
            day = find_day(text, lines[i + 1].start, lines[i + 1].end)
            if (
                day is None
                or text[lines[i + 1].start : lines[i + 1].end].strip(_BLANK) != text[day[1] : day[2]]
            ):
                continue
        if day is not None and _UNIT.fullmatch(unit):
            at = text.index(unit, line.start)
            return Letterhead(None, Span(at, at + len(unit)), _dated(day))
    return Letterhead()


def find_masthead(text: str, lines: Sequence[Line]) -> Span | None:
    """Return who issues a document by the red line over it: 某县人民政府文件."""
    for line in lines[:_MAST_LINES]:
        found = _MASTHEAD.fullmatch(text, line.start, line.end)
        if found and _UNIT.fullmatch(text, *found.span("unit")):
            return Span(*found.span("unit"))
    return None


def _last_day_before(text: str, start: int, stop: int) -> Found | None:
    last = None
    while (day := find_day(text, start, stop)) is not None:
        last, start = day, day[2]
    return last


def _dated(day: Found | None) -> Dated | None:
    return (day[0], Span(day[1], day[2])) if day else None
