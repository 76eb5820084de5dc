"""Headings among the clauses: of numbered items, of 一是…, and short ones that open a run of sentences."""

from collections import Counter
from collections.abc import Sequence

from luoshi.reading.marks import OutlineItem
from luoshi.reading.structure.clause.pieces import Draft
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy

_MAX_HEADING = 36
_MAX_LONE = 22
_MAX_RUN_IN = 14
_MAX_MARKED = 34
_MIN_DEMAND = 14
_MIN_ARTICLE = 10  # characters of an article's first sentence that is no heading of it
_MOST = 0.6
_FEW = 0.34
_DEMANDS = lazy(
    r"应当|原则上|需(?![求要])|需要(?=进)|不得|必须|负责|要(?![求点素件])|\d%|[月日底]前|每[日周月季年半]|(?<!\d)(?<!\d\.)\d[\d.]*+(?:万|亿)?(?:个|家|座|处|所|公里|亩|套|台|盏|块|辆|户|间|株)|\d万?元|应(?![急用届邀聘征酬变运])|须|由|将|(?<![邀申聘提报])请(?!示)"
)
# 提出申请，并提交下列材料：
_ALSO_LISTS = lazy("(?<=[^，]{6})，(?:并|同时|且)[^，]{0,8}(?:下列|以下|如下)[^，]*$")
_LISTS = lazy("以下|如下|下列(?!情形|行为)|方面|几点|意见$|主要任务|主要职责|存在|包括$|问题$")
DATED_FIELD = lazy(r"[^，。；：\s]{0,8}(?:时间|日期|时限|期限)：\s?(?:20\d\d年|\d{1,2}月|即日|截至|截止)")
"""A line that says when something is to be: 培训时间：6月3日."""
_ACTS_ON = lazy("(?<=[^，。]{3})对(?:下列|以下|如下)[^，。：]{2,20}(?:实行|予以|给予|实施|采取)")
_TIMES_A_YEAR = lazy("每(?:年|半年|季度?|月|周)[^，。；：]{0,8}?(?:[一二三四五六两]|\\d+)次")
_WHEN_TO_ALL = lazy("[^，。；]{2,16}(?:结束|期满|到期|届满|合格|通过)?(?:时|后|前|期间)，")
_WEEKDAY = lazy(r"(?:周|星期|礼拜)[一二三四五六日天]|第[一二三四五六七八九十\d]{1,3}周")
_MUST = lazy(r"[\u4e00-\u9fff]{2,16}(?:局|厅|委|办|部|院|政府|部门|单位|中心|公司|镇|乡)要(?![求点素件])")
_NO_RUN_IN = lazy(any_of(STRUCTURE["clauses"]["no_run_in"]) + r"|\d")


def find_headings(text: str, outline: Sequence[OutlineItem], drafts: Sequence[Draft]) -> list[bool]:
    """Tell for each draft whether it is a heading, or only announces what follows it."""
    out = [False] * len(drafts)
    shaped = [d.opens_item and _is_shaped(text, outline, drafts, i) for i, d in enumerate(drafts)]
    by_marker: Counter[int] = Counter()
    n_items: Counter[int] = Counter()
    for i, draft in enumerate(drafts):
        if draft.opens_item:
            level = outline[draft.item].level
            n_items[level] += 1
            by_marker[level] += shaped[i]
    for i, draft in enumerate(drafts):
        piece = draft.piece
        if piece.announces:
            words = text[piece.start : piece.end]
            counted = _TIMES_A_YEAR.search(words) is not None  # 按以下分工检查，每年不少于2次：
            acts_first = _ALSO_LISTS.search(words) is not None and _DEMANDS.search(words) is not None
            lists = _LISTS.search(words) is not None and not (counted or acts_first)
            demands = (counted or _DEMANDS.search(words)) and len(words) >= _MIN_DEMAND and not lists
            out[i] = not (demands or _ACTS_ON.search(words))
        elif DATED_FIELD.match(text, piece.start, piece.end):
            out[i] = False
        elif draft.opens_item:
            level = outline[draft.item].level
            usual = by_marker[level] >= _MOST * n_items[level]
            rare = by_marker[level] <= _FEW * n_items[level]
            lone = _is_lone(text, piece.start, piece.end) and not (rare and _is_assigned(text, drafts, i))
            out[i] = shaped[i] and (usual or lone)
        elif piece.end - piece.start <= _MAX_MARKED:
            out[i] = _is_run_in(text, drafts, i)
    return out


