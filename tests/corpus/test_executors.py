"""However the tasks are run, and whatever dies meanwhile, the same bytes come out."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from luoshi.corpus.compare import align_shard, passages_found
from luoshi.corpus.executors import Executor, Pool, Serial, Task
from luoshi.corpus.findings import find
from luoshi.corpus.partitions import AnotherCorpusError, Document, partition
from luoshi.corpus.run import compare_corpus
from luoshi.reuse.compare import compare
from tests.corpus.cast import three_workers
from tests.reuse.cast import corpus

N, SHARD = 60, 7_000


def documents(n: int = N) -> list[Document]:
    return [Document(f"d{i}", text) for i, text in enumerate(corpus(n))]


def results(folder: Path) -> dict[str, bytes]:
    """Return what tasks finished; what a killed one was writing aside (a hidden folder) is no result."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    names = {p: p.relative_to(folder) for p in files}
    return {str(n): p.read_bytes() for p, n in names.items() if not any(x.startswith(".") for x in n.parts)}


def run(folder: Path, executor: Executor) -> dict[str, bytes]:
    plan = partition(folder, documents(), shard_chars=SHARD)
    compare_corpus(folder, plan, executor, lambda _stage, _done, _n: None)
    return results(folder)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return run(tmp_path_factory.mktemp("serial"), Serial())


def test_there_are_several_shards(expected: dict[str, bytes]) -> None:
    assert len([name for name in expected if name.startswith("texts/")]) >= 3


def die_once(folder: str, number: int) -> str:
    """Kill the process that runs the task for the first time."""
    mark = Path(folder).with_name("died")
    if number == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return align_shard(folder, number)


class Killing:
    """An executor whose last stage kills one worker."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor

    def stage(self, task: Task, folder: str, numbers: range, done: Callable[[], None]) -> None:
        self.executor.stage(die_once if task is align_shard else task, folder, numbers, done)


def test_a_pool_with_one_process_killed_gives_the_same(expected: dict[str, bytes], tmp_path: Path) -> None:
    assert expected == run(tmp_path / "work", Killing(Pool(2)))
    assert (tmp_path / "died").exists()


@pytest.mark.filterwarnings("ignore")  # distributed tells of the worker it lost
def test_dask_with_three_workers_one_killed_gives_the_same(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    with three_workers() as cluster:
        assert expected == run(tmp_path / "work", Killing(cluster))
    assert (tmp_path / "died").exists()


def test_partitions_find_what_memory_finds(expected: dict[str, bytes], tmp_path: Path) -> None:
    assert expected == run(tmp_path, Serial())
    found = passages_found(tmp_path)
    memory = compare(corpus(N)).passages

    assert list(zip(memory.a, memory.b, strict=True)) == list(zip(found.a, found.b, strict=True))


def test_it_goes_on_where_it_stopped(expected: dict[str, bytes], tmp_path: Path) -> None:
    plan = partition(tmp_path, documents(), shard_chars=SHARD)

    class Stopped(Serial):
        def stage(self, task: Task, folder: str, numbers: range, done: Callable[[], None]) -> None:
            if task is align_shard:
                super().stage(task, folder, numbers[:1], done)
                raise KeyboardInterrupt
            super().stage(task, folder, numbers, done)

    with pytest.raises(KeyboardInterrupt):
        compare_corpus(tmp_path, plan, Stopped(), lambda _stage, _done, _n: None)
    first = (tmp_path / "boxes" / "00000" / "found.npy").stat().st_mtime_ns

    assert expected == run(tmp_path, Serial())
    assert first == (tmp_path / "boxes" / "00000" / "found.npy").stat().st_mtime_ns


def test_the_work_on_other_documents_is_refused(tmp_path: Path) -> None:
    partition(tmp_path, documents(3))

    with pytest.raises(AnotherCorpusError):
        partition(tmp_path, documents(4))


def test_many_empty_documents(tmp_path: Path) -> None:
    found = find([Document(str(i), "") for i in range(1_000)], tmp_path)

    assert 0 == len(found.passages)
    assert 1_000 == len(found.shares)
