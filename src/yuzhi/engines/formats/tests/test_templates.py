"""Templates: every field has a column, every header names one template."""

import pytest

from yuzhi.engines.formats.cnipr import COLUMNS, is_export
from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.formats.templates import (
    MADE,
    PATENT,
    RULES,
    TEMPLATES,
    WITHDRAWAL,
    fold_title,
    in_wan,
    which,
)

ALL = pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.name)


def test_officers_deliver_sixteen_tables():
    assert set(TEMPLATES) == set(TABLES) - {"patent_texts", "corrections", "identities"}


@ALL
def test_a_column_fills_a_field_of_its_table_by_a_known_rule(template):
    fields = TABLES[template.table].names
    for column in template.columns:
        assert column.field in (*fields, PATENT, WITHDRAWAL, MADE)
        assert column.rule in RULES
        assert column.hint or column.rule == "text", f"{column.zh} says nothing about how to fill it in"
    assert {*template.key, *template.begins} <= {column.field for column in template.columns}
    assert not template.ends or template.has(template.ends)


@ALL
def test_a_header_in_any_order_names_its_template_and_no_other(template):
    titles = [column.title for column in reversed(template.columns)]
    assert which(titles) is template
    assert which([f" {title} " for title in titles] + [""]) is template
    assert which(column.title for column in template.columns if column.required) is template


def test_a_header_with_one_strange_and_one_missing_column_is_still_known_so_that_the_reader_can_say_so():
    titles = [column.title for column in TEMPLATES["pledges"].columns]
    assert which([*titles, "新列"]) is TEMPLATES["pledges"]
    assert which([title for title in titles if title != "*出质人"]) is TEMPLATES["pledges"]


def test_a_foreign_header_names_no_template():
    assert which(["patent_id", "名称", "申请号", "摘要"]) is None
    assert which(["序号", "名称", "公开年份", "摘要", "IPC分类号", "分类"]) is None
    assert which([]) is None


def test_a_sum_may_be_headed_in_ten_thousands():
    title = in_wan(TEMPLATES["pledges"].column("amount").zh)
    titles = [column.title if column.field != "amount" else title for column in TEMPLATES["pledges"].columns]
    assert which(titles) is TEMPLATES["pledges"]
    assert TEMPLATES["pledges"].names([title.replace("（", "(")]) == {title.replace("（", "("): title}


def test_the_export_of_25_columns_is_no_template_and_a_template_is_no_export():
    assert len(COLUMNS) == 25
    titles = [column.zh for column in COLUMNS]
    assert is_export(titles) and is_export(["", *reversed(titles), "新列"])
    assert not is_export(column.title for column in TEMPLATES["patents"].columns)
    assert not is_export(["名称", "摘要", "申请年份"])


def test_a_title_is_compared_without_width_blanks_and_stars():
    assert fold_title("＊ 公开（公告）号 ") == fold_title("公开(公告)号")
