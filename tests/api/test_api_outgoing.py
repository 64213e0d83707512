"""The API of calls out that begin a flow."""

import pytest

from tests.api.made_schedules import add_schedule


@pytest.fixture
def root(root):
    return add_schedule(root)


def test_a_call_is_ordered_and_asked_for(live):
    ordered = live.send("POST", "/api/outgoing", {"flow": "away", "target": "13900000000"})
    assert ordered.status_code == 201
    number = ordered.json["order"]
    found = live.get(f"/api/outgoing/{number}").json
    assert (found["outcome"], found["message"]["en"]) == ("", "It rings.")


def test_what_cannot_be_called_is_refused(live):
    for body, code in (
        ({"flow": "away", "target": "1001;x"}, "bad_target"),
        ({"flow": "nothing", "target": "1001"}, "flow_not_published"),
        ({"flow": "away", "target": "1001", "ring": 500}, "bad_ring"),
    ):
        answer = live.send("POST", "/api/outgoing", body)
        assert (answer.status_code, answer.json["error"]["code"]) == (422, code)
    assert live.get("/api/outgoing/99").status_code == 404


def test_without_the_token_nobody_is_called(live):
    body = {"flow": "away", "target": "1001"}
    assert live.send("POST", "/api/outgoing", body, headers={}).status_code == 403
