"""Figures of the comparison: quality and speed on made corpora, a new document against an index of 95,000."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.row import Row, against
from evals.reuse import documents, score, unpacked
from evals.shared import shared
from luoshi.corpus.partitions import Document
from luoshi.reuse.index.index import Index
from luoshi.reuse.index.segment import Entry

_SEED, _N, _INDEXED, _ASKED = 21, 10_000, 95_000, 300
_COMPARE = """
import json, sys
from luoshi.corpus.findings import find
from evals.reuse import documents
from pathlib import Path
find(documents(Path(sys.argv[1])))
"""


def _made(folder: Path, n: int, seed: int) -> Path:
    command = [sys.executable, "-m", "bench.corpus_maker", str(folder), "--n", str(n), "--seed", str(seed)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def _cost(truth: Path) -> tuple[float, float]:
    """Compare a corpus in a process of its own; return its CPU seconds and peak memory in MB."""
    process = subprocess.Popen([sys.executable, "-c", _COMPARE, str(truth)])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"the comparison ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


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
        truth = _made(folder / "10k", _N, _SEED)
        scored = score(truth, folder / "out10k")
        print(json.dumps(scored), file=sys.stderr)
        how = f"reuse/score.py, bench/corpus_maker.py --n {_N} --seed {_SEED}"
        figures = (
            ("plagdet_10k", scored["spans"]["plagdet"], "plagdet", 0.88),
            ("pair_f1_10k", scored["pairs"]["all"]["F1"], "F1", 0.975),
            ("pair_precision_10k", scored["pairs"]["all"]["P"], "share", 0.99),
            ("recall_40_80_10k", scored["spans"]["recall_by"]["len40-80"][1], "share", 0.70),
            ("share_flag_f1_10k", scored["share"]["docs_over_30pct"]["F1"], "F1", 0.95),
            ("top_source_10k", scored["share"]["top_source_acc"], "share", 0.90),
        )
        for row, value, unit, limit in figures:
            yield against({"name": row, "value": value, "unit": unit, "how": how}, "asked", limit)
        cpu, peak = _cost(truth)
        how = "own process: read, compare, families, shares"
        speed: Row = {
            "name": "docs_per_cpu_s_10k",
            "value": round(_N / cpu, 1),
            "unit": "docs/CPU s",
            "how": how,
        }
        yield against(speed, "asked", 800)
        yield against(
            {"name": "peak_mb_10k", "value": round(peak, 1), "unit": "MB", "how": how}, "limit", 1536
        )
        value = round(_query_p95(folder / "index"), 2)
        how = f"CPU time of {_ASKED} new documents against {_INDEXED:,}, merged segments"
        yield against({"name": "query_p95_ms_95k", "value": value, "unit": "ms", "how": how}, "limit", 40)
