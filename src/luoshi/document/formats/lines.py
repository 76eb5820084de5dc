"""Lines on pages to paragraphs: joined over line and page breaks, page furniture set apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from luoshi.document.formats.draft import Draft
from luoshi.document.source_text import BlockKind
from luoshi.values.pattern import lazy

_PAGE_NUMBER = lazy(
    r"[\s—–\-－_·•~～]*+(?:第?\s*+\d{1,4}\s*+页?(?:\s*+[/／,，]?\s*+共?\s*+\d{1,4}\s*+页?)?|[ivxlc]{1,6}|[IVXLC]{1,6})"
    r"[\s—–\-－_·•~～]*"
)
_DIGITS = lazy(r"\d+")
_TERMINAL = "。！？；：…”!?;:."
_ITEM = lazy(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]"
    r"|第[一二三四五六七八九十百\d]{1,4}[条章节]|附件|附：|抄送)"
)
_OFFICE_END = tuple("厅局委部府会件院处办号")
_ASCII_WORD = lazy(r"[A-Za-z0-9,;)]$")
_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
_MIN_REPEATS = 3
_SAME_PLACE = 3.0  # units of the page within which two lines stand at one height
_FEW_LINES = 3  # pages of so few lines prove nothing: they are mostly edge
_BIGGER = 1.15
_RAGGED = 0.7  # of the measure: a line this long that ends no sentence was broken by the page


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; coordinates grow to the right and downwards.

    Attributes:
        words: without blanks around.
        left, right, top, bottom: in any unit, the same for the whole document.
    """

    words: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """How tall it is."""
        return self.bottom - self.top


def add_pages(draft: Draft, pages: Sequence[Sequence[Line]]) -> None:
    """Write the paragraphs of all pages, then what runs along their edges, each once."""
    furniture = _furniture(pages)
    body: list[Line] = []
    starts: set[int] = set()
    edges: dict[str, None] = {}
    for n_page, page in enumerate(pages):
        starts.add(len(body))
        for n_line, line in enumerate(page):
            if (n_page, n_line) in furniture:
                edges.setdefault(line.words)
            else:
                body.append(line)
    for paragraph in _paragraphs(body, starts):
        draft.line(paragraph)
    for words in edges:
        draft.line(words, BlockKind.FURNITURE)


