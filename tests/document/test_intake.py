"""Every way a person names files, and what is passed over with a word why."""

import io
import zipfile

import pytest

from luoshi.document import intake
from luoshi.document.formats import Unreadable
from luoshi.values.problem import Severity


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def found(*paths):
    return [
        (each.path, each.problem.code if each.problem else None) for each in intake.inputs(map(str, paths))
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "乙").mkdir()
    for name in ("b.txt", "a.txt", "乙/c.txt", ".hidden", "~$通知.docx"):
        (tmp_path / name).write_text("各镇", encoding="utf-8")
    return tmp_path


def test_a_folder_is_read_in_a_stable_order_with_all_below(folder):
    assert found(".") == [
        ("a.txt", None),
        ("b.txt", None),
        ("~$通知.docx", "word-lock-file"),
        ("乙/c.txt", None),
    ]


def test_a_lock_file_in_a_folder_is_a_note_not_an_error(folder):
    lock = next(each for each in intake.inputs(["."]) if each.problem)
    assert lock.problem.severity is Severity.NOTE


def test_globs_and_repeats(folder):
    assert found("*.txt", "a.txt", "./a.txt", "**/*.txt") == [
        ("a.txt", None),
        ("b.txt", None),
        ("乙/c.txt", None),
    ]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(folder):
    (folder / "[1]通知.txt").write_text("各镇", encoding="utf-8")
    assert found("[1]通知.txt") == [("[1]通知.txt", None)]


def test_a_path_that_leads_nowhere_is_an_error(folder):
    assert found("没有.txt") == [("没有.txt", "not-found")]


def test_an_empty_folder_is_told(tmp_path):
    assert found(tmp_path) == [(str(tmp_path), "nothing-inside")]


def test_a_folder_that_holds_itself_is_read_once(folder):
    (folder / "乙" / "loop").symlink_to(folder)
    assert [path for path, _ in found("乙")] == ["乙/c.txt"]


def test_load_gives_the_bytes(folder):
    (each,) = intake.inputs(["a.txt"])
    assert (each.name, each.size, each.load()) == ("a.txt", 6, "各镇".encode())


def test_a_file_that_went_away_meanwhile_is_told(folder):
    (each,) = intake.inputs(["a.txt"])
    (folder / "a.txt").unlink()
    with pytest.raises(Unreadable, match="not-found"):
        each.load()


def test_a_file_beyond_the_limit_is_not_loaded(folder, monkeypatch):
    monkeypatch.setattr(intake, "SIZE_LIMIT", 5)
    (each,) = intake.inputs(["a.txt"])
    with pytest.raises(Unreadable, match="too-large"):
        each.load()


def test_standard_input(monkeypatch):
    class Stdin:
        buffer = io.BytesIO("各镇".encode())

    monkeypatch.setattr(intake.sys, "stdin", Stdin)
    (each,) = intake.inputs(["-", "-"])
    assert (each.path, each.load()) == ("-", "各镇".encode())


def test_members_of_a_zip_are_files_of_their_own(folder):
    (folder / "报送.zip").write_bytes(
        zipped({"二/b.txt": "乙", "a.txt": "甲", ".DS_Store": "", "__MACOSX/a.txt": ""})
    )
    members = list(intake.inputs(["报送.zip"]))
    assert [(m.path, m.name, m.load().decode()) for m in members] == [
        ("报送.zip/a.txt", "a.txt", "甲"),
        ("报送.zip/二/b.txt", "b.txt", "乙"),
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_without_the_utf8_mark_are_mended(folder, encoding):
    name = "各镇整改情况报告.txt".encode(encoding)
    stand_in = b"N" * len(name)
    data = zipped({stand_in.decode(): "甲"}).replace(stand_in, name)
    (folder / "a.zip").write_bytes(data)
    assert found("a.zip") == [("a.zip/各镇整改情况报告.txt", None)]


def test_zips_in_zips_are_opened_three_deep_and_no_deeper(folder):
    data = zipped({"a.txt": "甲"})
    for depth in range(4):
        data = zipped({f"{depth}.zip": data, f"{depth}.txt": "乙"})
    (folder / "all.zip").write_bytes(data)
    assert found("all.zip") == [
        ("all.zip/3.txt", None),
        ("all.zip/3.zip/2.txt", None),
        ("all.zip/3.zip/2.zip/1.txt", None),
        ("all.zip/3.zip/2.zip/1.zip", "nested-too-deep"),
    ]


def test_paths_out_of_the_archive_are_passed_over(folder):
    data = zipped({"../../etc/a.txt": "甲", "/abs.txt": "乙", "b.txt": "丙"})
    (folder / "a.zip").write_bytes(data)
    assert sorted(code or "" for _, code in found("a.zip")) == ["", "unsafe-member", "unsafe-member"]


def test_a_zip_bomb_is_one_error(folder):
    (folder / "bomb.zip").write_bytes(zipped({"a.txt": b"\0" * (80 << 20)}))
    assert found("bomb.zip") == [("bomb.zip", "zip-bomb")]


def test_a_broken_zip_is_one_error_and_the_next_path_is_read(folder):
    (folder / "a.zip").write_bytes(zipped({"a.txt": "甲"})[:40])
    assert found("a.zip", "b.txt") == [("a.zip", "truncated"), ("b.txt", None)]


def test_an_encrypted_member_is_told_and_the_others_read(folder):
    data = bytearray(zipped({"a.txt": "甲", "b.txt": "乙"}))
    data[6] |= 1  # the flag of the first local header
    first = data.find(b"PK\x01\x02")
    data[first + 8] |= 1  # and of its entry in the directory
    (folder / "a.zip").write_bytes(bytes(data))
    assert found("a.zip") == [("a.zip/a.txt", "encrypted"), ("a.zip/b.txt", None)]


def test_a_word_file_called_zip_is_that_file(folder):
    (folder / "a.zip").write_bytes(zipped({"word/document.xml": "<a/>"}))
    assert found("a.zip") == [("a.zip", None)]


def test_an_archive_under_another_name_is_opened_all_the_same(folder):
    (folder / "材料.dat").write_bytes(zipped({"一.txt": "各镇"}))
    assert found("材料.dat") == [("材料.dat/一.txt", None)]


def test_empty_folders_below_are_passed_over(folder):
    (folder / "丙/丁").mkdir(parents=True)
    assert found("乙", "丙") == [("乙/c.txt", None), ("丙", "nothing-inside")]


def test_files_are_counted_without_opening_any(folder):
    (folder / "a.zip").write_bytes(zipped({"一.txt": "各镇", "二.txt": "各镇"}))
    assert intake.n_files([".", "a.txt", "没有.txt", "-"]) == 5 + 3


def test_a_zip_of_too_many_files_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for n in range(10_001):
            archive.writestr(f"{n}", "")
    assert [code for _, code in found(tmp_path / "a.zip")] == ["too-many-members"]
