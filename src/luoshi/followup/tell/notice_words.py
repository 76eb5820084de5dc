"""The words of notices, both languages side by side."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from luoshi.followup.ground.filling import filled


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Return the words of notices by kind, then by language."""
    file = resources.files("luoshi.followup.tell") / "notices.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def words_of(kind: str, args: str, lang: str) -> str:
    """Return one notice in words. ``args`` is what was stored with it."""
    return filled(table()[kind][lang], json.loads(args))
