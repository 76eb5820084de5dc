"""Documents are taken in: whose they are, what is proposed, who is meant, what cannot be read."""

import io
import json
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from luoshi.followup.ground.permissions import visible_documents
from luoshi.followup.ground.refusals import NotAllowedError, NotFoundError, RefusedError
from luoshi.followup.intake.drafts import Draft, from_json, settled
from luoshi.followup.intake.later import take_in_later
from luoshi.followup.intake.register import Register, initials_of, kinds_of, offer, register_of
from luoshi.followup.intake.take_in import Received, UnreadableError, read_again, take_in
from luoshi.followup.work.backend import run
from luoshi.store.models import Document, Event, Job, Notification, Original, Proposal, Unit, Version
from tests.cast import Cast, at, unit

NOTICE = """青禾县人民政府办公室关于做好养老服务工作的通知

各乡镇人民政府：

一、工作任务
（一）县民政局要在2026年6月30日前建成12个养老服务站点。
（二）县财政局要在2026年4月15日前拨付补助资金300万元。
（三）县民政局每季度向县政府报送一次工作进展情况。
（四）有关部门要加强日常监督管理。

青禾县人民政府办公室
2026年3月1日
"""


def rows(version: Version) -> list[Draft]:
    return [from_json(p.body) for p in version.proposals.all()]


def row(version: Version, words: str) -> Draft:
    return next(d for d in rows(version) if words in d.words)


@pytest.fixture
def version(cast: Cast) -> Version:
    return take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=NOTICE), now=at("03-02"))


class TestPaste:
    def test_the_head_of_the_document_is_read(self, cast: Cast, version: Version) -> None:
        document = version.document

        assert "青禾县人民政府办公室关于做好养老服务工作的通知" == document.title
        assert date(2026, 3, 1) == document.dated_on
        assert cast.office_unit == document.unit
        assert NOTICE == version.text

    def test_each_promise_is_proposed_with_unit_and_day(self, cast: Cast, version: Version) -> None:
        stations = row(version, "养老服务站点")

        assert "2026-06-30" == stations.due_on
        assert [("县民政局", "lead", (cast.civil_unit.pk,))] == [
            (u.words, u.role, u.units) for u in stations.units
        ]
        assert "县民政局要在2026年6月30日前建成12个养老服务站点" == stations.words
        assert stations.words == NOTICE[stations.start : stations.end]

    def test_a_recurring_duty_keeps_its_rule_and_its_words(self, version: Version) -> None:
        progress = row(version, "报送一次")

        assert ("FREQ=MONTHLY;INTERVAL=3", "recurring") == (progress.rrule, progress.kind)
        assert "每季度" == progress.rrule_words

    def test_the_document_is_in_the_log(self, version: Version) -> None:
        event = Event.objects.get(kind="document-received")

        assert f"document:{version.document_id}" == event.subject
        assert version.text_sha256 in event.body

    def test_what_was_read_as_what_is_counted(self, version: Version) -> None:
        assert '"commitment"' in version.covered


class TestRelativeDays:
    TEXT = "县民政局要在本月底前建立台账。县财政局要在会后15日内拨付资金20万元。"

    def test_count_from_the_day_given(self, cast: Cast) -> None:
        received = Received("口头交办", text=self.TEXT, as_of=date(2026, 4, 7))
        version = take_in(cast.office, cast.office_unit.pk, received, now=at("04-08"))

        assert "2026-04-30" == row(version, "台账").due_on

    def test_after_an_event_wait_for_it(self, cast: Cast) -> None:
        received = Received("口头交办", text=self.TEXT, as_of=date(2026, 4, 7))
        version = take_in(cast.office, cast.office_unit.pk, received, now=at("04-08"))

        money = row(version, "拨付")
        assert ("", "P15D") == (money.due_on, money.waits_for)


class TestWhoMay:
    @pytest.mark.parametrize("who", ["stranger", "civil", "inspector", "reader", "boss", "village"])
    def test_only_the_unit_s_own_people_take_in_for_it(self, cast: Cast, who: str) -> None:
        with pytest.raises(NotAllowedError):
            take_in(
                getattr(cast, who), cast.office_unit.pk, Received("通知.txt", text=NOTICE), now=at("03-02")
            )
        assert not Document.objects.exists()

    @pytest.mark.parametrize("who", ["stranger", "civil", "finance", "reader", "town", "village"])
    @pytest.mark.usefixtures("version")
    def test_others_do_not_see_it(self, cast: Cast, who: str) -> None:
        assert not visible_documents(getattr(cast, who)).exists()

    @pytest.mark.parametrize("who", ["office", "inspector", "boss"])
    def test_who_sees_the_unit_sees_it(self, cast: Cast, version: Version, who: str) -> None:
        assert [version.document] == list(visible_documents(getattr(cast, who)))


