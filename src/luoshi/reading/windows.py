"""A long text read window by window; what is open at the end of one is not carried into the next."""

from collections.abc import Iterator
from datetime import date

from luoshi.document.windows import Window, windows
from luoshi.reading.reading import Reading
from luoshi.reading.stages import read


def read_windows(text: str, *, name: str, as_of: date | None = None) -> Iterator[tuple[Window, Reading]]:
    """Yield each window with its reading, made of ``Window.kept``: what stands twice is read once.

    Args:
        text: the whole, as received.
        name: what it is called.
        as_of: the day from which relative dates are reckoned, instead of the one the first window names.
    """
    day = as_of
    for window in windows(text, name=name):
        reading = read(window.kept, as_of=day)
        day = day or reading.ref_date
        yield window, reading
