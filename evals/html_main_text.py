"""Main text out of web pages, beside readability-lxml and trafilatura: F1 over runs of four characters."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import trafilatura
from readability import Document  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser

from evals.row import Row
from evals.shared import shared
from luoshi.document.formats import extract
from luoshi.document.formats.txt import decoded
from luoshi.document.source_text import BlockKind

_PAGES = Path(__file__).resolve().parents[1] / "tests" / "document" / "formats" / "pages"
# where the document stands in each of the three real pages, looked up by eye
_REAL = {"29_": "div.info_cont", "30_": "div.article-content", "31_": "#zoomcon"}
_RUN = 4
_NOT_WORDS = re.compile(r"\W+")
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)")


def pages() -> Iterator[tuple[bytes, str]]:
    """Yield the bytes of each page with the text that a person would copy out of it."""
    for path in sorted(_PAGES.glob("*.html")):
        yield path.read_bytes(), path.with_suffix(".txt").read_text(encoding="utf-8")
    for path in sorted(shared("originals", "guangzhou-pages").glob("*.html")):
        data = path.read_bytes()
        page = LexborHTMLParser(data.decode("utf-8"))
        box = page.css_first(_REAL[path.name[:3]])
        title = page.css_first("meta[name=ArticleTitle]")
        told = title.attributes.get("content") if title is not None else ""
        body = box.text(separator="\n") if box is not None else ""
        begins = _NOT_WORDS.sub("", body)[:400]
        yield data, body if _NOT_WORDS.sub("", told or "") in begins else f"{told}\n{body}"


def f1(found: str, wanted: str) -> float:
    """Return the F1 of two texts over runs of four characters, marks and blanks left out."""
    ours, gold = _runs(found), _runs(wanted)
    shared_runs = sum((ours & gold).values())
    return 2 * shared_runs / max(sum(ours.values()) + sum(gold.values()), 1)


def by_luoshi(data: bytes) -> str:
    """Return what our reader takes for the document."""
    got = extract(data, "page.html")
    return "\n".join(b.span.of(got.text) for b in got.blocks if b.kind is not BlockKind.CHROME)


def by_readability(data: bytes) -> str:
    """Return readability's title and summary as text."""
    document = Document(_html(data))
    body = LexborHTMLParser(document.summary()).body
    return _with_title(document.short_title(), "" if body is None else body.text(separator="\n"))


def by_trafilatura(data: bytes) -> str:
    """Return trafilatura's title and text."""
    html = _html(data)
    found = trafilatura.extract(html, include_comments=False) or ""
    about = trafilatura.extract_metadata(html)
    return _with_title((about.title if about else None) or "", found)


def rows() -> Iterator[Row]:
    """Yield the mean F1 of the three."""
    gold = list(pages())
    readers: tuple[tuple[str, Callable[[bytes], str]], ...] = (
        ("luoshi", by_luoshi),
        ("readability", by_readability),
        ("trafilatura", by_trafilatura),
    )
    for name, reader in readers:
        scores = [f1(reader(data), wanted) for data, wanted in gold]
        yield {
            "name": f"html_main_text.{name}",
            "value": round(sum(scores) / len(scores), 4),
            "unit": "F1",
            "how": f"mean over {len(gold)} pages, runs of four characters, title counted for all",
        }


def _html(data: bytes) -> str:
    label = _CHARSET.search(data[:4096])
    return decoded(data, label.group(1).decode() if label else None)[0]


def _with_title(title: str, body: str) -> str:
    return body if _NOT_WORDS.sub("", title) in _NOT_WORDS.sub("", body)[:400] else f"{title}\n{body}"


def _runs(text: str) -> Counter[str]:
    words = _NOT_WORDS.sub("", text)
    return Counter(words[i : i + _RUN] for i in range(len(words) - _RUN + 1))
