"""What the headings of divisions say of them: aims, problems, what was done, what is to be done."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from luoshi.reading.marks import OutlineItem, State
from luoshi.reading.structure.words import load
from luoshi.values.pattern import any_of

_WORDS = load("states")
MENDS = re.compile(
    "补[齐上足强短]|拉长|克服|防范|解决|整改|整治|治理|破解|化解|消除|着力|聚焦|针对|抓好|加强|坚持|狠抓|排查|查找|查摆|剖析|分析|梳理|直面|正视|围绕|对照"
)
_WRONGS = "(?:问题|困难|不足|短板|差距|挑战|薄弱环节|不利因素)"
_MORE = {"problem": f"|{_WRONGS}[和与及、]{_WRONGS}"}  # 存在的困难与问题, in any order
_SECTIONS = tuple(
    (State(name), re.compile(any_of(words) + _MORE.get(name, "")))
    for name, words in _WORDS["sections"].items()
)
# 关于2024年上半年工作情况……的报告 and its 一、上半年主要工作: the work of the time reported on
_TIME = (
    r"(上半年|前[一二三]个?季度|第?[一二三四]季度|\d{1,2}[-—~至]\d{1,2}月|\d{1,2}月份?|年度|本年度|今年以来)"
)
_TIME_REPORTED = re.compile(_TIME + "[^，。；]{0,10}?(?:情况|总结|回顾|小结)")
_WORK_OF = re.compile(r"(?:20\d\d年)?" + _TIME + "(?:各项|所做|主要|重点|的)*(?:工作|任务|做法)")
_GOES_ON = re.compile("(?:抽查|检查|督查|评估|考核|监督|通报|调度|核查|评价|巡查|公示|排查)")
_LOOKS_INTO = re.compile(
    "(?:全面|逐[一项户]|及时|定期|集中)*(?:复查|回访|抽查|督查|检查|核查|核实|通报|汇总|报送|上报|调度|摸排|排查|跟踪|公示|评估|调研)"
)
_SAYS_HOW = re.compile("程序|流程|步骤|办法|措施|任务|原则")  # 评选程序和时间: what is to be done
_TASKS_TOO = re.compile("(?:[和与及、]|以及)(?:年度|目标|重点|主要|工作)*任务")  # 总体要求和目标任务
_HOW_IT_WENT = re.compile("(?:完成|落实|进展|推进|执行)情况$")  # 重点工作完成情况
_ACT_ON = re.compile(any_of(_WORDS["fields"]["acts"]))
_AND_MORE = re.compile(
    "(?:[和与及、]|以及)(?:主要|突出|存在的?)*(?:不足|短板|困难|差距|原因|弱项|问题|挑战|薄弱环节)(?:分析)?"
)
_FIELD = re.compile(any_of(_WORDS["fields"]["endings"]) + "$")
_AHEAD = frozenset({State.PLAN, State.AIM})
_MAX_FIELD = 12
_MAX_SECTION_TITLE = 22


def section_states(
    outline: Sequence[OutlineItem], demands: AbstractSet[int], title: str
) -> list[State | None]:
    """Return what each division is by its heading, or by that of the one it stands in; None where none says.

    Args:
        outline: the divisions, in order.
        demands: the numbers of those that are items without a heading of their own.
        title: the title of the document.
    """
    reported = _TIME_REPORTED.search(title)
    states: list[State | None] = []
    for i, item in enumerate(outline):
        own: State | None = None
        best = len(item.title) if len(item.title) <= _MAX_SECTION_TITLE and i not in demands else 0
        for state, pattern in _SECTIONS:
            m = pattern.search(item.title)
            goes_on = m and (
                _GOES_ON.match(item.title, m.end()) or (m.start() and _LOOKS_INTO.match(item.title))
            )
            if goes_on and state is State.ACHIEVEMENT:
                continue  # 开展责任落实情况抽查, 复查整改情况
            if (
                m
                and state is State.PROBLEM
                and (not _ends_fault(item.title, m.end()) or MENDS.search(item.title[: m.start()]))
            ):
                continue
            if m and m.start() < best:
                own, best = state, m.start()
        if own is State.PLAN and _HOW_IT_WENT.search(item.title) and not _LOOKS_INTO.match(item.title):
            own = State.ACHIEVEMENT
        gone = _WORK_OF.match(item.title)
        if gone and reported and gone[1].lstrip("第") == reported[1].lstrip("第"):
            own = State.ACHIEVEMENT
        if own is State.AIM and _TASKS_TOO.search(item.title):
            own = State.PLAN
        if own is None and is_field(item.title) and not item.marker.endswith("条"):
            own = State.BACKGROUND
        if own is None and item.parent >= 0:
            own = states[item.parent]
        states.append(own)
    return states


def planning_on(outline: Sequence[OutlineItem], states: Sequence[State | None]) -> list[State | None]:
    """Return the states of the divisions of a report that goes on with what is to be done.

    A division behind one of tasks is of tasks too, unless its heading says otherwise: 二、2025年目标任务,
    三、加强自身建设. Numbers that begin anew begin another report; aims that open a report are not its own.
    """
    out = list(states)
    ahead = told = False
    for i, item in enumerate(outline):
        if item.parent >= 0:
            out[i] = out[i] or out[item.parent]
            continue
        if item.marker.startswith(("一", "第一")):
            ahead = told = False
        out[i] = out[i] or (State.PLAN if ahead else None)
        ahead = told and out[i] in _AHEAD
        told = True
    return out


def _ends_fault(title: str, at: int) -> bool:
    """Tell whether nothing follows that word for faults but another one: 存在的问题和不足."""
    return at == len(title) or _AND_MORE.fullmatch(title, at) is not None


def is_field(title: str) -> bool:
    """Tell whether a heading only names what a notice tells (活动地点, 报名条件)."""
    if len(title) > _MAX_FIELD or _FIELD.search(title) is None:
        return False
    return not (_ACT_ON.match(title) or _SAYS_HOW.search(title))
