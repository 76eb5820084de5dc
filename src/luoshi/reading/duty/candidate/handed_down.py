"""Units and days that brackets, rows, closing sentences and headings hand down to candidates."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from luoshi.reading.duty.brackets import Assignment
from luoshi.reading.duty.candidate.candidate import Candidate, within
from luoshi.reading.duty.days import days_of, events_of, stages_of
from luoshi.reading.duty.grammar import is_predicate
from luoshi.reading.duty.inherit import assignments_of, year_headings
from luoshi.reading.marks import Cadence, DeadlineMark, Limit, RecurrenceMark, Role, State
from luoshi.reading.measure.deadline import LENGTHS, find_deadlines_in_cell, school_year
from luoshi.reading.reading import Reading
from luoshi.values.span import Span

_DONE: Final = frozenset({State.ACHIEVEMENT, State.BACKGROUND, State.PROBLEM})
_WHOLE_YEAR: Final = re.compile(
    "(?<![了占])全年(?!(?:任务|目标|计划|预算)的|无休|开放|不休|营业|[^，。；]{0,8}每)"
)
_YEAR_ENDS: Final = 11  # from this month on a plan is for the year that follows
_MONTH: Final = re.compile(
    r"立行立改|立即整改|立查立改|即知即改|边查边改|[\d一二三四五六七八九十]月|年|[一二三四]季度|[本当次下]月|月[底末初]|周[一二三四五六日]|20\d\d[./-]\d|^\s*\d{1,2}[./]\d{1,2}"
)
_STANDING: Final = re.compile("持续(?:推进|实施|开展|深化|用力)?(?:$|[）〕】。])|长期|常态化")
_MONTH_SAID: Final = re.compile(r"(1[0-2]|0?[1-9])[月./]\d{0,2}[^月./]*$")
_TITLE_ENDS: Final = 120
_YEAR: Final = re.compile(r"(?<![\d到至])(20[0-3]\d)(?:年|〕|级)")
_SHORTEST_NAME: Final = 3
_BODIES: Final = frozenset("局厅委办部院署")
_LEVELS: Final = frozenset("省市县区旗镇乡村校院局")
# 对……的乡镇，由县河长办约谈; 未完成验收的，一律……: holds whenever the case arises, in no year alone
_IN_CASE: Final = re.compile("[^，。；]{2,40}的(?:[\u4e00-\u9fff]{1,6})?，|[^，。；]{2,30}，?一律")
_MAX_EVENT: Final = 20  # of a cell that names what is on (备课组长会议) rather than who does what


def assign(reading: Reading, units: Sequence[Candidate]) -> None:
    """Hand down units and deadlines of brackets, rows, closing sentences and the title's year."""
    starts = [c.unit.span.start for c in units]
    limit_starts = [m.span.start for m in reading.deadlines]
    cadence_starts = [m.span.start for m in reading.recurrences]
    for given in assignments_of(reading):
        first, last = bisect_left(starts, given.cover.start), bisect_left(starts, given.cover.end)
        limits = within(reading.deadlines, limit_starts, given.span) or bare_limits(reading, given.span)
        cadences = within(reading.recurrences, cadence_starts, given.span)
        standing = not limits and _STANDING.search(reading.source.text, *given.span) is not None
        dated = bool(limits) and not given.actors and reading.source.text.startswith("：", given.span.end)
        for it in units[first:last]:
            it.is_task = it.is_task or (dated and not it.in_row)  # 4月：做好……: planned for that month
            _give(reading.source.text, it, given, limits, cadences)
            it.standing = it.standing or standing
    _days_to(reading, units, starts)
    _years_to(reading, units, starts)


def _days_to(reading: Reading, units: Sequence[Candidate], starts: Sequence[int]) -> None:
    """Hand down the days that open lines, and those of stages and events."""
    for mark, cover in days_of(reading):
        for it in units[bisect_left(starts, cover.start) : bisect_left(starts, cover.end)]:
            it.is_task = it.is_task or not it.in_row
            if not it.limits and it.clause.state not in _DONE:
                it.limits = [Limit(mark, inherited=True)]
    for dates, cover in (*stages_of(reading), *events_of(reading)):
        limits = bare_limits(reading, dates)
        for it in units[bisect_left(starts, cover.start) : bisect_left(starts, cover.end)] if limits else ():
            if not (it.limits or it.cadences) and it.clause.state not in _DONE:
                it.limits = [Limit(limits[-1], inherited=True)]


