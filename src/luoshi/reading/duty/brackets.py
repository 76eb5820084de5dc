"""Responsibility brackets and lines: （责任单位：…）, 〔A会同B负责〕, 牵头单位：…, and what they cover."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import accumulate
from typing import Final

from luoshi.reading.duty.party.parties import PROTECTED, is_generic
from luoshi.reading.marks import ActorMark, Role
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_DATA: Final = tomllib.loads(files("luoshi.reading.duty").joinpath("roles.toml").read_text(encoding="utf-8"))
_ROLES: Final[tuple[tuple[Role, re.Pattern[str]], ...]] = tuple(
    (Role(role), lazy("|".join(words.split()))) for role, words in _DATA["roles"].items()
)
_WORDS: Final[dict[str, str]] = _DATA["words"]


_DUTIES: Final = any_of(_WORDS["duties"].split())
_PEOPLE = lazy(any_of(_WORDS["people"].split()))
_LIMITS = lazy(any_of(_WORDS["limits"].split()))
_LABEL = lazy(
    r"([^，。；：、\s（）〔〕【】\[\]|]{0,10}?(?:单位|部门|处室|科室|股室|主体|领导|责任人|负责人|联系人|时限|时间|期限))[:：]"
)
_ANY_LABEL = lazy(
    r"[主牵配协属责承考督参落实负支](?<=(?=(?:主体|牵头|配合|协同|属地)责任[:：]|(?:责任|牵头|配合|协同|协办|承办|主办|考核|督导|督办|参与|参加|协助|主责|落实|实施|主管|负责|支持)[^，。；：、\s（）|]{0,6}?(?:单位|部门|处室|科室|股室)[:：]).)"
)
# what may stand before a label on its line: other labels with their words
_LABELS_ONLY = lazy(
    r"[ \u3000（(〔【\[•·—-]*(?:\d{1,2}[.、．])?"
    r"(?:[^，。；：:\n]{2,12}[:：][^，。；：:\n]{0,24}[；;，,\s]+)*[^，。；：:\n]{0,6}"
)
_LIMIT_LINE = lazy(
    r"(?:(?<=\n)|^)[ \u3000]*(?:完成|办理|整改|办结|落实)?(?:时限|时间|期限|时间节点)(?:要求)?[:：]"
    r"(?=[^\n|]{0,12}?(?:月|年|日))[^\n|]{2,40}"
)
# （教务处、团委）: names of units and nothing else, at the end of a sentence
_NAME = (
    r"(?:各(?:设区)?(?:市|县|区|镇|乡)(?:、(?:市|县|区|镇|乡))*(?:[（〔][^（）〔〕]{1,8}[）〕])?(?:人民政府|政府)?|[\u4e00-\u9fff]{0,8}(?:相关|有关|各)(?:区县|县区|市县|乡镇|街镇|镇街|区|县|市|镇|乡|街道|矿|厂|站所|村|社区|院系|车间|班组)"
    r"|[\u4e00-\u9fff]{1,16}?(?:科协|文联|残联|妇联|工商联|政府|银行|分行|支行|支队|大队|卫生院|小学|中学|幼儿园|高校|院校|法院|检察院|局|厅|供销社|供销合作社|总社|管委会|委员会|联合会|商会|集团|学校|大学|医院|委|办|部|处|科|室|组|站|队|院|公司|中心|单位|部门|工会|协会|学会))"
)
_DUTY_WORDS = "按职责分工|牵头|主办|承办|负责|配合|协办|协助|参与"


def _listed(after: str, between: str = "、，和及") -> str:
    """Return a pattern of names side by side and ``after`` behind them.

    A name may hold 和 itself, so each ends where the next or ``after`` begins and is never tried again:
    what is looked for grows with the text, not with the ways to part it.
    """
    one = rf"(?>{_NAME}(?=[{between}]|{after}))"
    return f"{one}(?:[{between}]{one})*"


_SENTENCE_ENDS = r"(?=[。；;]|\s*(?:\n|$))"
_BARE = lazy(
    r"（(?<=[\u4e00-\u9fff0-9”》。；]（)(?<![府局厅委办部处院]（)(?!不?含|以下|原|即|如|包括|除|或|和|市、|县、|区、|各)"
    rf"({_listed('）')})）{_SENTENCE_ENDS}"
)
# 【省水利厅、省自然资源厅，列第一位的为牵头单位，下同】
_BARE_HEAVY = lazy(
    rf"[【〔]({_listed('[】〕。，；]')})"
    r"(?:[。，；](?:[列排](?:在)?第一位(?:者|的)?(?:单位)?为牵头单位)?[，。；]?(?:以)?下同)?[】〕]"
)
# （1月底前完成；责任人：…）, （12月前，编辑部）: a limit, perhaps with names
_DATED = lazy(
    r"（((?:(?:完成)?(?:时限|时间)[:：])?(?:20\d\d(?=年[底末内])|20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|[底末])?|年[底末内]|[一二三四]季度末?|[上下]半年)"
    rf"(?:之?前)?(?:完成|办结|到位)?(?:[，,；;、][^（）]{{2,40}})?)）{_SENTENCE_ENDS}"
)
# （安环部，3月）
_NAMES_DATED = lazy(
    rf"（(?P<names>{_listed('[，,；;]', '、和及')})[，,；;]\s?(?:20\d\d年)?"
    rf"(?:\d{{1,2}}月(?:\d{{1,2}}日|[上中下]旬|[底末])?|年[底末内]|[一二三四]季度末?|[上下]半年|全年)(?:之?前)?(?:完成)?）"
)
_NAMES = lazy(rf"{_listed('$')}$")
# 县应急局（牵头）、县消防队（配合）: what each does, behind its name
_ROLE_BRACKET = lazy(r"[（(](牵头|主办|主责|承办|负责|责任|配合|协办|协助|参与|支持)(?:单位|部门)?[）)]")
_CELL_DUTY = lazy(r"[\u4e00-\u9fff）](?:牵头|主办|承办|负责|配合|协办|协助|参与)(?=[，、；。\s]|$)")
# 县公安局（牵头）
_ENTRY = rf"(?>{_NAME}(?=[、，；;和及/\s（(等]|$)(?:[（(][^（）()]{{2,8}}[）)])?)"
_CELL_NAMES = lazy(rf"{_ENTRY}(?:(?:[、，；;和及/\s]++|(?<=[）)])){_ENTRY})*(?:等(?:单位|部门)?)?$")
_CELL_DUTIES = lazy(
    rf"(?:{_listed(_DUTY_WORDS)}(?:按职责分工)?(?:牵头|主办|承办|负责|配合|协办|协助|参与)(?:[，、；。\s]+|$))+$"
)
# 省科技厅、工业和信息化厅按职责分工负责，各市人民政府结合实际落实: a line of its own that lost its bracket
_OWNER_ENDS = ("牵头", "负责", "配合", "落实", "参与", "协办", "承办", "主办")
_OWNS = "|".join(_OWNER_ENDS)
_OWNER_LINE = lazy(
    rf"(?:{_listed(f'(?:等|按|结合|分别|共同|具体|{_OWNS})')}(?:等(?:有关|相关)?(?:单位|部门)?)?"
    rf"(?:按(?:照)?(?:各自)?职责(?:分工)?|结合实际|分别|共同|具体)?(?:{_OWNS})(?:[，；](?=.)|$))+"
)
_DUTY_LINE = lazy(rf"(?<=\n)[^\n。：|]{{4,200}}(?:{_OWNS})(?=\n|$)")
OWNER_LAST: Final = frozenset(word[-1] for word in _OWNER_ENDS)
"""Characters with which a line of owners may end."""
_NEXT_MATTER = lazy(
    r"\s*$|[ \u3000]*\n\s*(?:[\d（(第①-⑳]|[一二三四五六七八九十]{1,3}[、是])|[ \u3000]*\n\s*\n"
)
_MAX_OWNER_LINE = 200
_LIMIT_LABEL = lazy(
    r"[完整办销检上评验](?:(?<=完)成|(?<=整)改|(?<=办)[理结]|(?<=销)号|(?<=检)查|(?<=上)[交报]|(?<=评)比|(?<=验)收)(?:时限|时间|期限|日期)[:：]|时限(?<![\u4e00-\u9fff]时限)[:：]"
)
# （甲、乙负责。列第一位者为牵头单位，下同）: how the list is to be read
_HOW_TO_READ = lazy(
    r"[。，；](?:[列排](?:在)?第一位(?:者|的)?(?:单位)?为牵头单位)?[，。；]?(?:以)?下同$|[。，；][列排](?:在)?第一位(?:者|的)?(?:单位)?为牵头单位$"
)
_BRACKET = lazy(
    r"[（〔【\[(]([^（）〔〕【】\[\]()]{2,400}(?:[（〔][^（）〔〕]{1,20}[）〕][^（）〔〕【】\[\]()]{0,200})*)[）〕】\])]"
)
_DUTY_END = lazy(rf"(?>{any_of(_WORDS['manners'].split())})*{_DUTIES}$")
# 甲局负责，持续推进; 甲局牵头，乙局负责，4月底前完成额度下达，年内持续推进
_DUTY_THEN = lazy(
    rf"{_DUTIES}"
    r"(?:[，；](?:(?:持续|长期|常态化|全年|分步)[^，；]{0,6}|(?:20\d\d年)?(?:\d{1,2}月|年[内底末中]|[一二三四]季度|[上下]半年)[^，；]{2,18}))+$"
)
_MAY_BE_DUTY = lazy(rf"{_DUTIES}[。，；）〕】\]]")
_HELPED = lazy("（[^（）]{2,20}(?:配合|参与|协助|支持)）$")
_SPLIT = lazy(
    rf"(?:{PROTECTED}|各(?:设区)?[市县区州](?:、[市县区镇乡])*[（〔][^（）〔〕]{{1,8}}[）〕]|各市、县)|(、|，|,|；|;|\s+|以及|和|与|及(?!其)|/)"
)
_TRIM_END = lazy(
    r"(?>等(?:有关|相关|多个|其他)?(?:部门|单位|方面|机构)(?:[和及、](?:有关|相关)?(?:部门|单位|机构))"
    rf"|{any_of((_WORDS['manners'] + ' ' + _WORDS['duties']).split())}"
    r"|为(?:实施|牵头|责任|配合|主办|承办|协办)单位|。|\s)+$"
)
_NOT_A_NAME = lazy(
    r"^[/／\-—无\s]*$|\d|^(?:完成|推进|长期|持续|全年|取得|立行立改)|[。！？]|[\u4e00-\u9fff]的[\u4e00-\u9fff]"
)
_POST_COLUMN = lazy("岗位(?:名称)?|职务|完成人|承办人|责任岗位")
_UNIT_COLUMN = lazy(r"单位|责任清单|部门|处室|科室|股室|主体|^(?:牵头|配合|协办|承办|主办|责任|考核|督导)$")
_LONGEST_HEAD = 16
_LONGEST_END = 2
_COMPLETE = lazy(
    r"(?:[局厅委办部院处科所站队镇乡县区市省州村校会社组旗盟场室]|政府|部门|单位|机构|公司|集团|企业|中心|机关|街道|园区|银行|大学|学院|协会|系统|各地|）)$"
)
_BARE_KIND = lazy("(?:单位|部门|机构)(?:[^\u4e00-\u9fff]|$|按|分工|负责|配合|落实|参与)")  # 各有关部门和单位
_LIST_END = lazy("[；;。\n]")
# of a label line; a full stop ends it too where what it binds follows: 牵头单位：甲局。年内改造小区20个
_LABEL_LINE_END = lazy("\\n|。(?=[^\\n]{9})")
_SHARES = lazy(rf"牵头[，；、][^。\n]{{2,}}{_DUTIES}")  # 甲牵头，乙按职责分工负责
_BESIDE_NAME = lazy(
    "（(?P<who>[\\u4e00-\\u9fff、]{3,20}?)(?:参与|配合|协助|支持)）"
    "|（(?![^（）]*(?:[局委办部院处科所站镇乡组室居园校区县市队]|街道|公司|中心|牵头|负责|主办|承办|配合|参与|协办))[\\u4e00-\\u9fff]{2,4}）"
)
_OF_MONEY = lazy("(?:所需)?(?:资金|经费|费用)")  # （所需资金争取县农业农村局支持）
_OF_THE_REST = lazy("(?:责任|负责|落实|实施|参与)(?:单位|部门)$")
_TOGETHER = lazy(r"会同|联合|协同")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Units (and perhaps a deadline) that a bracket, line, row or heading gives to all it covers.

    Attributes:
        span: the bracket or line itself; deadlines and recurrences inside it bind what it covers.
        actors: the units, marked inherited.
        cover: where the commitments stand that it binds.
    """

    span: Span
    actors: tuple[ActorMark, ...]
    cover: Span


