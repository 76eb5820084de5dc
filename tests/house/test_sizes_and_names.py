"""A room stays small enough to be read at one sitting, and is called what it is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(p for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = sorted(
    p for p in (ROOT / "src").rglob("*") if p.suffix in {".html", ".jinja"} and "samples" not in p.parts
)
MODULE_LINES, FUNCTION_LINES, PUBLIC_METHODS, FOLDER_FILES, TEMPLATE_LINES = 500, 60, 12, 12, 150
NAMELESS = re.compile(r"^(utils?|helpers?|common|misc|base|managers?)$")
# Where an import may wait until it is needed: the command picks its verb at start-up.
MAY_IMPORT_LATE = {"cli"}


def nodes(path: Path, kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[ast.AST]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, kind))


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 20


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT / "src")))
class TestModule:
    def test_is_short(self, path: Path) -> None:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES

    def test_functions_are_short(self, path: Path) -> None:
        long = [
            f"{node.name}: {node.end_lineno - node.lineno + 1}"
            for node in nodes(path, (ast.FunctionDef, ast.AsyncFunctionDef))
            if node.end_lineno - node.lineno + 1 > FUNCTION_LINES
        ]
        assert [] == long

    def test_classes_have_few_public_methods(self, path: Path) -> None:
        wide = [
            node.name
            for node in nodes(path, ast.ClassDef)
            if sum(isinstance(m, ast.FunctionDef) and not m.name.startswith("_") for m in node.body)
            > PUBLIC_METHODS
        ]
        assert [] == wide

    def test_has_a_name_that_says_what_it_is(self, path: Path) -> None:
        assert not NAMELESS.match(path.stem)

    def test_imports_at_the_top_only(self, path: Path) -> None:
        late = [
            inner.lineno
            for node in nodes(path, (ast.FunctionDef, ast.AsyncFunctionDef))
            for inner in ast.walk(node)
            if isinstance(inner, (ast.Import, ast.ImportFrom))
        ]
        assert [] == late or MAY_IMPORT_LATE & set(path.parts)

    def test_never_asserts_about_data(self, path: Path) -> None:
        assert [] == [node.lineno for node in nodes(path, ast.Assert)]

    def test_says_what_it_is_for(self, path: Path) -> None:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_folders_hold_a_dozen_modules_at_most() -> None:
    folders = {path.parent for path in MODULES}
    full = {str(f.relative_to(ROOT)): len(list(f.glob("*.py"))) for f in folders}

    assert {} == {name: n for name, n in full.items() if n > FOLDER_FILES + 1}  # __init__ not counted


def test_templates_are_short() -> None:
    long = {
        str(p.relative_to(ROOT)) for p in TEMPLATES if len(p.read_text("utf-8").splitlines()) > TEMPLATE_LINES
    }

    assert set() == long
