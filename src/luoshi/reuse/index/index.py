"""An index that grows: add, remove, query; small segments are merged into larger ones in the background."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np

from luoshi.reuse.files import write_arrays
from luoshi.reuse.index.manifest import BrokenIndexError, Manifest, read_manifest, write_manifest, writing
from luoshi.reuse.index.query import Match, query
from luoshi.reuse.index.segment import (
    Entry,
    Raw,
    Segment,
    folded,
    open_segment,
    raw_of,
    together,
    without,
    write_segment,
)
from luoshi.reuse.texts.weights import SAMPLE, Weights, count_codes, weights_from

FAN = 6  # so many segments of a size become one
TRIES = 5


class Index:
    """An index in a folder. Readers never wait for writers; writers wait for each other."""

    def __init__(self, folder: Path) -> None:
        """Open the index, or an empty one."""
        self.folder = folder
        self._open: dict[str, Segment] = {}
        self._weights: tuple[str, Weights] | None = None
        self._merging: Thread | None = None
        self.reload()

    def reload(self) -> None:
        """See what others have added since.

        Raises:
            BrokenIndexError: The manifest, or a segment it names, cannot be read.
        """
        for attempt in range(TRIES):  # a merge may take a segment away between manifest and segment
            self.manifest = read_manifest(self.folder)
            try:
                self._open = {
                    n: self._open.get(n) or open_segment(self.folder / n) for n in self.manifest.segments
                }
                self._weights = self._read_weights()
            except (FileNotFoundError, EOFError, ValueError) as error:
                if attempt + 1 == TRIES:
                    raise BrokenIndexError(str(error)) from error
            else:
                return

    def _read_weights(self) -> tuple[str, Weights] | None:
        name = self.manifest.weights
        if not name or (self._weights is not None and self._weights[0] == name):
            return self._weights if name else None
        counts = np.load(self.folder / name / "counts.npy", mmap_mode="r", allow_pickle=False)
        return name, Weights(counts, self.manifest.weighed)

    def __len__(self) -> int:
        """Return the number of documents."""
        gone = sum(len(v) for v in self.manifest.removed.values())
        return sum(len(s.entries) for s in self._open.values()) - gone

    def ids(self) -> dict[str, tuple[str, int]]:
        """Return of each document its segment and number."""
        out: dict[str, tuple[str, int]] = {}
        for name, segment in self._open.items():
            gone = set(self.manifest.removed.get(name, ()))
            out |= {e.id: (name, i) for i, e in enumerate(segment.entries) if i not in gone}
        return out

    def add(self, entries: Sequence[Entry], texts: Sequence[str]) -> None:
        """Add documents; one whose id is known replaces the old one.

        Raises:
            OSError: The disk is full; the index is as it was.
        """
        last = {e.id: i for i, e in enumerate(entries)}
        rows = sorted(last.values())
        if not rows:
            return
        raw = folded([texts[i] for i in rows], [entries[i] for i in rows])
        with writing(self.folder):
            self.reload()
            manifest = self._struck(set(last))
            name = f"segment-{manifest.serial:08d}"
            write_segment(self.folder / name, raw)
            manifest = replace(manifest, segments=(*manifest.segments, name), serial=manifest.serial + 1)
            n = len(self) + len(rows)
            if n >= 2 * manifest.weighed and manifest.weighed < SAMPLE:
                manifest = self._weigh(manifest, raw)
            write_manifest(self.folder, manifest)
            self.reload()

    def _struck(self, ids: set[str]) -> Manifest:
        removed = {k: list(v) for k, v in self.manifest.removed.items()}
        known = self.ids()
        for each in ids & known.keys():
            segment, number = known[each]
            removed[segment] = sorted({*removed.get(segment, []), number})
        return replace(self.manifest, removed=removed)

    def _weigh(self, manifest: Manifest, new: Raw) -> Manifest:
        total, n = count_codes(new[0].codes), len(new[2])
        for segment in self._open.values():
            total += count_codes(np.asarray(segment.texts.codes))
            n += len(segment.entries)
        name = f"weights-{manifest.serial:08d}"
        write_arrays(self.folder / name, {"counts": weights_from(total, n).counts})
        return replace(manifest, weights=name, weighed=n, serial=manifest.serial + 1)

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Remove documents; returns the ids that were there."""
        with writing(self.folder):
            self.reload()
            known = [i for i in dict.fromkeys(ids) if i in self.ids()]
            write_manifest(self.folder, self._struck(set(known)))
            self.reload()
        return known

    def merge(self) -> bool:
        """Merge one tier of small segments, if there is one with enough of them."""
        with writing(self.folder):
            self.reload()
            chosen = self._tier()
            if not chosen:
                return False
            removed = self.manifest.removed
            whole = together([without(raw_of(self.folder / n), set(removed.get(n, ()))) for n in chosen])
            name = f"segment-{self.manifest.serial:08d}"
            write_segment(self.folder / name, whole)
            at = self.manifest.segments.index(chosen[0])
            kept = [n for n in self.manifest.segments if n not in chosen]
            kept.insert(min(at, len(kept)), name)
            left = {k: v for k, v in removed.items() if k not in chosen}
            after = replace(
                self.manifest, segments=tuple(kept), removed=left, serial=self.manifest.serial + 1
            )
            write_manifest(self.folder, after)
            self.reload()
        return True

    def _tier(self) -> list[str]:
        """Return segments whose sizes are of one power of FAN, the smallest such tier first."""
        tiers: dict[int, list[str]] = {}
        for name, segment in self._open.items():
            tier = int(np.log(max(1, len(segment.entries))) / np.log(FAN))
            tiers.setdefault(tier, []).append(name)
        return next((names for _, names in sorted(tiers.items()) if len(names) >= FAN), [])

    def merge_in_background(self) -> Thread:
        """Merge while this process goes on, in an own view of the index; readers see it with `reload`."""

        def work() -> None:
            other = Index(self.folder)
            while other.merge():
                pass

        if self._merging is None or not self._merging.is_alive():
            self._merging = Thread(target=work, name="luoshi-index-merge", daemon=True)
            self._merging.start()
        return self._merging

    def query(self, text: str) -> tuple[list[Match], list[tuple[int, int]]]:
        """Return the aligned passages a text shares with indexed documents, and its quotations."""
        if self._weights is None:
            return [], []
        segments = [(s, set(self.manifest.removed.get(n, ()))) for n, s in self._open.items()]
        return query(text, segments, self._weights[1])
