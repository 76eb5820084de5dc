"""Many documents in worker processes; results come in the order asked."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

from luoshi.cli.jobs.job import Job, Outcome, Reader
from luoshi.cli.jobs.rendering import Options
from luoshi.reading.faults import crashed

_WINDOW = 3
"""Documents in hand for each process: enough to keep it busy, few enough to hold in memory."""


def in_processes(jobs: Iterable[Job], options: Options, n_processes: int) -> Iterator[Outcome]:
    """Yield the outcomes in order from ``n_processes`` workers.

    A document that takes its worker down is tried once alone; if that worker dies too, it gets a problem and
    the others go on.
    """
    waiting: deque[tuple[Job, Future[Outcome]]] = deque()
    pool = _pool(options, n_processes)
    coming = iter(jobs)
    try:
        while True:
            while len(waiting) < _WINDOW * n_processes and (job := next(coming, None)) is not None:
                waiting.append((job, _submitted(pool, job)))
            if not waiting:
                return
            job, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False)
                yield _alone(job, options)
                pool = _pool(options, n_processes)
                waiting = deque(
                    (j, f if f.done() and not f.exception() else _submitted(pool, j)) for j, f in waiting
                )
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()


def _submitted(pool: ProcessPoolExecutor, job: Job) -> Future[Outcome]:
    """Hand a job to the pool; a pool that broke meanwhile gives a future that says so.

    Workers start here and inherit the mask: Ctrl-C is heard by the parent alone, which ends them.
    """
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_perform, job)
    except BrokenProcessPool as error:
        broken: Future[Outcome] = Future()
        broken.set_exception(error)
        return broken
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _alone(job: Job, options: Options) -> Outcome:
    with _pool(options, 1) as pool:
        try:
            return _submitted(pool, job).result()
        except BrokenProcessPool:
            return Outcome(job.number, problem=crashed("worker", ""))


def _pool(options: Options, n_processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        n_processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(options,),
    )


_HELD: list[Reader] = []
"""The one reader of a worker process."""


def _begin(options: Options) -> None:
    _HELD.append(Reader(options))
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """End this worker when the command that started it is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _perform(job: Job) -> Outcome:
    outcome = _HELD[0].perform(job)
    if outcome.data is None or isinstance(outcome.data, bytes):
        return outcome
    with outcome.data as file:  # an open file does not cross to another process
        return replace(outcome, data=file.read())
