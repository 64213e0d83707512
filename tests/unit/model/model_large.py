"""Flows of any size, for tests and benchmarks."""

from __future__ import annotations


def large_flow(size: int) -> dict[str, object]:
    """Return a sound flow of `size` nodes of five types in a long chain, and one that hangs up."""
    names = [f"n{at}" for at in range(size)]
    nodes = {name: _node(at, names[at + 1] if at + 1 < size else "bye") for at, name in enumerate(names)}
    return {
        "dialoom": 1,
        "flow": "x",
        "title": {"zh-CN": "大流程", "en": "Large"},
        "language": "zh-CN",
        "start": names[0],
        "variables": {"tries": 0},
        "nodes": {**nodes, "bye": {"type": "hang_up"}},
        "layout": {name: [at % 50 * 240, at // 50 * 160] for at, name in enumerate(names)},
    }


def _node(at: int, following: str) -> dict[str, object]:
    title = {"zh-CN": f"步骤 {at}", "en": f"Step {at}"}
    match at % 5:
        case 0:
            return {"type": "play", "title": title, "prompts": ["welcome"], "exits": {"done": following}}
        case 1:
            exits = {"1": following, "2": "n0", "0": "bye", "no_input": "bye", "invalid": "bye"}
            keys = {"1": "查询", "2": "售后", "0": "人工"}
            return {
                "type": "menu",
                "title": title,
                "prompts": ["welcome"],
                "keys": keys,
                "max_tries": 2,
                "exits": exits,
            }
        case 2:
            cases = [
                {"when": f'caller.level = "VIP" and tries < {at}', "exit": "vip"},
                {"when": "tries > 1", "exit": "again"},
            ]
            return {
                "type": "branch",
                "cases": cases,
                "exits": {"vip": following, "again": "bye", "otherwise": following},
            }
        case 3:
            return {"type": "set", "assignments": {f"v{at}": f"tries + {at}"}, "exits": {"done": following}}
    exits = {"done": following, "no_input": "bye", "invalid": "bye"}
    check = "string length(digits) > 3"
    return {
        "type": "collect",
        "variable": f"d{at}",
        "prompts": ["welcome"],
        "validate": check,
        "exits": exits,
    }
