"""Who a clause says shall act: the party list in subject place, behind 由 or 请, and those who help."""

from typing import NamedTuple

from luoshi.reading.duty.cutting.companions import (
    AS_ONE,
    HELPS,
    WITH,
    beside_them,
    companions,
    next_stop,
    noted_role,
)
from luoshi.reading.duty.cutting.names import (
    INSERTED,
    MODAL,
    PartyMap,
    listed,
    past_apposition,
)
from luoshi.reading.duty.grammar import GRAMMAR, is_predicate
from luoshi.reading.duty.party.parties import is_shy, speaks_alone
from luoshi.reading.marks import Role
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_VERB = lazy(any_of(GRAMMAR["verbs"].split()))
_LEAD_IN = lazy(
    rf"(?:(?:逾期|拒不|仍[不未]|未按)[^，。；的]{{1,10}}的，?)?(?:(?:要求(?=各|全体|所有)|{any_of(GRAMMAR['lead_in'].split())})[，,]?)?"
    r"(?:(?:从|自|在|到|于)?(?:(?:\d{4}年|今年|明年|本年|每年|年内|本月|当年|每季度|每半年|每月)(?:\d{1,2}月)?|\d{1,2}月(?:至|到|—|-)\d{1,2}月|\d{1,2}月|[本下]?(?:周|星期)[一二三四五六日天]|[次翌当明今][日天]|当晚)"
    r"(?:(?:\d{1,2}[日号]?[至到—～~-]{1,2})?(?:\d{1,2}月)?\d{1,2}[日号]|[上中下]旬|底|初)?(?:（[^）]{1,12}）)?"
    r"(?:[上下]午|中午|晚上?|早上?)?(?:\d{1,2}(?:[时点]|[:：]\d\d)(?:整|半|\d\d分)?|下班)?(?:之?前|起|内|之后|后|底)?[，,]?)?"
    r"(?:[\u4e00-\u9fff]{2,6}?(?:之前|之后|结束后|前|后|期间|当天|当日)[，,]?(?=各|全|[\u4e00-\u9fff]{2,12}(?:[要应须将]|负责)))?"
)
_BY = lazy(
    r"(?:(?<![理缘自经事来交移])(?<!适[宜合])由|(?<=转移)由|(?<=(?<!移)交)由(?![^，。；]{2,20}(?:的|自主|自行)))(?:所涉及的|涉及的|有关的|相关的|其(?!他)|该)?|(?:须|应|需)经|^经|(?<=[，,])经|(?<=[\u4e00-\u9fff])(?<![已曾历正])经(?=[^，。；]{2,60}?(?:审核|审定|审批|审查|审议|核准|签批|同意|汇总|初审|复核|评审|论证)(?:通过|同意|把关)?后)|(?:^|(?<=[，,]))(?:若.{2,30}?[，,])?(?:(?:现|特|故|并|为此)?[商恳函敬烦])?请|(?:^|(?<=[，,]))(?:现|故)?(?:责成|责令(?=你|贵))|(?<=[）据料表题项划案作单])请(?![示求假教])"
)
_ON_GROUNDS = lazy("以[^，。；]{1,14}为由$")  # 以户档托管为由劝说毕业生
_BY_WORDS = ("由", "请", "经", "设在", "责成", "责令")
_SIGNED = lazy(
    "双签|会签|签字|书面(?:批准|同意)|审定|审核|审批|审议|核准|签批|签发|确定|审查|汇总|初审|复核|评审|论证"
)
_NOT_DONE_BY = lazy(
    rf"(?:的?(?:主要|有关|分管)?(?:负责同志|负责人|领导同志|领导|同志))?{any_of(GRAMMAR['not_done_by'].split())}"
)
_ON_A_DAY = lazy(
    r"于(?:\d|每|本|今|明|下|[^，。；]{1,14}[前后])|组成[^，。；]{2,30}(?:组|队|专班|指挥部|委员会)(?:（[^）]*）)?，"
)
_WHOSE_PAPER = lazy(
    r"的[^，。；的]{0,14}(?:方案|材料|报告|总结|计划|台账|清单|情况|名单|信息|表)(?:务必?|须|应|要|请|统一|一律)?"
    r"(?=(?:须|应|要|请|统一|于|在|按)[^，。；]{2,30}(?:报|送|交))"
)  # 各单位的自查报告须于3月5日前报送: who owns the paper hands it in
_HEADED = lazy("牵头[，、][^。；]{2,40}?(?:参与|参加|配合|组成)的")  # 由……牵头，……参与的工作组
_SEATED = lazy(
    r"(?:担任|兼任|组成|(?<![责主信])[任为][^，。；]{0,10}(?:组长|主任|成员|成员单位|总指挥|指挥长|召集人|负责人|队长))$"
)
_ATTRIBUTE = lazy(r"(?![按根依对在以将把从就与向参结为])[\u4e00-\u9fff]{2,5}的[\u4e00-\u9fff]")
_WHOSE = lazy(r"(?![对将把向])[^，。]{0,6}(?:负责|牵头|组成|召集|主持|主办|参加|参与)的")
# 各地，特别是山区各县，要……: what is stressed in between acts too, and the duty stands behind it
_STRESSED = lazy(r"，(?:特别是|尤其是)(?P<who>[^，。；]{2,30})，(?=[也都均]?(?:要(?![求点素件])|应|须|必须))")
# …单位转制为企业，要……: what the subject does first needs no verb of the list when a duty follows
# 员工发现泄漏应立即上报: what somebody meets with first, and the duty in the same part
_OWES_THEN = lazy("(?:应当?(?![急用对届])|须|必须|不得)")
_DUTY_NEXT = lazy(
    "，(?:[^，。；]{2,24}的，)?(?:也|都|均|还)?(?:应当?(?![急用])|须|必须|要(?![求点素件])|不得|及时|立即)"
)
# 交易场所解散，应当……
_CHANGES = lazy("[\\u4e00-\\u9fff]{2,4}前|解散|注销|终止|停业|破产|合并|分立|撤销|离职|退休|毕业|到期|变更")
_WHENEVER = lazy("如(?!下)|若|在|遇|因")  # 任何单位和个人如发现……，都要; 个人在申领……时，应当
# 自然资源部门在编制规划时，按……落实
_AT_A_TIME = lazy("在[^，。；由]{2,20}(?:时|过程中|工作中|前|后)")
_TELLS_WHICH = lazy(
    "(?:从事|[接收]到|申请|符合|具备|具有|承担|获得|列入|纳入|取得|未|已|拟|经|接受|参加|使用|开展)"
)
# 网信、公安等部门，依据各自职责……
_THEN_ACT = lazy("，(?:依据|按照|根据|依照|在各自|按各自|共同|分别|密切|应当?(?![急用])|须|必须|负责)")
_IN_CHARGE = lazy("，(?:负责|承担)")
# 承租住房的家庭，经审核不再符合条件的，应当……
_STANDS_FIRST = lazy("，[^，。；]{2,40}(?:的|后|时|前)，(?:也|都|均|还)?(?:应当?(?![急用])|须|必须|不得)")
_BY_A_DAY = lazy(r"[于在](?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬|底)前")  # 学校于7月15日前公示名单
# 学校对访客一律测温, 公司每季度召开例会: no noun goes on so
_ACTS_AT_ONCE = lazy(
    r"向[^，。；]{2,24}(?:提出|提交|递交|报送|申请|备案|报告|反馈)[^，。；]*|对(?![口外标应象策比抗])[^，。；]{3,}|每(?:[年月周日天季]|半年|学[年期])|(?:定期|及时|一律|逐[一个户])[^，。；]{2,}"
    r"|在[^，。；]{1,10}(?:设立|设置|建立|开展|组织|举办|召开|安排|配备)[^，。；]{2,}"
    r"|(?:成立|设立|召开|印发|出台)(?!的|以来|[之后时]|大会|仪式|\d)[^，。；]{3,}"
)
_BY_OTHERS = lazy(
    r"(?:[^，。；]{0,8}(?:予以|给予|责令|处以|处罚|追究|受理|准予|不予|通报|奖励|表彰|优先)|由)"
)
# 工作人员变动的，应当更新; 申请人提交材料后，应当在5日内办结: somebody else does it
_NOT_THEIRS = lazy(
    "(?:变动|调整|撤销|合并|更换)的$|(?:提出|提交|递交|报送|申请|反映|举报|投诉|信访|来电|来访)[^，。；]*[的后]$"
)
_IN_CASE = lazy("(?:如果?|若|倘若|一旦|凡)(?![有需确遇果])")
_GETS = lazy("，(?:由[^，。；]{2,20})?(?:按[^，。；]{2,16})?(?:一次性)?(?:给予|予以|享受)")
_OF_THOSE = lazy(
    "，?(?:在[^，。；]{2,24}[时后前]，|[^，。；]{2,40}的，)?(?:均|都|还|也)?(?:应当?(?![急用])|须|必须|要(?![求点素件])|不得|可以|需|请(?![求示]))"
)
_BESIDE = lazy(
    r"(?:^|(?<=[，,])|(?<=[日月底]前)|(?<=每年|每月)|(?<=[将拟]))并?(?:会同|联合|协同|与|商(?=[省市县区镇乡国]))(?![会上])"
)
# 主办单位开设的账号应……, 县局负责的项目要……: the duty is on a thing, and whose it is does not act
_COUNTED = lazy(r"(?:不少于|不低于|不超过|达到?|占|至少)\d")
_IS_BODY = lazy("^[各每]|[局委办镇乡村街道科部处班组队厂矿站所院馆]$|中心$|公司$|车间$")
_OWNS_WHAT = lazy(
    "(?![对将把向为按以由从])[^，。；的]{2,24}的[^，。；的]{2,12}?(?:原则上|一律|统一|均|都)?(?:应当?(?![急用对届])|须|必须|不得|要(?![求点素件]))"
)
_PLEDGES = lazy("(?:会上|现场|郑重)?(?:表示|承诺)")  # 洗选中心表示，今年将……
_FUND = lazy("[\u4e00-\u9fff]{0,8}基金")  # 由职工医保基金承担: money is nobody
_ENTRUSTED = lazy("受[^，。；]{1,12}委托(?=[\u4e00-\u9fff])")  # 某学院受协会委托开展调研
_OWES_NEXT = lazy("，(?:不得|必须|应当(?![急用]))")  # 各级财政部门工作人员，不得……
_SHORT_NAME = 4
_ENTRUSTED_ALL = lazy("受[^，。；]{1,16}(?:的)?委托")
_SITS_IN = lazy(r"设在")
_WHEN = lazy(
    r"(?:20\d\d[.．])?\d{1,2}[.．]\d{1,2}日?前|(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?起|即日起|\d{1,2}[时点]至\d{1,2}[时点]|(?:20\d\d年)?\d{1,2}月(?:\d{1,2}[日号](?:、\d{1,2}[日号])*|[上中下]旬|底|初|份)?(?:（含）)?(?:[上下]午|中午|晚上?)?(?:\d{1,2}(?:[时点]|[:：]\d\d)(?:整|半|\d\d分)?)?(?:之?前|内)?|20\d\d年(?:底|内)?(?:之?前)?|今年(?:年?内|第?[一二三四]季度末?(?:之?前)?|[上下]半年|\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|底)?(?:之?前)?)?|明年|年[内底末](?:之?前)?|第?[一二三四]季度|[上下]半年|全年|[本下]周[一二三四五六日天](?:[上下]午)?|次日|翌日|当[天日晚]|本[月周]内?|下[月周]|(?:本|下)?(?:周|星期)[一二三四五六日天](?:下班|\d{1,2}[时点])?之?前|本?月底(?:之?前)?"
)
_AFTERWARDS = lazy(
    r"(?:[接收]到?|会后|会议|回去|返回|学习|传达|听取)[^，。；]{0,10}?(?:后|之后)|[^，。；]{0,8}会后"
)
# 监控中心汇总后于5月12日前……
_DONE_FIRST = lazy(r"[\u4e00-\u9fff]{2,8}?后(?=[于应须要]|\d|及时|立即|再)")
# 县局“六一”儿童节前在全县……; 各学校放假前要……
_BEFORE_EVENT = lazy(
    r"(?:“[^”]{1,6}”)?[\u4e00-\u9fff]{0,4}?(?:节|放假|开学|汛期|入冬|入夏|年终|期末|离校|毕业)前"
)
# 本项工作牵头单位为县水利局、县财政局
_WHO_IT_IS = lazy(
    "(?!由)[^，。；：的]{0,16}?(?P<role>牵头|责任|主管|实施|承办|主办|建设|配合|协办|组织|管理|运营|监管|业务指导)(?:责任)?(?:单位|部门|主体|机构)为"
)
_HELPING = frozenset({"配合", "协办"})
_NUMERAL_FIRST = frozenset("0123456789一二两三四五六七八九十")
_SPAN_OF_TIME = lazy(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|自然日|小时|分钟|日|天|周|月)之?内[，,]?"
)
_FARTHEST = 60  # a lead-in with a date and the first part of a long name
_SEVERAL = 2
_NEAR_END = 24  # characters within which a form that ends a part is looked for
_TO_WHOM = frozenset("对向给")
_LEAST_DONE = 4  # characters of what a subject does before the comma


