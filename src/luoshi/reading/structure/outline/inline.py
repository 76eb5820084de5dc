"""Divisions whose marks stand inside a line or in the cells of a table."""

import re
from typing import NamedTuple

from luoshi.document.rows.text_tables import is_group_title
from luoshi.document.source_text import Block
from luoshi.reading.structure.outline.numbering import FIRST_CHARS, Mark, MarkKind, read_mark
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_HEADING_END = lazy("[。：；！？\n]|(?<!\\d):(?!\\d\\d)")
_PARTED = lazy(
    r"(?P<head>[\u4e00-\u9fff、“”]{2,14})[ \u3000]+"
    r"(?=[\u4e00-\u9fff0-9][^ \u3000\n，。；]{3,}[，、][^\n]{12,})"
)
_ARTICLE_END = lazy("[。：；，！？\n]")
_AFTER_SENTENCE = lazy(rf"[。：；！？)）:](?<!\d:)[ \u3000]*(?=[{re.escape(''.join(sorted(FIRST_CHARS)))}])")
_AFTER_BLANK = lazy(
    r"(?<![。：；！？)） \u3000\n])[ \u3000]+(?=（\d{1,2}）|第[一二三四五六七八九十百]{1,5}条[ \u3000])"
)
_BLANK_MARKS = (" （", "\u3000（", " 第", "\u3000第")
_INLINE_KINDS = frozenset(
    {
        MarkKind.NUMERAL,
        MarkKind.BRACKETED_NUMERAL,
        MarkKind.DIGIT,
        MarkKind.BRACKETED_DIGIT,
        MarkKind.HALF_BRACKETED_DIGIT,
        MarkKind.STAR,
        MarkKind.ARTICLE,
    }
)
# what may open under a heading on its own line, and how: 第六章 开放　第三十条 ……, 一、要求（一）思想
_RUN_IN_UNDER = {
    MarkKind.CHAPTER: (
        lazy(r"[ \u3000]+(?P<mark>第[一二三四五六七八九十百]{1,5}条)[ \u3000]"),
        MarkKind.ARTICLE,
    ),
    MarkKind.NUMERAL: (
        lazy(r"(?P<mark>（[一二三四五六七八九十]{1,3}）)(?=[\u4e00-\u9fff]{2})"),
        MarkKind.BRACKETED_NUMERAL,
    ),
}
_TITLE_KINDS = frozenset({MarkKind.NUMERAL, MarkKind.BRACKETED_NUMERAL})  # of a row between others
_SHORTEST = 2
_PLAIN = frozenset({MarkKind.DIGIT, MarkKind.HALF_BRACKETED_DIGIT})
_COUNTING = frozenset({MarkKind.BRACKETED_DIGIT, MarkKind.HALF_BRACKETED_DIGIT})
# 重点范围包括：（1）老旧房屋；（2）……: things counted up in one sentence
_ENUMERATES = lazy(
    r"(?:(?:包括|范围|对象|类型)[^，。；：\n]{0,6}|之一的?[^。；：\n]{0,12})：[ \u3000]*[（(]?1[）)]"
)
_CELL_NUMBER = lazy(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})$")
_MAX_CELL_HEADING = 40
_MARK_ROOM = 3  # characters of （1）
_FAR = 4_000  # characters within which the second of a list follows its first
_LONGEST = 600  # characters of a heading; a longer one is a line without an end
_MAX_ROW_TITLE = 26


class Found(NamedTuple):
    """A division as found: where its mark starts, the mark, where its heading ends, its block.

    ``in_cell``: it is numbered within a cell of a table.
    """

    start: int
    mark: Mark
    end: int
    block: int
    in_cell: bool = False


def opens_heading(text: str, mark: Mark) -> bool:
    """Tell whether what stands after the mark can be a heading."""
    after = text[mark.end]
    cited = mark.kind is MarkKind.ARTICLE and after in "第至到的规之款和及" and text[mark.end - 1] == "条"
    return after not in "，。；、：）" and not cited


def heading_end(text: str, mark: Mark, end: int) -> int:
    """Return where the heading after the mark ends: before the first 。：； (of an article also ，)."""
    pattern = _ARTICLE_END if mark.kind is MarkKind.ARTICLE else _HEADING_END
    end = min(end, mark.end + _LONGEST)
    m = pattern.search(text, mark.end, end)
    stop = m.start() if m else end
    if parted := _PARTED.match(text, mark.end, end):
        stop = min(stop, parted.end("head"))  # （三）抓实供水管理 县供水公司牵头，对全县水厂……
    return mark.end + len(text[mark.end : stop].rstrip())


