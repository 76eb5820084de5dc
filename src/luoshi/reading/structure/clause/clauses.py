"""Clauses: the units that could be commitments, with their state, speaker and place in the outline."""

from bisect import bisect_left, bisect_right

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.duty.cutting.names import opens_with_predicate
from luoshi.reading.marks import Clause, OutlineItem, State
from luoshi.reading.reading import Reading
from luoshi.reading.structure.clause.cutter import Cutter
from luoshi.reading.structure.clause.pieces import Draft, Piece
from luoshi.reading.structure.clause.run_in import DATED_FIELD, find_headings
from luoshi.reading.structure.clause.states import states_of
from luoshi.reading.structure.clause.tails import hand_back_tails
from luoshi.reading.structure.front.annex import annex_lines
from luoshi.reading.structure.outline.cells import content_cells
from luoshi.reading.structure.outline.indicators import indicator_rows
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_SKIPPED_HEAD = ("title", "docno", "addressee")
_MEETING = ("meeting_name", "meeting_date", "meeting_place", "participant")
_SIGNATURE = ("issuer", "date")
_NOT_BODY = frozenset({BlockKind.CHROME, BlockKind.FURNITURE})
_ROW = BlockKind.ROW
_NO_CUTS: list[int] = []
_MAX_LABEL = 16
_MAX_NAMED = 24
_DEMAND = lazy("要(?![求点素件])|应|须|将|由|请|负责|不得")
_HEADLINE = lazy("【[^】]{2,40}】$")
_NAMED = lazy("(?:印发|发布|公布)《?([^》]{4,80}?)》?的(?:通知|公告|决定)|《([^》]{4,80})》")
_DASH = lazy("[—―–－~～至-]+")
_NOT_A_CLAUSE = lazy(r"[^\u4e00-\u9fffA-Za-z]*$")


def read_clauses(reading: Reading) -> Reading:
    """Cut the body into clauses and say what each is doing and who speaks."""
    drafts = _draft(reading)
    headings = find_headings(reading.source.text, reading.outline, drafts)
    tails = hand_back_tails(drafts, headings)
    states = states_of(reading, drafts, headings)
    told = _meeting_words(reading)
    repeats = [r.span for r in reading.source.repeats]  # what stands here again was read at its first place
    repeat_starts = [span.start for span in repeats]
    starts = [s.span.start for s in reading.speakers]
    clauses: list[Clause] = []
    for i, draft in enumerate(drafts):
        piece = draft.piece
        if piece.end <= piece.start:
            continue
        speaker = bisect_right(starts, piece.start) - 1 if starts else -1
        if speaker >= 0 and reading.speakers[speaker].until <= piece.start:
            speaker = -1
        marker = reading.outline[draft.item].marker if draft.opens_item and not piece.marker else piece.marker
        again = repeats and _holds(repeats, repeat_starts, piece.whole)
        state = State.HEAD if again or (told and _tells_meeting(told, piece.whole)) else states[i]
        clauses.append(
            Clause(
                Span(piece.start, piece.end), piece.whole, draft.block, draft.item, draft.sentence,
                state, speaker, marker, tails[i], headings[i],
            )
        )  # fmt: skip
    return reading.having(clauses=tuple(clauses))


def _draft(reading: Reading) -> list[Draft]:
    source = reading.source
    outline = reading.outline
    starts = [item.span.start for item in outline]
    n_items = len(starts)
    columns = content_cells(source.text, source.blocks)
    indicators = indicator_rows(source.text, source.blocks)
    skip = _head_blocks(reading)
    cutter = Cutter(source.text)
    drafts: list[Draft] = []
    sentence = 0
    item = -1
    for i, block in enumerate(source.blocks):
        if block.kind in _NOT_BODY or i in skip:
            continue
        for start, end in columns[i] if block.kind is _ROW else (block.span,):
            while item + 1 < n_items and starts[item + 1] < start:
                item += 1
            stop = item + 1
            while stop < n_items and starts[stop] < end:
                stop += 1
            names_only = i in indicators or (
                block.kind is _ROW and stop == item + 1 and _names_only(source.text, start, end)
            )
            pieces = (
                [cutter.whole(start, end)]
                if names_only
                else _pieces(cutter, outline[item + 1 : stop], start, end)
            )
            for piece in pieces:
                opens = False
                while item + 1 < n_items and starts[item + 1] <= piece.whole.start:
                    item += 1
                    opens = starts[item] == piece.whole.start
                drafts.append(Draft(piece, i, item, sentence, opens))
                sentence += piece.ends_sentence
            sentence += 1
    return drafts


