"""What each clause is doing: section headings, turns of the discourse, and the clause's own words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from luoshi.document.source_text import Block
from luoshi.reading.marks import OutlineItem, State
from luoshi.reading.reading import Reading
from luoshi.reading.structure.clause.cues import Cue, cues_of
from luoshi.reading.structure.clause.pieces import Draft, Piece
from luoshi.reading.structure.clause.sections import MENDS, planning_on, section_states
from luoshi.reading.structure.clause.told import is_wrong, tells_fact
from luoshi.reading.structure.outline.cells import fault_columns, task_tables, told_columns
from luoshi.reading.structure.outline.titles import ends_as_title
from luoshi.reading.structure.words import load
from luoshi.values.pattern import any_of

_WORDS = load("states")
_RULE_TITLE = re.compile(any_of(_WORDS["documents"]["rule"]) + "(?:（[^）]*）)?$")
_REPORT_TITLE = re.compile(
    any_of(_WORDS["documents"]["report"]) + "(?!(?:表彰|部署|交流|暨[^，。]{0,8})*(?:大?会|会议))"
)
_DEMAND_TITLE = re.compile(any_of(_WORDS["documents"]["demand"]) + "(?:（[^）]*）)?$")
_OF_YEARS = re.compile(
    "(?:[^，。；]{0,16}(?:近年来|今年以来|去年以来|[两三几多]年来)|自[^。；]{2,50}?以来)[^。；]{0,80}(?:了|取得|实现|得到|收到|形成)"
)
_QUOTED = re.compile(
    f"{any_of(_WORDS['quotation']['leaders'])}[^，。；]{{0,30}}{any_of(_WORDS['quotation']['verbs'])}[，：“]"
)
_OPENING_END = re.compile("如下[。：]$|如下$")
_PURPOSE = re.compile("为(?:了|深入|进一步|贯彻|全面|切实|落实|加强|推进|推动|做好|认真|确保|保障)")
# 同意以……名义申办……: a reply that decides
_AGREES = re.compile(r"(?:\n|：)[^\S\n]*+(?:[（(]?[一二三四1-4][、.．）)]\s*+)?(?:经研究，)?(?:原则)?同意")
_TARGET = re.compile(
    r"(?:力争)?到20\d\d年[^。；]*(?:达到?|不低于|不少于|以上|稳定在|超过|提高到|建成)[^。；]*\d|(?:力争)?到20\d\d年[^。；]*\d[^。；]*以上"
)
_RESOLVES = re.compile(
    "(?:决定|定于|拟定于|拟于)[^，。；]{0,16}(?:开展|举办|举行|召开|组织|成立|启动|实施|进行)"
)
_DUTY_WORD = re.compile(any_of(_WORDS["duty"]["words"]))
# 将 before what was put to a wrong use is 把, and promises nothing
_PROMISES = re.compile(
    "(?<![申邀聘提恳报])请|要|应(?![^，。；]{2,10}[、，]?实际)|须|必|不得|负责|力争|确保|拟|我.{0,4}将|将(?:于|在|会|对|继续|进一步|采取)"
)
_BUT = re.compile("但|然而|在肯定成绩的同时|同时，我们也|与此同时|在看到成绩的同时")
_GROUND_NOT_PAST = frozenset(_WORDS["ground"]["not_past"])
_GROUND_PAST = re.compile(any_of([*_WORDS["ground"]["past"], *_GROUND_NOT_PAST]))
_PERFECT = re.compile(
    "(?<![为除到罢明得])了(?=[\u4e00-\u9fff“《0-9xX×])(?![解结如得然])|先后(?=[新建开印制出组召投完举下成])|20[0-9]{2}年以来，"
    "|(?:获批|获准|通过审批|审议通过了|被评为|获评|入选|揭牌|荣获)(?!后|前|的)"
    "|(?:此次|本次|这次|期间)[^，。；]{0,10}共(?=[出检排清开走发查整完建培收处受])"
)
_ALREADY = re.compile("[^，对把将]{1,24}?(?<![对把将的])已(?:经)?[\u4e00-\u9fff]{2,10}(?=，|。|；|$)")
_LOOKS_BACK = re.compile(
    "(?:同时，|但是?，?|与此同时，)?我们(?:也|还)?(?:要)?清醒地?(?:看到|认识到?)"
    "|在?(?:总结|肯定|看到|回顾)[^，。；]{0,8}(?:成绩|成效|成就)[^，。；]{0,8}的同时"
)
_PUT_RIGHT = re.compile(
    "整改(?:落实)?(?:工作)?(?:进展)?(?:的)?(?:情况|报告|方案|清单|台账|函)|反馈(?:意见|问题)"
)
_LACKS = re.compile(
    any_of(_WORDS["lack"]["words"]) + "|未(?!来)|问题[。]?$|没有|不(?=[够足强高力严牢清实全准])"
)
_MAY_FAULT = frozenset({State.ACHIEVEMENT, State.BACKGROUND, State.PLAN})
_MAY_TELL = frozenset({State.PLAN, State.RULE, State.BACKGROUND})
_FAULT = re.compile(
    "(?<![^，。；：\n])(?:但是?|目前，|同时，|仍|还)*有?(?:部分|个别|少数|一些|有的|不少)[^，。；]{2,24}?"
    "(?:不(?=[够足强高力严牢清实细深全准健到及重落规])|未(?=[能按严落及对建完])|没有|缺|滞后|缓慢|薄弱|流于|松懈|混乱|差距|较差|较慢)"
    "|未能(?:如期|按期|按时)?(?:完成|达到|实现)"
    "|发现[^，。；]{0,24}存在[^，。；]{2,24}(?:问题|隐患|现象)$"
    "|(?:目前|当前|仍|还)[^，。；]{0,12}存在[^。；]{4,60}等(?:问题|困难|不足|矛盾)$|主要(?:问题|困难)是"
    "|经(?:查|核查|核实|调查|现场检查)，[^。；]{0,60}(?:未(?=[经按配办取设建落履])|没有|违反|违规|擅自|超[标期载])"
)
# 未按规定设置消防软管卷盘: what is wrong, with nothing asked and nothing threatened
_BARE_FAULT = re.compile(
    "(?!对|凡|如|若)[^，。；]{0,16}?(?:未(?=[设建落配]|按[规要照时期原图]|制定|开展|严格|有效|及时|做到|形成)|没有(?!特殊|异议|上限)|缺失|设置错误|被遮挡)"
    "(?![^。；]*(?:的$|的，|予以|给予|[扣处]|通报|责令|约谈|问责|取消|追究|退回|补))[^。；]*"
)
# what is asked of somebody even in a paragraph headed 存在问题：
_ASKS = re.compile("必须|务必|应当(?!地)|(?<![需主重])要(?!求|点|素|件)|请|于[^，。；]{2,12}前")
_FAULT_LABEL = re.compile(
    r"(?:(?:存在|反馈|发现|主要|具体|突出)?的?问题(?:描述|表现|概述|清单)?|(?:主要|具体)表现)[一二三四五六七八九十\d]{0,3}："
)
_COUNTED = re.compile(r"\d+(?:[次项个件人家名场份]|余)")  # 先后召开专题会议5次
# 整改情况：对7个支部开展轮训: what has been done about it
_DONE_LABEL = re.compile(
    "(?:已)?(?:整改|办理|落实|进展|完成|推进|处置|处理)(?:落实|工作|进展)*(?:情况|成效|结果)："
)
_FOUND = re.compile("(?:督查|检查|抽查|暗访|巡查)中?发现[，：]")
_DONE_SHARE = 0.2
_ARTICLE_SHARE = 0.3
_NEAR = 10
_MAX_FAULT = 40
_LISTS = ("台账", "清单", "明细", "一览表", "情况表")  # 未完成隐患整改台账 heads a list and finds no fault
# what is still to come, whatever was told before it
_PERIOD = re.compile("“?十(?P<five>[四五六])五”?(?:时期|期间)，")  # “十四五”时期，
_FIVE_YEARS = {"四": 2021, "五": 2026, "六": 2031}
_BY_YEAR = re.compile(
    r"(?:其中，)?(?:(?:力争)?到(?P<y>20\d\d)年|(?P<in>20\d\d)年[^，。；]{0,20}(?:不少于|不低于|力争))"
)
_PLEDGES = re.compile(
    "[^，。；]{2,20}承诺[，：]"
    "|凡(?:是)?[^。；]{2,40}的[^，。；]{0,6}，"
    "|[^。；]{4,60}的，(?:依法)?由[^，。；]{2,24}(?:依法|给予|予以|处以)"
)
_MEETING_ASKS = re.compile("(?:会议|会上)[^，。；：]{0,8}(?:要求|强调|明确|指出|提出|部署)[，：]")
_TOLD = frozenset({State.ACHIEVEMENT, State.PROBLEM})
_GATHERINGS = ("会", "学习了", "座谈会")
_UNLIKE_A_DEMAND = {  # cues beside a duty word that leave a clause what its section is
    State.ACHIEVEMENT: Cue.PAST | Cue.DEED,
    State.BACKGROUND: Cue.PAST | Cue.LACK,
    State.PROBLEM: Cue.LACK | Cue.TURN_PROBLEM,
}
_ASIDE = 2  # characters before a turn that stands amid its clause
_SOON = 4  # clauses within which an announced list begins
_EARLY = 16
_EARLY_PLAN = 30
_EARLY_BUT = 40


class _Turn(NamedTuple):
    """A turn of the discourse: the state it brought, where, and where a list ends that it announced.

    ``local``: it is over with its paragraph.
    """

    state: State
    item: int
    block: int
    until: int = -1
    local: bool = False


def states_of(reading: Reading, drafts: Sequence[Draft], headings: Sequence[bool]) -> list[State]:
    """Return the state of each draft."""
    text = reading.source.text
    bits, turns = cues_of(text, [d.piece.whole for d in drafts])
    ground = _ground(reading, bits)
    demands = {d.item for i, d in enumerate(drafts) if d.opens_item and not headings[i]}
    sections = section_states(reading.outline, demands, (reading.head.title or "").replace("\n", ""))
    sections = planning_on(reading.outline, sections) if ground is State.ACHIEVEMENT else sections
    opening = _opening_end(text, drafts)
    told = _told_until(text, drafts) if ground is State.PLAN else 0
    out: list[State] = []
    turn: _Turn | None = None
    fact = False
    for i, draft in enumerate(drafts):
        section = sections[draft.item] if draft.item >= 0 else None
        if i < told:
            section = section or State.ACHIEVEMENT
        turn = _turn_at(turn, drafts, i, section, text)
        if i and out[-1] is State.PLAN and _follows_demand(text, drafts, i):
            turn = _Turn(State.PLAN, draft.item, draft.block, local=True)
        state = turn.state if turn else section or ground
        if turns[i] >= 0:
            new = _turn(bits[i], turns[i], text, draft, state)
            if new is State.ACHIEVEMENT and section is State.PROBLEM:
                new = None  # 今年以来仅研究1次, below 发现的主要问题
            if new is not None:
                state = new
                aside = new is State.PLAN and ground is State.ACHIEVEMENT and turns[i] > _ASIDE
                aside = aside and not draft.piece.announces
                until = _list_end(reading.outline, drafts, i)
                turn = _Turn(new, draft.item, draft.block, until, local=aside)
        if state in _MAY_FAULT and not bits[i] & Cue.DUTY and _faults(text, draft.piece, bits[i]):
            state = State.PROBLEM
            if not reading.source.blocks[draft.block].cells:  # the next cell says what is done about it
                turn = _Turn(state, draft.item, draft.block, turn.until if turn else -1)
        if state in _TOLD and _speaks_ahead(text, draft.piece, reading.ref_date):
            state = State.PLAN
        words = _Words(bits[i], draft.piece, opening > draft.piece.start)
        tells = bits[i] or words.in_opening or state is State.AIM
        own = _own_state(state, words, text) if tells else state
        if own is State.ACHIEVEMENT and i and out[-1] is State.PLAN and _goes_on_planning(text, drafts, i):
            own = State.PLAN
        may = own in _MAY_FAULT or (own is State.RULE and draft.item < 0)
        if may and not bits[i] & Cue.DUTY and is_wrong(text, draft.piece):
            own = State.PROBLEM
        told_before = fact and i > 0 and drafts[i - 1].block == draft.block
        fact = own in _MAY_TELL and tells_fact(text, draft.piece, reading.ref_date, goes_on=told_before)
        out.append(State.ACHIEVEMENT if fact else own)
    _correct_by_place(reading, drafts, headings, bits, out)
    return out


def _turn_at(
    turn: _Turn | None, drafts: Sequence[Draft], i: int, section: State | None, text: str
) -> _Turn | None:
    """Return the turn that holds where a draft begins: the one before it, or one its mark or label brings."""
    draft = drafts[i]
    if turn and _turn_is_over(turn, drafts, i, section):
        turn = None
    if draft.piece.marker.endswith("要"):  # 一要……；二要……, whatever was found wrong before
        return _Turn(State.PLAN, draft.item, draft.block)
    label = _label_state(text, draft.piece) if draft.piece.announces else None
    return turn if label is None else _Turn(label, draft.item, draft.block, local=True)


def _follows_demand(text: str, drafts: Sequence[Draft], i: int) -> bool:
    """Tell whether a list follows what a meeting asked in the same paragraph: 会议明确，全局要……。一是……."""
    before = drafts[i - 1]
    if drafts[i].piece.marker != "一是":
        return False
    return before.block == drafts[i].block and _MEETING_ASKS.match(text, before.piece.whole.start) is not None


def _label_state(text: str, piece: Piece) -> State | None:
    """Return what a label says of its paragraph: 反馈问题：……, 整改情况：……."""
    if _FAULT_LABEL.fullmatch(text, *piece.whole):
        return State.PROBLEM
    return State.ACHIEVEMENT if _DONE_LABEL.fullmatch(text, *piece.whole) else None


def _goes_on_planning(text: str, drafts: Sequence[Draft], i: int) -> bool:
    """Tell whether a part goes on with what is announced ahead: 今年要办好以下实事：建学校；改造小区."""
    before, piece = drafts[i - 1], drafts[i].piece
    if before.sentence != drafts[i].sentence or _is_over(text, piece):
        return False
    first = next(k for k in range(i, -1, -1) if not k or drafts[k - 1].sentence != before.sentence)
    head = text[drafts[first].piece.whole.start : drafts[first].piece.whole.end]
    return "：" in head and _DUTY_WORD.search(head[: head.index("：")]) is not None


def _correct_by_place(
    reading: Reading,
    drafts: Sequence[Draft],
    headings: Sequence[bool],
    bits: Sequence[int],
    out: list[State],
) -> None:
    """Correct ``out`` where the place of a draft says more than its words: a column, a heading."""
    text, blocks = reading.source.text, reading.source.blocks
    for i in _faults_named(reading, drafts, headings):
        out[i] = State.PROBLEM
    for i in _faults_listed(drafts, bits, out):
        out[i] = State.PROBLEM
    for i in _faults_labelled(text, drafts, out):
        out[i] = State.PROBLEM
    if tables := task_tables(text, blocks):
        for i, draft in enumerate(drafts):
            told = out[i] is State.ACHIEVEMENT and not _is_over(text, draft.piece)
            if told and blocks[draft.block].table in tables:
                out[i] = State.PLAN  # whatever the title calls it: 民生实事进展情况表
    columns = told_columns(text, blocks)
    for i, draft in enumerate(drafts):
        if _stands_below(blocks[draft.block], columns, draft.piece):
            out[i] = State.ACHIEVEMENT


def _stands_below(block: Block, columns: Mapping[int, Sequence[int]], piece: Piece) -> bool:
    """Tell whether a piece stands in a cell of one of the columns of its table."""
    known = columns.get(block.table, ()) if block.cells else ()
    return any(k < len(block.cells) and block.cells[k].holds(piece.whole) for k in known)


def _faults_labelled(text: str, drafts: Sequence[Draft], out: Sequence[State]) -> Iterator[int]:
    """Yield the drafts of a paragraph 存在问题：…… that seem to ask: 应修复的9座矿山中，仍有5座未启动修复."""
    faulty = -1
    for i, draft in enumerate(drafts):
        if draft.piece.announces and _FAULT_LABEL.fullmatch(text, *draft.piece.whole):
            faulty = draft.block
        elif out[i] is State.PLAN and draft.block == faulty and not _ASKS.search(text, *draft.piece.whole):
            yield i


def _faults_listed(drafts: Sequence[Draft], bits: Sequence[int], out: Sequence[State]) -> Iterator[int]:
    """Yield the drafts of a list 一是…；二是… most items of which find fault: so do the others."""
    lists: list[list[list[int]]] = []
    for i, draft in enumerate(drafts):
        if draft.piece.marker.endswith(("是", "、")) or (draft.piece.marker and lists):
            if not lists or draft.block != drafts[lists[-1][-1][-1]].block:
                lists.append([])
            lists[-1].append([i])
        elif lists and draft.block == drafts[lists[-1][-1][-1]].block and lists[-1][-1][-1] == i - 1:
            lists[-1][-1].append(i)
    for items in lists:
        wrong = sum(any(out[i] is State.PROBLEM or bits[i] & Cue.LACK for i in item) for item in items)
        asks = any(bits[i] & Cue.DUTY or out[i] is State.PLAN for item in items for i in item)
        if len(items) > 1 and 2 * wrong > len(items) and not asks:
            yield from (i for item in items for i in item if out[i] in _MAY_FAULT)


def _faults_named(reading: Reading, drafts: Sequence[Draft], headings: Sequence[bool]) -> Iterator[int]:
    """Yield the drafts that name a fault because of where they stand.

    That is below the head 存在问题 of a table, or in a heading of a paper on how faults were put right.
    """
    text, blocks = reading.source.text, reading.source.blocks
    columns = fault_columns(text, blocks)
    title = (reading.head.title or "").replace("\n", "")
    mends = _PUT_RIGHT.search(title) is not None
    named = -1
    for i, draft in enumerate(drafts):
        block, piece = blocks[draft.block], draft.piece
        if block.cells:
            if _stands_below(block, columns, piece):
                yield i
        elif mends and (headings[i] or draft.opens_item):
            words = text[piece.start : piece.end]
            named_so = len(words) <= _MAX_FAULT and _LACKS.search(words) and not words.endswith(_LISTS)
            if named_so and not MENDS.match(words):
                yield i
                named = draft.block
            elif _breaks_off(text, draft):
                named = -1
        elif mends and draft.block == named:
            if _breaks_off(text, draft):
                named = -1
            else:
                yield i  # （一）水质不能稳定达标。2024年有4个月超标，11处排口未纳管。


def _breaks_off(text: str, draft: Draft) -> bool:
    """Tell whether a clause behind a fault's heading does not just go on to say what is wrong."""
    asks = _DUTY_WORD.search(text, draft.piece.start, draft.piece.end) is not None
    return asks or draft.opens_item or draft.piece.announces


