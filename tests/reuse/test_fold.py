"""What is folded for comparison, and that every kept character knows where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reuse.texts.fold import fold_texts

WORDS = st.text(
    st.sampled_from(
        "工作落实督促催促责任與黨的了着地得 ，,。0123456789一二三百xX×*ABcdＡｂ😀𠀀\n(zhàn)\ud800"
    ),
    max_size=80,
)


def folded(text: str) -> list[int]:
    return fold_texts([text]).codes.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("完成水库3座,投资100万元。", "完成水庫12座，投資九十万元。"),
        ("完成水库3座，投资100万元。", "完成水库x座,投资**万元。"),
        ("应对挑战是", "應對挑戰(zhàn)是"),
        ("ＣＯＤ排放达标", "cod排放达标"),
    ],
)
def test_what_a_copyist_changes_is_gone(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_other_words_stay_apart() -> None:
    assert folded("完成水库三座") != folded("完成公路三条")


@given(st.lists(WORDS, max_size=6))
def test_every_code_stands_at_a_character_of_its_text(texts: list[str]) -> None:
    made = fold_texts(texts)

    assert len(made) == len(texts)
    for number, text in enumerate(texts):
        own = made.offsets[made.starts[number] : made.starts[number + 1]].tolist()
        assert own == sorted(set(own))
        assert all(0 <= place < len(text) and text[place] not in "，,。\n 0123456789" for place in own)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_text_folds_alike_alone_and_among_others(texts: list[str]) -> None:
    made = fold_texts(texts)

    for number, text in enumerate(texts):
        assert made.codes[made.starts[number] : made.starts[number + 1]].tolist() == folded(text)


@pytest.mark.parametrize("texts", [["见(h", "é)水"], ["要进一", "步推进"], ["abc", "def"]])
def test_two_texts_never_run_together(texts: list[str]) -> None:
    """A reading in brackets, a filler or a word that begins in one text and ends in the next is none."""
    assert [code for text in texts for code in folded(text)] == fold_texts(texts).codes.tolist()
