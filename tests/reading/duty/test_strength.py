import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reading.duty.features import FEATURES
from luoshi.reading.duty.strength import N_BUCKETS, gram_buckets, gram_scores, load_weights


@given(st.text(alphabet="要在12月底前完成。，市局", min_size=3, max_size=40), st.data())
def test_running_sums_give_what_counting_gives(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    grams = np.random.default_rng(0).normal(size=(2, N_BUCKETS)).astype(np.float32)
    got = gram_scores(text, np.array([start]), np.array([stop]), grams)[0]
    wanted = np.zeros(2)
    for n, buckets in enumerate(gram_buckets(text), start=1):
        for i in range(start, max(stop - n + 1, start)):
            wanted += grams[:, buckets[i]]
    assert np.allclose(got, wanted / np.sqrt(stop - start), atol=1e-3)


def test_a_stretch_scores_the_same_wherever_it_stands():
    grams = load_weights().grams
    words = "各区政府要制定方案"
    alone = gram_scores(words, np.array([0]), np.array([len(words)]), grams)
    inside = gram_scores("前言。" + words + "。后记", np.array([3]), np.array([3 + len(words)]), grams)
    assert np.allclose(alone, inside, atol=1e-5)


def test_every_digit_is_the_same_digit():
    assert all((a == b).all() for a, b in zip(gram_buckets("2022年"), gram_buckets("1998年"), strict=True))


def test_weights_and_features_agree():
    weights = load_weights()
    assert weights.cues.shape == (len(FEATURES), 2)
    assert weights.grams.shape == (2, N_BUCKETS)
    assert weights.bias.shape == (2,)
