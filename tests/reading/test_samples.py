"""What a clerk would call right in the project's own sample documents."""

from importlib.resources import files

import pytest

import luoshi


@pytest.fixture(scope="module")
def reading_of():
    def load(name):
        path = files("luoshi").joinpath("samples", name)
        return luoshi.read(path.read_bytes(), name=name)

    return load


def told(reading, marks):
    return [m.span.of(reading.source.text) for m in marks]


def test_a_self_report_keeps_deeds_problems_and_tasks_apart(reading_of):
    reading = reading_of("self-report.txt")
    tasks = told(reading, reading.commitments)
    assert not [t for t in tasks if "取缔" in t or "斑马线" in t or "专班" in t]
    assert len(reading.achievements) == 5
    assert len(reading.shortcomings) == 4
    mending = next(c for c in reading.commitments if "监控探头" in c.span.of(reading.source.text))
    assert [x.mark.norm for x in mending.limits] == ["2026-12-10"]


def test_a_notice_with_its_table(reading_of):
    reading = reading_of("notice.docx")
    text = reading.source.text
    assert reading.head.title == "青禾县人民政府办公室关于印发《2026年民生实事任务分解表》的通知"
    rows = {c.span.of(text): c for c in reading.commitments}
    school = rows["新建公办幼儿园3所，新增学位810个"]
    assert [a.span.of(text) for a in school.actors] == ["县教育局", "县自然资源局", "县住建局"]
    assert [x.mark.norm for x in school.limits] == ["2026-08-31"]
    assert rows["配合单位要主动对接，不得推诿"].limits == ()
    assert not [w for w in rows if w.startswith(("附件", "2026年民生"))]


def test_a_damaged_page_is_read_clean(reading_of):
    reading = reading_of("damaged-page.txt")
    assert "（yuán）" not in reading.source.text
    assert "(zhī)" not in reading.source.text
    assert len(reading.shortcomings) == 3
    assert [c.scope for c in reading.commitments].count("people") == 1


def test_a_meeting_is_head_and_its_demands_are_tasks(reading_of):
    reading = reading_of("meeting.html")
    tasks = told(reading, reading.commitments)
    assert reading.head.title == "青禾县召开冬春火灾防控工作会议"
    assert not [t for t in tasks if "召开。" in t or "参加会议" in t or "四点要求" in t or "1142" in t]
    assert "县消防救援大队要牵头制定排查标准，11月15日前印发各乡镇" in tasks


@pytest.mark.parametrize("name", ["work-plan.txt", "rules.txt"])
def test_why_a_document_is_there_is_no_task(reading_of, name):
    reading = reading_of(name)
    assert not [t for t in told(reading, reading.commitments) if "制定本" in t or t.startswith("附件")]