class Subject(NamedTuple):
    """Parties that shall act, as one stretch of text names them.

    Attributes:
        span: from the first of them to the last.
        parties: span, whether it is nobody in particular, and the role of each.
        at_start: the stretch opens a comma part (else it stands behind 由).
        modal: a modal or duty word follows.
    """

    span: Span
    parties: tuple[tuple[Span, bool, Role], ...]
    at_start: bool
    modal: bool


def subject_at(names: PartyMap, start: int, stop: int) -> Subject | None:
    """Return the subject with which the comma part ``start:stop`` opens, if a predicate follows it."""
    if names.after(start, min(stop, start + _FARTHEST)) is None and names.text.find("等", start, stop) < 0:
        return None
    if names.text[start] == "是":
        return None  # 政务部门是责任主体，是数据的提供部门
    if whose := _WHO_IT_IS.match(names.text, start, stop):
        found = listed(names, whose.end(), stop)
        role = Role.SUPPORT if whose["role"] in _HELPING else Role.LEAD
        parties = tuple((s, g, role) for s, g in found)
        return Subject(Span(start, found[-1][0].end), parties, at_start=True, modal=True) if found else None
    lead = _LEAD_IN.match(names.text, start, stop)
    behind = lead.end() if lead else start
    first = (behind, start) if names.at(behind) is not None else (start, behind)
    for at in dict.fromkeys(first):
        found = listed(names, at, stop)
        if found and names.text.startswith("授权", found[-1][0].end):
            found = listed(names, found[-1][0].end + 2, stop) or found  # 州政府授权州数据主管部门负责
        if found and (subject := _acting(names, found, stop)):
            return subject
    return _described(names, start, stop) or _supposed(names, start, stop)