def role_of(label: str) -> Role | None:
    """Return the role a label or column head stands for; None when it names no unit."""
    for role, words in _ROLES:
        if words.search(label):
            if _PEOPLE.search(label) and not re.search("单位|部门|处室|科室", label):
                return None
            return role
    return None


def role_of_column(head: str) -> Role | None:
    """Return the role of a table column; only a head that says 单位, 岗位 and the like names who acts."""
    if _POST_COLUMN.fullmatch(head):
        return Role.LEAD
    return role_of(head) if len(head) <= _LONGEST_HEAD and _UNIT_COLUMN.search(head) else None


def is_limit_label(label: str) -> bool:
    """Tell whether a label or column head stands before a time limit (完成时限)."""
    return _LIMITS.search(label) is not None


def split_names(text: str, start: int, stop: int) -> Iterator[Span]:
    """Yield the names of a list of units, without 按职责分工负责 and the like."""
    at = start
    for found in [*_SPLIT.finditer(text, start, stop), None]:
        if found is not None and (found.group(1) is None or _joins_inside(text, at, found)):
            continue
        end = found.start() if found is not None else stop
        name = text[at:end]
        trim = _TRIM_END.search(name)
        length = trim.start() if trim and not name.endswith(("牵头单位", "责任单位")) else len(name)
        if helped := _HELPED.search(name):  # 甲局（乙办配合）
            length = min(length, helped.start())
        lead = len(name) - len(name.lstrip())
        if lead < length and 2 <= length - lead <= 30 and not _NOT_A_NAME.search(name[lead:length]):
            yield Span(at + lead, at + length)
        if found is not None:
            at = found.end()


