"""How like the shared corpus ours are: statistics of both side by side, so that figures mean something."""

import json
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.corpus_maker import make
from bench.row import Row, against
from evals.reuse import unpacked
from evals.shared import shared

_SEEDS = (11, 12, 13)


def _lines(truth: Path, name: str) -> list[list[str]]:
    return [line.rstrip("\n").split("\t") for line in (truth / name).read_text(encoding="utf-8").splitlines()]


def _of_spans(spans: list[dict[str, Any]], n: int) -> dict[str, float]:
    taken = [s for s in spans if s["kind"] in {"doc", "tmpl"}]
    lengths, densities = [s["a1"] - s["a0"] for s in taken], [s["dens"] for s in taken]
    whole = len(taken)
    return {
        "spans_per_document": whole / n,
        "spans_below_80": sum(x < 80 for x in lengths) / whole,
        "spans_from_600": sum(x >= 600 for x in lengths) / whole,
        "span_length": statistics.median(lengths),
        "density": statistics.median(densities),
        "density_below_65": sum(x < 0.65 for x in densities) / whole,
        "density_from_97": sum(x >= 0.97 for x in densities) / whole,
        "quotes_per_document": sum(s["kind"] == "quote" for s in spans) / n,
        "weak_per_document": sum(s["kind"] == "weak" for s in spans) / n,
    }


def statistics_of(truth: Path) -> dict[str, float]:
    """Return what describes a corpus whose documents are all asked for."""
    texts = [json.loads(line)["text"] for line in (truth / "docs.jsonl").open(encoding="utf-8")]
    spans = [json.loads(line) for line in (truth / "truth_spans.jsonl").open(encoding="utf-8")]
    n = len(texts)
    kinds = Counter(row[5] for row in _lines(truth, "truth_pairs.tsv"))
    shares = [float(row[3]) for row in _lines(truth, "truth_share.tsv")]
    holders = Counter(s[side] for s in spans if s["kind"] == "tmpl" for side in "ab")
    return _of_spans(spans, n) | {
        "characters": statistics.mean(len(t) for t in texts),
        "near_pairs_per_document": kinds["near"] / n,
        "partial_pairs_per_document": kinds["partial"] / n,
        "template_partners": statistics.median(holders.values()),
        "documents_with_share": sum(x > 0 for x in shares) / n,
        "documents_from_30_percent": sum(x >= 0.3 for x in shares) / n,
    }


def rows() -> Iterator[Row]:
    """Yield each statistic, the mean of three seeds against the shared corpus."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        theirs = statistics_of(unpacked(shared("reuse", "c1k"), folder / "c1k"))
        ours = []
        for seed in _SEEDS:
            make(folder / str(seed), 1_000, seed)
            ours.append(statistics_of(folder / str(seed)))
    how = f"bench/corpus_maker.py --n 1000, mean of seeds {', '.join(map(str, _SEEDS))}"
    for key, value in theirs.items():
        mean = statistics.mean(own[key] for own in ours)
        yield against(
            {"name": f"corpus_{key}", "value": round(mean, 4), "unit": "", "how": how},
            "reuse/c1k",
            round(value, 4),
        )
