"""Gets the sentence model ready ahead of its first use: `python -m nlp.vectors`."""

import sys

from nlp.vectors import adapter


def main() -> int:
    """Check the model's files and build its graphs; 1 where it cannot be used, and say why."""
    reason = adapter.why_not()
    if reason:
        print(reason, file=sys.stderr)
        return 1
    adapter.load(), adapter.taught()
    return 0


if __name__ == "__main__":
    sys.exit(main())