def _joins_inside(text: str, start: int, joint: re.Match[str]) -> bool:
    """Tell whether a 和 stands inside one name (政务和数据局): what is before it ends no name."""
    if joint.group() not in "和与及":
        return False
    if text[joint.start() - 1] == "等":
        return False  # 交通运输部等和各有关省级人民政府
    start = max(start, joint.start() - _LONGEST_END)
    return not _COMPLETE.search(text, start, joint.start()) or _BARE_KIND.match(text, joint.end()) is not None


def actors_in(text: str, start: int, stop: int, role: Role) -> list[ActorMark]:
    """Return the units of ``start:stop`` in ``role``, behind 会同 as supporters."""
    out = []
    together = _TOGETHER.search(text, start, stop) if role is Role.LEAD else None
    cuts = (
        [(start, together.start(), role), (together.end(), stop, Role.SUPPORT)]
        if together
        else [(start, stop, role)]
    )
    for a, b, r in cuts:
        out += [
            ActorMark(name, r, inherited=True, resolved=not is_generic(name.of(text)))
            for name in split_names(text, a, b)
        ]
    return out


def names_units(text: str, start: int, stop: int) -> bool:
    """Tell whether a cell holds names of units and nothing else, however it says what each of them does."""
    return (
        _ANY_LABEL.search(text, start, stop) is not None
        or _ROLE_BRACKET.search(text, start, stop) is not None
        or _CELL_NAMES.match(text, start, stop) is not None
        or _CELL_DUTIES.match(text, start, stop) is not None
    )


