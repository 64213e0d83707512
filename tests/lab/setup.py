"""`python -m tests.lab.setup`: bring the servers that the tests work with; at once when they are there."""

from __future__ import annotations

import sys

from tests.lab import databases, packages


def main() -> int:
    """Unpack the servers and say what is there; exit status 2 and what to do when that cannot be."""
    try:
        found, more = packages.ensure(), databases.ensure()
    except packages.LabError as error:
        sys.stderr.write(f"lab: {error}\n")
        return 2
    there = f"Asterisk {found['asterisk']}, PostgreSQL {more['postgresql']}, Redis {more['redis']}"
    sys.stdout.write(f"lab: {there} in {packages.FOLDER}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