def _years_to(reading: Reading, units: Sequence[Candidate], starts: Sequence[int]) -> None:
    """Hand down the years of headings and title, and the year that 全年 means."""
    for mark, cover, by_title in year_headings(reading):
        for it in units[bisect_left(starts, cover.start) : bisect_left(starts, cover.end)]:
            in_case = by_title and _IN_CASE.match(reading.source.text, *it.unit.span)
            bound = it.limits or it.standing or in_case or (it.cadences and by_title)
            if not bound and it.clause.state not in _DONE:
                it.limits = [Limit(mark, inherited=True)]
    if "全年" in reading.source.text:
        for it in units:
            _by_whole_year(reading, it)


def _by_whole_year(reading: Reading, it: Candidate) -> None:
    """Give ``全年新增企业12家`` the end of the year it speaks of."""
    bound = it.limits or it.cadences or it.standing or not it.quantities
    if bound or reading.ref_date is None or it.clause.state is not State.PLAN:
        return
    found = _WHOLE_YEAR.search(reading.source.text, *it.unit.span)
    if found is None:
        return
    year = reading.ref_date.year
    if reading.ref_date.month >= _YEAR_ENDS and f"{year + 1}年" in reading.source.text:
        year += 1
    mark = DeadlineMark(Span(*found.span()), f"{year}-12-31", "document", "year")
    it.limits = [Limit(mark, inherited=False)]


def bare_limits(reading: Reading, span: Span) -> list[DeadlineMark]:
    """Return the limits of a bracket or cell in which a bare date is one (6月底完成)."""
    words = span.of(reading.source.text)
    if not (_MONTH.search(words) or LENGTHS.fullmatch(words)):
        return []
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


def _is_short_for(own: str, name: str) -> bool:
    """Tell whether one who is named in a sentence is one whom a bracket names in full.

    >>> _is_short_for("医保部门", "市医保局"), _is_short_for("市人社局", "市人力资源社会保障局")
    (True, True)
    >>> _is_short_for("市教育局", "市体育局"), _is_short_for("有关部门", "市有关部门办公室")
    (False, False)
    """
    if own.endswith("部门"):
        field = own.removesuffix("部门")
        return len(field) > 1 and field[-1] not in "关职属" and field in name and name[-1] in _BODIES
    if len(own) <= _SHORTEST_NAME or (own[0], own[-1]) != (name[0], name[-1]) or len(own) >= len(name):
        return False
    rest = iter(name)
    return own[-1] in _BODIES and all(char in rest for char in own)


def _give(
    text: str,
    it: Candidate,
    given: Assignment,
    limits: Iterable[DeadlineMark],
    cadences: Iterable[RecurrenceMark],
) -> None:
    if given.actors:
        event = it.is_task and len(it.unit.parts) == 1 and it.unit.span.end - it.unit.span.start <= _MAX_EVENT
        says = not event or any(
            s.modal or not s.at_start or is_predicate(text, s.span.end) for s in it.unit.subjects
        )
        helps = all(a.role is Role.SUPPORT for a in given.actors)  # （配合单位：…）: the heading's leads stay
        it.actors = [
            a
            for a in it.actors
            if (not a.inherited or (helps and a.role is Role.LEAD)) and (says or a.role is Role.SUPPORT)
        ]
        known = {a.span.of(text) for a in it.actors}
        it.actors += [
            a
            for a in given.actors
            if (name := a.span.of(text)) not in known
            and not any(own[0] in _LEVELS and own[1:] == name for own in known)  # 镇财政所 said, 财政所 given
            and not (a.role is Role.SUPPORT and any(name in own for own in known))  # 各区 in 各区（县级市）
            and not any(_is_short_for(own, name) for own in known)
        ]
        it.assigned = True
    if not it.limits:
        it.limits = [Limit(m, inherited=True) for m in limits]
    if not it.cadences:
        it.cadences = [Cadence(m, inherited=True) for m in cadences]
