"""What axe-core finds on an open page: faults that keep people with other means of reading or pointing out."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.ui.conftest import ROOT

AXE = Path(ROOT, "designer/ui/node_modules/axe-core/axe.min.js")
GRAVE = ("serious", "critical")
RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations.flatMap(one => one.nodes.map(node => [one.impact, one.id, node.target.join(" "),
        (node.any[0] || node.all[0] || node.none[0] || {message: ""}).message]));
}"""


def grave_faults(page: Page) -> list[str]:
    """Return the serious and critical violations, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [" ".join(one) for one in page.evaluate(RUN) if one[0] in GRAVE]
