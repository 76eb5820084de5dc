"""OFD (GB/T 33190-2016), the fixed layout of Chinese official documents: text by place, scans through OCR."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from math import hypot
from posixpath import dirname, join, normpath

from lxml import etree
from lxml.etree import _Element

from luoshi.document.formats import ocr, zips
from luoshi.document.formats.draft import Draft
from luoshi.document.formats.lines import Line, add_pages, merged_rows
from luoshi.document.formats.sniff import Kind
from luoshi.document.formats.unreadable import unreadable
from luoshi.document.source_text import Extract
from luoshi.values.problem import Problem, Severity

_MEDIA_TYPE = "application/ofd"
_ENTRY = "OFD.xml"
_N_PAGES_LIMIT = 5_000
_N_CHARS_LIMIT = 60_000  # on one page; print does not get denser
_SCAN_CHARS = 12  # a page with fewer characters and a picture on it is a scan
_BEAT_PAGES = 50
_ASCENT, _DESCENT = 0.88, 0.12  # of the size, above and below the baseline
_SAME_LINE = 0.3  # of the size: glyphs whose baselines differ by less stand on one line
_HYPHENS = {0xAD: "-", 0xFFFE: "-", 0x0A: " ", 0x0D: " "}
_UNTURNED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Page:
    """Lines of a page and the files of the pictures on it."""

    lines: list[Line]
    pictures: list[str]


@dataclass(frozen=True, slots=True)
class _Package:
    """The parts of the file; a path is relative to the part that names it, or begins at the root."""

    archive: zipfile.ZipFile
    templates: dict[str, _Page] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)

    def part(self, name: str) -> _Element | None:
        """Return the root of an XML part; None when there is no such part or it is damaged."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(zips.member_bytes(self.archive, name), parser)
        except etree.XMLSyntaxError:
            return None


def extract(data: bytes, kind: Kind, beat: Callable[[], None]) -> Extract:  # noqa: ARG001  # every format has this shape
    """Return the paragraphs of all pages of all documents in the file.

    Raises:
        Unreadable: the file is encrypted, damaged, or holds nothing but pictures and OCR is not there.
    """
    archive = zips.check_office_zip(data)
    if any("ncryptions.xml" in name or "ecryptseed" in name for name in archive.namelist()):
        raise unreadable("encrypted")
    pages: list[_Page] = []
    package = _Package(archive)
    for page in _pages(package):
        pages.append(page)
        if len(pages) % _BEAT_PAGES == 0:
            beat()
        if len(pages) == _N_PAGES_LIMIT:
            break
    if not pages:
        raise unreadable("truncated")
    problems = _read_scans(archive, pages, beat)
    draft = Draft()
    add_pages(draft, [merged_rows(page.lines) for page in pages])
    if not draft.n_chars:
        raise unreadable("no-text")
    return draft.extract(_MEDIA_TYPE, problems=problems)


def _pages(package: _Package) -> Iterator[_Page]:
    entry = package.part(_ENTRY)
    if entry is None:
        raise unreadable("truncated")
    for root in entry.iterfind(".//{*}DocRoot"):
        name = _path("", root.text)
        document = package.part(name)
        if document is None:
            raise unreadable("truncated")
        package.templates.clear()
        package.pictures.clear()
        for resources in chain(document.iter("{*}PublicRes"), document.iter("{*}DocumentRes")):
            _note_pictures(package, _path(name, resources.text))
        for template in document.iter("{*}TemplatePage"):
            package.templates[template.get("ID", "")] = _page(
                package, _path(name, template.get("BaseLoc"))
            ) or _Page([], [])
        for page in document.iterfind("{*}Pages/{*}Page"):
            found = _page(package, _path(name, page.get("BaseLoc")))
            if found is None:
                raise unreadable("truncated")
            yield found


def _path(base: str, place: str | None) -> str:
    """Return the name of the part at ``place``, as the part ``base`` writes it.

    >>> _path("Doc_0/Document.xml", "Pages/Page_0/Content.xml"), _path("a/b.xml", "/Doc_0/c.xml")
    ('Doc_0/Pages/Page_0/Content.xml', 'Doc_0/c.xml')
    """
    return normpath(join("/", dirname(base), (place or "").strip())).lstrip("/")


