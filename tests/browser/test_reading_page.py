"""The page of a reading in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

import luoshi
from luoshi.cli.export.page.html import as_html
from tests.browser.conftest import Opened, Window

SAMPLES = ("work-plan.txt", "self-report.txt", "damaged-page.txt", "notice.docx", "meeting.html", "rules.txt")
HAN = re.compile(r"[\u4e00-\u9fff]")

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def pages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every sample as a page."""
    folder = tmp_path_factory.mktemp("pages")
    for name in SAMPLES:
        reading = luoshi.read(root / "src/luoshi/samples" / name)
        (folder / name).with_suffix(".html").write_bytes(as_html(reading, "zh"))
    return folder


@pytest.fixture
def opened(window: Window, pages: Path) -> Iterator[Opened]:
    """Return an opener of samples; whatever a page asks for from outside fails the test."""
    asked: list[str] = []

    def open_(name: str = "work-plan", **look: object) -> Page:
        page = window(**look).new_page()
        page.on("request", lambda request: asked.append(request.url) if ":" in request.url[5:] else None)
        page.goto((pages / f"{name}.html").as_uri())
        return page

    yield open_
    assert asked == []


def in_view(page: Page, selector: str) -> bool:
    seen: bool = page.eval_on_selector(
        selector,
        "e => { const r = e.getBoundingClientRect();"
        " const p = e.closest('.source, .ledger').getBoundingClientRect();"
        " return r.top >= p.top - 1 && r.top < p.bottom }",
    )
    return seen


@pytest.mark.parametrize("name", [Path(n).stem for n in SAMPLES])
def test_every_row_has_its_words_and_every_mark_its_row(opened: Opened, name: str) -> None:
    page = opened(name)
    rows = page.eval_on_selector_all(".row", "all => all.map(e => e.dataset.r)")
    marks = page.eval_on_selector_all(".u", "all => all.map(e => e.dataset.r)")
    assert set(marks) <= set(rows)
    assert len(rows) == len(set(rows)) > 0
    tasks = {r for r in rows if r.startswith("c")}
    assert tasks <= set(marks)
    assert page.eval_on_selector_all(".u[id]", "all => all.map(e => e.id)") == [
        f"s-{name}" for name in dict.fromkeys(marks)
    ]


class TestKeys:
    def test_j_and_k_walk_the_rows_and_bring_the_source_along(self, opened: Opened) -> None:
        page = opened()
        names = page.eval_on_selector_all(".row", "all => all.map(e => e.dataset.r)")
        for _ in names:
            page.keyboard.press("j")
        last = names[-1]
        assert page.eval_on_selector_all(".row.on", "all => all.map(e => e.dataset.r)") == [last]
        assert page.evaluate("document.activeElement.closest('.row').dataset.r") == last
        assert in_view(page, f"#r-{last}")
        assert in_view(page, f"#s-{last}")
        page.keyboard.press("k")
        assert page.eval_on_selector(".row.on", "e => e.dataset.r") == names[-2]
        assert page.eval_on_selector("#line path", "e => e.getAttribute('d')").startswith("M")

    def test_enter_goes_to_the_words_and_back(self, opened: Opened) -> None:
        page = opened()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        first = page.eval_on_selector(".row.on", "e => e.dataset.r")
        assert page.evaluate("document.activeElement.id") == f"s-{first}"

    def test_slash_searches_escape_leaves_question_mark_lists_the_keys(self, opened: Opened) -> None:
        page = opened()
        page.keyboard.press("/")
        page.keyboard.type("县财政局")
        shown = page.eval_on_selector_all(".row:not([hidden])", "all => all.map(e => e.textContent)")
        assert shown
        assert all("县财政局" in words for words in shown)
        assert len(shown) < page.locator(".row").count()
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert page.locator("#keys").is_visible()
        page.keyboard.press("?")
        assert page.locator("#keys").is_hidden()

    def test_o_shows_the_text_as_received(self, opened: Opened) -> None:
        page = opened("damaged-page")
        before = page.inner_text("#source")
        page.keyboard.press("o")
        received = page.inner_text("#source")
        assert "(tǐ)" in received
        assert len(received) >= len(before)
        page.keyboard.press("o")
        assert page.inner_text("#source") == before


