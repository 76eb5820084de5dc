"""Commitments (要求/部署/承诺): which units are one, how strong, and why."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import Final

from luoshi.reading.duty.candidate.candidate import Candidate
from luoshi.reading.duty.candidate.walk import candidates_of
from luoshi.reading.duty.cutting.elided import opens_bare
from luoshi.reading.duty.features import features_of, spans_of
from luoshi.reading.duty.kinds import kind_of, missing_of, trigger_and_action
from luoshi.reading.duty.strength import Weights, load_weights, scores
from luoshi.reading.marks import Commitment, State
from luoshi.reading.reading import Reading
from luoshi.reading.scope import directs_people, may_direct_people
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

RULE_VERSION: Final = "1"
_LIKELY: Final = 0.5
_FIRM: Final = 0.5
_SURE: Final = 0.7
_DOUBTFUL: Final = 0.35
_POSSIBLE: Final = 0.15
_AHEAD: Final = frozenset({State.PLAN, State.RULE})
_TOLD: Final = frozenset({State.ACHIEVEMENT, State.PROBLEM})
_STANDS: Final = lazy("截至|截止|经(?:核查|检查|调查|核实|查)|进度滞后|存在|收悉|近期|近日|目前")
_ASKS: Final = lazy("(?<![申邀聘提恳报])请|须|应当|必须|务必|不得|决定|责令|限[期于]|要求")
_ASKS_ANY: Final = lazy(
    "(?<![需主重纲])要(?![求点素件])|应当?(?![急用])|须|不得|严禁|请(?![求示])|将|坚决|一律"
)
_DESCRIBES: Final = lazy(
    "当前|当今|有的|有些|个别|一些|部分(?!单位)|[^，。]{2,12}(?:是|已成为|已经成为|面临)"
)
_OWES_BY: Final = lazy(
    "(?<![需主重纲])(?:要(?![求点素件])|应当?(?![急用]))[^，。；]{0,20}(?:前|内|起|底)"
    "|由[^，。；]{2,30}于[^，。；]{1,12}[前内]"
)
_PLANNED: Final = (
    r"(?:计划|拟|预计|力争|争取|确保)(?:于|在)|限(?:期|于|在|\d)|责令[^，。；]{0,20}[限于]"
    r"|前由[^，。；]{2,20}(?:报|送|提交|完成)"
)
_STILL_WRONG: Final = lazy("(?<!我)仍(?:在|未|有|然|没)|至今|尚[未有]")  # 9月前应检的钢瓶仍在流通
_PLANS: Final = lazy(_PLANNED)
_OWES_STILL: Final = lazy(
    _PLANNED + "|由[^，。；]{2,30}(?:承担|负责|牵头)|我[^，。；]{0,6}将|将(?:于|在|继续|进一步|会)"
)
_OWES: Final = lazy(_PLANNED + "|由[^，。；]{2,30}(?:承担|负责|牵头)|(?<![即])将(?![近要士])")
_EVENT_LINE: Final = lazy(r"[^，。；：\s]{0,8}(?:时间|日期|时限|期限)：")
_RULE: Final = lazy(
    r"对[^，。；]{2,20}?一律(?!平等)[^，。；]{2,}|(?:对|凡|凡是|如|若|一旦|发生|出现|发现|未|因|逾期|违反|连续)?[^，。；]{2,60}(?:的(?:[\u4e00-\u9fff]{2,4})?|者|(?<=[每连续计过满达])[^，。；]{1,12}(?:[日天次]|以[内上下]))，"
    r"[^。；]{0,24}?(?:取消|扣除|扣发|扣减|扣罚|视为|通报|约谈|追究|问责|责令|停产|停业|停职|处以|罚款|罚|不予|一律|辞退|除名|开除|解聘|解除(?:劳动)?合同|调离|停班|给予[^，。；]{0,6}(?:处分|处罚|奖励|警告))"
    r"|[^，。；]{2,24}(?:每人|每次|每天)?罚款?\d+元"
    r"|[^。；]{2,40}(?:者|的)(?:（[^（）]{1,12}）)?，?[^，。；]{0,6}[按以][^，。；]{1,20}(?:处理|论处|处罚)"
)
_GATE: Final = lazy(
    r"(?:须|应当?|要|经)[^。；]{2,40}，?[^。；，]{0,12}方可|未经[^，。；]{2,24}，?(?:一律)?不得"
)
_NONE_OF: Final = lazy(
    r"(?:全年|年内|确保|坚决|全面)*(?:无|不发生|杜绝|实现零|零)[^，。；]{1,18}(?:事故|事件|案件|投诉|上访|伤亡|火灾|发生|拖欠)"
)
_RESOLVES: Final = lazy(
    "(?:决(?<!的决)定|定(?<!的定)于|拟(?<!的拟)定?于)[^，。；]{0,30}?(?:开展|举办|举行|召开|组织|启动)"
)
# 召开全省服务业大会, 办好第三届博览会, 出台条例: an event or a paper that will be seen to exist or not
_EVENT: Final = lazy(
    "(?:精心|继续|持续|认真|创新|高水平|高质量|成功)*(?:召开|举办|承办|筹办|筹建|出台|印发|发布|做好第[一二三四五六七八九十\\d]+次"
    "|办好[^，。；]{2,24}?(?:[会节赛展]|活动|论坛|[会展]览))[^，。；]{2,}"
)
# what will be there or not: a paper issued, a thing put to use
_DELIVERS: Final = lazy(
    "(?:制定|制订|出台|印发|编制|修订|发布)(?:出台|印发|实施|发布)?(?!的|了)[^，。；、的]{2,24}(?:意见|方案|办法|规划|计划|细则|标准|规范|清单|指南|条例|目录|制度)(?![的建体])"
    "|(?:全面|正式|全线)?(?:投运|建成|竣工|通车|投产|投用|启用|开工建设|开工)(?!的|后|前|率|以来)[^，。；的]{2,20}(?:机场|大桥|公路|高速|铁路|水库|电站|医院|学校|中心|项目|工程|园区|基地|平台|线路|管网|站)"
    "|(?:组建|设立|成立|搭建)[^，。；的]{2,20}(?:基金|平台|专班|联盟|实验室|委员会|领导小组|工作组|研究院|中心)(?![的体建])"
)
_MINIMUM: Final = lazy("每[^，。；]{1,6}(?:不(?:少|低|多|高)于|至少|不超过)")
# 单车年度维修费控制在1.8万元以内; 扩种油菜面积5万亩以上: a target with its bound, told by nobody as reached
_BOUNDED: Final = lazy(
    "达到\\d|超过\\d|降[至到]\\d|提[高升]到\\d|控制在|不超过|不低于|不少于|不高于|不突破|以[上内下](?:$|，|、)|压[减降缩]到?|至少"
)
_BUILDS: Final = lazy(
    r"(?:新建|改建|扩建|改扩建|新改扩建|建成|建设|新增|扩种|改造|培育|引进|创建|打通|更新|开工|实施|完成|启动|新开辟|开工建设)[^，。；的]{0,24}?\d"
    "|开工建设[^，。；的]{3,24}(?:学|院|馆|园|厂|站|路|桥|中心|工程|项目)$"
)
_MUST: Final = lazy(
    "须(?<![急亟]须)(?![要知])|应(?<![供相反效响适对感]应)当?(?=[\u4e00-\u9fff])(?![急用届对变答付有聘])"
)
# 干得不好的，由包片干部在会上说明原因
_CASE_BY: Final = lazy("[^，。；]{2,40}的(?:[\\u4e00-\\u9fff]{1,6})?，由[^，。；]{2,20}")
_BARS: Final = lazy(
    "(?:[^，。；]{0,12}[，期间内时])?(?:不得(?![不已])|不准|严禁|禁止|请不要|请勿)[^，。；]{3,}"
)
_FORBIDS: Final = lazy("(?:不得|严禁|禁止|不准)[^，。；]{3,}")
_BINDS: Final = lazy("必须|不得(?![不已])|严禁|禁止|不准")
_AGREES: Final = lazy("(?:原则)?同意(?![见意后率书函者的])")
_IS_TOLD: Final = lazy("预计|去年|上年|已|了(?!解)|累计|共(?!同)|先后|超额|提前")
_NEVER: Final = frozenset({State.HEAD})

_weights = cache(load_weights)


def read_commitments(reading: Reading) -> Reading:
    """Mark what somebody is to do from now on."""
    return reading.having(commitments=tuple(find_commitments(reading, _weights())))


def find_commitments(reading: Reading, weights: Weights) -> list[Commitment]:
    """Return the commitments of a document, in order."""
    text = reading.source.text
    units = candidates_of(reading)
    if not units:
        return []
    chance = scores(text, *spans_of(units), features_of(text, units), weights)
    watched = may_direct_people(text)
    vague_starts = [v.start for v in reading.vague]
    out: list[Commitment] = []
    last = -1
    for it, (likely, firm) in zip(units, chance.tolist(), strict=True):
        likely, firm = _settled(text, it, likely, firm, goes_on=last == it.unit.clause)  # noqa: PLW2901 - a form that decides
        if watched and likely >= _POSSIBLE and it.clause.state in _AHEAD and _steers(text, it):
            likely = max(likely, _LIKELY)  # noqa: PLW2901 - shown as out of scope, never passed over
        if it.clause.state is State.BACKGROUND and _only_leads_up(text, it):
            continue
        if likely < _LIKELY or it.clause.state in _NEVER or _only_tells(text, it):
            continue
        last = it.unit.clause
        vague = _within(reading.vague, vague_starts, it.unit.span)
        out.append(_commitment(reading, it, (len(out) + 1, likely, firm), vague))
    return out


def _settled(
    text: str, it: Candidate, likely: float, firm: float, *, goes_on: bool = False
) -> tuple[float, float]:
    """Return the two probabilities, raised where the form alone decides.

    Args:
        text: the text as read.
        it: the candidate.
        likely: how likely it is a commitment.
        firm: how likely that one is firm.
        goes_on: it carries on a clause whose part before is a commitment: ……，6月30日前全面开工.
    """
    span = it.unit.span
    has_limit = any(not x.inherited for x in it.limits)
    on_a_day = has_limit and _EVENT_LINE.match(text, *span)
    planned = has_limit and _PLANS.search(text, *span) is not None and not _STILL_WRONG.search(text, *span)
    planned = planned or (it.clause.state is State.ACHIEVEMENT and has_limit and _falls_due(text, it))
    if it.clause.state not in _AHEAD and not on_a_day and not planned:
        return likely, firm
    if any(not x.inherited for x in it.cadences):
        likely, firm = max(likely, _SURE), max(firm, _FIRM)  # a stated period (hook 3)
    asked = has_limit and it.clause.state is State.PLAN
    if asked and (goes_on or _ASKS.search(text, *span) or _OWES_BY.search(text, *span)):
        likely, firm = max(likely, _SURE), max(firm, _SURE)  # 请……于4月30日前……
    if it.quantities and it.actors and _MINIMUM.search(text, *span):
        likely, firm = max(likely, _LIKELY), max(firm, _FIRM)  # 各村每班不少于2人
    if it.clause.state is State.PLAN:
        likely, firm = _settled_in_plan(text, it, likely, firm)
    in_plan = it.is_task and it.limits and (it.assigned or not it.in_row)  # a row with an owner and a day
    if on_a_day or in_plan or planned or it.is_goal or _says_so(text, span):
        return max(likely, _SURE), max(firm, _SURE)
    if it.clause.state is not State.RULE:
        return likely, firm
    if likely >= _POSSIBLE and _BINDS.search(text, *span):
        likely = max(likely, _LIKELY)  # 高空作业必须系好安全带
    if it.named and likely >= _DOUBTFUL:
        likely = max(likely, _LIKELY)  # in rules a named body (hook 4)
        if _FORBIDS.match(text, *span):
            firm = max(firm, _FIRM)
    return likely, firm


def _settled_in_plan(text: str, it: Candidate, likely: float, firm: float) -> tuple[float, float]:
    """Return the two probabilities, raised where the form of a part of a plan decides."""
    span = it.unit.span
    if text.startswith("请", span.start) and _asks_one(text, it):
        return max(likely, _SURE), max(firm, _FIRM)  # 请教研室……: somebody definite is asked
    owed = it.named and _MUST.search(text, *span) is not None
    owed = owed or _CASE_BY.match(text, *span) is not None
    if likely >= _POSSIBLE and (owed or _BARS.match(text, *span)):
        return max(likely, _LIKELY), max(firm, _FIRM)  # 各单位应自行……; 请不要在此期间……
    charged = likely >= _DOUBTFUL and it.named and all(a.inherited for a in it.actors)
    charged = charged and opens_bare(text, it.unit) and _IS_TOLD.search(text, *span) is None
    if charged or _sets_target(text, it) or _EVENT.match(text, *span):
        return max(likely, _LIKELY), max(firm, _FIRM)  # 服务办。……: below who is named, whatever is asked
    if likely >= _LIKELY and _DELIVERS.search(text, *span):
        return likely, max(firm, _FIRM)
    return likely, firm


def _sets_target(text: str, it: Candidate) -> bool:
    """Tell whether a part of a plan sets a target that can be counted, or builds one named thing."""
    span = it.unit.span
    if _IS_TOLD.search(text, *span) or it.clause.heading:
        return False
    bounded = bool(it.quantities) and _BOUNDED.search(text, *span) is not None
    return bounded or _BUILDS.match(text, *span) is not None


def _falls_due(text: str, it: Candidate) -> bool:
    """Tell whether words among what was achieved set a limit and tell nothing: 时刻表于3月28日前公布."""
    due = any(not x.inherited and x.mark.span.of(text).endswith(("前", "内")) for x in it.limits)
    return due and _IS_TOLD.search(text, *it.unit.span) is None


def _steers(text: str, it: Candidate) -> bool:
    """Tell whether words that ask for something ask to watch, steer or sort what people say or think."""
    asks = opens_bare(text, it.unit) or _ASKS_ANY.search(text, *it.unit.span) is not None
    return asks and not _DESCRIBES.match(text, *it.unit.span) and directs_people(it.unit.span.of(text))


def _asks_one(text: str, it: Candidate) -> bool:
    """Tell whether one definite unit is meant, not each of many (各院系)."""
    return any(a.resolved and not text.startswith("各", a.span.start) for a in it.actors)


def _says_so(text: str, span: Span) -> bool:
    """Tell whether the words decide: a consequence, a condition of entry, a target of none, a decision."""
    opens = any(form.match(text, *span) for form in (_RULE, _NONE_OF, _AGREES))
    gated = text.find("方可", *span) >= 0 or text.find("未经", *span) >= 0
    return opens or (gated and bool(_GATE.search(text, *span))) or bool(_RESOLVES.search(text, *span))


def _only_leads_up(text: str, it: Candidate) -> bool:
    """Tell whether words before the demands say how things stand (截至…完成12%), and ask nothing."""
    return _STANDS.search(text, *it.unit.span) is not None and _ASKS.search(text, *it.unit.span) is None


def _only_tells(text: str, it: Candidate) -> bool:
    """Tell whether it stands among what was done or is wrong, and nobody is said to owe anything."""
    owes = _OWES_STILL if it.clause.state is State.PROBLEM else _OWES
    return it.clause.state in _TOLD and owes.search(text, *it.unit.span) is None


def _within(spans: Sequence[Span], starts: Sequence[int], where: Span) -> tuple[Span, ...]:
    return tuple(spans[bisect_left(starts, where.start) : bisect_left(starts, where.end)])


def _commitment(
    reading: Reading, it: Candidate, judged: tuple[int, float, float], vague: tuple[Span, ...]
) -> Commitment:
    """Return the candidate as a commitment; ``judged`` is its number and its two probabilities."""
    text = reading.source.text
    number, likely, chance = judged
    firm = chance >= _FIRM
    trigger, action = trigger_and_action(text, it)
    return Commitment(
        id=f"c{number}",
        span=it.unit.span,
        clause=it.unit.clause,
        strength="firm" if firm else "weak",
        kind=kind_of(text, it),
        item=reading.outline[it.clause.item].label if it.clause.item >= 0 else "",
        action=action,
        trigger=trigger,
        actors=tuple(it.actors),
        limits=tuple(it.limits),
        cadences=tuple(it.cadences),
        vague=vague,
        quantities=tuple(it.quantities),
        missing=missing_of(it, vague=bool(vague)),
        speaker=it.clause.speaker,
        rule=f"{hook_of(it) if firm else 'direction'}@{RULE_VERSION}",
        confidence=round(likely, 3),
    )


def hook_of(it: Candidate) -> str:
    """Name the hook (guidelines 3c) that makes a commitment firm: the plainest one there is."""
    if any(not x.inherited for x in it.limits) or it.cadences:
        return "deadline"
    if it.quantities:
        return "amount"
    if it.named:
        return "named-unit"
    if it.limits:
        return "deadline-inherited"
    return "deliverable"
