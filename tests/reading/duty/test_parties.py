import pytest

from luoshi.reading.duty.party.parties import find_parties


def names(text):
    return [mark.span.of(text) for mark in find_parties(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市发展和改革委员会、市财政局负责落实。", ["市发展和改革委员会", "市财政局"]),
        ("应当由教育行政部门办成公办园", ["教育行政部门"]),
        ("各镇乡各部门每季度要召开会议", ["各镇乡", "各部门"]),  # 各 opens a new name
        ("区民政部门、镇人民政府（街道办事处）每月审核申请", ["区民政部门", "镇人民政府（街道办事处）"]),
        ("各省（区、市）政府要建立工作机制", ["各省（区、市）政府"]),
        ("国务院办公厅适时作出通报", ["国务院办公厅"]),
        ("市、区民政部门应当公布", ["市、区民政部门"]),
        ("省推进工业互联网创新发展专项工作组", ["省推进工业互联网创新发展专项工作组"]),
    ],
)
def test_a_name_reaches_from_its_ending_to_the_nearest_stop(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text", ["对全镇的工作出安排部署", "围绕中心，胸怀大局", "召开座谈会", "干部全部下沉社会"]
)
def test_words_that_only_look_like_units_are_none(text):
    assert names(text) == []


def test_collectives_are_nobody_in_particular_and_posts_are_posts():
    text = "各有关部门要落实，市教育局要报告，总理签发。"
    found = {mark.span.of(text): (mark.generic, mark.post) for mark in find_parties(text)}
    assert found == {"各有关部门": (True, False), "市教育局": (False, False), "总理": (False, True)}
