"""The words for a problem, in two languages."""

import tomllib
from functools import cache
from pathlib import Path
from typing import cast

from luoshi.values.problem import Problem

_UNKNOWN = "no-words"


def words(problem: Problem, lang: str) -> str:
    """Return one line that says what is wrong and how to mend it.

    Args:
        problem: what is wrong.
        lang: ``zh`` or ``en``.

    >>> from luoshi.values.problem import Problem, Severity
    >>> words(Problem("empty-file", Severity.ERROR), "en")
    'The file is empty. Ask the sender for it again.'
    """
    table = _table()
    entry = table.get(problem.code, table[_UNKNOWN])
    args = {"code": problem.code, **problem.args}
    between = "" if lang == "zh" else " "
    return between.join(_filled(entry[key], args) for key in (lang, f"mend_{lang}") if entry[key])


def codes() -> frozenset[str]:
    """Return every code that has words of its own."""
    return frozenset(_table()) - {_UNKNOWN}


def _filled(template: str, args: dict[str, str | int]) -> str:
    try:
        return template.format_map(args)
    except KeyError:
        return template  # a problem without its arguments still gets its sentence


@cache
def _table() -> dict[str, dict[str, str]]:
    with Path(__file__).with_name("problems.toml").open("rb") as file:
        return cast("dict[str, dict[str, str]]", tomllib.load(file))
