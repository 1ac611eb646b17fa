"""What every anonymiser that is measured says of itself.

Lines of {"text": ...} come in. One JSON document goes out: what was found in each text, seconds
of a core for each round over all of them, seconds until ready, and memory at the end. It needs
the standard library only, as it runs in the environment of each.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

Spans = list[tuple[int, int, str]]
Finds = Callable[[list[str]], list[Spans]]

MEMORY_AFTER = 2_000
"""Messages done before memory is looked at."""


def answer(load: Callable[[], Finds], arguments: list[str]) -> int:
    """Find, and say what was found and how long it took: arguments are a moment and rounds.

    The moment is when the process was started. The round that is kept is not timed, so that
    each is measured when warm.
    """
    began, rounds = float(arguments[0]), int(arguments[1])
    find = load()
    find(["warm up"])
    ready = time.time() - began
    texts = [json.loads(line)["text"] for line in sys.stdin]
    found = find(texts)
    seconds = [_seconds(find, texts) for _ in range(rounds)]
    find(list(islice(cycle(texts), max(0, MEMORY_AFTER - len(texts) * (rounds + 1)))))
    said: dict[str, Any] = {"found": found, "seconds": seconds, "ready": ready, "memory": memory()}
    print(json.dumps(said))
    return 0


def _seconds(find: Finds, texts: list[str]) -> float:
    """Seconds of a core, of all threads together: what waits or shares a core is not counted."""
    began = time.process_time()
    find(texts)
    return time.process_time() - began


def memory() -> float:
    """Megabytes of memory that this process holds, as Linux counts them."""
    status = Path("/proc/self/status").read_text("utf-8")
    held = re.search(r"^VmRSS:\s+(\d+) kB", status, re.M)
    return int(held[1]) * 1024 / 1_000_000 if held else 0.0