def _told_until(text: str, drafts: Sequence[Draft]) -> int:
    """Return the number of the draft that turns from what was achieved to what is wrong; 0 if none does."""
    for i, draft in enumerate(drafts):
        if _LOOKS_BACK.match(text, draft.piece.whole.start, draft.piece.whole.end):
            return i
    return 0


def _faults(text: str, piece: Piece, bits: int) -> bool:
    """Tell whether the words find fault: 部分单位……不到位, ……，但个别村进度滞后, 未按规定设置……."""
    if _FAULT_LABEL.match(text, piece.whole.start, piece.end):
        return True
    if not bits & Cue.DEED and _FAULT.search(text, piece.start, piece.end):
        return True
    return _BARE_FAULT.fullmatch(text, piece.start, piece.end) is not None


def _ground(reading: Reading, bits: Sequence[int]) -> State:
    """Return the state that holds where nothing else speaks."""
    title = (reading.head.title or "").replace("\n", "")
    if _REPORT_TITLE.search(title) and not _DEMAND_TITLE.search(title):
        agrees = title.endswith("复函") and _AGREES.search(reading.source.text)
        return State.PLAN if agrees else State.ACHIEVEMENT
    articles = sum("条" in item.marker for item in reading.outline)
    if _RULE_TITLE.search(title) or (articles and articles >= _ARTICLE_SHARE * len(reading.outline)):
        return State.RULE
    if title:
        return State.ACHIEVEMENT if _tells_of_years(reading, title) else State.PLAN
    return State.ACHIEVEMENT if _reports(reading.source.text, bits) else State.PLAN


