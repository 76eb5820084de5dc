"""The divisions of a document, from its number marks and unnumbered headings."""

import re
from dataclasses import replace
from typing import NamedTuple

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.marks import OutlineItem
from luoshi.reading.reading import Reading
from luoshi.reading.structure.levels import levels_of
from luoshi.reading.structure.numbering import FIRST_CHARS, Mark, MarkKind, read_mark
from luoshi.reading.structure.sequence import check_sequence
from luoshi.reading.structure.titles import is_unnumbered_heading
from luoshi.values.span import Span

_HEADING_END = re.compile("[。：；！？\n]")
_ARTICLE_END = re.compile("[。：；，！？\n]")
_INLINE_START = re.compile(rf"[。：；！？)）][ \u3000]*(?=[{re.escape(''.join(FIRST_CHARS))}])")
_INLINE_KINDS = frozenset(
    {MarkKind.NUMERAL, MarkKind.BRACKETED_NUMERAL, MarkKind.DIGIT, MarkKind.BRACKETED_DIGIT, MarkKind.STAR}
)
_ATTACHMENTS = re.compile("附件?[：:]")
_CELL_NUMBER = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})$")
_MAX_CELL_HEADING = 40


class Found(NamedTuple):
    """A division as found: where its mark starts, the mark, where its heading ends, where its block ends."""

    start: int
    mark: Mark
    end: int
    block: int


def read_outline(reading: Reading) -> Reading:
    """Find the divisions and their levels."""
    source = reading.source
    text = source.text
    found = _find(text, source.blocks)
    levels = levels_of([(f.mark.kind, f.mark.number) for f in found])
    ends = _body_ends([f.start for f in found], levels, len(text.rstrip()))
    items: list[OutlineItem] = []
    path: list[int] = []
    labels: list[str] = []
    for i, (f, level) in enumerate(zip(found, levels, strict=True)):
        while path and levels[path[-1]] >= level:
            path.pop()
        parent = path[-1] if path else -1
        number = f.mark.number or 1 + sum(item.parent == parent for item in items)
        label = f"{labels[parent]}.{number}" if parent >= 0 else str(number)
        path.append(i)
        labels.append(label)
        title = text[f.mark.end : f.end].replace(" | ", " ").strip(" \u3000|")
        marker = text[f.start : f.mark.end].strip(" \u3000|")
        items.append(OutlineItem(Span(f.start, f.end), level, marker, title, ends[i], parent, label))
    problems = check_sequence(text, items, [f.mark for f in found])
    return replace(reading, outline=tuple(items), problems=reading.problems + problems)


def _find(text: str, blocks: tuple[Block, ...]) -> list[Found]:
    found: list[Found] = []
    attachments = False
    for i, block in enumerate(blocks):
        if block.kind in (BlockKind.CHROME, BlockKind.FURNITURE):
            continue
        start, end = block.span
        if block.kind is BlockKind.ROW:
            _add_row(text, block, i, found)
            attachments = False
            continue
        mark = read_mark(text, start, end)
        if _ATTACHMENTS.match(text, start, end):
            attachments = True
            continue
        if attachments and mark is not None and "。" not in text[start:end]:
            continue
        attachments = False
        if mark is not None and mark.end < end and _opens_heading(text, mark):
            found.append(Found(start, mark, _heading_end(text, mark, end), i))
        elif mark is None and (block.kind is BlockKind.HEADING or is_unnumbered_heading(text, blocks, i)):
            found.append(Found(start, Mark(MarkKind.TITLE, 0, start), end, i))
        _add_inline(text, block.span, i, found)
    return found


def _opens_heading(text: str, mark: Mark) -> bool:
    after = text[mark.end]
    return after not in "，。；、：）" and not (
        mark.kind is MarkKind.ARTICLE and after in "第至到的规之款和及"
    )


def _heading_end(text: str, mark: Mark, end: int) -> int:
    pattern = _ARTICLE_END if mark.kind is MarkKind.ARTICLE else _HEADING_END
    m = pattern.search(text, mark.end, end)
    stop = m.start() if m else end
    return mark.end + len(text[mark.end : stop].rstrip())


def _add_inline(text: str, span: Span, block: int, found: list[Found]) -> None:
    """Add marks that stand inside a line, after the end of a sentence; 1 opens a list, others must follow."""
    for m in _INLINE_START.finditer(text, span.start, span.end):
        mark = read_mark(text, m.end(), span.end)
        if mark is None or mark.kind not in _INLINE_KINDS or mark.end >= span.end:
            continue
        if not _opens_heading(text, mark) or text[mark.end] in "0123456789":
            continue
        last = next((f.mark.number for f in reversed(found) if f.mark.kind is mark.kind), 0)
        starts = mark.number == 1 and mark.kind is not MarkKind.DIGIT or mark.kind is MarkKind.STAR
        if starts or last < mark.number <= last + 2 or (mark.number == 1 and _goes_on(text, mark, span.end)):
            found.append(Found(m.end(), mark, _heading_end(text, mark, span.end), block))


def _goes_on(text: str, mark: Mark, end: int) -> bool:
    for m in _INLINE_START.finditer(text, mark.end, end):
        after = read_mark(text, m.end(), end)
        if after and after.kind is mark.kind:
            return after.number == 2
    return False


def _add_row(text: str, block: Block, index: int, found: list[Found]) -> None:
    """A row opens a division when its own first cell is a number and a heading stands beside it."""
    cells = block.cells
    if block.is_head or len(cells) < 2 or cells[0].start < block.span.start:
        return
    number = cells[0].of(text).rstrip("、.．")
    if not number or not _CELL_NUMBER.match(number):
        return
    mark = read_mark(f"{number}、事", 0, len(number) + 2)
    if mark is None:
        return
    heading = next((c for c in cells[1:] if c.end > c.start), None)
    if heading is None:
        return
    end = heading.end
    if end - heading.start > _MAX_CELL_HEADING:
        m = _HEADING_END.search(text, heading.start, end)
        end = m.start() if m else end
    else:
        end = heading.start + len(heading.of(text).rstrip("。"))
    kind = MarkKind.DIGIT if number.isdigit() else MarkKind.NUMERAL
    found.append(Found(cells[0].start, Mark(kind, mark.number, cells[0].end), end, index))


def _body_ends(starts: list[int], levels: list[int], end: int) -> list[int]:
    ends = [end] * len(starts)
    open_items: list[int] = []
    for i, level in enumerate(levels):
        while open_items and levels[open_items[-1]] >= level:
            ends[open_items.pop()] = starts[i]
        open_items.append(i)
    return ends
