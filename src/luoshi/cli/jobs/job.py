"""One document after another: read, rendered, or a problem that says why not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import IO, Final

from luoshi.cli.jobs.rendering import Options, render
from luoshi.cli.words import Words
from luoshi.document.formats.unreadable import unreadable
from luoshi.document.problem_words import words as problem_words
from luoshi.document.sandbox import Sandbox, Unreadable
from luoshi.document.source_text import Extract
from luoshi.document.windows import LARGE
from luoshi.reading.faults import CRASHED, OURS, crashed
from luoshi.reading.open import read_extract
from luoshi.reading.reading import Reading
from luoshi.reading.second import Ask, NoAnswer, second_reading
from luoshi.reading.windows import read_windows
from luoshi.values.problem import Problem

_BETWEEN: Final = {"json": "\n", "jsonl": ""}
"""What parts the items of a list in the formats that take a text of any length."""
_MOST: Final = 8_000_000
"""Characters that every other format takes; what is read in so many fills a gigabyte."""
_MYRIAD: Final = 10_000

Notes = tuple[tuple[str, dict[str, str | int]], ...]


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
        data: the rendered reading, in an open file when it is long; None when the document could not be read.
        problem: why not.
        notes: (key, arguments) of what to tell, words under ``cli`` in the catalogue.
    """

    number: int
    data: bytes | IO[bytes] | None = None
    problem: Problem | None = None
    notes: Notes = ()


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
        extract = self.sandbox.extract(job.data, job.name)
        if len(extract.text) > LARGE and not extract.blocks and self.options.format in _BETWEEN:
            return self._in_windows(job, extract)
        if len(extract.text) > _MOST:
            raise unreadable("too-long-for-format", limit=_MOST // _MYRIAD)
        reading = read_extract(extract, job.name, job.data, self.options.as_of)
        reading, notes = self._second(reading)
        return Outcome(job.number, render(reading, self.options), notes=notes)

    def _in_windows(self, job: Job, extract: Extract) -> Outcome:
        """Read a long text a window at a time, so that memory does not grow with what is read in it."""
        made = import_module("luoshi.cli.export.large").LargeJson
        notes: dict[Notes, None] = {}
        try:
            with made(
                extract, job.data, job.name, _BETWEEN[self.options.format], self.options.with_text
            ) as large:
                for window, first in read_windows(extract.text, name=job.name, as_of=self.options.as_of):
                    reading, told = self._second(first)
                    notes[told] = None
                    large.add(window, reading)
                data = large.finished()
        except OSError as error:
            raise unreadable("no-scratch") from error
        return Outcome(job.number, data, notes=tuple(note for told in notes for note in told))

    def _second(self, reading: Reading) -> tuple[Reading, Notes]:
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
