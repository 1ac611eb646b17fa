"""A model of the right shape with numbers by a fixed chance, which knows a few hundred pieces."""

import json
from pathlib import Path

import numpy as np

from nlp.vectors import files
from nlp.vectors.files import Tensor
from nlp.vectors.graph import LAYERS, WIDTH

EXPECTED = json.loads((Path(__file__).parent / "pieces_expected.json").read_text("utf-8"))
WORDS = [piece for piece in EXPECTED["vocab"] if piece.isalpha() and piece.isascii()]


def tables() -> dict[str, Tensor]:
    """Every table that the model has, by name."""
    chance = np.random.default_rng(3)

    def some(*shape: int, around: float = 0.0, spread: float = 0.05) -> Tensor:
        return (around + spread * chance.standard_normal(shape)).astype(np.float32)

    made = {
        "embeddings.word_embeddings.weight": some(max(EXPECTED["vocab"].values()) + 1, WIDTH),
        "embeddings.position_embeddings.weight": some(512, WIDTH, spread=0.01),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH, spread=0.01),
    }
    levels = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        levels += [f"{at}attention.output.LayerNorm", f"{at}output.LayerNorm"]
        shapes = {f"attention.self.{name}": (WIDTH, WIDTH) for name in ("query", "key", "value")}
        shapes |= {
            "attention.output.dense": (WIDTH, WIDTH),
            "intermediate.dense": (4 * WIDTH, WIDTH),
            "output.dense": (WIDTH, 4 * WIDTH),
        }
        for name, shape in shapes.items():
            made[f"{at}{name}.weight"] = some(*shape)
            made[f"{at}{name}.bias"] = some(shape[0])
    for name in levels:
        made[f"{name}.weight"] = some(WIDTH, around=1.0, spread=0.2)
        made[f"{name}.bias"] = some(WIDTH)
    return made


def write(folder: Path) -> dict[str, str]:
    """Put such a model's files in a folder; the hash of each."""
    folder.mkdir(parents=True, exist_ok=True)
    listed: dict[str, object] = {"__metadata__": {"format": "pt"}}
    start, held = 0, []
    for name, table in tables().items():
        end = start + table.nbytes
        listed[name] = {"dtype": "F32", "shape": table.shape, "data_offsets": [start, end]}
        held.append(table.tobytes())
        start = end
    header = json.dumps(listed).encode()
    whole = len(header).to_bytes(8, "little") + header + b"".join(held)
    (folder / files.WEIGHTS).write_bytes(whole)
    (folder / files.WORDS).write_text(json.dumps({"model": {"vocab": EXPECTED["vocab"]}}))
    return {name: files.digest(folder / name) for name in files.HASHES}


def texts(count: int) -> list[str]:
    """Texts of one to thirty words that the model knows, all different."""
    chance = np.random.default_rng(4)
    return [" ".join(chance.choice(WORDS, 1 + place % 30)) for place in range(count)]
