"""Synthetic corpora of copied official texts with complete truth, one per seed and size.

    python -m bench.corpus_maker OUT --n 10000 --seed 3 [--queries 1000]

Templates come from ../shared/samples and from invented sentences; the truth files have the formats
that ../shared/reuse/score.py reads. Every character keeps the id of the place it was first written,
so what two documents share is known and not guessed.
"""

import argparse
import datetime as dt
import json
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import opencc

WORDS = tomllib.loads(Path(__file__).with_name("corpus_lexicon.toml").read_text(encoding="utf-8"))
SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
MASKS = ("x", "xx", "**", "_")
NUMERALS = dict(zip("一二三四五六七八九", "123456789", strict=True))
CLAUSE = re.compile(r"[^,。;:,;:\n]*[,。;:,;:\n]?")
TO_TRADITIONAL = opencc.OpenCC("s2t")
TO_SIMPLE = opencc.OpenCC("t2s")


class Piece(NamedTuple):
    """Text with the birth id of each character (-1: written here, shared with nobody)."""

    text: str
    births: np.ndarray
    kind: str
    instance: int


class Maker:
    """Writes one corpus; the same seed and size give the same bytes."""

    def __init__(self, n: int, seed: int) -> None:
        """Prepare templates, quotations and a model of how clauses sound."""
        self.n, self.random, self.births, self.instances = n, Random(seed), 0, 0  # noqa: S311  # no secret
        source = "".join(p.read_text(encoding="utf-8") for p in sorted(SAMPLES.glob("*.txt")))
        source = re.sub(r"[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùüǖǘǚǜ]+[)）]", "", source)
        paragraphs = [p.strip() for p in source.split("\n")]
        self.paragraphs = distinct([p for p in paragraphs if 150 < len(p) < 900 and "?" not in p])
        self.successors: dict[str, list[str]] = defaultdict(list)
        for words in re.findall(r"[一-龥]{6,}", source):
            for i in range(len(words) - 3):
                self.successors[words[i : i + 2]].append(words[i + 2])
        self.starts = sorted(self.successors)
        r, self.n_templates = self.random, round(5.6 * n**0.5)
        real = r.sample(self.paragraphs, min(len(self.paragraphs), self.n_templates // 2))
        texts = list(real)
        texts += [self.background(r.randint(500, 1500)) for _ in range(self.n_templates - len(texts))]
        r.shuffle(texts)
        self.templates = [self.born(text, "tmpl") for text in texts]
        self.weights = [(i + 1) ** -0.5 for i in range(self.n_templates)]
        self.quotes = [self.born(self.background(r.randint(70, 160)), "quote") for _ in range(12)]

    def born(self, text: str, kind: str) -> Piece:
        """Give a new text its birth ids."""
        start = self.births
        self.births += len(text)
        return Piece(text, np.arange(start, self.births, dtype=np.int64), kind, -1)

    def place(self) -> str:
        """Name a place."""
        return f"{self.random.choice(WORDS['place_first'])}{self.random.choice(WORDS['place_second'])}"

    def name(self) -> str:
        """Name a person."""
        r = self.random
        return f"{r.choice(WORDS['surname'])}{''.join(r.choices(WORDS['given'], k=r.randint(1, 2)))}"

    def babble(self) -> str:
        """Eight to fifteen characters that sound like the samples and say nothing."""
        r = self.random
        out = r.choice(self.starts)
        for _ in range(r.randint(6, 13)):
            nxt = self.successors.get(out[-2:])
            out += r.choice(nxt) if nxt else r.choice(self.starts)
        return out

    def sentence(self) -> str:
        """One sentence of invented office prose."""
        r = self.random

        def w(key: str) -> str:
            return str(r.choice(WORDS[key]))

        town, n = self.place() + w("town"), str(r.randint(2, 999))
        frames = (
            lambda: (
                f"{w('when')},{town}{w('office')}{w('manner')},{w('act')}{w('thing')}{n}{w('unit')},{w('tail')}。"
            ),
            lambda: (
                f"由{w('office')}牵头,{w('office')}、{w('office')}配合,{w('when')}{w('act')}{w('thing')},{self.babble()}。"
            ),
            lambda: (
                f"{r.randint(1, 12)}月{r.randint(1, 28)}日,{town}党委副书记{self.name()}带队到{self.place()}{w('village')}检查{w('matter')}工作,{self.babble()}。"  # noqa: E501  # a sentence
            ),
            lambda: (
                f"{self.place()}{w('county')}{w('matter')}工作专班{w('when')}{w('act')}{w('thing')},{self.babble()},{w('act')}{w('thing')}。"
            ),
            lambda: (
                f"{self.place()}{w('village')}{w('act')}{w('thing')},{w('act')}{w('thing')}{n}{w('unit')},其中{w('thing')}{r.randint(1, 99)}{w('unit')}。"  # noqa: E501  # a sentence
            ),
            lambda: f"在{w('matter')}方面,{self.babble()}{w('act')},{w('act')}{w('thing')},{self.babble()}。",
            lambda: (
                f"{w('manner')},{w('act')}{w('matter')}{w('thing')},共{w('act')}{n}{w('unit')},投入资金{r.randint(1, 400)}万元,{self.babble()}。"  # noqa: E501  # a sentence
            ),
            lambda: w("stock"),
            lambda: f"\n{w('heading')}\n",
        )
        return r.choices(frames, weights=(4, 4, 3, 3, 3, 4, 4, 4, 1))[0]()

    def background(self, length: int) -> str:
        """Write so many characters nobody else has."""
        parts, have = [], 0
        while have < length:
            parts.append(self.sentence())
            have += len(parts[-1])
        return "".join(parts)[:length]

    def window(self, piece: Piece, low: int, high: int) -> Piece:
        """A part of a piece that begins and ends where a clause does."""
        cuts = [0, *(m.end() for m in CLAUSE.finditer(piece.text) if m.end() > m.start())]
        start = self.random.choice(cuts[: max(1, len(cuts) * 2 // 3)])
        want = self.random.randint(low, high)
        end = min((c for c in cuts if c > start), key=lambda c: abs(c - start - want))
        return Piece(piece.text[start:end], piece.births[start:end], piece.kind, piece.instance)

    def replaced(
        self, text: str, births: np.ndarray, level: int, places: dict[str, str]
    ) -> list[tuple[str, np.ndarray]]:
        """One clause with names, numbers and words swapped and particles added."""
        r, out, at = self.random, [], 0

        def put(end: int, new: str) -> None:
            nonlocal at
            out.append((text[at:end], births[at:end]))
            out.append((new, np.full(len(new), -1, dtype=np.int64)))
            at = end

        pattern = r"\d+|[一二三四五六七八九]|..(?:镇|乡|街道|村|社区|屯|县|区|市)(?=[一-龥])|" + self.synonyms
        for m in re.finditer(pattern, text):
            if m.start() < at:
                continue
            word, new = m.group(), None
            if word.isdigit():
                new = str(r.randint(1, 999)) if r.random() < 0.6 else None
            elif word in NUMERALS:
                new = NUMERALS[word] if level >= 2 and r.random() < 0.3 else None
            elif word in self.partner:
                new = self.partner[word] if r.random() < (0.0, 0.1, 0.35, 0.6)[level] else None
            elif word[0] in WORDS["place_first"] and word[1] in WORDS["place_second"]:
                new = places.setdefault(word, self.place() + word[2:])
            if new is not None and new != word:
                put(m.start(), new)
                at = m.end()
            elif level and r.random() < (0, 0.01, 0.05, 0.1)[level]:
                put(m.end(), r.choice(WORDS["particle"]))
        out.append((text[at:], births[at:]))
        return out

    def edited(self, piece: Piece, level: int) -> Piece:
        """The piece as somebody else would hand it in; level 0 is verbatim, 3 is heavily reworked."""
        r = self.random
        places: dict[str, str] = {}
        if level == 0:
            return piece
        clauses = [(m.start(), m.end()) for m in CLAUSE.finditer(piece.text) if m.end() > m.start()]
        i = 0
        while level >= 2 and i + 1 < len(clauses):
            if r.random() < 0.04 * level:
                clauses[i], clauses[i + 1] = clauses[i + 1], clauses[i]
                i += 1
            i += 1
        out: list[tuple[str, np.ndarray]] = []
        for a, b in clauses:
            if r.random() < (0, 0.0, 0.05, 0.1)[level]:
                continue
            if r.random() < (0, 0.0, 0.04, 0.07)[level]:
                extra = r.choice((self.babble() + ",", r.choice(WORDS["stock"])))
                out.append((extra, np.full(len(extra), -1, dtype=np.int64)))
            out += self.replaced(piece.text[a:b], piece.births[a:b], level, places)
        text = "".join(t for t, _ in out)
        return Piece(
            text, np.concatenate([x for _, x in out] or [np.empty(0, np.int64)]), piece.kind, piece.instance
        )

    def citation(self) -> list[Piece]:
        """Words of a higher document behind the formula that cites them."""
        head = f"根据《关于{self.random.choice(WORDS['matter'])}工作的意见》要求,"
        quote = self.random.choices(self.quotes, weights=[1 / (i + 1) for i in range(len(self.quotes))])[0]
        if self.random.random() < 0.1:
            quote = self.edited(quote, 2)
        return [self.fresh(head), quote]

    def fresh(self, text: str) -> Piece:
        """Give a document's own words their birth ids."""
        return self.born(text, "doc")

    def document(self, earlier: list[list[Piece]]) -> list[Piece]:
        """One document: written anew, spliced from templates, or taken from earlier ones."""
        r = self.random
        kind = r.choices(("orig", "splice", "part", "near"), weights=(0.57, 0.125, 0.148, 0.157))[0]
        if not earlier:
            kind = "orig"
        level = r.choices((0, 1, 2, 3), weights=(0.12, 0.4, 0.33, 0.15))[0]
        if kind == "near":
            return [self.edited(p, level) for p in r.choice(earlier)]
        pieces = [self.fresh(self.background(r.randint(500, 1300)))]
        if kind == "splice":
            pieces = [self.fresh(self.background(r.randint(60, 300)))]
            for template in r.choices(self.templates, weights=self.weights, k=r.randint(2, 7)):
                level = r.choices((0, 1, 2, 3), weights=(0.12, 0.3, 0.38, 0.2))[0]
                pieces += [self.edited(self.window(template, 50, 600), level)]
                if r.random() < 0.5:
                    pieces.append(self.fresh(self.background(r.randint(30, 200))))
        elif kind == "part":
            taken = self.window(max(r.choice(earlier), key=lambda p: len(p.text)), 50, 500)
            pieces.insert(r.randint(0, 1), self.edited(taken, level))
        if r.random() < 0.35:
            at = r.randint(0, len(pieces))
            pieces[at:at] = self.citation()
        return pieces

    def corpus(self) -> tuple[list[dict[str, object]], list[list[Piece]]]:
        """All documents in order, each with its pieces."""
        words = sorted({w for pair in WORDS["synonym"] for w in pair}, key=lambda w: (-len(w), w))
        self.synonyms = "|".join(words)
        self.partner = dict(WORDS["synonym"]) | {b: a for a, b in WORDS["synonym"]}
        docs: list[list[Piece]] = []
        rows: list[dict[str, object]] = []
        r = self.random
        for i in range(self.n):
            pieces = []
            for p in self.document(docs):
                self.instances += 1
                pieces.append(p._replace(instance=self.instances))
            docs.append(pieces)
            text = "".join(p.text for p in pieces)
            mode = r.random()
            if mode < 0.02:
                text = re.sub(r"\d+", lambda m: r.choice((m.group(), "*" * len(m.group()))), text)
            elif mode < 0.04:
                text = "".join(TO_TRADITIONAL.convert(c) for c in text)
            day = dt.date(2019, 1, 10) + dt.timedelta(days=i * 1400 // self.n + r.randint(-15, 15))
            unit = self.place() + r.choice(WORDS["town"])
            rows.append({"id": f"d{i:06d}", "i": i, "unit": unit, "date": day.isoformat(), "text": text})
        return rows, docs


def distinct(paragraphs: list[str]) -> list[str]:
    """Leave out paragraphs that repeat another: the truth must know every copy."""
    seen: set[str] = set()
    out = []
    for paragraph in paragraphs:
        plain = re.sub(r"[^一-龥]", "", TO_SIMPLE.convert(paragraph))
        grams = {plain[i : i + 8] for i in range(len(plain) - 7)}
        if len(grams & seen) * 20 < len(grams):
            out.append(paragraph)
        seen |= grams
    return out


def shared(docs: list[list[Piece]], queries: set[int]) -> list[dict[str, object]]:
    """Truth spans of every pair that touches a query document."""
    births, owner, at, kinds = [], [], [], []
    asked = np.zeros(1 + max(int(p.births.max(initial=0)) for pieces in docs for p in pieces), bool)
    for d in queries:
        for p in docs[d]:
            asked[p.births[p.births >= 0]] = True
    for d, pieces in enumerate(docs):
        offset = 0
        for p in pieces:
            keep = p.births >= 0
            keep[keep] = asked[p.births[keep]]
            births.append(p.births[keep])
            at.append(np.flatnonzero(keep) + offset)
            owner.append(np.full(int(keep.sum()), d))
            kinds.append(np.full(int(keep.sum()), p.instance))
            offset += len(p.text)
    kind_of = {p.instance: p.kind for pieces in docs for p in pieces}
    birth, doc, pos, inst = map(np.concatenate, (births, owner, at, kinds))
    order = np.argsort(birth, kind="stable")
    birth, doc, pos, inst = birth[order], doc[order], pos[order], inst[order]
    is_query = np.zeros(len(docs), bool)
    is_query[list(queries)] = True
    bounds = np.flatnonzero(np.diff(birth)) + 1
    starts, ends = np.r_[0, bounds], np.r_[bounds, len(birth)]
    found: dict[tuple[int, int], list[int]] = {}
    big = ends - starts > 1
    for s, e in zip(starts[big].tolist(), ends[big].tolist(), strict=True):
        d, q, n = doc[s:e].tolist(), pos[s:e].tolist(), inst[s:e].tolist()
        for x in range(e - s):
            for y in range(x + 1, e - s):
                if d[x] == d[y] or not (is_query[d[x]] or is_query[d[y]]):
                    continue
                box = found.setdefault((n[x], n[y]), [d[x], q[x], q[x], d[y], q[y], q[y], 0])
                box[1], box[2] = min(box[1], q[x]), max(box[2], q[x])
                box[4], box[5] = min(box[4], q[y]), max(box[5], q[y])
                box[6] += 1
    return [truth_row(kind_of[n], box) for (n, _), box in found.items() if box[6] >= 10]


def truth_row(kind: str, box: list[int]) -> dict[str, object]:
    """One truth span with its density; short or thin ones are called weak."""
    a, a0, a1, b, b0, b1, m = box
    if a > b:
        a, a0, a1, b, b0, b1 = b, b0, b1, a, a0, a1
    longer, shorter = max(a1 - a0, b1 - b0) + 1, min(a1 - a0, b1 - b0) + 1
    dens = round(m / longer, 3)
    if kind != "quote" and (shorter < 40 or dens < 0.37):
        kind = "weak"
    return {
        "a": a,
        "a0": a0,
        "a1": a1 + 1,
        "b": b,
        "b0": b0,
        "b1": b1 + 1,
        "m": m,
        "dens": dens,
        "kind": kind,
    }


def write_truth(
    out: Path, rows: list[dict[str, Any]], spans: list[dict[str, Any]], queries: list[int]
) -> None:
    """The truth files beside the documents."""
    length = [len(str(r["text"])) for r in rows]
    with (out / "docs.jsonl").open("w", encoding="utf-8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    with (out / "truth_spans.jsonl").open("w", encoding="utf-8") as f:
        f.writelines(json.dumps(s, ensure_ascii=False) + "\n" for s in spans)
    (out / "query.txt").write_text("".join(f"{q}\n" for q in queries), encoding="utf-8")
    pairs: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    covered: dict[int, dict[int, list[tuple[int, int, int]]]] = defaultdict(lambda: defaultdict(list))
    for s in spans:
        a, b, m = int(s["a"]), int(s["b"]), int(s["m"])
        pairs[a, b][0 if s["kind"] in {"doc", "tmpl"} else 1] += m
        if s["kind"] != "quote":
            covered[b][a].append((int(s["b0"]), int(s["b1"]), m))
    with (out / "truth_pairs.tsv").open("w", encoding="utf-8") as f:
        for (a, b), (m, _) in sorted(pairs.items()):
            share = m / max(1, min(length[a], length[b]))
            kind = (
                "weak"
                if not m
                else "near"
                if share > 0.5 and m > 0.5 * max(length[a], length[b])
                else "partial"
            )
            f.write(f"{a}\t{b}\t{m}\t{m / max(1, length[a]):.4f}\t{m / max(1, length[b]):.4f}\t{kind}\n")
    with (out / "truth_share.tsv").open("w", encoding="utf-8") as f:
        for d in queries:
            f.write(share_row(d, length[d], covered[d]) + "\n")


def share_row(d: int, length: int, sources: dict[int, list[tuple[int, int, int]]]) -> str:
    """How much of a document earlier ones hold, and which holds most (the earliest of equals)."""
    share = np.zeros(max(1, length))
    total: dict[int, float] = {}
    for a, spans in sorted(sources.items()):  # a character is owed to the first document that had it
        for start, end, m in spans:
            more = np.maximum(m / (end - start) - share[start:end], 0)
            share[start:end] += more
            total[a] = total.get(a, 0.0) + float(more.sum())
    top = max(sorted(total), key=lambda a: total[a], default=-1)
    own = f"{d}\t{int(share.sum())}\t{length}\t{share.sum() / max(1, length):.4f}"
    return f"{own}\t{len(total)}\t{top}\t{round(total.get(top, 0))}"


def main() -> None:
    """Write one corpus into a folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--queries", type=int, default=1000)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    maker = Maker(args.n, args.seed)
    rows, docs = maker.corpus()
    chosen = Random(args.seed).sample(range(args.n), min(args.n, args.queries))  # noqa: S311  # no secret
    queries = sorted(chosen)
    write_truth(args.out, rows, shared(docs, set(queries)), queries)


if __name__ == "__main__":
    main()
