"""The pieces of a comparison are the text itself, and what is equal is never marked."""

from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.text.differing import differing

TEXT = st.text(st.sampled_from("泵阀钢的压力为2.MPa \n，"), max_size=80)


@given(TEXT, TEXT)
def test_the_pieces_joined_are_the_text(before, text):
    assert "".join(piece for piece, _ in differing(before, text)) == text


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    assert not any(differs for _, differs in differing(text, text))


def test_a_very_long_text_is_told_apart_as_a_whole():
    assert differing("a " * 5000, "b " * 5000) == [("b " * 5000, True)]
