"""The meeting a report or minutes tell of: its name, day, place and who took part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.structure.front.days import find_day, last_such_day
from luoshi.reading.structure.front.meeting_labels import find_form, people_listed
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_W = STRUCTURE["meeting"]
_POST = any_of(_W["posts"])
_HELD = lazy(r"召开|举行|举办")
_DAY = lazy(
    r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号](?:[上下]午|晚(?:上)?|凌晨)?|(?<![\d月])(?P<only>\d{1,2})日(?:[上下]午|晚)?"
)
_NAME_AFTER = lazy(
    r"(?:召开|举行|举办)(?:了)?(?:第\d+次)?(?P<name>[^，。；：]{2,48}?会议?)(?=[，。；：、]|传达|学习|和|并|研究|安排|$)"
)
_NAME_BEFORE = lazy(
    r"(?:^|[，。；])(?P<name>[^，。；：]{2,48}?(?:会议|大会|会))(?:在(?P<place>[^，。；]{2,24}?))?(?:召开|举行)"
)
_PLACE = lazy(
    rf"在(?P<place>[^，。；在]{{1,20}}?{any_of(_W['places'])})(?:里|内)?(?:，)?(?:主持)?(?:召开|举行|组织召开)"
)
_ATTENDS = lazy(any_of(_W["attends"]))
_SEGMENT = lazy("[^，。；]+")
_LEAD = lazy(
    r"^(?:参加(?:本次)?会议的(?:人员)?(?:还)?有|出席(?:本次)?会议的(?:人员)?(?:还)?有|列席(?:本次)?会议的(?:人员)?(?:还)?有|会议由|由|会上|会后|会前|会议|同时)"
)
_LISTS = lazy("^(?:参加|出席|列席)(?:本次)?会议的(?:人员)?(?:还)?有")
_LISTED = lazy(r"(?:^|(?<=、)|(?<=以及))(?!以及)[^、]{2,30}?(?=、|以及|$)")
_GLOSS = lazy("（(?:具体)?名单[^（）]{0,8}）$")
_COUNT = lazy(r"(?:等)?(?:共计?)?\d{1,5}(?:余|多)?(?:名|人)$")
_KINDS = lazy(
    r"(?:[^、]{2,20}(?:人员|干部|成员|负责人|负责同志|代表|员工|职工|教师|书记|主任)、)+[^、]{2,20}(?:人员|干部|成员|负责人|负责同志|代表|员工|职工|教师|书记|主任)"
)
# 市财政局、东湖区政府、市水务集团负责同志
_BODIES = lazy(
    "(?:[^、，]{2,16}(?:[局厅委办部处室院校站所队会区县镇乡]|中心|集团|公司|政府|街道)、)+[^、，]{2,24}(?:负责同志|有关同志|负责人|相关负责人|有关负责人|同志|人员)"
)
_WHO = lazy(
    rf"[\u4e00-\u9fff（）()、“”]{{0,30}}{_POST}[\u4e00-\u9fff]{{0,4}}$|[\u4e00-\u9fff]{{2,4}}同志$|[\u4e00-\u9fff]{{2,3}}$"
)
_MEMBER = lazy(rf"[\u4e00-\u9fff（）()、“”]{{0,40}}{_POST}[\u4e00-\u9fff]{{0,4}}$")
_AND = lazy(rf"(?<=.{{3}})(?:和|及|以及)(?=[^、]{{2,}}{_POST})")
_SURNAMES = "".join(_W["surnames"])
_NAME = rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|{any_of(_W['double_surnames'])}[\u4e00-\u9fff]{{1,2}})"
_ENDS_IN_NAME = lazy(rf"(?:^|领导|{_POST}){_NAME}$")
_DATELINE = lazy(r"(?:[^，。（）]{0,20}[讯电消息][ \u3000：]*)?(?:（[^（）]{1,40}）[ \u3000]*)?")
_PURPOSE = lazy("(?:[^，。]{0,16}[讯电][ ：]?)?(?:为|按照|根据|围绕)[^。]{4,120}，")
_SUMMARY = lazy("摘要|当前位置|来源")
_LATE = lazy(
    rf"^会上，|^(?:(?!(?<!主)要|须|请|将)[^。；]){{1,60}}(?:参加|出席|列席)(?:了)?(?:会议|座谈会?|研讨)(?:并讲话|并发言)?(?:。|$)|{_POST}[^，。]{{0,12}}(?:分别就|围绕|作[^，。]{{0,12}}报告|分别作)|^[^，。]{{0,8}}成员围绕"
)
_OPENED = lazy(
    "(?:^|[。\\n])今天，?(?:我们)?，?(?:在[^，。；]{2,12})?(?:召开|举行|举办)(?:的是)?(?P<name>(?!这次|本次|此次)[^，。；]{3,40}?会议?)(?=，|。)"
)
_SPEECH_OPENS = 400
_MAX_LATE = 140
_MAX_EARLY = 6
_MAX_BEFORE_DAY = 12
_FARTHEST_DAY = 50


# 县直部门主要负责人、各乡镇乡镇长: posts side by side
_POST_ENDS = lazy("(?:负责人|负责同志|书记|[镇乡县市区局校院所站处科]长|主任|成员|代表|干部|人员)$")


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was found; ``day`` is ISO, or words when nothing gives the year; ``whole_day`` if the words do."""

    name: Span | None = None
    day: str | None = None
    day_span: Span | None = None
    place: Span | None = None
    participants: tuple[Span, ...] = ()
    whole_day: date | None = None


