"""Web pages: the document out of the portal around it."""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from luoshi.document.formats.draft import Draft
from luoshi.document.formats.html.flow import Flow
from luoshi.document.formats.html.head import Head
from luoshi.document.formats.html.main_text import main_element
from luoshi.document.formats.html.tree import Element, refuse_deep, tree_of
from luoshi.document.formats.sniff import Kind
from luoshi.document.formats.txt import damage, decoded
from luoshi.document.formats.unreadable import unreadable
from luoshi.document.source_text import BlockKind, Extract
from luoshi.values.pattern import lazy
from luoshi.values.problem import Problem, Severity

_CHARSET = lazy(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEAD_BYTES = 8192
_SHORT = 40
_NOT_LETTERS = lazy(r"\W+")
_FRONT = 4000
_TITLE_LINES = 10


def extract(data: bytes, kind: Kind, beat: Callable[[], None]) -> Extract:  # noqa: ARG001  # every format has this shape
    """Return the main text of a page, its tables as rows, with title, date and publisher.

    Raises:
        Unreadable: the page holds no text.
    """
    label = _CHARSET.search(data[:_HEAD_BYTES])
    html, encoding = decoded(data, label.group(1).decode("ascii", "replace") if label else None)
    refuse_deep(html)
    page = LexborHTMLParser(html)
    body = page.body
    tree = tree_of(body) if body is not None else Element("body")
    if not tree.n_chars:
        raise unreadable("no-text")
    main = main_element(tree)
    problems = list(damage(html))
    if main.n_chars < _SHORT and tree.n_chars > _SHORT * 2:
        main = tree
        problems.append(Problem("no-main-text", Severity.WARNING))
    head = Head(page, _words(tree)[:_FRONT])
    draft = _flowed(main)
    if head.title and main is not tree and not _is_told(head.title, draft):
        draft = _flowed(main, head.title)
    return draft.extract(
        "text/html",
        encoding=encoding,
        title=head.title,
        date=head.date,
        publisher=head.publisher,
        problems=problems,
    )


def _flowed(main: Element, title: str = "") -> Draft:
    draft = Draft()
    draft.line(title, BlockKind.HEADING, 1)
    Flow(draft, main).add()
    return draft


def _is_told(title: str, draft: Draft) -> bool:
    """Tell whether the document itself begins with its title, on one line or broken over several."""
    wanted = _NOT_LETTERS.sub("", title)
    lines = [_NOT_LETTERS.sub("", line) for line in draft.first_lines(_TITLE_LINES)]
    return any(wanted == "".join(lines[i:j]) for i in range(len(lines)) for j in range(i + 1, len(lines) + 1))


def _words(element: Element) -> str:
    pieces: list[str] = []
    _collect(element, pieces)
    return " ".join(pieces)


def _collect(element: Element, pieces: list[str]) -> None:
    for child in element.children:
        if isinstance(child, str):
            pieces.append(child)
        else:
            _collect(child, pieces)
