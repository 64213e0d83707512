"""What telephone flows need beyond the standard; kept apart from the functions of DMN."""

from __future__ import annotations

CATALOGUE = ()
