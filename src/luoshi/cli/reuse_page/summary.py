"""The findings in a terminal, and as one JSON object."""

import json
from collections.abc import Iterator, Sequence

from luoshi.cli.reuse_page.names import short_names
from luoshi.cli.reuse_page.tables import family_row, words
from luoshi.cli.reuse_page.wording import Say, percent
from luoshi.corpus.findings import Findings
from luoshi.reuse.changes import Kind, changes
from luoshi.reuse.families import Family

SHOWN = 20
FAMILIES = 8
WIDTH = 60
TRIED = 6  # holders looked at for a small change worth showing
SMALL = {Kind.SAME, Kind.SCRIPT, Kind.FILLER}


def summary(found: Findings, say: Say) -> Iterator[str]:
    """Yield the lines of the terminal summary."""
    p = found.passages
    n_pairs = len(set(zip(p.a.tolist(), p.b.tolist(), strict=True)))
    numbers = {"n": len(found.documents), "pairs": n_pairs, "passages": len(p)}
    place, names = short_names([d.id for d in found.documents])
    if place:
        yield place
    yield say("summary", **numbers, families=len(found.families), quotes=len(found.quoted))
    if n_empty := sum(1 for d in found.documents if not d.text.strip()):
        yield say("empty", n=n_empty)
    taken = [i for i, s in enumerate(found.shares) if s.source >= 0]
    if not taken:
        yield say("none")
        return
    yield ""
    yield say("shares")
    taken.sort(key=lambda i: -found.shares[i].part)
    settled = any(found.shares[i].dated for i in taken)
    for i in taken[:SHOWN]:
        yield _share_line(i, found, names, say, settled=settled)
    if len(taken) > SHOWN:
        yield "  " + say("less", shown=SHOWN, n=len(taken))
    if not settled:
        yield "  " + say("direction_unknown")
    yield ""
    yield say("families")
    for family in found.families[:FAMILIES]:
        text = " ".join(words(family.exemplar, found).split())
        seen = say("first_seen", date=family.first_seen) if family.first_seen else say("no_date")
        yield f"  {say('holders', n=len(family.holders))} · {seen} · {names[family.exemplar.doc]}"
        yield f"    {text[:WIDTH]}{'…' if len(text) > WIDTH else ''}"
        yield from _differences(family, found, say)
    if len(found.families) > FAMILIES:
        yield "  " + say("less", shown=FAMILIES, n=len(found.families))
    yield ""
    yield say("fair")


def _share_line(number: int, found: Findings, names: Sequence[str], say: Say, *, settled: bool) -> str:
    s = found.shares[number]
    line = say("share_line", part=percent(s.part), name=names[number], source=names[s.source])
    if s.quoted >= 0.01:
        line += "  " + say("quoted_part", part=percent(s.quoted))
    return line if s.dated or not settled else line + "  " + say("direction_unknown")


def _differences(family: Family, found: Findings, say: Say) -> Iterator[str]:
    """Yield what later holders changed in the first one's words: of the first that changed little things."""
    p, first = found.passages, family.exemplar
    for holder in family.holders[1:TRIED]:
        low, high = sorted((first, holder), key=lambda h: h.doc)
        rows = (p.a == low.doc) & (p.b == high.doc)
        rows &= (p.a0 < low.end) & (low.begin < p.a1) & (p.b0 < high.end) & (high.begin < p.b1)
        for row in rows.nonzero()[0][:1].tolist():
            old, new = found.words(row)
            seen = [
                f"{say('kind_' + c.kind)} {_line(old[c.a0 : c.a1])}→{_line(new[c.b0 : c.b1])}"
                for c in changes(old, new)
                if c.kind not in SMALL and c.a1 - c.a0 <= 12 and c.b1 - c.b0 <= 12
            ]
            if seen:
                yield "    " + "；".join(seen[:4])
                return


def _line(words: str) -> str:
    return " ".join(words.split()) or "∅"


def as_json(found: Findings) -> str:
    """Return the findings as one JSON object; spans are offsets in the words received, ends exclusive."""
    p = found.passages
    passages = []
    for row in range(len(p)):
        old, new = found.words(row)
        passages.append(
            {
                "a": int(p.a[row]), "a0": int(p.a0[row]), "a1": int(p.a1[row]),
                "b": int(p.b[row]), "b0": int(p.b0[row]), "b1": int(p.b1[row]),
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
