"""Patterns compiled on first use."""

import re

from luoshi.values.pattern import lazy


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
