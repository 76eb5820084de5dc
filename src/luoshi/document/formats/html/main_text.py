"""Finds the element that holds the document in a page full of chrome, by where its sentences stand."""

import re
import tomllib
from functools import cache
from pathlib import Path

from luoshi.document.formats.html.tree import Element

_DOMINATES = 0.7
_LINKY = 0.55
_META_LINE = 160
_HOLDS_MOST = 0.6
_PARAGRAPH = frozenset(
    {"p", "li", "pre", "tr", "td", "th", "dd", "dt", "h1", "h2", "h3", "span", "font", "blockquote"}
)


def main_element(body: Element) -> Element:
    """Return the smallest element that holds most of the page's sentences."""
    total = weight(body)
    at = body
    while True:
        heaviest = max(at.elements(), key=weight, default=None)
        if heaviest is None or weight(heaviest) < _DOMINATES * weight(at) or weight(heaviest) < 0.5 * total:
            return at
        if at.tag == "table" and not is_layout(at):
            return at
        if heaviest.tag in _PARAGRAPH and not _holds_blocks(heaviest):
            return at if _is_content_box(at) or heaviest.tag not in {"td", "pre", "blockquote"} else heaviest
        at = heaviest


def weight(element: Element) -> float:
    """Return how many characters of sentences stand in an element, chrome discounted."""
    own = element.n_words - min(element.n_link, element.n_words)
    if element.tag in {"nav", "footer", "aside"} or is_chrome_name(element.name):
        return own * 0.1
    return own


def is_chrome(element: Element, main: Element) -> bool:
    """Tell whether an element inside the main one is of the portal: share boxes, related links, pagers."""
    if element.n_chars > _HOLDS_MOST * main.n_chars:
        return False
    if element.tag in {"nav", "footer", "aside"} or is_chrome_name(element.name):
        return element.n_marks < 20 or element.n_link > _LINKY * element.n_chars
    is_list = element.tag in {"ul", "ol", "div", "dl", "section"}
    return (
        is_list
        and element.n_link > _LINKY * element.n_chars
        and _n_links(element) >= 3
        and element.n_chars > 30
    )


def is_layout(table: Element) -> bool:
    """Tell whether a table only places things: one cell holds most of it, as more than a line."""
    cells = [cell for row in _rows(table) for cell in row.elements() if cell.tag in {"td", "th"}]
    if len(cells) <= 1:
        return True
    heaviest = max(cells, key=lambda cell: cell.n_chars)
    return (
        heaviest.n_chars > _DOMINATES * table.n_chars and _holds_blocks(heaviest) and heaviest.n_chars > 200
    )


def is_chrome_name(name: str) -> bool:
    """Tell whether a class or id names a part of the portal."""
    if not name:
        return False
    chrome, content = _names()
    return bool(chrome.search(name)) and not content.search(name)


def is_chrome_line(words: str) -> bool:
    """Tell whether a short line is of the page: date and source line, print and share buttons.

    >>> is_chrome_line("发布时间：2022-09-16  来源：本网  字体：大 中 小")
    True
    >>> is_chrome_line("发布时间另行通知，各单位按要求做好准备工作。")
    False
    """
    if not 0 < len(words) <= _META_LINE:
        return False
    at = 0
    piece = _piece()
    while at < len(words):  # piece by piece, never back: a pattern of patterns could be made to run for ever
        found = piece.match(words, at)
        if found is None or found.end() == at:
            return False
        at = found.end()
    return any(not char.isnumeric() and char not in "-—()（）[]" for char in words)


def _rows(table: Element) -> list[Element]:
    found: list[Element] = []
    for child in table.elements():
        if child.tag == "tr":
            found.append(child)
        elif child.tag in {"tbody", "thead", "tfoot"}:
            found += [row for row in child.elements() if row.tag == "tr"]
    return found


def _holds_blocks(element: Element) -> bool:
    return any(
        (isinstance(child, str) and child == "\n")
        or (
            isinstance(child, Element)
            and (child.tag in {"p", "div", "table", "section", "ul", "ol", "tbody", "tr"})
        )
        or (isinstance(child, Element) and _holds_blocks(child))
        for child in element.children
    )


def _is_content_box(element: Element) -> bool:
    return bool(_names()[1].search(element.name))


def _n_links(element: Element) -> int:
    return sum(1 if child.tag == "a" else _n_links(child) for child in element.elements())


@cache
def _table() -> dict[str, list[str]]:
    with Path(__file__).with_name("chrome.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = _table()
    return (
        re.compile("|".join(table["chrome_names"]), re.IGNORECASE),
        re.compile("|".join(table["content_names"]), re.IGNORECASE),
    )


@cache
def _piece() -> re.Pattern[str]:
    table = _table()
    fields, buttons = (
        "|".join(table["meta_fields"]),
        "|".join(sorted(table["buttons"], key=len, reverse=True)),
    )
    date = r"\d{4}[-/年.]\d\d?[-/月.]\d\d?日?(?:\s*\d\d?:\d\d(?::\d\d)?)?"
    field = rf"(?:{fields})\s{{0,4}}[:：]\s{{0,4}}(?:{date}|[^\s　|｜。；;:：]{{0,40}})"
    return re.compile(rf"{field}|{date}|\d{{1,7}}(?=\s|$)|(?:{buttons})[:：]?|[\s|｜\[\]【】()（）　/·>-]")