def _supposed(names: PartyMap, start: int, stop: int) -> Subject | None:
    """Return who is in a case in which they owe something: 若甲方违规，应停工; 乙方变更地址的，应当备案."""
    case = _IN_CASE.match(names.text, start, stop)
    owes = _DUTY_NEXT.match(names.text, stop)
    if owes is None or not (case or names.text[stop - 1] in "的后时前"):
        return None
    if _BY_OTHERS.match(names.text, owes.end()) or _NOT_THEIRS.search(names.text, start, stop):
        return None  # 企业申请补贴的，应当予以支持
    found = listed(names, case.end() if case else start, stop)
    if not found or found[-1][0].end >= stop:
        return None
    parties = tuple((s, g, Role.LEAD) for s, g in found)
    return Subject(Span(found[0][0].start, found[-1][0].end), parties, at_start=True, modal=False)


def _described(names: PartyMap, start: int, stop: int) -> Subject | None:
    """Return who is named at the end of a part that tells which ones: 申请补贴的服务组织，应当……."""
    mark = names.ending_at(stop)
    if mark is None or mark.span.start <= start or not names.text.startswith("，", stop):
        return None
    if names.text[start] in _TO_WHOM or names.text.find("由", start, mark.span.start) >= 0:
        return None  # 对整改不到位的地区，要……; 具体由现场的队长、技术员……
    if names.text[mark.span.start - 1] != "的":
        return _described_all(names, start, stop)
    if _GETS.match(names.text, stop):
        return None  # 符合条件的企业，给予奖励
    acts = _TELLS_WHICH.match(names.text, start) and is_predicate(names.text, stop + 1)
    if not acts and not _OF_THOSE.match(names.text, stop):
        return None
    lead = _LEAD_IN.match(names.text, start, stop)
    begin = lead.end() if lead else start
    begin += len("凡是") if names.text.startswith("凡是", begin) else names.text.startswith("凡", begin)
    whole = Span(begin, stop)
    bare = mark.post or is_shy(mark.span.of(names.text))
    who = whole if bare else mark.span  # 宣传线上的同志: nobody by the last word alone
    return Subject(who, ((who, mark.generic, Role.LEAD),), at_start=True, modal=True)


