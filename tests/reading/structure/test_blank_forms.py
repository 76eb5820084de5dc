"""A form that nobody has filled in promises nothing; one answer in it, and its rows are read."""

import pytest

from luoshi.document.formats import extract
from luoshi.document.receive import receive
from luoshi.reading.stages import read

HEAD = "序号,工作任务,责 任 部 门,完成时限"
TASKS = (
    "编写详细筹备方案并报领导审定",
    "根据参会人数确定会议室并布置会场",
    "编发会议通知并核实参会人数",
    "准备会议材料并提前印刷装订",
    "协调安排车辆和食宿",
    "整理会议纪要并印发各单位",
)


def n_read(head: str, rows: list[str]) -> int:
    data = "\n".join([head, *rows]).encode()
    return len(read(receive(extract(data, "表.csv"), name="表.csv")).commitments)


@pytest.mark.parametrize(
    ("who", "when", "is_form"),
    [("", "", True), ("  ", "\u3000", True), ("办公室", "", False), ("", "5月底前", False)],
)
def test_a_form_is_told_by_its_empty_columns(who: str, when: str, *, is_form: bool) -> None:
    rows = [f"{n},{words}," for n, words in enumerate(TASKS, 1)]
    rows = [f"{row}{who if n == 2 else ''},{when if n == 2 else ''}" for n, row in enumerate(rows)]

    assert is_form == (n_read(HEAD, rows) == 0)


def test_a_short_table_is_no_form() -> None:
    assert 0 < n_read(HEAD, [f"{n},{words},," for n, words in enumerate(TASKS[:3], 1)])


def test_a_table_that_does_not_ask_by_when_is_no_form() -> None:
    assert 0 < n_read("序号,工作任务,责任部门", [f"{n},{words}," for n, words in enumerate(TASKS, 1)])
