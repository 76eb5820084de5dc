"""Word documents: an own walk over the XML, with list numbers drawn as Word draws them."""

import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape

from lxml import etree
from lxml.etree import _Element

from luoshi.document.formats import zips
from luoshi.document.formats.docx.numbering import Numbering, W, child_val
from luoshi.document.formats.docx.styles import Style, Styles, outline_level
from luoshi.document.formats.docx.tables import add_table
from luoshi.document.formats.draft import Draft
from luoshi.document.formats.sniff import Kind
from luoshi.document.formats.unreadable import unreadable
from luoshi.document.source_text import BlockKind, Extract
from luoshi.values.pattern import lazy

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TITLE = lazy(rb"<dc:title>([^<]{1,400})<")
_LATENT = lazy(rb"<w:latentStyles.{1,60000}?</w:latentStyles>", re.DOTALL)  # names of styles not in use
_WORDS = b"<w:t"
_TEXTS = {W + "t", _M + "t"}
_GONE = {W + "del", W + "moveFrom", W + "delText", W + "instrText", W + "pPr", W + "rPr", _MC + "Fallback"}
_APART = {W + "txbxContent"}
_SIGNS = {
    W + "tab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "",
}
_DEPTH_LIMIT = 400
_TITLE_LINES = 30
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_BLANK_TAB = lazy(r"\t+")


def extract(data: bytes, kind: Kind, beat: Callable[[], None]) -> Extract:  # noqa: ARG001  # every format has this shape
    """Return paragraphs, tables and notes in order; running heads and feet after them.

    Raises:
        Unreadable: the file is damaged or hostile.
    """
    with zips.opened(data) as archive:
        return Walk(archive).extract()


