"""The comma parts of a clause, and what one of them says: a condition, a duty, a permission, a score."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from luoshi.reading.duty.grammar import GRAMMAR
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_QUOTED_OR_COMMA: Final = lazy(r"([，,])|（[^（）\n]{0,300}）|“[^”\n]{0,200}”|《[^》\n]{0,120}》")
_CONDITION_ENDS: Final = tuple(GRAMMAR["condition_ends"].split())
_CONDITION_LAST: Final = frozenset(word[-1] for word in _CONDITION_ENDS)
_NO_CONDITION: Final = tuple(GRAMMAR["no_condition_ends"].split())
MODAL: Final = lazy(GRAMMAR["modal_anywhere"])
_MAY: Final = lazy(GRAMMAR["may"])
_LEADING_BRACKET: Final = lazy(r"（[^（）]{2,200}）[，]?")
_TRAILING: Final = lazy(
    r"(?:（(?:[^（）]|（[^（）]*）){11,400}）|[，,](?:得|计|记|加|扣)\d+(?:\.\d+)?分)[。；]?$"
)
_OF_WHAT_MAY: Final = lazy(
    "[^，。；]*的[“《\\u4e00-\\u9fff]{2,}$|[^，。；]*的[“《][^”》]*[”》][\\u4e00-\\u9fff]*$"
)
_LIST_MARK: Final = lazy(r"(?:\d{1,2}(?:[、．)）]|\.(?=[\u4e00-\u9fff]))|[（(]\d{1,2}[）)])[ \u3000]*(?!\d)")
_LONGEST_LABEL: Final = 20
_IF: Final = lazy(r"(?:如|若)(?:有|遇|需|果|确)")
_SCORE_LAST: Final = frozenset("分.．止")
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
# 第1周（2月17日—2月21日）, 第3—4周: the weeks of a term at the head of a line
SCHOOL_WEEK: Final = (
    rf"第(?P<number>{_NUMBER})(?:[—–~～至-]{{1,2}}第?(?P<until>{_NUMBER}))?周"
    r"(?:（(?P<days>[^（）\n]{3,24})）)?"
)
_MONTH_HEAD: Final = lazy(
    r"(?:(?:\d{1,2}月\d{1,2}[日号])?（?(?:周|星期|礼拜)[一二三四五六日天][^）：，。\s]{0,6}）?(?:[上下]午|晚上?)?|\d{1,2}月\d{1,2}[日号]|\d{1,2}(?:[~～至—-]{1,2}\d{1,2})?月[^，。；：]{0,8}|全年|[一二三四]季度)：\s*"
    rf"|{SCHOOL_WEEK}(?:：\s*|[ \u3000]+)"
)
# 经费额度：定额资助……: what the words are about
_LABEL: Final = lazy(
    r"(?![^：]*(?:时间|日期|时限|期限|截止|地点|标题|名称|主题|来源|公开|文号|分类|机构|单位|发布|关键|电话|联系))[▲●■◆★※]?[\u4e00-\u9fff（）、]{2,18}：\s*(?=[\u4e00-\u9fff])"
)
# 各省要每半年开展一次、各市要每季度开展一次: each has a duty of its own
_EACH = r"各(?:[^，。；、（各]|（[^（）]{1,8}）){1,12}?(?:要(?!求)|应当?|须|必须)"
_EACH_THEN: Final = lazy(f"{_EACH}[^，。；、各]{{4,24}}、(?={_EACH})")
_LIMIT_THEN: Final = lazy(
    r"(?:日|天|小时|分钟|工作日|个月)内[^，。；、\d]{2,20}、(?=\d{1,3}(?:个)?(?:工作日|日|天|小时|分钟|月)内[^，。；、]{3})"
    r"|每(?:日|天|周|月|季度?|半年|年|学期)[^，。；、]{2,12}[次回]、(?=每(?:日|天|周|月|季度?|半年|年|学期)[^，。；、]{3})"
)
WITH_LEAVE: Final = lazy("经[^，。；]{2,20}?(?:批准|同意|审核|审批)后?")
_SCORED: Final = lazy(
    r"(?!并)(?:[^，；。]{0,30}?(?:酌情[扣加]分|(?:得|计|记|加|扣|赋|满分|最高)\d+(?:\.\d+)?分)|扣完为止|不得分|不计分|不扣分)[^，；。]{0,8}[.．]?$"
)


def open_commas(text: str) -> list[int]:
    """Return the places of commas outside brackets, quotes and titles."""
    return [m.start() for m in _QUOTED_OR_COMMA.finditer(text) if m.lastindex]


def between_scores(text: str, parts: list[Span]) -> list[list[Span]]:
    """Return the parts without those that only say what a duty scores: 每月上报，少一次扣1分，参加会议."""
    runs: list[list[Span]] = [[]]
    for part in parts:
        scores = text[part.end - 1] in _SCORE_LAST and _SCORED.match(text, *part) is not None
        if scores and any(not is_condition(text, p) for p in runs[-1]):
            runs.append([])
        elif not scores or runs[-1] or len(runs) == 1:
            runs[-1].append(part)
    return [run for run in runs if run]


_NOTED: Final = lazy("[的者](?:（[^（）]{1,12}）)$")
# 请假三天以内（含三天），由部门经理批准: within which bounds somebody decides
_BOUND_LAST: Final = lazy("(?:以[内上下外]|及以上)(?:（[^（）]{1,6}）)?$")
_DECIDES: Final = lazy("，(?:由|须?[经报])[^，。；]{2,20}?(?:批|审|核|定|同意|备案|签)")
_TARGET: Final = lazy("控制|[压降升增减]|达到|提高|完成|实现|保持|确保|应当?|须|必须|不得")


def is_condition(text: str, part: Span) -> bool:
    """Tell whether a comma part only says when or to whom the rest applies (……的，)."""
    start, end = part.start, _before_note(text, part)
    if text[end - 1] in _CONDITION_LAST and text.endswith(_CONDITION_ENDS, start, end):
        return not text.endswith(_NO_CONDITION, start, end)
    bounded = text[end - 1] in "内上下外）" and _BOUND_LAST.search(text, max(start, end - 12), end)
    if bounded and _DECIDES.match(text, end):
        return not _TARGET.search(text, start, end)
    if text.find("如", start, end) < 0 and text.find("若", start, end) < 0:
        return False
    return _IF.search(text, start, end) is not None and MODAL.search(text, start, end) is None


def in_case(text: str, part: Span) -> bool:
    """Tell whether a comma part says in which case or to whom the rest applies: 3日内未办结的, 迟到者."""
    return text[_before_note(text, part) - 1] in "的者" and is_condition(text, part)


def _before_note(text: str, part: Span) -> int:
    """Return where a comma part ends, without the bracket behind 的 or 者: 3天以内的（含3天），由……批准."""
    noted = _NOTED.search(text, *part) if text[part.end - 1] == "）" else None
    return noted.start() + 1 if noted else part.end


def parts_of(text: str, span: Span, commas: Sequence[int]) -> list[Span]:
    """Return the comma parts of a clause without label, bracket or score around them."""
    at = _past_opening(text, span)
    end = span.end
    if text.endswith(("）", "分", "）。"), at, end) and (trailing := _TRAILING.search(text, at, end)):
        end = trailing.start() if trailing.start() > at + 4 else end
    out = []
    places = commas[bisect_left(commas, at) : bisect_left(commas, end)]
    if text.find("、", at, end) > 0 and (each := _listed_limits(text, at, end)):
        places = sorted([*places, *each])
    for place in places:
        if place > at:
            out.append(Span(at, place))
        at = place + 1
    if end > at:
        out.append(Span(at, end))
    if all(is_condition(text, part) for part in out[:-1]):
        return out or [span]  # 给予通报的，每人次扣2分: the score is all it says
    n_parts = len(out)
    while len(out) > 1 and text[out[-1].end - 1] in _SCORE_LAST and _SCORED.match(text, *out[-1]):
        out.pop()
    while n_parts > len(out) > 1 and is_condition(text, out[-1]):
        out.pop()  # 逾期未提交的，扣1分
    return out or [span]


def _past_opening(text: str, span: Span) -> int:
    """Return where the words of a clause begin behind its bracket, its label and its number."""
    at = span.start
    if text.startswith("（", at) and (leading := _LEADING_BRACKET.match(text, at, span.end)):
        at = leading.end() if leading.end() < span.end else at
    if dated := _MONTH_HEAD.match(text, at, span.end):
        at = dated.end() if dated.end() < span.end else at
    elif (
        text.find("：", at, at + _LONGEST_LABEL) > 0
        and (label := _LABEL.match(text, at, span.end))
        and not MODAL.search(text, at, label.end())
    ):
        at = label.end() if label.end() < span.end else at
    if (mark := _LIST_MARK.match(text, at, span.end)) and mark.end() < span.end:
        at = mark.end()  # 4月：1、做好……；2、组织……
    return at


def _listed_limits(text: str, start: int, stop: int) -> list[int]:
    """Return the 、 behind which a part with a duty, a period or a limit of its own begins.

    That is 各省要每半年开展一次、各市要每季度开展一次, 7日内核查、15日内帮扶, 每月评比一次、每季度兑现一次.
    """
    return [m.end() - 1 for form in (_EACH_THEN, _LIMIT_THEN) for m in form.finditer(text, start, stop)]


def allows(text: str, part: Span) -> bool:
    """Tell whether a comma part only allows (可), with no duty word before."""
    if text.find("可", *part) < 0 or text[part.end - 1] == "的":
        return False  # 可以开放的，……开放
    found = _MAY.match(text, *part)
    if found and _OF_WHAT_MAY.match(text, found.end(), part.end) and text[part.start] in "对将把向":
        return False  # 对医疗机构可另收费的产品，加快受理……
    return found is not None and MODAL.search(text, part.start, found.end()) is None


def says_duty(text: str, parts: Sequence[Span]) -> bool:
    """Tell whether a duty word stands in any of the parts."""
    return any(MODAL.search(text, p.start, p.end) for p in parts)
