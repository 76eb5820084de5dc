"""The word lists of ``lexicon/structure.toml``, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return the tables of ``lexicon/NAME.toml``."""
    return tomllib.loads(files("luoshi.reading").joinpath("lexicon", f"{name}.toml").read_text("utf-8"))


STRUCTURE = load("structure")
