"""The list of documents and the review page, for everybody of the cast, the stranger first."""

import io
import re
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.followup.intake.decide import accept
from luoshi.followup.intake.register import initials_of
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.store.models import Document, Job, Proposal, Stake, Task, Unit, Version
from luoshi.web.documents import intake
from tests.cast import Cast, at

NOTICE = """关于做好养老服务工作的通知

一、工作任务
（一）县民政局要在2026年6月30日前建成12个养老服务站点，印发服务标准。
（二）县财政局要在2026年4月15日前拨付补助资金300万元。
（三）县民政局每季度向县政府报送一次工作进展情况。
"""


@pytest.fixture
def version(cast: Cast) -> Version:
    return take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=NOTICE), now=at("03-02"))


@pytest.fixture
def page(version: Version) -> str:
    return f"/documents/{version.document_id}"


@pytest.fixture
def rows(version: Version) -> list[Proposal]:
    return list(version.proposals.order_by("start"))


class TestWeight:
    def test_buttons_of_rows_need_no_search_for_their_form(self, client_of, page: str, rows) -> None:
        """Chromium needs 1.8 s for 540 rows of buttons that name a form elsewhere."""
        shown = client_of("office").get(page).content.decode()

        assert len(rows) == shown.count('form="review" name="rows"') > 2
        assert shown.count('form="review"') <= len(rows) + 3

    def test_a_page_travels_packed(self, client_of, page: str) -> None:
        response = client_of("office").get(page, HTTP_ACCEPT_ENCODING="gzip")

        assert "gzip" == response["Content-Encoding"]


class TestWhoSees:
    @pytest.mark.parametrize("who", ["stranger", "village", "town", "finance", "civil", "reader"])
    def test_others_find_nothing(self, client_of, page: str, version: Version, rows, who: str) -> None:
        client = client_of(who)
        original = f"{page}/originals/{version.original.sha256}"

        for address in (
            page,
            f"{page}?edit={rows[0].pk}",
            f"{page}?view=outcome",
            original,
            f"{page}/annotations",
        ):
            assert 404 == client.get(address).status_code
        for address in (f"{page}/decide", f"{page}/rows/{rows[0].pk}", f"{page}/again"):
            assert 404 == client.post(address, {"do": f"accept:{rows[0].pk}:0", "words": "x"}).status_code
        assert version.document.title not in client.get("/documents").content.decode()
        assert not Task.objects.exists()

    @pytest.mark.parametrize("who", ["office", "inspector", "boss"])
    def test_these_see_it(self, client_of, page: str, version: Version, who: str) -> None:
        client = client_of(who)

        assert 200 == client.get(page).status_code
        assert version.document.title in client.get("/documents").content.decode()

    @pytest.mark.parametrize("who", ["inspector", "boss"])
    def test_but_may_not_decide(self, client_of, page: str, rows, who: str) -> None:
        client = client_of(who)

        assert 'name="do"' not in client.get(page).content.decode()
        assert 403 == client.post(f"{page}/decide", {"do": f"accept:{rows[0].pk}:0"}).status_code

    def test_a_person_signed_out_is_asked_to_sign_in(self, client, page: str) -> None:
        for address in (page, "/documents"):
            assert 302 == client.get(address).status_code


