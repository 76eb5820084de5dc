"""OFD pages as paragraphs; the packages are written here as GB/T 33190-2016 describes them."""

import pytest

from luoshi.document.formats import Unreadable, extract, ocr
from luoshi.document.formats.lines import Line
from luoshi.document.intake import inputs
from luoshi.document.sandbox import Sandbox
from luoshi.document.source_text import BlockKind

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SIZE = 5.0


def text(x, y, words, *, boundary=None, **attributes):
    """A text object, its glyphs one size apart; the baseline at ``y + 5``."""
    deltas = attributes.pop("deltas", f'DeltaX="g {len(words) - 1} {_SIZE}"')
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    box = boundary or f"{x} {y} {len(words) * _SIZE} {_SIZE * 1.2}"
    return (
        f'<ofd:TextObject ID="1" Font="2" Size="{_SIZE}" Boundary="{box}"{more}>'
        f'<ofd:TextCode X="0" Y="{_SIZE}" {deltas}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def page(*objects, before=""):
    body = "".join(objects)
    return (
        f'<ofd:Page {_NS}>{before}<ofd:Content><ofd:Layer ID="9">{body}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def package(pages, *, common="", root="Doc_0/Document.xml", **more):
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    return {
        "OFD.xml": f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{n}/Content.xml": xml for n, xml in enumerate(pages)},
        **more,
    }


def lines_of(data):
    return extract(data, "a.ofd").text.splitlines()


_NOTICE = (
    text(60, 10, "关于报送台账的通知"),
    text(35, 20, "各镇要建立隐患台账，每季度第一个月十日前将上一季度的台账"),
    text(25, 30, "报送县应急管理局。"),
    text(35, 40, "县应急管理局要于六月底前检查一次。"),
)


def test_lines_become_paragraphs(make_zip):
    got = extract(make_zip(package([page(*_NOTICE)])), "通知.ofd")
    assert got.media_type == "application/ofd"
    assert got.text.splitlines() == [
        "关于报送台账的通知",
        "各镇要建立隐患台账，每季度第一个月十日前将上一季度的台账报送县应急管理局。",
        "县应急管理局要于六月底前检查一次。",
    ]
    assert not got.problems


def test_it_is_told_by_its_content_whatever_its_name(make_zip):
    got = extract(make_zip(package([page(*_NOTICE)])), "通知.pdf")
    assert got.media_type == "application/ofd"
    assert [p.code for p in got.problems] == ["lying-extension"]


def test_glyph_by_glyph_and_out_of_order_is_one_line(make_zip):
    words = "县教育局负责校舍安全"
    glyphs = [text(20 + _SIZE * n, 10, word, deltas="") for n, word in enumerate(words)]
    assert lines_of(make_zip(package([page(*reversed(glyphs))]))) == [words]


def test_columns_stand_apart(make_zip):
    row = page(text(20, 10, "县教育局"), text(90, 10, "六月底"))
    assert lines_of(make_zip(package([row]))) == ["县教育局\t六月底"]


def test_a_glyph_set_downwards_begins_a_line(make_zip):
    two = text(
        20, 10, "各镇自查。县局检查。", deltas='DeltaX="5 5 5 5 -20 5 5 5 5" DeltaY="0 0 0 0 7 0 0 0 0"'
    )
    assert lines_of(make_zip(package([page(two)]))) == ["各镇自查。", "县局检查。"]


def test_a_matrix_moves_and_sizes_the_words(make_zip):
    moved = text(0, 0, "乙局检查。", boundary="20 60 99 99", CTM="1 0 0 1 0 -50")  # down 60, up 50
    below = text(20, 30, "甲镇自查。")
    got = lines_of(make_zip(package([page(below, moved)])))
    assert got == ["乙局检查。", "甲镇自查。"]


def test_what_the_template_prints_is_on_every_page(make_zip):
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    uses = '<ofd:Template TemplateID="7" ZOrder="Background"/>'
    pages = [page(text(20, 40 + n, f"第{n}项任务由县教育局负责。"), before=uses) for n in range(2)]
    parts = package(pages, common=common)
    parts["Doc_0/Tpls/Tpl_0/Content.xml"] = page(text(20, 10, "任务单"))
    assert lines_of(make_zip(parts)).count("任务单") >= 1
    assert "第1项任务由县教育局负责。" in lines_of(make_zip(parts))


def test_page_numbers_are_furniture(make_zip):
    pages = [page(*_NOTICE, text(70, 280, f"— {n + 1} —")) for n in range(3)]
    got = extract(make_zip(package(pages)), "a.ofd")
    edges = [b.span.of(got.text) for b in got.blocks if b.kind is BlockKind.FURNITURE]
    assert "— 1 —" in edges


def test_paths_from_the_root_and_two_documents_in_one_file(make_zip):
    parts = package([page(*_NOTICE)], root="/Doc_0/Document.xml")
    parts["OFD.xml"] = parts["OFD.xml"].replace(
        "</ofd:OFD>", "<ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    parts["Doc_1/Document.xml"] = (
        f'<ofd:Document {_NS}><ofd:Pages><ofd:Page ID="1" BaseLoc="/Doc_1/P.xml"/></ofd:Pages></ofd:Document>'
    )
    parts["Doc_1/P.xml"] = page(text(35, 10, "附件由县财政局编制。"))
    got = lines_of(make_zip(parts))
    assert got[0] == "关于报送台账的通知"
    assert got[-1] == "附件由县财政局编制。"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Encryptions.xml": "<x/>"}, "encrypted"),
        ({"Doc_0/Pages/Page_0/Content.xml": "<ofd:Page"}, "truncated"),
        ({"Doc_0/Document.xml": ""}, "truncated"),
        ({"OFD.xml": "<ofd"}, "truncated"),
        ({"Doc_0/Pages/Page_0/Content.xml": page()}, "no-text"),
        ({"OFD.xml": '<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'}, "xml-bomb"),
    ],
)
def test_what_cannot_be_read_says_why(make_zip, change, code):
    with pytest.raises(Unreadable) as caught:
        extract(make_zip(package([page(*_NOTICE)]) | change), "a.ofd")
    assert caught.value.problem.code == code


