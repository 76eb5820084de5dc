"""The page of similar texts in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from luoshi.cli.reuse_page.page import page as as_page
from luoshi.corpus.findings import find
from luoshi.corpus.partitions import Document
from tests.browser.conftest import Window
from tests.reuse.cast import words

pytestmark = pytest.mark.xdist_group("browser")
SHARED = words(1, 200) + "投资3万元。" + words(2, 60)
DOCUMENTS = [
    Document("甲方案", words(3, 150) + SHARED, "2025-01-01", "甲局"),
    Document("乙方案", SHARED.replace("3万", "9万") + words(4, 100), "2025-02-01", "乙局"),
    Document("<b>丙</b>", words(5, 300), "2025-03-01", "丙局"),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("reuse") / "index.html"
    path.write_text(as_page(find(DOCUMENTS), "zh"), encoding="utf-8")
    return path


@pytest.fixture
def opened(window: Window, written: Path) -> Iterator[Page]:
    page = window().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(written.as_uri())
    yield page
    assert all(url.startswith(("file:", "data:")) for url in asked)


def test_documents_then_side_by_side(opened: Page) -> None:
    opened.goto(opened.url.partition("#")[0] + "#documents")
    row = opened.locator("tbody tr").first
    assert "乙方案" in row.inner_text()
    row.get_by_role("link", name="甲方案").click()

    assert ["3", "9"] == opened.locator(".text .c.number").all_inner_texts()
    assert 2 == opened.locator(".text .s sup").count()


def test_a_passage_shows_its_counterpart(opened: Page) -> None:
    opened.goto(opened.url.partition("#")[0] + "#pair-0-1")
    opened.locator(".text").nth(1).locator(".s").first.press("Enter")

    assert opened.locator(".text").nth(0).locator(".s.on").count() >= 1
    assert opened.locator(".text").nth(1).locator(".s.on").count() >= 1


def test_a_document_shows_where_each_stretch_stood_before(opened: Page) -> None:
    opened.goto(opened.url.partition("#")[0] + "#documents")
    opened.locator("tbody tr").first.get_by_role("link", name="乙方案").click()
    assert opened.url.endswith("#doc-1")
    assert "甲方案" in opened.locator(".sources").inner_text()
    assert "其余 27% 没有在更早的文件中见到" in opened.locator("main").inner_text()
    coloured = "".join(opened.locator(".text a.s").all_inner_texts())
    assert SHARED.replace("3万", "9万") in coloured
    opened.locator(".text a.s").first.click()

    assert opened.url.endswith("#pair-0-1")


def test_the_matrix_leads_to_the_pair(opened: Page) -> None:
    opened.goto(opened.url.partition("#")[0] + "#matrix")
    assert 2 == opened.locator(".matrix tbody tr").count()
    opened.locator(".matrix tbody a").first.click()

    assert opened.url.endswith("#pair-0-1")


def test_the_language_turns_in_place(opened: Page) -> None:
    opened.goto(opened.url.partition("#")[0] + "#families")
    opened.get_by_role("button", name="English").click()
    assert "2 documents · first seen 2025-01-01" in opened.locator(".families").inner_text()
    opened.get_by_role("button", name="中文").click()

    assert "2 个文件 · 最早见于 2025-01-01" in opened.locator(".families").inner_text()


def test_nothing_runs_over_on_a_phone(opened: Page) -> None:
    opened.set_viewport_size({"width": 390, "height": 800})
    for view in ("documents", "matrix", "families", "pair-0-1", "doc-1"):
        opened.goto(opened.url.partition("#")[0] + "#" + view)
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
