"""The product with another program in place of `dialoom engine`, which ends with the program that started it."""

from __future__ import annotations

import subprocess
import sys

from tests.lab.product import Product
from tests.lab.server import die_with_parent


class Hosted(Product):
    """An engine that is run by the module `host`."""

    host = "app"

    def launch(self) -> subprocess.Popen[bytes]:
        """Start it and return at once."""
        settings = self.folder / "telephone.yaml"
        settings.write_text(f"recordings: {self.asterisk.recordings}\n" + self._settings())
        words = ["engine", "--settings", str(settings), "--workspace", str(self.workspace)]
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.host, *words],
                stdout=output,
                stderr=output,
                env={**self._environment(), "WATCHED_TASKS": str(self.folder / "tasks")},
                preexec_fn=die_with_parent,  # noqa: PLW1509 - no threads yet
            )
        return self.process


class Forgetful(Hosted):
    """An engine that keeps nothing of its calls."""

    host = "benchmarks.peers.forgetful_engine"
