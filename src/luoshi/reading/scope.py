"""Commitments that direct watching, steering or sorting what people say, think or believe (decision 0001).

Such a statement is read and shown but never becomes a task. What decides is not a topic but an act that
falls on the speech, thought or belief of persons; publicity, news, study, public requests and safety checks
are ordinary work.
"""

import re
from dataclasses import replace

from ahocorasick_rs import AhoCorasick

from luoshi.reading.reading import Reading
from luoshi.reading.structure.words import load
from luoshi.values.pattern import any_of, lazy

_WORDS = load("scope")
_INNOCENT = lazy(any_of(_WORDS["innocent"]["words"]))
_STRONG = lazy(any_of(_WORDS["strong"]["words"]))
_OBJECTS = tuple(
    (
        lazy(any_of(o["words"])),
        lazy(any_of([w for act in o["acts"] for w in _WORDS["acts"][act]])),
    )
    for o in _WORDS["objects"]
)
_ANY_OBJECT = AhoCorasick([w for o in _WORDS["objects"] for w in o["words"]] + _WORDS["strong"]["words"])
_UNLESS = tuple((lazy(any_of(u["objects"])), lazy(any_of(u["words"]))) for u in _WORDS["unless"])
_PART = lazy("[，；。：]")
_MEANS = lazy("(?:利用|通过|运用|依托|借助|使用|以)(?:[\u4e00-\u9fff]{0,4}、)*$")
_TOPIC = lazy("^(?:对|针对|凡|就|把|将|围绕|结合|涉及|发现|遇有|一旦|出现)")


def directs_people(words: str) -> bool:
    """Tell whether a demand falls on what persons say, think, believe or post.

    >>> directs_people("每日监测涉镇网络舆情并上报"), directs_people("每季度召开一次新闻发布会")
    (True, False)
    """
    if not may_direct_people(words):
        return False
    if _STRONG.search(words):
        return True
    words = _INNOCENT.sub("工作", words)
    parts = _PART.split(words)
    for i, part in enumerate(parts):
        follows = "　".join(parts[i + 1 :]) if _TOPIC.match(part) else ""
        if any(_falls_on(part, follows, thing, act) for thing, act in _OBJECTS):
            return True
    return False


def _falls_on(part: str, follows: str, thing: re.Pattern[str], act: re.Pattern[str]) -> bool:
    m = thing.search(part)
    if m is None or _MEANS.search(part, 0, m.start()):
        return False
    if any(topic.search(m[0]) and ordinary.search(part + follows) for topic, ordinary in _UNLESS):
        return False
    rest = part[: m.start()] + "　" + part[m.end() :]
    return bool(act.search(rest) or (follows and act.search(follows)))


def may_direct_people(text: str) -> bool:
    """Tell whether anything a person says, thinks or posts is spoken of at all."""
    return bool(_ANY_OBJECT.find_matches_as_indexes(text))


def read_scope(reading: Reading) -> Reading:
    """Mark the commitments that are about people."""
    text = reading.source.text
    if not may_direct_people(text):
        return reading
    marked = tuple(
        replace(c, scope="people") if directs_people(c.span.of(text)) else c for c in reading.commitments
    )
    return reading.having(commitments=marked)
