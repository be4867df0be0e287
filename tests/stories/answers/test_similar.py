"""Like patents, on the command line and on their page; a given text leaves no trace."""

from django.conf import settings

from tests.stories.answers.town import COMPANY, yuzhi
from tests.stories.answers.town import PATENT as NUMBER

PATENT = f"cn/p/{NUMBER}"
TEXT = "一种煤制油催化剂的制备方法，只为这一次比较而写的文字"


def test_a_patent_is_compared_with_the_others_and_each_answer_says_why():
    ran = yuzhi("similar", PATENT, "--json")
    assert ran.code == 0, ran.err
    answer = ran.json
    assert answer["key"] == PATENT
    assert PATENT not in [hit["key"] for hit in answer["hits"]]
    assert answer["documents"] > len(answer["hits"])
    assert not answer["vectors"]
    assert "句向量" in answer["notes"][0]
    assert "不保存" in answer["privacy"]
    assert answer["coverage"]["edition"] == answer["edition"]


def test_a_text_in_a_file_finds_the_patent_that_it_was_taken_from(tmp_path):
    said = yuzhi("show", PATENT, "--json").json["fields"]
    file = tmp_path / "text.txt"
    file.write_text((said.get("abstract") or said["title"])["value"], encoding="utf-8")
    ran = yuzhi("similar", "--text", file, "--json")
    assert ran.json["hits"][0]["key"] == PATENT
    assert ran.json["hits"][0]["why"]["terms"]
    assert "句向量占" in yuzhi("similar", "--text", file).out


def test_what_cannot_be_compared_is_told_with_its_exit_code(tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n", encoding="utf-8")
    assert yuzhi("similar").code == 2
    assert yuzhi("similar", PATENT, "--text", empty).code == 2
    assert "没有给出文字" in yuzhi("similar", "--text", empty).err
    assert yuzhi("similar", f"uscc/{COMPANY}").code == 4


def test_the_page_of_a_patent_leads_to_like_ones(visitor):
    assert f"/similar/{PATENT}" in visitor.get(f"/record/{PATENT}").content.decode()
    page = visitor.get(f"/similar/{PATENT}")
    told = page.content.decode()
    assert page.status_code == 200
    assert "为什么列出" in told
    assert "收录到" in told
    assert "不保存，不记入日志" in told
    assert visitor.get("/similar/cn/p/000000000000").status_code == 404


def test_a_given_text_is_answered_and_kept_nowhere(visitor):
    page = visitor.post("/similar/", {"text": TEXT})
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "为什么列出" in page.content.decode()
    kept = [file for file in settings.HOME.rglob("*") if file.is_file() and "只为这一次".encode() in file.read_bytes()]
    assert kept == []


def test_an_empty_text_is_sent_back_with_a_sentence(visitor):
    page = visitor.post("/similar/", {"text": "  "})
    assert page.status_code == 422
    assert "没有给出文字" in page.content.decode()
