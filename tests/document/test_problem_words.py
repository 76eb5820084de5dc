"""Every problem has words in two languages."""

import re
import tomllib
from pathlib import Path

import pytest

from luoshi.document.problem_words import codes, words
from luoshi.values.problem import Problem, Severity

SRC = Path(__file__).parents[2] / "src" / "luoshi" / "document"
RAISED = re.compile(r"""(?:unreadable|_error|Problem)\(\s*"([a-z-]+)\"""")


def test_every_code_that_intake_raises_has_words():
    raised = {code for path in SRC.rglob("*.py") for code in RAISED.findall(path.read_text(encoding="utf-8"))}
    assert len(raised) > 20
    assert sorted(raised - codes()) == []


@pytest.mark.parametrize("key", ["zh", "en", "mend_zh", "mend_en"])
def test_each_has_all_four_entries(key):
    with (SRC / "problems.toml").open("rb") as file:
        table = tomllib.load(file)
    assert [code for code, entry in table.items() if key not in entry] == []


def test_arguments_are_filled_in():
    problem = Problem("too-large", Severity.ERROR, args={"limit": 200})
    assert words(problem, "zh") == "文件超过 200 MiB。请拆分后再读。"
    assert words(problem, "en") == "The file is larger than 200 MiB. Split it and read the parts."


def test_a_code_without_words_is_named():
    assert (
        words(Problem("strange-thing", Severity.NOTE), "en")
        == "A person should look at this (strange-thing)."
    )
