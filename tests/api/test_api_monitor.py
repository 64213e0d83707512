"""The API of calls in progress: what a page reads, and what it is refused."""


def test_a_quiet_switchboard(page):
    found = page.get("/api/monitor").json
    assert found["items"] == [{"engines": []}]
    assert found["now"].endswith("+00:00")


def test_a_call_that_is_over_cannot_be_ended(page):
    answer = page.send("POST", "/api/monitor/call-1/hang-up")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "call_over")


def test_a_telephone_that_is_none_cannot_listen(page):
    for target, status in (("1001", 404), ("1001;rm -rf", 422), ("", 422), ("x" * 41, 422)):
        answer = page.send("POST", "/api/monitor/call-1/listen", {"target": target})
        assert answer.status_code == status, target


def test_without_the_token_nothing_is_ordered(page):
    answer = page.send("POST", "/api/monitor/call-1/hang-up", headers={})
    assert answer.status_code == 403


def test_an_order_that_nobody_knows_is_still_waited_for(page):
    assert page.get("/api/monitor/orders/7").json == {"order": 7, "outcome": "ordered"}
