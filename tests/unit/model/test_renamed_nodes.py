"""Comments stay with a node that gets another name."""

from flowengine.renamed import follow, renamed
from flowengine.writer import write_flow
from flowengine.yaml_text import read_yaml

TEXT = """\
dialoom: 1
flow: shop
title: {en: Shop}
language: en
start: welcome
nodes:
  # Said to everyone.
  welcome:
    type: play
    # Recorded by Wang.
    prompts: [hello]
    exits: {done: bye}
  # The last words.
  bye:
    type: hang_up  # soon
layout:
  welcome: [80, 80]  # top left
  bye: [384, 80]
"""


def renaming(old, new, text=TEXT, **changes):
    """Return the document with a node under another name, as the designer sends it."""
    document = read_yaml(text, "shop").document
    called = {old: new}
    nodes = {}
    for name, was in document["nodes"].items():
        node = {**was, **changes} if name == old else dict(was)
        if "exits" in node:
            node["exits"] = {key: called.get(to, to) for key, to in node["exits"].items()}
        nodes[called.get(name, name)] = node
    layout = {called.get(name, name): place for name, place in document["layout"].items()}
    start = called.get(document["start"], document["start"])
    return {**document, "start": start, "nodes": nodes, "layout": layout}


def written(document):
    before = read_yaml(TEXT, "shop")
    return write_flow(document, follow(before.comments, before.document, document))


def test_every_comment_of_a_renamed_node_goes_along():
    assert written(renaming("welcome", "greeting")) == TEXT.replace("welcome", "greeting")
    assert written(renaming("bye", "the-end")) == TEXT.replace("bye", "the-end")


def test_a_node_that_is_renamed_and_changed_keeps_its_place():
    text = written(renaming("welcome", "greeting", prompts=["good-day"]))
    assert "# Said to everyone.\n  greeting:" in text
    assert "# Recorded by Wang.\n    prompts: [good-day]" in text


def test_a_node_that_is_renamed_and_moved_says_the_same():
    document = renaming("welcome", "greeting")
    document["layout"]["greeting"] = [4, 4]
    assert written(document) == TEXT.replace("welcome", "greeting").replace("[80, 80]", "[4, 4]")


def test_comments_of_a_node_that_is_gone_are_gone():
    before = read_yaml(TEXT, "shop").document
    after = {**before, "nodes": {"bye": before["nodes"]["bye"]}, "start": "bye"}
    assert list(renamed(before, after)) == []
    assert "Said to everyone" not in written(after)
    other = {**after, "nodes": {**after["nodes"], "ask": {"type": "menu", "keys": {"1": "x"}}}}
    assert list(renamed(before, other)) == []


def test_two_nodes_that_say_the_same_are_told_apart_by_their_places():
    two = {"a": {"type": "hang_up"}, "b": {"type": "hang_up"}}
    before = {"nodes": two, "layout": {"a": [0, 0], "b": [4, 4]}}
    after = {"nodes": {"y": two["b"], "x": two["a"]}, "layout": {"x": [0, 0], "y": [4, 4]}}
    assert dict(renamed(before, after)) == {"a": "x", "b": "y"}


def test_a_file_that_is_no_flow_has_nothing_to_follow():
    assert list(renamed({"nodes": 3, "layout": "x"}, {"nodes": {"a": 1}})) == []
