"""A decision table is tried with sample values: cells, rows, the answer, and what stands in its way."""

ROWS = [
    {"when": ['"VIP"', "-"], "results": ['"1003"'], "exit": "vip"},
    {"when": ['not("VIP")', "[9..18)"], "results": ['"1002"'], "exit": "desk"},
]
TABLE = {
    "inputs": ["level", "now().hour"],
    "outputs": [{"default": '"none"'}],
    "rows": ROWS,
    "context": {"level": "gold"},
    "at": "2026-11-02T10:30",
}


def tried(page, **changes):
    return page.send("POST", "/api/feel/table", {**TABLE, **changes}).json


def test_cells_rows_and_the_answer(page):
    answer = tried(page)
    assert [one["text"] for one in answer["values"]] == ["gold", "10"]
    assert answer["cells"] == [[False, True], [True, True]]
    assert (answer["hits"], answer["answers"], answer["exit"]) == ([1], [1], "desk")
    assert answer["outputs"] == ["1002"]


def test_no_row_holds(page):
    answer = tried(page, at="2026-11-02T18:00")
    assert (answer["hits"], answer["exit"], answer["outputs"]) == ([], "otherwise", ["none"])


def test_rows_that_break_the_policy_are_named(page):
    rows = [ROWS[0], {**ROWS[1], "when": ["-", "-"]}]
    answer = tried(page, rows=rows, context={"level": "VIP"})
    assert (answer["hits"], answer["answers"], answer["exit"]) == ([0, 1], [], None)
    assert "1, 2" in answer["problem"]["en"]
    assert "1, 2" in answer["problem"]["zh-CN"]


def test_the_first_row_the_most_important_and_all_rows(page):
    rows = [{**ROWS[0], "when": ["-", "-"]}, {**ROWS[1], "when": ["-", "-"]}]
    assert tried(page, rows=rows, hit_policy="FIRST")["answers"] == [0]
    important = [{"values": '"1002", "1003"', "default": ""}]
    assert tried(page, rows=rows, outputs=important, hit_policy="PRIORITY")["answers"] == [1]
    collected = tried(page, rows=rows, hit_policy="COLLECT")
    assert (collected["answers"], collected["outputs"]) == ([0, 1], ['["1003", "1002"]'])
    counted = tried(page, rows=rows, hit_policy="COLLECT", aggregation="count")
    assert counted["outputs"] == ["2"]


def test_half_written_cells_and_values_are_undecided(page):
    rows = [{"when": ['"VIP', "> 3"], "results": ["1 +"], "exit": "vip"}]
    answer = tried(page, inputs=["level", "1 +"], rows=rows)
    assert answer["values"][1] is None
    assert answer["cells"] == [[None, None]]
    assert answer["exit"] == "otherwise"
    whole = tried(page, rows=[{**rows[0], "when": ["-", "-"]}])
    assert (whole["exit"], whole["outputs"]) == ("vip", ["null"])


def test_nothing_of_the_machine_is_within_reach(page):
    answer = tried(page, inputs=["level.__class__", "open"], context={"level": "x"})
    assert [one["text"] for one in answer["values"]] == ["null", "null"]


def test_a_table_beyond_the_limits_is_refused(page):
    answer = page.send("POST", "/api/feel/table", {**TABLE, "rows": ROWS * 300})
    assert answer.status_code == 422
