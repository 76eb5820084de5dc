"""The parties of a text by place, and the lists they stand in: A、B和C, 民政、公安等部门, 各部门、各店铺."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain

from luoshi.reading.duty.grammar import GRAMMAR, NOUNS, is_predicate
from luoshi.reading.duty.party.parties import PROTECTED
from luoshi.reading.marks import PartyMark
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

MODAL = lazy(rf"[，,]?(?!{NOUNS}){any_of(GRAMMAR['modals'].split())}")
INSERTED = lazy(r"（[^（）]{1,20}）")
_JOINED_NAME = lazy(
    r"[\u4e00-\u9fff]{2,8}(?:与|和)[\u4e00-\u9fff]{2,9}?(?:处|部|科|室|中心|学院|局|办公室)(?=负责|应|要(?![求点素])|须|牵头|会同|将|对|于|按|每|在)"
)
_TELLING = lazy("[等可请]")
# 各部门、各主力店、各店铺要……: what each of them is called is known by the list alone
_EACH_OF = lazy(
    r"各(?![级地有相类种项自个])[\u4e00-\u9fff]{1,8}?"
    r"(?=[、，]各|[和及与]各|开展|组织|完成|[于在]\d|自行|逐|每|(?:都|均)?(?:要(?![求点素件])|应当?(?![急用对])|须|必须|严格|负责))"
)
# 各中小学校、幼儿园要……: the last of a list that began with known ones
_LAST_OF_LIST = lazy(
    r"[\u4e00-\u9fff]{2,8}?(?=(?:都|均|也|一律|全部)?(?:要(?![求点素件])|应当?(?![急用])|须|必须|负责|不得))"
)
_ITS_OWN = lazy(
    "各(?:成员|下属|所属|直属|派出|内设|基层|分支|下级)?(?:单位|机构|部门|企业|分局|辖区派出所|派出所|监管所|司法所|税务所|支队|大队|中队|分公司|子公司|处室|科室|股室|站所|支部)"
)
_SIGNS = lazy("签订|签署|订立")
_JOIN = lazy(r"[、/]|，(?=各)|以及|或者|及其|和|与|及|或")
_APPOSITION = lazy(
    r"[两二三四五六七八九十]{1,2}(?:家|部门|单位|方)(?=[要应须将负按共联分于在决])|等(?:\d{1,2}个)?(?:[^，。；、的]{0,8}?)(?:部门单位|部门|单位|机构|成员单位)(?:（单位）|和单位)?"
)
_STEMS = lazy(
    r"(?:[省市县区镇州]、)*(?:[\u4e00-\u9fff（）]{2,12}、)*[\u4e00-\u9fff（）]{2,12}(?:等|和|及|与|以及|、)$"
)
_LONG_HEAD = lazy(
    r"(?:(?:每个|每位|每名|首位|各位|参与|参加|负责|承担|其他|有条件|所在|主办|牵头(?!负责|做好|组织|开展|会)|具备|符合|涉及)[^，。；：、]{0,14}|(?!逾期|拒不|仍不|仍未|未按)[^，。；：、要应须将]{1,12}(?:的|上的|中的))$|^(?:各[^，。；：、]{1,12}的|每位|每个|每名|首位|各位|全体|每)$"
)
_LEVEL = lazy(r"(?:[省市县区镇州]、)+")
_WHOLE = lazy("[局厅委办部院处科所站队会校]$|政府|单位|部门|机构|公司|企业|中心|街道|园区|各")
_OWES_THAT = "(?:要(?![求点素件])|应当?(?![急用])|须|必须|负责|不得)"
_OWN_BODIES = frozenset(
    "学院 学校 医院 居委 村委 镇街 街镇 街道 园区 集团 公司 中心 科室 车间 班组".split(" ")  # noqa: SIM905  # one line
)
_OPENING, _CLOSING = 240, 80  # where a text says whose it is
_SELF_ENDS = r"\n|$|现就|现将|向社会|公开|关于|文件|20\d\d|[（(《]"
_IS_TIME = lazy("[年月日周天时后底末初旬会]前|[内后时期](?=[与和及、]|$)")  # 年底前与县茶叶公司
_STEM_JOINT = lazy(rf"(?:{PROTECTED})|(、|以及|和|及|与)")
_GROUP = lazy(
    r"((?:[省市县区镇州]、)*[\u4e00-\u9fff]{2,14}(?:、[\u4e00-\u9fff]{2,14})+)等(?:有关|相关|多个|\d{1,2}个)?(?:职能|行政|主管)?(?:部门|单位|机构|(?=协同|共同|配合|参与|负责))"
)
_SEVERAL = lazy(
    r"((?:[\u4e00-\u9fff]{2,8}、)+[\u4e00-\u9fff]{2,8}?)(?:[两二三四五六七八九十]|\d{1,2})个?"
    r"(?:省|市|县|区|镇|乡|街道|村|分中心|片区)(?:（[省市县区]）)?(?:人民政府|政府)?(?=[要应须将于在负各务立]|分别|共同)"
)
_SHORT_STEM = 4
_LONGEST_HEAD = 16
_BEFORE_SHARED = frozenset("等和及与、")  # with what _STEMS ends
_SHARED_ENDINGS = ("部门", "单位", "处室", "机构", "公司", "政府", "党委", "局")
_ACTS_WITH = lazy(
    "会同|协同|联合(?!会|社|国)|牵头|负责|[要将拟]与|由"
)  # no stem of a list holds one: 发展改革委会同工信部、…
_OBJECT = lazy(r"[对把将向为在由使让给被]|[\d约近超]")
_CHARGED = lazy("(?:分管|主管|负责)[^，。；]{2,10}的")
_IS_NAMED = lazy(
    "[\u4e00-\u9fff]{3,}(?:部门|机关|[局厅委办])|[\u4e00-\u9fff]{2,}(?:街道|社区|公司|中心|医院|[镇乡])"
)
_TO_WHOM = lazy("[向对把由给]")
_WHAT_THEY_DO = lazy("[\u4e00-\u9fff]{2,4}的")  # 参加公司组织的会议
_COUNTED = lazy(
    r"(?:户籍|居住|经营|注册|工作|案发|事发)所在|各|每|首位|其他|牵头(?!负责|组织|开展|做好|抓好|收集|会同|制定|推进|落实)|有条件|具备|符合|所在|参与|参加|收到|取得"
)


class PartyMap:
    """The parties of a text by the place where they begin."""

    __slots__ = ("_owing", "marks", "starts", "telling", "text")

    def __init__(self, text: str, marks: Sequence[PartyMark], times: Iterable[int] = ()) -> None:
        """Take the parties of a text and the places where its time words begin."""
        self.text = text
        self.marks = marks
        self.starts = [m.span.start for m in marks]
        self.telling = sorted(chain(self.starts, times, (m.start() for m in _TELLING.finditer(text))))
        """Where anything stands that can cut a clause or act in it: no part without one is looked at."""
        self._owing: dict[str, bool] = {}

    def at(self, place: int) -> PartyMark | None:
        """Return the party that begins at ``place``."""
        i = bisect_left(self.starts, place)
        return self.marks[i] if i < len(self.starts) and self.starts[i] == place else None

    def owes(self, words: str) -> bool:
        """Tell whether a body named by its kind alone (学院, 居委) is said to owe something, or speaks."""
        if words not in _OWN_BODIES:
            return False
        if words not in self._owing:
            owes = re.search(rf"(?<![\u4e00-\u9fff]){words}{_OWES_THAT}", self.text)
            self._owing[words] = owes is not None or self._speaks(words)
        return self._owing[words]

    def _speaks(self, words: str) -> bool:
        """Tell whether the text is of a body that it calls by its kind alone: 公司 of 热力有限公司."""
        opening, closing = self.text[:_OPENING], self.text[-_CLOSING:]
        return any(
            re.search(rf"[\u4e00-\u9fff]{{3,}}{words}(?={_SELF_ENDS})", part) for part in (opening, closing)
        )

    def ending_at(self, place: int) -> PartyMark | None:
        """Return the party that ends at ``place``."""
        i = bisect_left(self.starts, place) - 1
        return self.marks[i] if i >= 0 and self.marks[i].span.end == place else None

    def after(self, place: int, stop: int) -> PartyMark | None:
        """Return the first party that begins in ``place:stop``."""
        i = bisect_left(self.starts, place)
        return self.marks[i] if i < len(self.starts) and self.starts[i] < stop else None


def past_apposition(text: str, end: int, stop: int) -> int:
    """Return where 等部门 behind a list ends, or ``end`` where none stands."""
    found = _APPOSITION.match(text, end, stop)
    return found.end() if found else end


def _past_others(names: PartyMap, end: int, stop: int) -> int:
    """Return ``end``, or behind 等部门 where the list goes on: 民政局等部门及各企业."""
    found = _APPOSITION.match(names.text, end, stop)
    if found is None or not (join := _JOIN.match(names.text, found.end(), stop)):
        return end
    return found.end() if names.at(join.end()) else end


def _with_its_own(names: PartyMap, mark: PartyMark, stop: int) -> Span:
    """Return a named body with those of its own behind it, one name: 县安委会各成员单位, 市公安局各分局."""
    behind = names.at(mark.span.end)
    if behind is None or behind.span.end > stop or mark.post:
        return mark.span
    if behind.post and not mark.generic:  # 乡镇（街道）包保干部
        return Span(mark.span.start, behind.span.end)
    if mark.generic:
        return mark.span
    if not _ITS_OWN.fullmatch(names.text, *behind.span) or names.text[mark.span.start] in "各全":
        return mark.span
    return Span(mark.span.start, behind.span.end)


def listed(names: PartyMap, start: int, stop: int) -> list[tuple[Span, bool]]:
    """Return the party list that begins exactly at ``start``: A、B和C."""
    out: list[tuple[Span, bool]] = []
    at = start
    while at < stop:
        mark = names.at(at)
        if not out and (group := _group(names.text, at, stop)):
            return group
        longer = (
            []
            if mark is None or names.text[mark.span.end : mark.span.end + 1] != "的"
            else _long_name(names, at, stop)
        )
        if mark is None and (each := _EACH_OF.match(names.text, at, stop + 2)) and each.end() <= stop:
            out.append((Span(*each.span()), True))
            at = each.end()
        elif mark is not None and mark.span.end <= stop and not longer:
            whole = _with_its_own(names, mark, stop)
            out.append((whole, mark.generic or whole != mark.span))
            at = _past_others(names, whole.end, stop)
        elif out and mark is None and (last := _LAST_OF_LIST.match(names.text, at, stop + 2)):
            out.append((Span(*last.span()), True))
            at = last.end()
        else:
            longer = longer or _long_name(names, at, stop)
            if not longer:
                break
            out.extend(longer)
            at = longer[-1][0].end
            if names.text[at - 1 : at] == "等":
                break
        if (noted := INSERTED.match(names.text, at, stop)) and _JOIN.match(names.text, noted.end(), stop):
            at = noted.end()  # 各省（自治区、直辖市）及新疆生产建设兵团
        join = _JOIN.match(names.text, at, stop)
        if join and join.group() == "与" and _SIGNS.match(names.text, _end_of_party(names, join.end())):
            break  # 县农业农村局与各乡镇签订任务书
        if join:
            at = join.end()
        elif not ((nxt := names.at(at)) and names.text[nxt.span.start] == "各"):
            break
    return out


def _end_of_party(names: PartyMap, at: int) -> int:
    mark = names.at(at)
    return mark.span.end if mark is not None else at


def _long_name(names: PartyMap, start: int, stop: int) -> list[tuple[Span, bool]]:
    """Return a name whose left part no ending shows: 每个课题的学生, or 民政、公安等部门 by their stems."""
    text = names.text
    if group := _group(text, start, stop) or _of_several(text, start, stop):
        return group
    if listed := _listed_by_stems(names, start, stop):
        return listed
    if one := _joined_name(text, start, stop):
        return [(one, False)]
    mark = names.after(start + 1, min(stop, start + 40))
    if mark is None or mark.span.end > stop or mark.span.start - start > _LONGEST_HEAD:
        return []
    between = text[start : mark.span.start]
    if not _OBJECT.match(between) and "由" not in between and _LONG_HEAD.search(between):
        end = mark.span.end
        if noted := INSERTED.match(text, end, stop):
            end = noted.end()  # 出租厂房的产权人（含二房东）
        counted = _COUNTED.match(between) and is_predicate(text, end) and not _WHAT_THEY_DO.match(text, end)
        charged = _CHARGED.fullmatch(between) and is_predicate(text, end)
        if (
            counted
            or charged
            or MODAL.match(text, end)
            or (_JOIN.match(text, end) and between.endswith("的"))
        ):
            named = between.endswith("的") and _IS_NAMED.fullmatch(text, *mark.span) and not mark.generic
            return [(mark.span if named else Span(start, end), mark.generic)]  # 作出决定的[市场监管部门]
    return []


def _joined_name(text: str, start: int, stop: int) -> Span | None:
    """Return 资产与设备管理处, one unit with 与 in its name: what stands before 与 names none by itself."""
    found = _JOINED_NAME.match(text, start, stop)
    if found is None or is_predicate(text, start) or _WHOLE.search(re.split("与|和", found.group())[0]):
        return None
    return Span(*found.span())


def _of_several(text: str, start: int, stop: int) -> list[tuple[Span, bool]]:
    """Return 临江, 沙洲 and 柳溪三镇 of ``临江、沙洲、柳溪三镇`` that begins at ``start``."""
    found = _SEVERAL.match(text, start, stop)
    if found is None or is_predicate(text, start):
        return []
    stems = cut_stems(found.group(1), start)
    last = stems[-1][0]
    return [*stems[:-1], (Span(last.start, found.end()), False)]


def _group(text: str, start: int, stop: int) -> list[tuple[Span, bool]]:
    """Return A, B and C of ``A、B、C等部门`` that begins at ``start``."""
    if text.find("等", start, stop) < 0:
        return []
    group = _GROUP.match(text, start, stop)
    if group is None or is_predicate(text, start) or _ACTS_WITH.search(group.group(1)):
        return []
    return cut_stems(group.group(1), start)


def _listed_by_stems(names: PartyMap, start: int, stop: int) -> list[tuple[Span, bool]]:
    """Return 民政、公安和相关部门, whose first names have no ending of their own."""
    text = names.text
    at = start + 1
    while (mark := names.after(at, min(stop, start + 40))) is not None and mark.span.end <= stop:
        if text[mark.span.start - 1] not in _BEFORE_SHARED:
            at = mark.span.start + 1
            continue
        between = text[start : mark.span.start]
        shared = ("部门", "单位", "处室", "机构") if len(between) > _SHORT_STEM else _SHARED_ENDINGS
        if (
            "各" not in between
            and not _TO_WHOM.search(between)
            and text[mark.span.start : mark.span.end].endswith(shared)
            and _STEMS.fullmatch(between)
        ):
            return _stems(between, start, mark)
        at = mark.span.start + 1
    return []


def _stems(between: str, start: int, mark: PartyMark) -> list[tuple[Span, bool]]:
    """Return 民政 and 公安 of 民政、公安等部门; the last mark too where it is one more (和相关部门)."""
    if is_predicate(between, 0) or between.startswith("实行") or _IS_TIME.search(between):
        return []
    if "、" not in between and between.endswith(("和", "与")) and len(between) > _SHORT_STEM:
        return [(Span(start, mark.span.end), mark.generic)]  # 公共管理和服务机构
    listed = between.rstrip("等、和及与以")
    out = cut_stems(listed, start)
    return out if between.endswith("等") else [*out, (mark.span, mark.generic)]


def cut_stems(words: str, start: int) -> list[tuple[Span, bool]]:
    """Return the names of the list ``words`` at ``start``; levels before it (市、县、) are of the first."""
    level = _LEVEL.match(words)
    at = level.end() if level else 0
    out = []
    begun = 0
    for found in [*_STEM_JOINT.finditer(words, at), None]:
        if found is not None and not found.group(1):
            continue
        end = found.start() if found is not None else len(words)
        if end > begun:
            out.append((Span(start + begun, start + end), False))
        begun = found.end() if found is not None else end
    return out


def opens_with_predicate(text: str, start: int) -> bool:
    """Tell whether a unit begins with a modal, verb, adverb or preposition, its subject left out."""
    return is_predicate(text, start)
