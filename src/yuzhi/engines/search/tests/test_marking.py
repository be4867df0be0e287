"""Marks: the same whether a text is folded first or not."""

import sys

from yuzhi.engines.search.language import Leaf
from yuzhi.engines.search.marking import _BECOMES_HAN, _HAN, Marker, segments
from yuzhi.engines.text.folding import fold_in_place


def test_no_other_letter_becomes_a_han_character_or_a_blank() -> None:
    hidden = [
        letter for letter in map(chr, range(sys.maxunicode + 1)) if not _BECOMES_HAN.match(letter)
        and (folded := fold_in_place(letter)) != letter
        and (not folded or _HAN.search(folded) or folded.isspace() != letter.isspace())
    ]
    assert hidden == []
    assert all(fold_in_place(letter) == letter for letter in map(chr, range(0x4E00, 0xA000)))


def test_a_text_is_marked_as_its_folded_form_is() -> None:
    for text in ("在600℃下，煤 制 油…煤制油", "㊀煤制油", "煤\u200b制油Ⅱ", "⽔煤浆与水煤浆" * 30, "一二" * 90 + "煤制油℃" * 9):
        for word in ("煤制油", "水煤浆", "一"):
            pattern = Marker([Leaf(word)])._patterns["text"]
            assert segments(text, pattern, 120, han=True) == segments(text, pattern, 120)
