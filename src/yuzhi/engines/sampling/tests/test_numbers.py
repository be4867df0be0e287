"""Every made-up number is one that the kernel accepts."""

from collections import Counter
from datetime import date

import pytest

from yuzhi.engines.sampling import numbers
from yuzhi.engines.sampling.city import City, make_city
from yuzhi.engines.sampling.months import Gazettes, mark_expires, plus_months, term_ends
from yuzhi.engines.sampling.tests.plans import TODAY, small_plan
from yuzhi.kernel.credit_code import CreditCode
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.numbers import (
    ApplicationNumber,
    PublicationNumber,
    RegistrationNumber,
    TrademarkNumber,
    VarietyNumber,
)


@pytest.fixture(scope="module")
def city() -> City:
    return make_city(small_plan(), scale=1, seed=5, today=TODAY)


def test_application_numbers_are_right_and_tell_the_kind_and_the_year(city: City) -> None:
    for patent in city.patents:
        number = ApplicationNumber.parse(patent.number)
        assert (number.kind, number.year) == (patent.right_kind, patent.filed_on.year)
        assert number.given_check == number.check


def test_publication_numbers_are_right_and_tell_the_kind(city: City) -> None:
    for patent in city.patents:
        assert PublicationNumber.parse(patent.publication).right_kind == patent.right_kind


def test_credit_codes_pass_both_checks_and_belong_to_nobody(city: City) -> None:
    for body in (*city.bodies.all(), *city.bodies.outsiders):
        assert CreditCode.parse(body.code).text == body.code
        assert body.code[8:10] == "YU"


def test_a_wrong_check_digit_is_wrong(city: City) -> None:
    with pytest.raises(BadValue):
        CreditCode.parse(numbers.wrong_check(city.bodies.firms[0].code))
    with pytest.raises(BadValue):
        ApplicationNumber.parse(numbers.wrong_check(city.patents[0].number))


def test_marks_works_and_varieties_have_numbers_of_their_office(city: City) -> None:
    for mark in city.marks:
        assert TrademarkNumber.parse(mark.number, mark.nice_class).key == f"cn/t/{mark.number}/{mark.nice_class}"
    for work in city.works:
        assert RegistrationNumber.parse(work.number).work_kind == work.work_kind
    for row in city.rows:
        if row.table == "varieties":
            assert VarietyNumber.parse(str(row.values["number"]))


def test_no_number_is_given_twice(city: City) -> None:
    for given in (
        [p.number for p in city.patents], [p.stem for p in city.patents], [w.number for w in city.works],
        [(m.number, m.nice_class) for m in city.marks], [b.code for b in city.bodies.all()], [p.number for p in city.pledges],
        [(u.indication, u.user_code) for u in city.users], [(i.system, i.number) for i in city.indications],
    ):
        assert [number for number, times in Counter(given).items() if times > 1] == []


def test_terms_and_expiries_follow_the_law() -> None:
    assert term_ends("utility", date(1999, 9, 6)) == date(2009, 9, 6)
    assert term_ends("design", date(2021, 5, 31)) == date(2031, 5, 31)
    assert term_ends("design", date(2021, 6, 1)) == date(2036, 6, 1)
    assert mark_expires(date(2015, 3, 21)) == date(2025, 3, 20)
    assert plus_months(date(2024, 2, 29), 12) == date(2025, 2, 28)


def test_a_gazette_is_the_first_issue_on_or_after_a_day() -> None:
    issues = Gazettes(date(2024, 1, 2), date(2024, 3, 1), weeks=2)
    assert issues.next(date(2024, 1, 2)) == date(2024, 1, 2)
    assert issues.next(date(2024, 1, 3)) == date(2024, 1, 16)
    assert issues.next(date(2024, 2, 28)) is None
