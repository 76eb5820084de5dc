"""Units that may be commitments, with everything the text gives them: who, by when, how often, how much."""

import re
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from itertools import chain
from typing import Final, TypeVar

from ahocorasick_rs import AhoCorasick

from luoshi.document.source_text import BlockKind
from luoshi.reading.duty.brackets import Assignment
from luoshi.reading.duty.days import days_of, stages_of
from luoshi.reading.duty.inherit import assignments_of, year_headings
from luoshi.reading.duty.parties import is_shy
from luoshi.reading.duty.subjects import PartyMap, opens_with_predicate
from luoshi.reading.duty.units import Times, Unit, cut_clause, elides_subject, is_condition, opens_bare
from luoshi.reading.marks import (
    ActorMark,
    Cadence,
    Clause,
    DeadlineMark,
    Limit,
    QuantityMark,
    RecurrenceMark,
    Role,
    State,
)
from luoshi.reading.measure.deadline import find_deadlines_in_cell, school_year
from luoshi.reading.reading import Reading
from luoshi.reading.structure.clause.states import is_field
from luoshi.reading.structure.outline.cells import task_columns
from luoshi.values.span import Span

_WORDS: Final[dict[str, str]] = tomllib.loads(
    files("luoshi.reading.duty").joinpath("grammar.toml").read_text(encoding="utf-8")
)
_SKIPPED: Final = frozenset({State.HEAD})
_DONE: Final = frozenset({State.ACHIEVEMENT, State.BACKGROUND, State.PROBLEM})
_NEVER: Final = tuple(
    (form["needles"].split(), re.compile(form["pattern"]), bool(form.get("unless_made")))
    for form in tomllib.loads(
        files("luoshi.reading.duty").joinpath("never.toml").read_text(encoding="utf-8")
    )["form"]
)
_NEEDLES: Final = tuple((needle, k) for k, form in enumerate(_NEVER) for needle in form[0])
_NEEDLE_FINDER: Final = AhoCorasick([needle for needle, _ in _NEEDLES])
_MADE: Final = re.compile(_WORDS["made"])
_LISTED: Final = re.compile(_WORDS["listed_conditions"])
_ONE_OF: Final = re.compile(_WORDS["one_of_conditions"])
_MODAL: Final = re.compile(_WORDS["modal_anywhere"])
_OWNS: Final = re.compile(r"([^，。；：]{2,14}?)的?(?:主要|工作|岗位|安全|管理|具体)*(?:职责|责任|义务)?$")
_CRIME: Final = re.compile(_WORDS["crime"])
_DUTIES: Final = re.compile(r"[，。]?其?(?:主要|具体|工作)?(?:职责|任务)(?:是|为|如下|包括)[：:]")
_MONTH: Final = re.compile(
    r"立行立改|立即整改|立查立改|即知即改|边查边改|\d月|年|[一二三四]季度|20\d\d[./-]\d|^\s*\d{1,2}[./]\d{1,2}"
)
_MONTH_SAID: Final = re.compile(r"(1[0-2]|0?[1-9])[月./]\d{0,2}[^月./]*$")
_TITLE_ENDS: Final = 120
_DATED: Final = re.compile(r".{0,12}(?:月|年|季度|旬)[底末初]?[：:]")
_YEAR: Final = re.compile(r"(?<![\d到至])(20[0-3]\d)(?:年|〕)")
_FIRST_MARKS: Final = frozenset(["一是", "一要"])
_MAX_NAME: Final = 8
_MAX_EVENT: Final = 20  # of a cell that names what is on (备课组长会议) rather than who does what
_MAX_YEAR_HEAD: Final = 40
_YEAR_OVER_LIST: Final = re.compile(
    r"[^，。]{0,8}?(?P<year>今|明|20\d\d)年(?!来|以来)[^。]{0,24}(?:实事|任务|大事|工程|项目|工作|重点)$"
)
_TO_YEAR: Final = re.compile(r"(?:到|至)?20\d\d年(?:底|末)?")

M = TypeVar("M", DeadlineMark, RecurrenceMark, QuantityMark)


@dataclass(slots=True)
class Candidate:
    """A unit and what binds it; filled while the document is walked once, then only read."""

    unit: Unit
    clause: Clause
    actors: list[ActorMark] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    cadences: list[Cadence] = field(default_factory=list)
    quantities: Sequence[QuantityMark] = ()
    assigned: bool = False
    in_row: bool = False
    is_task: bool = False

    @property
    def named(self) -> bool:
        """Whether definite bodies shall act (hook 4)."""
        return any(a.resolved for a in self.actors)


