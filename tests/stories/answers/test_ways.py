"""Where nothing is found, the page links to what a change in one place finds."""

import html

from lxml import etree


def test_each_way_out_is_a_link_with_its_count(visitor):
    root = etree.HTML(html.unescape(visitor.get("/search/?q=催化济&kind=patents").content.decode()))
    way, *_ = [link for link in root.xpath("//ul[@class='ways']//a") if "改为" in "".join(link.itertext())]
    assert "催化剂" in "".join(way.itertext()) and "1 条" in "".join(way.itertext())
    assert "找到 1 条" in visitor.get(f"/search/{way.get('href')}").content.decode()


def test_a_filter_that_leaves_nothing_can_be_taken_off(visitor):
    root = etree.HTML(html.unescape(visitor.get("/search/?q=催化剂&kind=trademarks").content.decode()))
    hrefs = root.xpath("//ul[@class='ways']//a/@href")
    assert hrefs and "kind" not in hrefs[0]
    assert "找到 1 条" in visitor.get(f"/search/{hrefs[0]}").content.decode()


def test_the_api_gives_the_same_ways(visitor):
    answer = visitor.get("/api/search?q=催化济").json()
    assert answer["total"] == 0 and answer["ways"][0]["kind"] == "spelling"
    again = visitor.get("/api/search", {"q": answer["ways"][0]["query"]}).json()
    assert again["total"] == answer["ways"][0]["records"]
