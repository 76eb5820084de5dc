"""Both languages have the same words, with the same places to fill."""

import re

import pytest

from luoshi.cli.words import Words, chosen_language, words_in

PLACE = re.compile(r"\{(\w+)\}")


def test_both_catalogues_have_the_same_keys(zh: Words, en: Words) -> None:
    def keys(say: Words) -> set[tuple[str, str]]:
        return {(section, key) for section, table in say.table.items() for key in table}

    assert keys(zh) == keys(en)


def test_both_fill_the_same_places(zh: Words, en: Words) -> None:
    for section, table in zh.table.items():
        for key, words in table.items():
            assert set(PLACE.findall(str(words))) == set(PLACE.findall(str(en.table[section][key]))), key


@pytest.mark.parametrize(
    ("asked", "ours", "locale", "chosen"),
    [
        (None, None, None, "zh"),  # nothing says anything: Chinese
        (None, None, "C.UTF-8", "zh"),
        (None, None, "en_GB.UTF-8", "en"),
        (None, None, "zh_CN.UTF-8", "zh"),
        (None, "en", "zh_CN.UTF-8", "en"),  # LUOSHI_LANG goes before the locale
        ("zh", "en", "en_GB.UTF-8", "zh"),  # --lang before both
    ],
)
def test_the_language(
    asked: str | None, ours: str | None, locale: str | None, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("LUOSHI_LANG", ours), ("LC_ALL", locale), ("LC_MESSAGES", None), ("LANG", None)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert chosen_language(asked) == chosen


def test_a_list_is_not_a_word(zh: Words) -> None:
    with pytest.raises(TypeError):
        zh("time", "weekdays")
    assert words_in("zh") is zh