@dataclass(slots=True)
class _Carried:
    """What the walk carries from unit to unit."""

    block: int = -1
    item: int = -2
    parties: tuple[ActorMark, ...] = ()
    head: tuple[ActorMark, ...] = ()
    head_limits: tuple[DeadlineMark, ...] = ()
    head_until: int = -1
    conditions_until: int = -1
    conditions_item: int = -1
    conditions_block: int = -1
    gloss: int = -1
    one_year: bool = True
    to_year: DeadlineMark | None = None
    in_bullets: bool = False
    above: bool = False  # the subject stands in an earlier paragraph of the same article


def candidates_of(reading: Reading) -> list[Candidate]:
    """Return the units of the document that could be commitments, in order."""
    walk = _Walk(reading)
    for index, clause in enumerate(reading.clauses):
        dated = clause.marker.endswith(("：", ":")) and _DATED.fullmatch(clause.marker) is not None
        if clause.state in _SKIPPED or (clause.heading and not dated):
            walk.pass_over(clause)
        else:
            walk.take(index, clause, dated=dated)
            walk.note(index, clause)
    out = _without_row_titles(reading, walk.out)
    _assign(reading, out)
    return out


class _Walk:
    """Goes over the clauses of a document and carries from each to the next what binds it."""

    __slots__ = ("amount_starts", "carried", "names", "never", "out", "reading", "tasks", "times")

    def __init__(self, reading: Reading) -> None:
        text = reading.source.text
        self.reading = reading
        self.times = times = Times.of(reading)
        self.names = PartyMap(text, reading.parties, chain(times.limit_starts, times.cadence_starts))
        self.amount_starts = [m.span.start for m in reading.quantities]
        self.tasks = task_columns(text, reading.source.blocks)
        self.never = _Never(text)
        self.carried = _Carried()
        self.out: list[Candidate] = []

    def pass_over(self, clause: Clause) -> None:
        """Leave a heading behind; what it says holds for the list under it."""
        self.carried.parties = ()
        if clause.heading:
            _note_list_head(self.reading, self.names, clause, self.carried, self.times)

    def take(self, index: int, clause: Clause, *, dated: bool) -> None:
        """Make the units of a clause candidates."""
        reading, carried, text = self.reading, self.carried, self.names.text
        block = reading.source.blocks[clause.block]
        in_row = block.kind is BlockKind.ROW
        is_task = in_row and any(
            block.cells[k].holds(clause.span) for k in self.tasks.get(block.table, ()) if k < len(block.cells)
        )
        for unit in cut_clause(self.names, index, clause, self.times):
            if text.startswith("即：", unit.span.start):
                carried.gloss = clause.sentence
            if self._rules_out(unit, clause):
                continue
            it = Candidate(unit, clause, in_row=in_row, is_task=is_task)
            _fill(reading, it, self.times, self.amount_starts)
            if in_row and not is_task and _is_name(text, it):
                continue
            if dated and not it.limits:
                before = Span(clause.whole.start, clause.span.start)
                it.limits = [Limit(m, inherited=True) for m in _bare_limits(reading, before)]
            _inherit(reading, it, carried)
            self.out.append(it)

    def _rules_out(self, unit: Unit, clause: Clause) -> bool:
        """Tell whether form or place alone say that a unit is no commitment."""
        reading, carried = self.reading, self.carried
        return (
            unit.may
            or _only_lists(reading, clause, carried)
            or self.never.rules_out(unit)
            or clause.sentence == carried.gloss
            or (clause.state is State.BACKGROUND and _fills_field(reading, unit, clause, self.times))
        )

    def note(self, index: int, clause: Clause) -> None:
        """Keep what a clause says of those behind it: a year, who shall act, that they are conditions."""
        reading, carried, text = self.reading, self.carried, self.names.text
        if clause.span.end - clause.span.start <= _MAX_YEAR_HEAD and (
            mark := _year_over_list(reading, index)
        ):
            carried.head, carried.head_limits = (), (mark,)
            carried.head_until = reading.source.blocks[clause.block].span.end
        if _opens_list(text, clause):
            _note_list_head(reading, self.names, clause, carried, self.times)
        elif _ONE_OF.search(text, *clause.span):
            _note_conditions(reading, index, carried)


