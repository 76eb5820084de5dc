"""The words of marks in lists, looked up once a language and not once a cell."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from luoshi.web.words import lang, table

_PREFIXES = ("said_", "supported_", "clock_", "light_", "why_", "step_")


def marks() -> Mapping[str, str]:
    """Return the words of every mark in the language of this request."""
    return _marks(lang())


@cache
def _marks(language: str) -> Mapping[str, str]:
    found = {}
    for key, both in table().items():
        room, _, name = key.partition(".")
        if (room == "common" and name.startswith(_PREFIXES)) or (
            room == "tasks" and name.startswith("kind_")
        ):
            found[name] = both[language]
    for name, key in (("late", "common.clock_overdue"), ("left", "common.clock_running")):
        found[f"{name}_before"], _, found[f"{name}_after"] = table()[key][language].partition("{days}")
    found["select"] = table()["tasks.select"][language].partition("{")[0].strip()
    found["no_owner"] = table()["common.no_owner"][language]
    return MappingProxyType(found)
