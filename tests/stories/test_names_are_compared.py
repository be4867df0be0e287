"""Lists of names are compared at the command line, in any of the forms in which people have them."""

import gzip
import json

import openpyxl
import pytest

from tests.stories.commands import Commands

ROWS = [
    {"名称": "榆林惠泽化工有限公司", "统一社会信用代码": "91610800MA70CJ5X9W"},
    {"名称": "陕西省榆林市惠泽化工有限责任公司"},
    {"名称": "西安惠泽化工有限公司"},
    {"名称": "惠泽化工有限公司"},
    {"名称": "惠泽化工有限公司"},
    {"名称": "", "统一社会信用代码": "91610800MA70CJ5X9W"},
]


def written(folder, form):
    path = folder / f"names.{form}"
    titles = ["名称", "统一社会信用代码"]
    cells = [titles, *([row.get(title, "") for title in titles] for row in ROWS)]
    if form == "xlsx":
        book = openpyxl.Workbook()
        for line in cells:
            book.active.append(line)
        book.save(path)
    elif form == "csv":
        path.write_text("\n".join(",".join(line) for line in cells) + "\n", encoding="gb18030")
    else:
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()
        path.write_bytes(gzip.compress(lines) if form == "gz" else lines)
    return path


@pytest.mark.parametrize("form", ["csv", "jsonl", "gz", "xlsx"])
def test_a_list_in_any_form_gives_the_same_groups_and_pairs(commands: Commands, tmp_path, form) -> None:
    told = commands.ask_json(tmp_path / "home", "parties", "match", written(tmp_path, form))
    assert [[one["name"] for one in group["members"]] for group in told["groups"]] == [
        ["榆林惠泽化工有限公司", "陕西省榆林市惠泽化工有限责任公司"],
    ]
    assert (told["names"], told["unnamed"], told["singles"]) == (4, 1, 2)
    assert {(pair["left_name"], pair["band"], *pair["objections"]) for pair in told["pairs"]} == {
        ("榆林惠泽化工有限公司", "same"), ("榆林惠泽化工有限公司", "review", "place_missing"), ("西安惠泽化工有限公司", "review", "place_missing"),
    }
    assert told["review"] <= min(pair["score"] for pair in told["pairs"]) < told["same"]


def test_a_wrong_code_is_told_and_decides_nothing(commands: Commands, tmp_path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,code\n榆林惠泽化工有限公司,91610800MA70CJ5X1T\n", encoding="utf-8")
    told = commands.ask_json(tmp_path / "home", "parties", "match", path)
    assert "line 2" in told["faults"][0] and "第 17 位" in told["faults"][0]


def test_a_file_without_names_is_refused_in_one_sentence(commands: Commands, tmp_path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("金额,日期\n1,2\n", encoding="utf-8")
    ended = commands.run(tmp_path / "home", "parties", "match", path)
    assert ended.code == 5 and "没有名称一列" in ended.err and ended.out == ""


def test_a_file_that_is_not_there_is_told(commands: Commands, tmp_path) -> None:
    ended = commands.run(tmp_path / "home", "parties", "match", tmp_path / "no.csv")
    assert ended.code == 4 and "no.csv" in ended.err and ended.out == ""


def test_the_assignees_of_the_energy_collection_are_grouped(commands: Commands, shared, tmp_path) -> None:
    folder = shared / "data/patents_energy"
    told = commands.ask_json(
        tmp_path / "home", "parties", "group", folder / "cn_cited_metadata.tsv.gz", folder / "cn_patents.jsonl.gz", "--top", 5,
    )
    assert told["names"] > 7000 and 40 < told["together"] < 90 and len(told["groups"]) == 5
    assert {"name": "华北电力大学（Cn）", "code": ""}.items() <= told["groups"][0]["members"][1].items()