def _note_pictures(package: _Package, name: str) -> None:
    resources = package.part(name)
    if resources is None:
        return
    folder = _path(name, f"{resources.get('BaseLoc', '.')}/_")
    for media in resources.iter("{*}MultiMedia"):
        file = media.find("{*}MediaFile")
        if file is not None and media.get("Type", "Image") == "Image":
            package.pictures[media.get("ID", "")] = _path(folder, file.text)


def _page(package: _Package, name: str) -> _Page | None:
    """Return what stands on a page and on the templates it lies on; None when the part is not there."""
    root = package.part(name)
    if root is None:
        return None
    page = _Page([], [])
    for used in root.iter("{*}Template"):
        if below := package.templates.get(used.get("TemplateID", "")):
            page.lines.extend(below.lines)
            page.pictures.extend(below.pictures)
    n_chars = 0
    for text in root.iter("{*}TextObject"):
        for line in _lines(text):
            n_chars += len(line.words)
            if n_chars <= _N_CHARS_LIMIT:
                page.lines.append(line)
    page.pictures.extend(
        package.pictures[image.get("ResourceID", "")]
        for image in root.iter("{*}ImageObject")
        if image.get("ResourceID", "") in package.pictures
    )
    return page


def _lines(text: _Element) -> Iterator[Line]:
    """Yield the lines of a text object: glyphs set off downwards begin another."""
    left, top, *_ = (*_numbers(text.get("Boundary")), 0.0, 0.0)
    size = next(iter(_numbers(text.get("Size") or text.get("size"))), 0.0) or 1.0
    matrix = _numbers(text.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == len(_UNTURNED) else _UNTURNED
    height = size * (hypot(c, d) or 1.0)
    x = y = 0.0
    for code in text.iter("{*}TextCode"):
        words = "".join(map(str, code.itertext())).translate(_HYPHENS)
        x = next(iter(_numbers(code.get("X"))), x)
        y = next(iter(_numbers(code.get("Y"))), y)
        across, down = _steps(code.get("DeltaX"), len(words)), _steps(code.get("DeltaY"), len(words))
        begun, start, at_x, at_y = 0, (x, y), x, y
        for n in range(1, len(words) + 1):
            more = n < len(words)
            step = across[n - 1] if more else size
            fall = down[n - 1] if more else 0.0
            at_x += step
            at_y += fall
            if more and abs(fall) <= _SAME_LINE * size:
                continue
            piece = words[begun:n].strip()
            end_x = at_x if not more else start[0] + sum(across[begun : n - 1]) + size
            if piece:
                base = b * start[0] + d * start[1] + f + top
                yield Line(
                    piece,
                    a * start[0] + c * start[1] + e + left,
                    a * end_x + c * start[1] + e + left,
                    base - _ASCENT * height,
                    base + _DESCENT * height,
                )
            begun, start = n, (at_x, at_y)


def _numbers(words: str | None) -> list[float]:
    """Return the numbers of an attribute; none when one of them is no number."""
    try:
        return [float(word) for word in (words or "").split()]
    except ValueError:
        return []


def _steps(words: str | None, n: int) -> list[float]:
    """Return how far each of ``n`` glyphs is from the one before; ``g 3 1.5`` stands for three of 1.5.

    >>> _steps("g 2 3.5 4", 5)
    [3.5, 3.5, 4.0, 4.0, 4.0]
    """
    out: list[float] = []
    parts = iter((words or "").split())
    try:
        for part in parts:
            if part == "g":
                times, step = int(next(parts)), float(next(parts))
                out += [step] * min(max(times, 0), n)
            else:
                out.append(float(part))
    except (ValueError, StopIteration):
        pass  # what was read so far is better than nothing
    last = out[-1] if out else 0.0
    return (out + [last] * n)[:n]


def _read_scans(archive: zipfile.ZipFile, pages: list[_Page], beat: Callable[[], None]) -> list[Problem]:
    """Put what OCR finds on the pages that are pictures, and return what a person should know of it."""
    scans = [
        page for page in pages if page.pictures and sum(len(line.words) for line in page.lines) < _SCAN_CHARS
    ]
    if not scans:
        return []
    if not ocr.is_there():
        if len(scans) == len(pages):
            raise unreadable("no-ocr")
        return [Problem("pages-without-text", Severity.WARNING, args={"count": len(scans)})]
    for page in scans[: ocr.N_PAGES_LIMIT]:
        for picture in page.pictures:
            page.lines.extend(ocr.lines_in(zips.member_bytes(archive, picture)))
        beat()
    return ocr.notes(len(scans))