def _tells_of_years(reading: Reading, title: str) -> bool:
    """Tell whether a text under a headline opens with what years brought: 某县近年来推行……，解决了……."""
    spans = reading.head.spans.get("title", ())
    if not spans or ends_as_title(title):
        return False
    at = spans[0].end
    body = next((b.span for b in reading.source.blocks if b.span.start >= at), None)
    return body is not None and _OF_YEARS.match(reading.source.text, *body) is not None


def _reports(text: str, bits: Sequence[int]) -> bool:
    """Tell whether a text without a title reports what was done."""
    done = sum(1 for m in _GROUND_PAST.finditer(text) if m[0] not in _GROUND_NOT_PAST)
    duties = sum(1 for b in bits if b & Cue.DUTY) + text.count("到20")
    return done > 2 * duties and done >= _DONE_SHARE * len(bits)


def _opening_end(text: str, drafts: Sequence[Draft]) -> int:
    """Return where the opening ends: everything up to …通知如下 only leads up to the demands."""
    for i, draft in enumerate(drafts[:40]):
        if draft.item >= 0:
            return 0
        last = i + 1 == len(drafts) or drafts[i + 1].block != draft.block
        if last and _OPENING_END.search(text, draft.piece.start, draft.piece.whole.end):
            return draft.piece.whole.end
    return 0


