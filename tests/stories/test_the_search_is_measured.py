"""The search is measured on the city's own patents after each edition, and the page says what the figures are and are not."""

import json
from pathlib import Path

import pytest
from django.test import Client

from yuzhi.engines.search import Entry
from yuzhi.rooms.lookup import tasks
from yuzhi.rooms.lookup.queries import quality, similar
from yuzhi.site import wiring
from yuzhi.site.wiring import toolbox

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
THINGS = ("催化剂", "轮毂", "烘干机", "变压器", "筛分机", "换热器", "输送带", "阀门")


def entry(number, thing):
    text = f"本发明公开一种{thing}第{number}号，" + "".join(f"其{thing}包括第{number}型{part}，" for part in ("壳体", "转子", "支架", "导管", "端盖", "密封圈"))
    return Entry(f"cn/p/2020100000{number:02}", "patents", f"{thing}及其制造方法{number}", text, names=(f"榆林{thing}有限公司",),
                 numbers=(f"2020100000{number:02}",), made_up=True)


@pytest.fixture
def tools(tmp_path, monkeypatch):
    tools = toolbox(tmp_path)
    monkeypatch.setattr(wiring, "toolbox", lambda home: tools)
    tools.index.put([entry(number, thing) for number, thing in enumerate(THINGS)], edition=1)
    return tools


def test_each_way_of_asking_finds_the_patent_itself(tools):
    assert tasks.make_ready(tools) and tasks.make_ready(tools) and not tasks.make_ready(tools)
    found = quality.kept(tools)
    assert (found.edition, found.documents, found.made_up) == (1, len(THINGS), True)
    shares = {one.name: (one.asked, one.first_ten.mean) for one in found.routes}
    assert shares == {name: (len(THINGS), 1.0) for name in quality.ROUTES}


def test_what_is_not_found_lowers_the_figure(tools):
    similar.build(tools, vectors=False)
    twins = [Entry(f"cn/p/x{number}", "patents", "催化剂及其制造方法0", "", numbers=(f"20211{number:07}",)) for number in range(400)]
    tools.index.put(twins, edition=2)
    shares = {one.name: one.first_ten.mean for one in quality.measure(tools).routes}
    assert shares["title"] < 0.9 and shares["number"] == 1.0


def test_the_page_shows_both_kinds_of_figures_and_what_they_do_not_say(tools):
    told = Client().get("/search/quality/").content.decode()
    assert "还没有量过" in told and "Cranfield" in told and "0.425" in told
    quality.keep(quality.measure(tools), tools)
    told = Client().get("/search/quality/").content.decode()
    assert "用换了写法的号码" in told and "100.0%" in told and "示例数据" in told
    tools.index.put([entry(90, "催化剂")], edition=2)
    assert "新的还在量" in Client().get("/search/quality/").content.decode()


def test_a_damaged_file_is_measured_again(tools):
    quality.keep(quality.measure(tools), tools)
    (tools.home / "search-quality.json").write_text("{", encoding="utf-8")
    assert quality.kept(tools) is None and quality.due(tools)
    assert Client().get("/api/search/quality").status_code == 404


def test_the_published_figures_are_those_of_the_file_of_results():
    rows = [json.loads(line) for line in (ROOT / "bench/results/evaluate-2026-11-25.json").read_text(encoding="utf-8").splitlines()]
    named = {"Cranfield": ("cranfield", "fusion"), "全部": ("energy", "fusion+years"), "英文": ("english", "fusion+years")}
    day, sets = quality.published()
    assert str(day) == "2026-11-25" and len(sets) == len(named)
    for published, place in zip(sets, named.values(), strict=True):
        row = next(one for one in rows if (one["set"], one["method"]) == place)
        assert (published.documents, published.queries) == (row["documents"], row["queries"])
        assert {name: (one.mean, one.low, one.high) for name, one in published.measures.items()} == {
            name: (one["mean"], one["low"], one["high"]) for name, one in row["measures"].items()
        }
