"""One web process: pages and webhooks, and none of the language tools."""

from __future__ import annotations

import argparse
import sys

from engage.config import SettingsProblem, load_settings
from engage.serving.server import PORT, Server, a_port


def main() -> int:
    """Serve until told to stop; the exit code."""
    parser = argparse.ArgumentParser(prog="./run web", description="Serve pages and webhooks.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=a_port, default=PORT, help="the port to listen on")
    asked = parser.parse_args()
    try:
        threads = load_settings().web_threads
    except SettingsProblem as problem:
        print(f"\n{problem}\n", file=sys.stderr)
        return 1
    Server(asked.host, asked.port, threads).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
