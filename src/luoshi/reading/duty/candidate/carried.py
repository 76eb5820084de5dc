"""What the walk over a document carries from unit to unit: subject, limit, conditions, the year of a list."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from luoshi.reading.duty.candidate.candidate import Candidate, within
from luoshi.reading.duty.cutting.elided import elides_subject, opens_bare
from luoshi.reading.duty.cutting.names import PartyMap, listed
from luoshi.reading.duty.cutting.times import Times
from luoshi.reading.duty.cutting.units import cut_clause
from luoshi.reading.duty.grammar import GRAMMAR
from luoshi.reading.duty.party.parties import is_post, is_shy
from luoshi.reading.marks import ActorMark, Clause, DeadlineMark, Limit, PartyMark, Role, State
from luoshi.reading.reading import Reading
from luoshi.values.span import Span

_LISTED: Final = re.compile(GRAMMAR["listed_conditions"])
_TELLS: Final = re.compile(
    r"(?:处理|办理|整改|落实|进展|处置|调查|核查|督办|查处|工作|完成)情况$|(?:活动|建设|实施|整治)内容$"
)
_OWNS: Final = re.compile(
    r"([^，。；：（）]{2,14}?)(?:（[^（）]{1,8}）)?的?(?:主要|工作|岗位|安全|管理|具体)*(?:职责|责任|义务|任务)?$"
)
_CRIME: Final = re.compile(GRAMMAR["crime"])
_OWN_DUTIES: Final = re.compile("(?:下列|以下|如下)(?:主要|工作|具体|管理)?(?:职责|责任|义务)")
_DUTIES: Final = re.compile(r"[，。]?其?(?:主要|具体|工作)?(?:职责|任务)(?:是|为|如下|包括)[：:]")
_GOALS: Final = re.compile(
    r"(?:预期|主要|工作|发展|总体|奋斗|具体|量化)(?:发展)?目标(?:任务)?(?:是|为|如下)?$"
)
_OWES: Final = re.compile(GRAMMAR["modal_anywhere"])
# 质控科是归口部门，履行下列职责
_IS_BODY: Final = re.compile("([^，。；是为]{2,16})[是为][^，。；]{2,20}，(?:负责|履行|承担|行使)")
_DEPARTMENT: Final = re.compile("(?:[部科处室股办组]|中心|车间|公司)$")
_POST_DUTIES: Final = re.compile("([^，。；：（）]{2,12}?)(?:的)?岗位(?:工作|安全|主要)*职责$")
_HANDS_IN: Final = re.compile(
    "(?:报送|提交|上报|报|提供|上交)(?:下列|以下|如下)[^，。；]{0,8}(?:材料|资料|文件)$"
)
_BELOW: Final = re.compile(
    "(?:以下|如下|下列)[^，。；]{0,12}(?:工作|措施|任务|事项|要求|方面|材料|资料|文件|数据)$"
)
_HEADS_IT: Final = ("牵头", "负责", "组织", "主持")  # of a post: 牵头开展清查，办公室配合
_BESIDE: Final = ("会同", "联合", "并会同", "商")
# 不得有下列行为: each item is one more duty
_FORBIDS: Final = re.compile("(?:不得|禁止|严禁|不准)有?(?:下列|以下|如下)[^，。；]{0,8}行为")
_COMPRISES: Final = re.compile("(?:活动|工作|任务|措施|内容)[^，。；]{0,6}包括[^，。；]{0,8}$")
_YEAR_OF_GOALS: Final = re.compile("(?P<year>今|20\\d\\d)年(?!来|以来)")
_PROJECTS: Final = re.compile("(?:办好|办成|实施|完成|推进)[^，。；]{0,16}(?:实事|大事|项目|工程)$")
_COMPRISING: Final = re.compile("，(?:具体|主要|分别)?(?:包括|如下|为|是)[：:]")
_AHEAD: Final = frozenset({State.RULE, State.PLAN})
_NUMBERED: Final = re.compile(r"条|\d")  # an article, 1. or （1）
# 由……责令改正；情节严重的，处……罚款
_SANCTION: Final = re.compile(
    "(?:情节|逾期|拒不|造成|构成|再次)[^，。；]{0,24}，(?:并)?(?:处|吊销|给予|予以|责令|没收|撤销|注销|取消)"
)
# 对整改不力的，将予以通报批评: not those who failed do it
_PUNISHES: Final = re.compile(
    "(?:对|凡|因)[^，。；]{2,40}(?:的|的(?:单位|部门|乡镇|地区|企业|人员|个人|责任人|班子))，(?:将|要|一律)?(?:予以|给予|进行|依[规法纪]*)*(?:全[县市镇区校]|公开)?"
    "(?:通报|约谈|问责|追责|追究|严肃|处分|警告|责令|取消|扣[减发])"
)
_SANCTIONED: Final = re.compile(
    "(?![^。；]*由)[^。；]{2,60}(?:者|的(?:员工|人员|学生|单位|用户)?)(?:（[^（）]{1,12}）)?，?[^。；]{0,16}?"
    "(?:按[^，。；]*(?:处理|论处|处罚)|扣[除发减罚]|扣\\d|罚款|处以|视为|取消|辞退|除名|给予[^，。；]{0,8}(?:处分|警告)|予以处罚)"
)
_PEOPLE: Final = re.compile(
    "(?:人员|[员者人户工生长]|(?<!甲)方|主任|经理|干部|老师|教师|居民|村民|医师|护士)$"
)
_MARKED: Final = re.compile(r"\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）).．、是要]|[①-⑳])")
_FIRST_MARK: Final = re.compile(r"一[是要]|[（(]?[1一][）).．、]|①")
_YEAR_OVER_LIST: Final = re.compile(
    r"(?<![^，。；：\n])[^，。]{0,8}?(?P<year>今|明|20\d\d|下半)年(?!来|以来)[^。]{0,24}(?:实事|任务|大事|工程|项目|工作|重点)”?$"
)
_YEAR_OPENS: Final = re.compile(r"(?:^|(?<=[。；\n]))(?P<y>20\d\d)年(?!以来|末|底|比|来)", re.MULTILINE)
_TO_YEAR: Final = re.compile(r"(?:到|至)?20\d\d年(?:年?[底末])?(?:之?前)?")


@dataclass(slots=True)
class Carried:
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
    contents: bool = False  # the list tells what something comprises, not in which cases
    gloss: int = -1
    goals_until: int = -1
    one_year: bool = True
    to_year: DeadlineMark | None = None
    to_year_until: int = -1
    in_bullets: bool = False
    of_items: dict[int, tuple[ActorMark, ...]] = field(default_factory=dict)  # who opens each item
    clause: int = -1  # of the unit before, and who acted in it
    acted: tuple[ActorMark, ...] = ()
    by: tuple[ActorMark, ...] = ()  # who was named behind 由 in this paragraph
    by_sentence: int = -1  # and in which of its sentences
    duties_until: int = -1  # where the duties of one post end, whatever opens a sentence there
    above: bool = False  # the subject stands in an earlier paragraph of the same article


def only_lists(reading: Reading, clause: Clause, carried: Carried) -> bool:
    """Tell whether the clause is an item of a list of conditions or contents (有下列情形的：)."""
    if clause.span.start >= carried.conditions_until:
        return False
    if clause.item < 0 or clause.block == carried.conditions_block:
        return True
    block = reading.source.blocks[clause.block].span
    return clause.item != carried.conditions_item and block.holds(reading.outline[clause.item].span)


def note_conditions(reading: Reading, index: int, carried: Carried) -> None:
    """Keep that the items under ``具备下列条件之一的，可以申报。`` are conditions, if items follow."""
    clause, after = reading.clauses[index], reading.clauses[index + 1 : index + 2]
    if not after or after[0].item <= clause.item or clause.item < 0:
        return
    carried.conditions_until, carried.contents = reading.outline[clause.item].body_end, False
    carried.conditions_item, carried.conditions_block = clause.item, -1


def year_over_list(reading: Reading, index: int) -> DeadlineMark | None:
    """Return the limit of 今年办好15件实事。 before 一是…二是…: the end of that year."""
    clause, after = reading.clauses[index], reading.clauses[index + 1 : index + 2]
    if not after or not _FIRST_MARK.match(after[0].marker) or after[0].block != clause.block:
        return None
    return _year_said(reading, _YEAR_OVER_LIST.search(reading.source.text, *clause.span))


def _year_said(reading: Reading, found: re.Match[str] | None) -> DeadlineMark | None:
    """Return the end of the year that a head names, 今年 or 2026年, as a limit."""
    if found is None:
        return None
    said = found["year"]
    if said.isdigit():
        year = int(said)
    else:  # 今年, 下半年
        this_year = reading.ref_date.year if reading.ref_date else _year_before(reading, found.start())
        if this_year is None:
            return None
        year = this_year + (said == "明")
    span = Span(found.start("year"), found.end("year") + 1)
    return DeadlineMark(span, f"{year}-12-31", "document", "year")


def _year_before(reading: Reading, place: int) -> int | None:
    """Return the year of which the paragraph speaks before it says 今年: 2019年的目标是……。今年要……."""
    text, blocks = reading.source.text, reading.source.blocks
    block = blocks[max(bisect_right(blocks, place, key=lambda b: b.span.start) - 1, 0)].span
    named = [int(m["y"]) for m in _YEAR_OPENS.finditer(text, block.start, place)]
    return named[-1] if named else None


def inherit(reading: Reading, it: Candidate, carried: Carried) -> None:
    """Give the unit the subject and deadline that earlier words of its paragraph or list left standing."""
    _forget(reading, it, carried)
    listed = it.clause.span.start < carried.head_until
    text = reading.source.text
    _inherit_subject(text, it, carried, listed=listed)
    same = it.unit.clause == carried.clause and not it.unit.first
    if same and it.actors and all(a.inherited for a in it.actors):
        leads = {a.span for a in it.actors}
        if leads and leads == {a.span for a in carried.acted if a.role is Role.LEAD}:
            it.actors = [replace(a, inherited=True) for a in carried.acted]
    dated = bool(it.limits or it.cadences)
    if same and dated and not it.actors and not _OWES.search(text, *it.unit.parts[0]):
        it.actors = [replace(a, inherited=True) for a in carried.acted]
    carried.clause, carried.acted = it.unit.clause, tuple(it.actors)
    opens = it.clause.item >= 0 and bool(carried.parties)
    if opens and reading.outline[it.clause.item].span.holds(carried.parties[0].span):
        carried.of_items.setdefault(it.clause.item, carried.parties)
    _inherit_limit(reading, it, carried, listed=listed)


def _forget(reading: Reading, it: Candidate, carried: Carried) -> None:
    """Drop what a new paragraph or a new 一是 ends."""
    clause = it.clause
    if clause.block != carried.block:
        carried.by = ()
        same = clause.state in _AHEAD and clause.item == carried.item >= 0
        carried.above = same and _NUMBERED.search(reading.outline[clause.item].marker) is not None
        if not carried.above:
            carried.parties = ()
        if clause.item != carried.item and clause.state in _AHEAD:
            _take_from_parent(reading, clause, carried)
        bullet = reading.source.text.startswith("——", reading.source.blocks[clause.block].span.start)
        goal = carried.one_year and clause.span.start < carried.to_year_until
        carried.in_bullets = bullet and clause.item == carried.item and carried.to_year is not None
        if not (goal or carried.in_bullets):
            carried.to_year = None
    elif clause.marker and it.unit.first:
        carried.parties = ()
        if carried.to_year is not None and reading.source.text[carried.to_year.span.start].isdigit():
            carried.to_year = None  # 一是2021年计划…；二是…
    carried.block, carried.item = clause.block, clause.item


def _list_end(text: str, clause: Clause, until: int) -> int:
    """Return where a list of parts of one sentence ends (审核以下内容：甲；乙。), or ``until``."""
    first = _MARKED.match(text, clause.whole.end)
    stop = text.find("。", clause.whole.end, until)
    line = text.find("\n", clause.whole.end, until)
    if first or stop < 0 or (0 <= line < stop) or text.find("；", clause.whole.end, stop) < 0:
        return until
    return stop


def note_owner(reading: Reading, names: PartyMap, clause: Clause, carried: Carried) -> None:
    """Keep who is named by the label of an item for all that stands in it: （一）县公安局：维护秩序。."""
    if clause.item < 0 or clause.item == carried.item:
        return
    item = reading.outline[clause.item]
    if not names.text.startswith("：", item.span.end):
        return
    found = listed(names, item.span.end - len(item.title), item.span.end)
    if found and found[-1][0].end == item.span.end:
        carried.head = tuple(
            ActorMark(span, Role.LEAD, inherited=True, resolved=not generic) for span, generic in found
        )
        carried.head_limits, carried.head_until = (), item.body_end
        carried.duties_until = item.body_end


def _take_from_parent(reading: Reading, clause: Clause, carried: Carried) -> None:
    """Let who opens the item above act in this one, unless its own heading names somebody (区房管局。)."""
    parent = reading.outline[clause.item].parent if clause.item >= 0 else -1
    opened = carried.of_items.get(parent, ())
    own = carried.head if clause.span.start < carried.head_until else ()
    if opened and not (own and own[0].span.start > opened[0].span.start):
        carried.parties, carried.above = opened, True


def _goals_until(reading: Reading, item: int) -> int:
    """Return where the aims end among which an item stands; -1 when no heading over it says 目标."""
    while item >= 0:
        own = reading.outline[item]
        if "目标" in own.title:
            return own.body_end
        item = own.parent
    return -1


def _inherit_subject(text: str, it: Candidate, carried: Carried, *, listed: bool) -> None:
    if not (it.actors or carried.parties or carried.by or listed):
        return
    leads = tuple(a for a in it.actors if a.role is Role.LEAD)
    source = carried.parties or (carried.head if listed else ())
    heads = source is not carried.parties and text.startswith(_HEADS_IT, it.unit.span.start)
    by = carried.by if carried.by_sentence == it.clause.sentence else ()
    if it.actors and not leads and (source or by) and (heads or text.startswith(_BESIDE, it.unit.span.start)):
        it.actors = [  # 由居委纳入关注对象；会同物业每周巡查一次
            *(replace(a, inherited=True) for a in source or by if a.role is Role.LEAD),
            *it.actors,
        ]
        return
    if leads:
        carried.by = ()
        if any(s.at_start and text[s.span.start] not in "由经" for s in it.unit.subjects):
            carried.parties, carried.above = leads, False
        elif not it.assigned:
            carried.by, carried.by_sentence = leads, it.clause.sentence
    elif not it.actors:
        goes_on = carried.by_sentence == it.clause.sentence and opens_bare(text, it.unit)
        if carried.by and (goes_on or _SANCTION.match(text, *it.unit.span)):
            source = carried.by  # 由居委纳入关注对象；每半月上门一次
        if not source or text.startswith("请", it.unit.span.start) or _PUNISHES.match(text, *it.unit.span):
            return
        if _SANCTIONED.match(text, *it.unit.span) and any(_PEOPLE.search(text, *a.span) for a in source):
            return  # 员工不得空岗。迟到者，按旷工处理
        charged = source is carried.head and it.unit.span.start < carried.duties_until
        if not charged and (
            not elides_subject(text, it.unit) or (carried.above and not opens_bare(text, it.unit))
        ):
            carried.parties = ()
        elif not _CRIME.search(text, *it.unit.span):
            it.actors = [replace(a, inherited=True) for a in source]


def _inherit_limit(reading: Reading, it: Candidate, carried: Carried, *, listed: bool) -> None:
    text, start = reading.source.text, it.unit.span.start
    if it.limits:
        mark = it.limits[-1].mark
        if _TO_YEAR.fullmatch(text, *mark.span) and any(p.start == mark.span.start for p in it.unit.parts):
            carried.one_year = carried.to_year is None or carried.to_year.norm == mark.norm
            carried.to_year, carried.to_year_until = mark, _goals_until(reading, it.clause.item)
    elif carried.to_year is not None and (
        it.quantities or carried.in_bullets or start < carried.to_year_until
    ):
        it.limits = [Limit(carried.to_year, inherited=True)]
    elif listed and carried.head_limits:
        it.limits = [Limit(m, inherited=True) for m in carried.head_limits]


def _list_below(reading: Reading, clause: Clause) -> int:
    """Return where the list ends whose head closes its paragraph: 将采取以下措施：, （一） or —— below."""
    text, blocks, items = reading.source.text, reading.source.blocks, reading.outline
    end = blocks[clause.block].span.end
    if text[clause.span.end : end].strip("：: "):
        return end
    for block in islice(blocks, clause.block + 1, None):
        if not text.startswith(("——", "一是", "二是", "三是", "四是", "五是"), block.span.start):
            break
        end = block.span.end
    k = bisect_right(items, end, key=lambda item: item.span.start)
    if k == len(items) or items[k].span.start > end + 1:
        return end
    level = items[k].level
    while k < len(items) and items[k].level >= level:
        end = max(end, items[k].body_end)
        k += 1
    return end


def opens_list(text: str, clause: Clause) -> bool:
    """Tell whether a colon follows the clause, or its last part, which only announces (，其主要职责是：)."""
    if text.startswith(("：", ":"), clause.span.end):
        return True
    if _DUTIES.fullmatch(text, clause.span.end, clause.whole.end):
        return True
    comprises = _COMPRISING.fullmatch(text, clause.span.end, clause.whole.end)
    return comprises is not None and _PROJECTS.search(text, *clause.span) is not None


def _charged_at(names: PartyMap, clause: Clause) -> PartyMark | None:
    """Return the unit of ``……是本中心的依托单位，主要职责是：``, whose duties the list tells."""
    comma = names.text.find("，", clause.span.start, clause.whole.end)
    first = names.at(clause.span.start)
    if (first is not None and not first.generic) or comma < 0:
        return None
    if not _DUTIES.match(names.text, comma, clause.whole.end):
        return None
    mark = names.ending_at(comma)
    return mark if mark is not None and mark.span.start > clause.span.start else None


def _take_charge(
    reading: Reading, clause: Clause, carried: Carried, owner: Span, *, resolved: bool = True
) -> None:
    """Let the one whose duties a heading announces act in all that stands below it."""
    carried.head = (ActorMark(owner, Role.LEAD, inherited=True, resolved=resolved),)
    carried.head_limits = ()
    carried.head_until = reading.outline[clause.item].body_end
    title = reading.outline[clause.item].title
    if title.endswith(("职责", "责任", "义务")) or is_post(title):
        carried.duties_until = carried.head_until


def _owned_by_title(reading: Reading, names: PartyMap, clause: Clause, carried: Carried) -> bool:
    """Keep the one a heading names for all that stands below it: 乙方责任, （二）销售部, 保健医岗位职责."""
    text = reading.source.text
    owner = _OWNS.match(text, *clause.span)
    named = names.at(clause.span.start) if owner else None
    if owner and named and named.span.end == owner.end(1) and not is_shy(owner[1]):
        _take_charge(reading, clause, carried, named.span, resolved=not named.generic)
        if named.span == clause.span and _DEPARTMENT.search(text, *clause.span):
            carried.duties_until = carried.head_until  # whatever opens its items, they are its own
        return True
    if post := _POST_DUTIES.match(text, *clause.span):
        _take_charge(reading, clause, carried, Span(*post.span(1)))
        return True
    if is_post(title := reading.outline[clause.item].title):
        _take_charge(reading, clause, carried, Span(clause.span.end - len(title), clause.span.end))
        return True
    return False


def note_list_head(reading: Reading, names: PartyMap, clause: Clause, carried: Carried, times: Times) -> None:
    """Keep who shall act and by when in ``各部门要：`` for the list behind it."""
    text = reading.source.text
    if clause.item >= 0 and clause.heading and _owned_by_title(reading, names, clause, carried):
        return
    if not opens_list(text, clause):
        return
    items = reading.outline
    block = reading.source.blocks[clause.block].span
    year = None
    if _GOALS.search(text, *clause.span) or _PROJECTS.search(text, *clause.span):
        carried.goals_until = block.end
        year = _year_said(reading, _YEAR_OF_GOALS.search(text, *clause.span))
    year = year or _year_said(reading, _YEAR_OVER_LIST.search(text, *clause.span))
    until = max(block.end, items[clause.item].body_end if clause.item >= 0 else block.end)
    listed = _LISTED.search(text, *clause.span) and not _TELLS.search(text, *clause.span)
    if listed and not _FORBIDS.search(text, *clause.span):
        carried.conditions_until = _list_end(text, clause, until)
        carried.contents = _COMPRISES.search(text, *clause.span) is not None
        carried.conditions_item, carried.conditions_block = clause.item, clause.block
        if not _HANDS_IN.search(text, *clause.span):
            return
    units = cut_clause(names, 0, clause, times)
    parties = [
        ActorMark(s, role, inherited=True, resolved=not generic)
        for subject in units[-1].subjects
        for s, generic, role in subject.parties
    ]
    if (charged := _charged_at(names, clause)) is not None:
        parties = [ActorMark(charged.span, Role.LEAD, inherited=True, resolved=not charged.generic)]
    alone = names.at(clause.span.start)
    is_body = _IS_BODY.match(text, *clause.span)
    if alone is not None and alone.span.end in (clause.span.end, is_body.end(1) if is_body else -1):
        parties = [ActorMark(alone.span, Role.LEAD, inherited=True, resolved=not alone.generic)]
    if (parties or year) and clause.item < 0 and (year or _BELOW.search(text, *clause.span)):
        until = max(until, _list_below(reading, clause))
    carried.head = tuple(parties)
    if _OWN_DUTIES.search(text, *clause.span) or _HANDS_IN.search(text, *clause.span):
        carried.duties_until = until
    limits = within(reading.deadlines, times.limit_starts, clause.span)
    carried.head_limits = tuple(limits or ([year] if year else []))
    carried.head_until = until
