"""How far a long run is, on a terminal only."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from luoshi.document.intake import n_files


class Progress:
    """Counts documents; this one shows nothing."""

    def step(self) -> None:
        """Count one more document as done."""


class _Bar(Progress):
    def __init__(self, bar: Any, words: str, n_files: int) -> None:  # noqa: ANN401  # rich, loaded only for a terminal
        self._bar, self._n, self._done = bar, n_files, 0
        self._task = bar.add_task(words, total=n_files)

    def step(self) -> None:
        self._done += 1
        self._n = max(self._n, self._done)  # an archive is one file until it is opened
        self._bar.update(self._task, completed=self._done, total=self._n)


@contextmanager
def progress(words: str, paths: Sequence[str], *, shown: bool) -> Iterator[Progress]:
    """Show on standard error how many of the files behind ``paths`` are done while the block runs."""
    if not shown:
        yield Progress()
        return
    rich = import_module("rich.progress")  # a sixth of a second to load
    console = import_module("rich.console").Console(stderr=True)
    columns = (
        rich.TextColumn("{task.description}"),
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TimeRemainingColumn(elapsed_when_finished=True),
    )
    with rich.Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar, words, n_files(paths))
