"""Hostile files come back as one problem, fast, and the next file is read all the same."""

import io
import resource
import shutil
import subprocess
import time
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.document.sandbox import Sandbox, Unreadable, jail, wire
from luoshi.document.source_text import Block, BlockKind, Extract
from luoshi.values.problem import Problem, Severity
from luoshi.values.span import Span

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body, before=""):
    return zipped({"word/document.xml": f"{before}<w:document {W}><w:body>{body}</w:body></w:document>"})


def xlsx(sheet):
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            f'<Default Extension="xml" ContentType="{main}.worksheet+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{rel}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def two_far_cells():
    """4 KB that span a sheet of seventeen thousand million cells."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    return xlsx(f'<worksheet xmlns="{SHEET}"><sheetData>{cells}</sheetData></worksheet>')


def flate_pdf(n_bytes):
    """A PDF of one page whose content unpacks to so many bytes."""
    packer = zlib.compressobj(9)
    mebi = b" " * (1 << 20)
    stream = b"".join(packer.compress(mebi) for _ in range(n_bytes >> 20)) + packer.flush()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    out = b"%PDF-1.5\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (
            table,
            len(out),
        )
    )


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


LOCK = b"\x05admin" + b"\0" * 48 + b"\x05\0" + "admin".encode("utf-16-le") + b"\0" * 96
DEEP = "<w:sdt>" * 3000 + "</w:sdt>" * 3000
JUNK = bytes(range(256)) * 40
HOSTILE = {
    "empty.pdf": (bytes, {"empty-file"}),
    "lock.docx": (lambda: LOCK, {"word-lock-file"}),
    "~$通知.docx": (lambda: b"anything", {"word-lock-file"}),
    "junk.docx": (lambda: JUNK, {"not-a-document"}),
    "junk.bin": (lambda: JUNK, {"unknown-format"}),
    "cut.docx": (lambda: docx("<w:p/>")[:100], {"truncated"}),
    "cut.pdf": (lambda: b"%PDF-1.7\n1 0 obj<<", {"truncated"}),
    "encrypted.docx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), {"encrypted"}),
    "broken.doc": (lambda: OLE, {"truncated"}),
    "deep.docx": (lambda: docx(DEEP), {"xml-bomb", "truncated"}),
    "laughs.docx": (lambda: docx("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", LAUGHS), {"xml-bomb"}),
    "laughs.xlsx": (lambda: xlsx(f"{LAUGHS}<worksheet/>"), {"xml-bomb"}),
    "bomb.docx": (lambda: docx("<w:p/>" * 14_000_000), {"zip-bomb"}),
    "far.xlsx": (two_far_cells, {"too-much-memory"}),
    "bomb.pdf": (lambda: flate_pdf(1 << 30), {"zip-bomb"}),
    "seven.7z": (lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, {"other-archive"}),
    "slides.pptx": (
        lambda: zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
        {"unknown-format"},
    ),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_one_problem_in_bounded_time_and_memory(name):
    make, codes = HOSTILE[name]
    data = make()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.process_time()
    with Sandbox(namespaces=False) as box, pytest.raises(Unreadable) as raised:  # so that its use is counted
        box.extract(data, name)
    own = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert raised.value.problem.code in codes
    assert own + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
    assert after.ru_maxrss < 1100 * 1024


def test_the_next_file_is_read_after_a_crash():
    with Sandbox() as made:
        with pytest.raises(Unreadable, match="too-much-memory"):
            made.extract(two_far_cells(), "far.xlsx")
        got = made.extract(docx("<w:p><w:r><w:t>各镇要落实</w:t></w:r></w:p>"), "a.docx")
    assert got.text == "各镇要落实\n"


@pytest.mark.parametrize("namespaces", [True, False])
def test_both_ways_of_jailing_read_the_same(namespaces):
    data = docx("<w:p><w:r><w:t>各镇要落实</w:t></w:r></w:p>")
    with Sandbox(namespaces=namespaces) as made:
        assert made.extract(data, "a.docx").text == "各镇要落实\n"
        with pytest.raises(Unreadable, match="too-much-memory"):
            made.extract(two_far_cells(), "far.xlsx")


def test_one_child_serves_many_files_and_ends_with_its_owner():
    data = docx("<w:p><w:r><w:t>各镇</w:t></w:r></w:p>")
    with Sandbox() as made:
        made.extract(data, "a.docx")
        child = made._child
        made.extract(data, "b.docx")
        assert made._child is child
    assert child.returncode is not None


def test_plain_text_starts_no_child():
    with Sandbox() as made:
        assert made.extract("各镇要落实".encode(), "a.txt").text == "各镇要落实"
        assert made._child is None


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
def test_the_child_sees_no_network_and_none_of_our_files():
    """The child's own view of the machine, asked from a program started the same way."""
    asked = (
        "import os;"
        "print(sorted(l.split(':')[0].strip() for l in open('/proc/net/dev').readlines()[2:]),"
        f"os.path.exists({__file__!r}), os.environ['HOME'])"
    )
    command = jail.jailed_command()
    done = subprocess.run([*command[:-1], asked], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("user namespaces are switched off on this machine")
    assert done.stdout.strip() == "['lo'] False /tmp"


def test_a_slow_parser_is_stopped():
    with Sandbox(seconds=0.0) as made, pytest.raises(Unreadable, match="too-slow"):
        made.extract(docx("<w:p><w:r><w:t>各镇</w:t></w:r></w:p>" * 20_000), "slow.docx")


def test_a_child_that_lies_about_places_is_not_believed():
    message = wire.packed(
        Extract("各镇", "text/plain", blocks=(Block(BlockKind.ROW, Span(0, 2), (Span(0, 1),)),))
    )
    assert wire.unpacked(message).blocks[0].cells == (Span(0, 1),)
    with pytest.raises(wire.Garbled):
        wire.unpacked(message.replace("各镇".encode(), "各".encode()))


spans = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Span(*sorted(pair)))
blocks = st.builds(
    Block,
    st.sampled_from(BlockKind),
    spans,
    st.lists(spans, max_size=4).map(tuple),
    st.integers(-1, 3),
    st.booleans(),
    st.integers(0, 6),
)


