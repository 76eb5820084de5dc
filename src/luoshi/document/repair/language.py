"""A small character-trigram model: how likely a character is after two others."""

import lzma
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from math import log

_N_CHARS = 21_000  # characters GBK can write
_UNSEEN = 0.02


class Language:
    """Log-probabilities from character counts, each context smoothed by the shorter one (Witten-Bell).

    Args:
        counts: how often each one-, two- and three-character string was seen.
    """

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._n = sum(n for words, n in counts.items() if len(words) == 1)
        self.chars = frozenset(words for words in counts if len(words) == 1)
        # How many different characters follow a context says how much room to leave for others.
        self._followers = Counter(words[:-1] for words in counts)
        self._after: dict[str, After] = {}

    def count(self, words: str) -> int:
        """Return how often ``words`` (up to three characters) was seen."""
        return self._counts.get(words, 0)

    def after(self, context: str) -> "After":
        """Return the natural logarithm of the likelihood of each character after the two of ``context``."""
        known = self._after.get(context)
        if known is None:
            known = self._after[context] = After(self, context)
        return known

    def likelihood(self, context: str, char: str) -> float:
        """Return how likely ``char`` is after the two of ``context``."""
        seen = self._counts.get
        p = (seen(char, 0) + _UNSEEN) / (self._n + _UNSEEN * _N_CHARS)
        for before in (context[-1:], context):
            room = self._followers[before] + 1
            p = (seen(before + char, 0) + room * p) / (seen(before, 0) + room)
        return p


class After(dict[str, float]):
    """Logarithms of the likelihood of characters after one context, each worked out when first asked for."""

    __slots__ = ("_context", "_language")

    def __init__(self, language: Language, context: str) -> None:
        """Take what is known before any character is asked for."""
        super().__init__()
        self._language, self._context = language, context

    def __missing__(self, char: str) -> float:
        value = self[char] = log(self._language.likelihood(self._context, char))
        return value


@lru_cache(maxsize=1)
def language() -> Language:
    """Return the model shipped beside this file; read at the first damage found."""
    packed = files(__package__).joinpath("trigrams.xz").read_bytes()
    counts: dict[str, int] = {}
    for line in lzma.decompress(packed).decode().split("\n"):
        n, _, words = line.partition("\t")
        width = int(n[0])
        count = int(n[1:])
        for i in range(0, len(words), width):
            counts[words[i : i + width]] = count
    return Language(counts)