class TestAgain:
    def test_the_same_text_is_told(self, cast: Cast, version: Version) -> None:
        with pytest.raises(RefusedError, match="received-before") as told:
            take_in(
                cast.office,
                cast.office_unit.pk,
                Received("x.txt", data=NOTICE.encode()),
                now=at("03-03"),
            )

        assert {"title": version.document.title, "document": version.document_id} == told.value.args_by_name
        assert 1 == Version.objects.count()

    def test_the_same_text_as_a_new_version_is_told(self, cast: Cast, version: Version) -> None:
        received = Received("x.txt", text=NOTICE, document=version.document_id)
        with pytest.raises(RefusedError, match="received-before"):
            take_in(cast.office, cast.office_unit.pk, received, now=at("03-03"))

    def test_a_changed_text_is_the_next_version(self, cast: Cast, version: Version) -> None:
        changed = (
            NOTICE.replace("2026年6月30日", "2026年7月31日")
            + "\n（五）县财政局要在2026年5月31日前公布审计报告。\n"
        )
        received = Received("新.txt", text=changed, document=version.document_id)
        second = take_in(cast.office, cast.office_unit.pk, received, now=at("03-09"))

        assert (version.document_id, 2) == (second.document_id, second.number)
        marks = {
            from_json(p.body).words[:13]: (p.stands_as_id is not None, p.is_reworded)
            for p in second.proposals.all()
        }
        assert (True, True) == marks["县民政局要在2026年7月"]  # reworded: another day
        assert (True, False) == marks["县财政局要在2026年4月"]
        assert (False, False) == marks["县财政局要在2026年5月"]  # new

    def test_a_version_of_somebody_else_s_document_is_not_found(self, cast: Cast, version: Version) -> None:
        received = Received("新.txt", text=NOTICE + "又及。", document=version.document_id)
        with pytest.raises(RefusedError, match="not-found"):
            take_in(cast.civil, cast.civil_unit.pk, received, now=at("03-09"))

    def test_another_document_of_the_unit_says_what_stands(self, cast: Cast, version: Version) -> None:
        copy = NOTICE.replace("通知\n", "补充通知\n").replace("，", ",")
        other = take_in(cast.office, cast.office_unit.pk, Received("补充.txt", text=copy), now=at("03-09"))

        assert version.document_id != other.document_id
        assert all(p.stands_as_id and not p.is_reworded for p in other.proposals.all())

    @pytest.mark.usefixtures("version")
    def test_last_year_s_plan_with_other_figures_is_reworded(self, cast: Cast) -> None:
        copy = NOTICE.replace("2026", "2027").replace("12个", "15个").replace("300万", "280万")
        other = take_in(cast.office, cast.office_unit.pk, Received("明年.txt", text=copy), now=at("03-09"))
        stations = next(p for p in other.proposals.all() if "15个" in p.body)

        assert stations.is_reworded
        assert "12个" in stations.stands_as.body

    def test_a_document_is_read_again(self, cast: Cast, version: Version) -> None:
        second = read_again(cast.office, version.document_id, now=at("03-10"))

        assert (2, version.text) == (second.number, second.text)
        assert all(p.stands_as_id for p in second.proposals.all())
        with pytest.raises(NotFoundError):
            read_again(cast.stranger, version.document_id, now=at("03-10"))


