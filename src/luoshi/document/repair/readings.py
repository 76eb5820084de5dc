"""Readings that a converter injected after characters: 態(tài) is 態."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from luoshi.document.repair.simplify import simplify_char
from luoshi.document.source_text import Confidence, Repair
from luoshi.document.way_back import Edit
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
READING = rf"[a-zü]{{0,4}}[{_TONED}][a-zü]{{0,3}}"
_AFTER_HAN = lazy(rf"([\u3400-\u9fff])[(（]({READING})[)）]")
_PROBE = lazy(rf"[(（][a-zü]{{0,4}}[{_TONED}]")
_FORMS = 4  # different traditional characters with readings: no author notes how common characters sound
_ENOUGH = 2  # the same character with the same reading: a converter does it every time, an author once
_MANY = 4  # proven injections in a document before a single one is taken for another of the same


@dataclass(frozen=True, slots=True)
class Readings:
    """What was injected.

    Attributes:
        edits, repairs: that take the readings out.
        of: the reading of each character that the document proves.
    """

    edits: tuple[Edit, ...]
    repairs: tuple[Repair, ...]
    of: dict[str, str]


def has_readings(text: str, chars: frozenset[str]) -> bool:
    """Tell whether anything in ``text`` (of characters ``chars``) looks like an injected reading."""
    return not chars.isdisjoint(_TONED) and _PROBE.search(text) is not None


def find_readings(text: str) -> Readings:
    """Find injected readings; the document's own table has to prove them.

    >>> found = find_readings("態(tài)度,盱眙(xū yí),動態(tài)")
    >>> [text.read for text in found.repairs], found.of
    (['', ''], {'態': 'tài'})
    """
    hits = list(_AFTER_HAN.finditer(text))
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for hit in hits:
        counts[hit[1]][hit[2]] += 1
    of: dict[str, str] = {}
    for char, readings in counts.items():
        reading, n = readings.most_common(1)[0]
        if n >= _ENOUGH and len(readings) == 1:
            of[char] = reading
    traditional = {char for char, seen in counts.items() if len(seen) == 1 and simplify_char(char) != char}
    many = len(of) >= _MANY
    foreign = traditional if len(traditional) >= _FORMS else frozenset[str]()
    edits: list[Edit] = []
    repairs: list[Repair] = []
    for hit in hits:
        proven = of.get(hit[1]) == hit[2]
        if not (proven or hit[1] in foreign or (many and len(counts[hit[1]]) == 1)):
            continue
        span = Span(hit.end(1), hit.end())
        edits.append(Edit(hit.start(1), hit.end(), hit[1]))  # the reading belongs to its character
        confidence = Confidence.EXACT if proven else Confidence.INFERRED
        repairs.append(Repair(span, "", "injected-reading", confidence))
    for char in foreign:
        of.setdefault(char, next(iter(counts[char])))
    if many:
        of.update({char: next(iter(seen)) for char, seen in counts.items() if len(seen) == 1})
    return Readings(tuple(edits), tuple(repairs), of)
