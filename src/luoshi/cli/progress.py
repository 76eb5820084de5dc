"""How far a long run is, on a terminal only."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module


class Progress:
    """Counts documents; this one shows nothing."""

    def step(self) -> None:
        """Count one more document as done."""


class _Bar(Progress):
    def __init__(self, bar: object, task: object) -> None:
        self._bar, self._task = bar, task

    def step(self) -> None:
        self._bar.advance(self._task)  # type: ignore[attr-defined]  # rich, loaded only when there is a terminal


@contextmanager
def progress(words: str, *, shown: bool) -> Iterator[Progress]:
    """Show a count of documents on standard error while the block runs."""
    if not shown:
        yield Progress()
        return
    rich = import_module("rich.progress")  # a sixth of a second to load
    console = import_module("rich.console").Console(stderr=True)
    columns = (
        rich.SpinnerColumn(),
        rich.TextColumn("{task.description}"),
        rich.MofNCompleteColumn(),
        rich.TimeElapsedColumn(),
    )
    with rich.Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar, bar.add_task(words, total=None))
