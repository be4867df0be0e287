"""The OpenAPI document is whole: every reference leads somewhere, every parameter is declared once."""

import re

import pytest

from yuzhi.rooms.lookup.queries.listing import FORMS
from yuzhi.site.rooms import ROOMS


@pytest.fixture
def document(visitor):
    answer = visitor.get("/api/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def operations(document):
    return [(path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()]


def references(node):
    if isinstance(node, dict):
        for name, one in node.items():
            yield from [one] if name == "$ref" else references(one)
    elif isinstance(node, list):
        for one in node:
            yield from references(one)


def test_it_says_what_it_is(document):
    assert re.fullmatch(r"3\.1\.\d", document["openapi"])
    assert document["info"]["title"] == "榆知 API"
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])
    assert set(document) <= {"openapi", "info", "paths", "components", "servers", "tags"}


def test_every_reference_leads_to_a_schema(document):
    found = set(references(document))
    assert found
    for one in found:
        assert one.startswith("#/components/schemas/")
        assert one.rsplit("/", 1)[-1] in document["components"]["schemas"], one


def test_every_operation_is_named_once_and_described_in_chinese(document):
    listed = operations(document)
    names = [one["operationId"] for _, _, one in listed]
    assert len(names) == len(set(names)) >= 13
    for path, _, one in listed:
        assert re.search(r"[\u4e00-\u9fff]", one["summary"]), path
        assert re.search(r"[\u4e00-\u9fff]", one["description"]), path


def test_every_parameter_of_a_path_is_declared_and_required(document):
    for path, _, one in operations(document):
        declared = [each["name"] for each in one["parameters"] if each["in"] == "path"]
        assert sorted(declared) == sorted(re.findall(r"{(\w+)}", path))
        assert all(each["required"] for each in one["parameters"] if each["in"] == "path")
        spelled = [(each["in"], each["name"]) for each in one["parameters"]]
        assert len(spelled) == len(set(spelled))


def test_every_operation_answers_json_of_a_shape_and_errors_in_theirs(document):
    for path, _, one in operations(document):
        assert "default" in one["responses"], path
        for status, answer in one["responses"].items():
            assert re.fullmatch(r"default|[1-5]\d\d", status)
            assert answer["description"]
            if path == "/api/search/file" and status == "200":
                assert {kind.partition(";")[0] for kind in FORMS.values()} == set(answer["content"])
                continue      # a file is no JSON: its media types stand in place of a shape
            assert set(answer["content"]) == {"application/json"}
            assert list(references(answer)), path


def test_lists_are_bounded(document):
    for path, _, one in operations(document):
        bounds = {each["name"]: each["schema"].get("maximum") for each in one["parameters"]}
        if "top" in bounds:
            assert bounds["top"] == 1000, path


def test_every_open_room_is_on_the_api(document):
    tags = {tag for _, _, one in operations(document) for tag in one["tags"]}
    assert tags == {room.zh for room in ROOMS}


def test_the_document_asks_for_no_assets_elsewhere(visitor):
    assert visitor.get("/api/docs").status_code == 404


def test_an_unfit_method_is_told_as_json_with_what_fits(visitor):
    answer = visitor.delete("/api/search")
    assert answer.status_code == 405
    assert answer.json()["error"]["status"] == 405
    assert answer.headers["Allow"] == "GET"


def test_a_misspelt_parameter_is_told_and_not_passed_over(visitor):
    answer = visitor.get("/api/search", {"q": "*", "knid": "patents"})
    assert answer.status_code == 422
    assert "“knid”" in answer.json()["error"]["sentence"]
    assert "kind" in answer.json()["error"]["sentence"]
    keyed = visitor.get("/api/rights/ZL202110000001.0", {"asof": "2025-12-31"})
    assert keyed.status_code == 422
    assert "as_of" in keyed.json()["error"]["sentence"]


def test_every_declared_parameter_is_taken(document, visitor):
    for path, method, one in operations(document):
        if method == "get" and "{" not in path:
            for each in one["parameters"]:
                answer = visitor.get(path, {each["name"]: "1"})
                assert "不认识参数".encode() not in answer.content, (path, each["name"])
