"""Speed of the formats: a portal page, a Word file of a page, a scanned page."""

import io
import zipfile
from collections.abc import Iterator

import trafilatura

from bench.row import Row, against, cpu_seconds
from evals.shared import shared
from luoshi.document.formats import extract, ocr

_MS = 1000
_RUNS = 7


def _pages() -> list[bytes]:
    return [path.read_bytes() for path in sorted(shared("originals", "guangzhou-pages").glob("*.html"))]


def _html_ms(pages: list[bytes]) -> float:
    for page in pages:
        extract(page, "page.html")
    return _MS * cpu_seconds(lambda: [extract(page, "page.html") for page in pages], runs=_RUNS) / len(pages)


def _trafilatura_ms(pages: list[bytes]) -> float:
    texts = [page.decode("utf-8") for page in pages]

    def work() -> list[str | None]:
        return [trafilatura.extract(text, include_comments=False) for text in texts]

    work()
    return _MS * cpu_seconds(work) / len(pages)


def _docx_of_a_page() -> bytes:
    """Return an office's own template with a page of numbered text in place of its body."""
    template = shared("originals", "gongwen-templates", "hyjy_1.docx").read_bytes()
    words = shared("originals", "govdoc-cn", "397.txt").read_text(encoding="utf-8")[:700].splitlines()
    paragraphs = "".join(
        '<w:p><w:pPr><w:spacing w:line="560"/><w:ind w:firstLine="640"/></w:pPr>'
        '<w:r><w:rPr><w:sz w:val="32"/></w:rPr>'
        f"<w:t>{line}</w:t></w:r></w:p>"
        for line in words
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = old.read(name)
            if name == "word/document.xml":
                xml = xml.replace(b"<w:sectPr", paragraphs.encode() + b"<w:sectPr", 1)
            new.writestr(name, xml)
    return out.getvalue()


def _docx_ms() -> float:
    data = _docx_of_a_page()
    extract(data, "page.docx")
    return _MS * cpu_seconds(lambda: extract(data, "page.docx"), runs=3 * _RUNS)


def _ocr_s() -> float:
    data = shared("originals", "govdoc-cn", "397_1.png").read_bytes()
    extract(data, "page.png")  # loads the models
    return cpu_seconds(lambda: extract(data, "page.png"), runs=2)


def rows() -> Iterator[Row]:
    """Yield the rows of the contract that need files."""
    pages = _pages()
    n_kb = sum(map(len, pages)) // len(pages) // 1024
    how = f"{len(pages)} real portal pages of {n_kb} KB on average, bytes to text"
    ours, theirs = _html_ms(pages), _trafilatura_ms(pages)
    html: Row = {"name": "html_cpu_ms", "value": ours, "unit": "ms", "how": how}
    yield against(html, "trafilatura", theirs)
    yield {"name": "html_trafilatura_cpu_ms", "value": theirs, "unit": "ms", "how": how}
    docx: Row = {
        "name": "docx_cpu_ms",
        "value": _docx_ms(),
        "unit": "ms",
        "how": "one page in an office's template",
    }
    yield against(docx, "limit", 3.0)
    if ocr.is_there():
        page: Row = {
            "name": "ocr_cpu_s_per_page",
            "value": _ocr_s(),
            "unit": "s",
            "how": "397_1.png, models loaded",
        }
        yield against(page, "limit", 15.0)
