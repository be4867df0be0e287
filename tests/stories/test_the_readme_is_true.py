"""What the README shows of the made-up city is what its commands print."""

import re
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory, commands):
    folder = tmp_path_factory.mktemp("readme")
    home, city = folder / "home", folder / "city"
    made = commands.run(home, "sample", city, "--scale", "0.02", "--seed", "1", "--today", "2026-06-30")
    assert made.code == 0, made.err
    return home, commands.run(home, "ingest", city / "office")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_first_load_counts_as_the_readme_says(home, name):
    text = (README.parent / name).read_text(encoding="utf-8")
    shown = re.search(r"^(读 [\d,]+ 条)（…）(：新增 .*个文件。)", text, re.M)
    published = re.search(r"^已发布第 \d+ 版。", text, re.M)[0]
    told = home[1].out + home[1].err
    assert shown[1] in told and shown[2] in told, told
    assert published in told


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_records_behind_a_value_are_those_of_the_readme(home, commands, name):
    text = (README.parent / name).read_text(encoding="utf-8")
    shown = re.search(r"^pledge_amount .*?(?=\n```)", text, re.M | re.S)[0]
    told = commands.run(home[0], "explain", "pledge_amount", "--area", "神木市", "--as-of", "2025-12-31").out
    assert told.strip() == shown


def test_the_json_of_the_readme_is_the_json(home, commands):
    told = commands.ask_json(home[0], "explain", "gi_user_firms", "--area", "榆阳区", "--as-of", "2025-12-31")
    shown = re.search(r'^\{"indicator": "gi_user_firms".*?\}, …', README.read_text(encoding="utf-8"), re.M | re.S)[0]
    head, first = shown.replace("\n", "").split('"records": ')
    for part, answer in ((head, told), (first, told["records"][0])):
        for name, value in re.findall(r'"(\w+)": ("[^"]*"|\d+|null)', part):
            assert str(answer[name]) == {"null": "None"}.get(value, value.strip('"')), name
