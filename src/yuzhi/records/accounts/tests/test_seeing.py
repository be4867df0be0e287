"""Rows with personal data: masked for most, plain and logged for those who may."""

from datetime import UTC, datetime

import pytest

from yuzhi.kernel.errors import Refused
from yuzhi.records.accounts.models import AccessLog, User
from yuzhi.records.accounts.queries import accesses_by, accesses_to
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
        User(role="company", party_key="uscc/9161"),
    ],
)
def test_officers_of_the_place_and_the_party_itself_see_it_plain_and_that_is_logged(viewer):
    [seen] = see(viewer)
    assert seen.row == ROW
    assert seen.masked == ()
    [entry] = accesses_to("uscc/9161")
    assert (entry.actor_key, entry.deed) == (viewer.actor_key, "personal_read")
    assert entry.fields == ["representative", "phone"]
    assert (entry.purpose, entry.at) == ("查看企业页面", AT)
    assert list(accesses_by(viewer)) == [entry]


def test_a_row_without_personal_data_is_not_logged():
    see(User(role="city_officer"), [{**ROW, "representative": "", "phone": None}])
    assert not AccessLog.objects.exists()


def test_a_plain_read_without_purpose_is_refused():
    with pytest.raises(Refused, match="目的"):
        see(User(role="city_officer"), purpose=" ")
    assert see(None, purpose="")[0].row["phone"] == "138****1234"


def test_many_rows_take_one_query_to_log(django_assert_num_queries):
    rows = [{**ROW, "key": f"uscc/{place}"} for place in range(50)]
    with django_assert_num_queries(1):
        see(User(role="city_officer"), rows)
    assert AccessLog.objects.count() == 50


def test_a_known_county_names_the_address():
    row = {"key": "cn/t/1/29", "registrant_kind": "person", "county": "610881", "address": "锦界镇陈家沟5号"}
    [seen] = see(None, [row], table="trademarks", areas={"610881": "神木市"})
    assert seen.row["address"] == "神木市"


def test_data_that_are_no_lake_row_are_logged_by_hand():
    officer = User(role="city_officer")
    note_personal_read(officer, "quarantine/7", ["phone"], at=AT, purpose="修复隔离行")
    assert accesses_to("quarantine/7").get().fields == ["phone"]
