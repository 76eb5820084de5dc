"""The words the command line and its exports use, in two languages."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

LANGUAGES: Final = ("zh", "en")
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True, slots=True)
class Words:
    """A catalogue of words in one language.

    Attributes:
        lang: ``zh`` or ``en``.
        table: by section, then key.
    """

    lang: str
    table: Mapping[str, Mapping[str, str | list[str]]]

    def __call__(self, section: str, key: str, /, **args: object) -> str:
        """Return the words for ``key``, with its places filled."""
        words = self.table[section][key]
        if not isinstance(words, str):
            raise TypeError(f"{section}.{key} is a list")
        return words.format(**args) if args else words

    def many(self, section: str, key: str) -> list[str]:
        """Return a list of words, as the days of the week."""
        words = self.table[section][key]
        return [words] if isinstance(words, str) else list(words)

    def known(self, section: str, key: str, /, **args: object) -> str:
        """Return the words for ``key``, or ``key`` itself when the catalogue has none."""
        return self(section, key, **args) if key in self.table[section] else key


@cache
def words_in(lang: str) -> Words:
    """Return the catalogue of ``lang``, ``zh`` or ``en``."""
    file = resources.files("luoshi.cli") / "messages" / f"{lang}.toml"
    return Words(lang, tomllib.loads(file.read_text(encoding="utf-8")))


def chosen_language(asked: str | None) -> str:
    """Return the language asked for, else that of LUOSHI_LANG, else of the locale, else Chinese."""
    if asked in LANGUAGES:
        return asked
    for name in (os.environ.get("LUOSHI_LANG"), *(os.environ.get(k) for k in _LOCALE)):
        if name and name[:2].lower() in LANGUAGES:
            return name[:2].lower()
    return "zh"
