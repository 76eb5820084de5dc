"""From a clean clone with an empty HOME to the first task of a real speech: is it three minutes?

A clone of this repository, ``make run`` as a stranger runs it (nothing of this machine's HOME; packages come
from wherever pip gets them), the printed address in Chromium, a login off the printed list, a speech of
../shared taken in, its row accepted, which gives the task to its unit. What the person's hand takes is
reckoned by the keystroke-level model; the rest is measured.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.row import Row, against
from evals.keystrokes import Cost
from evals.shared import ROOT, shared

LIMIT = 180.0  # seconds
_SPEECH = "e05"
_WHO = "office"
_OWED = "对新提拔的政府部门干部"  # 县司法局 is to talk to those newly appointed
_WORKS = re.compile(r"http://127\.0\.0\.1:\d+")
_INSTALLED = "serve --sample"  # make prints what it does next


def rows() -> Iterator[Row]:
    """Yield the seconds of each part, and of all against three minutes."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("there is no chromium on this machine (see requirements/system.sh)")
    parts: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        _running(Path(folder), parts) as told,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        _first_task(browser.new_page(locale="zh-CN"), told, parts)
        browser.close()
    how = "git clone, make run, Chromium"
    for name, seconds in parts.items():
        yield {"name": f"first-task.{name}", "value": round(seconds, 1), "unit": "s", "how": how}
    whole: Row = {"name": "first-task.all", "value": round(sum(parts.values()), 1), "unit": "s", "how": how}
    yield against(whole, "limit", LIMIT)


@contextmanager
def _running(folder: Path, parts: dict[str, float]) -> Iterator[str]:
    """Run ``make run`` in a clean clone; yield what it printed up to its address."""
    clone, home, out = folder / "luoshi", folder / "home", folder / "told"
    home.mkdir()
    began = time.monotonic()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    parts["clone"] = _lap(began)
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "LUOSHI_LANG": "zh"}
    with out.open("w", encoding="utf-8") as file:
        run = subprocess.Popen(
            ["make", "run"], cwd=clone, env=env, stdout=file, stderr=file, start_new_session=True
        )
    try:
        parts["install"] = _until(run, out, _INSTALLED)
        parts["sample-county-and-server"] = _until(run, out, "http://")
        yield out.read_text(encoding="utf-8")
    finally:
        os.killpg(run.pid, signal.SIGTERM)
        run.wait(timeout=30)


def _until(run: subprocess.Popen[bytes], out: Path, words: str) -> float:
    began = time.monotonic()
    while words not in (told := out.read_text(encoding="utf-8")):
        if run.poll() is not None:
            raise SystemExit(told)
        time.sleep(0.1)
    return _lap(began)


def _lap(began: float) -> float:
    return time.monotonic() - began


def _first_task(page: Page, told: str, parts: dict[str, float]) -> None:
    """Sign in, take the speech in, accept a row: the task is its unit's."""
    address = _found(_WORKS, told)
    began = time.monotonic()
    page.goto(address)
    page.locator("li", has=page.locator(f"input[value={_WHO}]")).get_by_role("button").click()
    page.wait_for_url(lambda url: "/login" not in url)
    parts["sign-in"] = _lap(began)
    began = time.monotonic()
    page.goto(f"{address}/documents")
    page.locator("input[name=files]").set_input_files(shared("gold", "text", f"{_SPEECH}.txt"))
    page.wait_for_url(re.compile(r"/documents/\d+$"), timeout=60_000)  # one file: its page opens by itself
    parts["take-in-and-read"] = _lap(began)
    began = time.monotonic()
    row = page.locator("#proposals [data-row]").filter(has_text=_OWED).first
    row.locator(".words").click()
    page.keyboard.press("a")
    row.locator(".became a").click()
    page.locator(".stakes", has_text="县司法局").first.wait_for()
    parts["accept-and-see"] = _lap(began)
    hand = Cost(
        keys=1, points=1 + 1 + 4 + 2, looks=5
    )  # a login; documents, three for a file; a row, a, its task
    parts["hand"] = hand.seconds


def _found(words: re.Pattern[str], told: str) -> str:
    found = words.search(told)
    if found is None:
        raise SystemExit(told)
    return found.group()
