import pytest

from luoshi.reading.duty.cutting.subjects import PartyMap, subject_at, subjects_by
from luoshi.reading.duty.party.parties import find_parties


def opening(text):
    found = subject_at(PartyMap(text, find_parties(text)), 0, len(text))
    return [(s.of(text), role.value) for s, _, role in found.parties] if found else []


def behind(text):
    found = subjects_by(PartyMap(text, find_parties(text)), 0, len(text))
    return [(s.of(text), role.value) for subject in found for s, _, role in subject.parties]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市民政局、市财政局要制定方案", [("市民政局", "lead"), ("市财政局", "lead")]),
        ("市教育局会同市财政局制定方案", [("市教育局", "lead"), ("市财政局", "support")]),
        ("民政、公安等部门应当建立机制", [("民政", "lead"), ("公安", "lead")]),
        ("民政、公安和相关部门应当建立机制", [("民政", "lead"), ("公安", "lead"), ("相关部门", "lead")]),
        ("每个课题的学生请自行协调顺序", [("每个课题的学生", "lead")]),
        ("2022年6月底前市教育局要制定方案", [("市教育局", "lead")]),
        ("市民政局的信息系统应当升级", []),  # the owner of a thing does not act
        ("小区配套设施应当按标准建设", []),
    ],
)
def test_a_part_opens_with_who_acts(text, expected):
    assert opening(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议文件由总理批印", [("总理", "lead")]),
        ("组长由市教育局主要负责同志担任", []),
        ("保费由5元提高至10元", []),
        ("请科技部、财政部在2月底前完成", [("科技部", "lead"), ("财政部", "lead")]),
    ],
)
def test_behind_a_preposition(text, expected):
    assert behind(text) == expected
