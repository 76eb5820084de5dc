"""Synthetic corpora of copied official texts with complete truth, one per seed and size.

    python -m bench.corpus_maker OUT --n 10000 --seed 3 [--queries 1000]

Templates come from ../shared/samples and from invented sentences; the truth files have the formats
that ../shared/reuse/score.py reads. Every character keeps the id of the place it was first written,
so what two documents share is known and not guessed. How often a copyist drops a clause, swaps a word or
a figure, and how much of a document is copied, was measured on ../shared/reuse/c1k; `bench.corpus_likeness`
holds the two side by side.
"""

import argparse
import datetime as dt
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import opencc

from bench.corpus_truth import write_truth

WORDS = tomllib.loads(Path(__file__).with_name("corpus_lexicon.toml").read_text(encoding="utf-8"))
SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
NUMERALS = dict(zip("一二三四五六七八九", "123456789", strict=True))
CLAUSE = re.compile(r"[^,。;:,;:\n]*[,。;:,;:\n]?")
TO_TRADITIONAL = opencc.OpenCC("s2t")
TO_SIMPLE = opencc.OpenCC("t2s")
KINDS = {"orig": 0.569, "splice": 0.125, "part": 0.148, "near": 0.158}


class Rates(NamedTuple):
    """How heavily a copy is reworked: chances by clause, by word, by figure, by mark."""

    dropped: float
    inserted: float
    swapped: float
    particle: float
    synonym: float
    figure: float
    numeral: float
    mark: float


LEVELS = (
    Rates(0, 0, 0, 0, 0, 0, 0, 0),
    Rates(0.028, 0.024, 0.008, 0.08, 0.12, 0.66, 0.03, 0.03),
    Rates(0.075, 0.08, 0.03, 0.20, 0.56, 0.70, 0.06, 0.05),
    Rates(0.14, 0.13, 0.07, 0.28, 0.80, 0.72, 0.15, 0.08),
)
WHOLE = (0.115, 0.41, 0.335, 0.14)  # levels of copies of whole documents
TAKEN = (0.15, 0.33, 0.30, 0.22)  # and of pieces taken


class Piece(NamedTuple):
    """Text with the birth id of each character (-1: written here, shared with nobody)."""

    text: str
    births: np.ndarray
    kind: str
    instance: int