def _pieces(cutter: Cutter, items: tuple[OutlineItem, ...], start: int, end: int) -> list[Piece]:
    """Cut a stretch; where an item opens, the piece begins after its mark."""
    if not items:
        return cutter.pieces_of(start, end, _NO_CUTS)
    text = cutter.text
    opened = {item.span.start: item for item in items}
    out = []
    for piece in cutter.pieces_of(start, end, list(opened)):
        item = opened.get(piece.whole.start)
        if item is None:
            out.append(piece)
            continue
        at = piece.whole.start + len(item.marker)
        if _is_label(text, item) and item.span.end + 1 < piece.end:
            at = max(at, item.span.end + 1)
        while at < piece.end and text[at] in " \u3000、|":
            at += 1
        at = cutter.past_speaker(at, piece.end)
        out.append(piece._replace(start=min(at, piece.end)) if at > piece.start else piece)
    return out


def _names_only(text: str, start: int, end: int) -> bool:
    """Tell whether the parts of a cell between ； are names of what is on, not acts: 班会；体检."""
    if text.find("；", start, end) < 0 or text.find("。", start, end) >= 0:
        return False
    if text[start] in "将把":
        return False
    at = start
    for part in text[start:end].split("；"):
        if len(part) > _MAX_NAMED or (at > start and opens_with_predicate(text, at)):
            return False
        at += len(part) + 1
    return True


def _is_label(text: str, item: OutlineItem) -> bool:
    """Tell whether the words before an item's colon only name its topic: 2.考试形式：线上."""
    return (
        text.startswith("：", item.span.end)
        and not DATED_FIELD.match(text, item.span.end - len(item.title))
        and 0 < len(item.title) <= _MAX_LABEL
        and "，" not in item.title
        and _DEMAND.search(item.title) is None
    )


def _meeting_words(reading: Reading) -> list[Span]:
    """Return where the meeting's name, day and people stand, in order."""
    spans = reading.head.spans
    return sorted(span for name in _MEETING for span in spans.get(name, ()))


def _holds(spans: list[Span], starts: list[int], whole: Span) -> bool:
    k = bisect_right(starts, whole.start) - 1
    return k >= 0 and whole.end <= spans[k].end


def _tells_meeting(told: list[Span], whole: Span) -> bool:
    k = bisect_left(told, whole.start, key=lambda span: span.start)
    return k < len(told) and told[k].end <= whole.end


def _attached_titles(reading: Reading) -> set[int]:
    """Return the blocks that are the title of the part which the document passes down (印发《…》)."""
    title = (reading.head.title or "").replace("\n", "")
    if not title:
        return set()
    named = {_DASH.sub("-", words) for words in (title, *(m[1] or m[2] for m in _NAMED.finditer(title)))}
    text = reading.source.text
    after = reading.head.spans["title"][0].end
    longest = max(map(len, named)) + 4
    return {
        i
        for i, block in enumerate(reading.source.blocks)
        if after <= block.span.start
        and block.span.end - block.span.start <= longest
        and _DASH.sub("-", block.span.of(text).strip("《》# ")) in named
    }


def _bracketed(text: str, blocks: tuple[Block, ...]) -> set[int]:
    """Return the blocks that are headings in heavy brackets: 【会议强调】 with a line to itself."""
    if "【" not in text:
        return set()
    return {i for i, b in enumerate(blocks) if text[b.span.start] == "【" and _HEADLINE.match(text, *b.span)}


def _head_blocks(reading: Reading) -> set[int]:
    """Return the blocks that are nothing but head: title, number, addressee, signature."""
    spans = reading.head.spans
    blocks = reading.source.blocks
    text = reading.source.text
    starts = [b.span.start for b in blocks]
    skip = annex_lines(text, blocks) | _attached_titles(reading) | _bracketed(text, blocks)
    for name in (*_SKIPPED_HEAD, *_SIGNATURE):
        for span in spans.get(name, ()):
            first, last = bisect_right(starts, span.start) - 1, bisect_right(starts, span.end - 1) - 1
            for i in range(max(first, 0), last + 1):
                block = blocks[i].span
                outside = (
                    text[block.start : max(span.start, block.start)]
                    + text[min(span.end, block.end) : block.end]
                )
                if name == "title" or _NOT_A_CLAUSE.match(outside) or name == "addressee":
                    skip.add(i)
    return skip
