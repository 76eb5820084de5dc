"""Train the weights that tell duties from slogans: ``python -m evals.train_strength [FOLDER …]``.

Always learnt from: the shared gold, checked twice, the passages of ``evals/cases`` and the documents of
``evals/documents`` but those of one set. A FOLDER holds
``dev/*.json`` and ``text/*.txt`` as ``../shared/gold`` does. Prints leave-one-document-out and in-sample
scores of the gold and writes ``src/luoshi/reading/duty/strength.npz``. Two linear models on the same
features: commitment against none (weak ones left out, as the scorer does), firm against weak. What is written
leans by ``GOLD_SHARE`` on what the gold alone teaches. The weights that are shipped are what this writes
when no FOLDER is given. A hundred and fifty documents more moved what is found in unseen ones by .003 (F1).
"""

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from evals.passages import cases
from evals.reading import score
from evals.shared import ROOT, shared
from evals.written import DOCUMENTS
from luoshi.document.receive import receive_text
from luoshi.reading.contract import as_contract
from luoshi.reading.duty.candidate.walk import candidates_of
from luoshi.reading.duty.commitment import find_commitments, read_commitments
from luoshi.reading.duty.features import features_of, spans_of
from luoshi.reading.duty.strength import N_BUCKETS, Weights, gram_buckets
from luoshi.reading.reading import Reading
from luoshi.reading.stages import STAGES, read

MODEL: Final = ROOT / "src/luoshi/reading/duty/strength.npz"
PENALTY: Final = 1.0
HOUSE_WEIGHT: Final = 2.2
KEPT_BACK: Final = ("x", "y")  # the sets of our own documents nothing is learnt from
GOLD_SHARE: Final = 0.5
CUE_SCALE: Final = 0.5  # cues weigh half as much in the penalty's eyes as a whole clause of n-grams
_NONE, _WEAK, _FIRM, _UNSAID = 0, 1, 2, 3
_STEPS: Final = 7

