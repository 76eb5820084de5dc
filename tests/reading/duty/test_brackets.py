import pytest

from luoshi.reading.duty.brackets import find_brackets, role_of_column
from luoshi.reading.marks import Role


def units(text):
    return [(a.span.of(text), a.role.value, a.resolved) for _, actors in find_brackets(text) for a in actors]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "建成平台。（责任单位：省经济和信息化厅，各市人民政府）",
            [("省经济和信息化厅", "lead", True), ("各市人民政府", "lead", True)],
        ),
        ("（6月底完成，牵头考核单位：市公安局）", [("市公安局", "assess", True)]),
        ("（教育部会同有关部门负责）", [("教育部", "lead", True), ("有关部门", "support", False)]),
        (
            "（市发展和改革委员会牵头，市财政局、市教育局按职责分工负责）",
            [
                ("市发展和改革委员会", "lead", True),
                ("市财政局", "support", True),
                ("市教育局", "support", True),
            ],
        ),
        ("〔各有关部门按职责分工负责〕", [("各有关部门", "lead", False)]),
        (
            "（省政务和数据局、省国资委等单位负责）",
            [("省政务和数据局", "lead", True), ("省国资委", "lead", True)],
        ),
    ],
)
def test_a_bracket_names_units_in_their_roles(text, expected):
    assert units(text) == expected


def test_label_lines_side_by_side_are_one_bracket():
    text = "做好调查。\n牵头单位：市发改委\n配合单位：市财政局"
    assert len(find_brackets(text)) == 1
    assert units(text) == [("市发改委", "lead", True), ("市财政局", "support", True)]


@pytest.mark.parametrize("text", ["（以下简称联席会议）", "（见附件2）", "（含电子文档）"])
def test_other_brackets_name_nobody(text):
    assert find_brackets(text) == []


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("牵头单位", Role.LEAD),
        ("协办单位", Role.SUPPORT),
        ("负责考核部门", Role.ASSESS),
        ("市卫健委内牵头处室", Role.INTERNAL),
        ("牵头领导", None),  # a person, not a unit
        ("落实措施", None),
        ("考核指标", None),
    ],
)
def test_a_column_is_known_by_its_head(head, role):
    assert role_of_column(head) is role


def test_a_responsible_unit_beside_a_leading_one_helps() -> None:
    text = "（牵头单位：县水利局，责任单位：县财政局、各乡镇人民政府）"
    ((_, actors),) = find_brackets(text)
    assert [(a.span.of(text), a.role.value) for a in actors] == [
        ("县水利局", "lead"),
        ("县财政局", "support"),
        ("各乡镇人民政府", "support"),
    ]
