"""Rows with personal data: masked for most, plain and logged for those who may."""

from datetime import UTC, datetime

import pytest

from yuzhi.kernel.errors import BadValue, NotPermitted, Refused
from yuzhi.records.accounts.models import AccessLog, User
from yuzhi.records.accounts.purposes import OPEN_FOR, state_purpose, stated
from yuzhi.records.accounts.queries import accesses_by, accesses_to, looks_at
from yuzhi.records.accounts.seeing import note_personal_read, seen_by

AT = datetime(2026, 1, 2, tzinfo=UTC)
ROW = {
    "key": "uscc/9161", "code": "9161", "name": "神木煤业", "county": "610881", "representative": "李建国",
    "phone": "13812341234", "address": "锦界镇",
}
pytestmark = pytest.mark.django_db


def see(viewer, rows=(ROW,), table="companies", purpose="查看企业页面", **more):
    return seen_by(viewer, table, rows, at=AT, purpose=purpose, **more)


@pytest.mark.parametrize(
    "viewer",
    [
        None,
        User(role="company", party_key="uscc/other"),
        User(role="county_officer", counties=["610802"]),
        User(role="mediator"),
        User(role="system_admin"),
        User(role="security_admin"),
        User(role="audit_admin"),
    ],
)
def test_others_see_masks_and_nothing_is_logged(viewer):
    [seen] = see(viewer)
    assert (seen.row["representative"], seen.row["phone"]) == ("李*", "138****1234")
    assert seen.masked == ("representative", "phone")
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize(
    "viewer",
    [
        User(role="city_officer"),
        User(role="county_officer", counties=["610881"]),
    ],
)
def test_officers_of_the_place_see_it_plain_only_after_a_purpose_and_that_is_logged(viewer):
    [sealed] = see(viewer)
    assert (sealed.row["phone"], sealed.sealed) == ("138****1234", True)
    assert not accesses_to("uscc/9161")
    state_purpose(viewer, "uscc/9161", "case", "榆知案〔2026〕3号", at=AT)
    [seen] = see(viewer)
    assert (seen.row, seen.masked, seen.sealed) == (ROW, (), False)
    [entry] = accesses_to("uscc/9161")
    assert (entry.actor_key, entry.deed, entry.at) == (viewer.actor_key, "personal_read", AT)
    assert entry.fields == ["representative", "phone"]
    assert entry.purpose == "办理案件或事项：榆知案〔2026〕3号（查看企业页面）"
    assert accesses_by(viewer).first() == entry


def test_a_purpose_opens_one_thing_for_one_person_and_a_quarter_of_an_hour():
    officer, other = User(role="city_officer"), User(role="city_officer")
    state_purpose(officer, "uscc/9161", "check", "", at=AT)
    assert stated(officer, ["uscc/9161", "uscc/9162"], at=AT) == {"uscc/9161": "核对登记信息"}
    assert stated(other, ["uscc/9161"], at=AT) == {}
    assert stated(officer, ["uscc/9161"], at=AT + OPEN_FOR) == {}


@pytest.mark.parametrize(("purpose", "more"), [("", "x"), ("curiosity", "x"), ("other", " "), ("case", ""), ("check", "长" * 121)])
def test_a_purpose_without_words_or_off_the_list_opens_nothing(purpose, more):
    with pytest.raises(BadValue):
        state_purpose(User(role="city_officer"), "uscc/9161", purpose, more, at=AT)
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("role", ["citizen", "company", "system_admin", "security_admin", "audit_admin", "mediator"])
def test_whoever_can_open_nothing_states_no_purpose(role):
    with pytest.raises(NotPermitted):
        state_purpose(User(role=role), "uscc/9161", "check", "", at=AT)


def test_the_party_itself_reads_its_own_without_a_purpose_and_sees_who_else_did():
    owner, officer = User(role="company", party_key="uscc/9161"), User(role="city_officer")
    [seen] = see(owner)
    assert (seen.row, seen.masked) == (ROW, ())
    state_purpose(officer, "uscc/9161", "contact", "", at=AT)
    see(officer)
    note_personal_read(officer, "cn/p/1", ["address"], at=AT, purpose="核对")
    nothing = AccessLog.objects.none().values("object_key")
    assert [one.actor_key for one in looks_at(owner, nothing)] == [officer.actor_key]
    assert looks_at(owner, ["cn/p/1"]).count() == 2
    assert looks_at(User(role="company", party_key="uscc/other"), nothing).count() == 0


def test_a_row_without_personal_data_is_not_logged():
    see(User(role="city_officer"), [{**ROW, "representative": "", "phone": None}])
    assert not AccessLog.objects.exists()


def test_a_plain_read_without_purpose_is_refused():
    with pytest.raises(Refused, match="目的"):
        see(User(role="company", party_key="uscc/9161"), purpose=" ")
    assert see(None, purpose="")[0].row["phone"] == "138****1234"


def test_many_rows_take_one_query_to_log(django_assert_num_queries):
    rows = [{**ROW, "key": f"uscc/{place}"} for place in range(50)]
    with django_assert_num_queries(1):
        see(User(role="company", party_key="uscc/9161"), rows)
    assert AccessLog.objects.count() == 50


def test_a_known_county_names_the_address():
    row = {"key": "cn/t/1/29", "registrant_kind": "person", "county": "610881", "address": "锦界镇陈家沟5号"}
    [seen] = see(None, [row], table="trademarks", areas={"610881": "神木市"})
    assert seen.row["address"] == "神木市"


def test_data_that_are_no_lake_row_are_logged_by_hand():
    officer = User(role="city_officer")
    note_personal_read(officer, "quarantine/7", ["phone"], at=AT, purpose="修复隔离行")
    assert accesses_to("quarantine/7").get().fields == ["phone"]


def test_the_amount_of_a_contract_is_sealed_as_a_phone_is():
    row = {"key": "cn/pl/1", "county": "610881", "pledgor_code": "9161", "pledgee": "某银行", "amount": 5_000_000}
    officer = User(role="city_officer")
    [sealed] = see(officer, [row], table="pledges")
    assert (sealed.row["amount"], sealed.masked, sealed.sealed) == (None, ("amount",), True)
    state_purpose(officer, "cn/pl/1", "check", "", at=AT)
    [seen] = see(officer, [row], table="pledges")
    assert (seen.row["amount"], seen.masked) == (5_000_000, ())
