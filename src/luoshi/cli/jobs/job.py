"""One document after another: read, rendered, or a problem that says why not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module

from luoshi.cli.jobs.rendering import Options, render
from luoshi.cli.words import Words
from luoshi.document.problem_words import words as problem_words
from luoshi.document.sandbox import Sandbox, Unreadable
from luoshi.reading.faults import CRASHED, OURS, crashed
from luoshi.reading.open import read_file
from luoshi.reading.reading import Reading
from luoshi.reading.second import Ask, NoAnswer, second_reading
from luoshi.values.problem import Problem


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
    ask: Ask | None = None

    def __post_init__(self) -> None:
        if self.options.second:
            # loaded only when asked for: an HTTP client costs every start a twentieth of a second
            self.ask = import_module("luoshi.cli.jobs.endpoint").Endpoint(*self.options.second).ask

    def perform(self, job: Job) -> Outcome:
        """Read one document and render it; whatever goes wrong concerns this document alone."""
        try:
            return self._performed(job)
        except Unreadable as error:
            return Outcome(job.number, problem=error.problem)
        except OURS as error:
            return Outcome(job.number, problem=crashed(type(error).__name__, str(error)))

    def _performed(self, job: Job) -> Outcome:
        reading = read_file(job.data, job.name, sandbox=self.sandbox, as_of=self.options.as_of)
        reading, notes = self._second(reading)
        return Outcome(job.number, render(reading, self.options), notes=notes)

    def _second(self, reading: Reading) -> tuple[Reading, tuple[tuple[str, dict[str, str | int]], ...]]:
        if self.ask is None or self.options.second is None:
            return reading, ()
        try:
            second = second_reading(reading, self.ask, model=self.options.second[1])
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


def problem_line(problem: Problem, say: Words) -> str:
    """Return what is wrong with a document and the mend, in words."""
    if problem.code != CRASHED:
        return problem_words(problem, say.lang)
    if problem.args["error"] == "worker":
        return say("cli", "crashed")
    return say("cli", "unreadable", why=problem.args["error"])
