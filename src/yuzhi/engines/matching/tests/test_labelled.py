"""Pairs with a known answer: the bars for precision and recall, made-up and real pairs apart."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable

from yuzhi.engines.matching import Mention, compare, group, weights
from yuzhi.engines.matching.tests.labelled import Labelled, held_pairs, made_pairs, real_pairs

HAN = re.compile(r"[\u4e00-\u9fff]{2,4}$")


def rates(pairs: Iterable[Labelled]) -> tuple[float, float]:
    """(precision, recall) of the band `same`."""
    said = weights()
    counted = Counter((compare(one.left, one.right, said).band == "same", one.label == "same") for one in pairs if one.label != "fact")
    right = counted[True, True]
    return right / (right + counted[True, False]), right / (right + counted[False, True])


def test_the_made_pairs_are_many_and_the_same_in_every_run() -> None:
    pairs = made_pairs()
    assert len(pairs) >= 2000 and pairs == made_pairs()
    assert sum(one.label == "different" for one in pairs) > 1000


def test_made_pairs_keep_the_bar() -> None:
    precision, recall = rates(made_pairs())
    assert precision >= 0.995 and recall >= 0.97, (precision, recall)


def test_kinds_written_after_the_rules_keep_the_bar() -> None:
    precision, recall = rates(held_pairs())
    assert precision >= 0.995 and recall >= 0.97, (precision, recall)


def test_real_pairs_are_merged_without_a_wrong_one_and_what_is_not_merged_is_put_before_a_person() -> None:
    pairs = list(real_pairs())
    precision, recall = rates(pairs)
    assert precision >= 0.995 and recall >= 0.8, (precision, recall)
    said = weights()
    missed = [one for one in pairs if one.label == "same" and compare(one.left, one.right, said).band == "different"]
    assert len(missed) <= 3, "two with a broken character, one cut off"


def test_a_renaming_joins_once_it_is_known_as_a_fact() -> None:
    said = weights()
    for one in real_pairs():
        if one.label == "fact":
            assert compare(one.left, one.right, said).band != "same", one
            told = Mention(one.left.key, one.left.name, known=(one.right.name,))
            assert compare(told, one.right, said).band == "same", one


def test_real_brands_in_made_pairs_keep_the_bar(shared) -> None:  # type: ignore[no-untyped-def]
    with gzip.open(shared / "data/company_names/short_names.txt.gz", "rt", encoding="utf-8") as file:
        brands = tuple(brand for line in file if HAN.match(brand := line.strip()))
    precision, recall = rates(made_pairs(brands, seed=7))
    assert precision >= 0.995 and recall >= 0.97, (precision, recall)


def test_the_assignees_of_the_energy_set_are_grouped(shared) -> None:  # type: ignore[no-untyped-def]
    counted: Counter[str] = Counter()
    with gzip.open(shared / "data/patents_energy/cn_cited_metadata.tsv.gz", "rt", encoding="utf-8") as file:
        counted.update(name for line in file if re.search("[\u4e00-\u9fff]", name := line.split("\t")[1]))
    with gzip.open(shared / "data/patents_energy/cn_patents.jsonl.gz", "rt", encoding="utf-8") as file:
        counted.update(name for line in file if (name := json.loads(line)["assignee_zh"]))
    found = group([Mention(name, name, records=number) for name, number in counted.items()])
    together = {frozenset(one) for one in found.groups if len(one) > 1}
    assert frozenset({"合肥水泥研究设计院", "合肥水泥研究设计院有限公司"}) in together
    assert not any({"东风汽车有限公司", "东风汽车股份有限公司"} <= one for one in together)
    assert 40 < len(together) < 90 and sum(map(len, found.groups)) == len(counted)
    reviewed = {frozenset((pair.left, pair.right)) for pair in found.to_review}
    assert frozenset({"一汽-大众汽车有限公司", "汽-大众汽车有限公司"}) in reviewed