class TestIntake:
    def test_a_pasted_text_leads_to_its_review(self, client_of, cast: Cast) -> None:
        answer = client_of("office").post("/documents", {"text": NOTICE})

        document = Document.objects.get()
        assert (302, f"/documents/{document.pk}") == (answer.status_code, answer["Location"])
        assert cast.office_unit == document.unit

    def test_several_files_each_tell_what_became_of_them(self, client_of, words_of) -> None:
        from_form = {
            "files": [
                SimpleUploadedFile("一.txt", NOTICE.encode()),
                SimpleUploadedFile("二.docx", b"PK\x03\x04broken"),
            ]
        }
        answer = client_of("office").post("/documents", from_form)

        assert 422 == answer.status_code
        assert "已收《关于做好养老服务工作的通知》" in words_of(answer)
        assert "二.docx" in words_of(answer)
        assert 1 == Document.objects.count()

    def test_the_same_text_leads_to_the_one_there_is(self, client_of, page: str, words_of) -> None:
        answer = client_of("office").post("/documents", {"text": NOTICE})

        assert 422 == answer.status_code
        assert f'href="{page}"' in words_of(answer)
        assert "县财政局要在2026年4月15日前" in words_of(answer)  # what was typed is kept

    def test_a_large_file_is_read_in_the_background(self, client_of, monkeypatch, words_of) -> None:
        monkeypatch.setattr(intake, "LARGE", 100)
        answer = client_of("office").post(
            "/documents", {"files": SimpleUploadedFile("大.txt", NOTICE.encode())}
        )

        assert 200 == answer.status_code
        assert "后台审读" in words_of(answer)
        assert (0, 1) == (Document.objects.count(), Job.objects.count())

    def test_a_file_larger_than_allowed_is_told(self, client_of, settings, words_of) -> None:
        settings.LARGEST_UPLOAD = 100
        answer = client_of("office").post(
            "/documents", {"files": SimpleUploadedFile("大.txt", NOTICE.encode())}
        )

        assert 422 == answer.status_code
        assert "大.txt" in words_of(answer)
        assert not Document.objects.exists()

    def test_who_acts_for_no_unit_is_told(self, client_of, words_of) -> None:
        client = client_of("reader")

        assert "<textarea" not in words_of(client.get("/documents"))
        assert 403 == client.post("/documents", {"text": NOTICE}).status_code
        assert not Document.objects.exists()

    def test_a_day_can_be_given(self, client_of) -> None:
        client_of("office").post(
            "/documents", {"text": "县民政局要在本月底前建立台账。", "as_of": "2026-04-07"}
        )

        assert "2026-04-30" in Proposal.objects.get().body


class TestDecide:
    def test_a_row_is_accepted_without_javascript(self, client_of, page: str, rows) -> None:
        answer = client_of("office").post(f"{page}/decide", {"do": f"accept:{rows[0].pk}:0"})

        assert (302, f"{page}#r{rows[0].pk}") == (answer.status_code, answer["Location"])
        assert "县民政局" == Task.objects.get().seat.name

    def test_in_place_only_the_row_and_the_counts_come_back(
        self, client_of, page: str, rows, words_of
    ) -> None:
        answer = client_of("office").post(
            f"{page}/decide", {"do": f"accept:{rows[0].pk}:0"}, headers={"HX-Request": "true"}
        )

        assert f'id="r{rows[0].pk}"' in words_of(answer)
        assert 'id="counts"' in words_of(answer)
        assert f'id="r{rows[1].pk}"' not in words_of(answer)
        assert "<html" not in words_of(answer)

    def test_all_firm_ones(self, client_of, page: str, version: Version) -> None:
        client_of("office").post(f"{page}/decide", {"do": "accept-firm"})

        assert version.proposals.filter(is_firm=True).count() == Task.objects.count()

    def test_merge_split_and_undo(self, client_of, page: str, rows, version: Version) -> None:
        client = client_of("office")
        client.post(f"{page}/decide", {"do": "merge", "rows": [rows[0].pk, rows[1].pk]})
        merged = version.proposals.get(made_of=rows[0])
        client.post(f"{page}/decide", {"do": f"undo:{merged.pk}"})
        assert "open" == Proposal.objects.get(pk=rows[0].pk).status

        edition = Proposal.objects.get(pk=rows[0].pk).edition
        cut = NOTICE.index("，印发") + 1
        client.post(f"{page}/decide", {"do": f"split:{rows[0].pk}:{edition}:{cut}"})
        assert 2 == version.proposals.filter(made_of=rows[0]).count()

    def test_reject_and_restore(self, client_of, page: str, rows) -> None:
        client = client_of("office")
        client.post(f"{page}/decide", {"do": f"reject:{rows[0].pk}:0"})
        assert "rejected" == Proposal.objects.get(pk=rows[0].pk).status
        client.post(f"{page}/decide", {"do": f"restore:{rows[0].pk}:1"})
        assert "open" == Proposal.objects.get(pk=rows[0].pk).status

    def test_a_row_about_people_has_no_button_and_no_way(self, client_of, page: str, rows, words_of) -> None:
        Proposal.objects.filter(pk=rows[0].pk).update(is_people=True)
        client = client_of("office")

        shown = words_of(client.get(page))
        assert f"accept:{rows[0].pk}" not in shown
        assert "决定 0001" in shown
        refused = client.post(f"{page}/decide", {"do": f"accept:{rows[0].pk}:0"})
        assert 409 == refused.status_code
        client.post(f"{page}/decide", {"do": "accept-firm"})
        assert "open" == Proposal.objects.get(pk=rows[0].pk).status

    @pytest.mark.parametrize("do", ["", "fly:1:2", "accept:x:y", "accept", "answer:1:0"])
    def test_a_button_nobody_made_does_nothing(self, client_of, page: str, do: str) -> None:
        assert 404 == client_of("office").post(f"{page}/decide", {"do": do}).status_code


