"""The browser of the tests: found on this machine or the test is skipped, started the same way everywhere."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_or_skip() -> str:
    """Return where Chromium is; skip the test where there is none."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("there is no chromium on this machine (see requirements/system.sh)")
    return found


@contextmanager
def started(path: str, language: str = "en") -> Iterator[Browser]:
    """Run a browser while the block runs; its own words (a field for files) are in ``language``."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=list(ARGS), env={**os.environ, "LANGUAGE": language}
        )
        try:
            yield browser
        finally:
            browser.close()
