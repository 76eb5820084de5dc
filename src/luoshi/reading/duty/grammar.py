"""The words of ``grammar.toml``, read once."""

import tomllib
from importlib.resources import files
from typing import Final

GRAMMAR: Final[dict[str, str]] = tomllib.loads(
    files("luoshi.reading.duty").joinpath("grammar.toml").read_text(encoding="utf-8")
)
