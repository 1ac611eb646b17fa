"""Where the sentence model's files are, whether they are the right ones, and what they hold."""

import hashlib
import json
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.problems import Problem

SETTING = "ENGAGE_EMBEDDINGS"
"""Names a folder with the operator's own copy of the model."""
MADE = Path(__file__).parents[2] / ".vectors"
"""The folder that set-up fills."""
WEIGHTS, WORDS = "model.safetensors", "tokenizer.json"
HASHES = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    WORDS: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""all-MiniLM-L6-v2, revision 1110a243: what every figure here was measured with."""

Tensor = NDArray[np.float32]
_HEADER = 8
_NUMBERS = "F32"


class NotUsable(Problem):
    """The sentence model cannot be used; `messages` say why, and what would help."""


def folder() -> Path:
    """The folder that the operator named, or the one that set-up fills."""
    named = os.environ.get(SETTING, "").strip()
    return Path(named) if named else MADE


def check(place: Path) -> None:
    """Make sure that the model's files are there and are the right ones. Raises NotUsable."""
    for name, wanted in HASHES.items():
        try:
            found = digest(place / name)
        except OSError as problem:
            raise NotUsable(_missing(place, name)) from problem
        if found != wanted:
            raise NotUsable(
                f"The file {name} of the sentence model is not the one Engage knows, "
                "so it is not used."
            )


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tensors(path: Path) -> dict[str, Tensor]:
    """Each table of numbers in a safetensors file, by name; read from disk when it is looked at."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(_HEADER), "little")
        listed = json.loads(file.read(size))
    held = np.memmap(path, np.uint8, "r", offset=_HEADER + size)
    return {
        name: held[slice(*about["data_offsets"])].view("<f4").reshape(about["shape"])
        for name, about in listed.items()
        if about.get("dtype") == _NUMBERS
    }


def _missing(place: Path, name: str) -> str:
    if place == MADE:
        return "The sentence model is not on this machine yet. ./run setup fetches it."
    return f"{SETTING} names a folder in which {name} cannot be read."
