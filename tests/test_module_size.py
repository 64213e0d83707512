"""The size limits of the house: a module has at most 300 lines, a Python function at most 40."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTHON = [
    "app.py",
    "designer",
    "flowengine",
    "voices",
    "telephony_adapters",
    "callcenter",
    "tests",
    "benchmarks",
]
PAGE = ("*.ts", "*.tsx", "*.css")
SKIP = {"node_modules", "static", ".venv", "versions"}


def sources() -> list[Path]:
    found: list[Path] = [ROOT / "app.py"]
    for folder in PYTHON[1:]:
        for pattern in ("*.py", *PAGE):
            found += [p for p in (ROOT / folder).rglob(pattern) if not SKIP & set(p.parts)]
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_module_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300, f"{path.name} has {text.count(chr(10))} lines; split it by idea"
    if path.suffix != ".py" or "tests" in path.parts:
        return
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > 40
    ]
    assert not long, f"functions over 40 lines: {long}"
