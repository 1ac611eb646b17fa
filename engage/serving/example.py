"""Puts the example content in, as a process of its own: `python -m engage.serving.example`.

Its replies are read by the language tools. They start threads when they are loaded, and a process
that is forked with them crashes when it ends: so what starts the server must not have them.
"""

from __future__ import annotations

import sys

from app import create_app
from engage import times
from engage.example import loading


def main() -> int:
    """Load the example; the exit code."""
    with create_app().app_context():
        loading.load(now=times.now(), progress=_say)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
