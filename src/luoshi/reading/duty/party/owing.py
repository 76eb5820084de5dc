"""Bodies and posts that no list names: known by the duty behind them, by what they do, by where they are."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from luoshi.reading.duty.grammar import LONG_VERBS, VERBS
from luoshi.reading.marks import PartyMark
from luoshi.values.pattern import any_of
from luoshi.values.span import Span

LEAST_NAME = 3
# 收现岗位应…, 被托举人需…, 享受补贴的扶持对象须…: who is known by nothing but the duty behind
_WHO_OWES = (
    "社团|团队|代表队|选手|班级|门店|展商|商贸城|商城|广场|商场|超市|市场|酒店|宾馆|景区|网站|平台|城市|地区|窗口"
    "|组织|对象|人员|人|者|员|师|企业|户|家庭|机构|单位"
)
_APPLIES = re.compile(
    "(?:申报|申请|报名|参赛|参会|参训|参评|报考|考核|应聘)(?:人员|对象|单位|企业|团队|学员|选手)"
)
_HAS_DEED = re.compile(
    "负责(?=[^，。；]{2,24}的)|提供|设立|承接|享受|收到|安装|配置|设有|未|拟|按月|按年|按季|申请|领取|具有|具备|负有|符合|参加|获得|取得|承担|从事|经营"
    "|承租|租住|入住|购买|居住|履行|生产|销售|使用|开展|违反|接受"
)
_DUTY = (
    r"(?:应当?(?![急用届])|须|必须|务必|要(?![求点素件])|需(?![要求])"
    r"|不得|不准|负责|请(?=[在于按将务自各主选]))"
)
_DUTY_AT = re.compile(_DUTY)
# 安保、保洁等外包服务人员
_OF_KINDS = (
    r"(?![^等]*[局厅委办部处])[\u4e00-\u9fff]{1,6}(?:、[\u4e00-\u9fff]{1,6}){1,5}等[\u4e00-\u9fff]{1,8}?"
    r"(?:场所|场馆|行业|企业|对象|人员|人|者|员|师|户)等?"
)
_LISTS_KINDS = re.compile(_OF_KINDS)
_OWES = re.compile(
    r"(?![每对按根依经在将把从就与向为由请因如若凡除])(?:"
    r"(?P<bare>(?:(?![的由])[\u4e00-\u9fff“”]){1,9}?"
    rf"(?:岗位|实验室|中心|基地|协会|学会|团队|场所|主体|园|校|馆|店|{_WHO_OWES}))"
    rf"|(?P<kinds>{_OF_KINDS})"
    rf"|(?![^，。；：\n的]{{0,16}}由)[^，。；：\n]{{2,40}}?的[\u4e00-\u9fff]{{0,8}}?(?:{_WHO_OWES}|(?:科技|产业|工业|创业)园|园区|(?<![有相]关)部门))"
    r"(?=(?:（以下[^（）]{2,24}）)?(?:，[^，。；]{2,40}(?:的|后|时|前))?"
    rf"，?(?:均|都|也|还|原则上|个人)?{_DUTY})"
)
_ROLE = re.compile(
    r"(?![对按根依经在将把从就与向为由请因如若凡除])(?!后者|前者|或者|再者|对方|地方|[\u4e00-\u9fff]{0,2}专人)[\u4e00-\u9fff]{2,3}(?:者|人|方)"
    r"(?=(?:[接收]到[^，。；]{1,16}后，)?(?:应当|须|必须|不得|负责))"
)
# 维保工每15日……, 抢修员30分钟内……: a post no list holds, seen by its last character and what follows
_POST_LIKE = re.compile(
    r"[。；，：\n）请由](?P<post>(?![对按根依经在将把从就与向为由请因如若凡除各每全本该其这那及并])(?:(?![由将把经凭给向])[\u4e00-\u9fff]){1,8}?"
    r"(?:(?<![或前后再二三两患违])者|(?<![动全会成党团社职人委学官议演裁])员|(?<![增成延特擅专生伸拉年周全校见加])长|(?<![大老名律计])师"
    r"|(?<![施开复竣动完职员分手加化罢务民军零费用出返停])工|(?<![在上下待换轮定转离])岗|(?<!党)干部|责任人|(?<=[包主办托租用购出供需])方))"
    r"(?=(?:汛期|雨天|平时|平日|夜间|节假日)?每(?!人)|逐|须|应当?(?![急用])|将(?!军)|要(?![求点素件])|负责|立即|随时|及时|于(?=\d|每)|当[日天场班]|不得"
    r"|[\d一二两三四五六七八九十]{1,3}(?:分钟|小时|天|日|个工作日)内|\d{1,2}月\d|自带|同步|抽查|赶到|到场|次[日月]|今[天晚日])"
)
# 由组织实施评估的单位公示10天: known by what it does
_BY_THOSE = re.compile(
    r"(?<![理缘自经事来])由(?P<who>[\u4e00-\u9fff]{2,14}(?:的|所在地)[\u4e00-\u9fff]{0,14}?(?:单位|部门|机构|机关|企业))"
    r"(?![\u4e00-\u9fff]{0,4}(?:的|之))(?=[\u4e00-\u9fff])"
)
_HAS_ACT = re.compile(
    "(?:组织|实施|负责|作出|受理|承担|提出|批准|审批|签发|管理|主办|承办|使用|产生|发生|登记|颁发|制定|委托|采购|接收|认定)"
)
# 被审计单位主要负责人须……, 受移送机关自收到之日起……: who is known by what is done to them
_DONE_TO = re.compile(
    r"(?<=[。；，：\n）\u3000 ])(?:被|受)(?!理|到)[\u4e00-\u9fff]{2,4}的?"
    r"(?:单位|机关|企业|个人|人|对象|地区|部门|机构|学校|区县|方)"
    r"(?:(?:主要)?负责人)?(?=应当?(?![急用])|须|必须|要(?![求点素件])|不得|自|于|在|是)"
)
_LONGEST_POST = 4  # of one that begins with a verb: 抢修员, but not 落实网格员
_MARKED = re.compile("[一二三四五六七八九十]{1,3}、")
PART_ENDS = "，。；：\n）. \u3000"
_PART_END = re.compile(f"[{PART_ENDS}]")
_FARTHEST_DUTY = 60  # characters from where a part begins to its duty word


def with_owing(text: str, marks: list[PartyMark], shy: frozenset[str]) -> list[PartyMark]:
    """Return ``marks`` with those who are known by nothing but the duty that follows their name."""
    posts = set(_post_like(text))
    owing = {*_owing(text), *(Span(*m.span()) for m in _DONE_TO.finditer(text))} - posts
    if not (owing or posts):
        return marks
    known = {words for span in owing if len(words := span.of(text)) >= LEAST_NAME}
    if known:  # who owes once is meant wherever the name opens a part
        opens = re.compile(rf"(?:^|(?<=[，。；：\n \u3000和与及或、由请）.])){any_of(known)}", re.MULTILINE)
        owing |= {Span(*m.span()) for m in opens.finditer(text)}
    starts = [m.span.start for m in marks]
    new: list[PartyMark] = []
    parts: set[int] = set()  # marks that are only a part of a longer name
    for span in (*owing, *posts):
        inside = range(bisect_right(starts, span.start - 1), bisect_right(starts, span.end - 1))
        if not inside or _takes_in(text, span, [marks[i] for i in inside], shy):
            new.append(PartyMark(span, post=span in posts))
            parts.update(inside)
    return sorted([*(m for i, m in enumerate(marks) if i not in parts), *new], key=lambda m: m.span.start)


def _takes_in(text: str, whole: Span, inside: Sequence[PartyMark], shy: frozenset[str]) -> bool:
    """Tell whether what a name holds names nobody by itself: 机构 of 负责公示的机构."""
    if _LISTS_KINDS.fullmatch(text, *whole) or _APPLIES.fullmatch(text, *whole):
        return True
    words = whole.of(text)
    told = text[whole.start] in "被受" or "的" in words or "所在地" in words
    if not told or text.startswith("，", whole.end):
        return False
    any_of_them = text.startswith("凡", whole.start - 1)  # 凡晋升高级教师的对象
    return all(
        m.generic or (m.post and any_of_them) or m.span.of(text) in shy or m.span.end == whole.end
        for m in inside
    )


def _post_like(text: str) -> Iterator[Span]:
    """Yield the posts that open a part and act in it, whatever they are called."""
    for found in _POST_LIKE.finditer(text):
        start, end = found.span("post")
        if end - start <= _LONGEST_POST or not LONG_VERBS.at(text, start):
            yield Span(start, end)
    for found in _BY_THOSE.finditer(text):
        if _HAS_ACT.match(text, found.start("who")) or "所在地" in found["who"]:
            yield Span(*found.span("who"))


def _owing(text: str) -> Iterator[Span]:
    """Yield the names that open a part and owe what its duty word says; looked for before each duty word."""
    tried = set()
    ends = [m.start() for m in _PART_END.finditer(text)]
    for duty in _DUTY_AT.finditer(text):
        at = duty.start()
        for _ in range(3):  # the part of the duty word, and those before it: 接到通知的单位，……的，应当……
            low = max(0, at - _FARTHEST_DUTY)
            before = bisect_left(ends, at) - 1
            at = ends[before] if before >= 0 and ends[before] >= low else -1
            if at < 0 and low:
                break
            begin = at + 1 + text.startswith("凡", at + 1)
            if marked := _MARKED.match(text, begin):
                begin = marked.end()
            if begin not in tried:
                tried.add(begin)
                name = _OWES.match(text, begin)
                deed = VERBS.at(text, begin) and not (name and _APPLIES.fullmatch(text, *name.span()))
                of_whom = name is not None and text.startswith("对象", name.end() - 2)  # 普查对象
                if name and (
                    of_whom
                    or not (deed and (name["bare"] or name["kinds"] or not _HAS_DEED.match(text, begin)))
                ):
                    yield Span(*name.span())
                elif role := _ROLE.match(text, begin):
                    yield Span(*role.span())
            if at < 0 or text[at] != "，":
                break