class TestNames:
    @pytest.fixture
    def register(self, cast: Cast) -> Register:
        unit("东街街道", cast.county, "街道")
        unit("白杨乡", cast.county, "乡镇")
        return register_of(cast.county)

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("县民政局", ["县民政局"]),
            ("民政局", ["县民政局"]),
            ("青禾县民政局", ["县民政局"]),
            ("县 民政局", ["县民政局"]),
            ("各乡镇", ["柳河镇", "白杨乡"]),
            ("各镇乡", ["柳河镇", "白杨乡"]),
            ("各乡镇人民政府", ["柳河镇", "白杨乡"]),
            ("各乡镇（街道）", ["柳河镇", "白杨乡", "东街街道"]),
            ("各乡镇(街道)", ["柳河镇", "白杨乡", "东街街道"]),
            ("所有乡镇和街道", ["柳河镇", "白杨乡", "东街街道"]),
            ("有关部门", []),
            ("相关乡镇", []),
            ("各有关单位", []),
            ("县商务局", []),
        ],
    )
    def test_a_document_s_words_name_units(
        self, cast: Cast, register: Register, words: str, names: list[str]
    ) -> None:
        by_id = {e.pk: e.name for e in register.entries}
        assert sorted(names) == sorted(by_id[pk] for pk in register.resolve(words))
        part = register_of(cast.office_unit, [words])  # what intake asks the database for
        assert sorted(names) == sorted(by_id[pk] for pk in part.resolve(words))

    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("民政", "县民政局"),
            ("县民", "县民政局"),
            ("柳", "柳河镇"),
            ("xm", "县民政局"),
            ("MZ", "县民政局"),
        ],
    )
    def test_two_letters_find_a_unit(self, cast: Cast, typed: str, first: str) -> None:
        for one in Unit.objects.all():
            one.initials = initials_of(one.name)
            one.save()
        assert first == offer(cast.office_unit, typed)[0].name
        assert () == offer(cast.office_unit, " ")

    def test_the_kinds_are_counted(self, cast: Cast) -> None:
        assert {"部门": 4, "乡镇": 1, "村": 1} == kinds_of(cast.office_unit)


def test_a_question_that_is_answered_is_not_asked_again() -> None:
    asked = Draft("建立台账", 0, 4, missing=("owner", "deadline"), vague=("定期",))

    assert ("owner",) == settled(Draft("建立台账", 0, 4, due_on="2026-06-30", missing=asked.missing)).missing
    assert asked == settled(asked)


OPEN_XML = "http://schemas.openxmlformats.org"
OFFICE = "application/vnd.openxmlformats-officedocument"


def docx(words: str) -> bytes:
    made = io.BytesIO()
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in words.split("\n"))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{OPEN_XML}/package/2006/content-types"><Override '
        f'PartName="/word/document.xml" ContentType="{OFFICE}.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{OPEN_XML}/package/2006/relationships"><Relationship Id="r" '
        f'Type="{OPEN_XML}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{OPEN_XML}/wordprocessingml/2006/main"><w:body>'
        f"{paragraphs}</w:body></w:document>",
    }
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, xml in parts.items():
            file.writestr(name, xml)
    return made.getvalue()


def xlsx(lines: list[list[str]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for r, cells in enumerate(lines):
            for c, cell in enumerate(cells):
                sheet.write(r, c, cell)
    return made.getvalue()


def bomb() -> bytes:
    """A .docx whose one part unpacks to two gigabytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        with file.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(2_000):
                part.write(b"0" * 1_000_000)
    return made.getvalue()


def encrypted() -> bytes:
    """What an office program makes of a document with a password: a compound file, not a zip."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    directory = "EncryptedPackage".encode("utf-16-le")
    return head.ljust(512, b"\0") + directory.ljust(4096, b"\0")


PAGE = (
    "<html><head><meta charset=utf-8><title>通知</title></head><body>"
    + "".join(f"<p>{line}</p>" for line in NOTICE.split("\n"))
    + "</body></html>"
)
SAMPLES = Path(__file__).resolve().parents[2] / "src/luoshi/samples"


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("通知.txt", NOTICE.encode("gb18030")),
            ("通知.html", PAGE.encode()),
            ("通知.docx", docx(NOTICE)),
            (
                "任务.xlsx",
                xlsx(
                    [["任务", "责任单位", "完成时限"], ["建成12个养老服务站点", "县民政局", "2026年6月30日"]]
                ),
            ),
        ],
        ids=["txt", "html", "docx", "xlsx"],
    )
    def test_each_kind_is_read_and_its_bytes_kept(self, cast: Cast, name: str, data: bytes) -> None:
        version = take_in(cast.office, cast.office_unit.pk, Received(name, data), now=at("03-02"))

        assert "养老服务站点" in version.text
        assert row(version, "养老服务站点").units[0].units == (cast.civil_unit.pk,)
        assert version.original is not None
        assert len(data) == version.original.n_bytes

    def test_a_pdf_is_read(self, cast: Cast, shared: Path) -> None:
        data = (shared / "originals/govdoc-cn/397.pdf").read_bytes()
        version = take_in(cast.office, cast.office_unit.pk, Received("397.pdf", data), now=at("03-02"))

        assert "application/pdf" == version.original.media_type
        assert version.text[p.start : p.end].strip() if (p := version.proposals.first()) else version.text

    def test_the_sample_notice_is_read(self, cast: Cast) -> None:
        data = (SAMPLES / "notice.docx").read_bytes()
        version = take_in(cast.office, cast.office_unit.pk, Received("notice.docx", data), now=at("03-06"))

        assert "青政办发〔2026〕8号" == version.document.docno
        assert version.proposals.count() > 5