def is_owner_line(text: str, start: int, stop: int) -> bool:
    """Tell whether a line below a task says who does it and nothing else: 省发展改革委牵头，省财政厅配合."""
    if stop - start > _MAX_OWNER_LINE or not text.endswith(_OWNER_ENDS, start, stop):
        return False
    if not start or text[start - 1] != "\n" or not _NEXT_MATTER.match(text, stop):
        return False
    at = start - 1
    while at and text[at].isspace():
        at -= 1
    return text[at] in "。）" and _OWNER_LINE.fullmatch(text, start, stop) is not None


def actors_of_cell(text: str, start: int, stop: int, role: Role) -> list[ActorMark]:
    """Return the units of a cell below a head that gives them ``role``, unless the cell says it itself.

    That is 牵头单位：甲；配合单位：乙, 甲牵头，乙配合, or 甲（牵头）、乙.
    """
    label = _LABEL.search(text, start, stop) if _ANY_LABEL.search(text, start, stop) else None
    if label is not None:
        return [*actors_in(text, start, label.start(), role), *read_bracket(text, start, stop)]
    if beside := list(_BESIDE_NAME.finditer(text, start, stop)):
        return _with_asides(text, beside, Span(start, stop), role)
    if marks := list(_ROLE_BRACKET.finditer(text, start, stop)):
        return _bracketed(text, marks, Span(start, stop), role)
    said = list(_unlabelled(text, start, stop)) if _CELL_DUTY.search(text, start, stop) else []
    return said or actors_in(text, start, stop, role)


