"""Who speaks: X强调, 会议指出, carried down until somebody else does."""

from luoshi.reading.marks import Speaker
from luoshi.reading.reading import Reading
from luoshi.reading.structure.words import STRUCTURE
from luoshi.values.pattern import any_of, lazy
from luoshi.values.span import Span

_VERB = lazy(r"(?:指出|强调|要求|表示)(?=[，：]|[ \u3000]*(?:\n|$))")
_BEFORE = 26
_STOPS = "，。；：！？、\n \u3000”"
_NAME = lazy(
    rf"(?:.{{0,18}}{any_of(STRUCTURE['speakers']['posts'])}[\u4e00-\u9fff]{{0,4}}|[\u4e00-\u9fff]{{2,4}})(?:同志)?$"
)
_ADVERBS = lazy("(?:最后|同时|还|并|再次|进一步|明确|特别|反复|一再|着重|首先|就此|对此)+$")
_NO_SPEAKER = lazy(any_of(STRUCTURE["speakers"]["not_speakers"]))


def read_speakers(reading: Reading) -> Reading:
    """Find who speaks and how far."""
    text = reading.source.text
    found: list[Span] = []
    for m in _VERB.finditer(text):
        end = m.start()
        start = end
        floor = max(0, end - _BEFORE)
        while start > floor and text[start - 1] not in _STOPS:
            start -= 1
        words = text[start:end]
        adverb = _ADVERBS.search(words)
        if adverb:
            words = words[: adverb.start()]
        if len(words) >= 2 and _NAME.match(words) and not _NO_SPEAKER.search(words):
            found.append(Span(start, start + len(words)))
    ends = [s.start for s in found[1:]] + [len(text)]
    parts = [p.end for p in reading.source.parts]
    speakers = []
    for span, end in zip(found, ends, strict=False):
        stop = next((p for p in parts if p > span.start), end)
        speakers.append(Speaker(span, min(end, stop)))
    return reading.having(speakers=tuple(speakers))
