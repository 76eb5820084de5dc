"""Figures of the comparison: quality and speed on made corpora, a new document against an index of 95,000."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bench.row import Row, against
from evals.reuse import documents, judged, score, unpacked
from evals.shared import shared
from luoshi.corpus.partitions import Document
from luoshi.reuse.index.index import Index
from luoshi.reuse.index.segment import Entry

_SEED, _N, _MANY, _INDEXED, _ASKED = 21, 10_000, 100_000, 95_000, 300
_ASKED_OF_MANY = {"share_flag_f1", "top_source"}
_COMPARE = """
import resource, sys, time
from pathlib import Path
from evals.reuse import documents
from luoshi.cli.reuse_page.tables import write_tables
from luoshi.corpus.findings import find
truth, out, work = (Path(name) if name else None for name in sys.argv[1:])
found = find(documents(truth), work)
print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
write_tables(out, found)
"""


def _made(folder: Path, n: int, seed: int) -> Path:
    command = [sys.executable, "-m", "bench.corpus_maker", str(folder), "--n", str(n), "--seed", str(seed)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def _compared(truth: Path, out: Path, work: Path | None = None) -> tuple[float, float, dict[str, Any]]:
    """Compare a corpus in a process of its own, over partition files where ``work`` is given.

    Returns:
        CPU seconds from its start to all findings, peak memory in MB, and what the shared scorer says.
    """
    command = [sys.executable, "-c", _COMPARE, str(truth), str(out), str(work or "")]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    scored = judged(truth, out)
    print(json.dumps(scored), file=sys.stderr)
    return float(said[0]), float(said[1]), scored


def _query_p95(folder: Path) -> float:
    """Return the CPU milliseconds 95 of 100 new documents stay below."""
    held = documents(_made(folder / "corpus", _INDEXED + _ASKED, _SEED + 1))
    index = Index(folder / "index")
    for begin in range(0, _INDEXED, 5_000):
        _add(index, held[begin : min(begin + 5_000, _INDEXED)])
    while index.merge():
        pass
    asked = held[_INDEXED:]
    del held
    taken = []
    for document in asked:
        start = time.process_time()
        index.query(document.text)
        taken.append(time.process_time() - start)
    return float(np.percentile(taken, 95)) * 1000


def _add(index: Index, held: list[Document]) -> None:
    index.add([Entry(d.id, d.date, d.unit, len(d.text)) for d in held], [d.text for d in held])


def _corpus(folder: Path, size: str, n: int, work: Path | None) -> Iterator[Row]:
    truth = _made(folder / size, n, _SEED)
    cpu, peak, scored = _compared(truth, folder / f"out{size}", work)
    how = f"reuse/score.py, bench/corpus_maker.py --n {n} --seed {_SEED}"
    figures = (
        ("plagdet", scored["spans"]["plagdet"], "plagdet", 0.88),
        ("pair_f1", scored["pairs"]["all"]["F1"], "F1", 0.975),
        ("pair_precision", scored["pairs"]["all"]["P"], "share", 0.99),
        ("recall_40_80", scored["spans"]["recall_by"]["len40-80"][1], "share", 0.70),
        ("share_flag_f1", scored["share"]["docs_over_30pct"]["F1"], "F1", 0.95),
        ("top_source", scored["share"]["top_source_acc"], "share", 0.90),
    )
    for name, value, unit, limit in figures:
        row: Row = {"name": f"{name}_{size}", "value": value, "unit": unit, "how": how}
        yield against(row, "asked", limit) if work is None or name in _ASKED_OF_MANY else row
    how = "own process: read, compare, families, shares" + (", over partition files" if work else "")
    speed: Row = {
        "name": f"docs_per_cpu_s_{size}",
        "value": round(n / cpu, 1),
        "unit": "docs/CPU s",
        "how": how,
    }
    memory: Row = {"name": f"peak_mb_{size}", "value": round(peak, 1), "unit": "MB", "how": how}
    yield speed if work else against(speed, "asked", 800)
    yield memory if work else against(memory, "limit", 1536)


def rows() -> Iterator[Row]:
    """Yield the figures, each against its limit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scored = score(unpacked(shared("reuse", "c1k"), folder / "c1k"), folder / "out1k")
        how = "reuse/score.py on reuse/c1k"
        yield against(
            {"name": "plagdet_1k", "value": scored["spans"]["plagdet"], "unit": "plagdet", "how": how},
            "asked",
            0.91,
        )
        yield from _corpus(folder, "10k", _N, None)
        yield from _corpus(folder, "100k", _MANY, folder / "work")
        value = round(_query_p95(folder / "index"), 2)
        how = f"CPU time of {_ASKED} new documents against {_INDEXED:,}, merged segments"
        yield against({"name": "query_p95_ms_95k", "value": value, "unit": "ms", "how": how}, "limit", 40)
