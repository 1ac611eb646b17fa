"""What everything that finds themes says of itself when it is measured.

The names of files come in, one a line: each has texts, and vectors beside it. One JSON document
goes out: the theme of each text of each file (-1: unplaced), seconds of a core for each, seconds
of a core from starting Python to the last answer, and the most memory it held. It needs NumPy
only, as it runs in the environment of each.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Finds = Callable[[Sequence[str], Any], list[int]]
WARM = "--warm"


def answer(find: Finds, arguments: Sequence[str]) -> int:
    """Find the themes of each file, and say which and how long it took.

    When warm, the first file is done once beforehand and that is not timed.
    """
    draws = [_read(Path(line.strip())) for line in sys.stdin]
    if WARM in arguments:
        find(*draws[0])
    found, seconds = [], []
    for texts, vectors in draws:
        began = time.process_time()
        found.append(find(texts, vectors))
        seconds.append(time.process_time() - began)
    said = {
        "found": found,
        "seconds": seconds,
        "since_start": time.process_time(),
        "memory": _most_memory(),
    }
    print(json.dumps(said))
    return 0


def _read(path: Path) -> tuple[list[str], Any]:
    texts = json.loads(path.read_text("utf-8"))
    return texts, np.load(path.with_suffix(".npy"))


def _most_memory() -> float:
    """The most megabytes that this process has held, as Linux counts them."""
    status = Path("/proc/self/status").read_text("utf-8")
    held = re.search(r"^VmHWM:\s+(\d+) kB", status, re.M)
    return int(held[1]) * 1024 / 1_000_000 if held else 0.0
