"""Who runs the tasks: this process, a pool of processes, or Dask workers; results never differ."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Protocol

Task = Callable[[str, int], str]
TRIES = 3
TIMEOUT = 10  # seconds a scheduler may take to answer


class Executor(Protocol):
    """Runs one stage."""

    def stage(self, task: Task, folder: str, numbers: Sequence[int], done: Callable[[], None]) -> None:
        """Run ``task(folder, number)`` for all numbers; tasks may run twice, they leave whole files."""


class ClusterMissingError(RuntimeError):
    """The extra `luoshi[cluster]` is not installed."""


class ClusterLostError(RuntimeError):
    """The scheduler does not answer, or has no workers left."""


class Serial:
    """Everything here, one after another."""

    def stage(self, task: Task, folder: str, numbers: Sequence[int], done: Callable[[], None]) -> None:
        """Run one stage."""
        for number in numbers:
            task(folder, number)
            done()


class Pool:
    """Processes of this machine; when one dies its tasks are given out again."""

    def __init__(self, jobs: int) -> None:
        """Use ``jobs`` processes."""
        self.jobs = jobs

    def stage(self, task: Task, folder: str, numbers: Sequence[int], done: Callable[[], None]) -> None:
        """Run one stage.

        Raises:
            BrokenProcessPool: Processes died again and again.
        """
        left = list(numbers)
        for attempt in range(TRIES):
            try:
                self._try(task, folder, left, done)
            except BrokenProcessPool:
                if attempt + 1 == TRIES:
                    raise
            else:
                return

    def _try(self, task: Task, folder: str, left: list[int], done: Callable[[], None]) -> None:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.jobs, mp_context=context) as pool:
            futures = {pool.submit(task, folder, number): number for number in left}
            for future in as_completed(futures):
                future.result()
                left.remove(futures[future])
                done()


class Cluster:
    """Workers of a Dask scheduler; all they need of us is the folder."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401  # distributed comes without types
        """Use a connected client."""
        self.client = client

    def stage(self, task: Task, folder: str, numbers: Sequence[int], done: Callable[[], None]) -> None:
        """Run one stage; a worker that is lost has its tasks run elsewhere."""
        futures = [self.client.submit(task, folder, number, pure=False, retries=TRIES) for number in numbers]
        for future in futures:
            self.client.gather(future)
            done()


@contextmanager
def executor_for(jobs: int = 1, scheduler: str = "") -> Iterator[Executor]:
    """Give the executor asked for: a scheduler address wins over a number of processes.

    Raises:
        ClusterMissingError: A scheduler was named and `distributed` is not installed.
        ClusterLostError: It does not answer.
    """
    if not scheduler:
        yield Pool(jobs) if jobs > 1 else Serial()
        return
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise ClusterMissingError("distributed") from error
    try:
        client = distributed.Client(scheduler, set_as_default=False, timeout=TIMEOUT)
    except (OSError, ValueError) as error:
        raise ClusterLostError(str(error).strip() or scheduler) from error
    with client:
        yield Cluster(client)