def _list_end(outline: Sequence[OutlineItem], drafts: Sequence[Draft], i: int) -> int:
    """Return where the items end that a sentence with a colon announces; -1 where it announces none."""
    k = next((n for n in range(i + 1, min(i + _SOON, len(drafts))) if drafts[n].opens_item), -1)
    if k < 0 or any(not drafts[n].piece.announces for n in range(k - 1, k)):
        return -1
    first = outline[drafts[k].item]
    last = drafts[k].item
    while last + 1 < len(outline) and outline[last + 1].level >= first.level:
        last += 1
    return outline[last].body_end


def _turn_is_over(turn: _Turn, drafts: Sequence[Draft], i: int, section: State | None) -> bool:
    """Deeds end with their paragraph, problems with their list, a plan with another section."""
    draft = drafts[i]
    if turn.local and draft.block != turn.block:
        return True  # 这项做法我们将推广到…… amid what was done
    if turn.state is State.PLAN:
        return draft.item != turn.item and section not in (None, State.PLAN)
    if turn.state is State.PROBLEM and draft.piece.start < turn.until and draft.opens_item:
        return False
    if draft.item != turn.item:
        return draft.piece.start >= turn.until or draft.block != drafts[i - 1].block
    if draft.block == turn.block:
        return False
    before = drafts[i - 1]
    follows_list = bool(draft.piece.marker) or before.piece.announces or draft.block == before.block
    return turn.state is State.ACHIEVEMENT or not follows_list


