"""Every cue word of the states found in one pass over the text."""

from collections.abc import Sequence
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from luoshi.reading.structure.words import load


class Cue:
    """Bits: what a cue word says about the clause it stands in (plain ints: a document has thousands)."""

    NONE: Final = 0
    TURN_ACHIEVEMENT: Final = 1
    TURN_PLAN: Final = 2
    TURN_PROBLEM: Final = 4
    DUTY: Final = 8
    PAST: Final = 16
    DEED: Final = 32
    LACK: Final = 64
    LEADER: Final = 128
    PRAISE: Final = 256
    ANY_TURN: Final = 7


_WORDS = load("states")
_CUES: dict[str, int] = {}
for _name, _words in (
    (Cue.TURN_ACHIEVEMENT, _WORDS["turns"]["achievement"]),
    (Cue.TURN_PLAN, _WORDS["turns"]["plan"]),
    (Cue.TURN_PROBLEM, _WORDS["turns"]["problem"]),
    (Cue.DUTY, _WORDS["duty"]["words"]),
    (Cue.PAST, _WORDS["past"]["words"]),
    (Cue.DEED, _WORDS["deeds"]["words"]),
    (Cue.LACK, _WORDS["lack"]["words"]),
    (Cue.LEADER, _WORDS["quotation"]["leaders"]),
    (Cue.PRAISE, _WORDS["praise"]["words"]),
    (Cue.NONE, _WORDS["duty"]["neutral"]),
):
    for _word in _words:
        _CUES[_word] = _CUES.get(_word, 0) | _name
for _word, _bits in list(_CUES.items()):  # a longer word keeps what the shorter ones inside it say
    if _bits & (Cue.DEED | Cue.PAST | Cue.TURN_PROBLEM | Cue.LACK):
        for _inner, _more in list(_CUES.items()):
            if _inner in _word and len(_inner) > 1:
                _CUES[_word] |= _more
_BITS = tuple(_CUES.values())
_AUTOMATON = AhoCorasick(list(_CUES), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)


def cues_of(text: str, spans: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return, for each of the ascending ``spans``, its cues and where its first turn stands (-1: none)."""
    bits = [0] * len(spans)
    turns = [-1] * len(spans)
    starts = [s[0] for s in spans]
    ends = [s[1] for s in spans]
    any_turn = Cue.ANY_TURN
    i = 0
    n = len(spans)
    if not n:
        return bits, turns
    end = ends[0]
    for pattern, at, _ in _AUTOMATON.find_matches_as_indexes(text):
        while end <= at:
            i += 1
            if i == n:
                return bits, turns
            end = ends[i]
        if starts[i] <= at:
            b = _BITS[pattern]
            bits[i] |= b
            if b & any_turn and turns[i] < 0:
                turns[i] = at - starts[i]
    return bits, turns