def _fills_field(reading: Reading, unit: Unit, clause: Clause, times: Times) -> bool:
    """Tell whether a unit only says what stands under 活动地点 or 报名条件: no demand, no day."""
    if _MODAL.search(reading.source.text, *unit.span) or _within(times.limits, times.limit_starts, unit.span):
        return False
    at = clause.item
    while at >= 0:
        item = reading.outline[at]
        if is_field(item.title):
            return True
        at = item.parent
    return False


def _note_conditions(reading: Reading, index: int, carried: _Carried) -> None:
    """Keep that the items under ``具备下列条件之一的，可以申报。`` are conditions, if items follow."""
    clause, after = reading.clauses[index], reading.clauses[index + 1 : index + 2]
    if not after or after[0].item <= clause.item or clause.item < 0:
        return
    carried.conditions_until = reading.outline[clause.item].body_end
    carried.conditions_item, carried.conditions_block = clause.item, -1


def _is_name(text: str, it: Candidate) -> bool:
    """Tell whether a cell of few characters only names a thing (会议设备): no verb, nothing set."""
    span = it.unit.span
    if span.end - span.start > _MAX_NAME or it.limits or it.cadences or it.quantities:
        return False
    return not opens_with_predicate(text, span.start)


def _year_over_list(reading: Reading, index: int) -> DeadlineMark | None:
    """Return the limit of 今年办好15件实事。 before 一是…二是…: the end of that year."""
    clause, after = reading.clauses[index], reading.clauses[index + 1 : index + 2]
    if not after or after[0].marker[:2] not in _FIRST_MARKS or after[0].block != clause.block:
        return None
    found = _YEAR_OVER_LIST.match(reading.source.text, *clause.span)
    if found is None:
        return None
    said = found["year"]
    if said.isdigit():
        year = int(said)
    elif reading.ref_date is None:
        return None
    else:
        year = reading.ref_date.year + (said == "明")
    span = Span(found.start("year"), found.end("year") + 1)
    return DeadlineMark(span, f"{year}-12-31", "document", "year")


def _without_row_titles(reading: Reading, units: list[Candidate]) -> list[Candidate]:
    """Drop what stands in the title cell of a row that says more in a longer cell."""
    blocks = reading.source.blocks
    longest: dict[int, int] = {}
    cells: list[int] = []
    for it in units:
        cell = _cell_length(blocks[it.clause.block].cells, it.unit.span) if it.in_row else 0
        cells.append(cell)
        longest[it.clause.block] = max(longest.get(it.clause.block, 0), cell)
    return [
        it
        for it, cell in zip(units, cells, strict=True)
        if cell == longest[it.clause.block]
        or it.clause.item < 0
        or not reading.outline[it.clause.item].span.holds(it.unit.span)
    ]


def _cell_length(cells: Sequence[Span], span: Span) -> int:
    return next((c.end - c.start for c in cells if c.holds(span)), 0)


def _only_lists(reading: Reading, clause: Clause, carried: _Carried) -> bool:
    """Tell whether the clause is an item of a list of conditions or contents (有下列情形的：)."""
    if clause.span.start >= carried.conditions_until:
        return False
    if clause.item < 0 or clause.block == carried.conditions_block:
        return True
    block = reading.source.blocks[clause.block].span
    return clause.item != carried.conditions_item and block.holds(reading.outline[clause.item].span)


class _Never:
    """The forms that rule a commitment out; their needles are found for the whole text at once."""

    __slots__ = ("hits", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        found = _NEEDLE_FINDER.find_matches_as_indexes(text, overlapping=True)
        self.hits = sorted((start, end, _NEEDLES[i][1]) for i, start, end in found)
        self.starts = [start for start, _, _ in self.hits]

    def rules_out(self, unit: Unit) -> bool:
        """Tell whether the form alone rules a commitment out: 施行, composition of a body, 以上工作…完成."""
        text = self.text
        for part in unit.parts:
            if not is_condition(text, part):
                break
        else:
            return True
        start, stop = unit.span
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, stop)
        if first == last:
            return False
        words = text[start:stop]
        for k in {k for _, end, k in self.hits[first:last] if end <= stop}:
            _, pattern, unless_made = _NEVER[k]
            if pattern.search(words) and not (unless_made and _MADE.search(words)):
                return True
        return False