def _described_all(names: PartyMap, start: int, stop: int) -> Subject | None:
    """Return a list of them: 取得许可证的加工企业、养殖场以及合作社，……的，应当……."""
    at = names.text.rfind("的", start, stop) + 1
    if at <= start or names.text[start] in "对向为给就将把在由" or not _OF_THOSE.match(names.text, stop):
        return None
    found = listed(names, at, stop)
    if len(found) < _SEVERAL or found[-1][0].end != stop:
        return None
    return Subject(
        Span(at, stop),
        tuple((span, generic, Role.LEAD) for span, generic in found),
        at_start=True,
        modal=True,
    )


def subjects_by(names: PartyMap, start: int, stop: int) -> list[Subject]:
    """Return the parties that stand behind 由, 请, 须经 in ``start:stop``."""
    words = names.text[start:stop]
    if beside := _BESIDE.match(words) or _BESIDE.match(words, past_time(names.text, start, stop) - start):
        return _beside(names, start, start + beside.end(), stop)
    if not any(word in words for word in _BY_WORDS):
        return []
    out = []
    for by in _BY.finditer(words):
        begins, behind = start + by.start(), start + by.end()
        found = listed(names, behind, stop)
        if not found or _ON_GROUNDS.search(words, max(0, by.end() - _NEAR_END), by.end()):
            continue
        end = found[-1][0].end
        if _FUND.match(names.text, end):
            continue
        end = past_apposition(names.text, end, stop)
        if _NOT_DONE_BY.match(names.text, end) and not _ON_A_DAY.match(names.text, end):
            continue
        if begins <= start + 1 and by.group() == "由" and _ATTRIBUTE.match(names.text, end, stop):
            continue
        if (
            _WHOSE.match(names.text, end, stop)
            or _HEADED.match(names.text, end)
            or _SEATED.search(names.text, max(start, stop - _NEAR_END), stop)
        ):
            continue
        if by.group().endswith("经") and not _SIGNED.match(names.text, end):
            continue
        together = names.text.startswith("共同", end)  # 由甲、乙共同初审: both lead
        helps = not together and HELPS.match(names.text, end) is not None
        role = Role.SUPPORT if helps else Role.LEAD
        parties = [(s, g, role) for s, g in found] + companions(names, end, stop)
        out.append(Subject(Span(begins, end), tuple(parties), at_start=begins == start, modal=True))
    seat = _SITS_IN.search(names.text, start, stop)
    if seat and not out and (found := listed(names, seat.end(), stop)):
        parties = [(s, g, Role.LEAD) for s, g in found]
        out.append(Subject(Span(seat.start(), found[-1][0].end), tuple(parties), at_start=False, modal=False))
    return out


