"""Pages step by step: written by people, done like people, with secrets that end up in no file."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.capture.camera import opened
from yuzhi.engines.capture.receiving import archive_entries
from yuzhi.engines.capture.steps import read_cookies, read_steps
from yuzhi.engines.capture.tests.shop import Shop, camera, needs_chromium, now, shop
from yuzhi.kernel.errors import BadValue, Refused

COOKIES = '[{"name": "session", "value": "7", "domain": "shop.example", "hostOnly": true}]'
BUYING = """
title: 购买一斤羊肉
consent: 张三本人的账号，同意取证
steps:
  - open: http://shop.example:PORT/
  - click: 看商品
    note: 首页上的链接
  - fill: 收货人
    with: 张三
  - fill: '#size'
    with: 两斤
  - fill: '#password'
    secret: PASSWORD
  - click: 下单
  - wait: 1
  - press: PageDown
  - look: 订单
"""


def done(folder, port, written, secrets=None, cookies=()):
    plan = read_steps(written.replace("PORT", str(port)), secrets or {}, cookies)
    with opened(camera(), plan, folder / "run", now) as session:
        return session.cleanliness, session.take()


def steps(*rows, port=80):
    return json.dumps({"steps": [{"open": f"http://shop.example:{port}/goods"}, *rows]})


@needs_chromium
@pytest.mark.browser
def test_a_purchase_is_captured_step_by_step(tmp_path):
    with shop() as port:
        clean, made = done(tmp_path, port, BUYING, {"PASSWORD": "不外传的口令 7"})
        posted = list(Shop.posted)
    assert posted == ["who=%E5%BC%A0%E4%B8%89&password=%E4%B8%8D%E5%A4%96%E4%BC%A0%E7%9A%84%E5%8F%A3%E4%BB%A4+7&size=%E4%B8%A4%E6%96%A4&many="]
    assert [one.title for one in made.steps] == ["横山羊肉", *["商品"] * 4, *["订单"] * 4]
    assert made.steps[1].told == "首页上的链接（点击 看商品）" and made.steps[4].told == "填写 #password：（保密内容）"
    assert {f"{number:02d}.{kind}" for number in range(1, 10) for kind in ("png", "pdf")} <= set(made.files)
    for name, content in made.files.items():
        assert "不外传的口令".encode() not in content and b"%E4%B8%8D%E5%A4%96" not in content, name
    assert "不外传" not in clean.written.decode() and json.loads(clean.written)["consent"] == "张三本人的账号，同意取证"
    assert "订单 7：张三" in archive_text(made.files["capture.warc.gz"])
    assert all(one.digest for one in archive_entries("a.wacz", made.files["capture.wacz"]))


def archive_text(archive):
    return gzip.decompress(archive).decode("utf-8", "replace")


@needs_chromium
@pytest.mark.browser
def test_a_window_that_a_click_opens_is_captured_in_place(tmp_path):
    with shop() as port:
        _, made = done(tmp_path, port, json.dumps({"steps": [{"open": f"http://shop.example:{port}/"}, {"click": "规格"}]}))
        assert Shop.asked.count("/plain") == 1
    assert made.steps[1].title == "一页" and any("改在原来的窗口打开" in one for one in made.notes)


@needs_chromium
@pytest.mark.browser
def test_ones_own_session_is_used_and_not_kept(tmp_path):
    with shop() as port:
        written = json.dumps({"consent": "李四同意", "steps": [{"open": f"http://shop.example:{port}/private"}]})
        clean, made = done(tmp_path, port, written, cookies=read_cookies(COOKIES))
    assert made.steps[0].title == "mine"
    assert json.loads(clean.written)["session"] == ["session（shop.example）"] and json.loads(made.files["capture.json"])["consent"] == "李四同意"
    assert all(b"session=7" not in content for content in made.files.values())


@needs_chromium
@pytest.mark.browser
@pytest.mark.parametrize(("row", "words"), [
    ({"click": "没有的东西"}, "第 2 步：页面上看不到“没有的东西”"),
    ({"click": "css=[["}, "不是选择器"),
    ({"fill": "#size", "with": "三斤"}, "没有“三斤”可选"),
    ({"fill": "css=button", "with": "x"}, "不能填写"),
    ({"fill": "#who", "secret": "S"}, "会显示在截图上"),
])
def test_a_step_that_cannot_be_done_ends_the_capture(tmp_path, row, words):
    with shop() as port, pytest.raises(Refused, match=words):
        written = json.loads(steps(row, port=port)) | {"consent": "同意"}
        done(tmp_path, port, json.dumps(written), {"S": "secret-7"})


@needs_chromium
@pytest.mark.browser
def test_a_secret_that_a_page_puts_in_its_address_ends_the_capture(tmp_path):
    with shop() as port, pytest.raises(Refused, match="它会留在证据里") as refused:
        done(tmp_path, port, json.dumps({"consent": "同意", "steps": [
            {"open": f"http://shop.example:{port}/login"}, {"fill": "#p", "secret": "S"}, {"press": "Enter"}, {"wait": 1},
        ]}), {"S": "secret-7"})
    assert "secret-7" not in refused.value.sentence


@pytest.mark.parametrize(("written", "words"), [
    ("[", "读不懂"), ("- 1", "只有 title、consent、steps"), ("steps: []", "写了 0 步"), ("steps: [{open: 'http://a.example/'}]\nmore: 1", "只有 title"),
    ("title: [1]\nsteps: [1]", "一行文字"),
    ("steps: [{click: a}]", "第 1 步要写 open"), ("steps: [{open: file:///etc/passwd}]", "不是网页地址"),
    ("steps: [{open: 'http://a.example/', click: a}]", "一个动作"),
    (steps({"jump": "a"}), "第 2 步要有一个动作"), (steps({"click": None}), "没有写对象"), (steps({"click": ["a"]}), "不认识的项目"),
    (steps({"click": "a", "with": "b"}), "不认识的项目"), (steps({"press": "F5"}), "不会按“F5”"), (steps({"wait": 31}), "1 至 30 的秒数"),
    (steps({"fill": "a"}), "只能有一个"), (steps({"fill": "a", "with": 1, "secret": "S"}), "只能有一个"),
    (steps({"fill": "a", "secret": "NONE"}), "环境变量 NONE 是空的"),
    (steps({"fill": "a", "secret": "S"}), "没有写 consent"), (json.dumps({"steps": [{"open": "http://a.example/"}] * 61}), "写了 61 步"),
    ("a: &a [1,1]\nb: &b [*a,*a]\ntitle: *b\nsteps: [1]", "只有 title"), (" " * 70_000, "超过 64 KB"),
])
def test_steps_that_are_wrongly_written_are_refused_with_their_number(written, words):
    with pytest.raises(BadValue, match=words):
        read_steps(written, {"S": "secret-7"})


@given(st.text(max_size=200) | st.recursive(st.none() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["steps", "title", "consent", "open", "click", "fill", "with", "secret", "note"]), inner), max_leaves=9).map(json.dumps))
def test_any_steps_are_read_or_refused(written):
    try:
        assert read_steps(written, {}).steps
    except BadValue as refused:
        assert refused.sentence.endswith("。")


@pytest.mark.parametrize("written", ["", "{}", "[]", "[1]", '[{"name": "a"}]', "null"])
def test_cookies_that_cannot_be_read_are_refused(written):
    with pytest.raises(BadValue, match="没有取证"):
        read_cookies(written)


def test_a_session_without_consent_is_refused():
    with pytest.raises(BadValue, match="没有写 consent"):
        read_steps("steps: [{open: 'http://a.example/'}]", {}, read_cookies(COOKIES))