class TestEdit:
    def test_a_form_changes_words_units_day_and_period(self, client_of, cast: Cast, page: str, rows) -> None:
        for unit in Unit.objects.all():
            unit.initials = initials_of(unit.name)
            unit.save()
        answer = client_of("office").post(
            f"{page}/rows/{rows[0].pk}",
            {
                "words": "建成12个站点",
                "lead": "县民政局",
                "support": "xcz、柳河镇",
                "due": "7月底前",
                "often": "",
                "kind": "once",
                "edition": "0",
                "as_of": "2026-03-02",
                "then": "accept",
            },
        )

        task = Task.objects.get()
        assert 302 == answer.status_code
        assert ("建成12个站点", "2026-07-31") == (task.words, task.due_on.isoformat())
        assert {
            (cast.finance_unit.pk, "support"),
            (cast.town_unit.pk, "support"),
            (cast.civil_unit.pk, "lead"),
        } <= set(task.stakes.values_list("unit", "role"))

    @pytest.mark.parametrize(
        ("field", "value"), [("lead", "没有的局"), ("due", "有空的时候"), ("often", "看情况"), ("words", " ")]
    )
    def test_what_cannot_be_understood_changes_nothing(
        self, client_of, page: str, rows, field: str, value: str
    ) -> None:
        form = {"words": "建站", "lead": "县民政局", "due": "", "often": "", "edition": "0"} | {field: value}
        answer = client_of("office").post(f"{page}/rows/{rows[0].pk}", form)

        assert 409 == answer.status_code
        assert rows[0].body == Proposal.objects.get(pk=rows[0].pk).body

    def test_of_two_people_the_second_sees_what_changed(self, client_of, page: str, rows, words_of) -> None:
        client = client_of("office")
        form = {"words": "建站", "lead": "县民政局", "due": "", "often": "", "edition": "0"}
        client.post(f"{page}/rows/{rows[0].pk}", form)
        answer = client.post(f"{page}/rows/{rows[0].pk}", form | {"words": "别的"})

        assert 409 == answer.status_code
        assert "何文" in words_of(answer)

    def test_a_question_is_answered_with_one_button(self, client_of, cast: Cast, page: str, rows) -> None:
        client = client_of("office")
        form = {"words": "建站", "lead": "", "due": "", "often": "", "edition": "0"}
        client.post(f"{page}/rows/{rows[0].pk}", form)
        client.post(f"{page}/decide", {"do": f"answer:{rows[0].pk}:1:owner:{cast.civil_unit.pk}"})
        client.post(f"{page}/decide", {"do": f"answer:{rows[0].pk}:2:deadline:2026-12-31"})
        client.post(f"{page}/decide", {"do": f"accept:{rows[0].pk}:3"})

        task = Task.objects.get()
        assert ("县民政局", "2026-12-31") == (task.seat.name, task.due_on.isoformat())

    @pytest.mark.parametrize(
        ("words", "asked", "n_kinds"),
        [("有关部门", "“有关部门”是谁", 1), ("县商务局", "名录里没有“县商务局”", 0)],
    )
    def test_whom_a_name_means_is_asked(
        self, client_of, cast: Cast, words: str, asked: str, n_kinds: int
    ) -> None:
        text = f"关于消防的通知\n{words}要在2026年9月底前完成12次消防安全检查。\n"
        version = take_in(cast.office, cast.office_unit.pk, Received("x", text=text), now=at("03-02"))
        row = version.proposals.get()
        address = f"/documents/{version.document_id}"
        shown = client_of("office").get(address).content.decode()

        assert asked in shown
        assert n_kinds == shown.count(f"answer:{row.pk}:0:who-0:部门")
        client_of("office").post(f"{address}/decide", {"do": f"answer:{row.pk}:0:who-0:nobody"})
        assert '"units": []' in version.proposals.get().body

    def test_everybody_of_a_kind_is_meant_with_one_button(self, client_of, cast: Cast) -> None:
        text = "关于消防的通知\n有关部门要在2026年9月底前完成12次消防安全检查。\n"
        version = take_in(cast.office, cast.office_unit.pk, Received("x", text=text), now=at("03-02"))
        row, address = version.proposals.get(), f"/documents/{version.document_id}/decide"
        client = client_of("office")
        client.post(address, {"do": f"answer:{row.pk}:0:who-0:部门"})
        client.post(address, {"do": f"accept:{row.pk}:1"})

        leads = Stake.objects.filter(role="lead").values_list("task__parent__parent", "unit__kind")
        assert 4 * [(None, "部门")] == list(leads)  # a part each, so that none is met by another's work

    def test_letters_offer_units(self, client_of) -> None:
        found = client_of("office").get("/documents/units", {"q": "民政"}).json()

        assert ["县民政局"] == [unit["name"] for unit in found["units"]]