def find_meeting(text: str, blocks: Sequence[Block], published: date | None) -> Meeting:
    """Return the document's own meeting, told in one of its first sentences with a date."""
    at = _opening(text, blocks)
    if at is None:
        return _from_form(text, blocks, published)
    i, start, end = at
    stop = _told_until(text, start, end)
    day, day_span = _day(text, start, stop, published)
    held = _HELD.search(text, start, stop)
    if day_span is None or held is None:
        return Meeting()
    name, place = _name(text, start, stop)
    people = _people(text, day_span.end, stop)
    for block in blocks[i + 1 :]:
        if block.kind is BlockKind.PARAGRAPH and _LATE.search(
            text[block.span.start : min(block.span.end, block.span.start + 60)]
        ):
            late_end = min(block.span.end, block.span.start + _MAX_LATE)
            first = text.find("。", block.span.start, late_end)
            people += _people(text, block.span.start, first if first >= 0 else late_end)
    known = tuple(p.of(text) for p in people)
    people += [p for p in people_listed(text, blocks) if not _any_ends(known, p.of(text))]
    people.sort()
    whole = find_day(text, day_span.start, day_span.end)
    if not text.startswith("20", day_span.start) and (said := _from_form(text, blocks, published)).whole_day:
        day, day_span, place = said.day, said.day_span, said.place or place  # 时间：2023年7月12日 above
        whole = find_day(text, *day_span) if day_span else whole
    return Meeting(name, day, day_span, place, tuple(people), whole[0] if whole else None)


def _any_ends(known: Sequence[str], name: str) -> bool:
    return any(words.endswith(name) for words in known)


def _from_form(text: str, blocks: Sequence[Block], published: date | None) -> Meeting:
    """Return the meeting whose data stand behind labels, as minutes have them."""
    form = find_form(text, blocks)
    if form is None:
        return Meeting()
    if form.time is None:
        return Meeting(form.name, place=form.place, participants=form.people)
    day, day_span = _day(text, *form.time, published)
    if day_span is None:
        return Meeting()
    whole = find_day(text, *form.time)
    held = whole[0] if whole else None
    return Meeting(form.name, day, day_span, form.place, form.people, held)


def _opening(text: str, blocks: Sequence[Block]) -> tuple[int, int, int] | None:
    n_seen = 0
    for i, block in enumerate(blocks):
        if block.kind in (BlockKind.CHROME, BlockKind.FURNITURE):
            continue
        start, end = block.span
        if text.startswith("摘要", start):  # a page's summary, sometimes run into the body it repeats
            cut = text.rfind("...", start, end)
            start = cut + 3 if cut > 0 else end
            while start < end and text[start].isspace():
                start += 1
        words = text[start : start + 160]
        if _SUMMARY.match(words) or end - start < 14:
            continue
        m = _DAY.search(words) if "会" in words and _HELD.search(words) else None
        leads = m and (
            m.start() <= _MAX_BEFORE_DAY
            or _PURPOSE.fullmatch(words, 0, m.start())
            or _DATELINE.fullmatch(words, 0, m.start())
        )
        if leads and "。" in text[start:end]:
            truncated = text[end - 1] not in "。：”！？；）" and end - start < 120
            if not truncated:
                return i, start, end
        n_seen += 1
        if n_seen > _MAX_EARLY + 4:
            return None
    return None


def _told_until(text: str, start: int, end: int) -> int:
    """The meeting is told until the first sentence that has no taking part in it, three sentences at most."""
    stop = start
    for n in range(4):
        dot = text.find("。", stop, end)
        if dot < 0:
            return end if stop == start else stop
        if n and not _ATTENDS.search(text, stop, dot) and n > 1:
            return stop
        stop = dot + 1
    return stop


