"""The sentence model as a graph that onnxruntime runs: six layers of MiniLM, from its weights.

Numbers of pieces go in, texts of one length at a time; a row for each piece comes out. The rows
of a text are put together outside, where what a text gets cannot hang on who is beside it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from nlp.vectors.files import Tensor
from nlp.vectors.pieces import MOST

IDS, ROWS = "ids", "rows"
WIDTH, LAYERS, HEADS = 384, 6, 12
OURS = "com.microsoft"
"""Operators of onnxruntime's own, which do in one go what takes several others."""
_TINY = 1e-12
_VERSIONS = {"": 20, OURS: 1}
_FORMAT = 10


@dataclass(frozen=True)
class Linear:
    """A table of weights that rows are multiplied with, and what is added then."""

    name: str
    weights: Tensor
    added: Tensor
    follows_gelu: bool = False
    """Whether what comes in is never under -0.17."""


@dataclass
class Graph:
    """A graph while it is put together."""

    nodes: list[NodeProto] = field(default_factory=list)
    tables: list[TensorProto] = field(default_factory=list)

    def keep(self, table: NDArray[Any] | np.generic) -> str:
        """Have the graph hold a table of numbers; its name."""
        name = f"table{len(self.tables)}"
        self.tables.append(numpy_helper.from_array(np.asarray(table, order="C"), name))
        return name

    def add(self, operator: str, *given: str, domain: str = "", **how: Any) -> str:
        """One more step; the name of what comes out."""
        return self.add_several(operator, *given, outputs=1, domain=domain, **how)[0]

    def add_several(
        self, operator: str, *given: str, outputs: int, domain: str = "", **how: Any
    ) -> list[str]:
        """One more step; the names of the several things that come out."""
        names = [f"step{len(self.nodes)}.{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(given), names, domain=domain, **how))
        return names

    def finished(self, outputs: Mapping[str, str]) -> ModelProto:
        """The graph whole: what to hand out, by the name to give it."""
        for name, inside in outputs.items():
            self.nodes.append(helper.make_node("Identity", [inside], [name]))
        graph = helper.make_graph(
            self.nodes,
            "sentences",
            [helper.make_tensor_value_info(IDS, TensorProto.INT64, ["texts", "pieces"])],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
            self.tables,
        )
        versions = [helper.make_opsetid(name, number) for name, number in _VERSIONS.items()]
        return helper.make_model(graph, opset_imports=versions, ir_version=_FORMAT)


Multiply = Callable[[Graph, str, Linear], str]
"""Adds to a graph the steps that multiply rows with weights; the name of what comes out."""


def exact(graph: Graph, rows: str, by: Linear) -> str:
    """Multiply in full."""
    product = graph.add("MatMul", rows, graph.keep(by.weights))
    return graph.add("Add", product, graph.keep(by.added))


def build(held: Mapping[str, Tensor], multiply: Multiply) -> ModelProto:
    """The graph of the model whose tables these are."""
    graph = Graph()
    rows = _looked_up(graph, held)
    for layer in range(LAYERS):
        rows = _layer(graph, rows, held, f"encoder.layer.{layer}.", multiply)
    return graph.finished({ROWS: rows})


def linears(held: Mapping[str, Tensor]) -> Iterator[Linear]:
    """Every table that rows are multiplied with, in order."""
    for layer in range(LAYERS):
        yield from _linears(held, f"encoder.layer.{layer}.")


def _looked_up(graph: Graph, held: Mapping[str, Tensor]) -> str:
    """A row for each piece: what it is, and where it stands."""
    table = "embeddings."
    pieces = graph.add("Gather", graph.keep(held[f"{table}word_embeddings.weight"]), IDS)
    places = held[f"{table}position_embeddings.weight"][:MOST]
    places = places + held[f"{table}token_type_embeddings.weight"][0]
    number = graph.add("Shape", IDS, start=1, end=2)
    start = graph.keep(np.zeros(1, np.int64))
    standing = graph.add("Slice", graph.keep(places), start, number)
    rows = graph.add("Reshape", graph.add("Add", pieces, standing), _shape(graph, -1, WIDTH))
    return _levelled(graph, rows, held, f"{table}LayerNorm")


def _layer(graph: Graph, rows: str, held: Mapping[str, Tensor], at: str, multiply: Multiply) -> str:
    asks, says, widens, narrows = _linears(held, at)
    heard = multiply(graph, _heard(graph, multiply(graph, rows, asks)), says)
    rows = _levelled(graph, graph.add("Add", heard, rows), held, f"{at}attention.output.LayerNorm")
    wide = graph.add("Gelu", multiply(graph, rows, widens), domain=OURS)
    thought = multiply(graph, wide, narrows)
    return _levelled(graph, graph.add("Add", thought, rows), held, f"{at}output.LayerNorm")


def _linears(held: Mapping[str, Tensor], at: str) -> tuple[Linear, Linear, Linear, Linear]:
    def table(*names: str, follows_gelu: bool = False) -> Linear:
        return Linear(
            at + names[0],
            np.concatenate([held[f"{at}{name}.weight"] for name in names]).T,
            np.concatenate([held[f"{at}{name}.bias"] for name in names]),
            follows_gelu,
        )

    return (
        table("attention.self.query", "attention.self.key", "attention.self.value"),
        table("attention.output.dense"),
        table("intermediate.dense"),
        table("output.dense", follows_gelu=True),
    )


def _heard(graph: Graph, asked: str) -> str:
    """What each piece hears of the others in its text."""
    texts = graph.add("Concat", graph.add("Shape", IDS), graph.keep(np.array([3 * WIDTH])), axis=0)
    apart = graph.add("Reshape", asked, texts)
    three = graph.add_several("Split", apart, outputs=3, axis=-1, num_outputs=3)
    heard = graph.add("MultiHeadAttention", *three, domain=OURS, num_heads=HEADS)
    return graph.add("Reshape", heard, _shape(graph, -1, WIDTH))


def _levelled(graph: Graph, rows: str, held: Mapping[str, Tensor], name: str) -> str:
    """Each row brought to one level. SkipLayerNormalization would be seven times slower."""
    levels = graph.keep(held[f"{name}.weight"]), graph.keep(held[f"{name}.bias"])
    return graph.add("LayerNormalization", rows, *levels, axis=-1, epsilon=_TINY)


def _shape(graph: Graph, *sizes: int) -> str:
    return graph.keep(np.array(sizes, np.int64))
