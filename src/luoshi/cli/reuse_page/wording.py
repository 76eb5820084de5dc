"""The words of `luoshi reuse`, in two languages."""

import tomllib
from functools import cache
from importlib import resources
from typing import Protocol


class Say(Protocol):
    """Returns the words for a key, with its places filled."""

    def __call__(self, key: str, **args: object) -> str:
        """Return the words."""


@cache
def _table() -> dict[str, dict[str, str]]:
    file = resources.files("luoshi.cli.reuse_page") / "words.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def table(lang: str) -> dict[str, str]:
    """Return all the words of a language."""
    return _table()[lang]


def words_of(lang: str) -> Say:
    """Return the words of ``lang``, ``zh`` or ``en``.

    >>> words_of("en")("indexed", n=3)
    'the index holds 3 documents'
    """
    table = _table()[lang]

    def say(key: str, **args: object) -> str:
        return table[key].format(**args) if args else table[key]

    return say


def percent(part: float) -> str:
    """Write a share.

    >>> percent(0.416)
    '42%'
    """
    return f"{part * 100:.0f}%"
