"""Runs of text read one byte off, because a converter replaced bytes inside GBK codes, read again.

A replacement across two characters took one byte with it (shown as "?"); from there every pair of bytes was
read shifted, until a single byte set the reading right again. The search puts a byte back, re-reads the run,
and lets the language model choose where several bytes would fit.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.document.repair.gbk import MARKS, Stock, char_of, code_of, single_byte, wide_code_of
from luoshi.document.repair.language import language
from luoshi.document.repair.readings import READING
from luoshi.document.source_text import Confidence, Repair
from luoshi.document.way_back import Edit
from luoshi.values.span import Span

_LOST = "?？"
_SITE = re.compile(rf"[?？](?=[,;:?!()、。，；：？！（）]|{READING}[)）])")
_TAIL = re.compile(rf"({READING})[)）]")
_GROUP = re.compile(rf"[(（]({READING})[)）]")
_BEAM = 40
_REACH = 20.0  # nats behind the best at which a hypothesis is given up
_SETTLED = 6  # characters read after a run before the choice is final
_DROPPED_PAIR = -2.5
_BROKEN_OFF = -9.0
_QUESTION = -11.0
_LEAST_RUN = 3  # characters a run must give before it may break off
_RARE_FORM = -2.0
_SURE = 3.0  # nats by which the best reading must lead to count as more than low


class _Trail(NamedTuple):
    """What was changed, last first."""

    before: "_Trail | None"
    start: int
    end: int
    words: str
    guesses: int


class _Hypothesis(NamedTuple):
    score: float
    context: str  # last two characters as the model writes them
    carry: int  # first byte of a character whose second is still to come; -1 aligned
    last: str  # last character, in its own form
    opened: int  # where the open run began
    words: str  # of the open run
    guesses: int  # bytes of the open run that the model chose
    closed: int  # where the last run ended
    trail: _Trail | None


def find_shifted(text: str, readings: dict[str, str]) -> list[tuple[Edit, Repair]]:
    """Return the edits that re-read every shifted run of ``text``, with their confidence."""
    sites = list(_sites(text))
    if not sites:
        return []
    search = _Search(text, readings)
    found: list[tuple[Edit, Repair]] = []
    at = 0
    for site in sites:
        if site < at:
            continue
        at, changes, margin = search.run(site)
        for change in changes:
            span = Span(change.start, change.end)
            repair = Repair(span, change.words, "shifted-gbk", _confidence(change, margin))
            found.append((Edit(*span, change.words), repair))
    return found


def _sites(text: str) -> Iterator[int]:
    """Yield where a byte may be lost: a question mark before what no author writes after one."""
    marks = "?" if "？" not in text else "？" if "?" not in text else _LOST
    for mark in re.finditer(f"[{marks}]", text):
        after = text[mark.end() : mark.end() + 2]
        if _SITE.match(text, mark.start()) and (after[:1] not in ")）" or len(after) > 1):
            yield mark.start()


def _in_order(trail: _Trail | None, by: int) -> tuple[_Trail, ...]:
    changes: list[_Trail] = []
    while trail:
        changes.append(trail._replace(before=None, start=trail.start + by, end=trail.end + by))
        trail = trail.before
    return tuple(reversed(changes))


def _confidence(change: _Trail, margin: float) -> Confidence:
    if change.guesses >= 10 or (change.guesses and margin < _SURE):
        return Confidence.LOW
    return Confidence.INFERRED if change.guesses else Confidence.EXACT


class _Outcome(NamedTuple):
    """What one search found: where it settled, the changes in order, and the lead of the best in nats."""

    at: int
    changes: tuple[_Trail, ...]
    margin: float


class _Search:
    def __init__(self, text: str, readings: dict[str, str]) -> None:
        self._text = text
        self._readings = readings
        self._stock = Stock(text)
        self._log = language().log_of
        self._floor = 0.0
        self._known: dict[str, list[tuple[str, _Outcome]]] = {}

    def run(self, start: int) -> _Outcome:
        """Read from the lost byte at ``start``.

        Half of a compiled page repeats itself, so that what was once read is not searched again.
        """
        since = max(0, start - 2)
        known = self._known.setdefault(self._text[since : start + 4], [])
        for words, (at, changes, margin) in known:
            if self._text.startswith(words, since):
                moved = tuple(c._replace(start=c.start + start, end=c.end + start) for c in changes)
                return _Outcome(at + start, moved, margin)
        at, trail, margin = self._search(start)
        relative = _Outcome(at - start, _in_order(trail, -start), margin)
        known.append((self._text[since : at + 2], relative))
        return _Outcome(at, _in_order(trail, 0), margin)

    def _search(self, start: int) -> tuple[int, _Trail | None, float]:
        before = self._text[max(0, start - 2) : start]
        context = "".join(self._stock.simple(c) for c in before)
        beams = {start: [_Hypothesis(0.0, context, -1, before[-1:], -1, "", 0, start, None)]}
        while True:
            at = min(beams)
            beam = _pruned(beams.pop(at))
            best = beam[0]
            if self._is_over(at, best, start):
                lead = best.score - beam[1].score if len(beam) > 1 else 99.0
                return at, self._close(best, at).trail, lead
            self._floor = best.score - _REACH
            for hypothesis in beam:
                for to, new in self._steps(hypothesis, at):
                    beams.setdefault(to, []).append(new)

    def _is_over(self, at: int, best: _Hypothesis, start: int) -> bool:
        if at >= len(self._text) or self._text[at] == "\n":
            return True
        return best.carry < 0 and at - best.closed >= _SETTLED and at > start

    def _steps(self, h: _Hypothesis, at: int) -> Iterator[tuple[int, _Hypothesis]]:
        return self._aligned(h, at) if h.carry < 0 else self._shifted(h, at)

    def _aligned(self, h: _Hypothesis, at: int) -> Iterator[tuple[int, _Hypothesis]]:
        char = self._text[at]
        yield at + 1, self._kept(h, char)
        group = _GROUP.match(self._text, at) if h.closed == at else None
        if group and self._readings.get(h.last, group[1]) == group[1]:
            yield group.end(), self._taken(h, at, group.end())
        if char not in _LOST:
            return
        after = self._text[at + 1 : at + 2]
        if after in MARKS:
            lead, trail = MARKS[after]
            for _, guess in self._stock.by_trail[lead]:
                opened = self._say(h, guess, 1)._replace(opened=at, carry=trail)
                yield at + 2, opened
        elif tail := _TAIL.match(self._text, at + 1):
            code = code_of(h.last)
            for byte, guesses in self._bytes_read(code[1] if code else 0, tail[1]):
                yield tail.end(), h._replace(opened=at, carry=byte, words="", guesses=guesses)

    def _bytes_read(self, lead: int, reading: str) -> list[tuple[int, int]]:
        """Return the bytes that, after ``lead``, write a character of this reading."""
        known = [
            code[1]
            for char, its in self._readings.items()
            if its == reading and (code := code_of(char)) and code[0] == lead
        ]
        if known:
            return [(byte, 0) for byte in known]
        return [(byte, 1) for byte in range(0x81, 0xFF) if char_of(lead, byte)]

    def _shifted(self, h: _Hypothesis, at: int) -> Iterator[tuple[int, _Hypothesis]]:
        char = self._text[at]
        if char in _LOST:
            yield from self._lost_inside(h, at)
        if char in MARKS:
            lead, trail = MARKS[char]
            if whole := char_of(h.carry, lead):
                yield at + 1, self._say(h, whole, 0)._replace(carry=trail)
            return
        code = code_of(char) or wide_code_of(char)
        byte = single_byte(char)
        if code:
            yield from self._pair(h, at, code)
        if byte is not None and (whole := char_of(h.carry, byte)):
            yield at + 1, self._close(self._say(h, whole, 0), at + 1)
        if byte is not None:
            for guessed in self._after_vanished(h, byte):
                yield at + 1, self._close(guessed, at + 1)
        if len(h.words) >= _LEAST_RUN:
            yield at, self._close(h._replace(score=h.score + _BROKEN_OFF, guesses=h.guesses + 10), at)

    def _pair(self, h: _Hypothesis, at: int, code: tuple[int, int]) -> Iterator[tuple[int, _Hypothesis]]:
        if whole := char_of(h.carry, code[0]):
            yield at + 1, self._say(h, whole, 0)._replace(carry=code[1])
        for guessed in self._after_vanished(h, code[0]):
            yield at + 1, guessed._replace(carry=code[1])

    def _lost_inside(self, h: _Hypothesis, at: int) -> Iterator[tuple[int, _Hypothesis]]:
        """The second byte of the open character was lost; what follows is aligned again."""
        tail = _TAIL.match(self._text, at + 1)
        end = tail.end() if tail else at + 1
        for _, char in self._stock.by_lead[h.carry]:
            if tail and self._readings.get(char, "") != tail[1]:
                continue
            yield end, self._close(self._say(h, char, 0 if tail else 1), end)
        for guessed in self._after_vanished(h, -1):
            yield end, self._close(guessed, end)

    def _after_vanished(self, h: _Hypothesis, trail: int) -> Iterator[_Hypothesis]:
        """Two characters whose inner bytes made a code that stands for nothing and was dropped."""
        for first, seconds in self._stock.around_vanished(h.carry, trail):
            said = self._say(h, first, 1)
            room = said.score + _DROPPED_PAIR - self._floor
            if room < 0:
                continue
            said = said._replace(score=said.score + _DROPPED_PAIR)
            for second in seconds:
                if self._log(said.context, self._stock.simple(second)) + room > 0:
                    yield self._say(said, second, 1)

    def _say(self, h: _Hypothesis, char: str, guesses: int) -> _Hypothesis:
        simple = self._stock.simple(char)
        score = h.score + self._log(h.context, simple)
        if char not in self._stock.present:
            score += _RARE_FORM
        return _Hypothesis(
            score,
            (h.context + simple)[-2:],
            -1,
            char,
            h.opened,
            h.words + char,
            h.guesses + guesses,
            h.closed,
            h.trail,
        )

    def _kept(self, h: _Hypothesis, char: str) -> _Hypothesis:
        simple = self._stock.simple(char)
        # The model was taught no question marks, for a lost byte looks the same.
        score = h.score + (_QUESTION if char in _LOST else self._log(h.context, simple))
        return h._replace(score=score, context=(h.context + simple)[-2:], last=char)

    def _taken(self, h: _Hypothesis, start: int, end: int) -> _Hypothesis:
        """Take an injected reading out after a run that was read again."""
        run = h.trail
        if run and run.end == start:
            return h._replace(trail=run._replace(end=end), closed=end)
        return h

    def _close(self, h: _Hypothesis, at: int) -> _Hypothesis:
        if h.opened < 0:
            return h
        trail = _Trail(h.trail, h.opened, at, h.words, h.guesses)
        return h._replace(carry=-1, opened=-1, words="", guesses=0, closed=at, trail=trail)


def _pruned(beam: list[_Hypothesis]) -> list[_Hypothesis]:
    best: dict[tuple[str, int, int], _Hypothesis] = {}
    for h in beam:
        key = (h.context, h.carry, h.closed)
        if key not in best or best[key].score < h.score:
            best[key] = h
    kept = sorted(best.values(), key=lambda h: -h.score)[:_BEAM]
    within = [h for h in kept if h.score >= kept[0].score - _REACH]
    # A shifted reading may yet come to nothing, so one that leaves the text as it is stays.
    aligned = max((h for h in best.values() if h.carry < 0), key=lambda h: h.score, default=None)
    return within if aligned is None or aligned in within else [*within, aligned]
