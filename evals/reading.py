"""Scores of the reader on the shared gold, by its own scorer as it stands."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from evals.row import Row
from evals.shared import shared
from luoshi.document.receive import receive_text
from luoshi.reading.contract import as_contract
from luoshi.reading.reading import Reading
from luoshi.reading.stages import read

ROWS = {
    "commit": "commitment",
    "commit.char": "commitment.char",
    "row": "row",
    "actor@e2e": "actor.e2e",
    "deadline@e2e": "deadline.e2e",
    "rrule@e2e": "rrule.e2e",
    "quantity@e2e": "quantity.e2e",
    "achievement": "achievement",
    "problem": "problem",
    "outline": "outline",
    "head": "head",
}


def _ref_date(gold: Path) -> date | None:
    """Return the day from which the annotator reckoned; an excerpt's own text often does not hold it."""
    if not gold.exists():
        return None
    stated = json.loads(gold.read_text(encoding="utf-8"))["ref_date"]
    return date.fromisoformat(stated) if stated else None


def reading_of(path: Path, gold: Path | None = None) -> tuple[str, Reading]:
    """Return a text and what is read in it, as of its annotation's day where ``gold`` is their folder."""
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    as_of = _ref_date(gold / f"{path.stem}.json") if gold else None
    return text, read(receive_text(text, name=path.stem), as_of=as_of)


def predict(texts: Path, out: Path, gold: Path | None = None) -> None:
    """Read every .txt of ``texts`` and write its contract JSON to ``out``.

    Args:
        texts: folder of the texts.
        out: folder to write to.
        gold: folder of their annotations; when given, each text is read ``--as-of`` its annotation's day.
    """
    for path in sorted(texts.glob("*.txt")):
        _, reading = reading_of(path, gold)
        made = json.dumps(as_contract(reading), ensure_ascii=False)
        (out / f"{path.stem}.json").write_text(made, encoding="utf-8")


def score(predictions: Path, gold: Path, *, level: str = "clause") -> dict[str, Any]:
    """Run the shared scorer and return what it writes with ``--json``."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "score.json"
        command = [sys.executable, str(shared("gold", "score_reading.py")), str(predictions)]
        command += ["--gold", str(gold), "--level", level, "--json", str(out)]
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own scorer
        scored: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return scored


def rows() -> Iterator[Row]:
    """Yield F1 of every element, clause by clause and item by item; and of deadlines from the bare texts."""
    gold = shared("gold", "dev")
    with tempfile.TemporaryDirectory() as folder:
        predict(shared("gold", "text"), Path(folder))
        bare = score(Path(folder), gold)["micro"]
    for key in ("deadline@e2e", "row"):
        name = f"reading.no-date-given.{ROWS[key]}"
        yield {"name": name, "value": round(bare[key]["f1"], 4), "unit": "F1", "how": "without --as-of"}
    with tempfile.TemporaryDirectory() as folder:
        predict(shared("gold", "text"), Path(folder), gold)
        for level in ("clause", "item"):
            micro = score(Path(folder), gold, level=level)["micro"]
            for key, name in ROWS.items():
                if level == "item" and key in {"achievement", "problem", "outline", "head"}:
                    continue
                yield {
                    "name": f"reading.{level}.{name}",
                    "value": round(micro[key]["f1"] or 0.0, 4),
                    "unit": "F1",
                    "how": f"score_reading.py --gold dev --level {level}",
                }
