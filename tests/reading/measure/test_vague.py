"""Time words without a time are questions."""

from luoshi.reading.measure.vague import find_vague


def test_words_and_places() -> None:
    text = "定期排查,不定期抽查，适时通报，尽快整改到位"
    assert [s.of(text) for s in find_vague(text)] == ["定期", "不定期", "适时", "尽快"]


def test_a_word_with_a_time_is_none() -> None:
    assert find_vague("限期一个月达标") == ()
    assert [s.of("限期整改") for s in find_vague("限期整改")] == ["限期"]
