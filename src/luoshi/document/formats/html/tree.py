"""A page as a light tree of elements and strings, without what is never shown."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborNode

from luoshi.document.formats.unreadable import unreadable
from luoshi.values.pattern import lazy

with Path(__file__).with_name("tags.toml").open("rb") as _file:
    _TAGS = tomllib.load(_file)
BLOCKS = frozenset(_TAGS["blocks"])
_NEVER_SHOWN = frozenset(_TAGS["never_shown"])
_HIDDEN = lazy(r"display\s*:\s*none", re.IGNORECASE)
_DEPTH_LIMIT = 300
_PARSER_DEPTH_LIMIT = 5_000
_MANY_TAGS = 5_000
_NESTING = lazy(
    r"<(/?)(?:div|span|table|font|ul|ol|dl|section|article|center|blockquote|[abiu]|em|strong)\b",
    re.IGNORECASE,
)
_SENTENCE_MARKS = lazy(r"[。，；：！？、,;]")
_BLANK = lazy(r"\s+")


@dataclass(slots=True)
class Element:
    """An element with what stands in it.

    Attributes:
        tag: lower case.
        name: class and id, as one string.
        children: elements and strings in order.
        spans: rowspan and colspan of a table cell.
        n_chars, n_link: characters that are no blanks, and those inside links, here and below.
        n_marks: sentence marks, here and below.
        n_words: characters in runs that read like sentences, here and below.
        n_footer: of these, characters in lines of a portal's foot; None until counted.
    """

    tag: str
    name: str = ""
    children: "list[Element | str]" = field(default_factory=list)
    spans: tuple[int, int] = (1, 1)
    n_chars: int = 0
    n_link: int = 0
    n_marks: int = 0
    n_words: int = 0
    n_footer: int | None = None

    def elements(self) -> "list[Element]":
        """Return the children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]


def refuse_deep(html: str) -> None:
    """Refuse a page whose elements are nested so deeply that parsing it would take minutes.

    Raises:
        Unreadable: ``xml-bomb``.
    """
    if html.count("<") < _MANY_TAGS:
        return
    depth = 0
    for tag in _NESTING.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > _PARSER_DEPTH_LIMIT:
            raise unreadable("xml-bomb")


def tree_of(node: LexborNode, depth: int = 0) -> Element:
    """Return the light tree of a parsed node, its counts added up.

    Raises:
        Unreadable: elements are nested beyond what any page needs.
    """
    if depth > _DEPTH_LIMIT:
        raise unreadable("xml-bomb")
    tag = node.tag or ""
    element = Element(tag)
    child = node.first_child
    while child is not None:
        kind = child.tag
        if kind == "-text":
            _add_text(element, child.text_content or "")
        elif kind == "br":
            element.children.append("\n")
        elif kind and kind[0] not in "-!" and kind not in _NEVER_SHOWN:
            _add_element(element, child, kind, depth)
        child = child.next
    if tag == "a":
        element.n_link = element.n_chars
    return element


def _add_element(element: Element, child: LexborNode, kind: str, depth: int) -> None:
    attributes = child.attributes if kind in BLOCKS or kind == "span" else {}
    style = attributes.get("style")
    if style and _HIDDEN.search(style):
        return
    below = tree_of(child, depth + 1)
    if not below.children and kind not in {"td", "th"}:
        return
    if attributes:
        below.name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        if kind in {"td", "th"}:
            below.spans = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
    element.children.append(below)
    element.n_chars += below.n_chars
    element.n_link += below.n_link
    element.n_marks += below.n_marks
    element.n_words += below.n_words


def _add_text(element: Element, text: str) -> None:
    words = _BLANK.sub("", text)
    if not words:
        if element.children:
            element.children.append(" ")
        return
    n_marks = len(_SENTENCE_MARKS.findall(words))
    element.children.append(text)
    element.n_chars += len(words)
    element.n_marks += n_marks
    if n_marks or len(words) >= 30:
        element.n_words += len(words)


def _span(value: str | None) -> int:
    """Return a rowspan or colspan; browsers take at most 1000 columns."""
    return max(1, min(int(value), 1000)) if value and value.strip().isdecimal() else 1
