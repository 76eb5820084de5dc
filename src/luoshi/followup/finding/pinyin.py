"""How Chinese names are spelt: for typing two letters of a unit's name, and for user names."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

FIRST, LAST = 0x3007, 0x9FFF  # 〇, then the unified ideographs
_LONGEST = 4  # characters of a phrase in the table


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Return how characters are read alone, and phrases together (syllables with blanks)."""
    text = files("luoshi.followup.finding").joinpath("pinyin.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    alone = {character: syllable for syllable, found in table["syllables"].items() for character in found}
    together = {phrase: read for read, found in table["phrases"].items() for phrase in found.split()}
    return alone, together


def syllables(text: str) -> list[str]:
    """Return the syllables of a text without tones; what is no Chinese character stays as it is.

    >>> syllables("重庆市第2小学")
    ['chong', 'qing', 'shi', 'di', '2', 'xiao', 'xue']
    """
    return spell(text, *_table())


def spell(text: str, alone: Mapping[str, str], together: Mapping[str, str]) -> list[str]:
    """Return the syllables of a text by these readings; the longest phrase that begins somewhere counts."""
    return list(_spelt(text, alone, together))


def _spelt(text: str, alone: Mapping[str, str], together: Mapping[str, str]) -> Iterator[str]:
    at = 0
    while at < len(text):
        lengths = range(min(_LONGEST, len(text) - at), 1, -1)
        n = next((n for n in lengths if text[at : at + n] in together), 1)
        yield from together[text[at : at + n]].split() if n > 1 else (alone.get(text[at], text[at]),)
        at += n


def initials(text: str) -> str:
    """Return the first letters of the syllables, lower case; what is no Chinese character stays whole.

    >>> initials("县民政局A区")
    'xmzjaq'
    """
    return "".join(syllable[:1] for syllable in syllables(text)).lower()
