"""The findings in a terminal, and as one JSON object."""

import json
from collections.abc import Iterator

from luoshi.cli.reuse_page.tables import family_row, words
from luoshi.cli.reuse_page.wording import Say, percent
from luoshi.corpus.findings import Findings
from luoshi.reuse.changes import Kind, changes

SHOWN = 20
FAMILIES = 8
WIDTH = 60


def summary(found: Findings, say: Say) -> Iterator[str]:
    """Yield the lines of the terminal summary."""
    p = found.passages
    n_pairs = len(set(zip(p.a.tolist(), p.b.tolist(), strict=True)))
    numbers = {"n": len(found.documents), "pairs": n_pairs, "passages": len(p)}
    yield say("summary", **numbers, families=len(found.families), quotes=len(found.quoted))
    taken = [i for i, s in enumerate(found.shares) if s.source >= 0]
    if not taken:
        yield say("none")
        return
    yield ""
    yield say("shares")
    taken.sort(key=lambda i: -found.shares[i].part)
    for i in taken[:SHOWN]:
        yield _share_line(i, found, say)
    if len(taken) > SHOWN:
        yield "  " + say("less", shown=SHOWN, n=len(taken))
    yield ""
    yield say("families")
    for family in found.families[:FAMILIES]:
        text = " ".join(words(family.exemplar, found).split())
        seen = say("first_seen", date=family.first_seen) if family.first_seen else say("no_date")
        yield f"  {say('holders', n=len(family.holders))} · {seen}"
        yield f"    {text[:WIDTH]}{'…' if len(text) > WIDTH else ''}"
        yield from _differences(
            family.holders[1].doc if len(family.holders) > 1 else -1, found, family.exemplar.doc, say
        )
    if len(found.families) > FAMILIES:
        yield "  " + say("less", shown=FAMILIES, n=len(found.families))
    yield ""
    yield say("fair")


def _share_line(number: int, found: Findings, say: Say) -> str:
    s = found.shares[number]
    line = say("share_line", part=percent(s.part), source=found.documents[s.source].id)
    line = f"  {found.documents[number].id}\n    {line}"
    if s.quoted >= 0.01:
        line += "   " + say("quoted_part", part=percent(s.quoted))
    return line if s.dated else line + " " + say("direction_unknown")


def _differences(other: int, found: Findings, first: int, say: Say) -> Iterator[str]:
    """Yield what the second holder changed, if it changed little words."""
    p = found.passages
    low, high = min(first, other), max(first, other)
    rows = ((p.a == low) & (p.b == high)).nonzero()[0]
    if other < 0 or not len(rows):
        return
    row = int(rows[0])
    old = found.documents[low].text[int(p.a0[row]) : int(p.a1[row])]
    new = found.documents[high].text[int(p.b0[row]) : int(p.b1[row])]
    seen = [
        f"{say('kind_' + c.kind)} {_line(old[c.a0 : c.a1])}→{_line(new[c.b0 : c.b1])}"
        for c in changes(old, new)
        if c.kind not in {Kind.SAME, Kind.SCRIPT, Kind.FILLER} and c.a1 - c.a0 <= 12 and c.b1 - c.b0 <= 12
    ]
    if seen:
        yield "    " + "；".join(seen[:4])


def _line(words: str) -> str:
    return " ".join(words.split()) or "∅"


def as_json(found: Findings) -> str:
    """Return the findings as one JSON object; spans are offsets in the words received, ends exclusive."""
    p = found.passages
    passages = []
    for row in range(len(p)):
        a, b = int(p.a[row]), int(p.b[row])
        old = found.documents[a].text[int(p.a0[row]) : int(p.a1[row])]
        new = found.documents[b].text[int(p.b0[row]) : int(p.b1[row])]
        passages.append(
            {
                "a": a, "a0": int(p.a0[row]), "a1": int(p.a1[row]),
                "b": b, "b0": int(p.b0[row]), "b1": int(p.b1[row]),
                "same": int(p.same[row]), "density": round(float(p.density[row]), 3),
                "changes": [
                    [c.kind, c.a0, c.a1, c.b0, c.b1] for c in changes(old, new) if c.kind is not Kind.SAME
                ],
            }
        )  # fmt: skip
    documents = [
        {
            "id": d.id, "date": d.date, "unit": d.unit, "characters": len(d.text),
            "share": round(s.part, 4), "quoted": round(s.quoted, 4), "source": s.source, "dated": s.dated,
            "quotations": [list(q) for q in quotations],
        }
        for d, s, quotations in zip(found.documents, found.shares, found.quotations, strict=True)
    ]  # fmt: skip
    families = [family_row(f, found) for f in (*found.families, *found.quoted)]
    return json.dumps(
        {"documents": documents, "passages": passages, "families": families}, ensure_ascii=False
    )
