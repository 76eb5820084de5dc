"""Headings without a number."""

import re

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.structure.outline.numbering import read_mark
from luoshi.reading.structure.words import STRUCTURE, any_of

_MIN = 3
_MAX = 14
_MAX_FIRST = 22
_MIN_BODY = 16
_HEADING = re.compile(
    rf"(?!{any_of(STRUCTURE['headings']['not_openings'])})[\u4e00-\u9fff、《》“”]*{any_of(STRUCTURE['headings']['endings'])}$"
)
_FIRST = re.compile(
    rf"(?:20\d\d年度?)?[\u4e00-\u9fff、《》“”]+(?<!{'|'.join(('局', '厅', '府', '部', '委', '会', '院', '室', '司'))})$"
)
_TITLE_END = re.compile(rf"{any_of(STRUCTURE['titles']['endings'])}(?:（[^（）]*）)?$")
_SENTENCE_END = "。；：！？…”）"


def ends_as_title(words: str) -> bool:
    """Tell whether the words end as the title of a document does.

    >>> ends_as_title("关于开展安全生产大检查的通知"), ends_as_title("二〇二一年五月")
    (True, False)
    """
    return bool(_TITLE_END.search(words))


def is_unnumbered_heading(text: str, blocks: tuple[Block, ...], i: int) -> bool:
    """Tell whether block ``i``, which has no number, is a heading all the same.

    It is a short line of Chinese alone that ends as headings do, after the end of a sentence or another heading,
    and a paragraph follows. The very first line is one when items follow at once and it is no document's title.
    """
    start, end = blocks[i].span
    if not _MIN <= end - start <= _MAX_FIRST or i + 1 >= len(blocks):
        return False
    after = blocks[i + 1]
    if after.kind is not BlockKind.PARAGRAPH and after.kind is not BlockKind.ROW:
        return False
    words = text[start:end]
    if i == 0:
        mark = read_mark(text, *after.span)
        return mark is not None and bool(_FIRST.match(words)) and not ends_as_title(words)
    if end - start > _MAX or not _HEADING.match(words):
        return False
    before = blocks[i - 1].span
    longer = after.span.end - after.span.start >= _MIN_BODY
    closed = text[before.end - 1] in _SENTENCE_END or read_mark(text, *before) is not None
    return longer and closed
