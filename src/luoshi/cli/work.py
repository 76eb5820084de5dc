"""One document after another, here or in worker processes; results come in the order asked."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field

from luoshi.cli.endpoint import Endpoint, NoAnswer
from luoshi.cli.rendering import Options, render
from luoshi.document.sandbox import Sandbox, Unreadable
from luoshi.reading.open import read_file
from luoshi.reading.reading import Reading
from luoshi.reading.second import second_reading
from luoshi.values.problem import Problem, Severity

CRASHED = "reader-crashed"
_WINDOW = 3
"""Documents in hand for each process: enough to keep it busy, few enough to hold in memory."""


@dataclass(frozen=True, slots=True)
class Job:
    """A document to read: what it is called, its bytes, and what the caller wants back with the result."""

    number: int
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result, or why there is none.

    Attributes:
        number: of the job.
        data: the rendered reading; None when the document could not be read.
        problem: why not.
        notes: (key, arguments) of what to tell, words under ``cli`` in the catalogue.
    """

    number: int
    data: bytes | None = None
    problem: Problem | None = None
    notes: tuple[tuple[str, dict[str, str | int]], ...] = ()


@dataclass(slots=True)
class Reader:
    """Reads and renders; keeps its sandbox and its second reader from one document to the next."""

    options: Options
    sandbox: Sandbox = field(default_factory=Sandbox)
    endpoint: Endpoint | None = None

    def __post_init__(self) -> None:
        if self.options.second:
            self.endpoint = Endpoint(*self.options.second)

    def perform(self, job: Job) -> Outcome:
        """Read one document and render it; whatever goes wrong concerns this document alone."""
        try:
            reading = read_file(job.data, job.name, sandbox=self.sandbox, as_of=self.options.as_of)
            reading, notes = self._second(reading)
            return Outcome(job.number, render(reading, self.options), notes=notes)
        except Unreadable as error:
            return Outcome(job.number, problem=error.problem)
        except (MemoryError, RecursionError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            # a fault of ours in one document must not cost the others
            return Outcome(job.number, problem=_crashed(type(error).__name__, str(error)))

    def _second(self, reading: Reading) -> tuple[Reading, tuple[tuple[str, dict[str, str | int]], ...]]:
        if self.endpoint is None:
            return reading, ()
        try:
            second = second_reading(reading, self.endpoint.ask, model=self.endpoint.model)
        except NoAnswer as error:
            return reading, (("second_failed", {"why": str(error)}),)
        counts: dict[str, str | int] = {"added": second.added + second.corrected, "dropped": second.dropped}
        return second.reading, (("second_dropped", counts),)


def here(jobs: Iterable[Job], options: Options) -> Iterator[Outcome]:
    """Yield the outcomes one after another, all in this process."""
    reader = Reader(options)
    with reader.sandbox:
        for job in jobs:
            yield reader.perform(job)


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
    """Hand a job to the pool; a pool that broke meanwhile gives a future that says so."""
    try:
        return pool.submit(_perform, job)
    except BrokenProcessPool as error:
        broken: Future[Outcome] = Future()
        broken.set_exception(error)
        return broken


def _alone(job: Job, options: Options) -> Outcome:
    with _pool(options, 1) as pool:
        try:
            return pool.submit(_perform, job).result()
        except BrokenProcessPool:
            return Outcome(job.number, problem=_crashed("worker", ""))


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
    with suppress(ValueError):  # only the main thread may; a worker's is
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends us
    _HELD.append(Reader(options))


def _perform(job: Job) -> Outcome:
    return _HELD[0].perform(job)


def _crashed(kind: str, words: str) -> Problem:
    return Problem(CRASHED, Severity.ERROR, args={"error": f"{kind} {words}".strip()})