class Prose:
    """Invented office prose that sounds like the samples and says nothing."""

    def __init__(self, random: Random) -> None:
        """Learn how the samples sound."""
        self.random = random
        source = "".join(p.read_text(encoding="utf-8") for p in sorted(SAMPLES.glob("*.txt")))
        source = re.sub(r"[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùüǖǘǚǜ]+[)）]", "", source)
        paragraphs = [p.strip() for p in source.split("\n")]
        self.paragraphs = distinct([p for p in paragraphs if 120 < len(p) < 900 and "?" not in p])
        self.successors: dict[str, list[str]] = defaultdict(list)
        for words in re.findall(r"[一-龥]{6,}", source):
            for i in range(len(words) - 3):
                self.successors[words[i : i + 2]].append(words[i + 2])
        self.starts = sorted(self.successors)

    def word(self, key: str) -> str:
        """A word of the list."""
        return str(self.random.choice(WORDS[key]))

    def place(self) -> str:
        """Name a place."""
        return self.word("place_first") + self.word("place_second")

    def name(self) -> str:
        """Name a person."""
        return self.word("surname") + "".join(
            self.random.choices(WORDS["given"], k=self.random.randint(1, 2))
        )

    def babble(self) -> str:
        """Eight to fifteen characters that sound like the samples and say nothing."""
        r = self.random
        out = r.choice(self.starts)
        for _ in range(r.randint(6, 13)):
            nxt = self.successors.get(out[-2:])
            out += r.choice(nxt) if nxt else r.choice(self.starts)
        return out

    def title(self, town: str) -> str:
        """A title line."""
        return f"{town}关于{self.word('matter')}工作情况的汇报\n"

    def sentence(self) -> str:
        """One sentence."""
        r, w = self.random, self.word
        town, n = self.place() + w("town"), str(r.randint(2, 999))
        frames: tuple[Callable[[], str], ...] = (
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
        return r.choices(frames, weights=(4, 4, 3, 3, 3, 4, 4, 5, 1.5))[0]()

    def background(self, length: int) -> str:
        """Write so many characters nobody else has."""
        parts, have = [], 0
        while have < length:
            parts.append(self.sentence())
            have += len(parts[-1])
        return "".join(parts)[:length]


class Copyist:
    """Reworks what he takes over."""

    def __init__(self, prose: Prose) -> None:
        """Know the words that stand for each other."""
        self.prose, self.random = prose, prose.random
        words = sorted({w for pair in WORDS["synonym"] for w in pair}, key=lambda w: (-len(w), w))
        self.partner = dict(WORDS["synonym"]) | {b: a for a, b in WORDS["synonym"]}
        place = f"[{WORDS['place_first']}][{WORDS['place_second']}]"
        places = f"{place}(?:镇|乡|街道|村|社区|屯|县|区|市)"
        self.pattern = re.compile(rf"\d+|[一二三四五六七八九]|{places}|[,。;、]|" + "|".join(words))

    def edited(self, piece: Piece, level: int) -> Piece:
        """The piece as somebody else would hand it in; level 0 is verbatim, 3 is heavily reworked."""
        r, rates = self.random, LEVELS[level]
        places: dict[str, str] = {}
        if level == 0:
            return piece
        clauses = [(m.start(), m.end()) for m in CLAUSE.finditer(piece.text) if m.end() > m.start()]
        i = 0
        while i + 1 < len(clauses):
            if r.random() < rates.swapped:
                clauses[i], clauses[i + 1] = clauses[i + 1], clauses[i]
                i += 1
            i += 1
        out: list[tuple[str, np.ndarray]] = []
        for a, b in clauses:
            if r.random() < rates.dropped:
                continue
            if r.random() < rates.inserted:
                out.append(_new(r.choice((self.prose.babble() + ",", self.prose.word("stock")))))
            out += self.replaced(piece.text[a:b], piece.births[a:b], rates, places)
        births = np.concatenate([x for _, x in out] or [np.empty(0, np.int32)])
        return Piece("".join(t for t, _ in out), births, piece.kind, piece.instance)

    def replaced(
        self, text: str, births: np.ndarray, rates: Rates, places: dict[str, str]
    ) -> list[tuple[str, np.ndarray]]:
        """One clause with names, figures and words swapped and a particle added."""
        r, at = self.random, 0
        out: list[tuple[str, np.ndarray]] = []
        particle = r.randint(0, len(text)) if r.random() < rates.particle else len(text) + 1
        for m in self.pattern.finditer(text):
            new = self.instead(m.group(), rates, places)
            if m.start() >= particle >= at:
                out += [(text[at:particle], births[at:particle]), _new(r.choice(WORDS["particle"]))]
                at, particle = particle, len(text) + 1
            if new != m.group():
                out += [(text[at : m.start()], births[at : m.start()]), _new(new)]
                at = m.end()
        if particle <= len(text) and particle >= at:
            out += [(text[at:particle], births[at:particle]), _new(r.choice(WORDS["particle"]))]
            at = particle
        return [*out, (text[at:], births[at:])]

    def instead(self, word: str, rates: Rates, places: dict[str, str]) -> str:
        """What is written for a word."""
        r = self.random
        if word.isdigit():
            return str(r.randint(1, 999)) if r.random() < rates.figure else word
        if word in NUMERALS:
            return NUMERALS[word] if r.random() < rates.numeral else word
        if word in ",。;、":
            return r.choice((",", ";", "、", "")) if r.random() < rates.mark else word
        if word in self.partner:
            return self.partner[word] if r.random() < rates.synonym else word
        return places.setdefault(word, self.prose.place() + word[2:])


class Maker:
    """Writes one corpus; the same seed and size give the same bytes."""

    def __init__(self, n: int, seed: int) -> None:
        """Prepare templates, quotations and a model of how clauses sound."""
        self.n, self.random, self.births = n, Random(seed), 0  # noqa: S311  # no secret
        self.prose = Prose(self.random)
        self.copyist = Copyist(self.prose)
        r, n_templates = self.random, round(5 * n**0.5)
        paragraphs = list(self.prose.paragraphs)
        r.shuffle(paragraphs)
        texts: list[str] = []
        while paragraphs and len(texts) < n_templates // 2:  # real paragraphs, some in a row
            text = "\n".join(paragraphs.pop() for _ in range(min(len(paragraphs), r.randint(1, 5))))
            texts.append(text[:1600])
        texts += [self.prose.background(r.randint(600, 1500)) for _ in range(n_templates - len(texts))]
        r.shuffle(texts)
        self.templates = [self.born(text, "tmpl") for text in texts]
        self.weights = [(i + 1) ** -0.5 for i in range(n_templates)]
        self.quotes = [self.born(self.prose.background(r.randint(60, 160)), "quote") for _ in range(40)]

    def born(self, text: str, kind: str) -> Piece:
        """Give a new text its birth ids."""
        start = self.births
        self.births += len(text)
        return Piece(text, np.arange(start, self.births, dtype=np.int32), kind, -1)

    def window(self, piece: Piece, low: int, high: int) -> Piece:
        """A part of a piece that begins and ends where a clause does."""
        cuts = [0, *(m.end() for m in CLAUSE.finditer(piece.text) if m.end() > m.start())]
        start = self.random.choice(cuts[: max(1, len(cuts) * 3 // 4)])
        want = self.random.randint(low, high)
        end = min((c for c in cuts if c > start), key=lambda c: abs(c - start - want))
        return Piece(piece.text[start:end], piece.births[start:end], piece.kind, piece.instance)

    def citation(self) -> list[Piece]:
        """Words of a higher document behind the formula that cites them."""
        r = self.random
        head = f"根据《关于{self.prose.word('matter')}工作的意见》要求,"
        weights = [1 / (i + 1) for i in range(len(self.quotes))]
        quote = r.choices(self.quotes, weights=weights)[0]
        if r.random() < 0.2:
            quote = self.window(quote, 50, 100)
        if r.random() < 0.1:
            quote = self.copyist.edited(quote, 2)
        return [self.fresh(head), quote]

    def fresh(self, text: str) -> Piece:
        """Give a document's own words their birth ids."""
        return self.born(text, "doc")

    def own(self, low: int, high: int) -> Piece:
        """Words of the document's own."""
        return self.fresh(self.prose.background(self.random.randint(low, high)))

    def template(self) -> Piece:
        """One template, the popular ones more often."""
        return self.random.choices(self.templates, weights=self.weights)[0]

    def near(self, earlier: list[list[Piece]]) -> list[Piece]:
        """A template or an earlier document as a whole, in a frame of its own."""
        r = self.random
        level = r.choices(range(4), weights=WHOLE)[0]
        if earlier and r.random() < 0.45:
            source = r.choice(earlier)
            body = [self.copyist.edited(p, level) for p in source]
        else:
            body = [self.copyist.edited(self.template(), level)]
        town = self.prose.place() + self.prose.word("town")
        head = self.fresh(self.prose.title(town)) if r.random() < 0.5 else self.own(15, 160)
        tail = [self.own(15, 160)] if r.random() < 0.6 else []
        return [head, *body, *tail]

    def taken(self, earlier: list[list[Piece]], low: int, high: int) -> Piece:
        """Part of a template or of an earlier document, reworked."""
        r = self.random
        level = r.choices(range(4), weights=TAKEN)[0]
        source = self.template()
        if earlier and r.random() < 0.3:
            source = max(r.choice(earlier), key=lambda p: len(p.text))
        return self.copyist.edited(self.window(source, low, high), level)

    def document(self, kind: str, earlier: list[list[Piece]]) -> list[Piece]:
        """One document: written anew, spliced from templates, or taken from earlier ones."""
        r = self.random
        if kind == "near":
            pieces = self.near(earlier)
        elif kind == "splice":
            pieces = [self.own(1, 250)]
            for _ in range(r.randint(2, 7)):
                pieces.append(self.taken(earlier, 50, 600))
                if r.random() < 0.55:
                    pieces.append(self.own(30, 280))
        elif kind == "part":
            pieces = [self.own(300, 700), self.taken(earlier, 60, 520), self.own(250, 800)]
            if r.random() < 0.35:
                pieces += [self.taken(earlier, 50, 360), self.own(30, 400)]
        else:
            pieces = [self.own(480, 1550)]
        if r.random() < 0.31:
            at = r.randint(0, len(pieces))
            if at == len(pieces) or r.random() < 0.5:
                pieces[at:at] = self.citation()
            else:  # in the middle of what is there
                whole = pieces[at]
                cut = r.choice([0, *(m.end() for m in CLAUSE.finditer(whole.text))])
                parts = (
                    Piece(whole.text[:cut], whole.births[:cut], whole.kind, -1),
                    Piece(whole.text[cut:], whole.births[cut:], whole.kind, -1),
                )
                pieces[at : at + 1] = [parts[0], *self.citation(), parts[1]]
        return pieces

    def corpus(self) -> tuple[list[dict[str, object]], list[list[Piece]]]:
        """All documents in order, each with its pieces."""
        docs: list[list[Piece]] = []
        rows: list[dict[str, object]] = []
        instances, r = 0, self.random
        for i in range(self.n):
            kind = r.choices(list(KINDS), weights=list(KINDS.values()))[0]
            pieces = []
            for p in self.document(kind, docs):
                instances += 1
                pieces.append(p._replace(instance=instances))
            text, pieces = _received("".join(p.text for p in pieces), pieces, r)
            docs.append(pieces)
            day = dt.date(2019, 1, 15) + dt.timedelta(days=i * 1430 // self.n + r.randint(-20, 20))
            unit = self.prose.place() + self.prose.word("town")
            rows.append({
                "id": f"d{i:06d}", "i": i, "unit": unit, "date": day.isoformat(), "text": text, "kind": kind,
            })  # fmt: skip
        return rows, docs


def _new(words: str) -> tuple[str, np.ndarray]:
    return words, np.full(len(words), -1, dtype=np.int32)


def _received(text: str, pieces: list[Piece], r: Random) -> tuple[str, list[Piece]]:
    """The text as it came in: some in traditional script, some with names and figures taken out."""
    mode = r.random()
    if mode < 0.018:
        return "".join(TO_TRADITIONAL.convert(c) for c in text), pieces
    if mode >= 0.037:
        return text, pieces
    births = np.concatenate([p.births for p in pieces])
    letters = list(text)
    lost = [m.span() for m in re.finditer(r"\d+|..(?=[镇乡村县市])", text) if r.random() < 0.35]
    lost += [(i, i + 1) for i in range(len(text)) if r.random() < 0.008]
    for begin, end in lost:
        mark = "*x_"[begin % 3] if end - begin > 1 or text[begin].isdigit() else "?"
        letters[begin:end] = mark * (end - begin)
        births[begin:end] = -1
    out, at = [], 0
    for p in pieces:
        end = at + len(p.text)
        out.append(p._replace(text="".join(letters[at:end]), births=births[at:end]))
        at = end
    return "".join(letters), out


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


def make(out: Path, n: int, seed: int, queries: int = 1000) -> None:
    """Write one corpus into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    rows, docs = Maker(n, seed).corpus()
    chosen = Random(seed).sample(range(n), min(n, queries))  # noqa: S311  # no secret
    write_truth(out, rows, docs, sorted(chosen))


def main() -> None:
    """Write the corpus asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--queries", type=int, default=1000)
    args = parser.parse_args()
    make(args.out, args.n, args.seed, args.queries)


if __name__ == "__main__":
    main()
