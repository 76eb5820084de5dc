"""axe-core in a page: fetched once with npm into a temporary cache, never committed."""

import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def _source() -> str | None:
    """Return axe's script; None when npm is not there or cannot fetch it."""
    script = Path(tempfile.gettempdir()) / "luoshi-axe" / "axe.min.js"
    if script.is_file():
        return script.read_text(encoding="utf-8")
    npm = shutil.which("npm")
    if npm is None:
        return None
    script.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=script.parent) as own:  # other workers may fetch it too
        done = subprocess.run(
            [npm, "pack", "axe-core@4", "--silent"], cwd=own, capture_output=True, timeout=120, check=False
        )
        packed = next(Path(own).glob("axe-core-*.tgz"), None)
        if done.returncode or packed is None:
            return None
        with tarfile.open(packed) as archive:
            archive.extract("package/axe.min.js", own, filter="data")
        (Path(own) / "package" / "axe.min.js").replace(script)  # at once: nobody reads half of it
    return script.read_text(encoding="utf-8")


def complaints(page: Page) -> list[str]:
    """Return what axe finds wrong with a page by WCAG 2.2 AA, a line each; skip the test without axe."""
    source = _source()
    if source is None:
        pytest.skip("axe-core is not there: npm is missing or could not fetch it")
    page.evaluate(source)
    found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", _RULES)
    return [
        f"{one['id']}: {one['help']} — {node['target'][0]} {node.get('failureSummary', '')[:160]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]
