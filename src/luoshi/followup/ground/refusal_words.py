"""The words of refusals, both languages side by side: pages and commands tell them alike."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from luoshi.followup.ground.refusals import RefusedError


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Return the words by code, then by language (``zh``, ``en``)."""
    file = resources.files("luoshi.followup.ground") / "refusals.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def words_of(error: RefusedError, lang: str) -> str:
    """Return why an act did not happen, in ``zh`` or ``en``."""
    return table()[error.code][lang].format(**error.args_by_name)
