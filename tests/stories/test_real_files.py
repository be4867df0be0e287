"""Real files of offices and collections, read through the command: every count, and nothing twice."""

import json

import pytest

ENERGY = ("patents_energy/abstracts.jsonl.gz", "patents_energy/cn_cited_metadata.tsv.gz")
AGRI = "patents_agri/cn_patents_A01.jsonl.gz"
ORIGINALS = "patents_agri/original_gb18030"
EXPORTS = "cnipr_export"
DOCUMENTS = "office_xml/cnipa"
OFFICES = "office_xml"


def total(commands, home, *narrowed):
    return commands.ask_json(home, "search", "*", "--top", "0", *narrowed)["total"]


def patents(answer):
    return sum(load["tables"].get("patents", 0) for load in answer["loads"])


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("real")


@pytest.fixture(scope="module")
def energy(home, commands, shared):
    """The energy collection, its two files one after the other."""
    answers = [commands.ask_json(home, "ingest", shared / "data" / file) for file in ENERGY]
    return home, answers


@pytest.fixture(scope="module")
def small(commands, shared, tmp_path_factory):
    """Everything else in a home of its own: applications, originals, exports, documents."""
    home = tmp_path_factory.mktemp("small")
    answers = {}
    for name in (AGRI, ORIGINALS, EXPORTS, DOCUMENTS):
        ended = commands.run(home, "ingest", shared / "data" / name, "--json")
        assert ended.code == (5 if name == EXPORTS else 0), ended.err
        answers[name] = ended.answer, total(commands, home)
    return home, answers


@pytest.fixture(scope="module")
def offices(commands, shared, tmp_path_factory):
    """All offices' documents, with everything that lies beside them."""
    home = tmp_path_factory.mktemp("offices")
    return home, commands.run(home, "ingest", shared / "data" / OFFICES, "--json")


def test_every_file_of_the_offices_is_read_or_named_and_none_is_refused(offices):
    _, ended = offices
    assert ended.code == 0, ended.err
    answer = ended.answer
    files = {}
    for load in answer["loads"]:
        files[load["source"]] = files.get(load["source"], 0) + len(load["files"])
    assert files == {
        "cn.cnipa_xml": 1, "cn.cnipa_xml_old": 2, "us.redbook": 10, "us.unread": 29, "wo.st96": 3, "wo.unread": 26, "ep.ops_biblio": 8,
        "ep.ops_abstract": 1, "ep.ops_claims": 3, "ep.ops_description": 2, "ep.ops_family": 4, "ep.ops_unread": 4,
    }
    assert answer["refused"] == []
    assert answer["totals"]["quarantined"] == 0
    assert all("不读取" in one["reason"] or "没有读取" in one["reason"] for one in answer["skipped"])
    read = sum(files.values()) + len(answer["already_read"]) + sum("!" not in one["file"] for one in answer["skipped"])
    assert read == 103


def test_rights_of_elsewhere_are_found_and_belong_to_no_county(offices, commands):
    home, _ = offices
    found = commands.ask_json(home, "show", "US 8,930,553 B2")
    assert found["key"] == "us/p/13648029"
    assert commands.ask_json(home, "show", "ep/p/99203729")["key"] == "ep/p/99203729"
    assert commands.database(home, "select count(*) from rights_right where \"key\" not like 'cn/%'") == [(0,)]


def test_the_abstracts_and_the_cited_list_give_their_publications(energy):
    _, (abstracts, cited) = energy
    assert patents(abstracts) == 28_491
    assert patents(cited) == 37_376
    assert abstracts["refused"] == cited["refused"] == []
    assert abstracts["totals"]["quarantined"] == cited["totals"]["quarantined"] == 0


def test_together_they_are_64429_rights(energy, commands):
    home, _ = energy
    assert total(commands, home) == 64_429
    assert total(commands, home, "--kind", "patents") == 64_429


def test_nothing_real_is_marked_as_made_up(energy, small, commands):
    for home, _ in (energy, small):
        assert commands.database(home, "select distinct made_up from datasets_load where state != 'refused'") == [(0,)]


def test_what_lies_elsewhere_is_found_but_is_not_the_citys(energy, commands):
    home, _ = energy
    assert commands.database(home, "select count(*) from rights_right where county = ''") == [(0,)]
    assert commands.database(home, "select count(*) from rights_right")[0][0] < 100


def test_the_applications_and_the_originals_have_their_counts(small):
    _, answers = small
    assert patents(answers[AGRI][0]) == 11_517
    assert answers[AGRI][1] == 11_517
    assert patents(answers[ORIGINALS][0]) == 1_559
    assert len(answers[ORIGINALS][0]["loads"][0]["files"]) == 4


def test_the_export_with_blank_columns_gives_199_patents(small):
    _, answers = small
    answer, _ = answers[EXPORTS]
    assert patents(answer) == 199
    assert answer["totals"]["quarantined"] == 0
    assert answer["loads"][0]["files"][0]["name"] == "cnipr_export/训练文件.xlsx"


def test_workbooks_without_numbers_are_refused_by_name(small):
    _, answers = small
    refused = {one["file"]: one["reason"] for one in answers[EXPORTS][0]["refused"]}
    assert set(refused) == {"cnipr_export/专利.xlsx", "cnipr_export/训练集2.xlsx"}
    for reason in refused.values():
        assert "申请号" in reason
        assert "没有读取" in reason


def test_the_three_documents_of_the_office_are_read(small):
    _, answers = small
    answer, _ = answers[DOCUMENTS]
    assert {load["source"]: len(load["files"]) for load in answer["loads"]} == {"cn.cnipa_xml": 1, "cn.cnipa_xml_old": 2}
    assert patents(answer) == 3
    assert sum(load["tables"].get("patent_texts", 0) for load in answer["loads"]) == 3
    assert answer["refused"] == answer["skipped"] == []


def test_all_of_it_is_found_together(small, commands):
    home, answers = small
    kinds = commands.ask_json(home, "search", "*", "--top", "0", "--facet", "kind")
    assert {one["value"] for one in kinds["facets"]["kind"]} == {"patents"}
    assert kinds["total"] == answers[DOCUMENTS][1]
    keys = commands.database(home, "select count(distinct digest) from datasets_loadfile where digest != ''")
    assert keys == [(1 + 4 + 1 + 3,)]


def test_a_second_run_adds_nothing_and_says_so(energy, small, commands, shared):
    for (home, _), files in ((energy, ENERGY), (small, (AGRI, ORIGINALS, EXPORTS, DOCUMENTS))):
        before = total(commands, home), commands.database(home, "select count(*) from datasets_edition")
        ended = commands.run(home, "ingest", *(shared / "data" / file for file in files), "--json")
        again = json.loads(ended.out)
        assert again["nothing_new"]
        assert again["edition"] is None
        assert again["loads"] == []
        assert len(again["already_read"]) == (2 if files is ENERGY else 9)
        assert before == (total(commands, home), commands.database(home, "select count(*) from datasets_edition"))


def test_the_doctor_finds_all_well(energy, small, commands):
    for home, _ in (energy, small):
        assert commands.ask_json(home, "doctor", "--deep")["well"]
