"""PDF: the text that is in it, by place on the page; pages that are pictures go to OCR."""

from collections.abc import Callable

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from luoshi.document.formats import ocr
from luoshi.document.formats.draft import Draft
from luoshi.document.formats.lines import Line, add_pages, merged_rows
from luoshi.document.formats.pdf.flate import check_streams
from luoshi.document.formats.sniff import Kind
from luoshi.document.formats.unreadable import unreadable
from luoshi.document.source_text import Extract
from luoshi.values.pattern import lazy
from luoshi.values.problem import Problem, Severity

_MEDIA_TYPE = "application/pdf"
_SCAN_CHARS = 12  # a page with fewer characters and a picture on it is a scan
_N_PAGES_LIMIT = 5_000
_N_CHARS_LIMIT = 60_000  # on one page; print does not get denser
_DPI = 200
_MAX_PIXELS = 4_000
_BEAT_PAGES = 50
_WIDE = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_AUTOSPACE = lazy(rf"(?<={_WIDE}) (?=[0-9A-Za-z]|{_WIDE})|(?<=[0-9A-Za-z%]) (?={_WIDE})")
_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-"}


def extract(data: bytes, kind: Kind, beat: Callable[[], None]) -> Extract:  # noqa: ARG001  # every format has this shape
    """Return the paragraphs of all pages.

    Raises:
        Unreadable: the file is encrypted, damaged, or holds nothing but pictures and OCR is not there.
    """
    check_streams(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise unreadable("encrypted" if "assword" in str(error) else "truncated") from error
    try:
        return _extract(document, beat)
    finally:
        document.close()


def _extract(document: pypdfium2.PdfDocument, beat: Callable[[], None]) -> Extract:
    if not len(document):
        raise unreadable("truncated")
    pages: list[list[Line]] = []
    scans: list[int] = []
    for number in range(min(len(document), _N_PAGES_LIMIT)):
        lines, n_chars, is_scan = _page(document, number)
        if is_scan and n_chars < _SCAN_CHARS:
            scans.append(number)
        pages.append(lines)
        if number % _BEAT_PAGES == _BEAT_PAGES - 1:
            beat()
    problems = _read_scans(document, pages, scans, beat)
    draft = Draft()
    add_pages(draft, pages)
    if not draft.n_chars:
        raise unreadable("no-text")
    return draft.extract(_MEDIA_TYPE, problems=problems)


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[list[Line], int, bool]:
    """Return the lines of a page, how many characters they hold, and whether a picture fills it."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise unreadable("truncated") from error
    try:
        height = page.get_height()
        text = page.get_textpage()
        lines = _lines(text, height)
        n_chars = sum(len(line.words) for line in lines)
        is_scan = n_chars < _SCAN_CHARS and _has_picture(page)
        text.close()
    finally:
        page.close()
    return merged_rows(lines), n_chars, is_scan


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _lines(text: pypdfium2.PdfTextPage, height: float) -> list[Line]:
    lines: list[Line] = []
    words: list[str] = []
    places: list[int] = []
    for i in range(min(text.count_chars(), _N_CHARS_LIMIT)):
        code = raw.FPDFText_GetUnicode(text, i)
        if code in {10, 13}:
            _end_line(text, height, words, places, lines)
        elif code:
            words.append(_HYPHENS.get(code) or (chr(code) if not 0xD800 <= code < 0xE000 else "�"))
            places.append(i)
    _end_line(text, height, words, places, lines)
    return lines


def _end_line(
    text: pypdfium2.PdfTextPage, height: float, words: list[str], places: list[int], lines: list[Line]
) -> None:
    whole = "".join(words)
    kept = [i for i, word in zip(places, words, strict=True) if not word.isspace()]
    words.clear()
    places.clear()
    if not kept:
        return
    first, middle, last = (text.get_charbox(kept[n], loose=True) for n in (0, len(kept) // 2, -1))
    top = max(first[3], middle[3], last[3])
    bottom = min(first[1], middle[1], last[1])
    squeezed = _AUTOSPACE.sub("", " ".join(whole.split()))
    lines.append(Line(squeezed, first[0], last[2], height - top, height - bottom))


def _read_scans(
    document: pypdfium2.PdfDocument, pages: list[list[Line]], scans: list[int], beat: Callable[[], None]
) -> list[Problem]:
    if not scans:
        return []
    if not ocr.is_there():
        if len(scans) == len(pages):
            raise unreadable("no-ocr")
        return [Problem("pages-without-text", Severity.WARNING, args={"count": len(scans)})]
    for number in scans[: ocr.N_PAGES_LIMIT]:
        page = document[number]
        scale = min(_DPI / 72, _MAX_PIXELS / max(page.get_width(), page.get_height(), 1))
        bitmap = page.render(scale=scale)
        found = ocr.lines_of(bitmap.to_numpy()[:, :, :3])
        pages[number] = [_scaled(line, scale) for line in found]
        page.close()
        beat()
    return ocr.notes(len(scans))


def _scaled(line: Line, scale: float) -> Line:
    return Line(line.words, line.left / scale, line.right / scale, line.top / scale, line.bottom / scale)
