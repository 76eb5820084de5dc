"""Texts folded for comparison: what a copyist changes without thinking is gone, places are kept."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import opencc
from numpy.typing import NDArray

WORD_CODES = 0xE000  # a Latin word becomes one code of the private-use area
N_WORD_CODES = 0x1900
BLOCK = 1 << 21  # characters folded at a time, so memory does not follow the corpus
READING = re.compile(r"[（(][a-zA-Züāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜɡńňǹ]{1,7}[)）]")
WIDE = 0xFF01, 0xFF5E  # ASCII in full width
TONES = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ"
LATIN = re.compile(r"[A-Za-zÀ-ɏＡ-Ｚａ-ｚ]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded texts laid end to end.

    Attributes:
        codes: One code a kept character, uint16.
        offsets: Where it stood in its own text as received, in code points, int32.
        detail: The character before synonyms were folded, shifted left by 8, and how many dropped
            characters follow it (at most 255); above both, in 8 bits, which ones they are, uint32.
        starts: Where each text begins in `codes`, one more than there are texts, int64.
    """

    codes: NDArray[np.uint16]
    offsets: NDArray[np.int32]
    detail: NDArray[np.uint32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.starts) - 1

    def documents(self) -> NDArray[np.int32]:
        """Return the number of the text each code belongs to."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))


@dataclass(frozen=True, slots=True)
class Tables:
    """Lookup tables over the 65,536 codes of the basic plane.

    Attributes:
        fold: The code a character is kept as, 0 when it is dropped.
        latin: Whether a character is a letter of a Latin word.
        filler_first: Whether a filler word may begin with it.
        fillers: Filler words as arrays of codes, longest first.
        synonym_first: Whether a synonym may begin with it.
        synonym_from: Two codes packed in 32 bits, ascending.
        synonym_to: What each of them folds to.
    """

    fold: NDArray[np.uint16]
    latin: NDArray[np.bool_]
    filler_first: NDArray[np.bool_]
    fillers: tuple[NDArray[np.uint16], ...]
    synonym_first: NDArray[np.bool_]
    synonym_from: NDArray[np.uint32]
    synonym_to: NDArray[np.uint32]


def _codes(word: str) -> NDArray[np.uint16]:
    return np.array([ord(c) for c in word], dtype=np.uint16)


@cache
def tables() -> Tables:
    """Build the tables once, from fold.toml and the conversion table of OpenCC."""
    words = tomllib.loads(Path(__file__).with_name("fold.toml").read_text(encoding="utf-8"))
    fold = np.zeros(1 << 16, dtype=np.uint16)
    for point in range(1 << 16):
        if not 0xD800 <= point < 0xF900 and chr(point).isalpha():
            lower = chr(point).lower()
            fold[point] = ord(lower[0]) if ord(lower[0]) < 1 << 16 else point
    fold[0xD800:0xE000] = np.arange(0xD800, 0xE000)  # rare characters beyond the basic plane land here
    han = "\n".join(map(chr, [*range(0x3400, 0xA000), *range(0xF900, 0xFB00)]))
    simple = opencc.OpenCC("t2s").convert(han).split("\n")
    for before, after in zip(han.split("\n"), simple, strict=True):
        fold[ord(before)] = ord(after) if len(after) == 1 and ord(after) < 1 << 16 else ord(before)
    fold[ord("著")] = ord("着")
    letters = "abcdefghijklmnopqrstuvwxyz"
    for i, c in enumerate(letters):
        fold[0xFF21 + i] = fold[0xFF41 + i] = ord(c)
    latin = np.zeros(1 << 16, dtype=np.bool_)
    latin[
        [
            *range(0x41, 0x5B),
            *range(0x61, 0x7B),
            *range(0xC0, 0x250),
            *range(0xFF21, 0xFF3B),
            *range(0xFF41, 0xFF5B),
        ]
    ] = True
    for c in words["particles"] + words["numerals"] + words["masks"]:
        fold[fold == ord(c)] = 0
        fold[ord(c)] = 0
    latin &= fold > 0
    fillers = sorted(words["fillers"], key=lambda w: (-len(w), w))
    filler_first = np.zeros(1 << 16, dtype=np.bool_)
    filler_first[[ord(w[0]) for w in fillers]] = True
    pairs: dict[int, int] = {}
    for group in words["synonyms"]:
        to = ord(group[0][0]) << 16 | ord(group[0][1])
        for word in group:
            pairs.setdefault(ord(word[0]) << 16 | ord(word[1]), to)
    first = np.zeros(1 << 16, dtype=np.bool_)
    first[[key >> 16 for key in pairs]] = True
    keys = sorted(pairs)
    return Tables(
        fold, latin, filler_first, tuple(map(_codes, fillers)), first,
        np.array(keys, dtype=np.uint32), np.array([pairs[k] for k in keys], dtype=np.uint32),
    )  # fmt: skip


def fold_texts(texts: Sequence[str]) -> Folded:
    """Fold texts for comparison; each keeps its own offsets."""
    codes: list[NDArray[np.uint16]] = []
    offsets: list[NDArray[np.int32]] = []
    details: list[NDArray[np.uint32]] = []
    sizes: list[NDArray[np.int64]] = []
    block: list[str] = []
    size = 0
    for text in texts:
        block.append(text)
        size += len(text)
        if size >= BLOCK:
            _fold_block(block, codes, offsets, details, sizes)
            block, size = [], 0
    _fold_block(block, codes, offsets, details, sizes)
    starts = np.concatenate(([0], np.cumsum(np.concatenate(sizes)))) if sizes else np.zeros(1)
    return Folded(
        np.concatenate(codes) if codes else np.empty(0, np.uint16),
        np.concatenate(offsets) if offsets else np.empty(0, np.int32),
        np.concatenate(details) if details else np.empty(0, np.uint32),
        starts.astype(np.int64),
    )


def _fold_block(
    block: list[str],
    codes: list[NDArray[np.uint16]],
    offsets: list[NDArray[np.int32]],
    details: list[NDArray[np.uint32]],
    sizes: list[NDArray[np.int64]],
) -> None:
    if not block:
        return
    table = tables()
    joined = "\n".join(block) + "\n"  # nothing that is folded holds a line end, so no two texts run together
    ends = np.cumsum([len(t) + 1 for t in block])
    begins = np.concatenate(([0], ends[:-1]))
    wide = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    raw = np.where(wide < 1 << 16, wide, 0xD800 | wide & 0x7FF).astype(np.uint16)
    kept = table.fold[raw]
    if any(tone in joined for tone in TONES):
        for match in READING.finditer(joined):
            kept[match.start() : match.end()] = 0
    _drop_fillers(raw, kept, table)
    if LATIN.search(joined):
        _fold_words(kept, table, begins)
    where = np.flatnonzero(kept)
    doc = np.repeat(np.arange(len(block)), np.diff(np.concatenate(([0], ends))))[where]
    kept = kept[where]
    following = np.minimum(np.diff(np.append(where, len(raw))) - 1, 255)
    following[np.append(doc[1:] != doc[:-1], np.ones(min(1, len(doc)), np.bool_))] = 0
    which = _dropped(raw, where) * (following > 0)
    details.append(
        which << np.uint32(24) | kept.astype(np.uint32) << np.uint32(8) | following.astype(np.uint32)
    )
    _fold_synonyms(kept, doc, table)
    codes.append(kept)
    offsets.append((where - begins[doc]).astype(np.int32))
    sizes.append(np.bincount(doc, minlength=len(block)).astype(np.int64))


def _dropped(raw: NDArray[np.uint16], kept: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return 8 bits that tell the dropped characters behind each kept one; both widths of a mark are one."""
    narrow = np.where((raw >= WIDE[0]) & (raw <= WIDE[1]), raw - WIDE[0] + ord("!"), raw).astype(np.uint32)
    sums = np.concatenate(([0], np.cumsum(narrow * np.uint32(0x9E3779B1) >> np.uint32(24), dtype=np.uint32)))
    ends = np.append(kept[1:], len(raw))
    which: NDArray[np.uint32] = (sums[ends] - sums[kept + 1]).astype(np.uint32) & np.uint32(0xFF)
    return which