def _within(marks: Sequence[M], starts: Sequence[int], span: Span) -> Sequence[M]:
    return marks[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


def _fill(reading: Reading, it: Candidate, times: Times, amount_starts: Sequence[int]) -> None:
    span = it.unit.span
    if limits := _within(reading.deadlines, times.limit_starts, span):
        it.limits = [Limit(m) for m in limits]
    if cadences := _within(reading.recurrences, times.cadence_starts, span):
        it.cadences = [Cadence(m) for m in cadences]
    it.quantities = _within(reading.quantities, amount_starts, span)
    if it.unit.subjects:
        named = {
            s: (generic, role) for subject in it.unit.subjects[::-1] for s, generic, role in subject.parties
        }
        it.actors = [ActorMark(s, role, resolved=not generic) for s, (generic, role) in sorted(named.items())]


def _inherit(reading: Reading, it: Candidate, carried: _Carried) -> None:
    """Give the unit the subject and deadline that earlier words of its paragraph or list left standing."""
    _forget(reading, it, carried)
    listed = it.clause.span.start < carried.head_until
    text = reading.source.text
    _inherit_subject(text, it, carried, listed=listed)
    _inherit_limit(text, it, carried, listed=listed)


def _forget(reading: Reading, it: Candidate, carried: _Carried) -> None:
    """Drop what a new paragraph or a new 一是 ends."""
    clause = it.clause
    if clause.block != carried.block:
        article = clause.state is State.RULE and clause.item == carried.item >= 0
        carried.above = article and "条" in reading.outline[clause.item].marker
        if not carried.above:
            carried.parties = ()
        same = clause.item == carried.item and clause.item >= 0
        bullet = reading.source.text.startswith("——", reading.source.blocks[clause.block].span.start)
        goal = same and carried.one_year and "目标" in reading.outline[clause.item].title
        carried.in_bullets = bullet and clause.item == carried.item and carried.to_year is not None
        if not (goal or carried.in_bullets):
            carried.to_year = None
    elif clause.marker and it.unit.first:
        carried.parties = ()
        if carried.to_year is not None and reading.source.text[carried.to_year.span.start].isdigit():
            carried.to_year = None  # 一是2021年计划…；二是…
    carried.block, carried.item = clause.block, clause.item


def _inherit_subject(text: str, it: Candidate, carried: _Carried, *, listed: bool) -> None:
    if not (it.actors or carried.parties or listed):
        return
    leads = tuple(a for a in it.actors if a.role is Role.LEAD)
    if leads:
        if any(s.at_start and text[s.span.start] not in "由经" for s in it.unit.subjects):
            carried.parties, carried.above = leads, False
    elif not it.actors:
        source = carried.parties or (carried.head if listed else ())
        if not source or text.startswith("请", it.unit.span.start):
            return
        if not elides_subject(text, it.unit) or (carried.above and not opens_bare(text, it.unit)):
            carried.parties = ()
        elif not _CRIME.search(text, *it.unit.span):
            it.actors = [ActorMark(a.span, a.role, inherited=True, resolved=a.resolved) for a in source]


def _inherit_limit(text: str, it: Candidate, carried: _Carried, *, listed: bool) -> None:
    if it.limits:
        mark = it.limits[-1].mark
        if _TO_YEAR.fullmatch(text, *mark.span) and any(p.start == mark.span.start for p in it.unit.parts):
            carried.one_year = carried.to_year is None or carried.to_year.norm == mark.norm
            carried.to_year = mark
    elif carried.to_year is not None and (it.quantities or carried.in_bullets):
        it.limits = [Limit(carried.to_year, inherited=True)]
    elif listed and carried.head_limits:
        it.limits = [Limit(m, inherited=True) for m in carried.head_limits]


def _opens_list(text: str, clause: Clause) -> bool:
    """Tell whether a colon follows the clause, or its last part, which only announces (，其主要职责是：)."""
    if text.startswith(("：", ":"), clause.span.end):
        return True
    return _DUTIES.fullmatch(text, clause.span.end, clause.whole.end) is not None


def _note_list_head(
    reading: Reading, names: PartyMap, clause: Clause, carried: _Carried, times: Times
) -> None:
    """Keep who shall act and by when in ``各部门要：`` for the list behind it."""
    text = reading.source.text
    owner = _OWNS.match(text, *clause.span) if clause.item >= 0 and clause.heading else None
    named = names.at(clause.span.start) if owner else None
    if owner and named and named.span.end == owner.end(1) and not is_shy(owner[1]):  # 乙方责任, 医务科
        carried.head = (ActorMark(named.span, Role.LEAD, inherited=True, resolved=not named.generic),)
        carried.head_limits, carried.head_until = (), reading.outline[clause.item].body_end
        return
    if not _opens_list(text, clause):
        return
    items = reading.outline
    block = reading.source.blocks[clause.block].span
    until = max(block.end, items[clause.item].body_end if clause.item >= 0 else block.end)
    if _LISTED.search(text, *clause.span):
        carried.conditions_until = until
        carried.conditions_item, carried.conditions_block = clause.item, clause.block
        return
    units = cut_clause(names, 0, clause, times)
    parties = [
        ActorMark(s, role, inherited=True, resolved=not generic)
        for subject in units[-1].subjects
        for s, generic, role in subject.parties
    ]
    alone = names.at(clause.span.start)
    if alone is not None and alone.span.end == clause.span.end:
        parties = [ActorMark(alone.span, Role.LEAD, inherited=True, resolved=not alone.generic)]
    carried.head = tuple(parties)
    carried.head_limits = tuple(_within(reading.deadlines, times.limit_starts, clause.span))
    carried.head_until = until


def _assign(reading: Reading, units: Sequence[Candidate]) -> None:
    """Hand down units and deadlines of brackets, rows, closing sentences and the title's year."""
    starts = [c.unit.span.start for c in units]
    limit_starts = [m.span.start for m in reading.deadlines]
    cadence_starts = [m.span.start for m in reading.recurrences]
    for given in assignments_of(reading):
        first, last = bisect_left(starts, given.cover.start), bisect_left(starts, given.cover.end)
        limits = _within(reading.deadlines, limit_starts, given.span) or _bare_limits(reading, given.span)
        cadences = _within(reading.recurrences, cadence_starts, given.span)
        for it in units[first:last]:
            _give(it, given, limits, cadences)
    for mark, cover in days_of(reading):
        for it in units[bisect_left(starts, cover.start) : bisect_left(starts, cover.end)]:
            it.is_task = it.is_task or not it.in_row
            if not it.limits and it.clause.state not in _DONE:
                it.limits = [Limit(mark, inherited=True)]
    for dates, cover in stages_of(reading):
        limits = _bare_limits(reading, dates)
        for it in units[bisect_left(starts, cover.start) : bisect_left(starts, cover.end)] if limits else ():
            if not (it.limits or it.cadences) and it.clause.state not in _DONE:
                it.limits = [Limit(limits[-1], inherited=True)]
    for mark, cover, by_title in year_headings(reading):
        for it in units[bisect_left(starts, cover.start) : bisect_left(starts, cover.end)]:
            if not it.limits and it.clause.state not in _DONE and not (it.cadences and by_title):
                it.limits = [Limit(mark, inherited=True)]


def _bare_limits(reading: Reading, span: Span) -> list[DeadlineMark]:
    """Return the limits of a bracket or cell in which a bare date is one (6月底完成)."""
    if not _MONTH.search(reading.source.text, *span):
        return []
    words = span.of(reading.source.text)
    return [
        replace(m, span=Span(m.span.start + span.start, m.span.end + span.start))
        for m in find_deadlines_in_cell(words, reading.ref_date, years=_stated_year(reading, words))
    ]


def _stated_year(reading: Reading, words: str) -> tuple[tuple[int, int], ...]:
    """Return the year a text without a date speaks of most, as the year of a heading above everything.

    A school year says it of each month.
    """
    month = _MONTH_SAID.search(words)
    opening = reading.source.text[:_TITLE_ENDS]
    if month and "学年" in opening and (year := school_year(opening, int(month[1]))):
        return ((-1, year),)
    if reading.ref_date is not None:
        return ()
    years = Counter(_YEAR.findall(reading.source.text)).most_common(1)
    return ((-1, int(years[0][0])),) if years else ()


def _give(
    it: Candidate, given: Assignment, limits: Iterable[DeadlineMark], cadences: Iterable[RecurrenceMark]
) -> None:
    if given.actors:
        event = it.is_task and len(it.unit.parts) == 1 and it.unit.span.end - it.unit.span.start <= _MAX_EVENT
        says = not event or any(s.modal or not s.at_start for s in it.unit.subjects)
        it.actors = [a for a in it.actors if not a.inherited and says]
        known = {a.span for a in it.actors}
        it.actors += [a for a in given.actors if a.span not in known]
        it.assigned = True
    if not it.limits:
        it.limits = [Limit(m, inherited=True) for m in limits]
    if not it.cadences:
        it.cadences = [Cadence(m, inherited=True) for m in cadences]
