"""Units and posts named in the text (单位、职务): found by how their names end, no list of places needed."""

import re
import tomllib
from bisect import bisect_right
from importlib.resources import files
from itertools import chain

from ahocorasick_rs import AhoCorasick, MatchKind

from luoshi.reading.duty.grammar import LONG_VERBS, VERBS, is_predicate
from luoshi.reading.duty.party.coined import with_coined
from luoshi.reading.duty.party.owing import LEAST_NAME, PART_ENDS, with_owing
from luoshi.reading.marks import PartyMark
from luoshi.reading.reading import Reading
from luoshi.values.pattern import any_of
from luoshi.values.span import Span

_WORDS: dict[str, str] = tomllib.loads(
    files("luoshi.reading.duty.party").joinpath("parties.toml").read_text(encoding="utf-8")
)
_UNIT, _SHORT, _POST, _MANY, _BLOCK = range(5)
_LONGEST_NAME = 26  # of the part before the ending; 某某省推进工业互联网创新发展专项工作组 has 16

_KINDS = (
    (_WORDS["blocks"].split(), _BLOCK),
    (_WORDS["sure"].split(), _UNIT),
    (list(_WORDS["short"].replace(" ", "")) + _WORDS["short_words"].split(), _SHORT),
    (_WORDS["posts"].split(), _POST),
    ([word + "长" for word in _WORDS["heads"].split()], _POST),
    ([word + "员" for word in _WORDS["hands"].split()], _POST),
    (_WORDS["territories"].split() + _WORDS["selves"].split(), _MANY),
)
_KIND_OF: dict[str, int] = {}
for _list, _kind in _KINDS:
    for _word in _list:
        _KIND_OF.setdefault(_word, _kind)
_PATTERNS = tuple(_KIND_OF)
_PATTERN_KINDS = tuple(_KIND_OF.values())
_FINDER = AhoCorasick(_PATTERNS, matchkind=MatchKind.LeftmostLongest)
_ALL_LEVELS = re.compile("(?:[省市县区镇乡村]、?){2,4}[两三四]级$")
_LEVEL_AND = re.compile(
    "(?:国家|(?<![\u4e00-\u9fff])[省市州县区]级?|(?<=[由经在])[省市州县区]级?)(?:和|或|及|与)$"
    "|(?:[\u4e00-\u9fff]{2,6}[发所][生在]地)?设区的市级(?:以上)?(?:或者|或|和|以及|及|与)$"
)
_GENERIC_ENDS = (*_WORDS["generic_heads"].split(), "）")
_SELVES = frozenset(_WORDS["selves"].split())
_SHY = frozenset(_WORDS["shy"].split())


PROTECTED = any_of(_WORDS["protected"].split())
"""Compounds inside names that hold a character at which lists of names are cut (发展和改革)."""

# Three kinds of words bound a name on its left: it begins behind a stop, at an opener (各, 本级), and
# reaches over a protected compound (发展和改革, 推进小组).
_STOP, _OPENER, _OVER = range(3)
_EDGES: dict[str, int] = dict.fromkeys(_WORDS["protected"].split(), _OVER)
for _verb in _WORDS["naming_verbs"].split():
    for _ending in _WORDS["naming_endings"].split():
        _EDGES[_verb + _ending] = _OVER
_EDGES |= {
    a + "各": _OVER
    for a in (
        "局属", "委属", "厅属", "院属", "校属", "县属", "市属", "区属", "直属", "所属", "下属",
        "地方", "全省", "全市", "全县", "全区", "全镇", "全国",
    )
}  # fmt: skip
_EDGES |= dict.fromkeys(
    ["各", "各级各", *(f"本{c}" for c in "级院市县省区局委厅校镇乡"), "本部门", "本单位"], _OPENER
)
_EDGES["各个"] = _OVER
for _word in _WORDS["stop_words"].split() + list(_WORDS["stops"]):
    _EDGES.setdefault(_word, _STOP)
