"""Scores of the comparison on the shared corpus with complete truth, by its own scorer as it stands."""

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.row import Row
from evals.shared import shared
from luoshi.cli.reuse_page.tables import write_tables
from luoshi.corpus.findings import find
from luoshi.corpus.partitions import Document

_FIGURES = (
    ("plagdet", "spans", "plagdet"),
    ("span_precision", "spans", "macroP"),
    ("span_recall", "spans", "macroR"),
    ("top_source", "share", "top_source_acc"),
)


def unpacked(folder: Path, truth: Path) -> Path:
    """Copy a corpus with its packed files unpacked."""
    truth.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.iterdir()):
        if path.suffix != ".gz":
            shutil.copyfile(path, truth / path.name)
            continue
        with gzip.open(path) as packed, (truth / path.stem).open("wb") as plain:
            shutil.copyfileobj(packed, plain)
    return truth


def documents(truth: Path) -> list[Document]:
    """Read the documents of a corpus."""
    with (truth / "docs.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Document(r["id"], r["text"], r["date"], r["unit"]) for r in rows]


def score(truth: Path, out: Path) -> dict[str, Any]:
    """Compare a corpus and return what the shared scorer says of it."""
    write_tables(out, find(documents(truth)))
    return judged(truth, out)


def judged(truth: Path, out: Path) -> dict[str, Any]:
    """Return what the shared scorer says of the tables in ``out``."""
    result = out / "score.json"
    command = [sys.executable, str(shared("reuse", "score.py")), "--truth", str(truth), "--json", str(result)]
    for name, file in (("pairs", "pairs.tsv"), ("spans", "spans.jsonl"), ("share", "share.tsv")):
        command += [f"--{name}", str(out / file)]
    subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own scorer
    scored: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return scored


def rows() -> Iterator[Row]:
    """Yield the figures of the corpus of a thousand documents."""
    with tempfile.TemporaryDirectory() as folder:
        truth = unpacked(shared("reuse", "c1k"), Path(folder) / "truth")
        scored = score(truth, Path(folder) / "out")
    figures = {f"reuse.c1k.{name}": scored[part][key] for name, part, key in _FIGURES}
    figures["reuse.c1k.pair_f1"] = scored["pairs"]["all"]["F1"]
    figures["reuse.c1k.share_flag_f1"] = scored["share"]["docs_over_30pct"]["F1"]
    figures["reuse.c1k.recall_40_80"] = scored["spans"]["recall_by"]["len40-80"][1]
    for name, value in figures.items():
        yield {"name": name, "value": value, "unit": "share", "how": "reuse/score.py on reuse/c1k"}
