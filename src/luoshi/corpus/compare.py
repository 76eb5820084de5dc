"""The comparison as retryable tasks: sketch, weigh, match hashes, find quotations, align, look at kin."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoshi.corpus.partitions import Plan, read_plan, read_shard
from luoshi.reuse.engine import (
    Settings,
    aligned,
    candidates,
    keyed,
    match_prints,
    settings_for,
    sketch,
    with_kin,
)
from luoshi.reuse.files import array, write_arrays
from luoshi.reuse.match.align import Letters
from luoshi.reuse.match.boxes import Boxes, joined
from luoshi.reuse.match.kin import linked
from luoshi.reuse.match.pieces import Pieces, cut, ragged
from luoshi.reuse.passages import COLUMNS, QUOTED, Passages, as_rows, in_words_received, quoted_part
from luoshi.reuse.texts.quotes import Cues, cited_by_both, find_quotations
from luoshi.reuse.texts.weights import Weights, count_codes, sampled, weights_from

SIDES = ("short", "long")


def _done(path: Path) -> bool:
    return path.is_dir()


def sketch_shard(folder: str, number: int) -> str:
    """Fold the texts of a shard and take their fingerprints."""
    root = Path(folder)
    out = root / "sketch" / f"{number:05d}"
    if _done(out):
        return str(out)
    plan = read_plan(root)
    texts = [d.text for d in read_shard(root, number)]
    made = sketch(texts, settings_for(plan.n))
    arrays: dict[str, NDArray[np.generic]] = {
        "codes": made.texts.codes, "offsets": made.texts.offsets, "detail": made.texts.detail,
        "starts": made.texts.starts,
        "cues": made.cues.as_rows(),
    }  # fmt: skip
    for side in SIDES:
        prints = made.short if side == "short" else made.long
        order = (
            np.argsort(prints.hashes >> np.uint64(64 - max(1, plan.bits)), kind="stable")
            if plan.bits
            else slice(None)
        )
        hashes, places = prints.hashes[order], prints.places[order]
        edges = np.arange(1, plan.ranges, dtype=np.uint64)
        top = hashes >> np.uint64(64 - plan.bits) if plan.bits else np.zeros(len(hashes), np.uint64)
        arrays |= {
            f"{side}_hashes": hashes, f"{side}_places": places.astype(np.int32),
            f"{side}_flags": made.flags(places).astype(np.uint8),
            f"{side}_ranges": np.concatenate(
                ([0], np.searchsorted(top, edges), [len(hashes)])
            ).astype(np.int64),
        }  # fmt: skip
    write_arrays(out, arrays)
    return str(out)


class Layout:
    """Where texts and pieces lie in the corpus: the codes of all shards laid end to end."""

    def __init__(self, folder: Path) -> None:
        """Read it from the sketches."""
        self.folder = folder
        self.plan: Plan = read_plan(folder)
        sizes = [np.diff(self.shard_array(s, "starts")) for s in range(self.plan.shards)]
        self.pieces: Pieces = cut(np.concatenate(sizes) if sizes else np.empty(0, np.int64))
        ends = np.cumsum([int(s.sum()) for s in sizes])
        self.bases = np.concatenate(([0], ends)).astype(np.int64)
        firsts = np.array([*self.plan.firsts, self.plan.n])
        self.first_pieces = np.searchsorted(self.pieces.owner, firsts)
        self.settings: Settings = settings_for(self.plan.n)
        self.bits = max(1, int(self.bases[-1]).bit_length())

    def shard_array(self, number: int, name: str) -> NDArray[Any]:
        """Return an array of a shard's sketch, mapped."""
        return array(self.folder / "sketch" / f"{number:05d}", name)

    def gathered(self, places: NDArray[np.int64], name: str) -> NDArray[Any]:
        """Return what the named array holds at places of the corpus."""
        shard = np.searchsorted(self.bases, places, side="right") - 1
        out: NDArray[Any] | None = None
        for number in np.unique(shard).tolist():
            rows = shard == number
            found = self.shard_array(number, name)[places[rows] - self.bases[number]]
            if out is None:
                out = np.empty(len(places), dtype=found.dtype)
            out[rows] = found
        return out if out is not None else np.empty(0, np.int64)

    def letters(self, needed: NDArray[np.int64]) -> Letters:
        """Return the letters of some pieces laid end to end."""
        sizes = np.diff(self.pieces.starts)[needed]
        parts: list[tuple[NDArray[Any], NDArray[Any]]] = []
        shard = np.searchsorted(self.first_pieces, needed, side="right") - 1
        for number in np.unique(shard).tolist():
            rows = shard == number
            which, member = ragged(sizes[rows])
            local = (self.pieces.starts[needed[rows]] - self.bases[number])[which] + member
            parts.append(
                (self.shard_array(number, "codes")[local], self.shard_array(number, "detail")[local])
            )
        return Letters(np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]))

    def cues(self) -> Cues:
        """Return the citations of the corpus."""
        places = np.array([[1], [1], [1], [1], [0], [0]])
        return Cues.of_rows(np.concatenate(
            [self.shard_array(s, "cues") + places * self.bases[s] for s in range(self.plan.shards)], axis=1
        ))  # fmt: skip

    def weights(self) -> Weights:
        """Return the weights of the corpus."""
        counts = array(self.folder / "weights", "counts")
        return Weights(counts, int(array(self.folder / "weights", "n")[0]))


