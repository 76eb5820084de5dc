"""What is wrong with an input, told to the person who gave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from luoshi.values.span import Span


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"  # nothing could be read
    WARNING = "warning"  # read, but a person should look
    NOTE = "note"  # worth knowing


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at (not to be confused with a shortcoming a document admits).

    Attributes:
        code: stable kebab-case name; the words for it come from the message catalogue in two languages.
        severity: how much it matters.
        span: where, in the text as received; None when it concerns the whole input.
        args: values the message needs, by name.
    """

    code: str
    severity: Severity
    span: Span | None = None
    args: Mapping[str, str | int] = field(default_factory=dict)
