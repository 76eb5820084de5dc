"""Lines that only name what is attached: 附件：1.任务表, the lone 附件 above it, and the title under that."""

from collections.abc import Sequence
from typing import Final

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.structure.outline.numbering import MarkKind, read_mark
from luoshi.values.pattern import lazy

_ANNEX: Final = lazy(r"附件?[ ]?[0-9一二三四五六七八九十]{0,3}[ ]?(?P<colon>：)?[ ]?(?P<rest>[^。；]{0,80})$")
_MAX_NAME: Final = 60
_MAX_TITLE: Final = 3
_ITEM: Final = frozenset(
    {MarkKind.DIGIT, MarkKind.NUMERAL, MarkKind.BRACKETED_DIGIT, MarkKind.HALF_BRACKETED_DIGIT}
)
_LINE_ENDS: Final = "。；，：、"


def annex_lines(text: str, blocks: Sequence[Block]) -> set[int]:
    """Return the blocks that name attachments and nothing else."""
    if "附" not in text:
        return set()
    found: set[int] = set()
    i = 0
    while i < len(blocks):
        start, end = blocks[i].span
        named = _ANNEX.match(text, start, end) if text[start] == "附" else None
        if named is None or blocks[i].kind is BlockKind.ROW:
            i += 1
            continue
        found.add(i)
        i += 1
        for _ in range(
            _n_names(text, blocks, i) if named["colon"] or named["rest"] else _n_title(text, blocks, i)
        ):
            found.add(i)
            i += 1
    return found


def _n_names(text: str, blocks: Sequence[Block], i: int) -> int:
    """Return how many lines go on with the list: numbered ones, or the one name below 附件：."""
    n = 0
    while i + n < len(blocks) and _is_name(text, blocks[i + n]):
        mark = read_mark(text, *blocks[i + n].span)
        if mark is None or mark.kind not in _ITEM:
            return 1 if not n and text[blocks[i - 1].span.end - 1] == "：" else n
        n += 1
    return n


def _n_title(text: str, blocks: Sequence[Block], i: int) -> int:
    """Return over how many lines the title of the attached part below a lone 附件 goes."""
    n = 0
    while n < _MAX_TITLE and i + n < len(blocks) and _is_name(text, blocks[i + n]):
        if read_mark(text, *blocks[i + n].span) is not None:
            break
        n += 1
    return n


def _is_name(text: str, block: Block) -> bool:
    start, end = block.span
    return (
        block.kind not in (BlockKind.ROW, BlockKind.CHROME)
        and end - start <= _MAX_NAME
        and text[end - 1] not in _LINE_ENDS
        and text.find("。", start, end) < 0
    )
