"""What was changed between two copies: only the name? only the number? or the words themselves?"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

import opencc

from luoshi.reuse.texts.fold import fold_texts

LONGEST = 6_000  # characters a side; longer stretches are not compared letter by letter
CLAUSE = re.compile(r"[^,，。;；\n]*[,，。;；\n]|[^,，。;；\n]+$")
FIGURE = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万亿两.%％年月日xX×*＊_]+")
MASK = re.compile(r"[xX×*＊_＿○●□■△某]+")
FIGURES = "0123456789０１２３４５６７８９"
DIGITS = re.compile(f"[{FIGURES}]+")
GLUE = 1  # equal characters between two changes that are too few to stand alone


Code = tuple[str, int, int, int, int]


class Kind(StrEnum):
    """What kind of change it is."""

    SAME = "same"
    NUMBER = "number"
    NAME = "name"
    MASK = "mask"
    SYNONYM = "synonym"
    SCRIPT = "script"  # traditional for simplified, or the other way
    FILLER = "filler"  # particles, intensifiers, punctuation
    MOVED = "moved"
    INSERTED = "inserted"
    DROPPED = "dropped"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the first text and its counterpart in the second; offsets within the two passages."""

    kind: Kind
    a0: int
    a1: int
    b0: int
    b1: int


@cache
def _words() -> tuple[re.Pattern[str], frozenset[str]]:
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    suffixes = sorted(found["places"] + found["offices"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(suffixes)})"), frozenset(found["surnames"])


@cache
def _to_simple() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def changes(first: str, second: str) -> list[Change]:
    """Return how ``second`` differs from ``first``, stretch by stretch, the unchanged ones included."""
    simple_a, simple_b = _simple(first), _simple(second)
    out: list[Change] = []
    for tag, a0, a1, b0, b1 in _whole_figures(
        _glued(_opcodes(simple_a, simple_b), len(first)), first, second
    ):
        if tag != "equal":
            out.append(Change(_kind(first, second, a0, a1, b0, b1), a0, a1, b0, b1))
        else:
            out += _unchanged(first, second, (a0, a1, b0, b1))
    return _with_moves(out, simple_a, simple_b)


def _unchanged(a: str, b: str, at: tuple[int, int, int, int]) -> Iterator[Change]:
    """Yield what is the same to the letter, and apart from it what is in the other script."""
    a0, a1, b0, b1 = at
    for same, run in groupby(zip(a[a0:a1], b[b0:b1], strict=True), lambda pair: pair[0] == pair[1]):
        n = sum(1 for _ in run)
        yield Change(Kind.SAME if same else Kind.SCRIPT, a0, a0 + n, b0, b0 + n)
        a0, b0 = a0 + n, b0 + n


def _simple(text: str) -> str:
    simple = _to_simple().convert(text)
    return simple if len(simple) == len(text) else text


def _opcodes(a: str, b: str) -> list[Code]:
    """Compare clause by clause, and only what differs letter by letter: most of a copy is the same."""
    clauses_a, clauses_b = CLAUSE.findall(a), CLAUSE.findall(b)
    at_a, at_b = _ends(clauses_a), _ends(clauses_b)
    out: list[Code] = []
    for tag, i, j, x, y in SequenceMatcher(None, clauses_a, clauses_b, autojunk=False).get_opcodes():
        a0, a1, b0, b1 = at_a[i], at_a[j], at_b[x], at_b[y]
        if tag != "replace" or max(a1 - a0, b1 - b0) > LONGEST:
            out.append((tag, a0, a1, b0, b1))
            continue
        letters = SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False).get_opcodes()
        out += [(t, a0 + c, a0 + d, b0 + e, b0 + f) for t, c, d, e, f in letters]
    return out


def _ends(clauses: list[str]) -> list[int]:
    out = [0]
    for clause in clauses:
        out.append(out[-1] + len(clause))
    return out


