"""What the documents for people say is true."""

import re
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [] == [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_names_the_two_commands_and_fits_a_screen_or_two(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert "make run" in text
    assert "make test" in text
    assert len(text.splitlines()) <= 90


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_glossary_has_a_line_for_every_room_and_every_value() -> None:
    """A room, a value or a mark that the glossary leaves out is a word nobody explained."""
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    rooms = [p.name for p in (ROOT / "src" / "luoshi").iterdir() if (p / "__init__.py").exists()]
    named = re.compile(r"^class ([A-Z]\w+)\(?(?!.*(?:Error|Exception))", re.MULTILINE)
    homes = [
        ROOT / "src/luoshi/values",
        ROOT / "src/luoshi/document/source_text.py",
        ROOT / "src/luoshi/reading/marks.py",
    ]
    files = [f for home in homes for f in ([home] if home.is_file() else home.glob("*.py"))]
    words = [word for f in files for word in named.findall(f.read_text(encoding="utf-8"))]

    assert [] == [room for room in rooms if f"`{room}/`" not in glossary]
    assert [] == [word for word in words if f"`{word}`" not in glossary]


def _reference() -> ModuleType:
    spec = spec_from_file_location("write_reference", ROOT / "docs" / "write_reference.py")
    assert spec
    assert spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_reference_is_what_the_code_says() -> None:
    """Behind? ``python docs/write_reference.py``."""
    kept = ROOT / "docs" / "reference"

    for name, words in _reference().pages().items():
        assert words == (kept / name).read_text(encoding="utf-8"), name


def test_every_setting_is_in_the_reference_and_no_other() -> None:
    found = set()
    for file in (ROOT / "src").rglob("*.py"):
        found |= set(re.findall(r"\"(LUOSHI_[A-Z_]+|DATABASE_URL)\"", file.read_text(encoding="utf-8")))

    assert found == set(tomllib.loads((ROOT / "docs" / "settings.toml").read_text(encoding="utf-8")))


def test_word_tables_are_valid() -> None:
    tables = sorted((ROOT / "src").rglob("*.toml"))

    assert tables
    for table in tables:
        assert tomllib.loads(table.read_text(encoding="utf-8")), table


PICTURES = ROOT / "docs" / "tutorial" / "pictures"


@pytest.mark.parametrize(("name", "language"), [("a-county.md", "en"), ("a-county.zh.md", "zh")])
def test_the_tutorial_shows_what_the_story_photographs(name: str, language: str) -> None:
    """A picture nobody makes is out of date one day; ``make pictures`` makes them all."""
    story = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "tests" / "flow").rglob("*.py"))
    taken = set(re.findall(r"\.picture\(\s*\"([\w-]+)\"", story))
    text = (ROOT / "docs" / "tutorial" / name).read_text(encoding="utf-8")
    shown = re.findall(rf"!\[[^\]]+\]\(pictures/{language}/([\w-]+)\.webp\)", text)

    assert sorted(taken) == shown
    assert sorted(taken) == sorted(file.stem for file in (PICTURES / language).iterdir())


def test_the_pictures_are_small() -> None:
    assert sum(file.stat().st_size for file in PICTURES.rglob("*.webp")) < 2_500_000