def test_numbers_that_are_none_lose_no_words(make_zip):
    odd = text(20, 10, "各镇自查。", boundary="x", CTM="1 0", deltas='DeltaX="g 4"')
    assert lines_of(make_zip(package([page(odd)]))) == ["各镇自查。"]


def _scan(make_zip):
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    image = '<ofd:ImageObject ID="3" ResourceID="5" Boundary="0 0 210 297"/>'
    parts = package([page(image), page(*_NOTICE)], common=common)
    parts["Doc_0/DocumentRes.xml"] = (
        f'<ofd:Res {_NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image">'
        "<ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    parts["Doc_0/Res/scan.png"] = b"picture"
    return make_zip(parts)


def test_a_page_that_is_a_picture_is_recognised(make_zip, monkeypatch):
    seen = []

    def lines_in(data):
        seen.append(data)
        return [Line("县教育局负责。", 20, 90, 10, 20)]

    monkeypatch.setattr(ocr, "is_there", lambda: True)
    monkeypatch.setattr(ocr, "lines_in", lines_in)
    got = extract(_scan(make_zip), "a.ofd")
    assert seen == [b"picture"]
    assert got.text.startswith("县教育局负责。")
    assert [p.code for p in got.problems] == ["ocr-used"]


def test_without_ocr_the_pages_without_words_are_counted(make_zip, monkeypatch):
    monkeypatch.setattr(ocr, "is_there", lambda: False)
    assert [p.code for p in extract(_scan(make_zip), "a.ofd").problems] == ["pages-without-text"]


def test_a_folder_gives_it_and_the_child_process_reads_it(make_zip, tmp_path):
    (tmp_path / "通知.ofd").write_bytes(make_zip(package([page(*_NOTICE)])))
    [one] = inputs([str(tmp_path)])
    with Sandbox() as sandbox:
        assert sandbox.extract(one.load(), one.name).text.splitlines()[0] == "关于报送台账的通知"
