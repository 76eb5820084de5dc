"""What an eval yields."""

from typing import NotRequired, TypedDict


class Row(TypedDict):
    """One figure.

    Attributes:
        name: dotted, stable; the floors are kept under it.
        value: the figure; higher is better unless ``lower_is_better``.
        unit: ``F1``, ``share``, ``count`` …
        how: the command or method in a few words.
    """

    name: str
    value: float
    unit: str
    how: NotRequired[str]
    lower_is_better: NotRequired[bool]
