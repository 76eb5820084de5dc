"""The tools that hold the house together pass, and the packages it stands on are free to use."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
REFUSED = re.compile(
    r"\b(A?GPL|GNU (Affero )?General Public|LGPL|Lesser General|non-?commercial|CC BY-NC)", re.IGNORECASE
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_rooms_import_only_downwards() -> None:
    run = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout


def closure(names: list[str]) -> set[str]:
    """The distributions that installing ``names`` brings, as far as they are installed here."""
    seen: set[str] = set()
    todo = [Requirement(name) for name in names]
    while todo:
        wanted = todo.pop()
        try:
            found = distribution(wanted.name)
        except PackageNotFoundError:
            continue
        if found.name in seen:
            continue
        seen.add(found.name)
        for line in found.requires or []:
            inner = Requirement(line)
            extras = wanted.extras or {""}
            if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in extras):
                todo.append(inner)
    return seen


def licence(name: str) -> str:
    meta = distribution(name).metadata
    stated = [meta.get("License-Expression") or "", (meta.get("License") or "").split("\n")[0]]
    return " ".join(stated + [c for c in meta.get_all("Classifier") or [] if c.startswith("License")])


def test_nothing_at_run_time_is_under_a_refused_licence() -> None:
    packages = closure(PROJECT["dependencies"])

    assert len(packages) >= len(PROJECT["dependencies"])
    assert {} == {name: licence(name) for name in packages if REFUSED.search(licence(name))}


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = [
        *PROJECT["dependencies"],
        *(r for extra in PROJECT["optional-dependencies"].values() for r in extra),
    ]

    assert [] == [r for r in wanted if not re.search(rf'"{re.escape(r)}",? +# \w[\w ]*: \w', text)]


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_locks_pin_with_hashes_and_name_no_address(name: str) -> None:
    lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==\S+", lock, re.MULTILINE)

    assert len(pins) >= len(PROJECT["dependencies"])
    assert lock.count("--hash=sha256:") >= len(pins)
    assert not re.search(r"https?://|--index|--find-links|file:", lock)


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_machine() -> None:
    """Absolute paths of one machine and addresses of package registries have no place in a clone."""
    told = re.compile(
        rb"/work/|/root/|/tmp/luoshi|pypi\.org|files\.pythonhosted|registry\.npmjs|farm-(bench|studio)"
    )
    told_in = {
        str(path.relative_to(ROOT))
        for path in tracked()
        if path != Path(__file__) and told.search(path.read_bytes())
    }

    assert set() == told_in


def test_no_file_is_large() -> None:
    assert [] == [str(p.relative_to(ROOT)) for p in tracked() if p.stat().st_size > 5_000_000]