_EDGE_KINDS = tuple(_EDGES.values())
_EDGE_FINDER = AhoCorasick(list(_EDGES), matchkind=MatchKind.LeftmostLongest)
_NOT_SOLID = re.compile(r"[^\u3400-\u9fff×〇Ａ-Ｚ“”·*x]+")
# 应急办逐村核查, 各村每班
_EVERY = re.compile(r".?逐|[^\s，。；：、（]每")
_AND = frozenset("和或者及与")
# 省人民政府管理专利工作的部门, 本级人民政府指定的机构
_OF_GOVERNMENT = re.compile(
    "(?:管理|负责|主管|承担|指定|确定|授权|履行)[^，。；、\n]{0,16}?的(?:主管|专门|有关|审核|经办|受理)?(?:部门|机构|单位)(?!和|及)"
)
# what is done to or by a body and never begins its name: 参加公司组织的会议, 牵头负责收集居委上报的信息
_VERB_BEFORE = re.compile(
    "(?:(?:推进|促进|统筹|落实)(?!小?组|办|委员会|中心|工作|专班|领导)"
    "|牵头|负责|参加|参与|保证|确保|选取|选择|收集|掌握|督促|引导|鼓励|动员|要求|通知|协助|会同|邀请|召集|听取|接受|服从|遵守|按照|根据|围绕|针对|带领|率领"
    "|抽调|选派|选聘|聘请|委派|支持|帮助|走访|慰问|表彰|奖励|处罚|约谈|问责|转发|下达|提请|报请|商请|适宜|继续|严控|严格|进一步|加强|做好|抓好|强化|规范|倡导)+"
)
_LOOKS_AT = re.compile("复核|审核|核查|抽查|检查|督促|通报|考核|评审|调研")  # 学生处复核学院评审结果
_NAMING_ENDS = tuple(_WORDS["naming_endings"].split())
_SENDS = ("派出", "组建", "成立", "抽调")  # 卫生院派出医疗小组, but 建设行政管理部门
_OF_AN_OFFICE = ("管理", "主管", "监督", "机关", "部门", "机构", "中心", "服务", "审核")
_WITH_SHANG = frozenset("业务会贸标品城户洽丘洛州水河南家量")  # 商务局, 商城县
_VARIANT = (
    r"（(?!以下|简称|含|不含|包括|除|原|即|如|由|或)(?:[\u4e00-\u9fff]{1,6}、){0,4}[\u4e00-\u9fff]{0,6}"
    r"(?:[局厅委办部院处科所站队镇乡县区市省州村校会社组旗盟园室司道场心班街府]|企业|单位|机构|集团|党组|农场|居)）"
)  # 学院（部）, 区（县级市）, 中小学（幼儿园）: another name of the same kind
_LEVEL_BRACKET = re.compile(rf"(?:{_VARIANT}|(?<=中国)（[\u4e00-\u9fff]{{2,4}}）)$")
_BRACKET = re.compile(_VARIANT)
_AFTER_SHORT = re.compile(
    r"$|（[\u4e00-\u9fff]{2,6}）(?=[、：和与])|必须|“(?=[一二三四五六七八九十]{2}”)|[是为](?=[^，。；]{2,20}(?:部门|机构|单位|责任人|主体)[，。；])|(?:表示|承诺)(?=，)|定于|则|凭|今[天晚日]|明[天晚日]|次日|[两三四五]人|分(?=[配解送发析赴头])|计划|年[底内初]|\d{1,2}[月日号时]|\d{1,2}[.．]\d{1,2}日?前|20\d\d年|\d{1,3}(?:分钟|小时|天|日|个工作日)内|[一二三四五六七八九十两]{1,3}(?:分钟|小时|天|日)内|当[日天场班]|今后|今年|明年|本年|[两二三四五六七八九十]家|[两三四五六七八]部门|随|另|共同|履行|商(?!业|务|会|贸|场|品|标|户|店|城|洽|量|定|家|机)|书面|另行|当面|督[查促导办]|接(?:[到报收]|通知|文|件)|收到|发现|监督|审[查核批定]|核[实查定准]|巡查|抽查|复[核查]|受理|移[送交]|责令|调[查度]|召[开集]|邀请|拨付|查[处明实]|检查|"
    r"[\s，。；：、！？”）)》|/·—]|[要应须将需可和与及或等负牵会同按根依结对把通组开制建完加推做定每于在为由的主具"
    r"指提一各均都已未不确抓落认积切深全统协配参承办研进报向审印作设从到就也给予以自安实强健健充请严明优持续联约每逐凡]|务[必须于在请]"
)
_BODY_ENDS = frozenset("部局厅处科站校系司院所")
_ACTING = frozenset(_WORDS["acting"].replace(" ", ""))
_LEVEL_NAMES = ("省", "市", "县", "区", "镇", "乡", "州", "直辖市", "盟", "旗", "地级", "设区的市")
_LEVELS = re.compile(r"(?<![乡村城小集])各?(?:辖?[省市县区镇乡州]、|自治区、|自治州、|盟、)+$")
_GENERIC = re.compile(
    rf"(?>各有关|各相关|各级|各|所有|全体|有关|相关|其他|地方|上级|下级|同级|职能|具体|对应|承办|党委|当地|省直|市直|县直|区直|直属|社会)*"
    rf"{any_of(_WORDS['generic_heads'].split())}（?(?:单位|机构)?）?$"
)

