"""The sentence model as it is taught: forwards, and backwards to what is added to its tables.

The model's own weights stay as they are. To each table a product of two narrow ones is added (Hu
et al., LoRA, 2021), and only those learn. In plain NumPy: there is no library for this that weighs
less than the service.
"""

from collections.abc import Callable, Mapping, Sequence
from math import pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from nlp.vectors.files import Tensor
from nlp.vectors.graph import HEADS, LAYERS, WIDTH
from nlp.vectors.taught import INTO, OUT

RANK = 8
"""How narrow what is added is."""
TABLES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_TINY = 1e-12
_FAR_BELOW = np.float32(-1e9)
_ROOT = np.float32(sqrt(0.5))

Tables = Mapping[str, Tensor]
Slopes = dict[str, NDArray[Any]]
Back = Callable[[Tensor], Tensor]
"""Takes the slope of what came out, gives that of what went in, and notes those on the way."""


def started(held: Tables, draw: np.random.Generator) -> dict[str, Tensor]:
    """What is added, before anything is learned: products of noughts."""
    added = {}
    for layer in range(LAYERS):
        for table in TABLES:
            name = f"encoder.layer.{layer}.{table}"
            outputs, inputs = held[f"{name}.weight"].shape
            narrow = draw.standard_normal((inputs, RANK)) / sqrt(inputs)
            added[f"{name}{INTO}"] = narrow.astype(np.float32)
            added[f"{name}{OUT}"] = np.zeros((RANK, outputs), np.float32)
    return added