def _with_asides(text: str, asides: Sequence[re.Match[str]], cell: Span, role: Role) -> list[ActorMark]:
    """Return the units of 甲局（乙部参与）, where 乙部 helps, and of 甲公司（配人）, whose share it tells."""
    out: list[ActorMark] = []
    at = cell.start
    for aside in [*asides, None]:
        out += actors_of_cell(text, at, aside.start() if aside else cell.end, role)
        if aside is not None:
            out += actors_in(text, *aside.span("who"), Role.SUPPORT) if aside["who"] else []
            at = aside.end()
    return out


def _bracketed(text: str, marks: Sequence[re.Match[str]], cell: Span, role: Role) -> list[ActorMark]:
    """Return 甲（牵头）、乙 with what each bracket says of the name before it."""
    said = [role_of(mark[1]) or role for mark in marks]
    rest = Role.SUPPORT if role is Role.LEAD and Role.LEAD in said else role
    out: list[ActorMark] = []
    at = cell.start
    for mark, own in zip(marks, said, strict=True):
        before = actors_in(text, at, mark.start(), rest)
        out += [*before[:-1], *(replace(a, role=own) for a in before[-1:])]
        at = mark.end()
    return out + actors_in(text, at, cell.end, rest)


def read_bracket(text: str, start: int, stop: int) -> tuple[ActorMark, ...]:
    """Return the units named by the inside ``start:stop`` of a bracket or by a label line."""
    labels = list(_LABEL.finditer(text, start, stop))
    if labels:
        return tuple(_labelled(text, labels, stop))
    return tuple(_unlabelled(text, start, stop))


def _labelled(text: str, labels: Sequence[re.Match[str]], stop: int) -> Iterator[ActorMark]:
    headed = any("牵头" in label.group(1) and role_of(label.group(1)) for label in labels)
    for i, label in enumerate(labels):
        role = role_of(label.group(1))
        if headed and role is Role.LEAD and _OF_THE_REST.match(label.group(1)):
            role = Role.SUPPORT  # 责任单位 beside a 牵头单位
        end = labels[i + 1].start() if i + 1 < len(labels) else stop
        if role is None or is_limit_label(label.group(1)):
            continue
        semicolon = _LIST_END.search(text, label.end(), end)
        stop_at = semicolon.start() if semicolon else end
        if role is Role.LEAD and _SHARES.search(text, label.end(), stop_at):
            yield from _unlabelled(text, label.end(), stop_at)
        else:
            yield from actors_in(text, label.end(), stop_at, role)


def _unlabelled(text: str, start: int, stop: int) -> Iterator[ActorMark]:
    leads = False
    at = start
    for part in re.split(r"[；;]|(?<=牵头|负责|配合|主办|协办|参与)[，、\s]", text[start:stop]):
        end = at + len(part)
        duty = _DUTY_END.search(part)
        if duty:
            words = duty.group()
            role = Role.LEAD
            if "牵头" in words:
                leads = True
            elif (
                "配合" in words
                or "参与" in words
                or "协助" in words
                or "参加" in words
                or "支持" in words
                or leads
            ):
                role = Role.SUPPORT
            elif "督导" in words:
                role = Role.SUPERVISE
            yield from actors_in(text, at, at + duty.start(), role)
        at = end + 1


def _beside_limit(text: str, start: int, stop: int) -> tuple[ActorMark, ...]:
    """Return the units that stand beside the limit of a bracket: labelled, with their duty, or bare."""
    found = read_bracket(text, start, stop)
    comma = min((at for mark in "，,；;" if (at := text.find(mark, start, stop)) >= 0), default=-1)
    if found or comma < 0 or not _NAMES.match(text, comma + 1, stop):
        return found
    return tuple(actors_in(text, comma + 1, stop, Role.LEAD))


