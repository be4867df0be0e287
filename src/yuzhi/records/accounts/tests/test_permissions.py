"""Every role × verb × kind × place against a table written by hand, and the sentence of a refusal."""

from itertools import product
from pathlib import Path

import pytest
import yaml

from yuzhi.engines.formats.tables import TABLES
from yuzhi.kernel.errors import NotPermitted
from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.permissions import RULES, VERBS, may, require, scope_of
from yuzhi.records.accounts.roles import PARTIES, ROLES
from yuzhi.records.accounts.things import KIND_OF_TABLE, KINDS, Thing

OWN, OTHER, PARTY = "610881", "610802", "uscc/91610800MA7000001X"
ME = "0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a"
PLACES = {
    "here": {"county": OWN},
    "elsewhere": {"county": OTHER},
    "mine": {"county": OTHER, "party_keys": ("uscc/other", PARTY)},
    "unplaced": {},
    "self": {"county": OTHER, "owner": ME},
    "somebody's": {"county": OWN, "party_keys": (PARTY,), "owner": "0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b"},
}
MATRIX = yaml.safe_load(Path(__file__).with_name("matrix.yml").read_text(encoding="utf-8"))


def person(role, **more):
    if role == "visitor":
        return None
    counties = [OWN] if role == "county_officer" else []
    return User(key=ME, role=role, counties=counties, party_key=PARTY if role in PARTIES else "", **more)


def expected(role, verb, kind, place):
    near = {"somebody's": {"here", "mine"}}.get(place, {place})
    told = MATRIX[role].get(verb, {}).get(kind)
    return told in {"any", *near} or (told == "own" and bool(near & {"mine", "self"}))


def test_the_hand_written_table_names_only_what_is_declared():
    assert set(MATRIX) == {"visitor", *ROLES}
    for verbs in MATRIX.values():
        assert set(verbs) <= set(VERBS)
        assert {kind for kinds in verbs.values() for kind in kinds} <= set(KINDS)
        assert {where for kinds in verbs.values() for where in kinds.values()} <= {"any", "here", "mine", "self", "own"}


@pytest.mark.parametrize("role", ["visitor", *ROLES])
def test_every_role_may_do_exactly_what_the_table_says(role):
    surprises = [
        (verb, kind, place)
        for verb, kind, place in product(VERBS, KINDS, PLACES)
        if may(person(role), verb, Thing(kind, **PLACES[place])).allowed != expected(role, verb, kind, place)
    ]
    assert surprises == []


def test_every_rule_is_about_a_declared_verb_kind_role_and_scope():
    for (verb, kind), grants in RULES.items():
        assert verb in VERBS
        assert kind in KINDS
        assert set(grants) <= set(ROLES)


def test_every_table_of_the_lake_has_a_kind():
    assert set(KIND_OF_TABLE) == set(TABLES)
    assert set(KIND_OF_TABLE.values()) <= set(KINDS)


@pytest.mark.parametrize(("verb", "kind"), [("eat", "right"), ("read", "cake")])
def test_a_verb_or_kind_that_nobody_declared_is_a_mistake_in_the_program(verb, kind):
    with pytest.raises(KeyError):
        may(None, verb, Thing(kind))
    with pytest.raises(KeyError):
        scope_of(None, verb, kind)


def test_a_county_officer_without_county_reaches_nothing_of_a_county():
    officer = User(role="county_officer", counties=[], party_key="")
    assert not may(officer, "repair", Thing("quarantine", "")).allowed


def test_a_company_without_party_key_does_not_own_things_without_parties():
    company = User(role="company", counties=[], party_key="")
    assert not may(company, "read", Thing("deal", "", ("",))).allowed


def test_a_closed_account_stands_as_a_visitor():
    officer = person("city_officer", is_active=False)
    assert not may(officer, "repair", Thing("quarantine", OWN)).allowed
    assert may(officer, "read", Thing("right", OWN)).allowed


def test_a_refusal_says_why_who_may_and_who_can_grant_it():
    with pytest.raises(NotPermitted) as refused:
        require(person("company"), "repair", Thing("quarantine", OWN))
    assert refused.value.sentence == (
        "不能修复隔离行（隔离行）：您以“企业”身份登录，这一身份没有此项权限。"
        "可以办理的是：市级工作人员、县（市、区）工作人员（限所服务的县、市、区）。没有权限的，请向安全管理员申请授权。"
    )
    assert refused.value.status == 403


def test_a_visitor_is_told_to_sign_in_first():
    decision = may(None, "correct_county", Thing("right", OWN))
    assert "您尚未登录" in decision.reason
    assert decision.who_can_grant.startswith("请先登录")


def test_an_officer_of_another_county_is_told_so():
    assert "不属于您所服务的县" in may(person("county_officer"), "repair", Thing("quarantine", OTHER)).reason


def test_what_nobody_may_do_says_so():
    assert "目前没有任何角色" in may(person("city_officer"), "read_audit", Thing("right")).reason


def test_lists_know_how_far_a_verb_reaches():
    assert scope_of(person("county_officer"), "read", "deal") == "own_county"
    assert scope_of(person("bank"), "read", "deal") == "own_party"
    assert scope_of(None, "read", "deal") == "none"
    assert scope_of(User(role="county_officer"), "read", "deal") == "none"
    assert scope_of(None, "read", "right") == "all"


def test_a_row_of_the_lake_knows_its_county_and_parties():
    row = {"key": "cn/p/1", "county": OWN, "applicant_codes": ["A", "", "B"], "agency_code": "61234"}
    assert Thing.of_row("patents", row) == Thing("right", OWN, ("uscc/A", "uscc/B"))
    deal = Thing.of_row("licences", {"giver_code": "G", "taker_code": "T", "county": None})
    assert deal == Thing("deal", "", ("uscc/G", "uscc/T"))
    assert Thing.of_row("companies", {"code": "C"}).party_keys == ("uscc/C",)
