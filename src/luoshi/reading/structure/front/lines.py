"""The lines before the body: title, document number, addressee."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from luoshi.document.source_text import BlockKind, SourceText
from luoshi.reading.marks import OutlineItem
from luoshi.reading.structure.front.days import find_day
from luoshi.reading.structure.outline.titles import ends_as_title
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_MAX_LINES = 14
_MAX_TITLE_LINE = 100
_MAX_TITLE = 130
_MIN_TITLE = 4
_BODY = 70
_LINK = lazy("https?://")
_SURE_TITLE = 4
_BARE_TITLE = lazy(
    "(?:[公通][ \u3000]*告|公[ \u3000]*示|通[ \u3000]*[知报]|决[ \u3000]*定|督[ \u3000]*办[ \u3000]*单)"
)
_LEAD = 40  # the first paragraph below a headline
_MAX_META = 160
_MOST_TITLE_LINES = 3
_SALUTES = lazy(
    "(?:同志们|各位代表|各位委员|各位同志|各位领导|各位来宾|尊敬的[^，。：]{2,20})(?:、[^，。：]{2,8})*[：:！，]"
)
_MIN_HEADLINE = 10
_MAX_HEADLINE = 46
_DOCNO = lazy(
    r"[（(]?(?:(?:发文字号|文号|字号)[：:]?\s*)?(?P<no>(?:[\u4e00-\u9fffA-Z]{1,14}|(?=〔))[〔\[（(【<＜﹝［]\s?\d{4}\s?[〕\]）)】>＞﹞］]\s?(?:第)?\s?(?:\d{1,5}|[XxＸ×]{1,3})\s?号|(?:〔|\[|（)\d{4}(?:〕|\]|）)[\u4e00-\u9fff]{1,6}字?第?\d{1,5}号|(?:(?:〔|\[|（)\d{4}(?:〕|\]|）)|20\d\d年)?第\s?\d{1,4}\s?期)(?=$|[\s|。）)（(]|[-—](?=关于))"
)
_NUMBER_BEHIND = lazy(
    r"(?<=通知|意见|方案|办法|规定|决定|通报|报告)[ \u3000]+"
    r"[\u4e00-\u9fffA-Z]{1,14}[〔\[（(]\d{4}[〕\]）)]\s?(?:第)?\d{1,5}号$"
)
ORDER_NUMBER = r"令\s?(?:〔\d{4}〕)?\s?第?\s?[\d一二三四五六七八九十]{1,5}\s?号"  # of 某某总局令第45号
_OF_ORDER = lazy(rf"[\u4e00-\u9fff]{{2,30}}{ORDER_NUMBER}")
_ATTACHED = lazy(r"(?:附件\s?\d{0,2}|标题)[：:]?\s*")
_NOT_TITLE = lazy(
    r"[>|_。；@]|https?:|：|当前位置|摘要|等待处理|首页|^[（(]|^\d{4}[-/.]|^来源|^作者|网站.{0,5}$|网$|附件|^编号|^日期|^版本|^密级|受控|文件$"
)
_ON = lazy("关于[^\\n]{4,}纪要")
_YEARS = lazy(r"（20\d\d[年\d—–~～至-]*）")  # 三年行动计划, and below （2021-2023年）
_GOES_ON = lazy(
    r"第\d{1,5}号(?:提案|建议)|(?:和|及|暨)[^，。；：]{2,30}(?:打算|计划|安排|总结|报告|意见|方案)$"
)  # 对市政协三次会议, and below 第41号提案的答复
_DASHES = ("—", "–", "―")
_NEWS = lazy(any_of(STRUCTURE["head"]["news"]))
_RUN_IN = lazy(r"\s*(各[^：:。；\n]{2,80})[：:](?=根据|为|按照|现|经|依据|近期|近日|今年)")
_AUDIENCE = lazy(any_of(STRUCTURE["head"]["audiences"]))
_NOT_ADDRESSEE = lazy(any_of(STRUCTURE["head"]["not_addressee"]))
_DELEGATES = lazy("各位(?:代表|委员)(?:、[^，。：]{2,8})*[：:]")  # to whom a report is given
_AT_WORK = lazy(
    "(?:工作|任务|问题)(?=领导小组|小组|委员会|专班|办公室|部|队|组)|会议(?=办公室|秘书处|成员单位)"
)
_UNITS = lazy(
    any_of(
        [
            *STRUCTURE["head"]["issuers"],
            "部门",
            "单位",
            "机构",
            "院系",
            "县",
            "区",
            "市",
            "省",
            "各",
            "科室",
            "企业",
            "社区",
            "村",
            "代表",
            "主席",
            "委员",
            "同志",
            "先生",
            "女士",
            "学生",
            "同学",
            "家长",
            "教师",
            "职工",
            "居民",
            "村民",
            "业主",
            "商户",
            "用户",
            "师生",
            "员工",
        ]
    )
)
_META = lazy(any_of(STRUCTURE["head"]["publication"]) + r"|^\s*\d{4}[-/.年]\d{1,2}")
_PRESENT = lazy("出席|主持|讲话")


class Line(NamedTuple):
    """A line before the body: its place, whether a blank line precedes it, whether it is the page's."""

    start: int
    end: int
    apart: bool
    is_chrome: bool = False


