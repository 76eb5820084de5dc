"""The truth files of a made corpus: who shares what with whom, to the character."""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

Row = dict[str, Any]
LEAST, SHORT, THIN = 10, 40, 0.37  # characters of a span; below these it is called weak


class Written:
    """All characters of a corpus: where each stands and where it was first written."""

    def __init__(self, docs: list[list[Any]]) -> None:
        """Lay the pieces of all documents end to end."""
        pieces = [p for held in docs for p in held]
        sizes = np.array([len(p.text) for p in pieces], dtype=np.int64)
        self.births = np.concatenate([p.births for p in pieces])
        self.instance = np.repeat(np.arange(len(pieces), dtype=np.int32), sizes)
        owner = np.repeat(np.arange(len(docs)), [len(held) for held in docs]).astype(np.int32)
        self.doc_of_instance = owner
        ends = np.cumsum([0, *(sum(len(p.text) for p in held) for held in docs)])
        self.starts = ends
        self.quote = np.array([p.kind == "quote" for p in pieces])
        self.kinds = [p.kind for p in pieces]
        kept = np.flatnonzero(self.births >= 0)
        order = kept[np.argsort(self.births[kept], kind="stable")]
        self.places = order  # of each birth, ascending: the first document that holds it comes first
        self.begins = np.concatenate(([0], np.cumsum(np.bincount(self.births[kept]))))

    def holders(self, doc: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the places of one document's shared characters, and of each of their holders."""
        places = np.arange(self.starts[doc], self.starts[doc + 1])
        places = places[self.births[places] >= 0]
        births = self.births[places]
        n = self.begins[births + 1] - self.begins[births]
        several = n > 1
        places, births, n = places[several], births[several], n[several]
        which = np.repeat(np.arange(len(n)), n)
        member = np.arange(len(which)) - np.repeat(np.cumsum(n) - n, n)
        return places[which], self.places[self.begins[births][which] + member]

    def spans(self, queries: list[int]) -> Iterator[Row]:
        """Yield the truth span of every two pieces that share characters, one of them in a query document."""
        asked = set(queries)
        for doc in queries:
            own, other = self.holders(doc)
            there = self.doc_of_instance[self.instance[other]]
            rows = there != doc
            own, other, there = own[rows], other[rows], there[rows]
            key = self.instance[own].astype(np.int64) << 32 | self.instance[other]
            order = np.argsort(key, kind="stable")
            key, own, other = key[order], own[order], other[order]
            edges = np.flatnonzero(np.diff(key, prepend=-1, append=-1)) if len(key) else np.empty(0, np.int64)
            for begin, end in pairwise(edges.tolist()):
                if end - begin < LEAST:
                    continue
                mine, theirs = int(key[begin] >> 32), int(key[begin] & 0xFFFFFFFF)
                partner = int(self.doc_of_instance[theirs])
                if partner in asked and partner < doc:
                    continue  # told from the other side
                yield self._span(doc, mine, own[begin:end], partner, other[begin:end])

    def _span(self, doc: int, piece: int, own: np.ndarray, partner: int, other: np.ndarray) -> Row:
        sides = [
            (doc, int(own.min() - self.starts[doc]), int(own.max() - self.starts[doc]) + 1),
            (partner, int(other.min() - self.starts[partner]), int(other.max() - self.starts[partner]) + 1),
        ]
        (a, a0, a1), (b, b0, b1) = sorted(sides)
        m, kind = len(own), self.kinds[piece]
        dens = round(m / max(a1 - a0, b1 - b0), 3)
        if kind != "quote" and (min(a1 - a0, b1 - b0) < SHORT or dens < THIN):
            kind = "weak"
        return {"a": a, "a0": a0, "a1": a1, "b": b, "b0": b0, "b1": b1, "m": m, "dens": dens, "kind": kind}

    def share(self, doc: int) -> str:
        """How much of a document earlier ones hold, a character owed to the first, and which holds most."""
        places = np.arange(self.starts[doc], self.starts[doc + 1])
        places = places[(self.births[places] >= 0) & ~self.quote[self.instance[places]]]
        first = self.doc_of_instance[self.instance[self.places[self.begins[self.births[places]]]]]
        owed = np.bincount(first[first < doc], minlength=1)
        length, total, top = int(self.starts[doc + 1] - self.starts[doc]), int(owed.sum()), int(owed.argmax())
        n, best = int((owed > 0).sum()), int(owed.max())
        return f"{doc}\t{total}\t{length}\t{total / max(1, length):.4f}\t{n}\t{top if best else -1}\t{best}\n"


def write_truth(out: Path, rows: list[Row], docs: list[list[Any]], queries: list[int]) -> None:
    """Write the documents, and the truth files beside them."""
    length = [len(r["text"]) for r in rows]
    with (out / "kinds.tsv").open("w", encoding="utf-8") as f:
        f.writelines(f"{r['i']}\t{r.pop('kind')}\t-1\t\n" for r in rows)
    with (out / "docs.jsonl").open("w", encoding="utf-8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    (out / "query.txt").write_text("".join(f"{q}\n" for q in queries), encoding="utf-8")
    written = Written(docs)
    with (out / "truth_share.tsv").open("w", encoding="utf-8") as f:
        f.writelines(written.share(d) for d in queries)
    pairs: dict[tuple[int, int], int] = defaultdict(int)
    with (out / "truth_spans.jsonl").open("w", encoding="utf-8") as f:
        for span in written.spans(queries):
            f.write(json.dumps(span) + "\n")
            pairs[span["a"], span["b"]] += span["m"] if span["kind"] in {"doc", "tmpl"} else 0
    with (out / "truth_pairs.tsv").open("w", encoding="utf-8") as f:
        for (a, b), m in sorted(pairs.items()):
            kind = "near" if m > 0.5 * max(length[a], length[b]) else "partial" if m else "weak"
            f.write(f"{a}\t{b}\t{m}\t{m / max(1, length[a]):.4f}\t{m / max(1, length[b]):.4f}\t{kind}\n")
