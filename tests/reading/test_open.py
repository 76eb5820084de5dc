"""``luoshi.read`` takes a path, bytes or a text."""

from datetime import date
from pathlib import Path

import pytest

import luoshi
from luoshi.document.sandbox import Unreadable

TEXT = "青禾县教育局关于校舍排查的通知\n各学校要在6月底前完成校舍排查。\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    return path


def test_a_path_a_path_as_words_and_bytes_are_the_same_document(file: Path) -> None:
    by_path = luoshi.read(file)
    assert (by_path.source.name, by_path.source.raw) == ("通知.txt", TEXT)
    assert luoshi.read(str(file)) == by_path
    assert luoshi.read(file.read_bytes(), name="通知.txt") == by_path


def test_words_that_name_no_file_are_a_text() -> None:
    assert luoshi.read(TEXT).source.raw == TEXT
    assert luoshi.read("各学校要在6月底前完成校舍排查。", name="口信").source.name == "口信"
    assert luoshi.read("字" * 5000).source.raw == "字" * 5000  # too long to be a name


def test_a_file_name_that_names_no_file_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        luoshi.read(str(tmp_path / "通知.docx"))
    with pytest.raises(FileNotFoundError):
        luoshi.read(tmp_path / "通知.docx")


def test_the_day_to_reckon_from_is_handed_on() -> None:
    assert luoshi.read(TEXT, as_of=date(2026, 3, 1)).as_of == date(2026, 3, 1)


def test_what_is_no_document_says_so() -> None:
    with pytest.raises(Unreadable) as refused:
        luoshi.read(b"")
    assert refused.value.problem.code == "empty-file"


def test_the_engine_is_loaded_on_first_use_and_nothing_else_is_promised() -> None:
    assert luoshi.as_contract(luoshi.read("要报送。\n"))["engine"] == luoshi.__version__
    assert luoshi.Reading.__name__ == "Reading"
    with pytest.raises(AttributeError):
        _ = luoshi.nothing  # type: ignore[attr-defined]  # the point of the test
