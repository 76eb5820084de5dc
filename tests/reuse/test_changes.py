"""What was changed between two copies."""

import pytest

from luoshi.reuse.changes import Kind, changes


def told(first: str, second: str) -> list[tuple[str, str, str]]:
    return [
        (c.kind.value, first[c.a0 : c.a1], second[c.b0 : c.b1])
        for c in changes(first, second)
        if c.kind is not Kind.SAME
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("完成水库加固6座，投资明确。", "完成水库加固9座，投资明确。", [("number", "6", "9")]),
        ("完成水库加固6座,投资明确。", "完成水库加固x座,投资明确。", [("mask", "6", "x")]),
        ("每月25日前报送。", "每月20日前报送。", [("number", "25", "20")]),
        ("投入资金1200万元，", "投入资金200万元，", [("number", "1200", "200")]),
        ("由青禾县水务局牵头落实。", "由白石县水务局牵头落实。", [("name", "青禾", "白石")]),
        ("做好黨的建設工作。", "做好党的建设工作。", [("script", "黨", "党"), ("script", "設", "设")]),
        (
            "压实各方责任，确保按期完成。",
            "压实各方责任，层层传导压力，确保按期完成。",
            [("inserted", "", "层层传导压力，")],
        ),
        (
            "召开专题会议,层层传导压力,推动落实。",
            "召开专题会议,推动落实。",
            [("dropped", "层层传导压力,", "")],
        ),
    ],
)
def test_a_change_is_named(first: str, second: str, expected: list[tuple[str, str, str]]) -> None:
    assert expected == told(first, second)


def test_a_clause_put_elsewhere_is_moved() -> None:
    first = "层层传导工作压力，召开专题会议研究，明确责任分工到人。"
    second = "召开专题会议研究，明确责任分工到人。层层传导工作压力，"

    assert {"moved"} == {kind for kind, _, _ in told(first, second)}


def test_the_changes_cover_both_texts() -> None:
    first, second = "各乡镇要于6月底前完成，逾期通报。", "各街道应当在七月底前全部完成。"
    found = changes(first, second)

    assert first == "".join(first[c.a0 : c.a1] for c in found)
    assert second == "".join(second[c.b0 : c.b1] for c in found)
