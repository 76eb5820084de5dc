"""Word documents as Word shows them."""

from luoshi.document.formats import extract
from luoshi.document.source_text import BlockKind


def p(words, props=""):
    return f"<w:p><w:pPr>{props}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def numbered(words, num, level=0):
    return p(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(ilvl, fmt, text, more=""):
    shape = f'<w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{ilvl}">{shape}</w:lvl>'


def lists(*levels, nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def lines(data):
    return extract(data, "a.docx").text.splitlines()


def test_four_levels_of_official_numbering_are_drawn(make_docx):
    numbering = lists(
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCountingThousand", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimal", "(%4)"),
    )
    body = "".join(
        numbered(words, 1, ilvl)
        for words, ilvl in [
            ("总体要求", 0),
            ("重点任务", 0),
            ("加强排查", 1),
            ("建立台账", 2),
            ("逐户登记", 3),
            ("逐户核实", 3),
            ("限期整改", 2),
            ("严格督查", 1),
            ("逐项验收", 2),
            ("保障措施", 0),
            ("加强领导", 1),
        ]
    )
    assert lines(make_docx(body, numbering=numbering)) == [
        "一、总体要求",
        "二、重点任务",
        "（一）加强排查",
        "1.建立台账",
        "(1)逐户登记",
        "(2)逐户核实",
        "2.限期整改",
        "（二）严格督查",
        "1.逐项验收",
        "三、保障措施",
        "（一）加强领导",
    ]


def test_circled_numbers_and_stems_are_drawn(make_docx):
    numbering = lists(
        level(0, "decimalEnclosedCircleChinese", "%1"), level(1, "ideographTraditional", "%2、")
    )
    body = numbered("自查", 1) + numbered("抽查", 1) + numbered("通报", 1, 1)
    assert lines(make_docx(body, numbering=numbering)) == ["①自查", "②抽查", "甲、通报"]


def test_a_second_list_goes_on_and_an_override_starts_anew(make_docx):
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering = lists(level(0, "decimal", "%1."), nums=nums)
    body = numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 3) + numbered("丁", 3)
    assert lines(make_docx(body, numbering=numbering)) == ["1.甲", "2.乙", "1.丙", "2.丁"]


def test_compound_numbers_show_the_levels_above(make_docx):
    numbering = lists(level(0, "chineseCounting", "第%1章　"), level(1, "decimal", "%1.%2　", "<w:isLgl/>"))
    body = numbered("总则", 1) + numbered("附则", 1) + numbered("施行", 1, 1)
    assert lines(make_docx(body, numbering=numbering)) == ["第一章　总则", "第二章　附则", "2.1　施行"]


def test_an_empty_numbered_paragraph_counts_nothing(make_docx):
    numbering = lists(level(0, "decimal", "%1."))
    body = numbered("甲", 1) + numbered("", 1) + numbered("乙", 1)
    assert lines(make_docx(body, numbering=numbering)) == ["1.甲", "2.乙"]


def test_numbers_and_headings_come_from_styles(make_docx):
    styles = (
        '<w:style w:styleId="1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="2"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>'
    )
    numbering = lists(level(0, "chineseCounting", "%1、"))
    data = make_docx(
        p("甲", '<w:pStyle w:val="1"/>') + p("乙", '<w:pStyle w:val="2"/>') + p("丙"),
        styles=styles,
        numbering=numbering,
    )
    got = extract(data, "a.docx")
    assert [(b.span.of(got.text), b.kind, b.level) for b in got.blocks] == [
        ("一、甲", BlockKind.HEADING, 1),
        ("二、乙", BlockKind.HEADING, 1),
        ("丙", BlockKind.PARAGRAPH, 0),
    ]


def test_insertions_stay_and_deletions_go(make_docx):
    body = (
        "<w:p><w:r><w:t>每</w:t></w:r><w:del><w:r><w:delText>半年</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>季度</w:t></w:r></w:ins><w:r><w:t>召开一次</w:t></w:r></w:p>"
    )
    assert lines(make_docx(body)) == ["每季度召开一次"]


def test_field_codes_are_not_text(make_docx):
    body = "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>第3页</w:t></w:r></w:p>"
    assert lines(make_docx(body)) == ["第3页"]


def cell(words, props=""):
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{p(words)}</w:tc>"


def test_merged_cells_stand_once_and_are_shared(make_docx):
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    two_wide = '<w:gridSpan w:val="2"/>'
    body = (
        "<w:tbl>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('任务')}{cell('责任单位', two_wide)}</w:tr>"
        f"<w:tr>{cell('防汛', restart)}{cell('水利局')}{cell('各镇')}</w:tr>"
        f"<w:tr>{cell('', goes_on)}{cell('应急局')}{cell('')}</w:tr>"
        "</w:tbl>"
    )
    got = extract(make_docx(body), "a.docx")
    assert got.text == "任务 | 责任单位\n防汛 | 水利局 | 各镇\n应急局 | \n"
    head, first, second = got.blocks
    assert [c.of(got.text) for c in head.cells] == ["任务", "责任单位", "责任单位"]
    assert [c.of(got.text) for c in second.cells] == ["防汛", "应急局", ""]
    assert second.cells[0] == first.cells[0]
    assert (head.is_head, first.is_head, head.table) == (True, False, 0)


def test_a_frame_of_one_column_holds_paragraphs(make_docx):
    body = f"<w:tbl><w:tr>{cell('各镇人民政府：')}</w:tr><w:tr>{cell('请认真执行。')}</w:tr></w:tbl>"
    got = extract(make_docx(body), "a.docx")
    assert [b.kind for b in got.blocks] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]


def test_a_nested_table_follows_its_row(make_docx):
    inner = f"<w:tbl><w:tr>{cell('内一')}{cell('内二')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr>{cell('外一')}<w:tc>{p('外二')}{inner}</w:tc></w:tr></w:tbl>"
    got = extract(make_docx(body), "a.docx")
    assert got.text == "外一 | 外二\n内一 | 内二\n"
    assert [b.table for b in got.blocks] == [0, 1]


def test_a_text_box_is_read_once(make_docx):
    box = f"<w:txbxContent>{p('签发人：李某')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>通知</w:t></w:r></w:p>"
    )
    assert lines(make_docx(body)) == ["通知", "签发人：李某"]


def test_running_heads_stand_apart_after_footnotes(make_docx):
    rule = f'<w:footnote w:type="separator">{p("-")}</w:footnote>'
    notes = rule + f'<w:footnote w:id="1">{p("见附件。")}</w:footnote>'
    got = extract(make_docx(p("正文"), header1=p("内部资料"), footnotes=notes), "a.docx")
    assert [(b.span.of(got.text), b.kind) for b in got.blocks] == [
        ("正文", BlockKind.PARAGRAPH),
        ("见附件。", BlockKind.PARAGRAPH),
        ("内部资料", BlockKind.FURNITURE),
    ]


def test_line_breaks_part_lines_and_page_breaks_do_not(make_docx):
    body = (
        '<w:p><w:r><w:t>各镇</w:t><w:br w:type="page"/><w:t>要落实</w:t><w:br/><w:t>责任。</w:t></w:r></w:p>'
    )
    assert lines(make_docx(body)) == ["各镇要落实", "责任。"]


def test_templates_of_offices_read_like_their_page(shared):
    data = (shared / "originals" / "gongwen-templates" / "hyjy_1.docx").read_bytes()
    got = extract(data, "hyjy_1.docx")
    assert got.text.splitlines()[0] == "会议纪要"
    assert [b.span.of(got.text) for b in got.blocks if b.kind is BlockKind.FURNITURE] == ["—2—", "—1—"]