def _turn(b: int, at: int, text: str, draft: Draft, state: State) -> State | None:
    if b & Cue.TURN_PROBLEM and not MENDS.search(
        text, max(draft.piece.whole.start, draft.piece.whole.start + at - _NEAR), draft.piece.whole.start + at
    ):
        start = draft.piece.whole.start
        if _FOUND.match(text, start + at) or _LOOKS_BACK.match(text, start):
            return State.PROBLEM
        concedes = bool(_BUT.search(text, draft.piece.whole.start, draft.piece.whole.start + _EARLY_BUT))
        if concedes or state is State.ACHIEVEMENT or draft.piece.announces:
            return State.PROBLEM
    still_wrong = state is State.PROBLEM and b & Cue.LACK and not b & Cue.DUTY  # 下半年后劲不足
    if b & Cue.TURN_PLAN and at <= _EARLY_PLAN and not still_wrong:
        return State.PLAN
    if b & Cue.TURN_ACHIEVEMENT and at <= _EARLY and not b & Cue.TURN_PLAN:
        return State.ACHIEVEMENT
    return None


class _Words(NamedTuple):
    """What a clause says of itself."""

    bits: int
    piece: Piece
    in_opening: bool


def _is_over(text: str, piece: Piece) -> bool:
    """Tell whether the words say that it is over: 建成了12个, 改造已完成."""
    return bool(_PERFECT.search(text, piece.start, piece.end) or _ALREADY.match(text, piece.start, piece.end))


