"""Publishing, rolling back and restoring through the API."""

from tests.api.made_workspace import SERVICE


def test_a_published_version_is_listed_and_live(page):
    answer = page.publish(message="第一版")
    assert answer.status_code == 201
    assert (answer.json["version"], answer.json["live"], answer.json["unchanged"]) == (1, True, False)
    (row,) = page.get("/api/flows/service/versions").json
    assert (row["message"], row["author"], row["live"]) == ("第一版", "admin", True)
    (flow,) = page.get("/api/flows").json
    assert flow["changed"] is False
    assert flow["published"]["version"] == 1


def test_the_same_content_again_is_the_same_version(page):
    page.publish()
    again = page.publish(message="again")
    assert (again.json["version"], again.json["unchanged"]) == (1, True)
    assert len(page.get("/api/flows/service/versions").json) == 1


def test_a_changed_prompt_makes_a_changed_flow(page):
    page.publish()
    page.send("PUT", "/api/prompts/welcome/zh-CN", {"text": "您好。"})
    assert page.get("/api/flows").json[0]["changed"] is True
    assert page.publish(message="shorter").json["version"] == 2


def test_a_flow_with_errors_is_not_published(page):
    flow = page.flow()
    del flow["document"]["start"]
    page.save(flow["document"], flow["revision"])
    answer = page.publish()
    assert answer.status_code == 422
    assert answer.json["error"]["problems"]
    assert page.get("/api/flows/service/versions").json == []


def test_a_draft_changed_meanwhile_is_not_published(page, root):
    revision = page.flow()["revision"]
    (root / "service" / "flow.yaml").write_text(SERVICE.replace("客服热线", "别的热线"))
    answer = page.send("POST", "/api/flows/service/publish", {"message": "x", "revision": revision})
    assert answer.status_code == 409
    assert answer.json["document"]["title"]["zh-CN"] == "别的热线"


def test_publishing_needs_a_message(page):
    assert page.publish(message="  ").status_code == 422


def test_rolling_back_moves_the_pointer_and_leaves_the_draft(page):
    page.publish()
    flow = page.flow()
    flow["document"]["title"] = {"en": "Second"}
    saved = page.save(flow["document"], flow["revision"]).json
    page.publish(message="second")
    assert page.send("POST", "/api/flows/service/rollback", {"version": 1}).json["live"] is True
    assert [(row["version"], row["live"]) for row in page.get("/api/flows/service/versions").json] == [
        (2, False),
        (1, True),
    ]
    assert page.flow()["revision"] == saved["revision"]


def test_a_version_that_does_not_exist_is_not_found(page):
    assert page.send("POST", "/api/flows/service/rollback", {"version": 7}).status_code == 404
    assert page.get("/api/flows/service/versions/7").status_code == 404
    assert page.get("/api/flows/service/versions/x").status_code == 404


def test_a_version_shows_what_it_holds_and_can_be_the_draft_again(page, root):
    page.publish()
    flow = page.flow()
    flow["document"]["title"] = {"en": "Second"}
    saved = page.save(flow["document"], flow["revision"]).json
    version = page.get("/api/flows/service/versions/1").json
    assert version["yaml"] == SERVICE
    assert version["document"]["title"]["zh-CN"] == "客服热线"
    path = "/api/flows/service/versions/1/restore"
    assert page.send("POST", path, {"revision": "old"}).status_code == 409
    answer = page.send("POST", path, {"revision": saved["revision"]})
    assert answer.json["yaml"] == SERVICE == (root / "service" / "flow.yaml").read_text()
