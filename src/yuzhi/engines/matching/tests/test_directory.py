"""All names of one body, and none of another."""

from dataclasses import replace

from yuzhi.engines.matching import Mention
from yuzhi.engines.matching.directory import Directory
from yuzhi.engines.matching.tests.labelled import held_pairs, made_pairs, real_pairs


def test_one_name_of_a_labelled_pair_finds_the_other_among_all_of_them() -> None:
    pairs = [*made_pairs(), *held_pairs(), *real_pairs()]
    sides = [(replace(pair.left, key=f"{at}a"), replace(pair.right, key=f"{at}b")) for at, pair in enumerate(pairs)]
    known = Directory([side for both in sides for side in both])
    found = [right.name in (left.name, *known.names(left.name)) for left, right in sides]
    same = [hit for pair, hit in zip(pairs, found, strict=True) if pair.label == "same"]
    wrong = [pair for pair, hit in zip(pairs, found, strict=True) if hit and pair.label == "different" and pair.left.name != pair.right.name]
    assert len(same) > 2000 and sum(same) / len(same) >= 0.97
    assert not wrong


ONE = Mention("1", "榆林惠泽化工有限公司", "91610800MA70CJ5X1T", records=3)
TWO = Mention("2", "榆林市惠泽化工有限责任公司", records=9)
THREE = Mention("3", "陕西恒通能源有限公司")


def test_what_officers_decided_goes_before_the_names() -> None:
    assert Directory([ONE, TWO, THREE]).names(ONE.name) == (TWO.name,)
    assert Directory([ONE, TWO, THREE], joined=[("2", "3")]).names(ONE.name) == (TWO.name, THREE.name)
    assert Directory([ONE, TWO, THREE], apart=[("1", "2")]).names(ONE.name) == ()


def test_people_and_parts_of_names_are_not_widened() -> None:
    known = Directory([Mention("1", "王建国"), Mention("2", "王建国"), ONE, TWO])
    assert known.names("王建国") == known.names("惠泽") == known.names("化工有限公司") == ()
