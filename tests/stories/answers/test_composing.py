"""The form writes the query language, shows it, and needs no script."""

import html

from lxml import etree


def page(client, query=""):
    return html.unescape(client.get(f"/search/form/{query}").content.decode())


def test_a_filled_form_shows_its_question_and_how_much_it_finds(visitor):
    text = page(visitor, "?every=催化剂&kind=专利&day=filed&since=2000-01-01")
    assert 'value="催化剂 类型:专利 申请日:2000-01-01.."' in text
    assert "意思是：“催化剂” 并且 类型为“专利” 并且 申请日在“2000-01-01 起”。" in text
    assert "找到 1 条" in text


def test_the_button_leads_to_the_results_of_what_was_written(visitor):
    answer = visitor.get("/search/form/?title=煤制油&without=苹果&go=1", follow=True)
    assert answer.redirect_chain == [("/search/?q=%E6%A0%87%E9%A2%98%3A%E7%85%A4%E5%88%B6%E6%B2%B9+NOT+%E8%8B%B9%E6%9E%9C", 302)]
    assert "一种" in html.unescape(answer.content.decode())


def test_what_cannot_be_asked_is_said_beside_its_box(visitor):
    answer = visitor.get("/search/form/?every=煤&far=99&since=gestern&county=巴黎")
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "请填 0 到 30 的整数。" in text
    assert "请写成 2024-01-31。" in text
    assert "写成的检索式" not in text.partition("</h1>")[2].partition("<form")[0]


def test_words_typed_before_stand_in_the_form(visitor):
    root = etree.HTML(page(visitor, "?q=余热 锅炉"))
    assert root.xpath("//input[@name='every']/@value") == ["余热 锅炉"]
    assert "/search/form/?q=" in visitor.get("/search/?q=余热").content.decode()


def test_signs_of_the_language_in_a_box_are_words(visitor):
    assert "value='\"OR\" \"标题:煤\"'" in page(visitor, "?every=OR 标题:煤").replace('value=""OR" "标题:煤""', "value='\"OR\" \"标题:煤\"'")
