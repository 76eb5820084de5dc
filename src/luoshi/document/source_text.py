"""A document as the reader gets it: the text received, the text as read, and the way between the two."""

from dataclasses import dataclass, field
from enum import StrEnum

from luoshi.document.way_back import WayBack
from luoshi.values.problem import Problem
from luoshi.values.quote import Quote
from luoshi.values.span import Span


class BlockKind(StrEnum):
    """What a stretch of a document is, as far as its form tells."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"  # the file itself says so (Word style, <h1>); numbering is the reader's business
    ROW = "row"  # a table row; see Block.cells
    CHROME = "chrome"  # of the page or portal, not of the document
    FURNITURE = "furniture"  # running heads, page numbers, 版记


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a table row, or a piece of page furniture.

    Attributes:
        kind: what it is.
        span: its place, without the line break after it.
        cells: of a row: one span a column; a merged cell stands once for every row and column it covers, so a
            span may lie in an earlier row. An empty cell is an empty span.
        table: number of the table in the document, from 0; -1 outside tables.
        is_head: a header row of its table.
        level: of a heading, 1 the highest; 0 unknown.
        row: of a sheet's row, its number as a spreadsheet shows it; 0 elsewhere.
    """

    kind: BlockKind
    span: Span
    cells: tuple[Span, ...] = ()
    table: int = -1
    is_head: bool = False
    level: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Extract:
    """What a format hands over: the text of a file and what its form says about it.

    Attributes:
        text: the text as received. Table rows are lines with " | " between cells, each cell's own line breaks
            folded to blanks; a cell merged from above is not repeated (its span in ``Block.cells`` is).
        media_type: IANA name.
        encoding: of text formats, the one that was used.
        blocks: in document order, places in ``text``; empty when only the lines are known (plain text).
        title, date, publisher: what the file's own fields or page head say, if anything.
        problems: what a person should know about this file.
    """

    text: str
    media_type: str
    encoding: str | None = None
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    problems: tuple[Problem, ...] = ()


class Confidence(StrEnum):
    """How far a repair may be trusted."""

    EXACT = "exact"
    INFERRED = "inferred"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Repair:
    """A change between the text received and the text as read that a person may want to see.

    Attributes:
        span: in the text received.
        read: the words that were read there; empty when something was taken out.
        method: name of the repair (``injected-reading``, ``shifted-gbk`` …).
        confidence: how far it may be trusted; an inferred one may never be the only support of a figure.
    """

    span: Span
    read: str
    method: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Redaction:
    """Something the document hides (x次, 某某, 20xx年), in the text as read. Never zero, never guessed.

    Attributes:
        span: in the text as read.
        kind: ``number``, ``date``, ``name`` or ``other``.
    """

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """A passage that stands earlier in the same document, in the text as read.

    Attributes:
        span: the later passage.
        of: the earliest passage it repeats.
    """

    span: Span
    of: Span


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document: received, cleaned, repaired.

    Attributes:
        name: file name, or what the caller called it.
        media_type, encoding: see ``Extract``.
        bytes_sha256: of the file; of the text in UTF-8 when there was no file.
        text_sha256: of ``raw`` in UTF-8; the id that quotes carry.
        raw: the text as received. Nothing that leaves the reader counts in any other text.
        text: the text as read: injected readings out, damage repaired, simplified characters, full-width
            punctuation beside Chinese, digits half-width, hard-wrapped lines joined.
        way_back: from ``text`` to ``raw``.
        blocks: in order and without overlap, places in ``text``; they cover all of it but white space.
        repairs: in ``raw``, in order.
        redactions, repeats: in ``text``, in order.
        parts: the documents spliced together in this one, places in ``text``; one for an ordinary one.
        title, date, publisher: see ``Extract``.
        problems: what a person should look at; spans in ``raw``.
    """

    name: str
    media_type: str
    encoding: str | None
    bytes_sha256: str
    text_sha256: str
    raw: str
    text: str
    way_back: WayBack
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    parts: tuple[Span, ...] = ()
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    problems: tuple[Problem, ...] = field(default=())

    def quote(self, span: tuple[int, int]) -> Quote:
        """Return the received words behind a span of the text as read."""
        raw = self.way_back.to_raw(*span)
        return Quote(self.text_sha256, raw, raw.of(self.raw))
