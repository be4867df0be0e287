"""Every command and every address answers in the shape that is documented."""

import pytest

from tests.stories.answers.checking import DEFS, misfits
from tests.stories.answers.town import COMPANY, MARK, PATENT, PERSONS, PLEDGE, yuzhi
from yuzhi.records.accounts.models import User
from yuzhi.records.evidence import exhibits as held
from yuzhi.records.evidence.models import Deposit
from yuzhi.site.api import api
from yuzhi.site.wiring import toolbox

COMMANDS = [
    ("RecordAnswer", ["show", PATENT]),
    ("RecordAnswer", ["show", "ZL202111286633.X", "--as-of", "2022年1月1日", "--known-on", "2199-12-31"]),
    ("RecordAnswer", ["show", MARK]),
    ("RecordAnswer", ["show", PLEDGE]),
    ("RecordAnswer", ["show", COMPANY]),
    ("SearchAnswer", ["search", "*"]),
    ("SearchAnswer", ["search", "没有这样的东西吧", "--kind", "patents", "--area", "神木市", "--year", "2019-2021"]),
    ("SearchAnswer", ["search", "催化剂", "--facet", "kind", "--facet", "year", "--sort", "newest", "--top", "1"]),
    ("IndicatorsAnswer", ["indicators"]),
    ("IndicatorsAnswer", ["indicators", "--as-of", "2023-12-31", "--area", "神木"]),
    ("RecordsAnswer", ["explain", "valid_inventions"]),
    ("RecordsAnswer", ["explain", "pledge_amount", "--area", "610881"]),
    ("FeesAnswer", ["fees", PATENT, "--as-of", "2025-12-31", "--known-on", "2199-12-31"]),
    ("DuesAnswer", ["due", "--within", "400d", "--area", "神木市"]),
    ("ClockAnswer", ["clock", "trademark_law.opposition", "--start", "2025-03-06", "--extend", "30d"]),
    ("WorkdaysAnswer", ["workdays", "2025-09-30", "3"]),
    ("LawAnswer", ["check-law"]),
    ("DoctorAnswer", ["doctor"]),
    ("LogAnswer", ["log", "status"]),
    ("SourcesAnswer", ["sources"]),
    ("DeliveriesAnswer", ["deliveries"]),
    ("SimilarAnswer", ["similar", PATENT]),
    ("QualityAnswer", ["evaluate", "--city"]),
]
OWN_ONLY = {"ExhibitsAnswer", "ExhibitShape"}
ADDRESSES = [
    ("KnowledgeAnswer", "/api/evidence/knowledge"),
    ("SearchAnswer", "/api/search"),
    ("SearchAnswer", "/api/search?q=没有这样的东西吧&area=市外或地址不明"),
    ("SearchAnswer", "/api/search?q=煤&facet=kind&facet=county&class=C10G&state=valid&year=2021&top=1000"),
    ("QualityAnswer", "/api/search/quality"),
    ("RecordAnswer", f"/api/rights/{PATENT}"),
    ("RecordAnswer", f"/api/rights/cn/p/{PERSONS}?as_of=2024-01-01"),
    ("PartyAnswer", f"/api/parties/{COMPANY}"),
    ("PartyAnswer", f"/api/parties/uscc/{COMPANY}?kind=patents&top=1"),
    ("IndicatorsAnswer", "/api/indicators?as_of=2023-12-31"),
    ("IndicatorAnswer", "/api/indicators/valid_inventions"),
    ("RecordsAnswer", "/api/indicators/pledge_amount/records"),
    ("RecordsAnswer", "/api/indicators/valid_inventions/records?area=神木市&top=1"),
    ("TargetsAnswer", "/api/targets"),
    ("FrozenAnswer", "/api/plans/frozen?plan=十四五"),
    ("FrozenCheckAnswer", "/api/plans/frozen/check?plan=十四五"),
    ("MergesAnswer", "/api/identity/merges"),
    ("LeadsAnswer", "/api/identity/leads?top=1"),
    ("FeesAnswer", f"/api/fees/{PATENT}?as_of=2025-12-31&holders=2"),
    ("DuesAnswer", "/api/dues?within=400&area=神木"),
    ("ClockAnswer", "/api/limits/trademark_law.opposition?start=2025-03-06"),
    ("WorkdaysAnswer", "/api/workdays?start=2025-09-30&count=3"),
    ("SourcesAnswer", "/api/sources"),
    ("Coverage", "/api/coverage"),
    ("DeliveriesAnswer", "/api/deliveries"),
    ("LoadsAnswer", "/api/loads?top=2"),
    ("LoadShape", "/api/loads/L0000001"),
    ("QuarantineAnswer", "/api/quarantine"),
    ("LogAnswer", "/api/log"),
    ("LeafAnswer", "/api/log/leaves/1"),
]
ERRORS = [
    (404, "/api/rights/202111286634"), (404, "/api/parties/nobody"), (404, "/api/indicators/none"), (404, "/api/none"),
    (404, "/api/loads/x"), (404, "/api/plans/frozen?plan=十六五"), (404, "/api/plans/frozen/check?plan=十四五"),
    (422, "/api/search?top=1001"), (422, "/api/search?area=北京"), (422, "/api/search?year=abcd"),
    (404, "/api/fees/nobody"), (404, "/api/limits/none.none?start=2025-03-06"), (403, "/api/dues"),
    (422, "/api/limits/trademark_law.opposition?start=2025-03-06&extend=viel"), (422, "/api/workdays?start=2025-03-06&count=0"),
    (422, "/api/search?kind=cars"), (422, f"/api/rights/{PATENT}?as_of=tomorrow"),
]


