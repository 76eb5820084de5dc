"""A block of text to pieces: sentences, their parts between ；, and the members of 一是…二是… lists."""

import re
from bisect import bisect_left
from itertools import pairwise
from typing import Final

from luoshi.reading.duty.grammar import is_predicate
from luoshi.reading.structure.clause.pieces import Piece
from luoshi.reading.structure.clause.tail_brackets import LABEL_FIRST, NOWHERE, TAIL_LAST, tail_of
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of
from luoshi.values.span import Span

_NUMERALS = "一二三四五六七八九十"
# A bracket or quotation without a full stop in it is passed over whole; so is （…。列第一位者为牵头单位）.
_PART = re.compile(
    r"(?:[^。！？；（“\n…]++|…(?!…[\u4e00-\u9fff])|（[^（）\n]{2,300}(?:下同|牵头单位)）|（(?:[^（）。\n]|（[^（）。\n]{0,60}）){0,200}）|“[^“”。！？\n]{0,150}”|[（“])++"
    r"(?:[。！？；][”’）」]*|……)?|[。！？；\n]+|……"
)
_LEAD = re.compile(
    rf"(?:{any_of(STRUCTURE['clauses']['leads'])}[，：]?|第[一二三四五六][，：]|[，、；：）” \u3000])*"
)
_SPEECH = re.compile(
    rf"(?:[^，。；：“”]{{0,20}}?{any_of(STRUCTURE['speakers']['posts'])}[\u4e00-\u9fff]{{0,4}}|[\u4e00-\u9fff]{{2,3}})"
    r"(?:同志)?(?:\d{1,2}月\d{1,2}[日号])?(?:在[^，。；：“”]{2,32}?(?:会议?|调研|检查|督查|座谈|考察|批示)(?:上|时|中|期间)?)?"
    r"(?:最后|同时|还|并|再次|特别|着重)?(?:指出|强调|要求|表示|提出|明确|决定|认为|议定|商定)"
    r"(?:[，：]|[ \u3000]+)(?=.{6})"
)
_FOUND = re.compile(
    "(?:近期，|近日，|日前，)?[^，。；：“”]{0,14}(?:质控|评查|抽检|走访|审核|监测|巡检|督查|检查|抽查|暗访|巡查|巡察|核查|审计|调研|考核|督导)[中时后组]?发现[，：](?=.{4})"
)
_AGREES = re.compile("会议(?:一致|研究)?(?=(?:原则)?(?:上)?同意)")
_ANNOUNCER = re.compile(rf"{any_of(STRUCTURE['clauses']['announcers'])}$")
_LISTING = re.compile(
    "，(?:(?:具体|分别|展示|主要|其中)?[^，。：]{0,10}(?:如下(?:（[^（）]{1,12}）?)?|为|包括|是|有)|现[将就][^，。：]{0,20}如下)$"
)
_FAULTS_FOLLOW = re.compile(
    r"存在(?:着)?[^，。；]{0,14}(?:问题|不足|短板|薄弱环节|差距|困难)，"
    r"(?=(?:主要)?(?:有的|一些|部分|个别|少数|[^，。；]{2,24}(?:不(?!少|断|仅)|没|未|缺|滞后|薄弱)))"
)
_MARK = re.compile(rf"(?:[{_NUMERALS}]|十[{_NUMERALS}])(?:是(?!否)|要(?!求))")
# 打通断头路12条（甲局负责），新增路口150个（乙局负责）: each with a bracket of its own
_OWNED = re.compile(
    r"（[^（）。\n]{2,100}(?:负责|牵头|配合|落实|完成|推进|单位)[^（）。\n]{0,8}(?:（[^（）]{1,12}）[^（）。\n]{0,60})*）[，,]"
)
_ENDS_OWNED = re.compile(r"）[。；]?$")
_COUNTS = re.compile(
    "(?:新增|新[改扩]?建|改造|建设|培育|打造|创建|引进|发展|栽植|布设|设置|配备)[^。；]{0,24}?\\d"
)
_MORE_COUNTED = re.compile(
    "(?P<thing>[\u4e00-\u9fff]{2,10})(?<![于到达共约增减升降有为])\\d[\\d.,]*[万亿]?[\u4e00-\u9fff]{1,3}(?:，(?:总计|累计|合计|总数)(?:达到?)?\\d[\\d.,]*[\u4e00-\u9fff]{1,3})?[。；]"
)
_SCORE = re.compile(r"（[0-9]{1,3}(?:\.[0-9]+)?分）$")
_SAYS = re.compile("(?:发现|议定|商定|指出|强调|要求|表示|提出|明确|决定|认为)(?:[，：]|[ \u3000])")
_MAX_SPEAKER = 60
_BEFORE_MARK: Final = frozenset("，、；：。 \u3000）\n")
_LEAD_FIRST: Final = frozenset(w[0] for w in STRUCTURE["clauses"]["leads"]) | {"第"}
_SPECIAL_FIRST: Final = _LEAD_FIRST | frozenset(_NUMERALS) | {"会"}
_OPENERS: Final = frozenset(" \u3000）”，、；。—\n")
_END_MARKS: Final = frozenset("。！？；，、：…”’」 \u3000")
_BEFORE_TAIL: Final = frozenset("。！？；，、：… \u3000")