Floats = NDArray[np.float64]
Marked = tuple[int, int, str]
Label = Callable[[tuple[int, int], Sequence[Marked]], tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Example:
    """A document with the features, labels and sample weights of its candidates."""

    gold: Path
    reading: Reading
    rows: Floats
    labels: NDArray[np.intp]
    trust: Floats


def load(folder: Path) -> list[Example]:
    """Read every annotated document of ``folder``."""
    stages = [s for s in STAGES if s is not read_commitments]
    return [_example(path, folder, stages) for path in sorted((folder / "dev").glob("*.json"))]


def load_passages() -> list[Example]:
    """Read the passages of ``evals/cases``; what stands in neither of their lists teaches nothing."""
    stages = [s for s in STAGES if s is not read_commitments]
    out = []
    for name, number, case in cases():
        day = date.fromisoformat(case["day"]) if case["day"] else None
        reading = read(receive_text(case["text"]), as_of=day, stages=stages)
        marked = [
            (at, at + len(words), strength)
            for strength, said in (("firm", [f["words"] for f in case["firm"]]), ("none", case["none"]))
            for words in said
            if (at := case["text"].index(words)) >= 0
        ]
        example = _labelled(Path(f"{name}-{number}"), reading, marked, _label_of_passage)
        kept = example.labels != _UNSAID
        if kept.any():
            labels, trust = example.labels[kept], example.trust[kept]
            out.append(replace(example, rows=example.rows[kept], labels=labels, trust=trust))
    return out


def _example(path: Path, folder: Path, stages: Sequence[Any]) -> Example:
    with (folder / "text" / f"{path.stem}.txt").open(encoding="utf-8", newline="") as file:
        reading = read(receive_text(file.read(), name=path.stem), stages=stages)
    marked = [
        (s["start"], s["end"], s["attrs"]["strength"])
        for s in json.loads(path.read_text(encoding="utf-8"))["spans"]
        if s["type"] == "COMMITMENT"
    ]
    return _labelled(path, reading, marked, _label)


def _labelled(
    path: Path,
    reading: Reading,
    marked: Sequence[tuple[int, int, str]],
    label: Callable[..., tuple[int, float]],
) -> Example:
    text = reading.source.text
    units = candidates_of(reading)
    starts, stops = spans_of(units)
    grams = _grams(text, starts, stops)
    cues = features_of(text, units).astype(np.float64) * CUE_SCALE if units else np.zeros((0, 0))
    rows = np.hstack([grams, cues, np.ones((len(units), 1))]) if units else np.zeros((0, 0))
    pairs = [label(reading.source.way_back.to_raw(*u.unit.span), marked) for u in units]
    labels = np.array([p[0] for p in pairs], dtype=np.intp)
    return Example(path, reading, rows, labels, np.array([p[1] for p in pairs]))


def _label(span: tuple[int, int], marked: Sequence[Marked]) -> tuple[int, float]:
    """Return what the gold says of a stretch, and how much to trust that."""
    share = dict.fromkeys(("firm", "weak"), 0.0)
    for start, end, strength in marked:
        share[strength] += max(0, min(span[1], end) - max(span[0], start)) / (span[1] - span[0])
    if share["firm"] >= 0.5 and share["firm"] >= share["weak"]:
        return _FIRM, 1.0
    if share["weak"] >= 0.5:
        return _WEAK, 1.0
    both = share["firm"] + share["weak"]
    return (_NONE, 1.0) if both < 0.2 else (_FIRM if both >= 0.5 else _NONE, 0.2)


def _label_of_passage(span: tuple[int, int], marked: Sequence[Marked]) -> tuple[int, float]:
    """Return what a passage says of a stretch; ``_UNSAID`` where it says nothing."""
    share = dict.fromkeys(("firm", "none"), 0.0)
    for start, end, said in marked:
        share[said] += max(0, min(span[1], end) - max(span[0], start)) / (span[1] - span[0])
    label = _FIRM if share["firm"] >= 0.5 else _NONE if share["none"] >= 0.5 else _UNSAID
    return label, 1.0


def _grams(text: str, starts: NDArray[np.intp], stops: NDArray[np.intp]) -> Floats:
    rows = np.zeros((len(starts), N_BUCKETS))
    for n, buckets in enumerate(gram_buckets(text), start=1):
        for i, (start, stop) in enumerate(zip(starts.tolist(), stops.tolist(), strict=True)):
            np.add.at(rows[i], buckets[start : max(stop - n + 1, start)], 1 / np.sqrt(max(stop - start, 1)))
    return rows


@dataclass(frozen=True, slots=True)
class Pool:
    """All candidates of all documents; ``kernel`` is computed once for every fold."""

    rows: Floats
    labels: NDArray[np.intp]
    trust: Floats
    owner: NDArray[np.intp]
    kernel: Floats

    @classmethod
    def of(cls, examples: Sequence[Example], n_house: int) -> "Pool":
        """Put the candidates of ``examples`` together; the first ``n_house``, checked twice, weigh more."""
        used = [(i, e) for i, e in enumerate(examples) if len(e.labels)]
        rows = np.vstack([e.rows for _, e in used])
        owner = np.concatenate([np.full(len(e.labels), i) for i, e in used])
        labels = np.concatenate([e.labels for _, e in used])
        trust = np.concatenate([e.trust * (HOUSE_WEIGHT if i < n_house else 1.0) for i, e in used])
        return cls(rows, labels, trust, owner, rows @ rows.T)

    def train(self, *, without: int = -1) -> Weights:
        """Fit both models, leaving out document number ``without``."""
        inside = self.owner != without
        columns = []
        for keep, positive in (
            (inside & (self.labels != _WEAK), self.labels != _NONE),
            (inside & (self.labels != _NONE), self.labels == _FIRM),
        ):
            at = np.flatnonzero(keep)
            alpha = _fit(self.kernel[np.ix_(at, at)], positive[at].astype(np.float64), self.trust[at])
            spread = np.zeros(len(self.labels))
            spread[at] = alpha
            columns.append(spread @ self.rows)
        weights = np.stack(columns, axis=1).astype(np.float32)
        return Weights(weights[:N_BUCKETS].T, weights[N_BUCKETS:-1] * np.float32(CUE_SCALE), weights[-1])


def _fit(kernel: Floats, target: Floats, trust: Floats) -> Floats:
    """Return the dual weights of a penalised logistic regression, by Newton's method."""
    alpha = np.zeros(len(target))
    for _ in range(_STEPS):
        f = kernel @ alpha
        p = 1 / (1 + np.exp(-f))
        curve = np.maximum(trust * p * (1 - p), 1e-6)
        wanted = f + trust * (target - p) / curve
        alpha[:] = np.linalg.solve(kernel + np.diag(1 / (PENALTY * curve)), wanted)
    return alpha


def _between(a: Weights, b: Weights, share: float) -> Weights:
    """Return weights that lie by ``share`` of the way from ``a`` to ``b``."""
    q = np.float32(share)
    p = 1 - q
    return Weights(p * a.grams + q * b.grams, p * a.cues + q * b.cues, p * a.bias + q * b.bias)


def save(weights: Weights) -> None:
    """Write the weights, the n-grams' as whole numbers from -127 to 127."""
    scale = np.abs(weights.grams).max() / 127
    grams = np.round(weights.grams.T / scale).astype(np.int8)
    np.savez_compressed(
        MODEL, grams=grams, scale=np.float32(scale), cues=weights.cues.astype(np.float16), bias=weights.bias
    )


def measure(name: str, pairs: Sequence[tuple[Example, Weights]]) -> None:
    """Print the scorer's figures for each document read with its own weights."""
    with tempfile.TemporaryDirectory() as out, tempfile.TemporaryDirectory() as gold:
        for example, weights in pairs:
            found = replace(example.reading, commitments=tuple(find_commitments(example.reading, weights)))
            words = json.dumps(as_contract(found), ensure_ascii=False)
            (Path(out) / example.gold.name).write_text(words, encoding="utf-8")
            (Path(gold) / "dev").mkdir(exist_ok=True)
            (Path(gold) / "text").mkdir(exist_ok=True)
            (Path(gold) / "dev" / example.gold.name).write_bytes(example.gold.read_bytes())
            (Path(gold) / "text" / f"{example.gold.stem}.txt").symlink_to(
                example.gold.parents[1] / "text" / f"{example.gold.stem}.txt"
            )
        for level in ("clause", "item"):
            micro = score(Path(out), Path(gold) / "dev", level=level)["micro"]
            keys = ("commit", "commit.char", "row", "actor@e2e", "deadline@e2e", "rrule@e2e", "quantity@e2e")
            print(f"{name:24}", level, *(f"{k} {micro[k]['f1'] or 0:.3f}" for k in keys))


def main(folders: Sequence[str]) -> None:
    """Train on the shared gold, our passages and documents and every further folder; score on the gold."""
    house, passages = load(shared("gold")), load_passages()
    everything = [
        *house,
        *passages,
        *(e for e in load(DOCUMENTS) if not e.gold.stem.startswith(KEPT_BACK)),
        *(e for folder in folders for e in load(Path(folder))),
    ]
    pool = Pool.of(everything, len(house) + len(passages))
    weights = _between(pool.train(), Pool.of(house, len(house)).train(), GOLD_SHARE)
    save(weights)
    measure("one document left out", [(e, pool.train(without=i)) for i, e in enumerate(house)])
    measure("in sample", [(e, weights) for e in house])


if __name__ == "__main__":
    main(sys.argv[1:])
