"""What needs a program of its own: scans, and the formats LibreOffice reads."""

import io
import shutil
from importlib.util import find_spec

import pypdfium2
import pytest
from PIL import Image

from luoshi.document.formats import Unreadable, extract, ocr, office
from luoshi.document.source_text import BlockKind

needs_ocr = pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra luoshi[ocr] is not installed")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on the PATH")


def png(width=40, height=40):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def errors(found, wanted):
    """The least number of characters to change."""
    row = list(range(len(wanted) + 1))
    for i, a in enumerate(found, 1):
        above, row = row, [i]
        for j, b in enumerate(wanted, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]


def body(got):
    return "".join("".join(b.span.of(got.text).split()) for b in got.blocks if b.kind is BlockKind.PARAGRAPH)


@needs_ocr
def test_a_scanned_page_is_read_with_hardly_an_error(shared):
    """The third page of the real notice, as a picture inside a PDF, against the words of the same page."""
    data = (shared / "originals" / "govdoc-cn" / "397.pdf").read_bytes()
    document = pypdfium2.PdfDocument(data)
    one = pypdfium2.PdfDocument.new()
    one.import_pages(document, [2])
    plain = io.BytesIO()
    one.save(plain)
    scan = io.BytesIO()
    document[2].render(scale=200 / 72).to_pil().convert("RGB").save(scan, "PDF", resolution=200)
    wanted = body(extract(plain.getvalue(), "page.pdf"))
    got = extract(scan.getvalue(), "scan.pdf")
    assert len(wanted) > 400
    assert errors(body(got), wanted) <= 0.005 * len(wanted)
    assert [p.code for p in got.problems] == ["ocr-used"]


@needs_ocr
def test_a_blank_picture_is_told():
    with pytest.raises(Unreadable, match="no-text"):
        extract(png(), "a.png")


@needs_ocr
def test_a_picture_cut_short_is_told():
    with pytest.raises(Unreadable, match="truncated"):
        extract(png(400, 400)[:60], "a.png")


def test_without_the_extra_a_scan_is_one_clear_problem(monkeypatch):
    monkeypatch.setattr(ocr, "find_spec", lambda _name: None)
    with pytest.raises(Unreadable, match="no-ocr"):
        extract(png(), "a.png")


RTF = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\f0 \u21508?\u38215?\u35201?\u33853?\u23454?\par}"


@needs_office
def test_rtf_goes_through_libreoffice():
    got = extract(RTF, "a.rtf")
    assert got.text == "各镇要落实\n"
    assert got.media_type == "application/rtf"


@needs_office
def test_a_word_file_called_docx_is_read_as_what_it_is():
    got = extract(RTF, "a.docx")
    assert [(p.code, dict(p.args)) for p in got.problems] == [
        ("lying-extension", {"extension": "docx", "kind": "rtf"})
    ]


def test_without_libreoffice_the_mend_is_told(monkeypatch):
    monkeypatch.setattr(office.shutil, "which", lambda _name: None)
    with pytest.raises(Unreadable, match="no-libreoffice"):
        extract(RTF, "a.rtf")


@needs_office
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.rtf", rb"{\rtf1 broken"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"x" * 4000
            + "WordDocument".encode("utf-16-le")
            + b"y" * 4000,
        ),
    ],
)
def test_a_broken_file_is_not_taken_for_plain_text(name, data):
    with pytest.raises(Unreadable, match="not-converted"):
        extract(data, name)
