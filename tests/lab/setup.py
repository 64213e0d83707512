"""`python -m tests.lab.setup`: bring the Asterisk that the tests call; at once when it is there."""

from __future__ import annotations

import sys

from tests.lab import packages


def main() -> int:
    """Unpack Asterisk and say what is there; exit status 2 and what to do when that cannot be."""
    try:
        found = packages.ensure()
    except packages.LabError as error:
        sys.stderr.write(f"lab: {error}\n")
        return 2
    sys.stdout.write(f"lab: Asterisk {found['asterisk']} in {packages.FOLDER}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
