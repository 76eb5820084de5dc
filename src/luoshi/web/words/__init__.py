"""The words of the pages: both languages side by side, so that none can be missing."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from django.utils.translation import get_language

from luoshi.followup.ground.filling import filled
from luoshi.followup.ground.refusal_words import table as refusals


class MissingWordsError(KeyError):
    """A page asks for words that no table has."""


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Return every word by ``file.key``, then by language (``zh``, ``en``)."""
    words = {f"refusals.{code}": both for code, both in refusals().items()}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            room = file.name.removesuffix(".toml")
            for key, both in tomllib.loads(file.read_text(encoding="utf-8")).items():
                words[f"{room}.{key}"] = both
    return words


def lang() -> str:
    """Return the language of this request, ``zh`` or ``en``."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def t(key: str, /, **args: object) -> str:
    """Return the words for ``file.key`` in the language of this request, with its places filled.

    Raises:
        MissingWordsError: no table has them.
    """
    try:
        words = table()[key][lang()]
    except KeyError as missing:
        raise MissingWordsError(key) from missing
    return filled(words, args) if args else words


def known(key: str, /, **args: object) -> str:
    """Return the words for ``key``, or its last part when no table has them (codes from data)."""
    return t(key, **args) if key in table() else key.rpartition(".")[2]
