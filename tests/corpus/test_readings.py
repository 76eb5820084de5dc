"""A corpus read as tasks: the same bytes whoever runs them, and one bad document costs no other."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from luoshi.corpus import rows as partition_rows
from luoshi.corpus.executors import Executor, Pool, Serial, Task
from luoshi.corpus.partitions import AnotherCorpusError
from luoshi.corpus.readings import plan_reading, problems_found, read_corpus, read_part
from luoshi.corpus.rows import ParquetBrokenError
from tests.corpus.cast import three_workers

TEXT = "各镇乡每季度要至少召开一次调度会，并于{}月底前报送清单。"


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A folder of files and a file of lines, in slices of a few lines each."""
    monkeypatch.setattr(partition_rows, "SLICE", 300)
    (tmp_path / "in").mkdir()
    lines = [json.dumps({"id": f"d{i}", "text": TEXT.format(i)}, ensure_ascii=False) for i in range(1, 10)]
    (tmp_path / "in" / "docs.jsonl").write_text("\n".join([*lines, "no json", '{"id": "x"}', ""]), "utf-8")
    (tmp_path / "in" / "notice.txt").write_text(TEXT.format(12), "utf-8")
    (tmp_path / "in" / "junk.doc").write_bytes(bytes(range(256)) * 40)
    return [str(tmp_path / "in")]


def run(folder: Path, paths: list[str], executor: Executor) -> dict[str, bytes]:
    plan = plan_reading(folder, paths)
    read_corpus(folder, plan, executor, lambda _stage, _done, _n: None)
    return {p.name: p.read_bytes() for p in sorted(folder.glob("readings-*.jsonl"))}


def read_lines(found: dict[str, bytes]) -> dict[str, dict[str, object]]:
    rows = [json.loads(line) for data in found.values() for line in data.decode().splitlines()]
    return {row["id"].rpartition("/")[2]: row for row in rows}


def test_every_document_has_its_line(given: list[str], tmp_path: Path) -> None:
    found = run(tmp_path / "out", given, Serial())
    rows = read_lines(found)

    assert len(found) >= 3
    assert {f"d{i}" for i in range(1, 10)} <= rows.keys()
    for name in ("d6", "notice.txt"):
        assert rows[name]["reading"]["commitments"]  # type: ignore[index]
    problems = dict(problems_found(tmp_path / "out", plan_reading(tmp_path / "out", given)))
    assert {"docs.jsonl:10", "docs.jsonl:11", "junk.doc"} == {p.rpartition("/")[2] for p in problems}


def die_once(folder: str, number: int) -> str:
    """Kill the process that runs the second task for the first time."""
    mark = Path(folder).with_name("died")
    if number == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_part(folder, number)


class Killing:
    """An executor one of whose processes is killed."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor

    def stage(self, task: Task, folder: str, numbers: range, done: Callable[[], None]) -> None:
        assert task is read_part
        self.executor.stage(die_once, folder, numbers, done)


@pytest.mark.filterwarnings("ignore")  # distributed tells of the worker it lost
def test_a_pool_and_dask_with_a_process_killed_give_the_same(given: list[str], tmp_path: Path) -> None:
    expected = run(tmp_path / "serial" / "out", given, Serial())

    assert expected == run(tmp_path / "pool" / "out", given, Killing(Pool(2)))
    with three_workers() as cluster:
        assert expected == run(tmp_path / "dask" / "out", given, Killing(cluster))
    assert (tmp_path / "pool" / "died").exists()
    assert (tmp_path / "dask" / "died").exists()


def test_what_is_there_is_not_read_again(given: list[str], tmp_path: Path) -> None:
    run(tmp_path / "out", given, Serial())
    (tmp_path / "out" / "readings-00001.jsonl").write_text("kept\n", "utf-8")

    assert b"kept\n" == run(tmp_path / "out", given, Serial())["readings-00001.jsonl"]


def test_the_results_of_other_files_are_not_mixed(given: list[str], tmp_path: Path) -> None:
    run(tmp_path / "out", given, Serial())
    (tmp_path / "in" / "more.txt").write_text("又一份文件。", "utf-8")

    with pytest.raises(AnotherCorpusError):
        plan_reading(tmp_path / "out", given)


def test_parquet_row_groups_are_read_as_rows(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra luoshi[parquet] is not installed")
    table = pytest.importorskip("pyarrow").table(
        {
            "id": [f"d{i}" for i in range(4)],
            "text": [TEXT.format(i + 1) for i in range(3)] + [None],
            "x": range(4),
        }
    )
    parquet.write_table(table, tmp_path / "docs.parquet", row_group_size=2)
    found = run(tmp_path / "out", [str(tmp_path / "docs.parquet")], Serial())

    assert 2 == len(found)
    rows = read_lines(found)
    assert {"d0", "d1", "d2", "docs.parquet:4"} == rows.keys()
    assert "no-text-in-row" == rows["docs.parquet:4"]["problem"]["code"]  # type: ignore[index]


def test_what_is_no_parquet_is_told(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow.parquet", reason="the extra luoshi[parquet] is not installed")
    (tmp_path / "docs.parquet").write_bytes(b"PAR1 nothing of the kind")

    with pytest.raises(ParquetBrokenError):
        plan_reading(tmp_path / "out", [str(tmp_path / "docs.parquet")])