def _beside(names: PartyMap, start: int, at: int, stop: int) -> list[Subject]:
    """Return those with whom the one named before acts: 并会同县财政局……, 与县环保局共同……."""
    found = listed(names, at, stop)
    if not found or (names.text[at - 1] == "与" and not AS_ONE.match(names.text, found[-1][0].end, stop)):
        return []
    parties = tuple((s, g, Role.SUPPORT) for s, g in found)
    return [Subject(Span(start, found[-1][0].end), parties, at_start=True, modal=False)]


def _acting(names: PartyMap, found: list[tuple[Span, bool]], stop: int) -> Subject | None:
    text = names.text
    end = past_apposition(text, found[-1][0].end, stop)
    if inserted := INSERTED.match(text, end, stop):
        end = inserted.end()
    if (by := _ENTRUSTED_ALL.match(text, end, stop)) and by.end() == stop:
        end = stop
    if told := _fills_with_others(names, found, end, stop) or _pledges(names, found, end, stop):
        return told
    if end >= stop and (whole := _before_comma(names, found, end)):
        return whole
    alone = end >= stop and text[stop : stop + 2] != "，要"
    sits = _SITS_IN.match(text, end) and not text.startswith("，", stop)  # 办公室设在县教体局
    counted = len(found) == 1 and _COUNTED.match(text, end, stop)  # 受训教职工不少于60人
    if counted and _IS_BODY.search(found[0][0].of(text)):
        counted = None
    if alone or sits or counted or _SEATED.search(text, max(end, stop - _NEAR_END), stop):
        return None
    if not MODAL.match(text, end, stop + 2):
        end = _past_when(text, end, stop)
    if paper := _WHOSE_PAPER.match(text, end, stop):
        owners = tuple((s, g, Role.LEAD) for s, g in found)
        return Subject(Span(found[0][0].start, paper.end()), owners, at_start=True, modal=True)
    modal = MODAL.match(text, end, stop + 2) is not None
    helps = not modal and HELPS.match(text, end, stop) is not None and not _DUTY_NEXT.match(text, stop)
    if not modal and not _acts_unasked(names, found, end, stop):
        return None
    role = Role.SUPPORT if helps else Role.LEAD
    parties = [(s, g, noted_role(text, s, role)) for s, g in found] + companions(names, end, stop)
    parties += beside_them(names, end, stop, helps=helps)
    return Subject(Span(found[0][0].start, end), tuple(parties), at_start=True, modal=modal)


