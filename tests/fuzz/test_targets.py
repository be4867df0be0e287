"""What fuzzers try must go well for what they begin with; without the fuzzer itself."""

import pytest

from tests.fuzz.seeds import seeds, words
from tests.fuzz.targets import TARGETS


@pytest.fixture(scope="module")
def given():
    return seeds()


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_takes_its_seeds_and_their_halves(name, given):
    assert name in {"redbook", "st96", "cnipr", "mapped"} or len(given[name]) > 2, "seeds of made-up files; these have few or real ones only"
    for data in given[name][:12]:
        TARGETS[name](data)
        TARGETS[name](data[: len(data) // 2])


def test_the_words_of_a_format_are_those_of_its_elements(given):
    assert b"cn-patent-document" in words(given["cnipa_old"])
    assert words([b"plain text"]) == []