def _day(text: str, start: int, end: int, published: date | None) -> tuple[str | None, Span | None]:
    whole = find_day(text, start, min(end, start + _FARTHEST_DAY + 10))
    m = _DAY.search(text, start, end)
    if m is None or m.start() - start > _FARTHEST_DAY:
        return None, None
    span = Span(*m.span())
    if whole and m["y"]:
        return whole[0].isoformat(), span
    if published and m["m"]:
        found = last_such_day(int(m["m"]), int(m["d"]), until=published)
        if found:
            return found.isoformat(), span
    return span.of(text), span


def _name(text: str, start: int, end: int) -> tuple[Span | None, Span | None]:
    m = _PLACE.search(text, start, end)
    place = Span(*m.span("place")) if m else None
    sentence = text.find("。", start, end)
    stop = sentence + 1 if sentence >= 0 else end
    m = _NAME_AFTER.search(text, start, stop)
    if m:
        return Span(*m.span("name")), place
    m = _NAME_BEFORE.search(text, start, stop)
    if m:
        where = Span(*m.span("place")) if m["place"] else place
        return Span(*m.span("name")), where
    return None, place


def find_opened(text: str) -> Span | None:
    """Return the meeting a speech says it opens: 今天我们召开全县安全生产工作推进会，主要任务是……."""
    found = _OPENED.search(text, 0, _SPEECH_OPENS)
    return Span(*found.span("name")) if found else None


def _people(text: str, start: int, end: int) -> list[Span]:
    """Return who took part: the subjects of 出席, 主持, 参加 …, with the list before 参加."""
    out: list[Span] = []
    pending: list[Span] = []
    listing = False
    for m in _SEGMENT.finditer(text, start, end):
        a, b = m.span()
        listing = bool(_LISTS.match(text[a:b])) or (listing and text[a - 1] in "，；")
        lead = _LEAD.match(text[a:b])
        a += lead.end() if lead else 0
        verb = _ATTENDS.search(text, a, b)
        who = _trim(text, a, verb.start() if verb else b)
        if counted := _COUNT.search(text, *who):
            who = Span(who.start, counted.start())
        if listing and verb is None:
            gloss = _GLOSS.search(who.of(text))
            who = Span(who.start, who.start + gloss.start()) if gloss else who
            out += _split_people(text, who) or [
                Span(who.start + m.start(), who.start + m.end()) for m in _LISTED.finditer(who.of(text))
            ]
            continue
        if verb is None:
            if _MEMBER.match(who.of(text)) or len(_cut_at_names(who, who.of(text))) > 1:
                pending.append(who)
            else:
                pending = []
            continue
        named = _split_people(text, who)
        if named:
            out += [p for w in pending for p in _split_people(text, w)] + named
        pending = []
    return out


def _trim(text: str, a: int, b: int) -> Span:
    while a < b and text[a] in " \u3000、\n":
        a += 1
    while b > a and text[b - 1] in " \u3000、\n也就在等的":
        b -= 1
    words = text[a:b]
    at = words.find("同志在")
    if at >= 0:
        b = a + at
    elif "在" in words and _HELD.search(text, b, b + 6):
        b = a + words.index("在")
    return Span(a, b)


def _split_people(text: str, who: Span) -> list[Span]:
    words = who.of(text)
    if len(named := _cut_at_names(who, words)) > 1:
        return named
    if (
        _KINDS.fullmatch(words)
        or _BODIES.fullmatch(words)
        or all(_POST_ENDS.search(w) for w in words.split("、"))
    ):
        return [Span(who.start + m.start(), who.start + m.end()) for m in _LISTED.finditer(words)]
    m = _AND.search(words)
    if m:
        left, right = Span(who.start, who.start + m.start()), Span(who.start + m.end(), who.end)
        return [s for s in (left, right) if _WHO.match(s.of(text))]
    return [who] if _WHO.match(words) and words not in ("会议", "大家", "本次会议") else []


def _cut_at_names(who: Span, words: str) -> list[Span]:
    """Return the persons of 县长某某、副县长某某、某某: cut at each 、 before which a name ends."""
    out = []
    begun = 0
    for place in [*(i for i, c in enumerate(words) if c == "、"), len(words)]:
        if _ENDS_IN_NAME.search(words[begun:place]):
            out.append(Span(who.start + begun, who.start + place))
            begun = place + 1
    return out if begun > len(words) else []
