"""Runs of text read one byte off, because a converter replaced bytes inside GBK codes, read again.

A replacement across two characters took one byte with it (shown as "?"); from there every pair of bytes was
read shifted, until a single byte set the reading right again. The search puts a byte back, re-reads the run,
and lets the language model choose where several bytes would fit.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.document.alphabet import alphabet
from luoshi.document.repair.gbk import MARKS, char_of, code_of, single_byte, stock, wide_code_of
from luoshi.document.repair.hypothesis import REACH, Change, Hypothesis, in_order, pruned
from luoshi.document.repair.language import language
from luoshi.document.repair.readings import READING
from luoshi.document.source_text import Confidence, Repair
from luoshi.document.way_back import Edit
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_LOST = "?？"
_LEAST_BLANKED = 5
_SITE = lazy(rf"[?？](?=[,;:?!()、。，；：？！（）]|{READING}[)）])")
_BLANKED = lazy(rf"[?？]{{{_LEAST_BLANKED},}}")
_TAIL = lazy(rf"({READING})[)）]")
_GROUP = lazy(rf"[(（]({READING})[)）]")
_SETTLED = 6  # characters read after a run before the choice is final
_DROPPED_PAIR = -2.5
_BROKEN_OFF = -9.0
_QUESTION = -11.0
_LEAST_RUN = 3  # characters a run must give before it may break off
_RARE_FORM = -2.0
# Hypotheses made, which bounds the time a hostile text takes: a page with a damaged place in each thousand
# characters needs a tenth of this.
_MOST_MADE = 60_000
_MADE_A_CHARACTER = 0.25
_SURE = 3.0  # nats by which the best reading must lead to count as more than low


def find_shifted(text: str, readings: dict[str, str]) -> list[tuple[Edit, Repair]]:
    """Return the edits that re-read every shifted run of ``text``, with their confidence."""
    sites = list(_sites(text))
    if not sites:
        return []
    search = _Search(text, readings)
    found: list[tuple[Edit, Repair]] = []
    at = 0
    for site in sites:
        if site < at or search.is_spent:
            continue
        at, changes, margin = search.run(site)
        for change in changes:
            span = Span(change.start, change.end)
            repair = Repair(span, change.words, "shifted-gbk", _confidence(change, margin))
            found.append((Edit(*span, change.words), repair))
    return found


def _sites(text: str) -> Iterator[int]:
    """Yield where a byte may be lost: a question mark before what no author writes after one.

    A row of them (??????) is a text whose every character was lost; nothing of it can be brought back.
    """
    blanked = {i for m in _BLANKED.finditer(text) for i in range(*m.span())}
    marks = "?" if "？" not in text else "？" if "?" not in text else _LOST
    for mark in re.finditer(f"[{marks}]", text):
        after = text[mark.end() : mark.end() + 2]
        if (
            mark.start() not in blanked
            and _SITE.match(text, mark.start())
            and (after[:1] not in ")）" or len(after) > 1)
        ):
            yield mark.start()


def _confidence(change: Change, margin: float) -> Confidence:
    if change.guesses >= 10 or (change.guesses and margin < _SURE):
        return Confidence.LOW
    return Confidence.INFERRED if change.guesses else Confidence.EXACT


class _Outcome(NamedTuple):
    """What one search found: where it settled, the changes in order, and the lead of the best in nats."""

    at: int
    changes: tuple[Change, ...]
    margin: float


class _Search:
    def __init__(self, text: str, readings: dict[str, str]) -> None:
        self._text = text
        self._readings = readings
        self._stock = stock()
        self._present = alphabet(text)
        self._left = _MOST_MADE + int(_MADE_A_CHARACTER * len(text))
        self._after = language().after
        self._floor = 0.0
        self._known: dict[str, list[tuple[str, _Outcome]]] = {}

    @property
    def is_spent(self) -> bool:
        """Whether this text has had its share of time; what is still damaged stays as it is."""
        return self._left < 0

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
        relative = _Outcome(at - start, in_order(trail, -start), margin)
        known.append((self._text[since : at + 2], relative))
        return _Outcome(at, in_order(trail, 0), margin)

    def _search(self, start: int) -> tuple[int, Change | None, float]:
        before = self._text[max(0, start - 2) : start]
        context = "".join(self._stock.simple(c) for c in before)
        beams = {start: [Hypothesis(0.0, context, -1, before[-1:], -1, "", 0, start, None)]}
        while True:
            at = min(beams)
            beam = pruned(beams.pop(at))
            best = beam[0]
            if self._is_over(at, best, start):
                lead = best.score - beam[1].score if len(beam) > 1 else 99.0
                return at, self._close(best, at).trail, lead
            self._floor = best.score - REACH
            for hypothesis in beam:
                self._left -= 1
                for to, new in self._steps(hypothesis, at):
                    self._left -= 1
                    beams.setdefault(to, []).append(new)

    def _is_over(self, at: int, best: Hypothesis, start: int) -> bool:
        if at >= len(self._text) or self._text[at] == "\n" or self._left < 0:
            return True
        return best.carry < 0 and at - best.closed >= _SETTLED and at > start

    def _steps(self, h: Hypothesis, at: int) -> Iterator[tuple[int, Hypothesis]]:
        return self._aligned(h, at) if h.carry < 0 else self._shifted(h, at)

    def _aligned(self, h: Hypothesis, at: int) -> Iterator[tuple[int, Hypothesis]]:
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

    def _shifted(self, h: Hypothesis, at: int) -> Iterator[tuple[int, Hypothesis]]:
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

    def _pair(self, h: Hypothesis, at: int, code: tuple[int, int]) -> Iterator[tuple[int, Hypothesis]]:
        if whole := char_of(h.carry, code[0]):
            yield at + 1, self._say(h, whole, 0)._replace(carry=code[1])
        for guessed in self._after_vanished(h, code[0]):
            yield at + 1, guessed._replace(carry=code[1])

    def _lost_inside(self, h: Hypothesis, at: int) -> Iterator[tuple[int, Hypothesis]]:
        """The second byte of the open character was lost; what follows is aligned again."""
        tail = _TAIL.match(self._text, at + 1)
        end = tail.end() if tail else at + 1
        for _, char in self._stock.by_lead[h.carry]:
            if tail and self._readings.get(char, "") != tail[1]:
                continue
            yield end, self._close(self._say(h, char, 0 if tail else 1), end)
        for guessed in self._after_vanished(h, -1):
            yield end, self._close(guessed, end)

    def _after_vanished(self, h: Hypothesis, trail: int) -> Iterator[Hypothesis]:
        """Two characters whose inner bytes made a code that stands for nothing and was dropped."""
        logs, present = self._after(h.context), self._present
        least = self._floor - h.score - _DROPPED_PAIR
        for first, simple, seconds in self._stock.around_vanished(h.carry, trail):
            gain = logs[simple]
            if gain < least:  # most end here, before anything is made of them
                continue
            room = gain - least if first in present else gain - least + _RARE_FORM
            if room < 0:
                continue
            said = self._say(h, first, 1)
            said = said._replace(score=said.score + _DROPPED_PAIR)
            then = self._after(said.context)
            for second, its in seconds:
                if then[its] + room > 0:
                    yield self._say(said, second, 1)

    def _say(self, h: Hypothesis, char: str, guesses: int) -> Hypothesis:
        simple = self._stock.simple(char)
        score = h.score + self._after(h.context)[simple]
        if char not in self._present:
            score += _RARE_FORM
        return Hypothesis(
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

    def _kept(self, h: Hypothesis, char: str) -> Hypothesis:
        simple = self._stock.simple(char)
        # The model was taught no question marks, for a lost byte looks the same.
        score = h.score + (_QUESTION if char in _LOST else self._after(h.context)[simple])
        return h._replace(score=score, context=(h.context + simple)[-2:], last=char)

    def _taken(self, h: Hypothesis, start: int, end: int) -> Hypothesis:
        """Take an injected reading out after a run that was read again."""
        run = h.trail
        if run and run.end == start:
            return h._replace(trail=run._replace(end=end), closed=end)
        return h

    def _close(self, h: Hypothesis, at: int) -> Hypothesis:
        if h.opened < 0:
            return h
        trail = Change(h.trail, h.opened, at, h.words, h.guesses)
        return h._replace(carry=-1, opened=-1, words="", guesses=0, closed=at, trail=trail)
