"""Which cells of a table hold what is to be done."""

from collections import Counter
from collections.abc import Iterator, Sequence

from luoshi.document.source_text import Block
from luoshi.reading.duty.brackets import names_units
from luoshi.reading.duty.grammar import is_predicate
from luoshi.reading.structure.outline.indicators import indicator_rows
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_CONTENT = lazy(any_of(STRUCTURE["tables"]["content"]))
_OTHER = lazy(any_of(STRUCTURE["tables"]["other"]))
_STRONG = lazy(any_of(STRUCTURE["tables"]["strong"]))
_LAST = lazy(any_of(STRUCTURE["tables"]["last"]) + "$")
_TASK = lazy(any_of(STRUCTURE["tables"]["task"]))
_TITLE = lazy(r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^。；，|]{2,24}[ |]*")
_SAYS = lazy("[\u4e00-\u9fffA-Za-z]{2}")
_FAULT = lazy("问题|隐患|短板")
_NOT_FAULT = lazy("整改|措施|举措|要求|任务|建议|情况|类别|来源|编号|数")
_DONE = lazy("(?:目前|当前)?(?:完成|整改|进展|落实|推进|办理|工作)(?:落实)?(?:情况|进展|结果)")
_WHEN = lazy("时限|期限|完成时间|时间节点")
_WHO = lazy("单位|部门|处室|科室|责任")
_ASKS_WHO = lazy(any_of(STRUCTURE["tables"]["who"]))
_ASKS_WHEN = lazy(any_of(STRUCTURE["tables"]["when"]))
_TIMED = lazy(
    r"(?:20\d\d年)?(?:[上下]半年|第?[一二三四]季度|1?\d月份?|20\d\d年度?)(?:工作|重点|目标|计划)?(?:任务|目标|安排|计划|措施|工作|进度)"
)
_PART_OF_YEAR = lazy(r"(?:20\d\d年)?(?:[上下]半年|第?[一二三四]季度|(?:1[0-2]|[1-9])月份?(?:底|末)?前?)")
_SEVERAL = 2
_GOES_ON = lazy("(?:持续|常态化|长期)(?:推进|坚持|开展|实施)|同上|按计划推进")  # a cell that says no more
_MIN_CONTENT = 14
_MIN_ACT = 6
_OPENING, _FEW_ROWS, _MOST_ROWS, _OFTEN = 4, 3, 0.6, 0.4
_FORM_ROWS = 5  # from which on empty columns are no accident


def content_cells(text: str, blocks: tuple[Block, ...]) -> dict[int, tuple[Span, ...]]:
    """Return, for each row, its own cells that hold what is to be done."""
    found: dict[int, tuple[Span, ...]] = {}
    columns = _content_columns(text, blocks)
    blank = blank_forms(text, blocks)
    indicators = indicator_rows(text, blocks)
    measured = {blocks[i].table for i in indicators}
    labels, owners = _label_columns(text, blocks), _owner_columns(text, blocks)
    repeated = _repeated_columns(text, blocks) if columns else {}
    for i, block in enumerate(blocks):
        if not block.cells:
            continue
        if block.table in measured:
            found[i] = (indicators[i].span,) if i in indicators else ()
            continue
        known = columns.get(block.table, frozenset())
        known = known - repeated.get(block.table, frozenset()) or known
        if block.is_head or block.table in blank or _is_title(text, block):
            found[i] = ()
        elif known:
            found[i] = tuple(
                c
                for k, c in _own_cells(block)
                if k in known and _SAYS.search(text, *c) and not _GOES_ON.fullmatch(text, *c)
            )
        else:
            kinds = labels.get(block.table, frozenset()) | owners.get(block.table, frozenset())
            found[i] = tuple(c for c in _unheaded(text, block) if block.cells.index(c) not in kinds)
    return found


def _owner_columns(text: str, blocks: tuple[Block, ...]) -> dict[int, frozenset[int]]:
    """Return the columns of each table whose head asks who: no task stands below it."""
    return {
        block.table: frozenset(k for k, cell in enumerate(block.cells) if _ASKS_WHO.search(text, *cell))
        for block in blocks
        if block.is_head
    }


