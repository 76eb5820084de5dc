"""The blocks of a document as paragraphs and tables of the page."""

from collections.abc import Iterator, Sequence

from luoshi.cli.export.page.bilingual import Bilingual
from luoshi.cli.export.page.marking import Marked
from luoshi.cli.export.rows import received_place
from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.reading import Reading
from luoshi.values.span import Span


def source_html(reading: Reading, say: Bilingual) -> str:
    """Return the document, block by block, with its marks."""
    marked = Marked.of(reading)
    return "".join(_blocks(reading, marked, say))


def _blocks(reading: Reading, marked: Marked, say: Bilingual) -> Iterator[str]:
    blocks = reading.source.blocks
    i = 0
    while i < len(blocks):
        block = blocks[i]
        if block.kind is BlockKind.ROW:
            stop = i + 1
            while (
                stop < len(blocks)
                and blocks[stop].kind is BlockKind.ROW
                and blocks[stop].table == block.table
            ):
                stop += 1
            yield f"<table>{''.join(_table_rows(blocks[i:stop], reading, marked, say))}</table>"
            i = stop
            continue
        if block.span.start < block.span.end:
            yield _paragraph(block, reading, marked, say)
        i += 1


def _paragraph(block: Block, reading: Reading, marked: Marked, say: Bilingual) -> str:
    names = [block.kind.value]
    if any(t.meets(block.span) for t in reading.head.spans.get("title", ())):
        names.append("title")
    repeat = next((r for r in reading.source.repeats if r.span.start <= block.span.start < r.span.end), None)
    note = ""
    if repeat is not None:
        names.append("dup")
        note = say.titled("page", "duplicate_of")
    body = marked.html(received_place(reading, block.span), say)
    return f'<p class="{" ".join(names)}"{note}>{body}</p>'


def _table_rows(rows: Sequence[Block], reading: Reading, marked: Marked, say: Bilingual) -> Iterator[str]:
    """Yield table rows; a cell that stands for several rows or columns becomes one cell over them."""
    shown = {Span(0, 0)}
    for r, row in enumerate(rows):
        cells = []
        for span in dict.fromkeys(row.cells) if row.cells else [row.span]:
            if span.start < span.end and span in shown:
                continue
            shown.add(span)
            n_columns = row.cells.count(span) if span.start < span.end else 1
            n_rows = 1
            while span.start < span.end and r + n_rows < len(rows) and span in rows[r + n_rows].cells:
                n_rows += 1
            tag = "th" if row.is_head else "td"
            over = f' colspan="{n_columns}"' if n_columns > 1 else ""
            over += f' rowspan="{n_rows}"' if n_rows > 1 else ""
            body = marked.html(received_place(reading, span), say) if span.start < span.end else ""
            cells.append(f"<{tag}{over}>{body}</{tag}>")
        yield f"<tr>{''.join(cells)}</tr>"
