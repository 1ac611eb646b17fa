"""Multiplying in whole numbers of eight bits: three times as quick, with vectors nearly the same.

Each row is rounded by itself and sums of whole numbers are exact, so a text gets the same vector
whoever is beside it. (Rounding a whole batch at once, as onnxruntime's own tool has it, does not
have that, and is less true.) A few columns hold much larger numbers than the others; weights take
over most of that before rounding (Xiao et al., SmoothQuant, 2023), as far as some sentences show.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper

from nlp.vectors.files import Tensor
from nlp.vectors.graph import OURS, Graph, Linear, Multiply, build, exact, linears
from nlp.vectors.sessions import Session

TAKEN_OVER = 0.7
"""How much of the difference between columns the weights take over: measured, 0.5 to 0.85 tried."""
LOWEST = 0.17
"""GELU gives nothing under minus this: with it added, all eight bits are for what is above zero."""
_FULL, _HALF = 255, 127
_STEPS = 8
"""Scales are powers of two in so many steps, so that the last digit of a sum decides nothing."""


@dataclass(frozen=True)
class EightBits:
    """Multiplies in eight bits, given how far each column of what comes in reaches."""

    reaches: Mapping[str, Tensor]
    sums_are_exact: bool
    """Whether this machine adds products of signed numbers without a limit on pairs of them."""

    def __call__(self, graph: Graph, rows: str, by: Linear) -> str:
        """Round the rows, multiply, and make the sums what they would have been."""
        weights, added = by.weights, by.added
        if by.follows_gelu:
            rows = graph.add("Add", rows, graph.keep(np.float32(LOWEST)))
        else:
            scale = _taken_over(self.reaches[by.name], weights)
            rows = graph.add("Mul", rows, graph.keep(1 / scale))
            weights = weights * scale[:, None]
        whole, steps = _rounded(weights)
        if by.follows_gelu:
            added = (added - LOWEST * (whole.astype(np.float64) * steps).sum(0)).astype(np.float32)
        zero = 0 if by.follows_gelu else _HALF + 1
        rounded, step = _round_rows(graph, rows, zero)
        table, its_zero = self._held(graph, whole)
        one = graph.keep(np.float32(1))
        sums = graph.add(
            "MatMulIntegerToFloat",
            *(rounded, table, one, graph.keep(steps), graph.keep(np.uint8(zero)), its_zero),
            domain=OURS,
        )
        return graph.add("Add", graph.add("Mul", sums, step), graph.keep(added))

    def _held(self, graph: Graph, whole: NDArray[np.int16]) -> tuple[str, str]:
        """The weights and their zero: signed where that adds up, which is quicker."""
        if self.sums_are_exact:
            return graph.keep(whole.astype(np.int8)), graph.keep(np.zeros(whole.shape[1], np.int8))
        middle = _HALF + 1
        zeros = np.full(whole.shape[1], middle, np.uint8)
        return graph.keep((whole + middle).astype(np.uint8)), graph.keep(zeros)


def _round_rows(graph: Graph, rows: str, zero: int) -> tuple[str, str]:
    """Rows in whole numbers, and a column that says how much one of them is in each row."""
    last = graph.keep(np.array([-1]))
    sizes = graph.add("Abs", rows) if zero else rows
    largest = graph.add("ReduceMax", sizes, last, keepdims=0)
    step = graph.add("Mul", largest, graph.keep(np.float32(1 / (_HALF if zero else _FULL))))
    step = graph.add("Max", step, graph.keep(np.float32(1e-12)))
    zeros = graph.add("Expand", graph.keep(np.uint8(zero)), graph.add("Shape", step))
    rounded = graph.add("QuantizeLinear", rows, step, zeros, axis=0)
    return rounded, graph.add("Unsqueeze", step, graph.keep(np.array([1])))


def _rounded(weights: Tensor) -> tuple[NDArray[np.int16], Tensor]:
    """Weights in whole numbers from -127 to 127, and how much one of them is in each column."""
    steps = np.abs(weights).max(axis=0) / np.float32(_HALF)
    return np.rint(weights / steps).clip(-_HALF, _HALF).astype(np.int16), steps


def _taken_over(reach: Tensor, weights: Tensor) -> Tensor:
    size = np.log2(reach) * TAKEN_OVER - np.log2(np.abs(weights).max(axis=1)) * (1 - TAKEN_OVER)
    scale: Tensor = np.exp2(np.rint((size - size.mean()) * _STEPS) / _STEPS).astype(np.float32)
    return scale


def reaches(held: Mapping[str, Tensor], texts: Iterable[list[int]]) -> dict[str, Tensor]:
    """How far each column goes of what comes in at each table, over these texts."""
    inputs: dict[str, str] = {}

    def watched(graph: Graph, rows: str, by: Linear) -> str:
        inputs[by.name] = rows
        return exact(graph, rows, by)

    model = build(held, watched)
    for inside in inputs.values():
        model.graph.output.append(helper.make_tensor_value_info(inside, TensorProto.FLOAT, None))
    session = Session(model.SerializeToString(), list(inputs.values()))
    furthest = [np.full(by.weights.shape[0], 1e-3, np.float32) for by in linears(held)]
    for ids in texts:
        seen = session.run(np.array([ids], np.int64))
        furthest = [np.maximum(f, np.abs(s).max(0)) for f, s in zip(furthest, seen, strict=True)]
    return dict(zip(inputs, furthest, strict=True))


def sums_are_exact() -> bool:
    """Whether signed weights add up here; without the newest instructions pairs have a limit."""
    graph = Graph()
    whole = np.full((64, 16), _HALF, np.int8)
    given = graph.add("Expand", graph.keep(np.uint8(_FULL)), graph.keep(np.array([4, 64])))
    sums = graph.add("MatMulInteger", given, graph.keep(whole))
    counted = graph.add("Cast", sums, to=TensorProto.FLOAT)
    session = Session(graph.finished({"sums": counted}).SerializeToString(), ["sums"])
    return bool((session.run(np.zeros((1, 1), np.int64))[0] == 64 * _FULL * _HALF).all())


def multiplying(held: Mapping[str, Tensor], texts: Iterable[list[int]]) -> Multiply:
    """Multiplying in eight bits as suits this machine, shown these texts."""
    return EightBits(reaches(held, texts), sums_are_exact())
