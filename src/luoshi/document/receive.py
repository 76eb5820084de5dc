"""An extract to a SourceText: cleaned and repaired, with the way back kept."""

from dataclasses import replace
from hashlib import sha256

from luoshi.document.alphabet import alphabet
from luoshi.document.chrome import mark_chrome
from luoshi.document.fold import fold
from luoshi.document.redactions import find_redactions
from luoshi.document.repair.joins import find_joins
from luoshi.document.repair.mend import mend
from luoshi.document.repair.simplify import simplify
from luoshi.document.repeats import find_repeats, near_twins, twins
from luoshi.document.rows.blocks import blocks_of, name_heads
from luoshi.document.source_text import Block, Extract, SourceText
from luoshi.document.splices import find_parts
from luoshi.document.way_back import Edit, WayBack, apply_edits
from luoshi.values.span import Span

_PIECE = 1 << 20
_NEAR_LIMIT = 1_000_000  # characters up to which reworded paragraphs are looked for; each costs memory


def receive(extract: Extract, *, name: str, data: bytes | None = None) -> SourceText:
    """Clean and repair what a format handed over.

    Args:
        extract: the text of a file and what its form says.
        name: file name, or what the caller calls it.
        data: the file's bytes, for its SHA-256; without them that of the text stands in.
    """
    raw = extract.text
    text_id = text_id_of(raw)
    chars = alphabet(raw)
    mended, way_back, repairs = mend(raw, chars)
    text = simplify(fold(mended, chars), chars)
    if extract.blocks:
        page = mark_chrome(text, name_heads(text, _carried(extract.blocks, way_back)))
    else:
        page = mark_chrome(text, blocks_of(text, mended if "\t" in chars else ""))
        if joins := find_joins(text, page.blocks):
            text, step = apply_edits(text, joins)
            page = replace(page, blocks=_joined(page.blocks, joins))
            way_back = way_back.then(step)
    twin = twins(text, page.blocks)
    parts = find_parts(text, page.blocks, twin)
    if len(parts.spans) > 1 and len(text) <= _NEAR_LIMIT:
        twin = near_twins(text, page.blocks, twin)
    return SourceText(
        name=name,
        media_type=extract.media_type,
        encoding=extract.encoding,
        bytes_sha256=text_id if data is None else sha256(data).hexdigest(),
        text_sha256=text_id,
        raw=raw,
        text=text,
        way_back=way_back,
        blocks=parts.blocks,
        repairs=repairs,
        redactions=find_redactions(text, chars),
        repeats=find_repeats(text, parts.blocks, twin),
        parts=parts.spans,
        title=extract.title,
        date=extract.date or page.date,
        publisher=extract.publisher or page.publisher,
        problems=extract.problems,
    )


def receive_text(text: str, *, name: str = "text") -> SourceText:
    """Receive a plain text that has no file."""
    return receive(Extract(text, "text/plain"), name=name)


def _carried(blocks: tuple[Block, ...], way_back: WayBack) -> tuple[Block, ...]:
    if way_back.is_same:
        return blocks
    return tuple(
        replace(
            block,
            span=_read(block.span, way_back),
            cells=tuple(_read(cell, way_back) for cell in block.cells),
        )
        for block in blocks
    )


def _joined(blocks: tuple[Block, ...], joins: list[Edit]) -> tuple[Block, ...]:
    """Return the blocks of the text from which the line breaks of ``joins`` were taken."""
    out: list[Block] = []
    taken = k = 0
    for block in blocks:
        goes_on = k > 0 and joins[k - 1].end == block.span.start
        start, end = block.span.start - taken, block.span.end - taken
        if goes_on:
            out[-1] = replace(out[-1], span=Span(out[-1].span.start, end))
        elif taken:
            cells = tuple(Span(cell.start - taken, cell.end - taken) for cell in block.cells)
            out.append(replace(block, span=Span(start, end), cells=cells))
        else:
            out.append(block)
        if k < len(joins) and joins[k].start == block.span.end:
            taken += joins[k].end - joins[k].start
            k += 1
    return tuple(out)


def text_id_of(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, encoded piece by piece."""
    digest = sha256()
    for at in range(0, len(text), _PIECE):
        digest.update(text[at : at + _PIECE].encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _read(span: Span, way_back: WayBack) -> Span:
    return Span(way_back.to_read(span.start), way_back.to_read(span.end))
