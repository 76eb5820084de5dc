"""The verbs on an installation: both languages, exit statuses, and the calendar's ``due``."""

import tomllib
from importlib import resources

import pytest

from luoshi.cli.main import main
from luoshi.cli.words import words_in

VERBS = (
    "serve",
    "worker",
    "export",
    "import",
    "backup",
    "restore",
    "verify",
    "check",
    "receipt",
    "reindex",
    "due",
    "units",
    "holidays",
)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_is_in_the_language_asked_for(capsys, verb: str, lang: str) -> None:
    with pytest.raises(SystemExit) as left:
        main([verb, "--help", "--lang", lang])
    said = " ".join(capsys.readouterr().out.split())

    assert 0 == left.value.code
    assert words_in(lang)("ledger", verb).split()[0] in said


def test_both_languages_say_the_same_things() -> None:
    folder = resources.files("luoshi.cli") / "messages"
    keys = [
        set(tomllib.loads((folder / f"{lang}.toml").read_text("utf-8"))["ledger"]) for lang in ("zh", "en")
    ]

    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    ("start", "length", "day"),
    [
        ("2025-09-22", "5", "2025-09-28"),  # Sunday 28 September is worked before National Day
        ("2025-09-26", "3", "2025-09-30"),  # 28, 29, 30
        ("2025-09-26", "5", "2025-10-10"),  # 1 to 8 October off; 9, 10
        ("2025-09-22", "P15D", "2025-10-07"),  # calendar days, holiday or not
        ("2025-01-31", "P1M", "2025-02-28"),
    ],
)
def test_a_limit_is_reckoned(capsys, start: str, length: str, day: str) -> None:
    assert 0 == main(["due", start, length, "--lang", "en"])
    assert f"Due on {day}" in capsys.readouterr().out


def test_the_days_skipped_and_added_are_told(capsys) -> None:
    main(["due", "2025-09-26", "5", "--lang", "zh"])
    said = capsys.readouterr().out

    assert "到期日：2025-10-10（周五）" in said
    assert "2025-09-28 周日 调休上班" in said


@pytest.mark.parametrize(
    "words",
    [
        ["due", "yesterday", "5"],
        ["due", "2025-09-22", "soon"],
        ["due", "2025-09-22", "5", "--notice", "/no/such/notice.toml"],
        ["serve", "--port", "http"],
        ["serve", "--port", "70000"],
        ["serve", "--processes", "none"],
        ["receipt", "x"],
        ["export"],
        ["verify", "--nonsense"],
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_arguments_are_told_in_words(capsys, words: list[str], lang: str) -> None:
    try:
        status = main([*words, "--lang", lang])
    except SystemExit as left:
        status = left.code
    said = capsys.readouterr().err

    assert 2 == status
    assert words_in(lang)("cli", "wrong", why="")[:4] in said
