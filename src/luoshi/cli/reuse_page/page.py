"""The findings as one HTML file that needs nothing else: texts side by side, a matrix, families."""

import json
from datetime import date
from html import escape
from importlib import resources
from typing import Any

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
LISTED = 5_000  # documents in the list, those with most in common; share.tsv has all
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
    shown = _texts(found, rows)
    stock = stock_stretches([d.text for d in found.documents], shown, found.passages)
    families = [
        (row := family_row(f, found)) | {"holders": row["holders"][:HOLDERS]}
        for f in (*found.families[:FAMILIES], *found.quoted[:FAMILIES])
    ]
    pairs = _pairs(found)
    listed = _listed(found, rows, pairs, families)
    number = {old: new for new, old in enumerate(listed)}
    place, names = short_names([found.documents[i].id for i in listed])
    documents = []
    for i, name in zip(listed, names, strict=True):
        d, s = found.documents[i], found.shares[i]
        documents.append({
            "id": name, "date": d.date, "unit": d.unit, "size": len(d.text), "part": round(s.part, 4),
            "quoted": round(s.quoted, 4), "source": number.get(s.source, -1), "dated": s.dated,
            "text": d.text if i in shown else None, "quotes": found.quotations[i], "stock": stock.get(i, []),
        })  # fmt: skip
    for family in families:
        family["holders"] = [h | {"doc": number[h["doc"]]} for h in family["holders"]]
    return {
        "place": place,
        "rank": ranks([d.date for d in found.documents])[0][listed].tolist(),
        "documents": documents,
        "passages": [_passage(found, row, number) for row in rows],
        "pairs": [(number[a], number[b], same) for a, b, same in pairs],
        "families": families,
        "n_documents": len(found.documents),
        "n_pairs": len(set(zip(found.passages.a.tolist(), found.passages.b.tolist(), strict=True))),
        "n_passages": len(found.passages),
        "n_families": len(found.families),
        "n_quoted": len(found.quoted),
        "day": date.today().isoformat(),  # noqa: DTZ011  # the reader's own day
    }


def _listed(
    found: Findings, rows: list[int], pairs: list[tuple[int, int, int]], families: list[dict[str, Any]]
) -> list[int]:
    """Return the documents the page names: all, or those something on it speaks of and those most similar."""
    n = len(found.documents)
    if n <= LISTED:
        return list(range(n))
    part = np.array([s.part for s in found.shares])
    first = np.argsort(-part, kind="stable")[:LISTED]
    named = set(first[part[first] > 0].tolist())
    named |= {int(x) for row in rows for x in (found.passages.a[row], found.passages.b[row])}
    named |= {doc for a, b, _ in pairs for doc in (a, b)}
    named |= {holder["doc"] for family in families for holder in family["holders"]}
    named |= {found.shares[doc].source for doc in named} - {-1}
    return sorted(named)


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


def _passage(found: Findings, row: int, number: dict[int, int]) -> list[object]:
    p = found.passages
    a, b = int(p.a[row]), int(p.b[row])
    a0, a1, b0, b1 = (int(x[row]) for x in (p.a0, p.a1, p.b0, p.b1))
    told = changes(*found.words(row))
    marks = [[c.kind, c.a0, c.a1, c.b0, c.b1] for c in told if c.kind is not Kind.SAME]
    return [number[a], a0, a1, number[b], b0, b1, int(p.same[row]), marks]
