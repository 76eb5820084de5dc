"""Pages on paper: A4, numbered, with the day of the data, everything folded open, nothing to press."""

from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page

from luoshi.followup.task.assign import sign_for
from luoshi.followup.task.progress import Word, report
from tests.browser.conftest import Opened
from tests.cast import Cast, at
from tests.web.conftest import make

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]
__all__ = ["make"]
A4 = {(595, 842), (842, 595)}  # points


def printed(page: Page) -> tuple[list[str], set[tuple[int, int]]]:
    """Return the text of each printed page without blanks, and their sizes."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    texts = ["".join(one.get_textpage().get_text_range().split()) for one in document]
    return texts, {(round(one.get_width()), round(one.get_height())) for one in document}


@pytest.fixture
def year(cast: Cast, make: Callable, monkeypatch) -> str:
    """Sixty tasks, and one with twenty reports, whose number it gives."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at("06-10"))
    for number in range(60):
        make(f"第{number}项任务", due="06-30")
    code = make("建成12个养老服务站点", due="06-30").code
    sign_for(cast.civil, code, now=at("03-03"))
    for number in range(1, 21):
        report(cast.civil, code, Word(f"第{number}次反馈"), now=at(f"05-{number:02d}"))
    return code


def test_the_ledger_is_a_table_across_with_its_head_on_every_sheet(opened: Opened, year: str) -> None:
    texts, sizes = printed(opened("/tasks"))

    assert sizes == {(842, 595)}
    assert len(texts) > 1
    for number, text in enumerate(texts, 1):
        assert f"{number}/{len(texts)}" in text
        assert "数据时间：2026-06-10" in text
        assert "牵头单位" in text
        assert "导出" not in text
    assert "打印人：何文" in texts[0]


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_task_is_printed_whole(opened: Opened, year: str, lang: str) -> None:
    texts, sizes = printed(opened(f"/tasks/{year}", lang=lang))
    text = "".join(texts)

    assert sizes <= A4
    assert "第1次反馈" in text  # folded on the screen
    assert ("数据时间：2026-06-10" if lang == "zh-hans" else "Dataof2026-06-10") in texts[-1]
    assert ("可以做的" if lang == "zh-hans" else "Whatyoucando") not in text


@pytest.mark.parametrize("path", ["/", "/inbox", "/tasks/calendar", "/tasks/timeline", "/tasks?group=unit"])
def test_every_page_has_its_foot(opened: Opened, year: str, path: str) -> None:
    texts, sizes = printed(opened(path))

    assert sizes <= A4
    assert [] == [text for number, text in enumerate(texts, 1) if f"{number}/{len(texts)}" not in text]
    assert "退出" not in "".join(texts)
