"""Puts the example content in, as a process of its own: `python -m engage.serving.example`.

Its replies are read by the language tools. They start threads when they are loaded, and a process
that is forked with them crashes when it ends: so what starts the server must not have them.
"""

from __future__ import annotations

import os
import sys

from app import create_app
from engage import times
from engage.example import loading


def main() -> int:
    """Load the example; the exit code. What is broken off is begun again at the next start."""
    above = os.getppid()

    def say(line: str) -> None:
        if os.getppid() != above:
            sys.exit(1)  # whoever asked for it is gone, and may be starting again
        print(line, file=sys.stderr, flush=True)

    with create_app().app_context():
        loading.load(now=times.now(), progress=say)
    return 0


if __name__ == "__main__":
    sys.exit(main())
