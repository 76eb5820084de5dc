"""Finds the element that holds the document in a page full of chrome, by where its sentences stand."""

import re
import tomllib
from functools import cache
from pathlib import Path

from luoshi.document.formats.html.tree import Element
from luoshi.values.pattern import lazy

_DOMINATES = 0.7
_LINKY = 0.55
_META_LINE = 160
_FOOT_MIN = 5
_HEADING_CHARS = 16
_ATTACHMENT = lazy(r"附件|\.(?:docx?|xlsx?|pdf|wps|rar|zip|et)\b", re.IGNORECASE)
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
    own = element.n_words - min(element.n_link, element.n_words) - _footer_words(element)
    if element.tag in {"nav", "footer", "aside"} or is_chrome_name(element.name):
        return own * 0.1
    return own


def _footer_words(element: Element) -> int:
    """Return how many of the characters that count here stand in lines of a portal's foot."""
    if element.n_footer is None:
        own = (
            len(text)
            for text in element.children
            if isinstance(text, str) and len(text) > _FOOT_MIN and is_footer_line(text)
        )
        element.n_footer = sum(own) + sum(_footer_words(child) for child in element.elements())
    return element.n_footer


def is_chrome(element: Element, main: Element) -> bool:
    """Tell whether an element inside the main one is of the portal: share boxes, related links, pagers."""
    if element.n_chars > _HOLDS_MOST * main.n_chars:
        return False
    linky = element.n_link > _LINKY * element.n_chars
    if element.tag in {"nav", "footer", "aside"} or is_chrome_name(element.name):
        return element.n_marks < 20 or linky
    is_list = element.tag in {"ul", "ol", "div", "dl", "section", "table", "td"}
    return is_list and linky and _n_links(element) >= 3 and not _ATTACHMENT.search(_words(element))


def is_layout(table: Element) -> bool:
    """Tell whether a table only places things: tables lie in it, or one cell holds most of its sentences."""
    cells = [cell for row in rows_of(table) for cell in row.elements() if cell.tag in {"td", "th"}]
    if len(cells) <= 1 or any(_holds_table(cell) for cell in cells):
        return True
    heaviest = max(cells, key=lambda cell: cell.n_words)
    return (
        heaviest.n_words > _HOLDS_MOST * table.n_words and heaviest.n_words > 200 and _holds_blocks(heaviest)
    )


def is_index(table: Element) -> bool:
    """Tell whether a table is the index above a document on a disclosure portal."""
    firsts = [cells[0] for row in rows_of(table) if (cells := row.elements())]
    fields = frozenset(_table()["index_fields"])
    n_fields = sum(_words(cell).strip(" :：\xa0　\n\t").replace(" ", "") in fields for cell in firsts)
    return len(firsts) >= 2 and n_fields >= 0.6 * len(firsts)


def is_footer_line(words: str) -> bool:
    """Tell whether a line is the foot of a portal: its licence, its makers."""
    return len(words) <= _META_LINE and bool(_foot().search(words))


def is_tail_heading(element: Element) -> bool:
    """Tell whether an element is a heading after which the page goes on to other things."""
    if element.n_chars > _HEADING_CHARS:
        return False
    words = "".join(_words(element).split()).strip("：:【】[]>》 ")
    return words in frozenset(_table()["tail_headings"])


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
    proven = False
    piece = _piece()
    while at < len(words):  # piece by piece, never back: a pattern of patterns could be made to run for ever
        found = piece.match(words, at)
        if found is None or found.end() == at:
            return False
        at = found.end()
        proven = proven or found.group("proof") is not None
    return proven


def rows_of(table: Element) -> list[Element]:
    """Return the rows of a table, those of tables inside it left out."""
    found: list[Element] = []
    for child in table.elements():
        if child.tag == "tr":
            found.append(child)
        elif child.tag in {"tbody", "thead", "tfoot"}:
            found += [row for row in child.elements() if row.tag == "tr"]
    return found


def _holds_table(element: Element) -> bool:
    return any(child.tag == "table" or _holds_table(child) for child in element.elements())


def _words(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _words(child) for child in element.children)


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
def _foot() -> re.Pattern[str]:
    return re.compile("|".join(_table()["footer_words"]))


@cache
def _piece() -> re.Pattern[str]:
    table = _table()
    fields, weak, buttons, weak_buttons = (
        "|".join(sorted(table[key], key=len, reverse=True))
        for key in ("meta_fields", "weak_fields", "buttons", "weak_buttons")
    )
    date = r"\d{4}[-/年.]\d\d?[-/月.]\d\d?日?(?:\s*\d\d?:\d\d(?::\d\d)?)?"
    stop = rf"(?!(?:{fields}|{weak})\s{{0,4}}[:：])"  # spans of such a line often stand without a blank
    value = rf"\s{{0,4}}[:：]\s{{0,4}}(?:{date}|(?:{stop}[^\s　|｜。；;:：]){{0,40}})"
    proof = rf"(?P<proof>(?:{fields}){value}|(?:{buttons})[:：]?)"
    filler = rf"(?:{weak}){value}|{date}|\d{{1,7}}(?=\s|$)|(?:{weak_buttons})|[\s|｜\[\]【】()（）　/·>-]"
    return re.compile(f"{proof}|{filler}")
