"""The model of what a correction costs: what is right costs a key, what is wrong its own field only."""

from dataclasses import replace

import pytest

from evals import correcting
from evals.correcting import ACCEPT, Line

ROW = Line(
    10,
    30,
    "县民政局6月底前建成养老服务站点十二个整",
    {"lead": ("县民政局",), "support": ("县财政局", "各镇乡")},
    (("2026-06-30", "6月底前"),),
    (),
)


@pytest.fixture(scope="module")
def same(shared):
    return correcting._scorer()


def test_a_right_row_costs_one_key(same) -> None:
    assert ACCEPT == correcting.correcting(ROW, ROW, same, {})


def test_a_unit_is_its_initials_and_enter(same) -> None:
    fields: dict[str, int] = {}
    wrong = replace(ROW, units=ROW.units | {"lead": ("县教育局",)})
    cost = correcting.correcting(ROW, wrong, same, fields)

    assert {"lead": 1} == fields
    assert (1 + 2 + 4 + 1 + 2, 1) == (cost.keys, cost.points)  # e, Ctrl+A, xmzj, Enter, Ctrl+Enter; one click


def test_a_limit_that_is_not_there_is_deleted(same) -> None:
    cost = correcting.correcting(replace(ROW, limits=()), ROW, same, {})

    assert (1 + 2 + 1 + 2, 1) == (cost.keys, cost.points)


@pytest.mark.parametrize(("start", "end", "keys"), [(10, 20, 30), (16, 30, 16), (11, 29, 0), (0, 40, 2)])
def test_missing_words_are_typed_and_others_deleted(same, start: int, end: int, keys: int) -> None:
    cost = correcting._words_cost(ROW, replace(ROW, start=start, end=end))

    assert keys == cost.keys


def test_typing_counts_every_cell() -> None:
    assert 19 * 3 + 1 == correcting.keys_of(ROW.words)  # nineteen characters and a digit
    typed = correcting.typing(ROW)
    assert (58 + 12 + 22 + 9 + 5, 0) == (
        typed.keys,
        typed.points,
    )  # words, lead, support, 2026-6-30, next cells
