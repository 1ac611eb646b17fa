"""What a process has loaded by the time it serves stays as long as it lives."""

from __future__ import annotations

import gc

AFTER = 20_000


def stays_loaded() -> None:
    """Keep the collector from going through everything that is loaded, again and again.

    A text or a page makes thousands of small objects, and each few hundred would else have
    set it off.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(AFTER, 10, 10)