def _repeated_columns(text: str, blocks: tuple[Block, ...]) -> dict[int, frozenset[int]]:
    """Return the columns of each table that name what several rows belong to: the project, row after row."""
    rows: Counter[int] = Counter()
    again: dict[int, Counter[int]] = {}
    before: tuple[int, list[str]] = (-1, [])
    for block in blocks:
        if not block.cells or block.is_head:
            continue
        words = [cell.of(text) for cell in block.cells]
        rows[block.table] += 1
        if before[0] == block.table:
            same = (
                k
                for k, (one, other) in enumerate(zip(words, before[1], strict=False))
                if one and one == other
            )
            again.setdefault(block.table, Counter()).update(same)
        before = (block.table, words)
    return {
        table: frozenset(
            k for k, n in counts.items() if rows[table] >= _FEW_ROWS and n >= _OFTEN * rows[table]
        )
        for table, counts in again.items()
    }


def _label_columns(text: str, blocks: tuple[Block, ...]) -> dict[int, frozenset[int]]:
    """Return the columns of each table that say of what kind a row is: most of their cells begin alike."""
    openings: dict[int, dict[int, Counter[str]]] = {}
    for block in blocks:
        if block.cells and not block.is_head:
            columns = openings.setdefault(block.table, {})
            for k, (start, end) in enumerate(block.cells):
                if end - start >= _MIN_CONTENT and not is_predicate(text, start):
                    columns.setdefault(k, Counter())[text[start : start + _OPENING]] += 1
    return {
        table: frozenset(
            k
            for k, found in columns.items()
            if found.total() >= _FEW_ROWS and max(found.values()) >= _MOST_ROWS * found.total()
        )
        for table, columns in openings.items()
    }


def _unheaded(text: str, block: Block) -> tuple[Span, ...]:
    """Return the cells of a row below no head: the long ones; beside names of units the longest that acts."""
    own = [cell for _, cell in _own_cells(block) if _SAYS.search(text, *cell)]
    others = [c for c in own if is_predicate(text, c.start) or not names_units(text, *c)]
    long = tuple(cell for cell in others if cell.end - cell.start >= _MIN_CONTENT)
    if long or len(others) == len(own):
        return long
    acts = [c for c in others if c.end - c.start >= _MIN_ACT and is_predicate(text, c.start)]
    return tuple(sorted(acts, key=lambda c: c.start - c.end)[:1])


def blank_forms(text: str, blocks: tuple[Block, ...]) -> frozenset[int]:
    """Return the tables that ask who does what by when and answer neither in any row: forms to be filled in.

    A cell merged over those columns and others says nothing in them.
    """
    asked: dict[int, tuple[set[int], set[int]]] = {}
    for block in blocks:
        if block.is_head:
            heads = ["".join(cell.of(text).split()) for cell in block.cells]
            who, when = asked.setdefault(block.table, (set(), set()))
            who |= {k for k, head in enumerate(heads) if _ASKS_WHO.search(head)}
            when |= {k for k, head in enumerate(heads) if _ASKS_WHEN.search(head)} - who
    rows: Counter[int] = Counter()
    filled: set[int] = set()
    for block in blocks:
        who, when = asked.get(block.table, (set(), set()))
        if block.is_head or not who or not when:
            continue
        rows[block.table] += 1
        others = {cell for k, cell in enumerate(block.cells) if k not in who | when}
        answers = [cell for k, cell in enumerate(block.cells) if k in who | when and cell not in others]
        if any(cell.of(text).strip() for cell in answers):
            filled.add(block.table)
    return frozenset(table for table, n in rows.items() if n >= _FORM_ROWS and table not in filled)


def _is_title(text: str, block: Block) -> bool:
    """Tell whether a row is a title between the rows of a table: 一、体系建设."""
    own = [cell for _, cell in _own_cells(block)]
    return len(own) == 1 and _TITLE.fullmatch(text, *own[0]) is not None


def _own_cells(block: Block) -> Iterator[tuple[int, Span]]:
    """Yield the column and place of each cell of a row that is not merged from above or from its left."""
    seen: set[Span] = set()
    for k, cell in enumerate(block.cells):
        if block.span.start <= cell.start < cell.end and cell not in seen:
            seen.add(cell)
            yield k, cell


