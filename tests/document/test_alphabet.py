"""The characters of a text."""

from hypothesis import given
from hypothesis import strategies as st

from luoshi.document.alphabet import alphabet


@given(st.text(alphabet=st.characters(max_codepoint=0xFFFF), max_size=50), st.sampled_from([1, 5000]))
def test_short_and_long_texts_alike(text, times):
    assert alphabet(text * times) == frozenset(text)
