"""A segment: some documents, folded, their fingerprints sorted by hash; never changed once written."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from luoshi.reuse.files import write_whole
from luoshi.reuse.match.pieces import Pieces, cut
from luoshi.reuse.texts.fingerprint import winnow
from luoshi.reuse.texts.fold import Folded, fold_texts
from luoshi.reuse.texts.quotes import cited_places, find_cues

K, WINDOW = 8, 6
ARRAYS = ("hashes", "places", "cited", "codes", "detail", "offsets", "starts")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the index keeps it; words are kept folded, so spans show in the original only.

    Attributes:
        id: What its owner calls it; unique in the index.
        date: YYYY-MM-DD, or "".
        unit: Whose it is, or "".
        length: Characters as received.
    """

    id: str
    date: str
    unit: str
    length: int


@dataclass(frozen=True, slots=True)
class Segment:
    """An open segment; arrays are mapped from the disk.

    Attributes:
        name: Its folder.
        hashes: Fingerprints, ascending, uint64.
        places: Where each begins in the codes, ascending for equal hashes, uint32.
        cited: Whether it lies in the reach of a citation.
        texts: The folded documents.
        entries: The documents.
        pieces: How the texts are cut.
    """

    name: str
    hashes: NDArray[np.uint64]
    places: NDArray[np.uint32]
    cited: NDArray[np.bool_]
    texts: Folded
    entries: tuple[Entry, ...]
    pieces: Pieces


Raw = tuple[Folded, NDArray[np.bool_], tuple[Entry, ...]]


def folded(texts: Sequence[str], entries: Sequence[Entry]) -> Raw:
    """Fold new documents and mark what citations reach."""
    made = fold_texts(texts)
    cited = cited_places(find_cues(texts, made), len(made.codes))
    return made, cited, tuple(entries)


def without(raw: Raw, gone: set[int]) -> Raw:
    """Leave out documents by number."""
    texts, cited, entries = raw
    if not gone:
        return raw
    keep = [i for i in range(len(entries)) if i not in gone]
    rows = np.concatenate(
        [np.arange(texts.starts[i], texts.starts[i + 1]) for i in keep] or [np.empty(0, np.int64)]
    )
    sizes = np.diff(texts.starts)[keep]
    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    left = Folded(texts.codes[rows], texts.offsets[rows], texts.detail[rows], starts)
    return left, cited[rows], tuple(entries[i] for i in keep)


def together(parts: Sequence[Raw]) -> Raw:
    """Lay the documents of several segments end to end."""
    ends = np.cumsum([0, *(len(t.codes) for t, _, _ in parts)])
    starts = [t.starts[:-1] + base for (t, _, _), base in zip(parts, ends, strict=False)]
    whole = Folded(
        np.concatenate([t.codes for t, _, _ in parts]),
        np.concatenate([t.offsets for t, _, _ in parts]),
        np.concatenate([t.detail for t, _, _ in parts]),
        np.concatenate([*starts, ends[-1:]]).astype(np.int64),
    )
    return whole, np.concatenate([c for _, c, _ in parts]), tuple(e for _, _, es in parts for e in es)


def write_segment(path: Path, raw: Raw) -> None:
    """Write a segment whole: a reader sees it complete or not at all.

    Raises:
        OSError: The disk is full; nothing is left behind.
    """
    texts, cited, entries = raw
    prints = winnow(texts, K, WINDOW)
    order = np.argsort(prints.hashes, kind="stable")
    places = prints.places[order]
    arrays: dict[str, NDArray[np.generic]] = {
        "hashes": prints.hashes[order], "places": places.astype(np.uint32), "cited": cited[places],
        "codes": texts.codes, "detail": texts.detail, "offsets": texts.offsets, "starts": texts.starts,
        "reached": np.packbits(cited),
    }  # fmt: skip

    def write(aside: Path) -> None:
        aside.mkdir()
        for name, held in arrays.items():
            np.save(aside / f"{name}.npy", held, allow_pickle=False)
        rows = [[e.id, e.date, e.unit, e.length] for e in entries]
        (aside / "entries.json").write_text(json.dumps(rows), encoding="utf-8")

    write_whole(path, write)


def open_segment(path: Path) -> Segment:
    """Open a segment; its arrays stay on the disk until they are looked at."""
    held = {name: np.load(path / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in ARRAYS}
    rows = json.loads((path / "entries.json").read_text(encoding="utf-8"))
    texts = Folded(held["codes"], held["offsets"], held["detail"], np.asarray(held["starts"]))
    pieces = cut(np.diff(texts.starts))
    entries = tuple(Entry(*row) for row in rows)
    return Segment(path.name, held["hashes"], held["places"], held["cited"], texts, entries, pieces)


def raw_of(path: Path) -> Raw:
    """Read back what a segment was made of."""
    found = open_segment(path)
    n = len(found.texts.codes)
    cited = np.unpackbits(np.load(path / "reached.npy", allow_pickle=False), count=n).astype(np.bool_)
    return found.texts, cited, found.entries
