"""What is left of markup in a text: entities, torn tags, Markdown, characters nobody sees."""

import re
from html import unescape

from luoshi.document.alphabet import alphabet
from luoshi.document.source_text import Confidence, Repair
from luoshi.document.way_back import Edit
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_ENTITY = lazy(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
_TAG = lazy(
    r"</?(?:p|br|div|span|strong|b|u|font|a|td|tr|table|tbody|li|ul|img|h[1-6])(?:\s[^<>\n]{0,200}=[^<>\n]{0,200})?\s?/?>"
    r"|(?<![\w/.:])/(?:p|br|div|span|strong|font|td|tr|li)>"
    r"|<br\s*/?>?"
)
# only in a text that has Markdown's headings: elsewhere **** hides an address
_MARKDOWN = lazy(r"^[ \t]*#{1,6}[ \t]+(?=\S)|^[ \t]*>[ \t]+(?=\S)|(?<!\*)(?:\*{2}|\*{4})(?!\*)", re.MULTILINE)
_IS_MARKDOWN = lazy(r"^[ \t]*#{1,6}[ \t]+\S|^[ \t]*\*\*[^\n*]{1,120}\*\*[ \t]*$", re.MULTILINE)
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad") | frozenset(
    map(chr, [*range(9), *range(0x0E, 0x20)])
)


def find_residue(text: str, chars: frozenset[str] | None = None) -> list[tuple[Edit, Repair]]:
    """Return the edits that take markup out of ``text``, whose characters are ``chars``.

    >>> [(edit.words, text.span) for edit, text in find_residue("廉洁。/p>&nbsp;一是")]
    [('', Span(start=3, end=6)), (' ', Span(start=6, end=12))]
    """
    found: list[tuple[int, int, str, str]] = []
    chars = alphabet(text) if chars is None else chars
    if "&" in chars:
        found += [
            (m.start(), m.end(), words, "html-entity")
            for m in _ENTITY.finditer(text)
            if (words := unescape(m[0])) != m[0] and len(words) == 1
        ]
    if ">" in chars or "<" in chars:
        found += [(m.start(), m.end(), "", "html-tag") for m in _TAG.finditer(text)]
    if ("*" in chars or "#" in chars) and _IS_MARKDOWN.search(text):
        found += [(m.start(), m.end(), "", "markdown") for m in _MARKDOWN.finditer(text)]
    if unseen := chars & _UNSEEN:
        runs = re.compile(f"[{re.escape(''.join(sorted(unseen)))}]+")
        found += [(m.start(), m.end(), "", "unseen-character") for m in runs.finditer(text)]
    edits: list[tuple[Edit, Repair]] = []
    at = 0
    for start, end, received, method in sorted(found):
        if start >= at:
            words = " " if received == "\xa0" else received
            edits.append((Edit(start, end, words), Repair(Span(start, end), words, method, Confidence.EXACT)))
            at = end
    return edits
