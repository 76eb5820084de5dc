"""Where ordinary work ends and decision 0001 begins."""

import tomllib
from pathlib import Path

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.marks import Commitment
from luoshi.reading.reading import Reading
from luoshi.reading.scope import directs_people, read_scope
from luoshi.values.span import Span

_CASES = tomllib.loads(Path(__file__).with_name("scope_cases.toml").read_text("utf-8"))


@pytest.mark.parametrize("words", _CASES["people"])
def test_an_act_on_speech_thought_or_belief_is_about_people(words):
    assert directs_people(words)


@pytest.mark.parametrize("words", _CASES["ordinary"])
def test_ordinary_work_with_the_same_words_is_not(words):
    assert not directs_people(words)


@pytest.mark.parametrize("comma", ["，", ","])
def test_the_object_may_stand_before_the_comma_and_the_act_after_it(comma):
    source = receive_text(f"针对网上不当言论{comma}安排专人每日巡查。要每月召开一次调度会。")
    text = source.text
    first, second = Span(0, text.index("。")), Span(text.index("要"), len(text) - 1)
    reading = Reading(
        source,
        commitments=tuple(
            Commitment(f"c{i}", span, i, "firm", "once", "", span, span)
            for i, span in enumerate((first, second))
        ),
    )
    assert ["people", "institution"] == [c.scope for c in read_scope(reading).commitments]