class Cutter:
    """Cuts one text; what needs a look inside a sentence is found for the whole text first."""

    __slots__ = ("marks", "owned", "says", "special", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = [
            m.start() for m in _MARK.finditer(text) if m.start() and text[m.start() - 1] in _BEFORE_MARK
        ]
        self.says = [m.end() for m in _SAYS.finditer(text)]
        faults = [m.start() for m in _FAULTS_FOLLOW.finditer(text)]
        colons = [m.start() for m in re.finditer("：", text)]
        self.owned = [m.end() for m in _OWNED.finditer(text)]
        self.special = sorted(self.marks + faults + colons + self.owned)

    def pieces_of(self, start: int, end: int, cuts: list[int]) -> list[Piece]:
        """Cut ``text[start:end]`` into pieces; ``cuts`` are places inside it where a division begins."""
        text = self.text
        out: list[Piece] = []
        open_at = -1
        for m in _PART.finditer(text, start, end):
            a, b = m.span()
            if open_at >= 0:
                a = open_at
            last = text[b - 1]
            if last == "；" and b < end and (_glosses(text, a, b) or _counts_on(text, a, b)):
                open_at = a
                continue
            open_at = -1
            ends = last != "；"
            if cuts:
                places = [a, *(c for c in cuts if a < c < b), b]
                for x, y in pairwise(places):
                    self._cut_part(x, y, ends and y == b, out)
            else:
                self._cut_part(a, b, ends, out)
        if open_at >= 0:
            self._cut_part(open_at, end, True, out)  # noqa: FBT003 - inner
        return out

    def whole(self, start: int, end: int) -> Piece:
        """Return a stretch as one piece, whatever stands in it."""
        return Piece(start, end, Span(start, end), "", NOWHERE, announces=False, ends_sentence=True)

    def _cut_part(self, a: int, b: int, ends: bool, out: list[Piece]) -> None:  # noqa: FBT001 - inner
        """Cut one part at unclosed brackets, announcing colons and list marks."""
        text = self.text
        places, stop = [b], b
        while (bracket := text.rfind("（", a, stop)) > a and text.find("）", bracket, stop) < 0:
            places.append(bracket)
            stop = bracket
        for end in reversed(places):
            self._cut_unit(a, end, ends and end == b, out)
            a = end + 1

    def _cut_unit(self, a: int, b: int, ends: bool, out: list[Piece]) -> None:  # noqa: FBT001 - inner
        """Cut what holds no open bracket at announcing colons and list marks."""
        text = self.text
        i = bisect_left(self.special, a + 1)
        if i == len(self.special) or self.special[i] >= b:
            self._add(a, b, False, ends, out)  # noqa: FBT003 - inner
            return
        faults = _FAULTS_FOLLOW.search(text, a, b)
        if faults:
            self._add(a, faults.end(), True, False, out)  # noqa: FBT003 - inner
            a = faults.end()
        marks = self.marks[bisect_left(self.marks, a + 1) : bisect_left(self.marks, b)]
        owned = self.owned[bisect_left(self.owned, a + 1) : bisect_left(self.owned, b)]
        if owned and _ENDS_OWNED.search(text, owned[-1], b):
            marks = sorted({*marks, *owned})
        places = [a, *marks, b]
        for x, y in pairwise(places):
            self._cut_member(x, y, ends and y == b, y < b, out)

    def _cut_member(self, x: int, y: int, ends: bool, more: bool, out: list[Piece]) -> None:  # noqa: FBT001
        """Cut one member of a list at the colon that only announces."""
        text = self.text
        colon = text.find("：", x, y)
        if (
            0 < colon < y - 1
            and _ANNOUNCER.search(text, max(x, colon - 12), colon)
            and not _quoted(text, x, colon)
        ):
            self._add(x, colon + 1, True, False, out)  # noqa: FBT003 - inner
            self._add(colon + 1, y, False, ends, out)  # noqa: FBT003 - inner
        else:
            announces = text[y - 1] == "：" or (more and bool(_ANNOUNCER.search(text, x, y - 1)))
            self._add(x, y, announces, ends, out)

    def _add(self, a: int, b: int, announces: bool, ends: bool, out: list[Piece]) -> None:  # noqa: FBT001
        text = self.text
        start = a
        while start < b and text[start] in _OPENERS:
            start += 1
        if start >= b:
            return
        whole = Span(start, b)
        marker = ""
        i = bisect_left(self.says, start + 3)
        says = i < len(self.says) and self.says[i] < start + _MAX_SPEAKER
        if says or text[start] in _SPECIAL_FIRST:
            marker, start = self._opening(start, b, says=says)
            while start < b and text[start] in " \u3000":
                start += 1
        end = b
        while end > start and text[end - 1] in _END_MARKS:
            if text[end - 1] == "”" and text.find("“", start, end) >= 0:
                break
            end -= 1
        if announces:
            m = _LISTING.search(text, start, end)
            end = m.start() if m and m.end() == end else end
        tail = NOWHERE
        if end > start and (text[end - 1] in TAIL_LAST or text[start] in LABEL_FIRST):
            tail = tail_of(text, start, end)
            if tail is not NOWHERE:
                end = _before_tail(text, start, tail.start)
        if end > start or tail is not NOWHERE:
            out.append(Piece(start, end, whole, marker, tail, announces, ends))

    def past_speaker(self, start: int, end: int) -> int:
        """Return where the words begin after 会议强调， or 会议 before 原则同意."""
        if not self.text.startswith("会议", start, end):
            return start
        m = _SPEECH.match(self.text, start, end) or _AGREES.match(self.text, start, end)
        return m.end() if m else start

    def _opening(self, start: int, end: int, *, says: bool) -> tuple[str, int]:
        """Return the list mark a piece opens with, and where its words begin: after X强调， and 同时，."""
        text = self.text
        marker = ""
        if text[start] in _NUMERALS and (m := _MARK.match(text, start, end)):
            marker = m[0]
            start = m.end() - (marker[-1] == "要")
        if says and (m := _SPEECH.match(text, start, end) or _FOUND.match(text, start, end)):
            start = m.end()
            if text[start] in _NUMERALS and (m := _MARK.match(text, start, end)):
                marker = m[0]
                start = m.end() - (marker[-1] == "要")
        start = self.past_speaker(start, end)
        if start < end and text[start] in _LEAD_FIRST and (m := _LEAD.match(text, start, end)):
            start = m.end()
        return marker, start


def _before_tail(text: str, start: int, end: int) -> int:
    """Return where the words before a trailing bracket end, a score in a bracket of its own left out."""
    while end > start:
        if text[end - 1] in _BEFORE_TAIL:
            end -= 1
        elif text.endswith("分）", start, end) and (score := _SCORE.search(text, max(start, end - 9), end)):
            end = score.start()
        else:
            break
    return end


def _glosses(text: str, a: int, b: int) -> bool:
    at = text.rfind("其中", a, b)
    return at >= 0 and text[at + 2] in "，：" and text.find("；", at, b) == b - 1


def _counts_on(text: str, a: int, b: int) -> bool:
    """Tell whether what follows ``text[a:b]`` only counts on: 新增点位30个；特色道路10条，总计达20条."""
    more = _MORE_COUNTED.match(text, b)
    if more is None or _COUNTS.search(text, a, b) is None:
        return False
    return not any(is_predicate(text, at) for at in range(b, more.end("thing") - 1))


def _quoted(text: str, a: int, at: int) -> bool:
    return text.rfind("“", a, at) > text.rfind("”", a, at)
