"""Drafts through the API: listed, saved, never overwritten silently, and hostile requests refused."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.made_workspace import SERVICE, Page


def test_flows_are_listed_with_their_state(page):
    (row,) = page.get("/api/flows").json
    assert row["id"] == "service"
    assert row["title"] == {"zh-CN": "客服热线", "en": "Service hotline"}
    assert row["errors"] == 0
    assert row["changed"] is True
    assert row["published"] is None


def test_a_saved_flow_is_the_file_on_disk_with_its_comments(page, root):
    flow = page.flow()
    flow["document"]["nodes"]["welcome"]["note"] = "said to all"
    answer = page.save(flow["document"], flow["revision"])
    assert answer.status_code == 200
    text = (root / "service" / "flow.yaml").read_text()
    assert answer.json["yaml"] == text
    assert "note: said to all" in text
    assert "# the first words" in text
    assert page.flow()["revision"] == answer.json["revision"] != flow["revision"]


def test_saving_what_was_read_changes_nothing(page, root):
    flow = page.flow()
    before = (root / "service" / "flow.yaml").stat()
    assert page.save(flow["document"], flow["revision"]).json["revision"] == flow["revision"]
    assert (root / "service" / "flow.yaml").read_text() == SERVICE
    assert (root / "service" / "flow.yaml").stat().st_ino == before.st_ino


def test_a_file_changed_on_disk_is_not_overwritten(page, root):
    flow = page.flow()
    changed = SERVICE.replace("客服热线", "售后热线")
    (root / "service" / "flow.yaml").write_text(changed)
    answer = page.save(flow["document"], flow["revision"])
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "stale"
    assert answer.json["document"]["title"]["zh-CN"] == "售后热线"
    assert answer.json["revision"] == page.flow()["revision"]
    assert (root / "service" / "flow.yaml").read_text() == changed


def test_a_file_broken_by_an_editor_is_shown_with_its_problem_and_kept_when_saved_over(page, root):
    flow = page.flow()
    file = root / "service" / "flow.yaml"
    file.write_text("nodes: {broken: [\n")
    shown = page.flow()
    assert shown["document"] == {}
    assert shown["problems"][0]["line"] > 0
    assert page.save(flow["document"], flow["revision"]).status_code == 409
    assert file.read_text() == "nodes: {broken: [\n"
    assert page.save(flow["document"], shown["revision"]).status_code == 200
    (kept,) = (root / ".dialoom" / "trash").iterdir()
    assert kept.read_text() == "nodes: {broken: [\n"


def test_of_many_who_save_at_once_one_wins_and_the_others_are_told(page, running):
    flow = page.flow()
    pages = [Page(running.services) for _ in range(8)]

    def save(number):
        document = {**flow["document"], "title": {"en": f"Title {number}"}}
        return pages[number].save(document, flow["revision"]).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(save, range(8)))
    assert statuses == [200] + [409] * 7


def test_a_flow_is_created_once(page, root):
    body = {"id": "双十一-2026", "title": "双十一活动"}
    answer = page.send("POST", "/api/flows", body)
    assert answer.status_code == 201
    assert answer.json["document"]["title"] == {"zh-CN": "双十一活动"}
    assert [one["code"] for one in answer.json["problems"]]
    assert (root / "双十一-2026" / "flow.yaml").exists()
    assert page.send("POST", "/api/flows", body).status_code == 409


@pytest.mark.parametrize(
    "flow_id",
    ["../x", "..", ".", "", "/etc", "a/b", "A", "prompts", "-a", "a" * 65, "a\x00", "a b", "a.b", "a\n"],
)
def test_an_id_that_is_no_name_is_refused(page, flow_id, root):
    before = sorted(root.parent.rglob("*.yaml"))
    assert page.send("POST", "/api/flows", {"id": flow_id, "title": "x"}).status_code == 422
    assert sorted(root.parent.rglob("*.yaml")) == before


@pytest.mark.parametrize(
    "path", ["../hotlines", "%2e%2e/x", "..%2f..%2fetc", "prompts", "no-such", "%00", "A", "a%0a"]
)
def test_a_path_that_leads_elsewhere_is_not_found(page, path):
    assert page.get(f"/api/flows/{path}").status_code == 404
    assert page.get(f"/api/flows/{path}/yaml").status_code == 404


def test_a_link_out_of_the_workspace_is_no_flow(page, root, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "flow.yaml").write_text(SERVICE)
    (root / "stolen").symlink_to(tmp_path / "secret")
    assert [row["id"] for row in page.get("/api/flows").json] == ["service"]
    assert page.get("/api/flows/stolen").status_code == 404
    assert page.save({"dialoom": 1}, "", "stolen").status_code == 404


def test_a_deleted_flow_lies_in_the_trash(page, root):
    revision = page.flow()["revision"]
    assert page.send("DELETE", "/api/flows/service", {"revision": "old"}).status_code == 409
    assert page.send("DELETE", "/api/flows/service", {"revision": revision}).status_code == 204
    assert page.get("/api/flows/service").status_code == 404
    (kept,) = (root / ".dialoom" / "trash").iterdir()
    assert (kept / "flow.yaml").read_text() == SERVICE


def test_words_that_look_like_html_stay_words(page):
    flow = page.flow()
    title = '<script>alert("x")</script>'
    answer = page.save({**flow["document"], "title": {"en": title}}, flow["revision"])
    assert answer.status_code == 200
    read = page.get("/api/flows/service")
    assert read.json["document"]["title"] == {"en": title}
    assert read.mimetype == "application/json"
    assert page.get("/api/flows/service/yaml").mimetype == "text/plain"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"document": {}, "revision": 1}',
        b'{"document": [], "revision": ""}',
        b'{"document": {"x": NaN}, "revision": ""}',
        b'{"document": {"x": "\\ud800"}, "revision": ""}',
        b'{"document": {}, "revision": "", "more": 1}',
        b'{"document": ' + b'{"a":' * 60 + b"1" + b"}" * 60 + b', "revision": ""}',
        b"[" * 100_000,
        b'{"document": {"x": ' + b"9" * 5000 + b'}, "revision": ""}',
    ],
)
def test_a_broken_body_is_refused_in_both_languages(page, root, body):
    headers = {"X-CSRF-Token": page.token, "Content-Type": "application/json"}
    answer = page.client.put("/api/flows/service", data=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.json["error"]["message"].keys() == {"en", "zh-CN"}
    assert (root / "service" / "flow.yaml").read_text() == SERVICE


def test_a_number_that_no_file_can_hold_is_refused(page, root):
    revision = page.flow()["revision"]
    body = json.dumps({"document": {"x": 0}, "revision": revision}).replace(": 0", ": 1e400")
    headers = {"X-CSRF-Token": page.token, "Content-Type": "application/json"}
    assert page.client.put("/api/flows/service", data=body, headers=headers).status_code == 422
    assert (root / "service" / "flow.yaml").read_text() == SERVICE


def test_a_body_that_is_too_large_is_refused(page):
    answer = page.send("PUT", "/api/flows/service", {"document": {"x": "x" * 9_000_000}, "revision": ""})
    assert answer.status_code == 413
    assert answer.json["error"]["code"] == "http_413"


def test_a_flow_that_is_too_large_for_a_file_is_refused(page, root):
    revision = page.flow()["revision"]
    assert page.save({"x": "x" * 5_000_000}, revision).status_code == 413
    assert (root / "service" / "flow.yaml").read_text() == SERVICE


def test_an_unsaved_document_is_checked_with_places(page, root):
    document = {**page.flow()["document"], "start": "nowhere"}
    found = page.send("POST", "/api/check", {"document": document, "id": "service"}).json["problems"]
    assert any(one["path"] == ["start"] and one["line"] > 0 for one in found)
    assert (root / "service" / "flow.yaml").read_text() == SERVICE


def test_decimals_and_texts_that_look_like_numbers_survive(page):
    flow = page.flow()
    variables = {"a": 0.1, "b": "0123", "c": 3, "d": "no", "e": None, "f": True, "g": "2026-10-01"}
    answer = page.save({**flow["document"], "variables": variables}, flow["revision"])
    assert answer.status_code == 200
    assert page.flow()["document"]["variables"] == variables