@pytest.mark.parametrize(("shape", "words"), COMMANDS, ids=lambda one: " ".join(one) if isinstance(one, list) else one)
def test_a_command_prints_its_documented_shape(shape, words):
    ran = yuzhi(*words, "--json")
    assert ran.code in ({0, 1} if words == ["doctor"] else {0}), ran.err
    assert misfits(ran.json, shape) == []


def test_mapping_a_sheet_prints_its_documented_shape_and_carries_over(tmp_path):
    sheet = tmp_path / "月报.csv"
    sheet.write_text("质押登记编号,出质人名称,质押金额（万元）,登记日期\nY2026610000001,某公司,80,2026/10/8\n合计,,80,\n", encoding="gb18030")
    words = ("--publisher", "省局", "--licence", "部门间共享", "--covers", "质押", "--rhythm", "month", "--since", "2026-10-01")
    looked = yuzhi("map", sheet, "--json")
    assert misfits(looked.json, "MapAnswer") == []
    assert (looked.json["saved"], looked.json["check"]["read"], looked.json["check"]["skipped"]) == (None, 1, 1)
    saved = yuzhi("map", sheet, "--save", "省局月报", *words, "--json")
    assert (saved.json["saved"], saved.json["version"]) == ("sheet.pledges_1", 1)
    assert yuzhi("map", sheet, "--save", "省局月报", *words).code == 3, "the header is known already"
    exported = yuzhi("sources", "--export", "sheet.pledges_1")
    carried = tmp_path / "对照.yml"
    carried.write_text(exported.out.replace("unit: wan", "unit: ''"), encoding="utf-8")
    assert yuzhi("sources", "--import", carried, "--reason", "单位是元").code == 0
    assert [one["version"] for one in yuzhi("sources", "--json").json["sources"] if one["mapped"]] == [2]
    assert yuzhi("sources", "--retire", "sheet.pledges_1").code == 3, "a reason is missing"
    assert yuzhi("sources", "--retire", "sheet.pledges_1", "--reason", "试验").code == 0
    assert yuzhi("sources", "--export", "nowhere").code == 4
    carried.write_text("columns: [", encoding="utf-8")
    assert yuzhi("sources", "--import", carried).code == 5


def test_reading_files_prints_its_documented_shape(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"\x00\x01\x02" * 100)
    ran = yuzhi("ingest", tmp_path, "--json")
    assert ran.code == 5
    assert misfits(ran.json, "IngestAnswer") == []
    assert ran.json["nothing_new"]


@pytest.mark.parametrize(("shape", "address"), ADDRESSES, ids=lambda one: one)
def test_an_address_answers_in_its_documented_shape(signed_in, shape, address):
    if "/plans/frozen" in address:
        assert misfits(yuzhi("targets", "freeze", "十四五", "--json").json, "FreezingShape") == []
    answer = signed_in("city_officer").get(address)
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"].startswith("application/json")
    assert misfits(answer.json(), shape) == []


def test_every_address_is_tried_above():
    described = api.get_openapi_schema(path_prefix="/api/")["paths"]
    contents = [one["get"]["responses"][200]["content"] for one in described.values() if "get" in one]
    files = [one for one in contents if "application/json" not in one]      # what they hold is tried in test_taking
    assert len(files) == 1
    shapes = {one["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1] for one in contents if one not in files}
    assert shapes == {shape for shape, _ in ADDRESSES} | OWN_ONLY


def test_what_is_only_for_its_owner_answers_in_its_documented_shape(signed_in, town):
    owner, tools = signed_in("company", party=f"uscc/{COMPANY}"), toolbox(town)
    giver = held.Giver(User.objects.get(username="company").actor_key)
    held.receive(tools, [held.Held("稿.txt", b"draft")], held.Told("初稿"), by=giver, made_up=True)
    listed = owner.get("/api/evidence").json()
    assert misfits(listed, "ExhibitsAnswer") == []
    one = owner.get(f"/api/evidence/{Deposit.objects.get().digest}")
    assert one.status_code == 200 and misfits(one.json(), "ExhibitShape") == []


@pytest.mark.parametrize(("status", "address"), ERRORS, ids=str)
def test_an_error_is_one_chinese_sentence_with_its_status(visitor, status, address):
    answer = visitor.get(address)
    assert answer.status_code == status
    assert misfits(answer.json(), "ErrorAnswer") == []
    assert answer.json()["error"]["status"] == status
    assert answer.json()["error"]["sentence"].endswith("。")


def test_a_sentence_names_the_parameter_and_its_bound(visitor):
    assert visitor.get("/api/search?top=1001").json()["error"]["sentence"] == "参数 top 不能大于 1000。"


def test_a_reader_of_shapes_sees_what_does_not_fit():
    whole = {"well": True, "findings": []}
    assert misfits(whole, "DoctorAnswer") == []
    assert misfits({**whole, "more": 1}, "DoctorAnswer") == ["$: nobody declared more"]
    assert misfits({"well": 1}, "DoctorAnswer") == ["$: findings is missing", "$.well: 1 is no boolean"]
    assert "IngestAnswer" in DEFS


def test_a_wrong_check_digit_is_told_beside_what_is_found(visitor):
    assert visitor.get(f"/api/rights/{PATENT}.X").json()["notes"] == []
    for told in (visitor.get(f"/api/rights/{PATENT}.1").json(), yuzhi("show", f"{PATENT}.1", "--json").json):
        assert told["key"] == f"cn/p/{PATENT}"
        assert "校验位是“1”" in told["notes"][0]
    assert "校验位是“1”" in yuzhi("show", f"{PATENT}.1").out
    assert "校验位是“1”" in yuzhi("show", "202211286633.1").err, "also where nothing is found"
