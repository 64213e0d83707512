"""`dialoom engine` that keeps nothing of its calls, to see what keeping costs."""

from __future__ import annotations

from app import main
from telephony_adapters import hosting


class Nothing:
    """No adapter is one of these."""


if __name__ == "__main__":
    hosting.LastingAdapter = Nothing  # type: ignore[misc, assignment]  # the one switch, where no setting is wanted
    main()
