"""Which commitments are right, by name: what a change gained and what it lost."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.shared import shared

KEPT = Path(__file__).with_name("found.json")
_OVERLAP = 0.5


def _overlap(a: dict[str, Any], b: dict[str, Any]) -> float:
    both = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return both / (max(a["end"], b["end"]) - min(a["start"], b["start"])) if both > 0 else 0.0


def found(predictions: Path) -> Iterator[str]:
    """Yield ``doc:start-end`` of every firm gold commitment that a prediction matches."""
    for path in sorted(shared("gold", "dev").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        read = json.loads((predictions / path.name).read_text(encoding="utf-8"))["commitments"]
        for span in gold["spans"]:
            is_firm = span["type"] == "COMMITMENT" and span["attrs"]["strength"] == "firm"
            if is_firm and any(_overlap(span, c) >= _OVERLAP for c in read):
                yield f"{gold['doc']}:{span['start']}-{span['end']}"


def compare(predictions: Path) -> tuple[list[str], list[str]]:
    """Return the names gained and lost against the list kept in the repository."""
    now = set(found(predictions))
    before = set(json.loads(KEPT.read_text(encoding="utf-8"))) if KEPT.exists() else set()
    return sorted(now - before), sorted(before - now)


def keep(predictions: Path) -> None:
    """Keep what is found now as the list to compare with."""
    KEPT.write_text(json.dumps(sorted(found(predictions)), indent=0) + "\n", encoding="utf-8")
