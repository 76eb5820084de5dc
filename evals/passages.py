"""How well passages of our own are read: ``python -m evals passages``.

``cases/*.jsonl`` holds short passages written for this project in the manner of offices the gold has few of:
townships, county departments, schools, hospitals, firms, rules in articles, replies,
plans. A line is:

- ``text``; ``day``: the day it speaks on;
- ``firm``: firm commitments beyond doubt, each with its ``words``, ``who`` (leads and helpers), ``by`` and
  ``every``; where ``by`` or ``every`` hold several values, any of them is right;
- ``none``: stretches that are no commitment at all. What is in neither list counts nowhere.

They were written and labelled once, by hands that had not seen the reader, and never a second time: some
labels can be argued with. The floors guard against getting worse; they do not say how good the reader is.
``python -m evals.passages [NAME …]`` lists the faults of the files named.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from evals.row import Row
from luoshi.document.receive import receive_text
from luoshi.reading.marks import Commitment, Role
from luoshi.reading.reading import Reading
from luoshi.reading.stages import read

_CASES = Path(__file__).parent / "cases"
_MATCH = 0.5
_MORE = "各所有"  # 各乡镇 and 乡镇 mean the same here


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return what two stretches have in common, as a share of both together."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(common, 0) / (max(one[1], other[1]) - min(one[0], other[0]))


def _wrong(reading: Reading, text: str, found: Commitment, firm: dict[str, Any]) -> list[str]:
    """Return which fields of a commitment are not as labelled."""

    def words(span: tuple[int, int]) -> str:
        start, end = reading.source.way_back.to_raw(*span)
        return text[start:end].lstrip(_MORE)

    who = {words(a.span) for a in found.actors if a.role in (Role.LEAD, Role.SUPPORT, Role.INTERNAL)}
    by = {x.mark.norm.lstrip("-") for x in found.limits}
    every = {x.mark.rrule for x in found.cadences}
    return [
        f"{name} {sorted(got)}, not {firm[name]}"
        for name, got, fits in (
            ("who", who, who == {w.lstrip(_MORE) for w in firm["who"]}),
            ("by", by, _fits(by, {d.lstrip("-") for d in firm["by"]})),
            ("every", every, _fits(every, set(firm["every"]))),
        )
        if not fits
    ]


def _fits(got: set[str], allowed: set[str]) -> bool:
    return got <= allowed if got else not allowed


def check(case: dict[str, Any]) -> tuple[Counter[str], list[str]]:
    """Return the counts of one passage, and a line for each fault."""
    text: str = case["text"]
    reading = read(receive_text(text), as_of=date.fromisoformat(case["day"]) if case["day"] else None)
    at = [(reading.source.way_back.to_raw(*c.span), c) for c in reading.commitments]
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for firm in case["firm"]:
        start = text.index(firm["words"])
        here = (start, start + len(firm["words"]))
        span, found = max(at, key=lambda x: _overlap(x[0], here), default=((0, 0), None))
        counts["firm"] += 1
        if found is None or _overlap(span, here) < _MATCH:
            faults.append(f"missed: {firm['words']}")
            continue
        counts["found"] += 1
        wrong = _wrong(reading, text, found, firm)
        counts["row"] += not wrong
        faults += [f"{firm['words']}: {fault}" for fault in wrong]
    for words in case["none"]:
        start, end = text.index(words), text.index(words) + len(words)
        taken = [s for s, _ in at if min(s[1], end) - max(s[0], start) > _MATCH * (s[1] - s[0])]
        counts["none"] += 1
        counts["quiet"] += not taken
        faults += [f"no commitment: {text[s[0] : s[1]]}" for s in taken[:1]]
    return counts, faults


def cases() -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield every passage with its file's name and its number."""
    for path in sorted(_CASES.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield path.stem, number, json.loads(line)


def rows() -> Iterator[Row]:
    """Yield the share of commitments found, of rows right in every field, and of stretches left alone."""
    total: Counter[str] = Counter()
    for _, _, case in cases():
        total += check(case)[0]
    yield Row(name="passages.found", value=total["found"] / total["firm"], unit="share")
    yield Row(name="passages.row", value=total["row"] / total["firm"], unit="share")
    yield Row(
        name="passages.quiet",
        value=total["quiet"] / total["none"],
        unit="share",
        how="python -m evals passages; python -m evals.passages NAME lists the faults of a file",
    )


def main(names: Sequence[str]) -> int:
    """Print the faults and counts of the files named, or of all."""
    by_file: dict[str, Counter[str]] = {}
    for name, number, case in cases():
        if not names or name in names:
            counts, faults = check(case)
            by_file.setdefault(name, Counter()).update(counts)
            for fault in faults:
                print(f"{name} {number}: {fault}")
    for name, counts in by_file.items():
        print(name, dict(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