def _fills_with_others(
    names: PartyMap, found: list[tuple[Span, bool]], end: int, stop: int
) -> Subject | None:
    """Return who fills a comma part together with those they act with: 甲局商乙局、丙局，于……前."""
    beside = WITH.match(names.text, end, stop)
    others = listed(names, beside.end(), stop) if beside else []
    if not others or others[-1][0].end < stop:
        return None
    both = [(s, g, Role.LEAD) for s, g in found] + [(s, g, Role.SUPPORT) for s, g in others]
    return Subject(Span(found[0][0].start, end), tuple(both), at_start=True, modal=True)


def _past_when(text: str, end: int, stop: int) -> int:
    """Return where the words go on behind a time after the subject: 各单位回去后要……, 接报后3日内……."""
    if entrusted := _ENTRUSTED.match(text, end, stop):
        return entrusted.end()
    dated = _WHEN.match(text, end, stop) or _BEFORE_EVENT.match(text, end, stop)
    if dated and dated.end() < stop:
        end = dated.end()
    after = _AFTERWARDS.match(text, end, stop) or _DONE_FIRST.match(text, end, stop)
    if after and after.end() < stop:
        end = after.end()
    span = _SPAN_OF_TIME.match(text, end, stop) if text[end : end + 1] in _NUMERAL_FIRST else None
    return span.end() if span and span.end() < stop else end


def _acts_unasked(names: PartyMap, found: list[tuple[Span, bool]], end: int, stop: int) -> bool:
    """Tell whether what stands behind the parties says an act, though no duty word does."""
    text = names.text
    if helping := HELPS.match(text, end, stop):
        return not text.startswith("的", helping.end())  # 相关部门参与的工作专班
    together = len(found) >= _SEVERAL and AS_ONE.match(text, end, stop)  # 甲局与乙局一起，每学期……
    if together or _does_first(text, end, stop) or WITH.match(text, end, stop):
        return True
    if not is_predicate(text, end, stop) or _tells_who(names, end, stop) or _OWNS_WHAT.match(text, end, stop):
        return False
    only = found[0][0].of(text) if len(found) == 1 else ""
    alone = len(only) == 1 and speaks_alone(text, found[0][0].start)
    if alone or not is_shy(only) or names.owes(only) or _BY_A_DAY.match(text, end, stop):
        return True
    if (len(only) > 1 and _ACTS_AT_ONCE.match(text, end, stop)) or _DUTY_NEXT.match(text, stop):
        return True  # 学校对访客一律测温; 选民对名单有异议的，应当……
    return _OWES_THEN.search(text, end, stop) is not None


