"""The graphs on disk beside the weights: built once, stamped with what they were built from."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from nlp.vectors import eight_bits, files, graph, pieces, taught
from nlp.vectors.files import Tensor

GRAPH, TAUGHT = "engage.onnx", "engage-taught.onnx"
SHOWN = (
    "The room is too small and the boiler has been broken since last week.",
    "my worker listens to me, she never judges and she always rings back",
    "No.",
    "nowt works, theres mould everywhere n damp and the kids keep getting bad chests",
    "I was moved three times in one year and nobody asked me where I wanted to go",
    "Help with the forms. The bus fare as well.",
    "HE SHOUTS AT EVERYONE AND STAFF DO NOTHING",
    "It took 14 months to get a flat; now I've my own front door, my own key and it is quiet.",
    "being treat like a person not a number",
    "safer streets at night",
    "Nothing, thank you - all good :)",
    "a doctor who knows me, and a place to put my things, and somebody to call at the weekend",
    "What would you change if you were in charge?",
    "benefits stopped again, had to go to the food bank",
    "drugs on every floor, I stay in my room",
    "ok",
)
"""Sentences that show how far each column of numbers goes. Any would do: they are made up."""


def graph_for(place: Path, *, is_taught: bool = False) -> Path | bytes:
    """The graph for the weights in this folder, as they were checked, or for those taught since.

    Built on first use and kept there; handed back as it is where nothing may be written there.
    """
    kept = place / (TAUGHT if is_taught else GRAPH)
    made_from = _made_from(is_taught=is_taught)
    if _is_kept(kept, made_from):
        return kept
    built = build(place, is_taught=is_taught)
    stamp = json.dumps({"made from": made_from, "sha256": hashlib.sha256(built).hexdigest()})
    try:
        _put(kept, built)
        _put(stamp_of(kept), stamp.encode())
    except OSError:
        return built
    return kept


def build(place: Path, *, is_taught: bool = False) -> bytes:
    """The graph in eight bits."""
    held = tables(place, is_taught=is_taught)
    known = pieces.read(place / files.WORDS)
    shown = [known.closed(one) for one in known.of(SHOWN)]
    return bytes(graph.build(held, eight_bits.multiplying(held, shown)).SerializeToString())


def build_in_full(place: Path) -> bytes:
    """The graph without rounding: slower, and what the other is held against."""
    model = graph.build(files.tensors(place / files.WEIGHTS), graph.exact)
    return bytes(model.SerializeToString())


def tables(place: Path, *, is_taught: bool) -> Mapping[str, Tensor]:
    """The model's tables, as they came or as they are since it was taught."""
    held = files.tensors(place / files.WEIGHTS)
    return taught.added(held, taught.FILE) if is_taught else held


def _made_from(*, is_taught: bool) -> str:
    """All that the graph depends on: the weights, what builds it, and how this machine adds."""
    whole = hashlib.sha256(files.HASHES[files.WEIGHTS].encode())
    sources = [Path(one) for one in (graph.__file__, eight_bits.__file__, __file__)]
    if is_taught:
        sources += [Path(taught.__file__), taught.FILE]
    for source in sources:
        whole.update(source.read_bytes())
    whole.update(str(eight_bits.sums_are_exact()).encode())
    return whole.hexdigest()


def stamp_of(kept: Path) -> Path:
    """The file beside a graph that says what it was built from."""
    return kept.with_suffix(".json")


def _is_kept(kept: Path, made_from: str) -> bool:
    try:
        stamp = json.loads(stamp_of(kept).read_bytes())
        return bool(stamp["made from"] == made_from and stamp["sha256"] == files.digest(kept))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _put(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