def _speaks_ahead(text: str, piece: Piece, ref: date | None) -> bool:
    """Tell whether a clause among what was done pledges, or names a time that is still to come."""
    start, end = piece.start, piece.end
    if _is_over(text, piece):
        return False
    if _PLEDGES.match(text, start, end):
        return True
    if ref is None:
        return False
    if period := _PERIOD.match(text, start, end):
        return ref.year <= _FIVE_YEARS[period["five"]]
    by = _BY_YEAR.match(text, start, end)
    return by is not None and int(by["y"] or by["in"]) >= ref.year


def _asks_already(words: str, *, duty: bool) -> bool:
    """Tell whether words of the opening ask or decide something, though they lead up to the demands."""
    if "如下" in words:
        return _RESOLVES.search(words) is not None
    duty = duty and _DUTY_WORD.search(words) is not None  # not in what was cut off: …，现将有关事项通知如下
    return _RESOLVES.search(words) is not None or (duty and not _PURPOSE.match(words))


def _state_in_opening(state: State, b: int, words: str) -> State:
    """Return what a clause is that leads up to the demands or to the report proper."""
    if _asks_already(words, duty=bool(b & Cue.DUTY)):
        return State.PLAN
    told = state is State.ACHIEVEMENT and b & Cue.PAST and b & Cue.DEED and _COUNTED.search(words)
    return State.ACHIEVEMENT if told else State.BACKGROUND


def _own_state(state: State, own: _Words, text: str) -> State:
    """Let the clause's own words correct the state of its stretch."""
    b, piece, in_opening = own
    if b & Cue.LEADER and _QUOTED.search(text, piece.whole.start, piece.end):
        return State.QUOTATION
    duty = b & Cue.DUTY
    if in_opening and state is not State.PROBLEM:
        return _state_in_opening(state, b, text[piece.start : piece.end])
    if state is State.AIM and _TARGET.match(text, piece.start, piece.end):
        return State.PLAN
    if duty and (state is not State.PROBLEM or _PROMISES.search(text, piece.start, piece.end)):
        speaks_else = _UNLIKE_A_DEMAND.get(state)
        return State.PLAN if speaks_else is not None and not b & speaks_else else state
    if state is State.PLAN and b & Cue.PAST and _is_over(text, piece):
        of_meeting = text.startswith(_GATHERINGS, piece.start)
        return State.BACKGROUND if of_meeting else State.ACHIEVEMENT
    return state