def _has_body(text: str, outline: Sequence[OutlineItem], drafts: Sequence[Draft], i: int) -> bool:
    """Tell whether something stands under the item ``i`` opens: text of its own, or an item below it."""
    draft, ended = drafts[i], text[drafts[i].piece.whole.end - 1] in "。；"
    after = next((d for d in drafts[i + 1 :] if d.piece.end > d.piece.start), None)
    if after is None:
        return False
    if not ended and after.block != draft.block and _in_table(text, after) and not _in_table(text, draft):
        return draft.piece.end - draft.piece.start <= _MAX_LONE  # 三、重点项目推进计划, over a table
    if after.item != draft.item:
        words = text[draft.piece.start : draft.piece.end]
        own_line = text[after.piece.whole.start - 1] == "\n"
        short = len(words) <= (_MAX_LONE if own_line else _MAX_RUN_IN)
        return (
            after.opens_item
            and (short or not ended)
            and outline[after.item].level > outline[draft.item].level
        )
    inside_line = text[outline[draft.item].span.start - 1] not in "\n|"
    if after.block == draft.block and "|" in text[draft.piece.whole.end : after.piece.whole.start]:
        return False  # the next cell of its row
    return after.block == draft.block or (
        not (ended and inside_line) and not _WEEKDAY.match(text, after.piece.whole.start)
    )


def _in_table(text: str, draft: Draft) -> bool:
    """Tell whether a draft stands in a row: a line with bars or tabs between its cells."""
    start = text.rfind("\n", 0, draft.piece.start) + 1
    stop = text.find("\n", draft.piece.start)
    line = text[start : stop if stop >= 0 else len(text)]
    return line.count("|") > 1 or line.count("\t") > 1


def _is_shaped(text: str, outline: Sequence[OutlineItem], drafts: Sequence[Draft], i: int) -> bool:
    """A heading by its shape: short, no demand, and its own line or sentence with more after it."""
    draft = drafts[i]
    piece = draft.piece
    if not piece.ends_sentence and piece.tail.end == piece.tail.start:
        return False
    words = text[piece.start : piece.end]
    whole_end = text[piece.whole.end - 1]
    if outline[draft.item].marker.endswith("条") and whole_end == "。" and len(words) >= _MIN_ARTICLE:
        return False
    if whole_end in "。；" and (len(words) > _MAX_HEADING or _WHEN_TO_ALL.match(words)):
        return False
    return (
        _has_body(text, outline, drafts, i)
        and not (_DEMANDS.search(words) and whole_end in "。；")
        and words.count("，") <= 2
    )


def _is_lone(text: str, start: int, end: int) -> bool:
    return end - start <= _MAX_LONE and "，" not in text[start:end]


def _is_assigned(text: str, drafts: Sequence[Draft], i: int) -> bool:
    """Tell whether a line of units closes the item (责任单位：…), so that its first is a task."""
    for draft in drafts[i + 1 :]:
        if draft.item != drafts[i].item:
            return False
        if draft.piece.end <= draft.piece.start and text[draft.piece.tail.start] not in "（〔【[":
            return True
    return False


def _is_run_in(text: str, drafts: Sequence[Draft], i: int) -> bool:
    """Tell whether it is a short sentence with more of its paragraph after it, as 推进生态保护。 is."""
    draft = drafts[i]
    piece = draft.piece
    if not piece.ends_sentence or i + 1 >= len(drafts) or not _leads_on(drafts, i):
        return False
    words = text[piece.start : piece.end]
    if _NO_RUN_IN.search(words) or _MUST.match(words):
        return False
    if piece.marker:
        return len(words) <= _MAX_MARKED and words.count("，") <= 1
    after = drafts[i + 1].piece
    longer = after.end - after.start > len(words)
    if len(words) > _MAX_RUN_IN or "，" in words or not longer or piece.start > piece.whole.start:
        return False
    opens_block = (i == 0 or drafts[i - 1].block != draft.block) and not words.startswith("要")
    return opens_block or (_has_sibling(drafts, i) and not _ends_assigned(text, drafts, i))


def _ends_assigned(text: str, drafts: Sequence[Draft], i: int) -> bool:
    """Tell whether units in a bracket close the paragraph, so that each of its sentences is theirs."""
    block = drafts[i].block
    last = next((d for d in reversed(drafts[i : i + 40]) if d.block == block), drafts[i])
    tail = text[last.piece.end : last.piece.whole.end].rstrip("。")
    return tail.endswith(("）", "〕", "】")) and ("负责" in tail or "单位" in tail)


def _leads_on(drafts: Sequence[Draft], i: int) -> bool:
    """Tell whether the paragraph goes on after ``i`` without a new mark, and ``i`` begins a sentence."""
    draft, after = drafts[i], drafts[i + 1]
    if after.block != draft.block or after.opens_item or after.piece.marker:
        return False
    before = drafts[i - 1] if i else None
    in_sentence = before is not None and before.sentence == draft.sentence and not before.piece.announces
    return not in_sentence or bool(draft.piece.marker)


def _has_sibling(drafts: Sequence[Draft], i: int) -> bool:
    """Tell whether another short sentence of the paragraph, not next to it, has a longer one after it."""
    block = drafts[i].block
    near = (*range(i - 2, max(i - 8, -1), -1), *range(i + 2, min(i + 8, len(drafts) - 1)))
    for k in near:
        piece, after = drafts[k].piece, drafts[k + 1]
        if drafts[k].block != block or after.block != block or piece.marker:
            continue
        short = 0 < piece.end - piece.start <= _MAX_RUN_IN and piece.ends_sentence
        if short and after.piece.end - after.piece.start > piece.end - piece.start:
            return True
    return False
