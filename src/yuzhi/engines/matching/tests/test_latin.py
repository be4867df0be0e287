"""Latin names of bodies are taken apart, and compared."""

import pytest

from yuzhi.engines.matching.declared import weights
from yuzhi.engines.matching.latin import compare_latin, read_latin


@pytest.mark.parametrize(("one", "two"), [
    ("Xerox Corporation", "XEROX CORP."),
    ("The Regents of the University of California", "Univ. of California"),
    ("Société Anonyme Böhler S.A.", "Bohler"),
    ("The United Statets of America as represented by the Secretary of the Navy", "US Navy"),
    ("Centre National de la Recherche Scientifique (CNRS)", "Centre National de la Recherche Scientifique"),
    ("Nissan Motor Co., Ltd.", "Nissan Motor Comapny Limited"),
    ("Sony Kabushiki Kaisha", "Sony K.K."),
])
def test_two_spellings_have_one_key(one: str, two: str) -> None:
    assert read_latin(one).key == read_latin(two).key


def test_a_letter_apart_in_a_long_word_is_a_spelling_and_in_a_short_one_another_name() -> None:
    said = weights()
    spelling = compare_latin(read_latin("Eastman Kodak Company"), read_latin("Eastman Kodac Co"), said)
    assert (spelling.band, spelling.objections) == ("same", ("typo",))
    assert compare_latin(read_latin("Iowa University"), read_latin("Ohio University"), said).band == "different"


def test_words_that_many_names_have_lead_to_review_and_no_further() -> None:
    found = compare_latin(read_latin("Honeywell Inc"), read_latin("Honeywell International Inc"), weights())
    assert (found.band, found.relation) == ("review", "group")


def test_a_name_of_legal_forms_only_keeps_them() -> None:
    assert read_latin("Co. Ltd.").core
    assert read_latin("").key == ""


def test_a_name_in_another_script_is_one_word_as_it_is() -> None:
    assert read_latin("현대자동차 주식회사").key != read_latin("삼성전자 주식회사").key