class Encoder:
    """Texts as pieces to rows of unit length, and back."""

    def __init__(self, held: Tables, added: Tables) -> None:
        self._held = held
        self._added = added

    def forward(self, texts: Sequence[Sequence[int]]) -> tuple[Tensor, Callable[[Tensor], Slopes]]:
        """A row for each text, and the way back: from slopes of rows to those of what is added."""
        slopes: Slopes = {}
        longest = max(map(len, texts))
        ids = np.zeros((len(texts), longest), np.int64)
        there = np.zeros((len(texts), longest), np.float32)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = text
            there[row, : len(text)] = 1
        share = (there / there.sum(axis=1, keepdims=True))[:, None, :]
        nothing = ((1 - there) * _FAR_BELOW)[:, None, None, :]
        hidden = self._looked_up(ids)
        ways: list[Back] = []
        for layer in range(LAYERS):
            hidden, back = self._layer(f"encoder.layer.{layer}.", hidden, nothing, slopes)
            ways.append(back)
        mean = (share @ hidden)[:, 0]
        lengths = np.linalg.norm(mean, axis=1, keepdims=True)
        rows = mean / lengths

        def way_back(slope: Tensor) -> Slopes:
            along = (slope * rows).sum(axis=1, keepdims=True)
            inside = share.transpose(0, 2, 1) * ((slope - along * rows) / lengths)[:, None, :]
            for back in reversed(ways):
                inside = back(inside)
            return slopes

        return rows, way_back

    def _looked_up(self, ids: np.ndarray) -> Tensor:
        table = "embeddings."
        hidden = self._held[f"{table}word_embeddings.weight"][ids]
        hidden = hidden + self._held[f"{table}position_embeddings.weight"][: ids.shape[1]]
        hidden = hidden + self._held[f"{table}token_type_embeddings.weight"][0]
        return self._levelled(f"{table}LayerNorm", hidden)[0]

    def _layer(
        self, at: str, hidden: Tensor, nothing: Tensor, slopes: Slopes
    ) -> tuple[Tensor, Back]:
        heard, back_heard = self._heard(at, hidden, nothing, slopes)
        told, back_told = self._linear(f"{at}attention.output.dense", heard, slopes)
        middle, back_middle = self._levelled(f"{at}attention.output.LayerNorm", told + hidden)
        wide, back_wide = self._linear(f"{at}intermediate.dense", middle, slopes)
        bent, back_bent = _gelu(wide)
        narrow, back_narrow = self._linear(f"{at}output.dense", bent, slopes)
        out, back_out = self._levelled(f"{at}output.LayerNorm", narrow + middle)

        def back(slope: Tensor) -> Tensor:
            slope = back_out(slope)
            slope = slope + back_wide(back_bent(back_narrow(slope)))
            slope = back_middle(slope)
            return slope + back_heard(back_told(slope))

        return out, back

    def _heard(
        self, at: str, hidden: Tensor, nothing: Tensor, slopes: Slopes
    ) -> tuple[Tensor, Back]:
        made = [self._linear(f"{at}{name}", hidden, slopes) for name in TABLES[:3]]
        asked, offered, said = (_heads(rows) for rows, _ in made)
        scale = np.float32(sqrt(HEADS / WIDTH))
        shares = asked @ offered.swapaxes(2, 3) * scale + nothing
        shares = np.exp(shares - shares.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)

        def back(slope: Tensor) -> Tensor:
            slope = _heads(slope)
            of_shares = slope @ said.swapaxes(2, 3)
            of_said = shares.swapaxes(2, 3) @ slope
            inside = shares * (of_shares - (of_shares * shares).sum(axis=-1, keepdims=True))
            inside *= scale
            every = (inside @ offered, inside.swapaxes(2, 3) @ asked, of_said)
            whole = [way(_joined(one)) for (_, way), one in zip(made, every, strict=True)]
            return whole[0] + whole[1] + whole[2]

        return _joined(shares @ said), back

    def _linear(self, name: str, given: Tensor, slopes: Slopes) -> tuple[Tensor, Back]:
        weights = self._held[f"{name}.weight"]
        into, out = self._added[f"{name}{INTO}"], self._added[f"{name}{OUT}"]
        flat = given.reshape(-1, given.shape[-1])
        narrow: Tensor = flat @ into
        product = flat @ weights.T
        product += narrow @ out
        product += self._held[f"{name}.bias"]

        def back(slope: Tensor) -> Tensor:
            slope = slope.reshape(-1, slope.shape[-1])
            of_narrow: Tensor = slope @ out.T
            slopes[f"{name}{OUT}"] = narrow.T @ slope
            slopes[f"{name}{INTO}"] = flat.T @ of_narrow
            whole: Tensor = slope @ weights
            whole += of_narrow @ into.T
            return whole.reshape(given.shape)

        return product.reshape(*given.shape[:-1], -1), back

    def _levelled(self, name: str, given: Tensor) -> tuple[Tensor, Back]:
        weight = self._held[f"{name}.weight"]
        apart = given - given.mean(axis=-1, keepdims=True)
        spread = np.sqrt((apart * apart).mean(axis=-1, keepdims=True) + np.float32(_TINY))
        level = apart / spread

        def back(slope: Tensor) -> Tensor:
            slope = slope * weight
            mean = slope.mean(axis=-1, keepdims=True)
            along = (slope * level).mean(axis=-1, keepdims=True)
            whole: Tensor = (slope - mean - level * along) / spread
            return whole

        return level * weight + self._held[f"{name}.bias"], back


def _gelu(given: Tensor) -> tuple[Tensor, Back]:
    share = (1 + erf(given * _ROOT)) / 2

    def back(slope: Tensor) -> Tensor:
        bell = np.exp(given * given * np.float32(-0.5)) * np.float32(1 / sqrt(2 * pi))
        whole: Tensor = slope * (share + given * bell)
        return whole

    return given * share, back


def _heads(rows: Tensor) -> Tensor:
    texts, pieces, width = rows.shape
    return rows.reshape(texts, pieces, HEADS, width // HEADS).transpose(0, 2, 1, 3)


def _joined(heads: Tensor) -> Tensor:
    texts, _, pieces, _ = heads.shape
    return heads.transpose(0, 2, 1, 3).reshape(texts, pieces, WIDTH)
