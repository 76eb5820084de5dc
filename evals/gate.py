"""Floors under the figures. They only rise: lowering one needs a flag of its own."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from evals.row import Row
from evals.shared import shared

FLOORS = Path(__file__).with_name("floors.json")
_SLACK = 1e-9


def digest_of_gold() -> str:
    """Return one SHA-256 over every annotation and text of the shared gold."""
    whole = hashlib.sha256()
    for folder in ("dev", "text"):
        for path in sorted(shared("gold", folder).iterdir()):
            whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def check(rows: Iterable[Row]) -> list[str]:
    """Return a line for every figure below its floor, and one when the gold has changed."""
    kept = json.loads(FLOORS.read_text(encoding="utf-8"))
    wrong = []
    if kept["gold_sha256"] != digest_of_gold():
        wrong.append("the gold is not the one these floors were measured on: look at it, then --update")
    seen = {row["name"]: row for row in rows}
    for name, floor in kept["floors"].items():
        if name not in seen:
            wrong.append(f"{name}: no figure (floor {floor})")
        elif _worse(seen[name], floor):
            wrong.append(f"{name}: {seen[name]['value']} (floor {floor})")
    return wrong


def update(rows: Iterable[Row], *, may_lower: bool) -> list[str]:
    """Raise the floors to ``rows``; return the ones that would have had to fall.

    Args:
        rows: the figures as measured now.
        may_lower: let floors fall too.
    """
    kept = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"floors": {}}
    floors: dict[str, float] = kept["floors"]
    refused = []
    for row in rows:
        name, value = row["name"], row["value"]
        if name in floors and _worse(row, floors[name]) and not may_lower:
            refused.append(f"{name}: {value} is worse than its floor {floors[name]}")
        else:
            floors[name] = value
    kept = {"gold_sha256": digest_of_gold(), "floors": dict(sorted(floors.items()))}
    FLOORS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return refused


def _worse(row: Row, floor: float) -> bool:
    if row.get("lower_is_better"):
        return row["value"] > floor + _SLACK
    return row["value"] < floor - _SLACK