def find_brackets(text: str) -> list[tuple[Span, tuple[ActorMark, ...]]]:
    """Return every responsibility bracket or label line of ``text`` with the units it names."""
    out: list[tuple[Span, tuple[ActorMark, ...]]] = []
    labelled = [m.start() for m in _ANY_LABEL.finditer(text)]
    out += [
        (Span(*m.span()), tuple(actors_in(text, *m.span(1), Role.LEAD)))
        for form in (_BARE, _BARE_HEAVY)
        for m in form.finditer(text)
    ]
    out += [(Span(*m.span()), _beside_limit(text, *m.span(1))) for m in _DATED.finditer(text)]
    out += [
        (Span(*m.span()), tuple(actors_in(text, *m.span("names"), Role.LEAD)))
        for m in _NAMES_DATED.finditer(text)
    ]
    out += _owner_lines(text)
    seen = {s.start for s, _ in out}
    labelled = sorted({*labelled, *(m.start() for m in _LIMIT_LABEL.finditer(text))})
    if not labelled and not _MAY_BE_DUTY.search(text):
        out.sort(key=lambda it: it[0].start)
        return _joined(text, out)
    for found in _BRACKET.finditer(text):
        note = _HOW_TO_READ.search(text, *found.span(1))
        start, stop = found.start(1), note.start() if note else found.end(1)
        inside = text[start:stop]
        if _OF_MONEY.match(inside):
            continue
        if _ANY_LABEL.search(inside) or _DUTY_END.search(inside) or _DUTY_THEN.search(inside):
            actors = read_bracket(text, start, stop)
            if actors and found.start() not in seen:
                out.append((Span(*found.span()), actors))
    taken, lines_end = [s for s, _ in out], -1
    in_brackets = _holder(taken)
    for place in labelled:
        if place < lines_end or in_brackets(place):
            continue
        ends = _LABEL_LINE_END.search(text, place)
        stop = ends.start() if ends else len(text)
        if "|" in text[place:stop]:
            continue
        start = max(text.rfind("\n", 0, place), text.rfind("。", 0, place)) + 1
        if place - start > 40 or not _LABELS_ONLY.fullmatch(text, start, place):
            start = place
        actors = read_bracket(text, start, stop)
        span = Span(start, stop)
        lines_end = stop
        taken.append(span)
        if actors or _LIMIT_LABEL.search(text, start, stop):
            out.append((span, actors))
    if out and (limits := _LIMIT_LINE.search(text)):
        is_taken = _holder(taken)
        out += [
            (Span(*m.span()), ())
            for m in _LIMIT_LINE.finditer(text, limits.start())
            if not is_taken(m.start())
        ]
    out.sort(key=lambda it: it[0].start)
    return _joined(text, out)


def _owner_lines(text: str) -> Iterator[tuple[Span, tuple[ActorMark, ...]]]:
    """Yield the lines that say who does what stands above them, with whom they name."""
    for line in _DUTY_LINE.finditer(text):
        if is_owner_line(text, *line.span()):
            yield Span(*line.span()), read_bracket(text, *line.span())


def _holder(spans: Sequence[Span]) -> Callable[[int], bool]:
    """Return what tells whether one of ``spans`` holds a place."""
    ordered = sorted(spans)
    starts = [span.start for span in ordered]
    reach = list(accumulate((span.end for span in ordered), max))

    def holds(place: int) -> bool:
        i = bisect_right(starts, place)
        return i > 0 and place < reach[i - 1]

    return holds


def _joined(
    text: str, found: list[tuple[Span, tuple[ActorMark, ...]]]
) -> list[tuple[Span, tuple[ActorMark, ...]]]:
    """Return brackets that stand side by side (牵头单位 line, 配合单位 line) as one."""
    out: list[tuple[Span, tuple[ActorMark, ...]]] = []
    for span, actors in found:
        if out and not text[out[-1][0].end : span.start].strip(" \n。；;，"):
            last, before = out[-1]
            out[-1] = (Span(last.start, span.end), before + actors)
        else:
            out.append((span, actors))
    return out
