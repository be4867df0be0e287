"""A patent is read in full, with its claims as a tree and words marked, and compared with others side by side."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client

from yuzhi.engines.sampling import write_city
from yuzhi.records.datasets import editions
from yuzhi.rooms.datahub import tasks
from yuzhi.rooms.datahub.actions.arriving import arrive
from yuzhi.site import wiring

TODAY = date(2025, 12, 20)


@pytest.fixture(scope="module")
def city(tmp_path_factory, django_db_setup, django_db_blocker):
    """The toolbox of a made-up city whose patents came with their full texts, and some without."""
    tools = wiring.toolbox(tmp_path_factory.mktemp("home"))
    office = write_city(tmp_path_factory.mktemp("city"), wiring.CITY_PLAN(), scale=0.01, seed=5, today=TODAY).office
    with django_db_blocker.unblock():
        for file in sorted(office.glob("*")):
            if re.search(r"专利文献|专利1\.xlsx|商标1\.xlsx", file.name):
                arrive(file, file.name, by="operator/test", tools=tools)
        tasks.work(tools)
        yield tools
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def visitor(city, monkeypatch, db):
    """A visitor's browser, in Chinese."""
    monkeypatch.setattr(wiring, "toolbox", lambda home: city)
    return Client(headers={"accept-language": "zh-CN"})


def whole(city):
    """(key, claims) of the patent with the most claims."""
    snapshot = editions.snapshot(city.lake, editions.current())
    rows = snapshot.rows(f"select key, claims from {snapshot.current('patent_texts')} where claims <> '' order by length(claims) desc, key limit 1", [])
    return rows[0]["key"], rows[0]["claims"]


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_dependent_claim_stands_under_its_own(city, visitor):
    key, claims = whole(city)
    text = page(visitor, f"/read/{key}")
    for number, cited in re.findall(r"^(\d+)\.根据权利要求(\d+)所述", claims, re.M):
        item = re.search(rf'<li class="d\d dependent" id="c1-{number}">(.*?)</li>', text, re.S)[1]
        assert f'href="#c1-{cited}"' in item and "从属于" in item
    shown = [int(number) for number in re.findall(r'id="c1-(\d+)"', text)]
    assert sorted(shown) == list(range(1, len(re.findall(r"^\d+\.", claims, re.M)) + 1))
    assert "不是法律上的认定" in text


def test_the_words_that_were_asked_for_are_marked_and_counted(city, visitor):
    key, claims = whole(city)
    word = re.search(r"所述(\w{2})", claims)[1]
    text = page(visitor, f"/read/{key}?q={word}")
    marked = text.count(f"<mark>{word}</mark>")
    assert marked and f"在本页标出 {marked:,} 处" in text
    assert "<mark>" not in page(visitor, f"/read/{key}")


def test_a_word_that_is_not_there_is_told(city, visitor):
    assert "在本页没有" in page(visitor, f"/read/{whole(city)[0]}?q=量子纠缠")


def test_a_question_is_text_and_never_markup(city, visitor):
    text = page(visitor, f"/read/{whole(city)[0]}?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in text and "&lt;script&gt;" in text


def test_results_and_the_page_of_a_right_lead_to_it_with_the_question(city, visitor):
    key, _ = whole(city)
    word = city.index.entry(key).title[-4:]
    assert f'href="/read/{key}?q=' in page(visitor, f"/search/?q={word}&kind=patents")
    assert f'href="/read/{key}?q=' in page(visitor, f"/record/{key}?q={word}")


def test_a_right_without_full_text_says_so(city, visitor):
    bare = next(one.key for one in city.index.entries("patents") if "claims1" not in page(visitor, f"/read/{one.key}"))
    assert "没有收录这件专利的权利要求书" in page(visitor, f"/read/{bare}")
    mark = next(iter(city.index.entries("trademarks"))).key
    assert "来源给出的全部文字" in page(visitor, f"/read/{mark}")
    assert "没有找到" in page(visitor, "/read/cn/p/000000000000", 404)


def side_by_side(city, visitor, count=2):
    keys = [one.key for one in sorted(city.index.entries("patents"), key=lambda one: one.key)][:count]
    return keys, page(visitor, "/compare/?" + "&".join(f"key={key}" for key in keys))


def test_rights_stand_side_by_side_and_what_differs_is_marked_in_words_too(city, visitor):
    keys, text = side_by_side(city, visitor, 3)
    heads = re.findall(r'<b class="letter-of">(\w)</b> <a href="/record/([^"]+)">', text)
    assert heads == list(zip("ABC", keys, strict=True))
    number = re.search(r'<th scope="row">申请号(.*?)</th>(.*?)</tr>', text, re.S)
    assert "不同" in number[1] and number[2].count("<mark>") == 3
    office = re.search(r'<th scope="row">受理局(.*?)</th>(.*?)</tr>', text, re.S)
    assert "不同" not in office[1] and "<mark>" not in office[2]


def test_a_right_compared_with_its_own_words_shows_no_difference_in_them(city, visitor):
    _, text = side_by_side(city, visitor)
    abstract = re.search(r'<th scope="row">摘要.*?</th>(.*?)</tr>', text, re.S)
    first = re.search(r"<td.*?</td>", abstract[1], re.S)[0] if abstract else ""
    assert "<mark>" not in first, "A is what the others are compared with"


def test_only_what_differs_can_be_shown(city, visitor):
    keys, text = side_by_side(city, visitor)
    only = page(visitor, f"/compare/?key={keys[0]}&key={keys[1]}&only=differing")
    assert "受理局" in text and "受理局" not in only and "申请号" in only


def test_numbers_are_taken_in_any_spelling(city, visitor):
    keys, _ = side_by_side(city, visitor)
    typed = [city.index.entry(key).numbers[0] for key in keys]
    assert f"/record/{keys[1]}" in page(visitor, f"/compare/?key={typed[0]}&key={typed[1]}&key=&key=")


def test_one_alone_is_kept_for_the_next_and_more_than_four_are_refused_in_a_sentence(city, visitor):
    keys = [one.key for one in sorted(city.index.entries("patents"), key=lambda one: one.key)][:5]
    alone = page(visitor, f"/compare/?key={keys[0]}")
    assert "请再填一件" in alone and f'value="{keys[0]}"' in alone
    assert "一次对比 2 到 4 件" in page(visitor, "/compare/?" + "&".join(f"key={key}" for key in keys), 422)
    assert "没有找到" in page(visitor, "/compare/?key=cn/p/000000000000&key=x", 422)
    assert f"/compare/?key={keys[0]}" in page(visitor, f"/record/{keys[0]}")


def test_rights_of_different_kinds_can_be_compared(city, visitor):
    mark, patent = (next(iter(city.index.entries(kind))).key for kind in ("trademarks", "patents"))
    text = page(visitor, f"/compare/?key={mark}&key={patent}")
    assert "未载明" in text and re.search(r'<th scope="row">种类 <span class="tag">不同', text)


def test_results_can_be_ticked_for_it(city, visitor):
    text = page(visitor, "/search/?kind=patents")
    assert '<form id="compare"' in text and text.count('name="key"') >= 2