def front_lines(source: SourceText, outline: Sequence[OutlineItem]) -> list[Line]:
    """Return the lines before the first long paragraph, numbered division or table."""
    text = source.text
    first = outline[0].span.start if outline else len(text)
    lines: list[Line] = []
    before = 0
    for block in source.blocks[: _MAX_LINES * 2]:
        start, end = block.span
        if start >= first or block.kind is BlockKind.ROW or len(lines) >= _MAX_LINES:
            break
        if block.kind in (BlockKind.CHROME, BlockKind.FURNITURE):
            if lines and end - start < _MAX_META and _META.search(text, start, end):
                lines.append(Line(start, end, apart=True, is_chrome=True))
            before = end
            continue
        # a page's summary repeats the body cut short, before the title; > and --- are a page's own
        sentence = "。" in text[start:end] and end - start > 30
        summary = (
            text.startswith(("摘要", "http", "**", "> ", "---"), start)
            or _LINK.search(text, start, end) is not None
        )
        summary = summary or (sentence and not text[start:end].endswith("。") and end - start < _BODY * 2)
        if (
            (sentence or end - start > _BODY)
            and not summary
            and text[end - 1] not in "：:"
            and not (not sentence and ends_as_title(text[start:end]))
        ):
            break
        if not summary:
            lines.append(Line(start, end, text.count("\n", before, start) > 1))
        before = end
    return lines


def find_title(text: str, lines: Sequence[Line], hint: str | None) -> Span | None:
    """Return the title: lines that end as titles do, or the ones above the publication line of a page."""
    if hint:
        bare = re.sub(r"\s", "", hint)
        for span in _candidates(text, lines):
            words = re.sub(r"\s", "", span.of(text))
            if words and (words == bare or (len(words) >= 8 and words in bare and ends_as_title(words))):
                return span
    best: Span | None = None
    best_score = 2
    for span in _candidates(text, lines):
        score = _title_score(text, span, lines)
        if score > best_score:
            best, best_score = span, score
    return best or _above_salutation(text, lines)


def _above_salutation(text: str, lines: Sequence[Line]) -> Span | None:
    """Return the lines over 同志们：, whatever they end with: the title of a speech."""
    at = next((i for i, x in enumerate(lines) if _SALUTES.fullmatch(text, x.start, x.end)), 0)
    above = lines[:at]
    if not 0 < at <= _MOST_TITLE_LINES or any(_NOT_TITLE.search(text, x.start, x.end) for x in above):
        return None
    title = Span(above[0].start, above[-1].end)
    return title if title.end - title.start <= _MAX_TITLE else None


def _candidates(text: str, lines: Sequence[Line]) -> list[Span]:
    """Return single lines, and runs of neighbouring lines that make one title."""
    out: list[Span] = []
    for i, line in enumerate(lines):
        if line.is_chrome or _is_docno(text, line):
            continue
        m = _ATTACHED.match(text, line.start, line.end)
        start = m.end() if m and m.end() < line.end else line.start
        end = line.end
        if number := _NUMBER_BEHIND.search(text, start, end):
            end = number.start()  # 某局关于……的通知 某综〔2021〕108号
        words = text[start:end]
        if _OF_ORDER.fullmatch(words):
            continue
        if end - start > _MAX_TITLE_LINE or (_NOT_TITLE.search(words) and not _is_open(words)):
            continue
        out.append(Span(start, end))
        for after in lines[i + 1 : i + 4]:
            words = text[after.start : after.end]
            if _YEARS.fullmatch(words):
                out.append(Span(start, after.end))
                break
            if (
                (after.apart and not _is_open(text[start:end]))
                or after.is_chrome
                or (ends_as_title(text[start:end]) and not _GOES_ON.match(words))
                or words.startswith(_DASHES)
                or _NOT_TITLE.search(words)
                or len(words) > _MAX_TITLE_LINE
            ):
                break
            if _DOCNO.match(words) or find_day(words):
                break
            end = after.end
            out.append(Span(start, end))
    return out


def _is_open(words: str) -> bool:
    """Tell whether a line breaks off inside the title of a document it names."""
    return words.count("《") > words.count("》")