# a person's name of three characters behind a post; its surname, and nothing that begins a word
_PERSON = re.compile(
    "(?!高度|周[一二三四五六日天内]|于[年月日]|时[间常]|安[全排]|方[案面式]|任[务何]|和[谐各]|温[馨]|严[格肃禁]|万[元]|成[立效]|平[台时])"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤骆霍易温]"
    "[\u4e00-\u9fff]{2}"
)
# a ministry, a city, a bureau that calls itself so, where a duty or an act follows at once
_SELF_ALONE = re.compile(
    r"[部省市县区镇乡局厅委校院](?:(?<=[。；，：\n）由].)|(?<=^.))(?=(?:统一|要(?![求点素件闻道])|将(?![军近])|应当|须|负责(?!人)"
    r"|组织(?:开展|实施|召开|编制|制定|修订|完成|专家)|完成(?![了时率])|建立(?!了)|形成(?!了)|出台(?!了)|统筹(?:推进|安排)|召开(?!的)))",
    re.MULTILINE,
)
# 村里每户选一人, 7月底前镇里再添一辆: who a place or a house is, spoken of at home
_AT_HOME = re.compile(
    "[省市县区镇乡村局厅委校院部社厂]里(?:(?<=[。；，：\n）前 \u3000]..)|(?<=^..))", re.MULTILINE
)
_PICKS = re.compile("[\u4e00-\u9fff]{1,2}\\d")
_TWO_KINDS_OF_HEAD = re.compile("[校园院所站局处科室]（[校园院所站局处科室行]{1,2}）长")
# xx将派出督导组: somebody whose name was made unknown
_MASKED = re.compile(
    r"[xX×]{2,4}(?:(?<=[。；，：\n].{2})|(?<=[。；，：\n].{3})|(?<=[。；，：\n].{4}))(?=将(?![军近])|要(?![求点素件])|应当|须|负责(?!人)|牵头)"
)
_TERRITORY = frozenset("省市县区镇乡村")
_LEAST_FULL = 4
_SELF_KINDS = frozenset({"中心", "支队", "大队"})
_TIME = re.compile(r"\d|每[年月周日季天]|[收接]到|[\u4e00-\u9fff]{2,8}后\d")
_SHIFTS = frozenset({"每班", "每组", "每岗", "每人"})


def read_parties(reading: Reading) -> Reading:
    """Mark every unit and post named in the text."""
    return reading.having(parties=tuple(find_parties(reading.source.text)))


def find_parties(text: str) -> list[PartyMark]:
    """Return the units and posts named in ``text``, in order, longest reading of each."""
    marks: list[PartyMark] = []
    kinds = _PATTERN_KINDS
    edges = _left_edges(text)
    full: dict[str, int] = {}
    last = 0
    for index, start, behind in _FINDER.find_matches_as_indexes(text):
        kind, end = kinds[index], behind
        if kind == _BLOCK and text[start:end] == "所在" and _TIME.match(text, end):
            kind, end = _SHORT, end - 1  # 自然资源所在6月20日前
        if kind == _BLOCK or end <= last or _names_none(text, kind, start, end):
            continue
        at = start if kind == _MANY else _left_edge(text, edges, last, start)
        if (
            kind == _SHORT
            and start == at
            and not (_BRACKET.match(text, end) or _is_self(text, start, end, full))
        ):
            continue
        at = _begins(text, marks, at, start)
        stop = _right_edge(text, end)
        if marks and marks[-1].span.end == at and text[at] == "各" and _has_parts(marks[-1].span.of(text)):
            at = marks[-1].span.start
        if marks and marks[-1].span.end == at and text[at - 1] == "）" and text[at] != "每":
            at = marks[-1].span.start  # 学院（部）考核工作小组
        while marks and marks[-1].span.end > at > marks[-1].span.start:
            at = marks.pop().span.start  # 本市各区, behind which 民政部门 goes on
        while marks and marks[-1].span.start >= at:
            marks.pop()
        at, stop = _trimmed(text, kind, at, stop)
        words = text[at:stop]
        if words in _SHIFTS or words.count("“") > words.count("”"):
            continue  # 每班不少于2人; 设“办不成事”窗口
        generic = kind == _MANY or (words.endswith(_GENERIC_ENDS) and _GENERIC.match(words) is not None)
        marks.append(PartyMark(Span(at, stop), generic, kind == _POST))
        last = 0 if stop == end else stop
    return with_coined(text, _with_selves(text, with_owing(text, marks, _SHY)))


