"""All faults of law folders are told at once."""

from pathlib import Path

import pytest

from yuzhi.engines.lawbook.checking import examined

PAPERS = "key: cn.{key}\nlabel: {{zh: 样例法}}\nissuer: 国务院\neffective: 2000-07-01\nrepealed: {repealed}\n"
PARAMETER = "{name}: {{label: {{zh: 期限, en: limit}}, unit: {unit}, chosen_by: filed_on, values: [{values}]}}\n"
SOUND = '{since: 2000-07-01, value: 10, cite: {article: "1"}, confidence: verified}'


def place(folder: Path, key: str, parameters: str, cases: str, repealed: str = "null") -> None:
    there = folder / key
    there.mkdir(parents=True)
    (there / "instrument.yml").write_text(PAPERS.format(key=key, repealed=repealed), encoding="utf-8")
    (there / "parameters.yml").write_text(parameters, encoding="utf-8")
    (there / "cases.yml").write_text(cases, encoding="utf-8")


def case(name: str, value: int = 10, on: str = "2001-01-01") -> str:
    return f'- {{parameter: {name}, "on": {on}, value: {value}}}\n'


def test_sound_folders_are_counted(tmp_path: Path) -> None:
    place(tmp_path, "a_law", PARAMETER.format(name="limit", unit="year", values=SOUND), case("a_law.limit"))
    found = examined([tmp_path])
    assert found.faults == ()
    assert (found.instruments, found.parameters, found.values, found.verified, found.cases) == (1, 1, 1, 1, 1)


def test_every_fault_is_told_and_none_hides_another(tmp_path: Path) -> None:
    several = "".join((
        PARAMETER.format(name="uncited", unit="year", values="{since: 2000-07-01, value: 1, confidence: verified}"),
        PARAMETER.format(name="unit", unit="fortnight", values=SOUND),
        PARAMETER.format(name="early", unit="year", values=SOUND.replace("2000", "1999")),
        PARAMETER.format(name="twice", unit="year", values=f"{SOUND.replace('value', 'until: 2010-01-01, value')}, {SOUND.replace('2000', '2005')}"),
        PARAMETER.format(name="gap", unit="year", values=f"{SOUND.replace('value', 'until: 2010-01-01, value')}, {SOUND.replace('2000', '2015')}"),
    ))
    place(tmp_path, "a_law", several, case("a_law.early", 11) + case("a_law.gap", on="2012-01-01") + case("a_law.none"))
    told = "\n".join(examined([tmp_path]).faults)
    for words in ("cite 写作“None”", "unit.unit 写作“fortnight”", "a_law.early 自 1999-07-01 的值早于所引文件", "有两个值",
                  "没有说明原因", "算例写的是 11", "“期限”（a_law.gap）在 2012-01-01 没有可用的值", "没有的参数 a_law.none",
                  "a_law.twice 没有算例"):
        assert words in told, told


def test_a_repealed_instrument_gives_no_value(tmp_path: Path) -> None:
    place(tmp_path, "a_law", PARAMETER.format(name="limit", unit="year", values=SOUND), case("a_law.limit"), "2010-01-01")
    assert examined([tmp_path]).faults == ("a_law.limit 自 2000-07-01 的值在所引文件 cn.a_law 于 2010-01-01 废止后仍然适用。",)


def test_a_lower_pack_cannot_say_a_name_again(tmp_path: Path) -> None:
    for folder in ("cn", "city"):
        place(tmp_path / folder, "a_law", PARAMETER.format(name="limit", unit="year", values=SOUND), case("a_law.limit"))
    told = examined([tmp_path / "cn", tmp_path / "city"]).faults
    assert told == ("文件 cn.a_law 登记了两次。", "参数 a_law.limit 声明了两次：下级只能补充，不能改写上级的规定。")


@pytest.mark.parametrize("text", ["limit: [", "- 1", "limit: 3"])
def test_a_file_that_is_no_yaml_of_ours_is_a_fault(tmp_path: Path, text: str) -> None:
    place(tmp_path, "a_law", text, "[]")
    assert len(examined([tmp_path]).faults) == 1


def test_a_folder_that_no_load_would_read_is_a_fault(tmp_path: Path) -> None:
    assert "没有登记任何文件" in examined([tmp_path]).faults[0]
    place(tmp_path, "a_law", PARAMETER.format(name="limit", unit="year", values=SOUND), case("a_law.limit"))
    place(tmp_path, "b_law", PARAMETER.format(name="limit", unit="year", values=SOUND), "[]")
    (tmp_path / "b_law" / "instrument.yml").unlink()
    assert examined([tmp_path]).faults[0] == "b_law/cases.yml 旁边没有 instrument.yml，不会装载。"