def weigh(folder: str, _number: int) -> str:
    """Count the grams of a sample of the corpus."""
    root = Path(folder)
    out = root / "weights"
    if _done(out):
        return str(out)
    layout = Layout(root)
    total, n = np.zeros(1 << 24, dtype=np.uint32), 0
    for number, first in enumerate(layout.plan.firsts):
        starts, codes = layout.shard_array(number, "starts"), layout.shard_array(number, "codes")
        rows = np.array(
            [i for i in range(len(starts) - 1) if sampled(first + i, layout.plan.n)], dtype=np.int64
        )
        which, member = ragged(np.diff(starts)[rows])
        total += count_codes(codes[starts[:-1][rows][which] + member])
        n += len(rows)
    made = weights_from(total, n)
    write_arrays(out, {"counts": made.counts, "n": np.array([n])})
    return str(out)


def match_range(folder: str, number: int) -> str:
    """Find the seeds of one range of hashes, split by the shard of the later text."""
    root = Path(folder)
    out = root / "seeds" / f"{number:05d}"
    if _done(out):
        return str(out)
    layout = Layout(root)
    arrays: dict[str, NDArray[np.generic]] = {}
    seeds: list[list[NDArray[np.uint64]]] = [[] for _ in range(layout.plan.shards)]
    for side in SIDES:
        keys = np.concatenate([_keys(layout, shard, side, number) for shard in range(layout.plan.shards)])
        sampling = layout.settings.rare if side == "short" else layout.settings.popular
        matched, popularity = match_prints(keys, layout.bits, layout.pieces, sampling)
        for s, (first, last) in enumerate(pairwise(layout.first_pieces.tolist())):
            seeds[s].append(matched.of_shard(first, last).packed(first))
        if side == "short":
            cuts = np.searchsorted(popularity.places, layout.bases[1:-1])
            arrays |= {
                "places": popularity.places,
                "holders": popularity.holders,
                "quoted": popularity.quoted,
            }
            arrays["cuts"] = np.concatenate(([0], cuts, [len(popularity.places)]))
    arrays |= {f"seeds{s:05d}": np.concatenate(parts) for s, parts in enumerate(seeds)}
    write_arrays(out, arrays)
    return str(out)


def _keys(layout: Layout, shard: int, side: str, number: int) -> NDArray[np.uint64]:
    begin, end = layout.shard_array(shard, f"{side}_ranges")[number : number + 2]
    hashes = layout.shard_array(shard, f"{side}_hashes")[begin:end]
    places = layout.shard_array(shard, f"{side}_places")[begin:end].astype(np.int64) + layout.bases[shard]
    flags = layout.shard_array(shard, f"{side}_flags")[begin:end].astype(np.uint64)
    return keyed(hashes << np.uint64(layout.plan.bits), places, flags, layout.bits)


