"""One flow: five rows of a bureau's sheet become a figure and a chart, and every arrow can be walked back."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client, override_settings

from yuzhi.engines.lake.rows import field_origins, place_of
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.records import Fault, Record
from yuzhi.engines.reading.sources import Context, Document
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Quarantined
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.queries import facts_of, verify_facts, verify_leaves
from yuzhi.records.observations.figures import figures
from yuzhi.rooms.datahub import actions, tasks
from yuzhi.site.wiring import toolbox

pytestmark = pytest.mark.django_db(transaction=True)

TITLES = "*质押登记号,质押合同编号,*出质人,*担保债权金额（元）,是否续贷,*登记日,注销登记日,所在县（市、区）"
ROWS = (
    "Y2023610000001,HT-1,神木某煤化有限公司,5000000.00,否,2023-03-01,2024-03-01,神木市",
    "T2023610000002,HT-1,神木某煤化有限公司,5000000.00,否,2023-03-08,,神木市",        # the same contract in the other register
    "Y2024610000003,HT-3,榆林某镁业有限公司,4000000.50,是,2024-05-31,,榆阳区",
    "Y2024610000004,HT-4,榆林某能源有限公司,1000000.00,否,2024-06-30,,榆林市",           # no county: the city's alone
    "Y2024610000005,HT-5,榆林某羊业有限公司,二百万,否,2024-07-01,,横山区",               # waits for a person
)
ON = date(2024, 12, 31)
PASSWORD = "loess-jade-camel-7781"
CITY, YUYANG, SHENMU = "610800", "610802", "610881"


@pytest.fixture
def tools(tmp_path):
    return toolbox(tmp_path)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "质押登记.csv"
    path.write_bytes("\r\n".join((TITLES, *ROWS)).encode("gb18030"))
    return path


def test_every_arrow_from_bytes_to_chart_keeps_its_origin(tools, file, tmp_path):
    # file → archive: the bytes are kept under their digest, and a leaf says that they came
    source = recognise(glimpse(file, file.name), tools.sources)
    assert source.name == "cn.templates.pledges"
    arrival = actions.archived(file, file.name, source.name, tools)
    assert arrival.digest == hashlib.sha256(file.read_bytes()).hexdigest()
    load = actions.receive([arrival], by="operator/story", tools=tools)
    received = Leaf.objects.get(act="file.received")
    assert facts_of(received)["files"] == [
        {"name": "质押登记.csv", "sha256": arrival.digest, "bytes": file.stat().st_size}
    ]
    file.unlink()                                        # from here on only the archive speaks

    # archive → rows: each value knows its file, its line, its column and the rule that read it
    kept = tools.archive.path(arrival.digest)
    outcomes = list(source.read(Document(file.name, kept, arrival.digest, arrival.size), Context(tools.areas)))
    records = [one for one in outcomes if isinstance(one, Record)]
    faults = [one for one in outcomes if isinstance(one, Fault)]
    assert [one.origin.place for one in records] == ["line 2", "line 3", "line 4", "line 5"]
    assert {one.origin.file for one in outcomes} == {arrival.digest}
    amount = records[2].origins["amount"]
    assert (records[2].values["amount"], amount.path, amount.rule) == ("4000000.50", "担保债权金额（元）", "money_yuan")
    assert [(one.origin.place, one.column, one.value) for one in faults] == [("line 6", "担保债权金额（元）", "二百万")]

    # rows → lake: one commit, one edition, one leaf; the bad row waits
    tasks.work(tools)
    load.refresh_from_db()
    assert (load.state, load.added, load.quarantined, load.edition_id) == ("published", 4, 1, 1)
    published = Leaf.objects.get(act="load.published")
    assert facts_of(published)["tables"] == json.loads(json.dumps(load.edition.tables))
    assert [verify_facts(leaf) for leaf in (received, published)] == ["match", "match"]
    assert [leaf.number for leaf in (received, published)] == [1, 2]
    assert verify_leaves().sound
    snapshot = editions.newest(tools.lake)
    stored = snapshot.statements("pledges", ["cn/pledge/Y2024610000003"])[0]
    assert (place_of(stored).file, place_of(stored).place) == (arrival.digest, "line 4")
    assert field_origins(stored["origins"])["amount"] == amount
    assert (stored["true_from"], stored["load"], stored["source"]) == (date(2024, 5, 31), load.name, source.name)
    row = Quarantined.objects.get()
    assert (row.file_name, row.place, row.column, row.value) == ("质押登记.csv", "line 6", "担保债权金额（元）", "二百万")

    # lake → figures: value, unit, method, digests of what was read
    runner = tools.indicators(snapshot)
    seen = runner.observe("pledge_amount", ON)
    assert {area: seen[area].value for area in (CITY, YUYANG, SHENMU)} == {
        CITY: Decimal("10000000.50"), YUYANG: Decimal("4000000.50"), SHENMU: Decimal("5000000.00"),
    }
    assert (seen[CITY].unit, seen[CITY].method) == ("CNY", 1)
    assert seen[CITY].inputs
    assert seen[CITY].inputs == tools.indicators(editions.newest(tools.lake)).observe("pledge_amount", ON)[CITY].inputs

    # figure → records → bytes: the value is walked back to the text in the archived file
    lines = kept.read_bytes().decode("gb18030").split("\r\n")
    total = Decimal(0)
    for one in runner.explain("pledge_amount", CITY, ON):
        told = snapshot.statements("pledges", [one.record])[0]
        line = lines[int(told["place"].removeprefix("line ")) - 1]
        cells = dict(zip(TITLES.split(","), line.split(","), strict=True))
        column = field_origins(told["origins"])["amount"].path
        assert Decimal(cells[f"*{column}"]) == one.value
        total += Decimal(cells[f"*{column}"])
    assert total == seen[CITY].value

    # figure → page, JSON, CSV: the same number, with its footnote
    with override_settings(HOME=tmp_path):
        page = Client().get(f"/targets/indicator/pledge_amount/?as_of={ON}").content.decode()
        trend = Client().get(f"/targets/indicator/pledge_amount/trend.csv?as_of={ON}").getvalue().decode("utf-8-sig")
        answer = Client().get(f"/api/indicators/pledge_amount?as_of={ON}").json()
    assert answer["indicator"]["values"][CITY] == "10000000.50"
    assert answer["indicator"]["inputs"] == dict(seen[CITY].inputs)
    assert [line.split(",")[0] for line in trend.splitlines()[1:]][-2:] == ["2023-12-31", "2024-12-31"]
    for word in ("来源", "截止", "方法", "依据"):
        assert word in page, f"the footnote must say {word}"


def test_the_csv_of_the_chart_counts_in_the_unit_that_it_names(tools, file, tmp_path):
    actions.arrive(file, file.name, by="operator/story", tools=tools)
    tasks.work(tools)
    create_account("shi", "市局", PASSWORD, by=Operator("story"), at=tools.now(), remit=Remit("city_officer"))
    with override_settings(HOME=tmp_path):
        officer = Client()
        assert officer.post("/sign-in/", {"username": "shi", "password": PASSWORD}).status_code == 302
        for table in ("trend", "counties"):
            told = officer.get(f"/targets/indicator/pledge_amount/{table}.csv?as_of={ON}").getvalue().decode("utf-8-sig")
            header, *rows = [line.split(",") for line in told.splitlines()]
            unit = next(one for one in header if one in ("元", "万元"))
            largest = max(Decimal(row[header.index(unit)]) for row in rows if row[header.index(unit)])
            yuan = Decimal("10000000.50" if table == "trend" else "5000000")
            assert largest == (yuan if unit == "元" else yuan / 10_000), table


def test_a_row_that_is_mended_changes_the_figure_and_says_who_mended_it(tools, file):
    arrived = actions.arrive(file, file.name, by="operator/story", tools=tools)
    tasks.work(tools)
    assert figures(tools).at("pledge_amount", ON)[CITY].value == Decimal("10000000.50")
    actions.repair_row(
        Quarantined.objects.get(), "2000000.00", "见登记证原件", by="account/officer", tools=tools
    )
    tasks.work(tools)
    assert figures(tools).at("pledge_amount", ON)[CITY].value == Decimal("12000000.50")
    stored = editions.newest(tools.lake).statements("pledges", ["cn/pledge/Y2024610000005"])[0]
    assert field_origins(stored["origins"])["amount"].rule.startswith("repair:")
    assert stored["file"] == arrived.load.files.get().digest, "the original bytes stay what they are"


def test_reading_the_same_bytes_again_changes_nothing(tools, file):
    actions.arrive(file, file.name, by="operator/story", tools=tools)
    tasks.work(tools)
    before = editions.current()
    again = actions.arrive(file, "另一个名字.csv", by="operator/story", tools=tools)
    tasks.work(tools)
    assert again.read_before
    assert editions.current() == before
