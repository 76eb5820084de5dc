"""How well the damage of sample 003 is undone: ``python -m evals damage``.

``damage_truth.tsv`` holds, for sixty different damaged places, where they stand and a hash of the words that
one reader judged right; the words themselves are not kept here. The documents spliced together in the sample
are the forty that ``../shared/docs/language.md`` lists by line.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from evals.row import Row
from evals.shared import shared
from luoshi.document.receive import receive_text
from luoshi.document.repair.readings import READING
from luoshi.document.source_text import BlockKind, SourceText

_TRUTH = Path(__file__).with_name("damage_truth.tsv")
_READING_LEFT = re.compile(rf"[(（]{READING}[)）]")
_LISTED = re.compile(r"\| (\d+)–(\d+)")


def rows() -> Iterator[Row]:
    """Yield the figures of sample 003."""
    (path,) = shared("samples").glob("003_*.txt")
    source = receive_text(path.read_text(encoding="utf-8"), name=path.name)
    yield Row(
        name="damage.readings_left",
        value=len(_READING_LEFT.findall(source.text)),
        unit="count",
        how="readings in brackets still in the text as read",
        lower_is_better=True,
    )
    yield Row(
        name="damage.sites_exact",
        value=_sites_exact(source),
        unit="count",
        how="of 60 different damaged places judged by hand",
    )
    yield Row(
        name="damage.question_marks",
        value=source.text.count("？") + source.text.count("?"),
        unit="count",
        how="real questions (about 22) included",
        lower_is_better=True,
    )
    yield from _repeats(source)
    yield from _parts(source)


def _sites_exact(source: SourceText) -> int:
    read = {(r.span.start, r.span.end): r.read for r in source.repairs}
    lines = _TRUTH.read_text(encoding="utf-8").splitlines()[1:]
    found = 0
    for line in lines:
        start, end, right = line.split("\t")
        words = read.get((int(start), int(end)), "")
        found += sha256(words.encode()).hexdigest()[:16] == right
    return found


def _repeats(source: SourceText) -> Iterator[Row]:
    body = [b for b in source.blocks if b.kind is not BlockKind.CHROME]
    repeated = [b for b in body if any(r.span.holds(b.span) for r in source.repeats)]
    yield Row(
        name="damage.lines_repeated",
        value=len(repeated) / len(body),
        unit="share",
        how="body lines in a passage that stands earlier; .529 are exact copies",
    )
    n_chars = sum(b.span.end - b.span.start for b in repeated)
    yield Row(
        name="damage.chars_repeated",
        value=n_chars / sum(b.span.end - b.span.start for b in body),
        unit="share",
        how="characters in a passage that stands earlier, reworded ones too; .489 are exact copies",
    )


def _parts(source: SourceText) -> Iterator[Row]:
    appendix = shared("docs", "language.md").read_text(encoding="utf-8").split("## Appendix")[1]
    listed = sorted((int(a), int(b)) for a, b in _LISTED.findall(appendix))
    breaks = [m.start() for m in re.finditer("\n", source.raw)]

    def line_of(read: int) -> int:
        return bisect_left(breaks, source.quote((read, read + 1)).span.start)

    found = [line_of(part.start) for part in source.parts]
    starts = [start for start, _ in listed]
    edges = [*starts, *(end + 1 for _, end in listed)]
    copies = [(line_of(r.span.start), line_of(r.span.end - 1)) for r in source.repeats]
    first = [
        line
        for line in found
        if any(start - 1 <= line <= end for start, end in listed)
        and not any(start <= line <= end for start, end in copies)
    ]
    yield Row(
        name="damage.splice_recall",
        value=sum(_near(start, found) for start in starts) / len(starts),
        unit="share",
        how="of 40 first lines, a part begins within one paragraph",
    )
    yield Row(
        name="damage.splice_precision",
        value=sum(_near(line, edges) for line in first) / len(first),
        unit="share",
        how="of parts that begin outside repeated passages, at a listed first or last line",
    )


def _near(line: int, others: list[int]) -> bool:
    return any(abs(line - other) <= 1 for other in others)
