"""Who of those a clause names acts in it, and who is only its topic or a condition."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from luoshi.reading.duty.cutting.names import opens_with_predicate
from luoshi.reading.duty.cutting.parts import MODAL, WITH_LEAVE, is_condition, says_duty
from luoshi.reading.duty.cutting.subjects import Subject
from luoshi.reading.duty.grammar import GRAMMAR
from luoshi.reading.marks import Role
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_REASON: Final = lazy("(?:确?[因需]|对|在|经|为|根据|针对|如|遇)")
# 县局对未纳入目录的数据，经市局同意，可以……
_WITH_LEAVE_FOR: Final = lazy(
    "[^，。；]{2,20}对[^，。；]{2,}，(?:经|报)[^，。；]{2,20}(?:批准|同意|审核|审批)后?"
)
# 具备能力的机构，可以申请
_THOSE_WHO: Final = lazy("的(?:[\u4e00-\u9fff]{0,4})(?:机构|单位|人员|企业|组织|个人|家庭|者|户)$")
_TOPIC: Final = lazy(GRAMMAR["topic_opens"])
_SHORT_ACT: Final = 4  # characters behind a name that are a noun with it: 事业单位登记数据，由…
_EACH_OF: Final = lazy("^(?:各[个位]|每[个位名]?)")
_IN_DETAIL: Final = lazy("(?:具体|主要|分别)?(?:负责|承担|牵头)")
_WHICH: Final = lazy("[^，。；]{2,}的[\\u4e00-\\u9fff]{2,8}$")


def those_who_act(text: str, parts: Sequence[Span], own: Sequence[Subject]) -> tuple[Subject, ...]:
    """Drop subjects of conditions and topics when a later stretch names who acts."""
    own = [s for s in own if not _met_by(text, parts, s)] or own
    if len(own) < 2:
        return () if own and _in_condition_before_by(text, parts, own[0]) else tuple(own)
    if asked := [
        s for s in own if text.startswith("请", s.span.start - 1) or text.startswith("请", s.span.start)
    ]:
        return tuple(asked)
    conditions = [p for p in parts[:-1] if is_condition(text, p)]
    if all(role is Role.SUPPORT for s in own[1:] for _, _, role in s.parties):
        return tuple(own)  # 河长办收到清单后，商县监测站采样
    acting = [s for s in own if not any(p.start <= s.span.start < p.end for p in conditions)] or list(own)
    behind = [s for s in acting if not s.at_start]
    duty = [s for s in acting if s.at_start and s.modal]
    if duty:
        first = duty[0].span.start
        acting = [
            s
            for s in acting
            if s.modal
            or s.span.start > first
            or _in_duty(text, parts, s)
            or (text.startswith("由", first) and does_its_part(text, parts, s, first))
        ]
    if len(behind) > 1:
        named = [s for s in behind[:-1] if not _tells_which(text, parts, s)]
        dropped = [s for s in behind[:-1] if s not in named]
        behind = [*named, behind[-1]]
        acting = [s for s in acting if s not in dropped]
    if behind:
        by = behind[0].span.start
        acting = [
            s
            for s in acting
            if not s.at_start or s.modal or s.span.start > by or does_its_part(text, parts, s, by)
        ]
    return tuple(acting)


def _met_by(text: str, parts: Sequence[Span], subject: Subject) -> bool:
    """Tell whether those named are whom somebody meets behind 由: 未开通的人员，由运维中心开通账号."""
    part = next((p for p in parts if p.start <= subject.span.start < p.end), None)
    if part is None or subject.span.end != part.end or not text.startswith("，由", part.end):
        return False
    return text.find("的", *subject.span) >= 0


def _in_condition_before_by(text: str, parts: Sequence[Span], subject: Subject) -> bool:
    """Tell whether the one named stands in a condition before 由: 会员不缴费的，由……."""
    for part, after in pairwise(parts):
        if part.start <= subject.span.start < part.end:
            return is_condition(text, part) and text.startswith("由", after.start)
    return False


def _tells_which(text: str, parts: Sequence[Span], subject: Subject) -> bool:
    """Tell whether 由…… only says which paper is meant: 由部门起草、以部门名义印发的文件，由……审核."""
    part = next((p for p in parts if p.start <= subject.span.start < p.end), None)
    return part is not None and _WHICH.match(text, subject.span.end, part.end) is not None


def does_its_part(text: str, parts: Sequence[Span], subject: Subject, by: int) -> bool:
    """Tell whether a subject has a comma part of its own to act in: 甲填写汇总表，由乙审核."""
    own = next((p for p in parts if p.start <= subject.span.start < p.end), None)
    if own is None or by < own.end or any(is_condition(text, p) for p in parts if own.start <= p.start < by):
        return False
    acts = subject.span.end + _SHORT_ACT < own.end and opens_with_predicate(text, subject.span.end)
    return acts and text.find("的", subject.span.end, own.end) < 0


def _in_duty(text: str, parts: Sequence[Span], subject: Subject) -> bool:
    """Tell whether the part a subject opens says duty itself, so that it is no mere topic."""
    return any(p.start <= subject.span.start < p.end and MODAL.search(text, *p) for p in parts)


def adds(text: str, behind: Subject, opens: Subject) -> bool:
    """Tell whether a subject behind 由 names somebody besides the one that opens the part."""
    return behind.span.start > opens.span.start and not text.startswith("设在", behind.span.start)


def says_more(text: str, parts: Sequence[Span], own: Sequence[Subject]) -> bool:
    """Tell whether the parts before one that only allows are more than its topic or condition."""
    if _WITH_LEAVE_FOR.fullmatch(text, parts[0].start, parts[-1].end):
        return False
    if is_condition(text, parts[-1]) or all(
        is_condition(text, p) or WITH_LEAVE.fullmatch(text, *p) for p in parts
    ):
        return False
    if _THOSE_WHO.search(text, parts[0].start, parts[-1].end) and not says_duty(text, parts):
        return False
    if len(parts) == 1 and own and _REASON.match(text, own[0].span.end, parts[0].end):
        return False  # 政务部门因特殊需要，可以……
    return not _TOPIC.match(text, *parts[0]) or says_duty(text, parts)


def bare(name: str) -> str:
    """Return a name with 各 for 每个: 各学院 and 每个学院 are the same."""
    return _EACH_OF.sub("各", name)


def is_new(text: str, leads: set[str], subject: Subject) -> bool:
    """Tell whether a subject leads that none of ``leads`` is, or one of them for a share of its own."""
    named = {text[s.start : s.end] for s, _, role in subject.parties if role is Role.LEAD}
    if not {bare(name) for name in named} <= {bare(name) for name in leads}:
        return True
    one_of_them = bool(named) and named < leads  # 由甲、乙组织实施，甲具体负责……
    return one_of_them and _IN_DETAIL.match(text, subject.span.end) is not None
