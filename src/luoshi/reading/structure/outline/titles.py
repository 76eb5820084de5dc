"""Headings without a number."""

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.duty.brackets import is_owner_line
from luoshi.reading.structure.outline.numbering import Mark, read_mark
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_MIN = 3
_MAX = 14
_MAX_FIRST = 22
_MIN_BODY = 16
_LONG_BODY = 60
_STOPS = lazy("[，；：。、！？]")
_HEADING = lazy(
    rf"(?!{any_of(STRUCTURE['headings']['not_openings'])})[\u4e00-\u9fff、《》“”]*{any_of(STRUCTURE['headings']['endings'])}$"
)
_UNIT_ENDS = "局厅府部委会院室司处"
_FIRST = lazy(
    rf"(?:20\d\d年度?)?(?!{any_of(STRUCTURE['headings']['not_openings'])})[\u4e00-\u9fffA-Z、《》“”\"+＋]{{4,}}(?<![{_UNIT_ENDS}])(?<!强调)(?<!指出)(?<!要求)$"
)
_LABELLED = lazy("[\\u4e00-\\u9fff]{2,8}：[^\\n]{4,}")
_LABEL = lazy(
    r"(?!会[议上]|.*(?:如下|是|为|包括|要求|强调|指出|任务|同志|各位|单位|各|以下|[抓做]好|[一二三四五六七八九十\d]+(?:个方面|项|件|点)))[\u4e00-\u9fff、]{3,12}$"
)
_TITLE_END = lazy(
    rf"{any_of(STRUCTURE['titles']['endings'])}(?:（[^（）]*）|篇[一二三四五六七八九十0-9]{{1,3}})?$"
)
_OF_A_YEAR = lazy(
    r"(?:20\d\d年度?|(?:过去|今后|未来)[一三五]年|“?十[三四五]五”?(?:时期|期间)|[上下]半年|[去今明]年|本年度)"
    r"[\u4e00-\u9fff、]{0,8}(?:工作|任务|安排|目标|要求|打算|计划|回顾|总结|重点|举措|建议)$"
)
_DEMANDS = lazy("应当|须|不得|负责|由|另行|可以|应(?![急用届邀聘征对])")
_SENTENCE_END = "。；：！？…”）)〕】]"


def ends_as_title(words: str) -> bool:
    """Tell whether the words end as the title of a document does.

    >>> ends_as_title("关于开展安全生产大检查的通知"), ends_as_title("二〇二一年五月")
    (True, False)
    """
    return bool(_TITLE_END.search(words))


def is_unnumbered_heading(text: str, blocks: tuple[Block, ...], i: int) -> bool:
    """Tell whether block ``i``, which has no number, is a heading all the same.

    A short line of Chinese alone: one that ends as headings do, after the end of a sentence or another
    heading and before a paragraph; one right above a numbered item or above another such line; a label with a
    colon above a list. The very first line is one when items follow at once and it is no document's title.
    """
    start, end = blocks[i].span
    if not _MIN <= end - start <= _MAX_FIRST or i + 1 >= len(blocks):
        return False
    after = blocks[i + 1]
    listed = after.kind is BlockKind.PARAGRAPH or after.kind is BlockKind.ROW
    if not listed or is_owner_line(text, start, end):
        return False
    words = text[start:end]
    mark = read_mark(text, *after.span)
    if i == 0:
        return _opens_text(text, blocks, mark, words)
    before = blocks[i - 1].span
    closed = text[before.end - 1] in _SENTENCE_END or read_mark(text, *before) is not None
    closed = (
        closed or ends_as_title(before.of(text)) or _is_bare(before.of(text)) or "单位：" in before.of(text)
    )
    if words[-1] == "：":
        among = _LABELLED.match(text, *before) is not None  # 存在问题：…… above it: one label of several
        return (
            closed and not among and mark is not None and mark.number == 1 and bool(_LABEL.match(words[:-1]))
        )
    over_list = _is_bare(words) and (mark is not None or _is_over_list(text, blocks, i + 1))
    runs_on = mark is not None and mark.number > 1 and _is_plain(words)  # 深入开展…行动 between items 5 and 6
    fills = mark is not None and _fills(text, blocks[i - 1].span, mark)
    alone = words[-1] == "。" and _is_line_heading(text, blocks, i) and _has_twin(text, blocks, i)
    part = _is_part(text, blocks, i)
    if part or (closed and (over_list or runs_on or alone or _OF_A_YEAR.match(words)) and not fills):
        return True
    longer = after.span.end - after.span.start >= _MIN_BODY
    return (
        end - start <= _MAX
        and bool(_HEADING.match(words))
        and longer
        and (closed or _is_over_list(text, blocks, i))
    )


