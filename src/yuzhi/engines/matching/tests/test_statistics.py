"""Records of several fields are linked by what their agreements say."""

from collections import Counter
from random import Random

from yuzhi.engines.matching.statistics import EXACT, FAR, MISSING, NEAR, fitted, linked, pattern

FIELDS = ("name", "born", "town")


def people(number: int) -> list[dict[str, str]]:
    random = Random(3)
    return [
        {"name": f"{random.choice('abcdefgh')}{random.choice('klmnop')}{place:04d}", "born": f"19{random.randrange(40, 99)}{random.randrange(10, 28)}",
         "town": random.choice(("yulin", "shenmu", "fugu"))}
        for place in range(number)
    ]


def test_damaged_copies_find_their_originals_and_strangers_find_nobody() -> None:
    left = people(300)
    right = [{**one, "town": ""} if place % 3 else {**one, "born": one["born"][:-1] + "0"} for place, one in enumerate(left[:200])]
    right += [{"name": f"zz{place}", "born": "200001", "town": "yulin"} for place in range(50)]
    found = linked(left, right, FIELDS, [lambda one: one["name"], lambda one: one["town"] and one["born"] + one["town"]])
    assert {(one.left, one.right) for one in found} == {(place, place) for place in range(200)}
    assert all(one.chance >= 0.5 for one in found)


def test_each_record_is_linked_once_at_most() -> None:
    one = {"name": "li", "born": "1980", "town": "yulin"}
    assert len(linked([one, one], [one], FIELDS, [lambda seen: seen["name"]])) <= 1
    assert linked([], [], FIELDS, [lambda seen: seen["name"]]) == []


def test_levels_of_agreement() -> None:
    assert pattern({"name": "fitzpatrick", "born": "1", "town": ""}, {"name": "fitzpatrik", "born": "2", "town": "x"}, FIELDS) == (NEAR, FAR, MISSING)


def test_a_field_that_agrees_by_chance_weighs_less() -> None:
    other = ({EXACT: 0.001, NEAR: 0.009, FAR: 0.99}, {EXACT: 0.5, NEAR: 0.01, FAR: 0.49})
    model = fitted(Counter({(EXACT, EXACT): 90, (EXACT, FAR): 10, (FAR, EXACT): 500, (FAR, FAR): 500}), other, ("name", "town"))
    assert model.weight((EXACT, FAR)) > model.weight((FAR, EXACT))
    assert model.chance((EXACT, EXACT)) > 0.9 > model.chance((FAR, EXACT))
