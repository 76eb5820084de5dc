"""The words of ``grammar.toml``, read once, and what of them stands at a place."""

import tomllib
from importlib.resources import files
from typing import Final

from luoshi.values.pattern import lazy

GRAMMAR: Final[dict[str, str]] = tomllib.loads(
    files("luoshi.reading.duty").joinpath("grammar.toml").read_text(encoding="utf-8")
)


class WordSet:
    """Words looked up at a place by their length: a pattern would try each of a thousand."""

    __slots__ = ("_lengths", "_words")

    def __init__(self, *kinds: str, least: int = 1) -> None:
        """Take the lists of ``grammar.toml`` named, their words of ``least`` characters or more."""
        self._words = frozenset(w for kind in kinds for w in GRAMMAR[kind].split() if len(w) >= least)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)

    def at(self, text: str, start: int, stop: int | None = None) -> bool:
        """Tell whether one of the words stands at ``start``, and ends by ``stop``."""
        n = self.length(text, start)
        return n > 0 and (stop is None or start + n <= stop)

    def length(self, text: str, start: int) -> int:
        """Return the length of the longest of the words at ``start``, 0 where none stands."""
        words = self._words
        for n in self._lengths:
            if text[start : start + n] in words:
                return n
        return 0


VERBS: Final = WordSet("verbs", "adverbs")
LONG_VERBS: Final = WordSet("verbs", "adverbs", least=2)
_PREDICATES: Final = WordSet("modals", "prepositions", "adverbs", "verbs")
# what begins as a predicate does and is a noun: 会议, 要求, 将军, 入户率达到
NOUNS: Final = (
    r"会[议商场员计展演考诊面]|调查[报表问组队人员对结工机]|应[急用届]|要[求点素]|需求|将[军来]|覆盖[面率]|是否|组织机构|自(?:然|治|来水|贸|建[房民住])|从业|在[编职]|在校(?:生|学生|师生)"
    r"|[\u4e00-\u9fff]{2}率(?:[达为不高低超在]|保持|稳定)"
)
_NOUN_AT: Final = lazy(NOUNS)
_NOUN_FIRST: Final = frozenset("调会应要需将组自从在覆是")


def is_predicate(text: str, start: int, stop: int | None = None) -> bool:
    """Tell whether a predicate begins at ``start``: a modal, verb, adverb or preposition."""
    may_be_noun = text[start : start + 1] in _NOUN_FIRST or text[start + 2 : start + 3] == "率"
    if may_be_noun and _NOUN_AT.match(text, start):
        return False
    return _PREDICATES.at(text, start, stop)
