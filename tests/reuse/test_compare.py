"""Passages two texts share, compared in memory."""

from luoshi.reuse.compare import compare
from luoshi.reuse.families import families
from luoshi.reuse.share import shares
from luoshi.reuse.short import short_passages
from tests.reuse.cast import corpus, words

SHARED = words(1, 160)


def test_a_shared_passage_is_found_to_the_letter() -> None:
    first, second = words(2, 300) + SHARED + words(3, 200), words(4, 120) + SHARED + words(5, 300)
    found = compare([first, second]).passages

    assert [(0, 1)] == list(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert abs(int(found.a0[0]) - 300) <= 2
    assert abs(int(found.a1[0]) - 460) <= 2
    assert abs(int(found.b0[0]) - 120) <= 2
    assert abs(int(found.b1[0]) - 280) <= 2


def test_texts_that_share_nothing_share_nothing() -> None:
    assert 0 == len(compare([words(i, 500) for i in range(20)]).passages)


def test_changed_figures_and_both_commas_do_not_hide_a_passage() -> None:
    copy = SHARED.replace("，", ",")

    assert 1 == len(compare([words(2, 200) + SHARED, copy + words(3, 200)]).passages)


def test_nothing_to_compare() -> None:
    for texts in ([], [""], ["", "，。", "x"], ["\x00\x01\ud800" * 50, "\ufffd" * 200]):
        assert 0 == len(compare(texts).passages)


def test_a_text_longer_than_a_piece_is_compared_whole() -> None:
    long = words(7, 60_000)
    found = compare([long, words(8, 50) + long]).passages

    assert 1 == len(found)
    assert int(found.a1[0] - found.a0[0]) > 59_900


def test_a_short_text_equals_only_itself() -> None:
    found = short_passages(["收悉，请阅办。", "收悉,请阅办。", "", "。", "已转水务局。"])

    assert [(0, 1)] == list(zip(found.a.tolist(), found.b.tolist(), strict=True))


def test_the_earlier_date_is_the_source() -> None:
    texts = [SHARED + words(2, 160), words(3, 160) + SHARED]
    found = compare(texts).passages
    later, earlier = shares(found, [len(t) for t in texts], ["2025-03-01", "2024-03-01"], [(), ()])

    assert (1, True) == (later.source, later.dated)
    assert -1 == earlier.source
    assert abs(later.part - 0.5) < 0.02


def test_without_dates_no_direction_is_claimed() -> None:
    texts = [SHARED + words(2, 160), words(3, 160) + SHARED]
    found = compare(texts).passages

    assert [False, False] == [s.dated for s in shares(found, [320, 320], ["", ""], [(), ()])]


def test_a_passage_of_many_is_one_family_restored_by_its_fullest_copy() -> None:
    masked = SHARED[:60] + "某某" + SHARED[62:]
    texts = [words(10, 100) + masked, *(words(11 + i, 100) + SHARED for i in range(4))]
    found = families(compare(texts).passages, texts, [""] * 5, ["甲局"] + ["乙局"] * 4)

    assert 5 == len(found[0].holders)
    assert 0 == found[0].exemplar.doc
    assert 0 != found[0].fullest.doc
    assert ("乙局", "甲局") == found[0].units


def test_every_copy_of_the_corpus_is_found() -> None:
    found = compare(corpus(60)).passages

    assert {(i - 1, i) for i in range(2, 60, 3)} == set(zip(found.a.tolist(), found.b.tolist(), strict=True))


def test_a_template_with_ten_thousand_copies_is_one_family_and_output_stays_linear() -> None:
    n = 10_000
    template = words(1, 200)
    texts = [words(1000 + i, 60) + template[:90] + f"第{i}号" + template[90:] for i in range(n)]
    found = compare(texts)
    (family,) = families(found.passages, texts, [""] * n, [""] * n)
    told = shares(found.passages, [len(t) for t in texts], [""] * n, found.quotations)

    assert n == len(family.holders)
    assert len(found.passages) <= 4 * n
    assert {0} == {s.source for s in told[1:]}
    assert all(0.7 < s.part < 0.8 for s in told[1:])


def test_latin_words_fold_too() -> None:
    shared = (
        "The office shall inspect every reservoir before the flood season, register each defect found, "
        "name who puts it right and by when, and report the result to the county by the end of June. "
        "Where a defect cannot be mended at once, the site is closed and a warning put up until it is."
    )
    first = "Notice on reservoirs. " + shared
    second = "PLAN OF OUR TOWN. We have four reservoirs. " + shared.upper().replace("JUNE", "JULY")
    found = compare([first, second, "An unlike text about schools, roads and the harvest." * 3]).passages

    assert [(0, 1)] == list(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert found.a1[0] - found.a0[0] > 0.8 * len(shared)