def find_quoted(folder: str, number: int) -> str:
    """Find the quotations in the texts of a shard."""
    root = Path(folder)
    out = root / "quotes" / f"{number:05d}"
    if _done(out):
        return str(out)
    layout = Layout(root)
    parts: dict[str, list[NDArray[Any]]] = {"places": [], "holders": [], "quoted": []}
    for r in range(layout.plan.ranges):
        begin, end = array(root / "seeds" / f"{r:05d}", "cuts")[number : number + 2]
        for name, held in parts.items():
            held.append(array(root / "seeds" / f"{r:05d}", name)[begin:end])
    places, holders, quoted = (np.concatenate(parts[n]) for n in ("places", "holders", "quoted"))
    order = np.argsort(places)
    base = layout.bases[number]
    own = Cues.of_rows(layout.shard_array(number, "cues"))
    spans = find_quotations(own, places[order] - base, holders[order], quoted[order], layout.settings.k)
    write_arrays(out, {"spans": spans + base})
    return str(out)


def align_shard(folder: str, number: int) -> str:
    """Align the texts of a shard with all earlier ones; rows of `Boxes`, and those that lead to kin."""
    root = Path(folder)
    out = root / "boxes" / f"{number:05d}"
    if _done(out):
        return str(out)
    layout = Layout(root)
    base = int(layout.first_pieces[number])
    ranges = range(layout.plan.ranges)
    seeds = np.concatenate([array(root / "seeds" / f"{r:05d}", f"seeds{number:05d}") for r in ranges])
    starts = layout.pieces.starts[base : layout.first_pieces[number + 1] + 1] - layout.bases[number]
    weights, settings = layout.weights(), layout.settings
    codes = layout.shard_array(number, "codes")
    boxes = candidates(seeds, codes, starts, base, weights, settings)
    del seeds
    found = aligned(boxes, layout.pieces, layout.letters, weights, settings.fine)
    write_arrays(out, {"found": found.as_rows(), "links": linked(found, settings.kinship).as_rows()})
    return str(out)


def join_kin(folder: str, number: int) -> str:
    """Align the texts of a shard with those that hold words of a third; rows of `Passages`."""
    root = Path(folder)
    out = root / "passages" / f"{number:05d}"
    if _done(out):
        return str(out)
    layout = Layout(root)
    shards = range(layout.plan.shards)
    found = Boxes.of_rows(array(root / "boxes" / f"{number:05d}", "found"))
    links = joined([Boxes.of_rows(array(root / "boxes" / f"{s:05d}", "links")) for s in shards])
    takers = int(layout.first_pieces[number]), int(layout.first_pieces[number + 1])
    passages = with_kin(
        found, links, takers, layout.pieces, layout.letters, layout.weights(), layout.settings
    )
    spans = np.concatenate([array(root / "quotes" / f"{s:05d}", "spans") for s in shards])
    both, cited = cited_by_both(layout.cues(), (passages.a0, passages.a1), (passages.b0, passages.b1))
    quoted = both | (quoted_part(passages, spans, int(layout.bases[-1])) >= QUOTED)
    received = in_words_received(passages, lambda places: layout.gathered(places, "offsets"))
    write_arrays(out, {"rows": as_rows(received), "quoted": quoted, "cited": cited})
    return str(out)


def passages_found(folder: Path) -> Passages:
    """Read all passages but those that are quotations in both texts."""
    shards = range(read_plan(folder).shards)
    rows = [array(folder / "passages" / f"{s:05d}", "rows") for s in shards]
    quoted = [array(folder / "passages" / f"{s:05d}", "quoted") for s in shards]
    kept = [r[~q] for r, q in zip(rows, quoted, strict=True)]
    return Passages.of_rows(np.concatenate(kept) if kept else np.empty((0, len(COLUMNS))))


def quotations_found(folder: Path) -> list[list[tuple[int, int]]]:
    """Read the quotations of every document, in words received."""
    layout = Layout(folder)
    out: list[list[tuple[int, int]]] = [[] for _ in range(layout.plan.n)]
    for shard in range(layout.plan.shards):
        spans = np.concatenate((
            array(folder / "quotes" / f"{shard:05d}", "spans"),
            array(folder / "passages" / f"{shard:05d}", "cited"),
        ))  # fmt: skip
        if not len(spans):
            continue
        begins = layout.gathered(spans[:, 0], "offsets")
        ends = layout.gathered(spans[:, 1] - 1, "offsets") + 1
        owner = layout.pieces.owner[layout.pieces.at(spans[:, 0])]
        for doc, begin, end in zip(owner.tolist(), begins.tolist(), ends.tolist(), strict=True):
            out[doc].append((begin, end))
    return out
