"""Repairs: for one cell, for every file of a source where that is safe, and taken back."""

import json

import pytest

from yuzhi.kernel.errors import Refused
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Load, Quarantined, Repair
from yuzhi.records.evidence.models import Leaf
from yuzhi.rooms.datahub import actions, queries, tasks
from yuzhi.rooms.datahub.rules import why_only_here
from yuzhi.rooms.datahub.tests.city import AREAS, small_city
from yuzhi.rooms.datahub.tests.outlets import PLACE, SHEET, SOURCE, outlet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(tmp_path):
    return small_city(tmp_path, source=SOURCE)


def sent(city, name, *rows):
    file = city.home / name
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    load = actions.receive([actions.archived(file, name, SHEET, city)], by="account/sender", tools=city)
    tasks.work(city)
    load.refresh_from_db()
    return load


def counties(city):
    snapshot = editions.newest(city.lake)
    return {row["number"]: row["county"] for row in snapshot.rows(f"select number, county from {snapshot.current('outlets')}")}


def the_row(**asked):
    return Quarantined.objects.get(state="open", **asked)


def test_a_misspelt_county_is_mended_in_every_file_that_waits_for_it_and_in_those_that_come(city):
    sent(city, "a", outlet("1", "渝阳"), outlet("2", "神木市"))
    sent(city, "b", outlet("3", " 渝阳 "), outlet("4", "火星"))
    sent(city, "c", outlet("5"))
    assert counties(city) == {"2": "610881", "5": "610802"}
    loads = actions.repair_everywhere(the_row(place="line 1", value="渝阳"), "榆阳区", "总把榆写成渝", by="account/x", tools=city)
    assert [item.name for load in loads for item in load.files.all()] == ["a", "b"], "not the file without it"
    tasks.work(city)
    assert counties(city) == {"1": "610802", "2": "610881", "3": "610802", "5": "610802"}
    assert the_row().value == "火星"
    assert sent(city, "d", outlet("6", "渝阳")).quarantined == 0
    assert Leaf.objects.filter(act="quarantine.repaired").count() == 1


def test_a_blank_is_never_filled_in_everywhere(city):
    sent(city, "a", outlet("1", ""))
    with pytest.raises(Refused, match="各行应补的内容各不相同"):
        actions.repair_everywhere(the_row(), "榆阳区", "见原件", by="account/x", tools=city)
    sent(city, "b", {"编号": "", PLACE: "榆阳区"})
    with pytest.raises(Refused, match="只能逐行修复"):
        actions.repair_everywhere(the_row(column="编号"), "7", "见原件", by="account/x", tools=city)
    assert not Repair.objects.exists()
    assert not Load.objects.filter(reread=True).exists()


@pytest.mark.parametrize(("source", "column", "text", "why"), [
    ("cn.templates.outlets", PLACE, "渝阳", ""),
    ("cn.templates.outlets", "级别", "省极", ""),
    ("cn.templates.pledges", "是否续贷", "对", ""),
    ("cn.templates.outlets", PLACE, "  ", "没有写出内容"),
    ("cn.templates.outlets", PLACE, "／", "没有写出内容"),
    ("cn.templates.outlets", PLACE, "不详", "没有写出内容"),
    ("cn.templates.outlets", PLACE, "#N/A", "没有写出内容"),
    ("cn.templates.outlets", PLACE, "神木", "本身读得懂"),
    ("cn.templates.patents", "专利类型", "发明", "本身读得懂"),
    ("cn.templates.patents", "申请号", "2O2410000000.X", "不是从固定名单里选"),
    ("cn.templates.patents", "申请日", "去年", "不是从固定名单里选"),
    ("cn.templates.companies", "统一社会信用代码", "1", "不是从固定名单里选"),
    ("cn.templates.pledges", "担保债权金额（元）", "壹万", "不是从固定名单里选"),
    ("cn.templates.outlets", "记录操作", "撒回", "不是从固定名单里选"),
    ("cn.cnipr_sheet", PLACE, "渝阳", "不是从固定名单里选"),
    ("outlets", PLACE, "渝阳", "不是从固定名单里选"),
])
def test_only_a_misspelt_word_of_a_closed_list_means_the_same_everywhere(source, column, text, why):
    told = why_only_here(source, column, text, AREAS)
    assert (why in told) if why else told == ""


def test_what_would_not_be_read_either_is_not_entered_everywhere(city):
    sent(city, "a", outlet("1", "渝阳"))
    with pytest.raises(Refused, match=r"仍然读不出.*于阳"):
        actions.repair_everywhere(the_row(), "于阳", "见原件", by="account/x", tools=city)