class TestUglyFiles:
    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [
            ("通知.docx", docx(NOTICE)[:300], "truncated"),
            ("通知.docx", encrypted(), "encrypted"),
            ("~$通知.docx", b"\x06" + "何文".encode("utf-16-le").ljust(161, b"\0"), "word-lock-file"),
            ("通知.docx", bomb(), "zip-bomb"),
            ("通知.pdf", b"%PDF-1.7\n1 0 obj\n<<", "truncated"),
            ("照片.exe", b"MZ" + bytes(range(256)) * 8, "unknown-format"),
        ],
        ids=["truncated", "encrypted", "lock", "bomb", "pdf", "program"],
    )
    def test_are_told_and_leave_nothing_behind(self, cast: Cast, name: str, data: bytes, code: str) -> None:
        with pytest.raises(UnreadableError) as told:
            take_in(cast.office, cast.office_unit.pk, Received(name, data), now=at("03-02"))

        assert ("unreadable", name) == (told.value.code, told.value.args_by_name["name"])
        assert code == told.value.problem.code
        assert (0, 0, 0) == (Document.objects.count(), Version.objects.count(), Original.objects.count())
        assert not Event.objects.exists()

    @pytest.mark.parametrize(
        ("data", "code"), [(b"", "empty-file"), (b" \r\n ", "no-text"), ("一".encode(), "no-text")]
    )
    def test_an_empty_file_is_told(self, cast: Cast, data: bytes, code: str) -> None:
        with pytest.raises(UnreadableError) as told:
            take_in(cast.office, cast.office_unit.pk, Received("空.txt", data), now=at("03-02"))
        assert code == told.value.problem.code
        assert not Original.objects.exists()

    @pytest.mark.parametrize("text", ["", "  \n "])
    def test_nothing_is_nothing(self, cast: Cast, text: str) -> None:
        with pytest.raises(RefusedError, match="nothing-received"):
            take_in(cast.office, cast.office_unit.pk, Received("空", text=text), now=at("03-02"))
        assert not Proposal.objects.exists()


class TestLater:
    """A large file is kept at once and read by the worker."""

    def test_it_is_read_and_told_once(self, cast: Cast) -> None:
        take_in_later(
            cast.office, cast.office_unit.pk, Received("通知.txt", NOTICE.encode()), now=at("03-02")
        )
        assert (1, 0) == (Original.objects.count(), Document.objects.count())

        job = Job.objects.get()
        for _ in range(2):  # killed and done again
            assert run(job, json.loads(job.payload)) in {True, False}
        assert 1 == Document.objects.count()
        (told,) = Notification.objects.all()
        assert ("document-read", cast.office.person) == (told.kind, told.person_id)

    def test_one_that_cannot_be_read_is_told(self, cast: Cast) -> None:
        received = Received("通知.docx", docx(NOTICE)[:300])
        take_in_later(cast.office, cast.office_unit.pk, received, now=at("03-02"))
        job = Job.objects.get()
        run(job, json.loads(job.payload))

        assert "document-unreadable" == Notification.objects.get().kind
        assert not Document.objects.exists()

    def test_only_for_one_s_own_unit(self, cast: Cast) -> None:
        with pytest.raises(NotAllowedError):
            take_in_later(cast.civil, cast.office_unit.pk, Received("x.txt", b"x"), now=at("03-02"))
        assert not Job.objects.exists()


def test_a_file_is_read_again_from_its_bytes(cast: Cast) -> None:
    data = xlsx([["任务", "责任单位", "完成时限"], ["建成12个养老服务站点", "县民政局", "2026年6月30日"]])
    first = take_in(cast.office, cast.office_unit.pk, Received("任务.xlsx", data), now=at("03-02"))
    second = read_again(cast.office, first.document_id, now=at("03-03"))

    assert (first.text, first.original) == (second.text, second.original)
    assert [p.body for p in first.proposals.all()] == [p.body for p in second.proposals.all()]
