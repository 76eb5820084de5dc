"""The findings as one HTML file that needs nothing else: texts side by side, a matrix, families."""

import json
from datetime import date
from html import escape
from importlib import resources

import numpy as np

from luoshi.cli.reuse_page.names import short_names
from luoshi.cli.reuse_page.stock import stock_stretches
from luoshi.cli.reuse_page.summary import summary
from luoshi.cli.reuse_page.tables import family_row
from luoshi.cli.reuse_page.wording import table, words_of
from luoshi.corpus.findings import Findings
from luoshi.reuse.changes import Kind, changes
from luoshi.reuse.share import ranks

PASSAGES = 800  # shown with their changes; the files beside the page have them all
TEXT = 4_000_000  # characters of documents in one page
FAMILIES = 200
HOLDERS = 200
ROOM = "luoshi.cli.reuse_page"


def page(found: Findings, lang: str) -> str:
    """Return the page in ``lang``; a switch in it turns to the other language."""
    data = _data(found) | {"lang": lang, "words": {name: table(name) for name in ("zh", "en")}}
    parts = {
        "LANG": "zh-CN" if lang == "zh" else "en",
        "TITLE": escape(words_of(lang)("title")),
        "PLAIN": escape("\n".join(summary(found, words_of(lang)))),
        "STYLE": _asset("page.css"),
        "SCRIPT": _asset("page.js"),
        "DATA": json.dumps(data, ensure_ascii=True).replace("<", "\\u003c"),
    }
    html = _asset("page.html")
    for name in ("LANG", "TITLE", "STYLE", "SCRIPT", "PLAIN", "DATA"):  # what documents say comes last
        html = html.replace(f"@{name}@", parts[name])
    return html


def _asset(name: str) -> str:
    return (resources.files(ROOM) / name).read_text(encoding="utf-8")


def _data(found: Findings) -> dict[str, object]:
    rows = _chosen(found)
    passages = [_passage(found, row) for row in rows]
    shown = _texts(found, rows)
    stock = stock_stretches([d.text for d in found.documents], shown, found.passages)
    place, names = short_names([d.id for d in found.documents])
    documents = [
        {
            "id": names[i], "date": d.date, "unit": d.unit, "size": len(d.text), "part": round(s.part, 4),
            "quoted": round(s.quoted, 4), "source": s.source, "dated": s.dated,
            "text": d.text if i in shown else None, "quotes": found.quotations[i], "stock": stock.get(i, []),
        }
        for i, (d, s) in enumerate(zip(found.documents, found.shares, strict=True))
    ]  # fmt: skip
    families = [family_row(f, found) for f in (*found.families[:FAMILIES], *found.quoted[:FAMILIES])]
    return {
        "place": place,
        "rank": ranks([d.date for d in found.documents])[0].tolist(),
        "documents": documents,
        "passages": passages,
        "pairs": _pairs(found),
        "families": [f | {"holders": f["holders"][:HOLDERS]} for f in families],  # type: ignore[index]  # a list
        "n_pairs": len(set(zip(found.passages.a.tolist(), found.passages.b.tolist(), strict=True))),
        "n_passages": len(found.passages),
        "n_families": len(found.families),
        "n_quoted": len(found.quoted),
        "day": date.today().isoformat(),  # noqa: DTZ011  # the reader's own day
    }


def _chosen(found: Findings) -> list[int]:
    """Return the passages shown: those with a document's likely source first, then the longest."""
    p = found.passages
    source = np.array([s.source for s in found.shares], dtype=np.int64)
    owed = (source[p.a] == p.b) | (source[p.b] == p.a)
    rows: list[int] = np.sort(np.lexsort((-p.same, ~owed))[:PASSAGES]).tolist()
    return rows


def _texts(found: Findings, rows: list[int]) -> set[int]:
    p = found.passages
    shown: set[int] = set()
    room = TEXT
    for row in sorted(rows, key=lambda r: -int(p.same[r])):
        both = {int(p.a[row]), int(p.b[row])} - shown
        size = sum(len(found.documents[i].text) for i in both)
        if size <= room:
            shown |= both
            room -= size
    return shown


def _pairs(found: Findings) -> list[tuple[int, int, int]]:
    """Return for each pair the unchanged characters, the largest first."""
    p = found.passages
    key = p.a * len(found.documents) + p.b
    pairs, which = np.unique(key, return_inverse=True)
    same = np.bincount(which, weights=p.same, minlength=len(pairs)).astype(np.int64)
    order = np.lexsort((pairs, -same))[: 4 * PASSAGES]
    n = max(1, len(found.documents))
    return [(int(pairs[i]) // n, int(pairs[i]) % n, int(same[i])) for i in order]


def _passage(found: Findings, row: int) -> list[object]:
    p = found.passages
    a, b = int(p.a[row]), int(p.b[row])
    a0, a1, b0, b1 = (int(x[row]) for x in (p.a0, p.a1, p.b0, p.b1))
    told = changes(*found.words(row))
    marks = [[c.kind, c.a0, c.a1, c.b0, c.b1] for c in told if c.kind is not Kind.SAME]
    return [a, a0, a1, b, b0, b1, int(p.same[row]), marks]
