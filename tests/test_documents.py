"""The documentation says what is so: generated pages, copied configuration, links, examples and licences."""

import json
import re
import tomllib
from pathlib import Path

import click
import pytest

from app import cli
from docs import make_feel
from docs.make_nodes import FOLDER, pages
from flowengine.expressions import functions_catalogue
from flowengine.library import describe_all
from flowengine.model import build_flow
from flowengine.yaml_text import read_yaml
from telephony_adapters.asterisk.config import fragments
from telephony_adapters.asterisk.settings import AsteriskSettings

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_node_pages_are_up_to_date() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written == pages(), "run: .venv/bin/python -m docs.make_nodes"


def test_function_pages_are_up_to_date() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in make_feel.FOLDER.glob("*.md")}
    assert written == make_feel.pages(), "run: .venv/bin/python -m docs.make_feel"


def test_every_function_stands_in_both_languages() -> None:
    texts = make_feel.pages()
    for one in functions_catalogue():
        for name, language in (("functions.md", "en"), ("functions.zh-CN.md", "zh-CN")):
            section = texts[name].split(f"\n### {one.name}\n")[1].split("\n### ")[0]
            assert one.help.of(language) in section
            assert all(example in section for example in one.examples)


@pytest.mark.parametrize("described", describe_all(), ids=lambda one: one["type"])
def test_every_node_page_names_every_setting_in_both_languages(described) -> None:
    page = pages()[f"{described['type']}.md"]
    for setting in described["schema"].get("properties", {}):
        row = next(line for line in page.splitlines() if line.startswith(f"| `{setting}` |"))
        english, _, chinese = row.split("|")[2].partition(" · ")
        assert english.strip(), setting
        assert re.search(r"[\u4e00-\u9fff]", chinese), setting


@pytest.mark.parametrize("page", ["asterisk.md", "asterisk.zh-CN.md"])
@pytest.mark.parametrize("name", ["http.conf", "ari.conf", "extensions.conf", "pjsip.conf"])
def test_asterisk_guide_shows_what_the_product_writes(name, page) -> None:
    settings = AsteriskSettings(password="CHANGE-ME")
    text = fragments(settings, password="CHANGE-ME", host="127.0.0.1", port=8088)[name]
    assert text in (GUIDE / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["asterisk.md", "asterisk.zh-CN.md"])
def test_asterisk_guide_shows_how_asterisk_connects_to_us(page) -> None:
    settings = AsteriskSettings(password="CHANGE-ME", mode="outbound")
    files = fragments(settings, password="CHANGE-ME", host="127.0.0.1", port=8088)
    guide = (GUIDE / page).read_text(encoding="utf-8")
    assert files["websocket_client.conf"] in guide
    assert [line for line in files["extensions.conf"].splitlines() if line not in guide] == []
    assert files["ari.conf"].partition("\n\n; Asterisk itself")[2] in guide


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_flow_of_the_file_guide_can_be_built() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (GUIDE / "files.md").read_text(encoding="utf-8"), re.DOTALL)
    [text] = [block for block in blocks if "nodes:" in block]
    source = read_yaml(text, "flow.yaml")
    assert source.errors == []
    flow = build_flow(source.document)
    assert set(flow.layout) == set(flow.nodes)


def test_notice_names_every_package_that_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    python = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    page = json.loads((ROOT / "designer" / "ui" / "package.json").read_text(encoding="utf-8"))
    names = {re.match(r"[\w.-]+", one)[0] for one in python} | set(page["dependencies"])
    names |= {name for name in page["devDependencies"] if not name.startswith("@")}
    notice = (ROOT / "NOTICE.md").read_text(encoding="utf-8")
    listed = notice.replace("`types-*`", " ".join(name for name in names if name.startswith("types-")))
    missing = {
        name
        for name in names
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", listed, re.IGNORECASE)
    }
    assert missing == set()


def test_the_command_line_guide_and_the_readmes_name_every_command() -> None:
    guide = (GUIDE / "command-line.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## `dialoom ([\w-]+)", guide, re.MULTILINE)) == set(
        cli.list_commands(click.Context(cli))
    )
    for name in ("README.md", "README.zh-CN.md"):
        rows = re.findall(r"^\| `([\w-]+)[^|]*\|", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert set(rows) == set(cli.list_commands(click.Context(cli))), name


@pytest.mark.parametrize(
    ("page", "words", "language"),
    [("first-call.md", "en.ts", "en"), ("first-call.zh-CN.md", "zh.ts", "zh-CN")],
)
def test_the_first_guide_names_what_is_on_the_screen(page, words, language) -> None:
    files = sorted((ROOT / "designer" / "ui" / "src" / "words").glob(f"*{words}"))
    shown = "".join(file.read_text(encoding="utf-8") for file in files)
    shown += "".join(f'"{label}"' for one in describe_all() for label in one["labels"][language].values())
    named = re.findall(r"\*\*(.+?)\*\*", (GUIDE / page).read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not re.search(rf'"{re.escape(name)}( \{{\{{n\}}\}})?"', shown)] == []
