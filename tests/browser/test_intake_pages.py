"""Taking documents in and reviewing them in a real browser."""

from pathlib import Path

import pytest

from luoshi.followup.intake.decide import accept
from luoshi.followup.intake.take_in import Received, take_in
from luoshi.store.models import Proposal, Task, Version
from tests.browser.conftest import Opened, fits, picture
from tests.browser.held import Held
from tests.cast import Cast, at

PLAN = """青禾县养老服务提升行动方案

一、总体要求
坚持问题导向，把群众满意放在首位。去年全县新建养老服务站点8个，受到群众欢迎。

二、重点任务
（一）县民政局要在2026年6月30日前建成12个养老服务站点，印发服务标准。
（二）县财政局要在2026年4月15日前拨付补助资金300万元。
（三）各乡镇每季度向县政府报送一次工作进展情况。
（四）有关部门要在2026年9月底前完成消防安全检查，定期开展回头看。
（五）2026年10月底前组织一次老年人免费体检，不少于5000人次。
（六）县民政局会同县财政局在会后15个工作日内出台收费管理办法。

三、存在的问题
一是部分站点设施老旧，服务能力不足。
"""
MARK = """([first, last]) => {
  const walker = document.createTreeWalker(document.querySelector("#source"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const from = node.data.indexOf(first), until = node.data.indexOf(last);
    if (from >= 0) range.setStart(node, from);
    if (until >= 0) range.setEnd(node, until + last.length);
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
SAMPLES = Path(__file__).resolve().parents[2] / "src/luoshi/samples"

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def version(cast: Cast) -> Version:
    return take_in(cast.office, cast.office_unit.pk, Received("方案.txt", text=PLAN), now=at("03-02"))


def row_of(version: Version, words: str) -> Proposal:
    return next(p for p in version.proposals.exclude(status="replaced") if words in p.body)


class TestPictures:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1440, 360])
    def test_of_list_and_review(self, opened: Opened, version: Version, width: int, scheme: str) -> None:
        page = opened("/documents", width=width, scheme=scheme)
        picture(page, f"documents-list-{width}-{scheme}", whole=False)
        assert fits(page)
        page.goto(page.url + f"/{version.document_id}")
        page.keyboard.press("j")
        page.keyboard.press("j")
        picture(page, f"documents-review-{width}-{scheme}", whole=False)
        assert fits(page)


class TestIntake:
    def test_a_pasted_text_is_under_review_at_once(self, opened: Opened) -> None:
        page = opened("/documents")
        page.fill("textarea[name=text]", PLAN)
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/documents/*")

        assert "青禾县养老服务提升行动方案" in page.inner_text("h1")
        assert page.locator("#rows > li").count() == Version.objects.get().proposals.count() > 4

    @pytest.mark.parametrize("name", ["work-plan.txt", "notice.docx", "meeting.html"])
    def test_a_file_of_each_kind(self, opened: Opened, name: str) -> None:
        page = opened("/documents")
        page.set_input_files("input[type=file] >> nth=0", SAMPLES / name)
        page.wait_for_url("**/documents/*")

        assert page.locator("#rows > li").count() > 5
        assert (SAMPLES / name).stat().st_size == Version.objects.get().original.n_bytes

    def test_several_files_dropped_anywhere_each_say_what_became_of_them(self, opened: Opened) -> None:
        page = opened("/documents")
        dropped = page.evaluate_handle(
            """(text) => { const all = new DataTransfer();
            all.items.add(new File([text], "方案.txt")); all.items.add(new File(["PK坏"], "坏.docx"));
            return all }""",
            PLAN,
        )
        page.dispatch_event("h1", "dragenter", {"dataTransfer": dropped})
        assert page.is_visible("#dropzone")
        picture(page, "documents-drop-1440-light", whole=False)
        page.dispatch_event("h1", "drop", {"dataTransfer": dropped})
        page.wait_for_selector("#arrivals .done")
        page.wait_for_selector("#arrivals .refused")

        assert "坏.docx" in page.inner_text("#arrivals .refused")
        assert 1 == Version.objects.count()
        picture(page, "documents-arrivals-1440-light", whole=False)


class TestKeys:
    def test_a_accepts_and_goes_on(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        names = page.eval_on_selector_all("#rows > li", "all => all.map(e => e.dataset.r)")
        page.keyboard.press("a")
        page.wait_for_selector(f"#r{names[0]}.accepted")
        page.wait_for_selector(f"#r{names[1]}[data-current]")
        page.keyboard.press("a")
        page.wait_for_selector(f"#r{names[1]}.accepted")

        assert 2 == Task.objects.count()
        assert "accepted" in page.get_attribute(f"#s{names[0]}", "class")
        assert "2" in page.inner_text("#counts .doing")

    def test_x_sets_aside_r_brings_back_u_undoes(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        money = row_of(version, "300万元")
        page.click(f"#r{money.pk} .words")
        page.keyboard.press("x")
        page.wait_for_selector(f"#r{money.pk}.rejected")
        page.click(f"#r{money.pk} .words")
        page.keyboard.press("r")
        page.wait_for_selector(f"#r{money.pk}.open")
        page.keyboard.press("a")
        page.wait_for_selector(f"#r{money.pk}.accepted")
        page.keyboard.press("u")
        page.wait_for_selector(f"#r{money.pk}.open")

        assert "cancelled" == Task.objects.get().step

    def test_n_makes_a_row_of_the_words_marked(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        n = page.locator("#rows > li").count()
        page.keyboard.press("n")
        page.wait_for_selector("#messages .refusal")
        page.evaluate(MARK, ["部分站点设施", "服务能力不足"])
        page.keyboard.press("n")
        page.wait_for_selector("#rows > li[data-current] >> text=部分站点设施老旧，服务能力不足")

        assert n + 1 == page.locator("#rows > li").count()
        added = row_of(version, "部分站点设施老旧，服务能力不足")
        assert PLAN[added.start : added.end] == "部分站点设施老旧，服务能力不足"
        page.keyboard.press("a")
        page.wait_for_selector(f"#r{added.pk}.accepted")
        assert "部分站点设施老旧，服务能力不足" == Task.objects.get().words

    def test_m_merges_marked_rows_and_u_parts_them(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        money, stations = row_of(version, "300万元"), row_of(version, "养老服务站点，印发")
        page.click(f"#r{stations.pk} .words")
        page.keyboard.press("Space")
        page.keyboard.press("j")
        page.keyboard.press("Space")
        page.keyboard.press("m")
        page.wait_for_selector(f"#r{money.pk}", state="detached")
        assert "拨付" in page.inner_text("[data-current] .words")
        page.keyboard.press("u")
        page.wait_for_selector(f"#r{money.pk}")
        assert page.is_visible(f"#r{stations.pk}")

    def test_s_splits_at_a_comma_with_a_digit(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        stations = row_of(version, "养老服务站点，印发")
        page.click(f"#r{stations.pk} .words")
        page.keyboard.press("s")
        page.wait_for_selector(".cuts")
        picture(page, "documents-split-1440-light", whole=False)
        page.keyboard.press("1")
        page.wait_for_selector(f"#r{stations.pk}", state="detached")

        halves = [p.body for p in version.proposals.filter(made_of=stations).order_by("start")]
        assert ["印发" in half for half in halves] == [False, True]

    def test_s_splits_where_the_original_was_clicked(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        stations = row_of(version, "养老服务站点，印发")
        box = page.evaluate(
            """(name) => { const p = document.querySelector(`#s${name}`).closest('p');
            const walk = document.createTreeWalker(p, 4); let node;
            while ((node = walk.nextNode())) { const i = node.data.indexOf('印发');
              if (i >= 0) { const r = document.createRange(); r.setStart(node, i); r.setEnd(node, i + 1);
                const b = r.getBoundingClientRect(); return [b.left + 1, b.top + b.height / 2] } } }""",
            str(stations.pk),
        )
        page.mouse.click(*box)
        page.keyboard.press("s")
        page.wait_for_selector(f"#r{stations.pk}", state="detached")

        second = version.proposals.filter(made_of=stations).order_by("-start").first()
        assert PLAN.index("印发") == second.start

    def test_a_digit_answers_the_row_s_question(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        medical = row_of(version, "免费体检")
        page.click(f"#r{medical.pk} .words")
        page.keyboard.press("1")
        page.wait_for_selector(f"#r{medical.pk} .unit")

        assert "县民政局" in page.inner_text(f"#r{medical.pk} .unit")
        page.keyboard.press("a")
        page.wait_for_selector(f"#r{medical.pk}.accepted")
        assert "县民政局" == Task.objects.get().seat.name

    def test_e_edits_in_place_with_two_letters_of_a_unit(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        medical = row_of(version, "免费体检")
        page.click(f"#r{medical.pk} .words")
        page.keyboard.press("e")
        page.wait_for_selector("form.edit textarea:focus")
        page.focus("form.edit input[name=lead]")
        page.keyboard.type("xm")
        page.wait_for_selector(".offers [role=option]")
        picture(page, "documents-edit-1440-light", whole=False)
        offers = Held(page, "**/documents/units?q=xmz")
        page.keyboard.type("z")
        page.keyboard.press("Enter")
        assert "xmz" == page.input_value("form.edit input[name=lead]")
        offers.let_through()
        page.wait_for_function(
            "() => document.querySelector('form.edit input[name=lead]').value === '县民政局'"
        )
        page.fill("form.edit input[name=due]", "11月底前")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(f"#r{medical.pk}.accepted")

        task = Task.objects.get()
        assert ("县民政局", "2026-11-30") == (task.seat.name, task.due_on.isoformat())

    def test_shift_a_accepts_all_firm_ones(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        n_firm = version.proposals.filter(is_firm=True, is_people=False).count()
        page.keyboard.press("Shift+A")
        page.wait_for_function("n => document.querySelectorAll('#rows > .accepted').length === n", arg=n_firm)

        assert n_firm == Task.objects.filter(parent=None).count()  # 各乡镇 has parts besides
        page.goto(page.url.split("#")[0] + "?view=outcome")
        picture(page, "documents-outcome-1440-light", whole=False)
        assert "待签收" in page.inner_text("#proposals")

    def test_many_are_accepted_some_at_a_time(self, opened: Opened, cast: Cast) -> None:
        text = "关于养老服务的通知\n" + "".join(
            f"县民政局要在2026年6月30日前建成{n}个养老服务站点。\n" for n in range(2, 47)
        )
        many = take_in(cast.office, cast.office_unit.pk, Received("通知.txt", text=text), now=at("03-02"))
        n_firm = many.proposals.filter(is_firm=True).count()
        assert n_firm > 40
        page = opened(f"/documents/{many.document_id}")
        assert page.eval_on_selector("#proposals", "e => e.scrollHeight > e.clientHeight + 99")
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        for _ in range(30):
            page.keyboard.press("j")
        picture(page, "documents-long-1440-light", whole=False)
        page.keyboard.press("Shift+A")
        page.wait_for_function("n => document.querySelectorAll('#rows > .accepted').length === n", arg=n_firm)

        assert n_firm == Task.objects.count()
        page.keyboard.press("u")
        page.wait_for_function("() => document.querySelectorAll('#rows > .accepted').length === 0")
        assert {"cancelled"} == set(Task.objects.values_list("step", flat=True))

    def test_escape_leaves_the_form(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.wait_for_selector("form.edit")
        page.keyboard.press("Escape")
        page.wait_for_selector("form.edit", state="detached")


class TestLearning:
    def test_what_was_changed_once_is_offered_for_the_same_words(
        self, opened: Opened, version: Version
    ) -> None:
        medical = row_of(version, "免费体检")
        page = opened(f"/documents/{version.document_id}")
        page.click(f"#r{medical.pk} .words")
        page.keyboard.press("e")
        page.wait_for_selector("form.edit")
        page.fill("form.edit input[name=lead]", "县民政局")
        page.fill("form.edit input[name=support]", "县财政局")
        page.click("form.edit button[value=save]")
        page.wait_for_selector("form.edit", state="detached")
        page.goto(page.url.split("/documents")[0] + "/documents")
        page.fill("textarea[name=text]", PLAN.replace("方案", "工作安排").replace("12个", "15个"))
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/documents/*")
        again = row_of(Version.objects.latest("pk"), "免费体检")
        page.click(f"#r{again.pk} .words")
        assert "上次把同样的话改成：牵头 县民政局" in page.inner_text(f"#r{again.pk}")
        picture(page, "documents-learnt-1440-light", whole=False)
        page.keyboard.press("1")
        page.wait_for_selector(f"#r{again.pk} .unit")

        assert "县财政局" in page.inner_text(f"#r{again.pk} .given")


class TestNarrow:
    def test_one_pane_at_a_time(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}", width=360)
        money = row_of(version, "300万元")
        assert not page.is_visible("#source")
        page.click(f"#r{money.pk} .n a")
        assert page.is_visible(f"#s{money.pk}")
        assert not page.is_visible("#rows")
        page.click(f"#s{money.pk}")
        assert page.is_visible(f"#r{money.pk}[data-current]")
        assert fits(page)


class TestDamagedText:
    TEXT = (
        "关于养老服务的通知\n縣民政局要在2026年6月30日前建成12個養(yǎng)老服務(wù)站點(diǎn),"
        "印發(fā)服務(wù)標(biāo)準(zhǔn)。\n"
    )

    def test_is_shown_mended_and_as_received_with_one_key(self, opened: Opened, cast: Cast) -> None:
        received = Received("通知.txt", text=self.TEXT)
        version = take_in(cast.office, cast.office_unit.pk, received, now=at("03-02"))
        page = opened(f"/documents/{version.document_id}")

        assert "(wù)" not in page.inner_text("#rows")
        assert "0px" == page.eval_on_selector("#source .fix", "e => getComputedStyle(e).fontSize")
        page.keyboard.press("o")
        assert "0px" != page.eval_on_selector("#source .fix", "e => getComputedStyle(e).fontSize")
        assert "(wù)" in page.inner_text("#source")


class TestWhatStands:
    def test_a_new_version_says_what_is_new(self, opened: Opened, cast: Cast, version: Version) -> None:
        accept(cast.office, row_of(version, "300万元").pk, now=at("03-02"))
        text = (
            PLAN.replace("2026年6月30日", "2026年7月31日")
            + "（七）县民政局要在2026年8月31日前公布服务电话。\n"
        )
        received = Received("二稿.txt", text=text, document=version.document_id)
        second = take_in(cast.office, cast.office_unit.pk, received, now=at("03-09"))
        Proposal.objects.filter(pk=row_of(second, "消防安全").pk).update(is_people=True)
        page = opened(f"/documents/{version.document_id}")
        page.click("details.ask summary")
        picture(page, "documents-second-version-1440-light", whole=False)

        assert "2026-0001" in page.inner_text(f"#r{row_of(second, '300万元').pk} .stands")
        assert page.locator(f"#r{row_of(second, '服务电话').pk} .stands").count() == 0
        assert page.locator(f"#r{row_of(second, '消防安全').pk} button").count() == 0


class TestTwoPeople:
    def test_the_second_is_told_in_place(self, opened: Opened, version: Version) -> None:
        one, other = (opened(f"/documents/{version.document_id}") for _ in range(2))
        money = row_of(version, "300万元")
        for page in (one, other):
            page.click(f"#r{money.pk} .words")
        one.keyboard.press("a")
        one.wait_for_selector(f"#r{money.pk}.accepted")
        other.keyboard.press("a")
        other.wait_for_selector("#messages .refusal")

        assert "何文" in other.inner_text("#messages")
        other.keyboard.press("j")
        other.keyboard.press("x")
        other.wait_for_selector("#messages .refusal", state="detached")
        assert 1 == Task.objects.count()


class TestWays:
    def test_hovering_a_row_draws_the_thread_to_its_words(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}")
        page.hover(f"#r{row_of(version, '300万元').pk} .words")

        assert page.get_attribute("#thread path", "d").startswith("M")

    def test_a_place_is_brought_into_view(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}?at={PLAN.index('拨付')}")

        assert "拨付" in page.inner_text("#at") or page.locator("mark").count() > 1
        assert page.is_visible(f"#r{row_of(version, '300万元').pk}[data-current]")

    def test_in_english(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}", lang="en")
        picture(page, "documents-review-1440-en", whole=False)

        assert "Accept all" in page.inner_text("#counts")

    def test_without_javascript(self, opened: Opened, version: Version) -> None:
        page = opened(f"/documents/{version.document_id}", java_script_enabled=False)
        money = row_of(version, "300万元")
        page.click(f"#r{money.pk} a[data-key=e]")
        page.fill("form.edit input[name=support]", "民政局")
        page.click("form.edit button[value=save]")
        page.click(f"#r{money.pk} button[data-key=a]")

        assert {"县财政局", "县民政局"} == set(
            Task.objects.get().stakes.exclude(role="owner").values_list("unit__name", flat=True)
        )
