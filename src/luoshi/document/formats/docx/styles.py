"""Paragraph styles: which are headings, which carry a list number."""

import re
from dataclasses import dataclass

from lxml.etree import _Element

from luoshi.document.formats.docx.numbering import W, child_val

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
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


PLAIN = Style()


def styles_of(root: _Element | None) -> dict[str, Style]:
    """Return the styles of styles.xml by id, each with what it inherits."""
    if root is None:
        return {}
    elements = {s.get(W + "styleId", ""): s for s in root.iterchildren(W + "style")}
    return {style_id: _resolved(style_id, elements, 0) for style_id in elements}


def _resolved(style_id: str, elements: dict[str, _Element], depth: int) -> Style:
    element = elements.get(style_id)
    if element is None or depth > _DEPTH_LIMIT:
        return PLAIN
    base = _resolved(child_val(element, "basedOn") or "", elements, depth + 1)
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
