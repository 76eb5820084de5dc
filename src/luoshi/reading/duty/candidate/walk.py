"""Units that may be commitments, with everything the text gives them: who, by when, how often, how much."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain
from typing import Final

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.duty.candidate.candidate import Candidate, within
from luoshi.reading.duty.candidate.carried import (
    Carried,
    inherit,
    note_conditions,
    note_list_head,
    note_owner,
    only_lists,
    opens_list,
    year_over_list,
)
from luoshi.reading.duty.candidate.handed_down import assign, bare_limits
from luoshi.reading.duty.candidate.never import Never
from luoshi.reading.duty.cutting.names import PartyMap, opens_with_predicate
from luoshi.reading.duty.cutting.parts import in_case, is_condition
from luoshi.reading.duty.cutting.times import Times
from luoshi.reading.duty.cutting.units import Unit, cut_clause
from luoshi.reading.duty.days import events_of
from luoshi.reading.duty.grammar import GRAMMAR
from luoshi.reading.duty.indicators import limit_of, quantities_of
from luoshi.reading.marks import ActorMark, Cadence, Clause, Limit, QuantityMark, Role, State
from luoshi.reading.reading import Reading
from luoshi.reading.structure.clause.sections import is_field
from luoshi.reading.structure.outline.cells import task_columns, timed_columns
from luoshi.reading.structure.outline.indicators import Indicator, indicator_rows
from luoshi.values.span import Span

_SKIPPED: Final = frozenset({State.HEAD})
_ONE_OF: Final = re.compile(GRAMMAR["one_of_conditions"])
_MODAL: Final = re.compile(GRAMMAR["modal_anywhere"])
_SEAT_LABEL: Final = re.compile(
    "(?:^|[。；，：\n\\s（])(?:(?:副|常务副)?(?:组长|总指挥|指挥长|主任|召集人)|成员|组员|值周(?:领导|教师|班级)|主持人?|记录人?"
    r"|参[加会]人员|出席人?员?|列席人?员?|缺席|汇报人|主讲人|领队)：\s*$"
)
# 连续两次排名末位的乡镇，……; 参加人数超过200人的活动，……
_MEANT: Final = re.compile("[^，。；、]{0,14}的[^，。；、的]{1,8}(?:，|一律|不得|均|须|跟踪|逐|占比|比例)")
_BEYOND: Final = re.compile("(?:超过|超|低于|高于|不足|未达|连续|累计|满|排名[前后]?|[前后])[^，。；]*$")
# 床位不足30张、消防不达标的老旧院点, 通过率低于80%的单位: which ones, not how much
_SHORT_OF: Final = re.compile("(?<!不)(?:低于|高于|不足|未达|不满|未满)[^，。；]*$")
_WHICH_ONES: Final = re.compile("[^，。；、]{0,6}(?:、[^，。；、的]{2,12})?的[\u4e00-\u9fff]{2}")
_BRACKET_ONLY: Final = re.compile("（[^（）]*）|（[^（）]*（[^（）]*）[^（）]*）")
_NEAR = 12  # names before 该委 among which the body it means is looked for
_LONGEST_SEAT, _LABEL_ROOM = 40, 10
# 对……的企业给予一次性10万元奖励: in rules, what a citizen or firm gets, by nobody named
_GRANTS: Final = re.compile(
    r"(?!每年|[^，。；]{0,12}安排)[^；。]*?(?:给予|增加|予以)[^，。；]{0,14}(?:\d[\d.]*[万亿]?元|租金补贴|奖励(?!和|机制)|补贴|资助|扶持|补助)"
    r"|[^；。]{2,40}?(?:每[天日个人次月班晚][^，。；]{0,4})(?:补助|补贴|津贴)\d"
)
_ASKS: Final = re.compile(GRAMMAR["modal_anywhere"] + "|不予|予以|取消|撤销|责令|给予")
# 活动包括：1.围绕……，举办……大赛，……: what is held, told in full
_FULL: Final = 3
_HOLDS: Final = re.compile("举办|开展|组织|制定|打造|建设|召开|发布")
_COMPARES: Final = re.compile("不?[高低]于|正增长|持平|完成[^，。；]{0,8}(?:任务|目标)")
# 查看门诊记录, in a table of points: how it is checked
_CHECKS: Final = re.compile(
    "(?:现场|实地|抽查)?(?:查看|查阅|考察|核查|抽取)|根据[^，。；]{2,20}(?:核查|核实)"
)
_IN_YEAR: Final = re.compile(r"(?P<y>20\d\d)年(?:\d{1,2}月)?(?:全年|度|底|末)?[，,]?(?!起|以来|[—-])")
_AIMS: Final = re.compile("计划|拟|力争|确保|目标|[月日底]前")
_DATED: Final = re.compile(r".{0,12}(?:月|年|季度|旬)[底末初]?[：:]")
_MAX_NAME: Final = 8
_MAX_YEAR_HEAD: Final = 40


def candidates_of(reading: Reading) -> list[Candidate]:
    """Return the units of the document that could be commitments, in order."""
    walk = _Walk(reading)
    for index, clause in enumerate(reading.clauses):
        dated = clause.marker.endswith(("：", ":")) and _DATED.fullmatch(clause.marker) is not None
        asks = clause.heading and not dated and _asks_of_some(reading.source.text, clause)
        if clause.state in _SKIPPED or (clause.heading and not dated and not asks):
            walk.pass_over(clause)
        else:
            walk.take(index, clause, dated=dated)
            walk.note(index, clause)
    out = _without_row_titles(reading, walk.out)
    assign(reading, out)
    return out


def _asks_of_some(text: str, clause: Clause) -> bool:
    """Tell whether the head of a list asks something of those it tells: 有下列情形之一的，应当备案."""
    found = _ONE_OF.search(text, *clause.span)
    return found is not None and _ASKS.search(text, *clause.span) is not None


class _Walk:
    """Goes over the clauses of a document and carries from each to the next what binds it."""

    __slots__ = (
        "amount_starts",
        "carried",
        "events",
        "indicators",
        "names",
        "never",
        "out",
        "reading",
        "tasks",
        "timed",
        "times",
    )

    def __init__(self, reading: Reading) -> None:
        text = reading.source.text
        self.reading = reading
        self.times = times = Times.of(reading)
        self.names = PartyMap(text, reading.parties, chain(times.limit_starts, times.cadence_starts))
        self.amount_starts = [m.span.start for m in reading.quantities]
        self.tasks = task_columns(text, reading.source.blocks)
        self.timed = timed_columns(text, reading.source.blocks)
        self.indicators = indicator_rows(text, reading.source.blocks)
        self.events = {line.start for line, _ in events_of(reading)}
        self.never = Never(text)
        self.carried = Carried()
        self.out: list[Candidate] = []

    def pass_over(self, clause: Clause) -> None:
        """Leave a heading behind; what it says holds for the list under it."""
        self.carried.parties = ()
        if clause.heading:
            note_list_head(self.reading, self.names, clause, self.carried, self.times)

    def take(self, index: int, clause: Clause, *, dated: bool) -> None:
        """Make the units of a clause candidates."""
        reading, carried, text = self.reading, self.carried, self.names.text
        note_owner(reading, self.names, clause, carried)
        block = reading.source.blocks[clause.block]
        if (row := self.indicators.get(clause.block)) is not None:
            self._take_indicator(index, clause, row)
            return
        in_row = block.kind is BlockKind.ROW
        is_task = in_row and any(
            block.cells[k].holds(clause.span) for k in self.tasks.get(block.table, ()) if k < len(block.cells)
        )
        over_all: list[Limit] = []
        for unit in cut_clause(self.names, index, clause, self.times):
            if text.startswith("即：", unit.span.start):
                carried.gloss = clause.sentence
            if self._rules_out(unit, clause, in_row=in_row and not is_task):
                continue
            it = Candidate(unit, clause, in_row=in_row, is_task=is_task)
            _fill(reading, it, self.times, self.amount_starts)
            it.is_goal = clause.span.start < carried.goals_until and (
                bool(it.quantities) or _COMPARES.search(text, *unit.span) is not None
            )
            if in_row and not is_task and _is_name(text, it):
                continue
            if dated and not it.limits:
                before = Span(clause.whole.start, clause.span.start)
                it.limits = [Limit(m, inherited=True) for m in bare_limits(reading, before)]
            if unit.first and it.limits and _opens_with_limit(text, unit, it.limits[0].mark.span):
                over_all = [Limit(it.limits[0].mark, inherited=True)]
            elif not unit.first and not it.limits and not it.cadences:
                it.limits = over_all
            if in_row and not it.limits and block.table in self.timed:
                it.limits = self._limits_of_column(block, clause)
            inherit(reading, it, carried)
            of_year = bool(carried.head_limits) and clause.span.start < carried.head_until
            it.is_goal = it.is_goal or (of_year and bool(clause.marker) and bool(it.quantities))
            self.out.append(it)

    def _limits_of_column(self, block: Block, clause: Clause) -> list[Limit]:
        """Return what the head of its column says by when a task is due."""
        for k, head in self.timed[block.table].items():
            if k < len(block.cells) and block.cells[k].holds(clause.span):
                return [Limit(m, inherited=True) for m in bare_limits(self.reading, head)]
        return []

    def _take_indicator(self, index: int, clause: Clause, row: Indicator) -> None:
        """Make a row of a table of indicators one candidate: what it measures is to reach its value."""
        unit = Unit(clause.span, index, (), (clause.span,), first=True, may=False)
        it = Candidate(unit, clause, in_row=True, is_task=True)
        it.quantities = quantities_of(self.names.text, row, self.reading.quantities)
        it.is_goal = bool(it.quantities)
        limit = limit_of(self.reading, row, clause.item)
        it.limits = [Limit(limit, inherited=True)] if limit else []
        self.out.append(it)

    def _rules_out(self, unit: Unit, clause: Clause, *, in_row: bool) -> bool:
        """Tell whether form or place alone say that a unit is no commitment."""
        reading, carried, text = self.reading, self.carried, self.names.text
        return (
            unit.may
            or (only_lists(reading, clause, carried) and not self._is_more(unit))
            or self.never.rules_out(unit)
            or (clause.state is State.RULE and not unit.subjects and bool(_GRANTS.match(text, *unit.span)))
            or _seats(text, unit)
            or _BRACKET_ONLY.fullmatch(text, *unit.span) is not None
            or self._only_names(unit)
            or self._tells_of_past(unit)
            or clause.sentence == carried.gloss
            or (bool(self.events) and reading.source.blocks[clause.block].span.start in self.events)
            or (in_row and not unit.subjects and _CHECKS.match(text, unit.span.start) is not None)
            or (clause.state is State.BACKGROUND and _fills_field(reading, unit, clause, self.times))
        )

    def _is_more(self, unit: Unit) -> bool:
        """Tell whether an item of a list of cases or contents says itself what is to be done."""
        text = self.names.text
        if self.carried.contents and len(unit.parts) >= _FULL:
            return any(_HOLDS.match(text, *part) for part in unit.parts)
        if self.carried.duties_until > unit.span.start:  # 须报送以下材料：（1）方案，3月20日前发邮箱
            return bool(within(self.times.limits, self.times.limit_starts, unit.span))
        return _decides(text, unit)

    def _only_names(self, unit: Unit) -> bool:
        """Tell whether a unit names some body and says nothing of it: 居住在外地的待遇领取人员."""
        text, (start, end) = self.names.text, unit.span
        if text.endswith("情况", start, end) and len(unit.parts) == 1 and not unit.subjects:
            return _MODAL.search(text, start, end) is None and not opens_with_predicate(text, start)
        last = self.names.ending_at(end)
        if last is None or len(unit.parts) > 1 or text[last.span.start - 1] not in "的和":
            return False
        return _MODAL.search(text, start, end) is None and not opens_with_predicate(text, start)

    def _tells_of_past(self, unit: Unit) -> bool:
        """Tell whether a unit opens with a year gone by and asks nothing: 2025年，全县……达到54%."""
        ref, text = self.reading.ref_date, self.names.text
        told = _IN_YEAR.match(text, *unit.span) if ref is not None else None
        if told is None or ref is None or int(told["y"]) >= ref.year:
            return False
        return _MODAL.search(text, *unit.span) is None and _AIMS.search(text, *unit.span) is None

    def note(self, index: int, clause: Clause) -> None:
        """Keep what a clause says of those behind it: a year, who shall act, that they are conditions."""
        reading, carried, text = self.reading, self.carried, self.names.text
        if clause.span.end - clause.span.start <= _MAX_YEAR_HEAD and (mark := year_over_list(reading, index)):
            carried.head, carried.head_limits = (), (mark,)
            carried.head_until = reading.source.blocks[clause.block].span.end
        if opens_list(text, clause):
            note_list_head(reading, self.names, clause, carried, self.times)
        elif _ONE_OF.search(text, *clause.span):
            note_conditions(reading, index, carried)


def _opens_with_limit(text: str, unit: Unit, limit: Span) -> bool:
    """Tell whether a limit before a comma opens the clause: all that is cut from it is due by then."""
    return limit.start == unit.span.start and text.startswith("，", limit.end)


def _seats(text: str, unit: Unit) -> bool:
    """Tell whether a label before the unit says who sits where: 组长：校长骆某; 主持人：副总经理霍某."""
    start, end = unit.span
    return (
        end - start <= _LONGEST_SEAT
        and _SEAT_LABEL.search(text, max(0, start - _LABEL_ROOM), start) is not None
        and _MODAL.search(text, start, end) is None
    )


def _decides(text: str, unit: Unit) -> bool:
    """Tell whether an item of a list of cases says itself what is done in its case: ……的，应当当场出具."""
    first = unit.parts[0]
    if len(unit.parts) == 1 or not is_condition(text, first):
        return False
    return _MODAL.search(text, first.end, unit.span.end) is not None


def _fills_field(reading: Reading, unit: Unit, clause: Clause, times: Times) -> bool:
    """Tell whether a unit only says what stands under 活动地点 or 报名条件: no demand, no day."""
    if _MODAL.search(reading.source.text, *unit.span) or within(times.limits, times.limit_starts, unit.span):
        return False
    at = clause.item
    while at >= 0:
        item = reading.outline[at]
        if is_field(item.title) and not item.marker.endswith("条"):
            return True
        at = item.parent
    return False


def _asked(text: str, it: Candidate) -> list[QuantityMark]:
    """Return the amounts but those that only say in which case or who is meant: 超速20%的，罚款500元."""
    cases = [p for p in it.unit.parts[:-1] if is_condition(text, p)]
    return [q for q in it.quantities if not _stands_in(q.span, cases) and not _tells_which(text, q.span)]


def _tells_which(text: str, amount: Span) -> bool:
    """Tell whether an amount only says who or what is meant: 超速20%的，罚款500元; 低于80%的单位."""
    before = max(0, amount.start - 4)
    meant = _MEANT.match(text, amount.end) and _BEYOND.search(text, before, amount.end)
    return bool(meant or (_WHICH_ONES.match(text, amount.end) and _SHORT_OF.search(text, before, amount.end)))


def _stands_in(mark: Span, parts: Sequence[Span]) -> bool:
    return any(p.start <= mark.start < p.end for p in parts)


def _is_name(text: str, it: Candidate) -> bool:
    """Tell whether a cell of few characters only names a thing (会议设备): no verb, nothing set."""
    span = it.unit.span
    if span.end - span.start > _MAX_NAME or it.limits or it.cadences or it.quantities:
        return False
    return not opens_with_predicate(text, span.start)


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


def _meant(reading: Reading, named: Span) -> Span:
    """Return the body that 该委 or 该局 means: the last one named before it that ends so."""
    text = reading.source.text
    if text[named.start] != "该" or named.end - named.start != len("该委"):
        return named
    parties = reading.parties
    i = bisect_left(parties, named.start, key=lambda mark: mark.span.start)
    for mark in reversed(parties[max(0, i - _NEAR) : i]):
        start, end = mark.span
        if text[end - 1] == text[named.end - 1] and end - start > len("该委") and not mark.generic:
            return mark.span
    return named


def _fill(reading: Reading, it: Candidate, times: Times, amount_starts: Sequence[int]) -> None:
    span = it.unit.span
    cases = [p for p in it.unit.parts[:-1] if in_case(reading.source.text, p)]
    if limits := within(reading.deadlines, times.limit_starts, span):
        it.limits = [Limit(m) for m in limits if not _stands_in(m.span, cases)]
    if cadences := within(reading.recurrences, times.cadence_starts, span):
        it.cadences = [Cadence(m) for m in cadences if not _stands_in(m.span, cases)]
    it.quantities = within(reading.quantities, amount_starts, span)
    if it.quantities:
        it.quantities = _asked(reading.source.text, it)
    if it.unit.subjects:
        named = {
            s: (generic, role) for subject in it.unit.subjects[::-1] for s, generic, role in subject.parties
        }
        once: dict[str, ActorMark] = {}  # who is named twice acts once, as lead where one of the two says so
        for s, (generic, role) in sorted(named.items(), key=lambda x: (x[1][1] is not Role.LEAD, x[0])):
            who = _meant(reading, s)
            once.setdefault(who.of(reading.source.text), ActorMark(who, role, who != s, resolved=not generic))
        it.actors = sorted(once.values(), key=lambda actor: actor.span)