class TestPage:
    def test_every_character_of_the_original_stands_there(self, client_of, page: str, words_of) -> None:
        shown = words_of(client_of("office").get(page))
        pane = re.search(r'<section class="source".*?</section>', shown, re.DOTALL)[0]
        text = unescape(re.sub(r"<[^>]+>", "", pane))
        assert "".join(NOTICE.split()) == "".join(text.split())

    def test_places_are_those_of_the_text_as_received(self, client_of, page: str, words_of) -> None:
        shown = words_of(client_of("office").get(page))
        for start, inner in re.findall(r'<p data-s="(\d+)">(.*?)</p>', shown):
            words = re.sub(r"<[^>]+>", "", inner)
            assert NOTICE[int(start) : int(start) + len(words)] == words

    def test_a_place_asked_for_is_marked(self, client_of, page: str, words_of) -> None:
        shown = words_of(client_of("office").get(page, {"at": NOTICE.index("拨付")}))

        assert '<mark id="at">' in shown

    def test_what_became_of_it(self, client_of, cast: Cast, page: str, rows, words_of) -> None:
        task = accept(cast.office, rows[0].pk, now=at("03-02"))
        shown = words_of(client_of("office").get(page, {"view": "outcome"}))

        assert task.code in shown
        assert "待签收" in shown

    def test_in_english_too(self, client_of, page: str, words_of) -> None:
        client = client_of("office")
        client.cookies["django_language"] = "en"

        shown = words_of(client.get(page))
        assert "Accept all" in shown
        assert "Take in" in words_of(client.get("/documents"))

    def test_the_original_comes_as_a_file_and_never_as_a_page(
        self, client_of, page: str, version: Version
    ) -> None:
        answer = client_of("office").get(f"{page}/originals/{version.original.sha256}")

        assert NOTICE == b"".join(answer.streaming_content).decode()
        assert answer["Content-Disposition"].startswith("attachment")
        assert ("application/octet-stream", "nosniff") == (
            answer["Content-Type"],
            answer["X-Content-Type-Options"],
        )
        assert 404 == client_of("office").get(f"{page}/originals/{'0' * 64}").status_code

    def test_a_task_s_units_see_where_it_came_from(self, client_of, cast: Cast, page: str, rows) -> None:
        assert 404 == client_of("civil").get(page).status_code
        accept(cast.office, rows[0].pk, now=at("03-02"))
        assert 200 == client_of("civil").get(page).status_code