def _tells_who(names: PartyMap, end: int, stop: int) -> bool:
    """Tell whether an act only says which body is meant: 区教育局认定的民办幼儿园，要……."""
    behind = names.ending_at(stop)
    told = behind is not None and behind.span.start > end and names.text[behind.span.start - 1] == "的"
    return told and _DUTY_NEXT.match(names.text, stop) is not None


def _pledges(names: PartyMap, found: list[tuple[Span, bool]], end: int, stop: int) -> Subject | None:
    """Return the parties who say before a comma what they will do: 洗选中心表示，今年将……."""
    if not _PLEDGES.fullmatch(names.text, end, stop) or not names.text.startswith("，", stop):
        return None
    parties = tuple((s, g, Role.LEAD) for s, g in found)
    return Subject(Span(found[0][0].start, found[-1][0].end), parties, at_start=True, modal=True)


def _before_comma(names: PartyMap, found: list[tuple[Span, bool]], end: int) -> Subject | None:
    """Return the parties that fill a comma part, if what they shall do follows: 各地，特别是甲县，要……."""
    if stressed := _STRESSED.match(names.text, end):
        who = Span(*stressed.span("who"))
        found = [*found, *(listed(names, *who) or [(who, False)])]
    elif more := _others_too(names, end):
        found = [*found, *more]
    elif not (
        names.text.endswith("委托", 0, end)
        or _owes_next(names.text, found, end)
        or _STANDS_FIRST.match(names.text, end)
        or (_IN_CHARGE if len(found) == 1 else _THEN_ACT).match(names.text, end)
    ):
        return None
    parties = tuple((s, g, Role.LEAD) for s, g in found)
    return Subject(Span(found[0][0].start, end), parties, at_start=True, modal=True)


def _owes_next(text: str, found: list[tuple[Span, bool]], end: int) -> bool:
    """Tell whether one definite body stands before a comma and its duty: 财政部门工作人员，不得……."""
    name = found[0][0]
    definite = len(found) == 1 and end - name.start > _SHORT_NAME and text.find("的", *name) < 0
    return definite and _OWES_NEXT.match(text, end) is not None and not is_predicate(text, name.start)


def _others_too(names: PartyMap, end: int) -> list[tuple[Span, bool]]:
    """Return those a list goes on with behind its comma: 各部门、各主力店，各店铺要……."""
    if not names.text.startswith("，各", end):
        return []
    more = listed(names, end + 1, next_stop(names.text, end + 1))
    return more if more and MODAL.match(names.text, more[-1][0].end) else []


def _does_first(text: str, end: int, stop: int) -> bool:
    """Tell whether the words from ``end`` are an act after which a duty follows: 转制为企业，要……."""
    if _AT_A_TIME.fullmatch(text, end, stop) and text.startswith("，", stop) and is_predicate(text, stop + 1):
        return True
    if not _WHENEVER.match(text, end) and (text[stop - 1] in "后时" or text.find("的", end, stop) >= 0):
        return False
    enough = stop - end >= _LEAST_DONE or _CHANGES.fullmatch(text, end, stop)
    return bool(enough) and _DUTY_NEXT.match(text, stop) is not None


def past_time(text: str, start: int, stop: int) -> int:
    """Return where the words begin behind the time they open with: 5月底前完成…, 3个工作日内办结…."""
    span = _SPAN_OF_TIME.match(text, start, stop)
    if span is None:
        span = _LEAD_IN.match(text, start, stop)
    return span.end() if span else start


def verb_at_or_after(text: str, start: int, stop: int) -> Span | None:
    """Return the first verb of the list at or after ``start``."""
    found = _VERB.search(text, start, stop)
    return Span(*found.span()) if found else None
