"""Patterns compiled on first use."""

import re

from hypothesis import given
from hypothesis import strategies as st

from luoshi.values.pattern import any_of, lazy


def test_a_lazy_pattern_finds_what_a_compiled_one_finds() -> None:
    text = "各镇乡每季度报送一次，县教育局每月底前汇总。"
    source = r"每(?P<unit>季度|月)"

    found = lazy(source)

    assert [m["unit"] for m in found.finditer(text)] == ["季度", "月"]
    assert found.search(text, 8) is not None
    assert found.sub("按", text) == re.compile(source).sub("按", text)


def test_flags_and_bytes_are_kept() -> None:
    assert lazy("ABC", re.IGNORECASE).fullmatch("abc") is not None
    assert lazy(rb"<\?xml").match(b"<?xml version='1.0'?>") is not None


def test_what_no_pattern_has_is_an_error() -> None:
    assert not hasattr(lazy("x"), "no_such_method")


@given(st.sets(st.text("督查办.|(", min_size=1, max_size=4), min_size=1), st.text("督查办.|(", max_size=12))
def test_any_of_finds_the_longest_word_at_each_place(words: set[str], text: str) -> None:
    side_by_side = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    found = [m.span() for m in re.finditer(any_of(words), text)]
    assert found == [m.span() for m in re.finditer(side_by_side, text)]
