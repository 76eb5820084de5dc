"""``luoshi read``: documents in, readings out."""

import argparse
import glob
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

from luoshi import __version__
from luoshi.cli.arguments import Wrong, day, n_jobs, second_reader
from luoshi.cli.jobs.job import Job, Outcome, here, problem_line
from luoshi.cli.jobs.rendering import Options
from luoshi.cli.progress import Progress, progress
from luoshi.cli.results.files import Done, Names, NotWritten
from luoshi.cli.results.sinks import Folder, Lines, OneFile, Printed, Sink, hush
from luoshi.cli.shown import shown as line_of
from luoshi.cli.words import Words
from luoshi.document.intake import Input, inputs
from luoshi.document.sandbox import Unreadable
from luoshi.values.problem import Problem, Severity

READ, SOME_UNREADABLE = 0, 1
_BY_SIGNAL: Final = 128  # what a shell adds to the number of the signal that ended a program
_PRINTABLE: Final = ("text", "json", "jsonl")
_ENDINGS: Final = {"text": "txt"}


def read(args: argparse.Namespace, say: Words) -> int:
    """Read what the arguments name and return the exit status.

    Raises:
        Wrong: the arguments do not fit together.
    """
    jobs = n_jobs(args.jobs, say)
    if args.scheduler or any(path.endswith((".jsonl", ".parquet")) for path in args.paths):
        corpus = import_module("luoshi.cli.read_corpus")  # what it builds on takes a while to load
        return int(corpus.read_partitions(args, say, jobs))
    options = _options(args, say)
    several = _several(args.paths)
    sink = _sink(args, options, say, several=several)
    run = _Run(say, sink, options)
    shown = several and (args.output is not None or args.format != "text") and sys.stderr.isatty()
    try:
        with _stoppable(), progress(say("cli", "progress"), args.paths, shown=shown) as run.bar:
            found = run.jobs(inputs(args.paths))
            for outcome in _outcomes(found, options, jobs if several else 1):
                run.finish(outcome)
            run.close()
    except NotWritten as error:
        sink.drop()
        run.not_written(error)
    except KeyboardInterrupt as stop:
        sink.drop()
        _tell(say("cli", "interrupted"))
        return _BY_SIGNAL + (stop.args[0] if stop.args else signal.SIGINT)
    except BrokenPipeError:  # whoever read our output has enough
        hush()
        return READ
    return run.status


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let what ends a program from outside end it as Ctrl-C does: nothing half-written, no child left."""

    def stop(number: int, _: object) -> NoReturn:
        raise KeyboardInterrupt(number)

    before = {
        number: signal.signal(number, stop)
        for number in (signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is signal.SIG_DFL
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(slots=True)
class _Run:
    """One run over all inputs: hands out jobs, takes outcomes, says what went wrong."""

    say: Words
    sink: Sink
    options: Options
    status: int = READ
    bar: Progress = field(default_factory=Progress)
    labels: dict[int, str] = field(default_factory=dict)

    def jobs(self, found: Iterator[Input]) -> Iterator[Job]:
        """Yield what has to be read; report at once what cannot be."""
        for number, each in enumerate(found):
            if each.problem is None and not self.sink.wants(each.path):
                self.bar.step()
                continue
            try:
                data = each.load()
            except Unreadable as error:
                self.report(each.path, error.problem)
                continue
            self.labels[number] = each.path
            yield Job(number, each.name, data)

    def finish(self, outcome: Outcome) -> None:
        """Hand a result on, or say why there is none."""
        label = self.labels.pop(outcome.number)
        for key, args in outcome.notes:
            self.tell(label, self.say("cli", key, **args))
        if outcome.problem is not None:
            self.report(label, outcome.problem)
        elif outcome.data is not None:
            self.bar.step()
            try:
                self.sink.take(label, outcome.data)
            except NotWritten as error:
                if self.sink.is_one:
                    raise
                self.not_written(error)

    def report(self, label: str, problem: Problem) -> None:
        """Name an input that was not read, and the mend."""
        self.bar.step()
        if problem.severity is Severity.ERROR:
            self.status = SOME_UNREADABLE
        self.tell(label, problem_line(problem, self.say))

    def tell(self, label: str, words: str) -> None:
        """Print one line about one input on standard error."""
        _tell(self.say("cli", "line", name=label, words=words))

    def not_written(self, error: NotWritten) -> None:
        """Say which file could not be written, and why."""
        self.status = SOME_UNREADABLE
        _tell(error.line(self.say))

    def close(self) -> None:
        """Finish the outputs and say what was kept or renamed.

        Raises:
            NotWritten: the one place could not be finished.
        """
        self.sink.close()
        if isinstance(self.sink, Folder):
            for name, written in self.sink.renamed:
                _tell(self.say("cli", "clash", name=name, written=written))
            if self.sink.n_kept:
                _tell(self.say("cli", "skipped", n=self.sink.n_kept))


def _outcomes(found: Iterator[Job], options: Options, n_processes: int) -> Iterator[Outcome]:
    if n_processes == 1:
        return here(found, options)
    pool = import_module("luoshi.cli.jobs.pool")  # what it builds on takes a while to load
    outcomes: Iterator[Outcome] = pool.in_processes(found, options, n_processes)
    return outcomes


def _options(args: argparse.Namespace, say: Words) -> Options:
    plain = args.output is not None or not sys.stdout.isatty()
    return Options(
        format=args.format,
        lang=say.lang,
        today=datetime.now(UTC).astimezone().date(),
        as_of=day(args.as_of, say),
        with_text=args.with_text,
        colour=not plain and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        width=100 if plain else shutil.get_terminal_size().columns,
        second=second_reader(args.second_reader, args.second_model, say),
    )


def _several(paths: list[str]) -> bool:
    """Tell whether the paths may stand for more than one document."""
    if len(paths) != 1:
        return True
    path = Path(paths[0])
    return path.is_dir() or path.suffix.lower() == ".zip" or (not path.exists() and glob.has_magic(paths[0]))


def _sink(args: argparse.Namespace, options: Options, say: Words, *, several: bool) -> Sink:
    ending = _ENDINGS.get(options.format, options.format)
    if args.output is None:
        if several and options.format not in _PRINTABLE:
            raise Wrong(say("cli", "need_folder", format=options.format))
        if options.format == "xlsx" and sys.stdout.isatty():
            raise Wrong(say("cli", "binary_terminal"))
        return Printed(named=several and options.format == "text")
    path = Path(args.output)
    folder = path.is_dir() or args.output.endswith(("/", os.sep))
    if options.format == "jsonl":
        return Lines(path / "readings.jsonl" if folder else path)
    if several or folder:
        if path.exists() and not path.is_dir():
            raise Wrong(say("cli", "output_is_file", path=args.output))
        settings = (
            __version__,
            options.format,
            options.lang,
            options.as_of and options.as_of.isoformat(),
            options.with_text,
            options.second,
        )
        done = Done.of(path, settings)
        return Folder(Names(ending, done.is_foreign), done, again=args.again)
    given = Path(args.paths[0])
    if path.exists() and given.exists() and path.samefile(given):
        raise Wrong(say("cli", "output_is_input", path=args.output))
    return OneFile(path)


def _tell(words: str) -> None:
    sys.stderr.write(line_of(words) + "\n")
    sys.stderr.flush()
