"""What the API tells of the engine, and the document that describes all of it."""

import jsonschema
import pytest

from designer.api.openapi import openapi_document, operations


def test_the_document_holds_every_route(page):
    app = page.client.application
    described = openapi_document(app)["paths"]
    routes = {
        (rule.rule.replace("<int:", "<").replace("<", "{").replace(">", "}"), method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert {(path, method.upper()) for path, methods in described.items() for method in methods} == routes


def test_every_operation_says_what_it_does_and_every_reference_is_there(page):
    document = page.get("/api/openapi.json").json
    assert all(operation.summary for _, operation in operations(page.client.application))
    schemas = document["components"]["schemas"]

    def references(part):
        if isinstance(part, dict):
            yield from [part["$ref"]] if "$ref" in part else []
            part = list(part.values())
        if isinstance(part, list):
            for one in part:
                yield from references(one)

    names = {reference.rpartition("/")[2] for reference in references(document)}
    assert names <= schemas.keys()
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_answers_are_as_the_document_says(page):
    document = page.get("/api/openapi.json").json
    for path in (
        "/api/session",
        "/api/flows",
        "/api/prompts",
        "/api/hotlines",
        "/api/functions",
        "/api/node-types",
    ):
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(page.get(path).json, {**schema, "components": document["components"]})


def test_node_types_and_schema_come_from_the_engine(page):
    types = {one["type"] for one in page.get("/api/node-types").json}
    assert {"play", "menu", "hang_up"} <= types
    jsonschema.Draft202012Validator.check_schema(page.get("/api/schema").json)


def test_functions_have_help_in_both_languages(page):
    functions = page.get("/api/functions").json
    assert all(one["help"].keys() == {"en", "zh-CN"} for one in functions)
    assert "string length" in {one["name"] for one in functions}


@pytest.mark.parametrize(
    ("text", "names", "codes"),
    [
        ("tries + 1", ["tries"], []),
        ("订单 号 = 3", ["订单 号"], []),
        ("nobody > 1", [], ["unknown_name"]),
    ],
)
def test_an_expression_is_checked(page, text, names, codes):
    answer = page.send("POST", "/api/feel/check", {"text": text, "names": names})
    assert [one["code"] for one in answer.json["findings"]] == codes


def test_a_wrong_expression_has_its_place(page):
    (finding,) = page.send("POST", "/api/feel/check", {"text": "1 +", "names": []}).json["findings"]
    assert finding["severity"] == "error"
    assert finding["span"]


def test_an_expression_is_evaluated(page):
    body = {"text": 'if a.b > 0.1 then "ja" else null', "context": {"a": {"b": 0.2}}}
    answer = page.send("POST", "/api/feel/eval", body).json
    assert (answer["value"], answer["type"]) == ("ja", "string")


def test_a_null_says_why(page):
    answer = page.send("POST", "/api/feel/eval", {"text": '1 + "a"', "context": {}}).json
    assert answer["value"] is None
    assert answer["diagnostics"][0]["message"].keys() == {"en", "zh-CN"}


def test_types_of_names_are_held_against_an_expression(page):
    body = {"text": "order > 5", "types": {"order": "string", "caller": {"number": "string"}, "odd": [1]}}
    answer = page.send("POST", "/api/feel/check", body).json
    (finding,) = answer["findings"]
    assert (finding["code"], finding["severity"], finding["span"]) == ("unlike_types", "warning", [0, 9])
    assert finding["repair"] == "number(order) > 5"
    assert answer["type"] == "boolean"


@pytest.mark.parametrize(
    ("kind", "text", "span", "repair"),
    [
        ("template", "您有 {{ 余额＞0 }} 元", [8, 9], "您有 {{ 余额>0 }} 元"),
        ("tests", "＞ 5", [0, 1], "> 5"),
        ("tests", '"5"', [0, 3], "5"),
        ("list", "1，2", [1, 2], "1,2"),
        ("template", "open {{ 1", [5, 7], None),
    ],
)
def test_every_kind_of_text_is_checked(page, kind, text, span, repair):
    body = {"text": text, "kind": kind, "types": {"余额": "number"}, "subject": "余额"}
    (finding,) = page.send("POST", "/api/feel/check", body).json["findings"]
    assert (finding["span"], finding["repair"]) == (span, repair)


def test_a_template_is_filled_in(page):
    body = {"text": "您有 {{ 余额 + 1 }} 元", "kind": "template", "context": {"余额": 2}}
    assert page.send("POST", "/api/feel/eval", body).json["value"] == "您有 3 元"


def test_a_checked_document_tells_its_types(page):
    nodes = {
        "a": {"type": "set", "assignments": {"n": "1 + 1"}, "exits": {"done": "b"}},
        "b": {"type": "hang_up"},
    }
    document = {"dialoom": 1, "flow": "x", "title": "X", "start": "a", "nodes": nodes}
    answer = page.send("POST", "/api/check", {"id": "x", "document": document}).json
    assert answer["types"][""]["n"] == "number"
    assert answer["types"][""]["caller"] == {"number": "string", "name": "string", "headers": None}


@pytest.mark.parametrize("text", ["(", "1 2", "\x00", "[" * 1000])
def test_what_is_no_expression_is_refused(page, text):
    assert page.send("POST", "/api/feel/eval", {"text": text, "context": {}}).status_code == 422


def test_hotlines_are_listed(page):
    (row,) = page.get("/api/hotlines").json
    assert (row["number"], row["flow"]) == ("4008001234", "service")