def _names_none(text: str, kind: int, start: int, end: int) -> bool:
    """Tell whether what stands around an ending says that it ends no name: 逐村, 教务部会将……."""
    if text[start - 1 : start] in ("逐", "每") and _EVERY.fullmatch(text, max(start - 2, 0), start):
        return True
    if kind != _SHORT:
        return False
    if text[start:end] == "会" and text[start - 1 : start] in _BODY_ENDS:
        return True
    return not (_AFTER_SHORT.match(text, end) or _acts(text, end) or _BRACKET.match(text, end))


def _with_selves(text: str, marks: list[PartyMark]) -> list[PartyMark]:
    """Return ``marks`` with those called by one character (部完成审核), and those made unknown (xx将派出)."""
    alone = chain(_SELF_ALONE.finditer(text), _MASKED.finditer(text))
    found = [m for m in alone if not _holds(marks, m.start())]
    found += [
        m
        for m in _AT_HOME.finditer(text)
        if (is_predicate(text, m.end()) or _PICKS.match(text, m.end()))
        and not _holds(marks, m.start())
        and not _holds(marks, m.end() - 1)
    ]
    selves = [PartyMark(Span(*m.span()), text[m.start()] in _TERRITORY) for m in found]
    selves += [PartyMark(Span(*m.span()), post=True) for m in _TWO_KINDS_OF_HEAD.finditer(text)]
    if not selves:
        return marks
    taken = {place for s in selves for place in range(*s.span)}
    marks = [m for m in marks if taken.isdisjoint(range(*m.span))]
    return sorted([*marks, *selves], key=lambda m: m.span.start)


def _holds(marks: list[PartyMark], place: int) -> bool:
    i = bisect_right(marks, place, key=lambda m: m.span.start) - 1
    return i >= 0 and place < marks[i].span.end


def _is_self(text: str, start: int, end: int, full: dict[str, int]) -> bool:
    """Tell whether a text calls a body it names in full by its kind alone: 中心每周六开设延时窗口.

    ``full`` remembers where each kind is first named in full.
    """
    words = text[start:end]
    if words not in _SELF_KINDS or (start and text[start - 1] not in PART_ENDS):
        return False
    if words not in full:
        full[words] = _in_full(text, words)
    return 0 <= full[words] < start


def _in_full(text: str, kind: str) -> int:
    """Return where a body of a kind is first named in full (不动产登记中心), -1 where none is."""
    at = text.find(kind)
    while at >= 0:
        before = text[max(0, at - _LEAST_FULL) : at]
        if len(before) == _LEAST_FULL and not _NOT_SOLID.search(before):
            return at
        at = text.find(kind, at + 1)
    return -1


def _acts(text: str, end: int) -> bool:
    """Tell whether an act follows a name that ends at ``end``; a verb of one character tells less of most."""
    return (VERBS if text[end - 1] in _ACTING else LONG_VERBS).at(text, end)


