"""What every anonymiser that is measured says of itself.

A line of JSON comes in, a line of JSON goes out, so that several can take turns: {"texts": ...}
says what was found in each text and the seconds until it was ready, "round" the seconds of a core
for a round over all of them, "memory" what is held at the end. It needs the standard library only,
as it runs in the environment of each.
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
    """Answer each line; the first argument is the moment when the process was started.

    The round that comes with the texts is not timed, so that each is measured when warm.
    """
    find = load()
    find(["warm up"])
    ready = time.time() - float(arguments[0])
    texts: list[str] = []
    done = 0
    for line in sys.stdin:
        asked = json.loads(line)
        said: dict[str, Any] = {}
        if asked == "round":
            said["seconds"] = _seconds(find, texts)
        elif asked == "memory":
            find(list(islice(cycle(texts), max(0, MEMORY_AFTER - done))))
            said["memory"] = memory()
        else:
            texts = asked["texts"]
            said |= {"found": find(texts), "ready": ready}
        done += len(texts)
        print(json.dumps(said), flush=True)
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
