"""Compare a corpus of any size: stage after stage, each a set of tasks that can be repeated."""

from collections.abc import Callable
from pathlib import Path

from luoshi.corpus.compare import align_shard, find_quoted, join_kin, match_range, sketch_shard, weigh
from luoshi.corpus.executors import Executor, Task
from luoshi.corpus.partitions import Plan

Progress = Callable[[str, int, int], None]


def compare_corpus(folder: Path, plan: Plan, executor: Executor, progress: Progress) -> None:
    """Run what is missing of the comparison in a folder made by `partition`.

    Args:
        folder: Shared by all workers.
        plan: Of the partition.
        executor: Who runs the tasks.
        progress: Told the stage, tasks done and tasks in all.
    """
    stages: tuple[tuple[str, Task, int], ...] = (
        ("sketch", sketch_shard, plan.shards),
        ("weigh", weigh, 1),
        ("match", match_range, plan.ranges),
        ("quotes", find_quoted, plan.shards),
        ("align", align_shard, plan.shards),
        ("kin", join_kin, plan.shards),
    )
    for name, task, n in stages:
        finished = 0

        def done(name: str = name, n: int = n) -> None:
            nonlocal finished
            finished += 1
            progress(name, finished, n)

        executor.stage(task, str(folder), range(n), done)