def _begins(text: str, marks: list[PartyMark], at: int, start: int) -> int:
    """Return where a name begins whose left edge is ``at``: with its levels, without 商 or a verb."""
    if (
        text[at - 1 : at] == "、"
        and text[at] in "省市县区镇乡州直盟旗地设"
        and text.startswith(_LEVEL_NAMES, at)
    ):
        levels = _LEVELS.search(text, max(at - 12, 0), at)
        at = levels.start() if levels else at
    if text[at - 1 : at] in _AND and (levels := _LEVEL_AND.search(text, max(at - 16, 0), at)):
        at = levels.start()  # 国家或省级指挥部, 省和地级以上市数据主管部门
    if text[at] == "商" and text[at + 1] not in _WITH_SHANG:
        at += 1  # 商监察部处理
    if (
        marks
        and at <= marks[-1].span.start
        and (not text.startswith(_NAMING_ENDS, start) or text.startswith(_SENDS, marks[-1].span.end))
    ):
        end = marks[-1].span.end
        behind = end + LONG_VERBS.length(text, end)
        acts = end < behind < start or (end < behind == start and _LOOKS_AT.match(text, end))
        if acts and not text.startswith(_OF_AN_OFFICE, behind):
            at = behind  # 财政部编制高海拔学校……规划: 财政部 acts
    if marks and at < (end := marks[-1].span.end) < start and text[end] == "商":
        at = end + 1 if text[end + 1] not in _WITH_SHANG else at  # 国家发展改革委商民政部
    verbs = _VERB_BEFORE.match(text, at, start)
    return verbs.end() if verbs else at


def _trimmed(text: str, kind: int, at: int, stop: int) -> tuple[int, int]:
    """Return where a name begins and stops, with the person behind a post, without 自 and 受……委托."""
    if text.startswith("委托", stop) and (by := text.find("受", at + LEAST_NAME, stop)) > 0:
        stop = by  # 某学院受协会委托
    if kind == _POST and (person := _PERSON.match(text, stop)) and is_predicate(text, person.end()):
        stop = person.end()  # 会计赵大年管好每一笔资金
    if text[stop - 1] == "级" and (levels := _ALL_LEVELS.search(text, at, stop)):
        at = levels.start()  # 打通市县乡三级…
    if (text[at] == "自" and text[at + 1 : stop] in _SHY) or text.startswith("经理事会", at):
        at += 1  # 自企业登记注册之日起; 经理事会讨论通过
    return at, stop


def _right_edge(text: str, end: int) -> int:
    """Return where a name stops whose ending stops at ``end``: behind （部）, behind 管理……工作的部门."""
    longer = None
    if text.startswith("（", end) and text[end - 1] != "方":
        longer = _BRACKET.match(text, end)
    elif text.startswith("政府", end - 2):
        longer = _OF_GOVERNMENT.match(text, end)
    stop = longer.end() if longer else end
    if text.startswith("”", stop):  # 村“第一书记”
        low = max(0, stop - _LONGEST_NAME)
        return stop + (text.rfind("“", low, stop) > text.rfind("”", low, stop))
    return stop


def _has_parts(words: str) -> bool:
    """Tell whether 各部门 behind a name are its own: 我市各部门, 市政府各部门."""
    return words in _SELVES or words.endswith("政府")


def _left_edges(text: str) -> list[int]:
    """Return, in order, the places where a name may begin because what stands before cannot be in one."""
    found = [0]
    kinds = _EDGE_KINDS
    for index, start, end in _EDGE_FINDER.find_matches_as_indexes(text):
        kind = kinds[index]
        if kind != _OVER:
            found.append(end if kind == _STOP else start)
    found += [m.end() for m in _NOT_SOLID.finditer(text)]
    found.sort()
    return found


def _left_edge(text: str, edges: list[int], floor: int, start: int) -> int:
    at = edges[bisect_right(edges, start) - 1]
    while at and text[at - 1] == "）" and (level := _LEVEL_BRACKET.search(text, max(floor, at - 20), at)):
        at = edges[bisect_right(edges, level.start()) - 1]
    return max(at, floor, start - _LONGEST_NAME)


def is_shy(words: str) -> bool:
    """Tell whether ``words`` are a bare common noun (企业、学校), a party only where the grammar says so."""
    return words in _SHY


def speaks_alone(text: str, place: int) -> bool:
    """Tell whether a body at ``place`` calls itself by one character and acts: 部完成审核."""
    return _SELF_ALONE.match(text, place) is not None


def is_post(words: str) -> bool:
    """Tell whether ``words`` name a post (会计), blanks between its characters left out (会 计)."""
    bare = words.replace(" ", "").replace("\u3000", "")
    return _KIND_OF.get(bare) == _POST


def is_generic(words: str) -> bool:
    """Tell whether ``words`` mean somebody, but nobody in particular (各部门、有关单位)."""
    return _KIND_OF.get(words) == _MANY or _GENERIC.match(words) is not None
