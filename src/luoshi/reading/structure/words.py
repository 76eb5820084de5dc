"""The word lists of ``lexicon/structure.toml``, read once."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return the tables of ``lexicon/NAME.toml``."""
    return tomllib.loads(files("luoshi.reading").joinpath("lexicon", f"{name}.toml").read_text("utf-8"))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of ``words``, longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


STRUCTURE = load("structure")