class TestQueries:
    @pytest.mark.parametrize("n", [0, 1, 50])
    def test_of_the_list_do_not_grow(
        self, client_of, cast: Cast, n: int, django_assert_max_num_queries
    ) -> None:
        for i in range(n):
            take_in(
                cast.office,
                cast.office_unit.pk,
                Received("x", text=f"县民政局要在2026年6月30日前建成{i + 2}个站点。"),
                now=at("03-02"),
            )
        client = client_of("office")
        with django_assert_max_num_queries(8):
            client.get("/documents")

    @pytest.mark.parametrize("n", [0, 1, 50])
    def test_of_the_review_do_not_grow(
        self, client_of, cast: Cast, n: int, django_assert_max_num_queries
    ) -> None:
        text = "关于养老服务的通知\n" + "".join(
            f"县民政局要在2026年6月30日前建成{i + 2}个站点。\n" for i in range(n)
        )
        version = take_in(cast.office, cast.office_unit.pk, Received("x", text=text), now=at("03-02"))
        client = client_of("office")
        with django_assert_max_num_queries(16):
            client.get(f"/documents/{version.document_id}")


class TestWithdrawing:
    def test_a_document_taken_in_by_mistake_is_nobody_s_any_more(self, client_of, page: str, version) -> None:
        client = client_of("office")
        answer = client.post(f"{page}/withdraw", follow=True)

        assert "已撤回《关于做好养老服务工作的通知》" in answer.content.decode()
        assert 404 == client.get(page).status_code
        assert version.document.title not in client.get("/search?q=养老服务").content.decode()
        assert 302 == client.post("/documents", {"text": NOTICE}).status_code  # may come in again

    def test_not_once_a_task_came_of_it(self, cast: Cast, client_of, page: str, rows) -> None:
        accept(cast.office, rows[0].pk, now=at("03-02"))
        client = client_of("office")

        assert 409 == client.post(f"{page}/withdraw").status_code
        assert 200 == client.get(page).status_code


class TestZip:
    def test_each_file_inside_is_taken_in(self, client_of) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("通知.txt", NOTICE)
            archive.writestr("坏.docx", b"PK\x03\x04 broken")
            archive.writestr("~$通知.docx", b"lock")
        file = SimpleUploadedFile("附件.zip", packed.getvalue())
        told = client_of("office").post("/documents", {"files": file}).content.decode()

        assert 1 == Document.objects.count()
        assert "附件.zip/坏.docx" in told
        assert "~$" not in told

    def test_many_are_read_in_the_background(self, client_of, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(intake, "_AT_ONCE", 1)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("一.txt", NOTICE)
            archive.writestr("二.txt", NOTICE.replace("养老", "托育"))
        client_of("office").post("/documents", {"files": SimpleUploadedFile("附件.zip", packed.getvalue())})

        assert (1, 1) == (
            Document.objects.count(),
            Job.objects.filter(name__contains="read_received").count(),
        )
