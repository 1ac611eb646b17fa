"""What the sentence model was taught for themes (`nlp.training.train_readings`), and adding it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from nlp.vectors.files import Tensor
from nlp.wordlists import DATA

FILE = DATA / "themes" / "readings.npz"
"""Two narrow tables of half length for each of the model's: their product is added to it."""
INTO, OUT = ".in", ".out"


def added(held: Mapping[str, Tensor], file: Path) -> dict[str, Tensor]:
    """The model's tables as they are after it was taught."""
    whole = dict(held)
    with np.load(file) as learned:
        for name in learned.files:
            if name.endswith(INTO):
                table = name.removesuffix(INTO)
                into, out = (learned[f"{table}{end}"].astype(np.float32) for end in (INTO, OUT))
                whole[f"{table}.weight"] = held[f"{table}.weight"] + (into @ out).T
    return whole


def write(file: Path, learned: Mapping[str, Tensor]) -> None:
    """Write what was learned; the same numbers, the same bytes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    short: dict[str, Any] = {name: one.astype(np.float16) for name, one in learned.items()}
    np.savez_compressed(file, **short)
