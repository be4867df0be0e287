"""The bytes of a leaf, recomputed by hand."""

import hashlib
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.kernel.errors import BadValue
from yuzhi.records.evidence.acts import ACTS, checked_act
from yuzhi.records.evidence.leaves import canonical, facts_digest, leaf_body, leaf_hash

AT = datetime(2026, 1, 2, 11, 4, 5, tzinfo=timezone(timedelta(hours=8)))


def test_a_body_is_canonical_json_with_sorted_keys_and_time_in_utc():
    body = leaf_body("load.published", "load/7", "operator/ops", AT, "sha256:00")
    assert body == (
        b'{"act":"load.published","actor":"operator/ops","facts":"sha256:00","object":"load/7",'
        b'"schema":"yuzhi.leaf/1","time":"2026-01-02T03:04:05.000000Z"}'
    )


def test_a_leaf_hash_has_the_zero_byte_of_rfc_6962():
    # the empty leaf of RFC 6962 and of every Merkle log since
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_the_digest_covers_salt_and_facts():
    assert facts_digest(b"s" * 32, b"{}") == "sha256:" + hashlib.sha256(b"s" * 32 + b"{}").hexdigest()


def test_facts_keep_their_chinese_and_write_days_instants_and_money_as_text():
    facts = {"县": "神木市", "day": date(2026, 1, 2), "at": AT, "yuan": Decimal("120.00"), "codes": ("610881",)}
    assert canonical(facts).decode() == (
        '{"at":"2026-01-02T03:04:05.000000Z","codes":["610881"],"day":"2026-01-02","yuan":"120.00","县":"神木市"}'
    )


@pytest.mark.parametrize(
    "facts", [{"x": float("nan")}, {"x": 2**60}, {"x": "\ud800"}, {"x": b"bytes"}, {1: "x"}, {"x": {"y": [object()]}}]
)
def test_facts_that_json_cannot_carry_exactly_are_refused_in_a_sentence(facts):
    with pytest.raises(BadValue) as refused:
        canonical(facts)
    assert "存证事实" in refused.value.sentence


texts = st.text(st.characters(codec="utf-8"))


@given(st.dictionaries(texts, st.integers(-(2**53) + 1, 2**53 - 1) | texts))
def test_the_order_of_facts_does_not_change_their_bytes(facts):
    assert canonical(facts) == canonical(dict(reversed(facts.items())))


@pytest.mark.parametrize(
    ("object_key", "actor", "at"), [("", "a", AT), ("o", "", AT), ("o", "a", datetime(2026, 1, 2))]
)
def test_a_leaf_needs_object_actor_and_a_time_with_zone(object_key, actor, at):
    with pytest.raises(BadValue):
        leaf_body("load.published", object_key, actor, at, "sha256:00")


def test_an_act_that_nobody_declared_is_refused():
    assert checked_act("file.received") == "file.received"
    with pytest.raises(BadValue, match=r"未登记的存证事项“file\.eaten”"):
        checked_act("file.eaten")


def test_every_act_has_a_name_in_both_languages():
    assert all(names["zh"] and names["en"] for names in ACTS.values())
