"""The composition root."""


def main() -> None:
    """Run the command line."""