class TestMouse:
    def test_a_mark_brings_its_row(self, opened: Opened) -> None:
        page = opened()
        last = page.eval_on_selector_all(".u[id]", "all => all.at(-1).dataset.r")
        page.locator(f"#s-{last}").click()
        assert page.eval_on_selector(".row.on", "e => e.dataset.r") == last
        assert in_view(page, f"#r-{last}")

    def test_a_filter_leaves_its_kind(self, opened: Opened) -> None:
        page = opened("self-report")
        page.click(".filters [data-f=firm]")
        kinds = page.eval_on_selector_all(".row:not([hidden])", "all => all.map(e => e.className)")
        assert kinds
        assert all("firm" in kind for kind in kinds)
        page.click(".filters [data-f='']")
        assert page.locator(".row[hidden]").count() == 0

    def test_the_language_turns_and_turns_back(self, opened: Opened) -> None:
        page = opened()
        before = page.inner_text("body")
        page.click("#b-lang")
        assert page.get_attribute("html", "lang") == "en"
        chrome = page.eval_on_selector_all(
            ".filters button, .tools button:not(#b-lang), thead th, .keys dd, footer",
            "all => all.map(e => e.textContent)",
        )
        assert [words for words in chrome if HAN.search(words)] == []
        page.click("#b-lang")
        assert page.inner_text("body") == before

    def test_light_turns_dark(self, opened: Opened) -> None:
        page = opened()
        before = page.evaluate("getComputedStyle(document.querySelector('#source')).backgroundColor")
        page.click("#b-theme")
        assert page.evaluate("getComputedStyle(document.querySelector('#source')).backgroundColor") != before


class TestLooks:
    @pytest.mark.parametrize("name", [Path(n).stem for n in SAMPLES])
    def test_nothing_runs_over_the_side_of_a_telephone(self, opened: Opened, name: str) -> None:
        page = opened(name, width=360)
        for view in ("ledger", "source"):
            page.click(f"[data-v={view}]")
            assert page.evaluate("document.documentElement.scrollWidth") == 360
            assert page.locator(f".{view}").is_visible()

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_every_word_stands_out_from_its_ground(self, opened: Opened, scheme: str) -> None:
        page = opened("self-report", scheme=scheme)
        page.keyboard.press("j")
        weakest = page.evaluate(CONTRAST)
        assert weakest["ratio"] >= 4.5, weakest

    def test_chinese_is_set_in_a_chinese_serif_where_it_is_the_sources_own(self, opened: Opened) -> None:
        page = opened()
        client = page.context.new_cdp_session(page)
        client.send("DOM.enable")
        client.send("CSS.enable")
        document = client.send("DOM.getDocument")
        fonts = {}
        for selector in ("#source p", "thead th"):
            node = client.send(
                "DOM.querySelector", {"nodeId": document["root"]["nodeId"], "selector": selector}
            )
            used = client.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
            fonts[selector] = used[0]["familyName"]
        assert ("Serif" in fonts["#source p"], "Sans" in fonts["thead th"]) == (True, True), fonts

    def test_prints_as_a4_with_the_text_and_the_ledger(self, opened: Opened, tmp_path: Path) -> None:
        page = opened()
        page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        with pypdfium2.PdfDocument(tmp_path / "page.pdf") as document:
            sizes = {tuple(round(x) for x in document.get_page_size(i)) for i in range(len(document))}
            words = "".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
        assert sizes == {(595, 842)}
        assert "青禾县农村公路安全提升三年行动工作方案" in words
        assert "待问" in words

    def test_reads_without_script(self, opened: Opened) -> None:
        page = opened(java_script_enabled=False)
        assert page.locator("#source").is_visible()
        assert page.locator("#ledger").is_visible()
        assert page.locator(".row th a").first.get_attribute("href") == "#s-c1"


CONTRAST = """() => {
  const lum = ([r, g, b]) => { const f = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    return .2126 * f(r) + .7152 * f(g) + .0722 * f(b) };
  const rgb = s => s.match(/[\\d.]+/g).map(Number);
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c } return [255, 255, 255] };
  let weakest = { ratio: 99 };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.getClientRects().length || e.closest('script, style')) continue;
    const a = lum(rgb(getComputedStyle(e).color)), b = lum(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const words = walk.currentNode.data.slice(0, 20);
    if (ratio < weakest.ratio) weakest = { ratio, words, at: e.className || e.tagName };
  }
  return weakest;
}"""