def _drop_fillers(raw: NDArray[np.uint16], kept: NDArray[np.uint16], table: Tables) -> None:
    simple = np.where(kept > 0, kept, raw)
    at = np.flatnonzero(table.filler_first[simple])
    for filler in table.fillers:
        hit = at[at + len(filler) <= len(simple)]
        for i, code in enumerate(filler):
            hit = hit[simple[hit + i] == code]
        for i in range(len(filler)):
            kept[hit + i] = 0


def _fold_words(kept: NDArray[np.uint16], table: Tables, begins: NDArray[np.int64]) -> None:
    """Make each run of Latin letters one code at its first letter: a word weighs like a character."""
    letter = table.latin[kept]
    first = letter.copy()
    first[1:] &= ~letter[:-1]
    inside = begins[begins < len(kept)]
    first[inside] = letter[inside]
    runs = np.flatnonzero(first)
    if not len(runs):
        return
    at = np.flatnonzero(letter)
    run = np.cumsum(first[at]) - 1
    place = (at - runs[run]).astype(np.uint64)
    mixed = (kept[at].astype(np.uint64) + np.uint64(1)) * (
        place * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x632BE5AB)
    )
    word = np.add.reduceat(mixed, np.flatnonzero(first[at]))
    word ^= word >> np.uint64(29)
    kept[at] = 0
    kept[runs] = (
        WORD_CODES + (word * np.uint64(0xBF58476D1CE4E5B9) >> np.uint64(40)) % np.uint64(N_WORD_CODES)
    ).astype(np.uint16)


def _fold_synonyms(kept: NDArray[np.uint16], doc: NDArray[np.int64], table: Tables) -> None:
    at = (
        np.flatnonzero(table.synonym_first[kept[:-1]] & (doc[1:] == doc[:-1]))
        if len(kept) > 1
        else np.empty(0, np.int64)
    )
    if not len(at):
        return
    both = kept[at].astype(np.uint32) << np.uint32(16) | kept[at + 1]
    slot = np.minimum(np.searchsorted(table.synonym_from, both), len(table.synonym_from) - 1)
    hit = table.synonym_from[slot] == both
    at, slot = at[hit], slot[hit]
    clear = np.ones(len(at), dtype=np.bool_)
    clear[1:] = np.diff(at) > 1  # of two words that overlap the first counts
    at, to = at[clear], table.synonym_to[slot[clear]]
    kept[at] = (to >> np.uint32(16)).astype(np.uint16)
    kept[at + 1] = (to & np.uint32(0xFFFF)).astype(np.uint16)
