"""A second reader adds what it can quote, and nothing else."""

import json
from collections.abc import Callable

import pytest

from luoshi.document.receive import receive_text
from luoshi.reading.marks import ActorMark, Clause, Commitment, DeadlineMark, Role, State
from luoshi.reading.reading import Reading
from luoshi.reading.second import prompt_for, second_reading
from luoshi.values.span import Span

TEXT = "县水利局负责山塘加固。\n6口山塘要在6月底前完成加固。\n水闸全部更换启闭机。\n"
KNOWN = "6口山塘要在6月底前完成加固"


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def first() -> Reading:
    """A reading that found one task of two, and neither its owner nor its deadline."""
    task = Commitment(
        "c1", at(KNOWN), 1, "firm", "once", "", at("完成加固"), at("要在"),
        missing=("owner", "deadline"), rule="duty@1",
    )  # fmt: skip
    clauses = tuple(
        Clause(at(words), at(words), block=n, item=-1, sentence=n, state=State.PLAN)
        for n, words in enumerate(TEXT.split())
    )
    deadlines = (DeadlineMark(at("6月底前"), "2026-06-30"),)
    return Reading(receive_text(TEXT), clauses=clauses, deadlines=deadlines, commitments=(task,))


def says(*tasks: object) -> Callable[[str], str]:
    answer = "好的：\n```json\n" + json.dumps({"tasks": tasks}, ensure_ascii=False) + "\n```"
    return lambda _: answer


def test_a_task_it_quotes_is_added_with_its_name(first: Reading) -> None:
    second = second_reading(first, says({"quote": "水闸全部更换启闭机。", "strength": "firm"}), model="m")
    known, added = second.reading.commitments
    assert known == first.commitments[0]
    assert added.span == at("水闸全部更换启闭机")
    assert (added.rule, added.strength, added.missing) == ("second@m", "firm", ("owner", "deadline"))
    assert (second.added, second.corrected, second.dropped) == (1, 0, 0)


def test_what_directs_speech_is_no_task_whoever_found_it() -> None:
    text = "每日监测涉镇网络舆情并上报。\n"
    second = second_reading(
        Reading(receive_text(text)), says({"quote": "每日监测涉镇网络舆情并上报"}), model="m"
    )
    assert [c.scope for c in second.reading.commitments] == ["people"]


def test_words_that_do_not_stand_in_the_text_are_dropped_and_counted(first: Reading) -> None:
    ask = says(
        {"quote": "水闸全部更换启闭机设备"}, {"quote": "水闸"}, {"quote": None}, "水闸全部更换启闭机", {}
    )
    second = second_reading(first, ask, model="m")
    assert second.reading == first
    assert (second.added, second.dropped) == (0, 5)


def test_a_missing_owner_and_deadline_are_filled_from_the_text(first: Reading) -> None:
    ask = says({"quote": KNOWN, "owner": "县水利局", "deadline": "6月底前"})
    second = second_reading(first, ask, model="m")
    (task,) = second.reading.commitments
    assert task.actors == (ActorMark(at("县水利局"), Role.LEAD, inherited=True),)
    assert [x.mark.norm for x in task.limits] == ["2026-06-30"]
    assert (task.missing, task.rule) == ((), "duty@1+second@m")
    assert (second.added, second.corrected, second.dropped) == (0, 1, 0)


def test_an_owner_it_makes_up_and_a_date_we_cannot_reckon_are_dropped(first: Reading) -> None:
    ask = says({"quote": KNOWN, "owner": "县农业农村局", "deadline": "2026年12月31日前"})
    second = second_reading(first, ask, model="m")
    assert second.reading == first
    assert second.dropped == 2


def test_nothing_found_before_is_changed(first: Reading) -> None:
    owned = second_reading(first, says({"quote": KNOWN, "owner": "县水利局"}), model="m").reading
    again = second_reading(owned, says({"quote": KNOWN, "owner": "水闸"}), model="m")
    assert again.reading == owned


@pytest.mark.parametrize("answer", ["", "没有", "{", '{"tasks": 3}', "[]", '{"other": []}', "null"])
def test_an_answer_that_is_none_costs_nothing(first: Reading, answer: str) -> None:
    second = second_reading(first, lambda _: answer, model="m")
    assert (second.reading, second.dropped) == (first, 1)


def test_the_prompt_holds_the_section_and_what_is_known(first: Reading) -> None:
    prompt = prompt_for(first, Span(0, len(TEXT)))
    assert TEXT in prompt
    assert f"- {KNOWN}\n" in prompt


def test_a_long_text_is_asked_about_in_whole_lines() -> None:
    line = "各乡镇每季度报送一次工作进展情况。\n"
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return '{"tasks": []}'

    second_reading(Reading(receive_text(line * 400)), ask, model="m")
    assert len(asked) == 3  # 7,200 characters, at most 3,000 a question
    assert sum(prompt.count(line) for prompt in asked) == 400
