"""The document's own head, and the day from which its relative dates are reckoned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from luoshi.document.source_text import BlockKind, SourceText
from luoshi.reading.marks import Head
from luoshi.reading.reading import Reading
from luoshi.reading.structure.front.cover import Cover, find_cover
from luoshi.reading.structure.front.days import find_day, find_month
from luoshi.reading.structure.front.delivered import find_delivered
from luoshi.reading.structure.front.letterhead import (
    Letterhead,
    find_fields,
    find_letterhead,
    find_masthead,
    find_order,
)
from luoshi.reading.structure.front.lines import Line, find_addressee, find_docno, find_title, front_lines
from luoshi.reading.structure.front.meeting import Meeting, find_meeting, find_opened
from luoshi.reading.structure.front.signature import Dated, find_signature
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_PUBLICATION = lazy(any_of(STRUCTURE["head"]["publication"]))
_TITLE_ENDINGS = [*STRUCTURE["head"]["issuers"][:6], "部", "司", "署", "院", "党委", "党组", "党工委"]
# 工业和信息化部等七部门关于……: the first of them issues it
_TITLE_ISSUER = lazy(
    rf"(?!关于)[^关，、《》]{{0,24}}?{any_of(_TITLE_ENDINGS)}"
    r"(?=(?:等[一二三四五六七八九十\d]{1,3}个?部门)?[ \n\u3000]?关于)"
)
_NO_MEETING = lazy(any_of(STRUCTURE["meeting"]["no_meeting"]) + "(?:（[^）]*）)?$")
_YEAR = lazy(r"(?<!\d)(20[0-3]\d)(?=年(?!\d{1,2}月)|—20|-20|[至～~]20)")
_MINUTES_OF = lazy("([^《》\n]{2,40}?会议?)(?:会议)?(?:纪要|记要|记录|纪录)")
_MAX_PUBLICATION = 160
_MINUTES = 800  # where minutes call themselves so


def read_head(reading: Reading) -> Reading:
    """Read the head; a text without one gets an empty head."""
    source = reading.source
    text = source.text
    lines = front_lines(source, reading.outline)
    title = find_title(text, lines, source.title)
    cover = find_cover(text, source.blocks) if title is None else Cover()
    title = title or cover.title
    docno = find_docno(text, lines)
    addressee = cover.addressee or find_addressee(text, lines, title)
    order, fields = find_order(text, lines), find_fields(text)
    docno = docno or order.docno or fields.docno
    issuers, day = _issued(source, lines, title, cover, (order, fields))
    published = _published(source)
    meeting, given = find_delivered(text, lines, title)
    if given is not None and day is None:
        day = given[0], Span(*given[1:])
    numbered = docno is not None and "纪要" not in text[:_MINUTES]
    if not numbered:
        near = published or (day[0] if day else None) or reading.as_of
        meeting = _meeting(source, title, meeting, near, asked=not addressee)
    head = Head(
        title=title.of(text) if title else None,
        docno=docno.of(text) if docno else None,
        issuer=tuple(s.of(text) for s in issuers),
        date=_as_written(text, *day) if day else None,
        addressee=(addressee.of(text),) if addressee else (),
        meeting_name=meeting.name.of(text) if meeting.name else None,
        meeting_date=meeting.day,
        meeting_place=meeting.place.of(text) if meeting.place else None,
        participant=tuple(s.of(text) for s in meeting.participants),
        spans=_spans(
            title=title,
            docno=docno,
            issuer=issuers,
            date=day[1] if day else None,
            addressee=addressee,
            meeting_name=meeting.name,
            meeting_date=meeting.day_span,
            meeting_place=meeting.place,
            participant=meeting.participants,
        ),
    )
    held = meeting.whole_day
    if published and _is_of_another_year(text, title, lines, published.year):
        published = None
    ref = reading.as_of or (day[0] if day else None) or held or published
    return reading.having(head=head, ref_date=ref)


def _issued(
    source: SourceText,
    lines: Sequence[Line],
    title: Span | None,
    cover: Cover,
    above: tuple[Letterhead, Letterhead],
) -> tuple[tuple[Span, ...], Dated | None]:
    """Return who issued the document, and when: by its signature, its title, its fields, its letterhead.

    Args:
        source: the text.
        lines: those before the body.
        title: its title.
        cover: what its cover says.
        above: what an order and what lines of fields above the body say.
    """
    text = source.text
    order, fields = above
    issuers, day = find_signature(text, source.blocks, lines, title)
    if not issuers and title:
        m = _TITLE_ISSUER.match(text, title.start, title.end)
        issuers = (Span(*m.span()),) if m and "关于" in text[m.end() : m.end() + 10] else ()
    day = day or cover.dated or fields.dated
    issuers = issuers or ((fields.issuer,) if fields.issuer else ())
    if not issuers or day is None:
        over = order if order.docno else find_letterhead(text, lines)
        day = day if issuers and day else over.dated or day
        issuers = issuers or ((over.issuer,) if over.issuer else ())
    mast = find_masthead(text, lines)
    signed = [s.of(text) for s in issuers]
    if mast and mast.of(text) not in signed and all(name.startswith(mast.of(text)) for name in signed):
        issuers = (mast,)  # whatever office of it had the paper printed
    return issuers, day


def _as_written(text: str, day: date, span: Span) -> str:
    """Return a day in ISO form, without its day where the text names only the month (2023-01)."""
    alone = find_month(span.of(text).strip("（）() \u3000"))
    return day.isoformat()[: len("2023-01")] if alone else day.isoformat()


def _meeting(
    source: SourceText, title: Span | None, meeting: Meeting, near: date | None, *, asked: bool
) -> Meeting:
    """Return the meeting the body tells of where the lines under the title name none.

    Args:
        source: the text.
        title: its title.
        meeting: what the lines under the title give.
        near: a day the text was made near to.
        asked: whether the text may tell of a meeting: it is addressed to nobody.
    """
    text = source.text
    if asked and meeting.name is None and not (title and _NO_MEETING.search(title.of(text))):
        meeting = find_meeting(text, source.blocks, near)
        if title and meeting.participants and not meeting.name:
            meeting = replace(meeting, name=_of_minutes(text, title))
    return meeting if meeting.name else replace(meeting, name=find_opened(text))


def _of_minutes(text: str, title: Span) -> Span | None:
    """Return the meeting whose minutes the title says these are: 8月份生产例会 of 8月份生产例会会议纪要."""
    found = _MINUTES_OF.fullmatch(text, *title)
    return Span(*found.span(1)) if found else None


def _spans(**found: Span | tuple[Span, ...] | None) -> dict[str, tuple[Span, ...]]:
    out: dict[str, tuple[Span, ...]] = {}
    for name, spans in found.items():
        if spans:
            out[name] = (spans,) if isinstance(spans, Span) else spans
    return out


def _is_of_another_year(text: str, title: Span | None, lines: Sequence[Line], published: int) -> bool:
    """Tell whether the title, or a headline above it, is of a year in which the page was not published."""
    if title is None:
        return False
    named = _YEAR.findall(title.of(text)) or [
        y for line in lines if line.end <= title.start for y in _YEAR.findall(text[line.start : line.end])
    ]
    return bool(named) and str(published) not in named


def _published(source: SourceText) -> date | None:
    """Return the day a page says it was published: in the file's own fields, or a line around the text."""
    if source.date:
        found = find_day(source.date)
        if found:
            return found[0]
    for block in source.blocks[:15]:
        start, end = block.span
        if end - start > _MAX_PUBLICATION or "。" in source.text[start:end]:
            continue
        if block.kind is BlockKind.CHROME or _PUBLICATION.search(source.text, start, end):
            found = find_day(source.text, start, end)
            if found and "http" not in source.text[start:end]:
                return found[0]
    return None
