"""Table rows written as lines of text: with bars, tabs or blanks between their cells."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from luoshi.values.pattern import lazy
from luoshi.values.span import Span

CELL_MARK: Final = " | "
_FEWEST: Final = 3
_MAX_HEAD_CELL: Final = 20
_HEAD_WORDS: Final = lazy(
    "序号|事项|任务|内容|单位|部门|时限|时间|日期|周次|项目|名称|措施|要求|目标|指标|类别|备注|职责"
    "|责任|分工|进度|编号|地区|数量|标准|处室|科室|工作|安排|负责人|责任人|领导|人员|电话|地点|姓名|职务|季度|半年|月份|频次|时效|成果|牵头|配合"
)
# 新改（户）, 投资（万元）: what is counted below, and in what
_MEASURED: Final = lazy(
    "[\u4e00-\u9fff]{2,10}[（(](?:[户座个亩人元处项条吨台套家所名次份辆株床里%％]|万元|亿元|公里|平方米|公顷|人次|万人|万亩)[）)]$"
)
_GROUP_TITLE: Final = lazy("[\u4e00-\u9fffA-Za-z0-9“”]{4,20}")
_OWNERS: Final = lazy("单位|部门|处室|科室|领导|责任人|负责人|主体")
_LEFT_EMPTY: Final = lazy("备注|说明|进展|完成情况|落实情况|得分|自评")
# 序号 重点任务 责任单位 完成时限: short words and nothing else, on a line of their own
_BLANK_HEAD: Final = lazy(
    r"^[\u4e00-\u9fff（）/]{1,10}(?: +[\u4e00-\u9fff（）/]{1,10}){2,9} *$", re.MULTILINE
)
_BAR: Final = lazy(r"(?:^|(?<=\s))\|(?=\s|$)")
_RULE: Final = lazy(r"[|:：\s-]+$")
_BLANKS: Final = lazy(" +")
_WIDE: Final = lazy(" {2,}")


def is_head(text: str, cells: Sequence[Span]) -> bool:
    """Tell whether ``cells`` are the heads of columns: short, half of them words that heads are made of."""
    words = ["".join(cell.of(text).split()) for cell in cells]
    short = all(len(w) <= _MAX_HEAD_CELL and not w.endswith("。") for w in words)
    return short and sum(bool(_HEAD_WORDS.search(w) or _MEASURED.match(w)) for w in words) * 2 >= len(words)


def is_group_title(text: str, line: Span) -> bool:
    """Tell whether a line amid rows may be a title over those below it: 推动芯片全链发展."""
    return _GROUP_TITLE.fullmatch(text, *line) is not None


def is_owner_head(words: str) -> bool:
    """Tell whether the head of a column says that units or persons stand below it."""
    return _OWNERS.search(words) is not None


def is_left_empty(words: str) -> bool:
    """Tell whether the head of a column names what is often filled in later, or never."""
    return _LEFT_EMPTY.search(words) is not None


def ends_sentence(words: str) -> bool:
    """Tell whether a cell is a sentence."""
    return words.endswith(("。", "；", "."))


def has_bars(words: str) -> bool:
    """Tell whether a line is a row with bars between its cells, or all around them."""
    return CELL_MARK in words or (words[0] == words[-1] == "|" and words.count("|") >= _FEWEST)


def barred_rows(text: str, rows: Sequence[Span]) -> list[tuple[Span, ...]]:
    """Return the cells of rows with bars.

    A bar that opens and closes every row is a frame. Where the header ends in empty cells the rows were
    filled up to one width after merged cells had moved them to the left: the filling is dropped.
    """
    words = [row.of(text) for row in rows]
    framed = len(rows) > 1 and all(w[0] == w[-1] == "|" for w in words)
    if framed:
        return [
            () if _RULE.match(w) else tuple(_cut(row, w, "|"))[1:-1]
            for row, w in zip(rows, words, strict=True)
        ]
    if words[0][-1] == "|" and all(w[-1] == "|" for w in words):
        cut = [list(_cut(row, w, "|")) for row, w in zip(rows, words, strict=True)]
        for cells in cut:
            while cells and cells[-1].start == cells[-1].end:
                cells.pop()
        return [tuple(cells) for cells in cut]
    return [tuple(_between_bars(row, w)) for row, w in zip(rows, words, strict=True)]


def _between_bars(row: Span, words: str) -> Iterator[Span]:
    """Yield the cells between bars that stand apart: an empty one may be a single blank, or end the line."""
    at = 0
    for bar in [*_BAR.finditer(words), None]:
        end = bar.start() if bar else len(words)
        kept = words[at:end].strip()
        start = words.find(kept, at, end) if kept else at
        yield Span(row.start + start, row.start + start + len(kept))
        at = min(end + 1, len(words))


def _cut(row: Span, words: str, mark: str) -> Iterator[Span]:
    at = row.start
    for cell in words.split(mark):
        lead = len(cell) - len(cell.lstrip())
        kept = cell.strip()
        yield Span(at + lead, at + lead + len(kept)) if kept else Span(at, at)
        at += len(cell) + len(mark)


def tight_cells(text: str, line: Span, width: int = 0) -> tuple[Span, ...]:
    """Return the cells of a line whose bars have no blanks around them: 序号|任务|责任单位.

    Args:
        text: the text.
        line: the line.
        width: how many cells the header has; 0 where the line would be the header itself.
    """
    words = line.of(text)
    if words.count("|") + 1 < max(width, _FEWEST) or CELL_MARK in words:
        return ()
    cells = tuple(_cut(line, words, "|"))
    return cells if (len(cells) == width if width else is_head(text, cells)) else ()


def tabbed_cells(tabbed: str, line: Span) -> tuple[Span, ...]:
    """Return the cells of a line between tabs; ``tabbed`` is the text before its tabs became blanks."""
    words = line.of(tabbed)
    return tuple(_cut(line, words, "\t")) if "\t" in words else ()


def blank_heads(text: str) -> frozenset[int]:
    """Return where lines begin that are the heads of a table with blanks between its cells."""
    if not _BLANK_HEAD.search(text):
        return frozenset()
    lines = [Span(*m.span()) for m in _BLANK_HEAD.finditer(text)]
    return frozenset(line.start for line in lines if is_head(text, _spaced(text, line, _BLANKS)))


def spaced_cells(text: str, line: Span, width: int = 0) -> tuple[Span, ...]:
    """Return the cells of a line between blanks: ``width`` of them, or none (0: whatever their number)."""
    cells = _spaced(text, line, _WIDE)
    if len(cells) != width:
        cells = _spaced(text, line, _BLANKS)
    return cells if width in (0, len(cells)) else ()


def _spaced(text: str, line: Span, blanks: re.Pattern[str]) -> tuple[Span, ...]:
    cells: list[Span] = []
    at = line.start
    stop = line.start + len(line.of(text).rstrip())
    for gap in blanks.finditer(text, line.start, stop):
        cells.append(Span(at, gap.start()))
        at = gap.end()
    return (*cells, Span(at, stop))
