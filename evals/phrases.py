"""How many of the dates, recurrences and amounts of hand-made phrases are read right (../shared/gold)."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date

from evals.row import Row
from evals.shared import shared
from luoshi.reading.measure.deadline import find_deadlines
from luoshi.reading.measure.quantity import find_quantities
from luoshi.reading.measure.recurrence import find_recurrences
from luoshi.values.quantity import Quantity

_KINDS = ("deadline", "recurrence", "quantity", "none")


def _amount(quantity: Quantity) -> str:
    """Return an amount as the case file writes it; thirds rounded to four places as there."""
    value = quantity.value
    if isinstance(value, tuple):
        return f"range {value[0]}..{value[1]} {quantity.unit}".strip()
    number = "?" if value is None else f"{float(f'{value:.4f}'):.12g}"
    return f"{quantity.bound.value} {number} {quantity.unit}".strip()


def readings(phrase: str, ref: date | None) -> dict[str, list[str]]:
    """Return what was read in a phrase, by kind, as the case file writes it."""
    return {
        "deadline": [mark.norm for mark in find_deadlines(phrase, ref)],
        "recurrence": [mark.rrule for mark in find_recurrences(phrase)],
        "quantity": [_amount(mark.quantity) for mark in find_quantities(phrase)],
    }


def is_right(kind: str, norm: str, read: dict[str, list[str]]) -> bool:
    """Tell whether a reading is one of those the case allows; ``none`` allows nothing of any kind."""
    if kind == "none":
        return not any(read.values())
    allowed = [[part.strip() for part in choice.split(" + ")] for choice in norm.split(" | ")]
    others = {"deadline": ["recurrence"], "recurrence": ["deadline"], "quantity": ["deadline", "recurrence"]}
    return read[kind] in allowed and not any(read[other] for other in others[kind])


def rows() -> Iterator[Row]:
    """Yield the share of right phrases by kind and in all; name each miss on standard error."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    with shared("gold", "date_quantity_cases.tsv").open(encoding="utf-8", newline="") as file:
        for case in csv.DictReader(file, delimiter="\t"):
            ref = date.fromisoformat(case["ref_date"]) if case["ref_date"] else None
            read = readings(case["phrase"], ref)
            total[case["kind"]] += 1
            if is_right(case["kind"], case["norm"], read):
                right[case["kind"]] += 1
            else:
                print(f"{case['id']} {case['phrase']}: {read}, not {case['norm']}", file=sys.stderr)
    for kind in _KINDS:
        yield Row(name=f"phrases.{kind}", value=right[kind] / total[kind], unit="share")
    yield Row(
        name="phrases.all",
        value=right.total() / total.total(),
        unit="share",
        how="python -m evals phrases",
    )
