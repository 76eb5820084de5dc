"""Texts no author wrote: they are read to the end, in time that grows with them, and nothing is made of them.

Each of the texts once took hours, minutes, or more depth than Python has.
"""

import signal
from collections.abc import Iterator

import pytest

import luoshi
from luoshi.reading.duty.brackets import names_units

_PLAN = "工作方案\n一、任务\n"
_PATIENCE = 120  # seconds; what is wrong here takes years


@pytest.fixture(autouse=True)
def _gives_up() -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    "text",
    [
        "落实整改（" + "县公安局和" * 60 + "印发）。",
        "【" + "县公安局及" * 60 + "印发】",
        "抓好落实（" + "县公安局和" * 60 + "，3月底）。",
        "| 责任单位 | 任务 |\n| " + "和".join(["县公安局"] * 60) + "印发 | 建成站点3个 |",
        "| 责任单位 | 任务 |\n| " + "单位，和及" * 60 + " | 建成站点3个 |",
        "责任单位：参加责" + "牵头" * 200 + "\u3000有关",
        "（县公安局" + "分别牵头" * 200 + "县公安局实施）",
        "建成站点（及" + "党委及等" * 100 + "）。",
        "各有关" * 200 + "党委要建成站点3个。",
        "提升加" + "达到各" * 200 + "约实现30%。",
        "，" + "（印发" * 3000 + "。",
        "（一）" * 5000,
        "的按以" + "1." * 20000 + ")：",
        "，并下列" * 4000 + "：",
        "责任单位：\n" * 40000,
        "局责任单位：【" + "和" * 40000 + "万元",
        "十" * 60000 + "】",
        "\n" * 40000,
        "，部要完成" * 8000,
        "由省和地级市局" * 8000,
        "。中心每" * 8000,
    ],
    ids=lambda text: text[:8].strip(),
)
def test_it_is_read_to_the_end(text: str) -> None:
    assert luoshi.read(_PLAN + text).source.text


def test_the_names_of_a_cell_may_hold_the_word_between_them() -> None:
    cells = {
        "县发展和改革局和县公安局": True,
        "县委办公室、县人力资源和社会保障局": True,
        "县公安局牵头，县教体局配合": True,
        "县公安局（牵头）、县教体局": True,
        "县公安局和县教体局印发方案": False,
    }
    assert {cell: names_units(cell, 0, len(cell)) for cell in cells} == cells


def test_a_row_of_question_marks_stays_a_row_of_question_marks() -> None:
    reading = luoshi.read(f"关于报送的通知\n{'?' * 300}，请各单位于3月底前报送材料。")

    row = reading.source.text.partition("\n")[2].partition("，")[0]
    assert (300, {"?", "？"}) == (len(row), set(row) | {"?"})
    assert "报送材料" in reading.commitments[0].span.of(reading.source.text)