def _is_line_heading(text: str, blocks: tuple[Block, ...], i: int) -> bool:
    """Tell whether a block is a short sentence alone on its line above a long paragraph: 扩大有效投资。."""
    start, end = blocks[i].span
    if not _MIN < end - start <= _MAX_FIRST or i + 1 >= len(blocks) or text[end - 1] != "。":
        return False
    after = blocks[i + 1]
    plain = not _STOPS.search(text, start, end - 1) and blocks[i].kind is BlockKind.PARAGRAPH
    plain = plain and not _DEMANDS.search(text, start, end)
    return plain and after.kind is BlockKind.PARAGRAPH and after.span.end - after.span.start >= _LONG_BODY


def _is_part(text: str, blocks: tuple[Block, ...], i: int) -> bool:
    """Tell whether a block heads a part as others do: 工作人员准则 一、……二、…… 管理人员准则 一、……."""
    if not ends_as_title(blocks[i].span.of(text)) or not _heads_part(text, blocks, i):
        return False
    return any(k != i and _heads_part(text, blocks, k) for k in range(1, len(blocks)))


def _heads_part(text: str, blocks: tuple[Block, ...], i: int) -> bool:
    """Tell whether a short line stands right above the first item of a list: a paper within a paper."""
    start, end = blocks[i].span
    if not _MIN < end - start <= _MAX_FIRST or i + 1 >= len(blocks) or _STOPS.search(text, start, end):
        return False
    mark = read_mark(text, *blocks[i + 1].span)
    return mark is not None and mark.number == 1 and read_mark(text, start, end) is None


def _has_twin(text: str, blocks: tuple[Block, ...], i: int) -> bool:
    return any(k != i and _is_line_heading(text, blocks, k) for k in range(1, len(blocks)))


def _opens_text(text: str, blocks: tuple[Block, ...], mark: Mark | None, words: str) -> bool:
    follows = mark is not None or _is_over_list(text, blocks, 1)
    return follows and bool(_FIRST.match(words)) and not ends_as_title(words)


def _is_over_list(text: str, blocks: tuple[Block, ...], i: int) -> bool:
    """Tell whether block ``i`` is a bare line right above a numbered one."""
    if i + 1 >= len(blocks) or not _is_bare(blocks[i].span.of(text)):
        return False
    return read_mark(text, *blocks[i + 1].span) is not None


def _fills(text: str, before: Span, after: Mark) -> bool:
    """Tell whether a line stands between a bare item and the next of its kind, and is what that one says."""
    mark = read_mark(text, *before)
    if mark is None or mark.kind is not after.kind or after.number != mark.number + 1:
        return False
    return before.end - before.start <= _MAX and text[before.end - 1] not in _SENTENCE_END


def _is_plain(words: str) -> bool:
    return words.endswith(("行动", "工程", "计划", "安排", "措施")) and bool(_FIRST.match(words))


def _is_bare(words: str) -> bool:
    return _MIN <= len(words) <= _MAX_FIRST and bool(_FIRST.match(words)) and not ends_as_title(words)
