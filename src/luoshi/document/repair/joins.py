"""Lines that a page or a fixed width cut in mid-sentence, joined again."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from luoshi.document.source_text import Block, BlockKind
from luoshi.document.way_back import Edit
from luoshi.values.pattern import lazy

_ENDED = frozenset("。！？；：…”’）】》〕!?;:)>|—")
# What no line of its own begins with.
_IMPOSSIBLE = lazy(r"[，、。；：）》”’】〕％%]")
_OPEN_END = lazy(r"[，、（《“〔【]$|[\d][-—~至.]?$")
_ITEM = lazy(
    r"(?:第?[一二三四五六七八九十百零〇\d]{1,4}[、.．）章节条款是要]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳●★◆■▲·※—]|附件|附：|抄送|主送"
    r"|第[一二三四五六七八九十\d]+|其[一二三次]|首先|再次|最后|同志们|各位|https?:|来源|标题|作者|时间|摘要|\d{4}年\d{1,2}月\d{1,2}日$)"
)
_LEAST = 40  # characters: a shorter line without a full stop is a heading, an addressee, a slogan
_LEAST_TOLD = 16  # with a sentence in it already, which none of these has
_WRAPPED_SHARE = 0.5
_WRAPPED_LINES = 6


def find_joins(text: str, blocks: Sequence[Block]) -> list[Edit]:
    """Return the edits that take out line breaks inside a sentence.

    A join needs a reason: the next line begins as no line can, or this one is body text without an end and
    the next carries a sentence on, or both belong to a text of one line width.
    """
    width = _wrap_width(blocks)
    edits: list[Edit] = []
    for this, after in pairwise(blocks):
        if this.kind is not BlockKind.PARAGRAPH or after.kind is not BlockKind.PARAGRAPH:
            continue
        last = text[this.span.end - 1]
        if last in _ENDED and not width:
            continue
        if _belong(text, this, after) or (width and _wrapped(text, this, after, width)):
            edits.append(Edit(this.span.end, after.span.start, ""))
    return edits


def _belong(text: str, this: Block, after: Block) -> bool:
    """Tell whether a sentence goes on from one line to the next, whatever their lengths."""
    if text[this.span.end - 1] in _ENDED:
        return False
    following = after.span.of(text)
    if _IMPOSSIBLE.match(following):
        return this.span.end - this.span.start >= _LEAST // 4
    words = this.span.of(text)
    if len(words) < (_LEAST_TOLD if "。" in words else _LEAST) or _ITEM.match(following) or "http" in words:
        return False
    is_body = "。" in words or words.count("，") >= 2 or _OPEN_END.search(words) is not None
    goes_on = following[-1] in "。！？；：”" and "，" in following
    return is_body and goes_on


def _wrap_width(blocks: Sequence[Block]) -> int:
    """Return the length at which the lines of a hard-wrapped text are cut, 0 for any other text."""
    lengths = [b.span.end - b.span.start for b in blocks if b.kind is BlockKind.PARAGRAPH]
    if len(lengths) < _WRAPPED_LINES:
        return 0
    longest = max(lengths)
    if not 20 <= longest <= 60:
        return 0
    counts = Counter(lengths)
    full = sum(counts[longest - k] for k in range(4))
    return longest if full >= _WRAPPED_SHARE * len(lengths) else 0


def _wrapped(text: str, this: Block, after: Block, width: int) -> bool:
    """Tell whether a line is as full as this text's lines get, and the next is no paragraph of its own."""
    indent = after.span.start - text.rfind("\n", 0, after.span.start) - 1
    is_adjacent = text.count("\n", this.span.end, after.span.start) == 1
    is_full = this.span.end - this.span.start >= width - 3
    starts_anew = indent > 0 or _ITEM.match(text, after.span.start) is not None
    return is_adjacent and is_full and not starts_anew
