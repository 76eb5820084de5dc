"""Paragraph styles: which are headings, which carry a list number."""

import re
from dataclasses import dataclass

from lxml.etree import _Element

from luoshi.document.formats.docx.numbering import W, child_val
from luoshi.values.pattern import lazy

_HEADING = lazy(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_DEPTH_LIMIT = 12  # a chain of basedOn longer than this is a circle


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph gets from its style.

    Attributes:
        heading: 1 the highest; 0 none.
        num_id, ilvl: its list; None outside lists.
    """

    heading: int = 0
    num_id: str | None = None
    ilvl: int = 0


_PLAIN = Style()


class Styles:
    """The styles of a document; each is worked out when a paragraph first uses it."""

    def __init__(self, root: _Element | None) -> None:
        elements = () if root is None else root.iterchildren(W + "style")
        self._elements = {element.get(W + "styleId", ""): element for element in elements}
        self._known: dict[str | None, Style] = {None: _PLAIN}

    def of(self, style_id: str | None) -> Style:
        """Return a style by its id, with all that it inherits."""
        known = self._known.get(style_id)
        if known is None:
            known = self._known[style_id] = self._resolved(style_id or "", 0)
        return known

    def _resolved(self, style_id: str, depth: int) -> Style:
        element = self._elements.get(style_id)
        if element is None or depth > _DEPTH_LIMIT:
            return _PLAIN
        base = self._resolved(child_val(element, "basedOn") or "", depth + 1)
        heading, num_id, ilvl = base.heading, base.num_id, base.ilvl
        named = _HEADING.fullmatch((child_val(element, "name") or "").strip())
        if named:
            heading = int(named.group(1))
        props = element.find(W + "pPr")
        if props is not None:
            heading = outline_level(props, heading)
            num = props.find(W + "numPr")
            if num is not None:
                num_id = child_val(num, "numId") or num_id
                level = child_val(num, "ilvl")
                ilvl = int(level) if level and level.isdigit() else ilvl
        return Style(heading, None if num_id == "0" else num_id, ilvl)


def outline_level(props: _Element, otherwise: int) -> int:
    """Return the heading level that paragraph properties give; 9 in the file means body text."""
    level = child_val(props, "outlineLvl")
    if level is None or not level.isdigit():
        return otherwise
    return 0 if int(level) > 8 else int(level) + 1
