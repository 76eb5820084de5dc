"""From a reading to the bytes of one format; each export is loaded when its format is asked for."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from luoshi.cli.words import words_in
from luoshi.reading.reading import Reading


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that decides what a result looks like; travels to worker processes.

    Attributes:
        format: one of ``arguments.FORMATS``.
        lang: ``zh`` or ``en``.
        today: the day of the run, for calendars of documents without a date.
        as_of: the day from which relative dates are reckoned, if not the document's own.
        with_text: put the texts into the JSON.
        colour, width: of the terminal.
        second: address and model of a second reader.
    """

    format: str
    lang: str
    today: date
    as_of: date | None = None
    with_text: bool = False
    colour: bool = False
    width: int = 100
    second: tuple[str, str] | None = None


def render(reading: Reading, options: Options) -> bytes:
    """Return the reading in the format asked for."""
    say = words_in(options.lang)
    match options.format:
        case "text":
            return _call("text", "as_text", reading, say, colour=options.colour, width=options.width)
        case "json" | "jsonl" as name:
            return _call("json", f"as_{name}", reading, with_text=options.with_text)
        case "html":
            return _call("page.html", "as_html", reading, options.lang)
        case "ics":
            return _call("ics", "as_ics", reading, say, today=options.today)
        case name:
            return _call(name, f"as_{name}", reading, say)


def _call(module: str, function: str, /, *args: Any, **settings: Any) -> bytes:  # noqa: ANN401  # handed on as they are
    done: bytes = getattr(import_module(f"luoshi.cli.export.{module}"), function)(*args, **settings)
    return done
