"""A prompt that lacks the caller's language: which one is heard instead, and how trace and check tell of it."""

import pytest

from flowengine.project import Project
from flowengine.yaml_text import read_yaml
from tests.fakes import TextVoice, call_flow, compiled, named

FLOW = """\
dialoom: 1
flow: {name}
language: zh-CN
start: set
nodes:
  set: {{type: set, assignments: {{language: '{language}'}}, exits: {{done: play}}}}
  play: {{type: play, prompts: [hello], exits: {{done: bye}}}}
  bye: {{type: hang_up}}
"""


def heard(offered, *, language="zh-CN", plan_language=""):
    """Play one prompt that is there in some languages beside one that is there in all; return what the trace tells."""
    texts = {
        "hello": dict.fromkeys(offered, "hello"),
        "all": dict.fromkeys(["zh-CN", "en", "en-GB", "fr"], "all"),
    }
    voice = TextVoice(texts=texts)
    nodes = {
        "play": {"type": "play", "prompts": ["hello", "all"], "exits": {"done": "bye"}},
        "bye": {"type": "hang_up"},
    }
    result = call_flow(compiled(nodes, voice=voice, language=language), voice=voice, language=plan_language)
    [played, *_] = named(result, "prompt_played")
    missing = [(one["prompt"], one["wanted"], one["language"]) for one in named(result, "language_missing")]
    return played["language"], missing


@pytest.mark.parametrize(
    ("offered", "wanted", "found"),
    [
        (["en-GB", "en", "zh-CN"], "en-GB", "en-GB"),
        (["en", "zh-CN", "fr"], "en-GB", "en"),
        (["zh-CN", "fr", "en"], "fr", "fr"),
        (["zh-CN", "fr"], "en-GB", "fr"),
        (["zh-CN", "de"], "en-GB", "zh-CN"),
    ],
    ids=["exact", "base language", "of the flow", "flow before project", "project"],
)
def test_the_languages_are_tried_in_their_order(offered, wanted, found):
    language, missing = heard(offered, language="fr", plan_language=wanted)
    assert language == found
    assert missing == ([] if found == wanted else [("hello", wanted, found)])


def problems(text, prompts, **more):
    flows = {"main": text, **more}
    sources = {
        name: read_yaml(FLOW.format(name=name, language=one), f"{name}/flow.yaml")
        for name, one in flows.items()
    }
    project = Project(flows=sources, prompts={name: frozenset(tags) for name, tags in prompts.items()})
    found = [one for one in project.check_flow("main") if one.code == "prompt_language"]
    return [(one.severity, one.message.en) for one in found]


def test_every_language_that_a_flow_sets_is_looked_for():
    assert problems('"en"', {"hello": ["zh-CN", "en"]}) == []
    [(severity, words)] = problems('"en"', {"hello": ["zh-CN"]})
    assert severity == "warning"
    assert "has no en version" in words
    assert len(problems('"en"', {"hello": ["fr"]})) == 2


@pytest.mark.parametrize("computed", ['if true then "en" else "fr"', '"not a tag!"', "caller.language", '"'])
def test_a_language_that_is_computed_is_not_known_before_the_call(computed):
    assert problems(computed, {"hello": ["zh-CN"]}) == []