def _is_docno(text: str, line: Line) -> bool:
    m = _DOCNO.match(text[line.start : line.end])
    return m is not None and line.start + m.end() >= line.end - 1


def _title_score(text: str, span: Span, lines: Sequence[Line]) -> int:
    words = span.of(text).replace("\n", "")
    if words.startswith(_DASHES):
        return 0  # ——某某在某会上的讲话, under the title
    if span.start == lines[0].start and _BARE_TITLE.fullmatch(words):
        return _SURE_TITLE
    if text.startswith(("标题：", "标题:"), max(span.start - 3, 0)) and span.start:
        return _SURE_TITLE
    if not _MIN_TITLE <= len(words) <= _MAX_TITLE or words.count("《") != words.count("》"):
        return 0
    ends = ends_as_title(words)
    about = "关于" in words
    if words.endswith("纪要") and not about and _has_title_below(text, span, lines):
        return 0  # 某市人民政府专题会议纪要 over its number: a letterhead
    score = 3 * ends + 2 * about + bool(_NEWS.search(words))
    after = next((x for x in lines if x.start >= span.end), None)
    if after is not None and text.startswith(_DASHES, after.start):
        score += 3
    if after is not None:
        meta = text[after.start : after.end]
        score += 2 * bool(_META.search(meta) or _DOCNO.match(meta))
        later = next((x for x in lines if x.start >= after.end), None)
        if later and _PRESENT.search(meta) and _META.search(text[later.start : later.end]):
            score += 3
    if "\n" in span.of(text):
        score += ends or not ends_as_title(span.of(text).split("\n")[-1])
    if _PRESENT.search(words) and not ends:
        score -= 2
    if span.start == lines[0].start and (ends or _is_headline(text, span, lines)):
        score += 1 if ends else 3
    return score


def _has_title_below(text: str, span: Span, lines: Sequence[Line]) -> bool:
    """Tell whether 关于……的会议纪要 stands below the number under ``span``."""
    below = [x for x in lines if x.start >= span.end][:3]
    return any(
        _is_docno(text, number) and _ON.fullmatch(text, after.start, after.end)
        for number, after in pairwise(below)
    )


def find_docno(text: str, lines: Sequence[Line]) -> Span | None:
    """Return the document number: a line of its own before the body."""
    issue = None
    for line in lines:
        m = _DOCNO.match(text[line.start : line.end])
        found = Span(line.start + m.start("no"), line.start + m.end("no")) if m else None
        if found and text[found.end - 1] == "号":
            return found
        issue = issue or found  # 第7期, where no number stands below
    return issue


def find_addressee(text: str, lines: Sequence[Line], title: Span | None) -> Span | None:
    """Return the addressee: a line of units that ends with a colon, under the title."""
    for line in lines:
        words = text[line.start : line.end]
        if (
            words[-1] not in "：:"
            or (title and line.start < title.end)
            or (title is None and line is not lines[0] and not _is_number(text, lines[0], line))
        ):
            continue
        if _DELEGATES.fullmatch(words):
            return Span(line.start, line.start + len(words) - 1)
        if (
            _AUDIENCE.search(words)
            or _NOT_ADDRESSEE.search(_AT_WORK.sub("", words))
            or "。" in words
            or not _UNITS.search(words)
        ):
            continue
        return Span(line.start, line.start + len(words.rstrip("：: ")))
    return _run_in_addressee(text, title)


def _is_number(text: str, first: Line, line: Line) -> bool:
    """Tell whether a letter without a title opens with its number, and ``line`` is the next."""
    docno = find_docno(text, [first])
    return docno is not None and not text[first.end : line.start].strip()


def _run_in_addressee(text: str, title: Span | None) -> Span | None:
    """Return the addressee that opens the first paragraph under the title (各县建设局：根据……)."""
    found = _RUN_IN.match(text, title.end) if title else None
    if found is None or _AUDIENCE.search(found[1]) or _NOT_ADDRESSEE.search(found[1]):
        return None
    return Span(*found.span(1)) if _UNITS.search(found[1]) else None


def _is_headline(text: str, span: Span, lines: Sequence[Line]) -> bool:
    """A first line without any stop, right above a long paragraph: the headline of a report."""
    words = span.of(text)
    longest = max(map(len, re.split(r"[ \u3000]", words)))  # a headline may be of several parts
    if not (len(words) >= _MIN_HEADLINE and longest <= _MAX_HEADLINE) or re.search(
        "[，。；：！？、]$|^[一二三四五六七八九十（(\\d第—]", words
    ):
        return False
    last = lines[-1]
    follows = text[last.end : last.end + 400].strip()
    first = follows.split("\n")[0]
    return span.end >= last.start and (("。" in follows and len(first) > _LEAD) or first.count(" | ") > 1)
