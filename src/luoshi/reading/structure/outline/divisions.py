"""The divisions of a document, from its number marks and unnumbered headings."""

from itertools import pairwise

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.marks import OutlineItem
from luoshi.reading.reading import Reading
from luoshi.reading.structure.outline.cells import content_cells
from luoshi.reading.structure.outline.inline import (
    Found,
    add_inline,
    add_row,
    cut_run_in,
    heading_end,
    inline_starts,
    opens_heading,
)
from luoshi.reading.structure.outline.levels import levels_of
from luoshi.reading.structure.outline.numbering import Mark, MarkKind, read_mark
from luoshi.reading.structure.outline.sequence import check_sequence
from luoshi.reading.structure.outline.titles import ends_as_title, is_unnumbered_heading
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_PERIOD_LIST = lazy("(?:月|季度|半年)：[ \u3000]*（1）")  # 3月： is a heading where lists stand under it
_NOT_BODY = frozenset({BlockKind.CHROME, BlockKind.FURNITURE})
_ROW = BlockKind.ROW
_HEADING = BlockKind.HEADING
_BLANK = lazy(r"\s")
_MIN_TITLE = 6
_BOX_LINES = 2  # below 专栏, where its number and its heading have lines of their own
_FIRST_LINES = 3
_RUN_TOGETHER = lazy(r"(\d{1,2})[.．](?=\d{2,}[\u4e00-\u9fff])")
_ATTACHMENTS = lazy("附件?[：:]")


def read_outline(reading: Reading) -> Reading:
    """Find the divisions and their levels."""
    source = reading.source
    text = source.text
    found = _find(text, source.blocks, _BLANK.sub("", source.title or ""))
    stacked = [a.block + 1 == b.block for a, b in pairwise(found)] + [False]
    levels = levels_of([(f.mark.kind, f.mark.number) for f in found], stacked)
    ends = _body_ends([f.start for f in found], levels, len(text.rstrip()))
    items: list[OutlineItem] = []
    path: list[int] = []
    labels: list[str] = []
    n_children: dict[int, int] = {}
    for i, (f, level) in enumerate(zip(found, levels, strict=True)):
        while path and levels[path[-1]] >= level:
            path.pop()
        parent = path[-1] if path else -1
        n_children[parent] = n_children.get(parent, 0) + 1
        number = f.mark.number or n_children[parent]
        label = f"{labels[parent]}.{number}" if parent >= 0 else str(number)
        path.append(i)
        labels.append(label)
        title = text[f.mark.end : f.end].replace(" | ", " ").strip(" \u3000|")
        marker = text[f.start : f.mark.end].strip(" \u3000|")
        items.append(
            OutlineItem(Span(f.start, f.end), level, marker, title, ends[i], parent, label, f.in_cell)
        )
    others = tuple(p for p in reading.problems if not p.code.startswith("outline-"))
    problems = check_sequence(items, [f.mark for f in found])
    return reading.having(outline=tuple(items), problems=others + problems)


def _is_title(words: str, title: str, i: int) -> bool:
    """Tell whether a heading by form is the document's own title, not one of its divisions."""
    bare = _BLANK.sub("", words)
    return (len(bare) >= _MIN_TITLE and bare in title) or (i < _FIRST_LINES and ends_as_title(words))


def _find(text: str, blocks: tuple[Block, ...], title: str) -> list[Found]:
    found: list[Found] = []
    dated = bool(_PERIOD_LIST.search(text))
    attachments = False
    inline = inline_starts(text)
    k = 0
    columns = content_cells(text, blocks)
    grouped = {b.table for b in blocks if b.kind is _ROW and b.cells and b.cells[0].start < b.span.start}
    for i, block in enumerate(blocks):
        if block.kind in _NOT_BODY or (found and found[-1].end >= block.span.end):
            continue
        start, end = block.span[0], _line_end(text, blocks, i)
        if block.kind is _ROW:
            add_row(text, block, columns[i], i, found, grouped=block.table in grouped)
            attachments = False
            continue
        mark = _next_number(text, start, end, found) or read_mark(text, start, end)
        if text[start] == "附" and _ATTACHMENTS.match(text, start, end):
            attachments = True
            continue
        if attachments and mark is not None and "。" not in text[start:end]:
            continue
        attachments = False
        alone = mark is not None and mark.end >= end and mark.kind <= MarkKind.ARTICLE
        if mark is not None and (alone or (mark.end < end and opens_heading(text, mark))):
            if mark.kind is MarkKind.PERIOD and not dated:
                continue
            found.append(Found(start, mark, min(end, heading_end(text, mark, end)), i))
        elif mark is None and (
            (block.kind is _HEADING and not _is_title(text[start:end], title, i))
            or is_unnumbered_heading(text, blocks, i)
        ):
            found.append(Found(start, Mark(MarkKind.TITLE, 0, start), end, i))
        while k < len(inline) and inline[k] <= start:
            k += 1
        while k < len(inline) and inline[k] < end:
            add_inline(text, inline[k], end, i, found)
            k += 1
    out: list[Found] = []
    for each in found:
        out += cut_run_in(text, each, out)
    return out


def _line_end(text: str, blocks: tuple[Block, ...], i: int) -> int:
    """Return where block ``i`` ends; of 专栏 / 9 / 应急物流保障工程, the third line."""
    start, end = blocks[i].span
    in_lines = text.startswith("专栏", start) and end - start == len("专栏") and i + _BOX_LINES < len(blocks)
    return blocks[i + _BOX_LINES].span.end if in_lines else end


def _next_number(text: str, start: int, end: int, found: list[Found]) -> Mark | None:
    """Return the mark of 11.121人才项目 after item 10: the number that follows, then a name with digits."""
    if not (digits := _RUN_TOGETHER.match(text, start, end)):
        return None
    last = next((f.mark.number for f in reversed(found) if f.mark.kind is MarkKind.DIGIT), 0)
    number = int(digits[1])
    return Mark(MarkKind.DIGIT, number, digits.end()) if last and number == last + 1 else None


def _body_ends(starts: list[int], levels: list[int], end: int) -> list[int]:
    ends = [end] * len(starts)
    open_items: list[int] = []
    for i, level in enumerate(levels):
        while open_items and levels[open_items[-1]] >= level:
            ends[open_items.pop()] = starts[i]
        open_items.append(i)
    return ends
