"""Broken flows by name: the lines after HEAD, and code, line and column of everything that is told."""

from __future__ import annotations

END = "\n  bye: {type: hang_up}\n"

CASES: dict[str, tuple[str, list[tuple[str, int, int]]]] = {
    "nothing wrong": (f"start: bye\nnodes:{END}", []),
    "hanging up after the hang-up": (f"start: bye\non_hangup: bye\nnodes:{END}", []),
    "empty flow": ("nodes: {}\n", [("start_missing", 1, 1)]),
    "start leads nowhere": (f"start: by\nnodes:{END}", [("node_unknown", 5, 8)]),
    "start is a list": (f"start: [bye]\nnodes:{END}", [("wrong_type", 5, 1)]),
    "unknown entry": (f"strat: bye\nstart: bye\nnodes:{END}", [("unknown_setting", 5, 1)]),
    "nodes is a list": ("start: a\nnodes: [a]\n", [("node_unknown", 5, 8), ("wrong_type", 6, 1)]),
    "node is a text": ("start: a\nnodes:\n  a: play\n", [("node_unknown", 5, 8), ("wrong_type", 7, 6)]),
    "node without type": ("start: a\nnodes:\n  a: {exits: {}}\n", [("missing_setting", 7, 3)]),
    "node of unknown type": ("start: a\nnodes:\n  a: {type: hangup}\n", [("unknown_type", 7, 13)]),
    "type is a number": ("start: a\nnodes:\n  a: {type: 5}\n", [("unknown_type", 7, 13)]),
    "node name is a path": ("start: ../a\nnodes:\n  ../a: {type: hang_up}\n", [("wrong_name", 7, 3)]),
    "node name begins with a digit": ('start: "1"\nnodes:\n  "1": {type: hang_up}\n', [("wrong_name", 7, 3)]),
    "unknown setting": (
        "start: a\nnodes:\n  a:\n    type: play\n    prompts: [welcome]\n    promts: [welcome]\n    exits: {done: bye}"
        + END,
        [("unknown_setting", 10, 5)],
    ),
    "missing setting": (
        "start: a\nnodes:\n  a:\n    type: play\n    exits: {done: bye}" + END,
        [("missing_setting", 7, 3)],
    ),
    "wrong type": (
        "start: a\nnodes:\n  a:\n    type: play\n    prompts: welcome\n    exits: {done: bye}" + END,
        [("wrong_type", 9, 14)],
    ),
    "number where text is wanted": (
        "start: a\nnodes:\n  a:\n    type: set\n    assignments: {tries: 0}\n    exits: {done: bye}" + END,
        [("wrong_type", 9, 26)],
    ),
    "too many tries": (
        "start: a\nnodes:\n  a:\n    type: collect\n    variable: n\n    prompts: [welcome]\n    max_tries: 11\n"
        "    exits: {done: bye, no_input: bye, invalid: bye}" + END,
        [("out_of_range", 11, 16)],
    ),
    "time below nothing": (
        "start: a\nnodes:\n  a:\n    type: transfer\n    target: '80'\n    ring: -0.5\n"
        "    exits: {busy: bye, no_answer: bye, failed: bye}" + END,
        [("out_of_range", 10, 11), ("out_of_range", 10, 11)],
    ),
    "no prompts at all": (
        "start: a\nnodes:\n  a:\n    type: play\n    prompts: []\n    exits: {done: bye}" + END,
        [("out_of_range", 9, 5)],
    ),
    "key that no telephone has": (
        'start: a\nnodes:\n  a:\n    type: menu\n    prompts: [welcome]\n    keys: {"11": x}\n'
        '    exits: {"11": bye, no_input: bye, invalid: bye}' + END,
        [("wrong_name", 10, 12)],
    ),
    "finish key of two signs": (
        "start: a\nnodes:\n  a:\n    type: collect\n    variable: n\n    prompts: [welcome]\n    finish_key: '##'\n"
        "    exits: {done: bye, no_input: bye, invalid: bye}" + END,
        [("wrong_value", 11, 17)],
    ),
    "settings that disagree": (
        "start: a\nnodes:\n  a:\n    type: collect\n    variable: n\n    prompts: [welcome]\n    min_digits: 5\n"
        "    max_digits: 4\n    exits: {done: bye, no_input: bye, invalid: bye}" + END,
        [("wrong_setting", 7, 3)],
    ),
    "nested settings that disagree": (
        "start: a\nnodes:\n  a:\n    type: collect\n    variable: n\n    prompts: [welcome]\n"
        '    confirm: {prompts: [welcome], confirm_key: "2"}\n'
        "    exits: {done: bye, no_input: bye, invalid: bye}" + END,
        [("wrong_setting", 11, 5)],
    ),
    "unwired exits": (
        'start: a\nnodes:\n  a:\n    type: menu\n    prompts: [welcome]\n    keys: {"1": x}\n    exits: {"1": bye}'
        + END,
        [("exit_unwired", 11, 5), ("exit_unwired", 11, 5)],
    ),
    "no exits at all": (
        "start: a\nnodes:\n  a:\n    type: play\n    prompts: [welcome]" + END,
        [("exit_unwired", 7, 3), ("unreachable", 10, 3)],
    ),
    "exit that does not exist": (
        "start: a\nnodes:\n  a:\n    type: play\n    prompts: [welcome]\n    exits: {done: bye, no_input: bye}"
        + END,
        [("exit_unknown", 10, 24)],
    ),
    "wire to nowhere": (
        "start: a\nnodes:\n  a:\n    type: play\n    prompts: [welcome]\n    exits: {done: by}" + END,
        [("node_unknown", 10, 19)],
    ),
    "wire is a number": (
        "start: a\nnodes:\n  a:\n    type: play\n    prompts: [welcome]\n    exits: {done: 5}" + END,
        [("wrong_type", 10, 19), ("unreachable", 11, 3)],
    ),
    "unreachable": (
        f"start: bye\nnodes:\n  a:\n    type: play\n    prompts: [welcome]\n    exits: {{done: bye}}{END}",
        [("unreachable", 7, 3)],
    ),
    "target that cannot be dialled": (
        "start: a\nnodes:\n  a:\n    type: transfer\n    target: 10 01/{{ caller.number }}\n    exits: "
        "{busy: bye, no_answer: bye, failed: bye}" + END,
        [("target_undiallable", 9, 13)],
    ),
    "target that is known only in the call": (
        "start: a\nnodes:\n  a:\n    type: transfer\n    target: +86{{ caller.number }}\n    exits: "
        "{busy: bye, no_answer: bye, failed: bye}" + END,
        [],
    ),
    "what follows an unreachable step is not told again": (
        "start: bye\nnodes:\n  a:\n    type: play\n    prompts: [welcome]\n    exits: {done: b}\n  b:\n"
        "    type: play\n    prompts: [welcome]\n    exits: {done: c}\n  c:\n    type: menu\n"
        '    prompts: [welcome]\n    keys: {"1": x}\n    exits: {"1": b, no_input: bye, invalid: bye}' + END,
        [("unreachable", 7, 3)],
    ),
    "an unreachable circle is told once": (
        "start: bye\nnodes:\n  b:\n    type: play\n    prompts: [welcome]\n    exits: {done: c}\n  c:\n    type: menu\n"
        '    prompts: [welcome]\n    keys: {"1": x}\n    exits: {"1": b, no_input: bye, invalid: bye}' + END,
        [("unreachable", 7, 3)],
    ),
    "what a mistyped entry would reach is not told": (
        (
            "start: bye\non_error: sory\nnodes:\n  a:\n    type: play\n    prompts: [welcome]\n"
            f"    exits: {{done: bye}}{END}"
        ),
        [("node_unknown", 6, 11)],
    ),
    "reached by on_error alone": (
        f"start: bye\non_error: a\nnodes:\n  a:\n    type: play\n    prompts: [welcome]\n    exits: {{done: bye}}{END}",
        [],
    ),
    "loop in which the caller can do nothing": (
        (
            "start: a\nnodes:\n"
            "  a: {type: set, assignments: {n: '1'}, exits: {done: b}}\n"
            "  b: {type: set, assignments: {n: '2'}, exits: {done: a}}\n"
        ),
        [("no_ending", 5, 1), ("loop_without_caller", 7, 3)],
    ),
    "loop through a menu": (
        "start: a\nnodes:\n"
        "  a: {type: set, assignments: {n: '1'}, exits: {done: b}}\n"
        '  b: {type: menu, prompts: [welcome], keys: {"1": x}, exits: {"1": a, no_input: bye, invalid: a}}'
        + END,
        [],
    ),
    "step that leads to itself": (
        "start: a\nnodes:\n  a: {type: set, assignments: {n: '1'}, exits: {done: a}}\n",
        [("no_ending", 5, 1), ("leads_to_itself", 7, 49)],
    ),
    "branch that leads to itself": (
        "start: a\nnodes:\n"
        '  a: {type: branch, cases: [{when: "caller = null", exit: again}], exits: {again: a, otherwise: bye}}'
        + END,
        [("leads_to_itself", 7, 76)],
    ),
    "menu that leads to itself on a key": (
        "start: a\nnodes:\n  a:\n    type: menu\n    prompts: [welcome]\n    keys: {'9': x}\n"
        "    exits: {'9': a, no_input: bye, invalid: bye}" + END,
        [],
    ),
    "menu that leads to itself on silence": (
        "start: a\nnodes:\n  a:\n    type: menu\n    prompts: [welcome]\n    keys: {'9': x}\n"
        "    exits: {'9': bye, no_input: a, invalid: bye}" + END,
        [("leads_to_itself", 11, 23)],
    ),
    "error that leads to itself": (
        "start: a\nnodes:\n  a: {type: play, prompts: [welcome], exits: {done: bye, error: a}}" + END,
        [("leads_to_itself", 7, 58)],
    ),
    "no ending": (
        (
            "start: a\nnodes:\n"
            "  a: {type: play, prompts: [welcome], exits: {done: b}}\n"
            "  b: {type: play, prompts: [welcome], exits: {done: a}}\n"
        ),
        [("no_ending", 5, 1)],
    ),
    "unknown prompt": (
        "start: a\nnodes:\n  a: {type: play, prompts: [welcom, {prompt: zzz}], exits: {done: bye}}" + END,
        [("prompt_unknown", 7, 29), ("prompt_unknown", 7, 46)],
    ),
    "prompt without the flow's language": (
        "start: a\nnodes:\n  a: {type: play, prompts: [english-only], exits: {done: bye}}" + END,
        [("prompt_language", 7, 29)],
    ),
    "unknown name": (
        "start: a\nvariables: {tries: 0}\nnodes:\n"
        "  a: {type: branch, cases: [{when: 'tires < 3', exit: few}], exits: {few: bye, otherwise: bye}}"
        + END,
        [("unknown_name", 8, 37)],
    ),
    "broken expression": (
        "start: a\nnodes:\n  a:\n    type: branch\n    cases:\n      - when: 1 + * 2\n        exit: few\n"
        "    exits: {few: bye, otherwise: bye}" + END,
        [("unexpected", 10, 19)],
    ),
    "broken expression in a target": (
        "start: a\nnodes:\n  a:\n    type: transfer\n    target: '80{{ caller. }}'\n"
        "    exits: {busy: bye, no_answer: bye, failed: bye}" + END,
        [("unfinished", 9, 25)],
    ),
    "template that is never closed": (
        "start: a\nnodes:\n  a:\n    type: transfer\n    target: '{{ caller'\n"
        "    exits: {busy: bye, no_answer: bye, failed: bye}" + END,
        [("template", 9, 14)],
    ),
    "on_error leads nowhere": (f"start: bye\non_error: zz\nnodes:{END}", [("node_unknown", 6, 11)]),
    "on_hangup leads nowhere": (f"start: bye\non_hangup: zz\nnodes:{END}", [("node_unknown", 6, 12)]),
    "on_hangup needs a caller": (
        "start: bye\non_hangup: a\nnodes:\n"
        "  a: {type: set, assignments: {n: '1'}, exits: {done: b}}\n"
        "  b: {type: play, prompts: [welcome], exits: {done: bye}}" + END,
        [("needs_caller", 9, 3)],
    ),
    "layout of a step that is gone": (
        f"start: bye\nnodes:{END}layout:\n  gone: [1, 2]\n",
        [("layout_unknown", 9, 3)],
    ),
    "layout of one number": (f"start: bye\nnodes:{END}layout:\n  bye: [1]\n", [("out_of_range", 9, 3)]),
    "wrong language": (f"start: bye\nnodes:{END}max_call_seconds: 0\n", [("out_of_range", 8, 19)]),
    "input of no type": (f"start: bye\ninputs: {{a: text}}\nnodes:{END}", [("wrong_value", 6, 13)]),
    "subflow that does not exist": (
        "start: a\nnodes:\n  a: {type: subflow, flow: yy, exits: {done: bye}}" + END,
        [("flow_unknown", 7, 28)],
    ),
    "output that nothing fills": (
        f"start: bye\nvariables: {{b: 1}}\noutputs: {{a: any, b: any}}\nnodes:{END}",
        [("output_never_set", 7, 11)],
    ),
    "name that stands twice": (f"start: bye\nstart: bye\nnodes:{END}", [("yaml_duplicate_key", 6, 1)]),
}