def merged_rows(lines: Sequence[Line]) -> list[Line]:
    """Return lines from top to bottom, pieces that stand side by side as one."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (each.top + each.bottom) / 2):
        beside = rows and _share(rows[-1][0], line) > 0.6
        if beside:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_one(sorted(row, key=lambda each: each.left)) for row in rows]


def _share(one: Line, other: Line) -> float:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap / max(min(one.height, other.height), 1e-6)


def _one(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    words = row[0].words
    for left, right in pairwise(row):
        gap = right.left - left.right
        words += ("\t" if gap > 1.5 * left.height else "") + right.words
    return Line(words, row[0].left, row[-1].right, min(r.top for r in row), max(r.bottom for r in row))


def _furniture(pages: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """Return (page, line) of page numbers, and of lines that stand at the same edge of several pages."""
    at_edge: list[tuple[int, int, str]] = []
    for n_page, page in enumerate(pages):
        n = len(page)
        for n_line in {*range(min(_EDGE, n)), *range(max(n - _EDGE, 0), n)}:
            side = "top" if n_line < n / 2 else "bottom"
            at_edge.append((n_page, n_line, side + _DIGITS.sub("#", page[n_line].words)))
    repeats = Counter(masked for p, _, masked in at_edge if len(pages[p]) > _FEW_LINES)
    same_place = Counter((masked, round(pages[p][n].top / _SAME_PLACE)) for p, n, masked in at_edge)
    found: set[tuple[int, int]] = set()
    for n_page, n_line, masked in at_edge:
        page = pages[n_page]
        is_number = n_line in {0, len(page) - 1} and _PAGE_NUMBER.fullmatch(page[n_line].words)
        often = repeats[masked] >= max(_MIN_REPEATS, len(pages) // 3)
        both = len(pages) == 2 and same_place[masked, round(page[n_line].top / _SAME_PLACE)] == 2
        runs = (often or both) and len(masked) < 60
        if is_number or runs:
            found.add((n_page, n_line))
    return found


@dataclass(frozen=True, slots=True)
class _Measure:
    """The type area: size of a character, margins, and whether paragraphs begin indented."""

    em: float
    left: float
    right: float
    indented: bool


def _measure(body: list[Line]) -> _Measure:
    em = median(line.height for line in body) or 1.0
    left = _margin(line.left for line in body if line.right - line.left > 10 * em)
    indented = sum(1.2 * em < line.left - left < 3.5 * em for line in body) >= max(2, len(body) // 40)
    return _Measure(em, left, _right_margin(body), indented)


def _paragraphs(body: list[Line], starts: set[int]) -> list[str]:
    if not body:
        return []
    measure = _measure(body)
    paragraphs = [body[0].words]
    for i, (above, line) in enumerate(pairwise(body), 1):
        same_page = i not in starts
        if _goes_on(above, line, measure) or (same_page and _is_title_pair(above, line, measure)):
            paragraphs[-1] = joined(paragraphs[-1], line.words)
        else:
            paragraphs.append(line.words)
    return paragraphs


def joined(above: str, below: str) -> str:
    """Return two lines of a paragraph as one; a blank only between Latin words.

    >>> joined("安全管理和权", "益维护"), joined("in the", "office")
    ('安全管理和权益维护', 'in the office')
    """
    needs_blank = bool(_ASCII_WORD.search(above)) and below[:1].isascii() and below[:1].isalpha()
    return above + (" " if needs_blank else "") + below


def _goes_on(above: Line, line: Line, measure: _Measure) -> bool:
    """Tell whether a line continues the paragraph of the line above."""
    em, left, indented = measure.em, measure.left, measure.indented
    ended = above.words.endswith(tuple(_TERMINAL))
    if "\t" in above.words or above.height > _BIGGER * line.height:
        return False
    starts_deeper = line.left - left > 0.9 * em
    if above.right < measure.right - 1.6 * em:
        # a ragged edge, where a word or a bracket would not break: only beside a clear indent elsewhere
        from_margin = above.left - left < 3.5 * em
        wide = above.right - left > _RAGGED * (measure.right - left)
        return (
            indented
            and wide
            and from_margin
            and not ended
            and not starts_deeper
            and not _ITEM.match(line.words)
        )
    if starts_deeper and (indented or line.left - above.left > 0.9 * em):
        return False
    if indented and not starts_deeper:
        return not (ended and _ITEM.match(line.words))
    return not ended and not _ITEM.match(line.words)


def _is_title_pair(above: Line, line: Line, measure: _Measure) -> bool:
    """Tell whether two centred lines of one larger size are a title broken in two."""
    em = measure.em
    bigger = above.height > _BIGGER * em and abs(above.height - line.height) < 0.12 * above.height
    near = 0 <= line.top - above.bottom < 1.5 * above.height
    middle = (measure.left + measure.right) / 2
    centred = all(abs((each.left + each.right) / 2 - middle) < 2 * em for each in (above, line))
    return bigger and near and centred and not above.words.endswith(_OFFICE_END)


def _margin(values: Iterable[float]) -> float:
    """Return the leftmost place where many lines begin."""
    counted = Counter(round(v) for v in values)
    most = max(counted.values(), default=0)
    return float(min((v for v, n in counted.items() if n * 3 >= most), default=0))


def _right_margin(body: list[Line]) -> float:
    rights = sorted(line.right for line in body)
    return rights[int(len(rights) * 0.9)] if len(rights) > 4 else rights[-1]