@given(st.text(min_size=20, max_size=40), st.lists(blocks, max_size=5), st.none() | st.text())
@settings(deadline=None)
def test_an_extract_crosses_the_pipe_unchanged(text, made, title):
    clean = text.encode("utf-8", "replace").decode()
    sent = Extract(
        clean, "text/html", "utf-8", tuple(made), title and title.encode("utf-8", "replace").decode()
    )
    assert wire.unpacked(wire.packed(sent)) == sent


def test_a_problem_crosses_the_pipe_unchanged():
    sent = Problem("too-large", Severity.ERROR, Span(1, 2), {"limit": 200, "name": "甲"})
    assert wire.unpacked(wire.packed(sent)) == sent


@given(st.binary(max_size=200))
def test_noise_from_the_child_is_garbled_and_nothing_else(message):
    with pytest.raises(wire.Garbled):
        wire.unpacked(message)


@given(
    st.binary(min_size=1, max_size=400), st.sampled_from(["a.docx", "a.pdf", "a.xls", "a.html", "a", "a.zip"])
)
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_a_text_or_a_problem(box, data, name):
    prefix = {"a.docx": b"PK\x03\x04", "a.pdf": b"%PDF-1.4\n", "a.xls": OLE, "a.html": b"<html>"}.get(
        name, b""
    )
    try:
        answer = box.extract(prefix + data, name)
    except Unreadable as error:
        answer = error.problem
    assert isinstance(answer, Problem) or answer.text


@pytest.fixture(scope="module")
def box():
    with Sandbox() as made:
        yield made