class Walk:
    """One pass through a document."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.draft = Draft()
        self._styles = Styles(self._part("word/styles.xml", without=_LATENT))
        self._lists: Numbering | None = None

    def extract(self) -> Extract:
        """Return the whole document."""
        root = self._part("word/document.xml")
        body = None if root is None else root.find(W + "body")
        if body is None:
            raise unreadable("truncated")
        self.blocks(body)
        self._notes()
        self._furniture()
        if not self.draft.n_chars:
            raise unreadable("no-text")
        return self.draft.extract(MEDIA_TYPE, title=self._title())

    def blocks(self, container: _Element, kind: BlockKind = BlockKind.PARAGRAPH, depth: int = 0) -> None:
        """Add the paragraphs and tables of a body, a cell or a text box."""
        if depth > _DEPTH_LIMIT:
            raise unreadable("xml-bomb")
        for child in container:
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child, kind, depth)
            elif tag == W + "tbl":
                add_table(self, child, depth)
            elif tag not in _GONE and len(child):
                self.blocks(child, kind, depth + 1)  # w:sdt, w:ins, w:customXml, mc:AlternateContent …

    def words(self, paragraph: _Element) -> str:
        """Return the words of a paragraph with its list number, text boxes left out."""
        number = self._number(paragraph)
        text = "".join(_runs(paragraph, 0))
        return number + text if text.strip() else text

    def _paragraph(self, paragraph: _Element, kind: BlockKind, depth: int) -> None:
        level = self._heading_level(paragraph)
        for line in self.words(paragraph).split("\n"):
            words = _BLANK_TAB.sub("\t", line)
            if level and kind is BlockKind.PARAGRAPH:
                self.draft.line(words, BlockKind.HEADING, level)
            else:
                self.draft.line(words, kind)
        for box in _boxes(paragraph):
            self.blocks(box, kind, depth + 1)

    def _style(self, props: _Element | None) -> Style:
        return self._styles.of(None if props is None else child_val(props, "pStyle"))

    def _heading_level(self, paragraph: _Element) -> int:
        props = paragraph.find(W + "pPr")
        style = self._style(props)
        return style.heading if props is None else outline_level(props, style.heading)

    def _number(self, paragraph: _Element) -> str:
        props = paragraph.find(W + "pPr")
        if props is None:
            return ""
        style_id = child_val(props, "pStyle")
        style = self._style(props)
        num_id, ilvl = style.num_id, style.ilvl
        own = props.find(W + "numPr")
        if own is not None:
            num_id = child_val(own, "numId") or num_id
            level = child_val(own, "ilvl")
            ilvl = int(level) if level and level.isdigit() else ilvl
        if num_id in {None, "0"} or not _has_words(paragraph):
            return ""
        if self._lists is None:
            self._lists = Numbering(self._part("word/numbering.xml"))
        linked = self._lists.level_of_style(style_id) if style_id and own is None else None
        return self._lists.next(num_id or "", linked[1] if linked else ilvl)

    def _title(self) -> str | None:
        """Return the title field when the document says it too: templates leave all kinds of words there."""
        found = _TITLE.search(zips.member_bytes(self._archive, "docProps/core.xml"))
        title = unescape(found.group(1).decode("utf-8", "replace")).strip() if found else ""
        is_line = title and any(line.strip() == title for line in self.draft.first_lines(_TITLE_LINES))
        return title if is_line else None

    def _notes(self) -> None:
        for part in ("word/footnotes.xml", "word/endnotes.xml"):
            root = self._part(part, only_with=_WORDS)
            for note in () if root is None else root:
                if note.get(W + "type") not in {"separator", "continuationSeparator", "continuationNotice"}:
                    self.blocks(note)

    def _furniture(self) -> None:
        seen: set[str] = set()
        for name in sorted(self._archive.namelist()):
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
                root = self._part(name, only_with=_WORDS)
                for paragraph in () if root is None else root.iter(W + "p"):
                    words = "".join(_runs(paragraph, 0)).strip()
                    if words and words not in seen:
                        seen.add(words)
                        self.draft.line(words.replace("\n", " "), BlockKind.FURNITURE)

    def _part(
        self, name: str, *, only_with: bytes = b"", without: re.Pattern[bytes] | None = None
    ) -> _Element | None:
        """Return a part parsed; None when it is absent or lacks what would make it worth it."""
        xml = zips.member_bytes(self._archive, name)
        if not xml or (only_with and only_with not in xml and b"\0" not in xml):
            return None
        zips.refuse_declarations(xml)
        if without is not None:
            xml = without.sub(b"", xml, count=1)
        try:
            return etree.fromstring(xml, _PARSER)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise unreadable("truncated") from error


def _has_words(paragraph: _Element) -> bool:
    return bool("".join(_runs(paragraph, 0)).strip())


def _runs(element: _Element, depth: int) -> Iterator[str]:
    """Yield the text of a paragraph: insertions kept, deletions and field codes left out."""
    if depth > _DEPTH_LIMIT:
        raise unreadable("xml-bomb")
    for child in element:
        tag = child.tag
        if tag in _TEXTS:
            yield child.text or ""
        elif tag in _SIGNS:
            if tag == W + "br" and child.get(W + "type") in {"page", "column"}:
                continue
            yield _SIGNS[tag]
        elif tag == W + "sym":
            yield _symbol(child.get(W + "char") or "")
        elif tag not in _GONE and tag not in _APART and len(child):
            yield from _runs(child, depth + 1)


def _symbol(code: str) -> str:
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= point <= 0xF0FF:  # a symbol font's own table: no text that anyone could read
        return {0xFE: "☑", 0xA8: "□", 0x52: "☑", 0xFC: "√"}.get(point & 0xFF, "")
    return chr(point) if point < 0xD800 else ""


def _boxes(element: _Element) -> Iterator[_Element]:
    """Yield the outermost text boxes anchored in a paragraph, each once."""
    for box in element.iter(W + "txbxContent"):
        above = [a.tag for a in box.iterancestors() if isinstance(a.tag, str)]
        within = above[: above.index(W + "p")] if W + "p" in above else above
        nested = any(tag in _APART for tag in within)
        if not nested and _MC + "Fallback" not in above and next(_anchor(box), None) is element:
            yield box


def _anchor(box: _Element) -> Iterator[_Element]:
    return (a for a in box.iterancestors(W + "p"))