def inline_starts(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Return the places inside lines where a mark may stand: after the end of a sentence."""
    stop = len(text) if end is None else end
    places = [m.end() for m in _AFTER_SENTENCE.finditer(text, start, stop)]
    if any(text.find(mark, start, stop) >= 0 for mark in _BLANK_MARKS):
        more = [m.end() for m in _AFTER_BLANK.finditer(text, start, stop)]
        places = sorted(places + more)
    return places


def add_inline(text: str, at: int, end: int, block: int, found: list[Found]) -> None:
    """Add a mark inside a line that ends at ``end``; 1 opens a list, others must follow."""
    mark = read_mark(text, at, end)
    if mark is None or mark.kind not in _INLINE_KINDS or mark.end >= end:
        return
    if not opens_heading(text, mark) or text[mark.end] in "0123456789":
        return
    if mark.kind is MarkKind.ARTICLE and text[at - 1] in ")）":
        return  # 按照……（穗府办规〔2020〕24号）第三十一条执行
    if mark.kind in _COUNTING and _enumerates(text, at):
        return
    last = next((f.mark.number for f in reversed(found) if f.mark.kind is mark.kind), 0)
    opens = (mark.number == 1 and mark.kind not in _PLAIN) or mark.kind is MarkKind.STAR
    first_of_article = mark.kind is MarkKind.ARTICLE and not last
    follows = last < mark.number <= last + 2
    if opens or follows or first_of_article or (mark.number == 1 and _goes_on(text, mark, end)):
        found.append(Found(at, mark, heading_end(text, mark, end), block))


def _enumerates(text: str, at: int) -> bool:
    """Tell whether a mark only counts up things in the sentence it stands in."""
    low = max(0, at - _LONGEST)
    start = max(text.rfind("。", low, at), text.rfind("\n", low, at), low)
    return _ENUMERATES.search(text, start, at + _MARK_ROOM) is not None


def cut_run_in(text: str, over: Found, before: list[Found]) -> list[Found]:
    """Return a division, and the one that opens under its heading without a stop: 一、要求（一）思想.

    Args:
        text: the text.
        over: the division.
        before: those before it; what opens must be the first of its kind, or follow their last.
    """
    if over.mark.kind not in _RUN_IN_UNDER:
        return [over]
    form, kind = _RUN_IN_UNDER[over.mark.kind]
    hit = form.search(text, over.mark.end + _SHORTEST, over.end)
    mark = read_mark(text, hit.start("mark"), len(text)) if hit else None
    if hit is None or mark is None or mark.kind is not kind:
        return [over]
    last = next((f.mark.number for f in reversed(before) if f.mark.kind is kind), 0)
    if not (mark.number in (1, last + 1) or (kind is MarkKind.ARTICLE and mark.number > last)):
        return [over]
    title = text[over.mark.end : hit.start()].rstrip()
    below = Found(hit.start("mark"), mark, heading_end(text, mark, over.end), over.block)
    return [over._replace(end=over.mark.end + len(title)), below]


def _goes_on(text: str, mark: Mark, end: int) -> bool:
    for at in inline_starts(text, mark.end, min(end, mark.end + _FAR)):
        after = read_mark(text, at, end)
        if after and after.kind is mark.kind:
            return after.number == 2
    return False


def add_row(  # noqa: PLR0913 - one walk over a row
    text: str, block: Block, contents: tuple[Span, ...], index: int, found: list[Found], *, grouped: bool
) -> None:
    """Add the division a row opens, by number cell and heading cell, and the marks in its content cells.

    ``grouped`` says that cells of this table are merged over several rows.
    """
    own = [c for c in block.cells if c.start >= block.span.start and c.end > c.start]
    if block.is_head or not own:
        return
    if len(own) == 1 and (title := read_mark(text, *own[0])) and title.kind in _TITLE_KINDS:
        found.append(Found(own[0].start, title, heading_end(text, title, own[0].end), index))
        return
    if _is_group(text, own, block):
        found.append(Found(own[0].start, Mark(MarkKind.ROW_GROUP, 0, own[0].start), own[0].end, index))
        return
    number = own[0].of(text).rstrip("、.．*＊★")
    if len(own) > 1 and _CELL_NUMBER.match(number):
        kind = MarkKind.ROW_DIGIT if number.isdigit() else MarkKind.ROW_NUMERAL
        mark = read_mark(f"{number}、事", 0, len(number) + 2)
        end = _cell_heading_end(text, own[1])
        found.append(Found(own[0].start, Mark(kind, mark.number if mark else 0, own[0].end), end, index))
    elif len(own) > 1 and (
        _is_row_title(text, own, contents) or (grouped and _opens_group(block, own, contents))
    ):
        found.append(Found(own[0].start, Mark(MarkKind.ROW_TITLE, 0, own[0].start), own[0].end, index))
    n_before = len(found)
    for cell in contents:
        mark = read_mark(text, cell.start, cell.end)
        listed = (
            mark is not None and mark.number == 1 and mark.end < cell.end and _goes_on(text, mark, cell.end)
        )
        if mark is not None and (listed or (mark.kind is MarkKind.PERIOD and text[mark.end] == "（")):
            found.append(Found(cell.start, mark, heading_end(text, mark, cell.end), index))
        for at in inline_starts(text, cell.start, cell.end):
            add_inline(text, at, cell.end, index, found)
    found[n_before:] = [each._replace(in_cell=True) for each in found[n_before:]]


def _is_group(text: str, own: list[Span], block: Block) -> bool:
    """Tell whether a row is a title that stands between others: 推动芯片全链发展."""
    alone = len(set(own)) == 1 == len(set(block.cells)) and own[0] == block.span
    return alone and len(block.cells) > 1 and is_group_title(text, own[0])


def _opens_group(block: Block, own: list[Span], contents: tuple[Span, ...]) -> bool:
    """Tell whether a row writes the first cell anew where others leave it merged: a week of a calendar."""
    first = own[0]
    return first == block.cells[0] and first not in contents and first.end - first.start <= _MAX_ROW_TITLE


def _is_row_title(text: str, own: list[Span], contents: tuple[Span, ...]) -> bool:
    """The first of several content cells is a heading when it is short and a longer one follows."""
    first = own[0]
    return (
        len(contents) > 1
        and contents[0] == first
        and first.end - first.start <= _MAX_ROW_TITLE < max(c.end - c.start for c in contents)
        and not re.search("[。；]", first.of(text))
    )


def _cell_heading_end(text: str, heading: Span) -> int:
    if heading.end - heading.start > _MAX_CELL_HEADING:
        m = _HEADING_END.search(text, heading.start, heading.end)
        return m.start() if m else heading.end
    return heading.start + len(heading.of(text).rstrip("。"))