def test_a_repair_everywhere_is_taken_back_and_what_rested_on_it_waits_again(city):
    sent(city, "a", outlet("1", "神目"), outlet("2", "神木市"))
    made = actions.repair_everywhere(the_row(), "榆阳区", "看错了行", by="account/x", tools=city)[0]
    tasks.work(city)
    sent(city, "b", outlet("3", "神目"))
    repair = Repair.objects.get()
    assert counties(city) == {"1": "610802", "2": "610881", "3": "610802"}
    with pytest.raises(Refused, match="撤回理由"):
        actions.withdraw_repair(repair, " ", by="account/y", tools=city)
    loads = actions.withdraw_repair(repair, "神目是神木", by="account/y", tools=city)
    assert [item.name for load in loads for item in load.files.all()] == ["a", "b"]
    tasks.work(city)
    assert counties(city) == {"2": "610881"}, "nothing stands that only the repair said"
    assert sorted(Quarantined.objects.filter(state="open").values_list("file_name", flat=True)) == ["a", "b"]
    leaf = Leaf.objects.get(act="repair.withdrawn")
    assert leaf.object_key == f"repair/{repair.pk}"
    with pytest.raises(Refused, match="已经撤回"):
        actions.withdraw_repair(repair, "再撤一次", by="account/y", tools=city)
    actions.repair_everywhere(the_row(file_name="a"), "神木市", "神目是神木", by="account/y", tools=city)
    tasks.work(city)
    assert counties(city) == {"1": "610881", "2": "610881", "3": "610881"}
    assert made.reread


def test_a_repair_of_one_cell_is_taken_back_and_read_again_alone(city):
    sent(city, "a", outlet("1", "渝阳"))
    sent(city, "b", outlet("2", "渝阳"))
    actions.repair_row(the_row(file_name="a"), "神木市", "见证书", by="account/x", tools=city)
    tasks.work(city)
    assert counties(city) == {"1": "610881"}
    loads = actions.withdraw_repair(Repair.objects.get(), "看错了", by="account/x", tools=city)
    assert [item.name for load in loads for item in load.files.all()] == ["a"]
    tasks.work(city)
    assert counties(city) == {}
    assert Quarantined.objects.filter(state="open").count() == 2


def test_a_row_that_was_set_aside_stays_aside_when_its_file_is_read_again(city):
    sent(city, "a", outlet("1", "合计"), outlet("2", "渝阳"))
    actions.dismiss_row(the_row(value="合计"), "合计行", by="account/x", tools=city)
    actions.repair_row(the_row(value="渝阳"), "榆阳区", "见原件", by="account/x", tools=city)
    tasks.work(city)
    assert {row.value: row.state for row in Quarantined.objects.all()} == {"合计": "dismissed", "渝阳": "repaired"}


def test_a_whole_row_at_fault_cannot_be_mended_by_a_text(city):
    sent(city, "a", {"编号": "1"})
    row = the_row(column="")
    for verb in (actions.repair_row, actions.repair_everywhere):
        with pytest.raises(Refused, match="整行没有读进来"):
            verb(row, "2", "见原件", by="account/x", tools=city)
    actions.dismiss_row(row, "重复的一行", by="account/x", tools=city)


def test_a_column_is_ignored_only_where_it_stopped_a_file_of_a_declared_source(city):
    load = sent(city, "a", outlet("1", 备注="甲", 经办人="乙"))
    assert load.state == "refused"
    asked = {"reason": "没有用处", "by": "account/x", "tools": city}
    with pytest.raises(Refused, match=r"没有名为“cn\.nobody”的数据源"):
        actions.ignore_column("cn.nobody", "备注", **asked)
    with pytest.raises(Refused, match="没有文件因“编号”这一列而停下"):
        actions.ignore_column(SHEET, "编号", **asked)
    actions.ignore_column(SHEET, "备注", **asked)
    tasks.work(city)
    assert [titles for _, titles in queries.stopped_by_columns(SHEET)][-1] == ["经办人"]
    actions.ignore_column(SHEET, "经办人", **asked)
    tasks.work(city)
    assert counties(city) == {"1": "610802"}


def test_a_row_knows_which_files_came_after_its_own(city):
    sent(city, "a", outlet("1", "渝阳"))
    assert not queries.deliveries_since(the_row())
    sent(city, "b", outlet("1"))
    assert [item.name for item in queries.deliveries_since(the_row())] == ["b"]