def _content_columns(text: str, blocks: tuple[Block, ...]) -> dict[int, frozenset[int]]:
    """Return the columns of each table whose head says that what is to be done stands below it.

    Rows written without their merged cells may have slid out of their columns: where little stands
    under those heads and much elsewhere, they settle nothing.
    """
    columns: dict[int, frozenset[int]] = {}
    under: Counter[int] = Counter()
    beside: Counter[int] = Counter()
    for block in blocks:
        if block.is_head:
            heads = [cell.of(text) for cell in block.cells]
            wanted = {k for k, h in enumerate(heads) if _is_content(h)} or _left_over(heads)
            wanted |= _parts_of_year(text, block.cells).keys()
            wanted |= {k for k, h in enumerate(heads) if wanted and _DONE.fullmatch(h)}
            columns[block.table] = columns.get(block.table, frozenset()) | wanted
        elif known := columns.get(block.table):
            for k, cell in _own_cells(block):
                if k in known:
                    under[block.table] += cell.end - cell.start
                elif not names_units(text, *cell):  # names of units are where they belong, however many
                    beside[block.table] += cell.end - cell.start
    return {table: known for table, known in columns.items() if beside[table] <= 2 * under[table]}


def task_columns(text: str, blocks: tuple[Block, ...]) -> dict[int, frozenset[int]]:
    """Return, for each table, the columns whose head says that tasks stand below it."""
    found: dict[int, frozenset[int]] = {}
    for block in blocks:
        if block.is_head:
            heads = [cell.of(text) for cell in block.cells]
            tasks = {k for k, h in enumerate(heads) if _TASK.search(h) and not _LAST.search(h)}
            tasks = (tasks or _left_over(heads)) | _parts_of_year(text, block.cells).keys()
            found[block.table] = found.get(block.table, frozenset()) | tasks
    return found


def timed_columns(text: str, blocks: tuple[Block, ...]) -> dict[int, dict[int, Span]]:
    """Return, for each table, the columns whose head says by when what is below is due: 三季度任务."""
    found: dict[int, dict[int, Span]] = {}
    for block in blocks:
        if block.is_head:
            timed = {k: cell for k, cell in enumerate(block.cells) if _TIMED.match(cell.of(text))}
            timed = timed or _parts_of_year(text, block.cells)
            if timed:
                found.setdefault(block.table, {}).update(timed)
    return found


def _parts_of_year(text: str, cells: Sequence[Span]) -> dict[int, Span]:
    """Return the heads that name nothing but a part of the year, if several stand side by side."""
    found = {k: cell for k, cell in enumerate(cells) if _PART_OF_YEAR.fullmatch(text, *cell)}
    return found if len(found) >= _SEVERAL else {}


def fault_columns(text: str, blocks: tuple[Block, ...]) -> dict[int, list[int]]:
    """Return the columns of each table below whose head faults stand (存在问题)."""
    found: dict[int, list[int]] = {}
    for block in blocks:
        if block.is_head:
            heads = [cell.of(text) for cell in block.cells]
            found[block.table] = [
                k for k, h in enumerate(heads) if _FAULT.search(h) and not _NOT_FAULT.search(h)
            ]
    return found


def told_columns(text: str, blocks: tuple[Block, ...]) -> dict[int, list[int]]:
    """Return the columns of each table below whose head stands what became of it (完成情况)."""
    return {
        block.table: [k for k, cell in enumerate(block.cells) if _DONE.fullmatch(text, *cell)]
        for block in blocks
        if block.is_head
    }


def task_tables(text: str, blocks: tuple[Block, ...]) -> set[int]:
    """Return the tables whose heads ask who and by when."""
    heads = {block.table: [cell.of(text) for cell in block.cells] for block in blocks if block.is_head}
    return {
        table
        for table, words in heads.items()
        if any(map(_WHEN.search, words)) and any(map(_WHO.search, words))
    }


def _left_over(heads: list[str]) -> set[int]:
    """Return the one column no head names as something else: 序号, 民生实事, 责任单位, 完成时限."""
    left = {k for k, h in enumerate(heads) if h and not _OTHER.search(h)}
    return left if len(left) == 1 and len(left) < len(heads) - 1 else set()


def _is_content(head: str) -> bool:
    if _LAST.search(head):
        return False
    return bool(_STRONG.search(head) or (_CONTENT.search(head) and not _OTHER.search(head)))
