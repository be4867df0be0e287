"""The city as a whole, what lies in it without a county, and what lies elsewhere are three things."""

import pytest

from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.unplaced import counties_of, word_of

AREAS = AreaBook([
    Area("610800", "榆林市", "Yulin", "610000"), Area("610802", "榆阳区", "Yuyang", "610800"),
    Area("610881", "神木市", "Shenmu", "610800"),
], city="610800")


@pytest.mark.parametrize("text", ["榆林市", "610800", "全市", " 榆林 "])
def test_the_city_means_every_place_in_it(text):
    assert counties_of(text, AREAS) == ("610802", "610881", "610800")


def test_each_word_means_one_thing():
    assert counties_of("本市未分县", AREAS) == ("610800",)
    assert counties_of("市外或地址不明", AREAS) == counties_of("", AREAS) == ("",)
    assert counties_of("神木", AREAS) == ("610881",)


def test_a_word_that_could_mean_two_things_is_refused():
    with pytest.raises(BadValue, match="两种意思"):
        counties_of("未定", AREAS)


def test_a_stored_code_has_its_word():
    assert [word_of(code, AREAS) for code in ("610881", "610800", "")] == ["神木市", "本市未分县", "市外或地址不明"]
    assert word_of("610881", AREAS, english=True) == "Shenmu"
    assert word_of("110000", AREAS) == "110000"