def _glued(codes: list[Code], size: int) -> list[Code]:
    """Join changes with too little between them to be read apart."""
    out: list[Code] = []
    for tag, a0, a1, b0, b1 in codes:
        thin = tag == "equal" and a1 - a0 <= GLUE and a1 < size
        if out and out[-1][0] == tag == "equal":
            out[-1] = ("equal", out[-1][1], a1, out[-1][3], b1)
        elif out and out[-1][0] != "equal" and (thin or tag != "equal"):
            _, begin_a, _, begin_b, _ = out[-1]
            out[-1] = ("replace", begin_a, a1, begin_b, b1)
        else:
            out.append((tag, a0, a1, b0, b1))
    return out


def _whole_figures(codes: list[Code], a: str, b: str) -> list[Code]:
    """Let a change within a figure be one of the whole figure: 25 for 20, not 5 for 0."""
    out: list[Code] = []
    taken = 0  # characters of an unchanged stretch that went to the change before it
    for n, (tag, a0, a1, b0, b1) in enumerate(codes):
        if tag == "equal":
            if a0 + taken < a1:
                out.append((tag, a0 + taken, a1, b0 + taken, b1))
            taken = 0
            continue
        left = right = 0
        if DIGITS.fullmatch(a[a0:a1] + b[b0:b1]):
            if out and out[-1][0] == "equal":
                _, start, end, other, _ = out[-1]
                left = len(a[start:end]) - len(a[start:end].rstrip(FIGURES))
                out[-1] = ("equal", start, end - left, other, b0 - left)
            after = a[a1 : codes[n + 1][2]] if n + 1 < len(codes) else ""
            right = len(after) - len(after.lstrip(FIGURES))
        out.append((tag, a0 - left, a1 + right, b0 - left, b1 + right))
        taken = right
    return [code for code in out if code[1] < code[2] or code[3] < code[4]]


def _kind(  # noqa: PLR0911, PLR0913, PLR0917  # a table of cases, the most particular first
    a: str, b: str, a0: int, a1: int, b0: int, b1: int
) -> Kind:
    old, new = a[a0:a1], b[b0:b1]
    if MASK.fullmatch(old) or MASK.fullmatch(new):
        return Kind.MASK
    if FIGURE.fullmatch(old or "0") and FIGURE.fullmatch(new or "0"):
        return Kind.MASK if MASK.search(old + new) else Kind.NUMBER
    codes_a, codes_b = _folded(old), _folded(new)
    if not codes_a and not codes_b:
        return Kind.FILLER
    if old and new and codes_a == codes_b:
        return Kind.SYNONYM
    if old and new and _is_name(a, a0, a1) and _is_name(b, b0, b1):
        return Kind.NAME
    if not old:
        return Kind.INSERTED
    if not new:
        return Kind.DROPPED
    if len(old) <= 2 and len(new) <= 2 and _folded(_around(a, a0, a1)) == _folded(_around(b, b0, b1)):
        return Kind.SYNONYM
    return Kind.OTHER


@lru_cache(maxsize=1 << 16)
def _folded(words: str) -> bytes:
    return fold_texts([words]).codes.tobytes()


def _around(text: str, begin: int, end: int) -> str:
    return text[max(0, begin - 1) : end + 1]


def _is_name(text: str, begin: int, end: int) -> bool:
    """Tell whether a short stretch names a place, an office or a person."""
    if end - begin > 8:
        return False
    suffix, surnames = _words()
    if suffix.search(text[begin : end + 3]):
        return True
    near = text[max(0, begin - 1) : end]
    return 2 <= len(near) <= 4 and any(c in surnames for c in near[:2])


def _with_moves(found: list[Change], a: str, b: str) -> list[Change]:
    """Call what was taken out in one place and put back in another moved."""
    taken = {a[c.a0 : c.a1].strip(",，。;；") for c in found if c.kind is Kind.DROPPED and c.a1 - c.a0 >= 5}
    put = {b[c.b0 : c.b1].strip(",，。;；") for c in found if c.kind is Kind.INSERTED and c.b1 - c.b0 >= 5}
    both = taken & put
    out = []
    for c in found:
        words = a[c.a0 : c.a1] if c.kind is Kind.DROPPED else b[c.b0 : c.b1]
        moved = c.kind in {Kind.DROPPED, Kind.INSERTED} and words.strip(",，。;；") in both
        out.append(Change(Kind.MOVED, c.a0, c.a1, c.b0, c.b1) if moved else c)
    return out
