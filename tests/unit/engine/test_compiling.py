"""From a flow to what runs: wires, prompts per language, subflows."""

import pytest

from flowengine.errors import DefinitionError
from flowengine.playlists import ANY_KEY, nearest
from tests.fakes import TextVoice, call_flow, compiled, named


@pytest.mark.parametrize(
    ("offered", "wanted", "found"),
    [
        (["en", "zh-CN"], ["zh-CN"], "zh-CN"),
        (["en", "zh-TW"], ["zh-CN"], "zh-TW"),
        (["en", "zh-TW", "zh-HK"], ["zh"], "zh-HK"),
        (["en", "zh-CN"], ["fr", "zh-CN"], "zh-CN"),
        (["en-GB", "zh-CN"], ["fr"], "zh-CN"),
        (["zh", "zh-TW"], ["zh-CN"], "zh"),
        (["de", "en-GB"], ["fr"], "en-GB"),
        (["de", "it"], ["fr"], "de"),
        (["en", "ZH-tw"], ["zh-CN"], "ZH-tw"),
        ([], ["en"], None),
    ],
)
def test_the_nearest_language(offered, wanted, found):
    assert nearest(offered, *wanted) == found


def play(*prompts):
    return {"play": {"type": "play", "prompts": list(prompts)}}


def lines_of(flow, language="en"):
    [lines] = flow.playlists[language].values()
    return lines


def test_neighbours_are_joined_unless_a_key_may_cut_only_one():
    notice = {"prompt": "notice", "barge_in": False}
    lines = lines_of(compiled(play("a", "b", notice, "c")))
    assert [[title for title, _ in line.titles] for line in lines] == [["a", "b"], ["notice"], ["c"]]
    assert [line.cut_by for line in lines] == [ANY_KEY, "", ANY_KEY]


def test_a_prompt_with_values_stands_alone():
    voice = TextVoice({"hello": {"en": "Hello {{ name }}"}})
    lines = lines_of(compiled(play("a", "hello", "b"), voice=voice))
    assert [type(line).__name__ for line in lines] == ["Sounds", "Spoken", "Sounds"]


def test_a_prompt_that_lacks_the_language_is_heard_in_another():
    voice = TextVoice({"only-chinese": {"zh-CN": "你好"}})
    result = call_flow(compiled(play("hello", "only-chinese"), voice=voice), voice=voice, language="en")
    heard = [(event["prompt"], event["language"]) for event in named(result, "prompt_played")]
    assert heard == [("hello", "en"), ("only-chinese", "zh-CN")]


def test_a_recording_is_no_template_whatever_its_name():
    voice = TextVoice({"{{ x }}": {"en": None}})
    assert [type(line).__name__ for line in lines_of(compiled(play("{{ x }}"), voice=voice))] == ["Sounds"]


def test_an_unknown_prompt_is_left_to_the_voice():
    voice = TextVoice({"nobody-knows": {}})
    result = call_flow(compiled(play("nobody-knows"), voice=voice), voice=voice)
    assert [event["prompt"] for event in named(result, "prompt_played")] == ["nobody-knows"]


def test_the_language_changes_for_the_rest_of_the_call_also_from_a_subflow():
    sub = {"start": "set", "nodes": {"set": {"type": "set", "assignments": {"language": '"zh"'}}}}
    nodes = {
        "first": {"type": "play", "prompts": ["a"], "exits": {"done": "sub"}},
        "sub": {"type": "subflow", "flow": "sub", "exits": {"done": "second"}},
        "second": {"type": "play", "prompts": ["a"]},
    }
    result = call_flow(compiled(nodes, subflows={"sub": sub}))
    assert [event["language"] for event in named(result, "prompt_played")] == ["en", "zh-CN"]
    assert result.variables["language"] == "zh-CN"


def test_a_subflow_begins_in_the_language_of_the_call():
    sub = {"start": "play", "nodes": play("a")}
    nodes = {"sub": {"type": "subflow", "flow": "sub"}}
    result = call_flow(compiled(nodes, subflows={"sub": sub}), language="zh-CN")
    assert [event["language"] for event in named(result, "prompt_played")] == ["zh-CN"]


@pytest.mark.parametrize(
    ("nodes", "more", "code"),
    [
        ({"a": {"type": "return", "exits": {}}}, {"start": ""}, "no_start"),
        ({"a": {"type": "return"}}, {"start": "b"}, "unknown_node"),
        ({"a": {"type": "return"}}, {"on_error": "b"}, "unknown_node"),
        ({"a": {"type": "return"}}, {"on_hangup": "b"}, "unknown_node"),
        (play("a") | {"b": {"type": "play", "prompts": ["a"], "exits": {"done": "c"}}}, {}, "unknown_node"),
        ({"a": {"type": "subflow", "flow": "nowhere"}}, {}, "unknown_flow"),
        ({"a": {"type": "subflow", "flow": "main"}}, {}, "subflow_cycle"),
    ],
)
def test_what_cannot_run_is_refused(nodes, more, code):
    with pytest.raises(DefinitionError) as refused:
        compiled(nodes, **more)
    assert refused.value.code == code


def test_flows_that_call_each_other_are_refused_by_name():
    calls = {"start": "a", "nodes": {"a": {"type": "subflow", "flow": "other"}}}
    back = {"start": "a", "nodes": {"a": {"type": "subflow", "flow": "sub"}}}
    with pytest.raises(DefinitionError, match="sub > other > sub"):
        compiled({"a": {"type": "subflow", "flow": "sub"}}, subflows={"sub": calls, "other": back})


def test_flows_nested_too_deeply_end_in_an_error():
    subflows = {
        f"f{n}": {"start": "a", "nodes": {"a": {"type": "subflow", "flow": f"f{n + 1}"}}} for n in range(11)
    }
    subflows["f11"] = {"start": "a", "nodes": {"a": {"type": "return"}}}
    result = call_flow(compiled({"a": {"type": "subflow", "flow": "f0"}}, subflows=subflows))
    assert [event["code"] for event in named(result, "error")] == ["limit_exceeded"]
