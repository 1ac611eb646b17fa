"""Makes the model of a codebook: the one that ships, or one for a codebook of somebody's own."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nlp import codebook as codebooks
from nlp import reading
from nlp.codebook import Codebook
from nlp.coding import Coder, Embed
from nlp.themes import examples, learning, likeness, shipped
from nlp.themes import model as models
from nlp.themes.examples import Example
from nlp.themes.hits import Hits
from nlp.themes.learning import Lesson
from nlp.themes.model import Model

LEAST_EXAMPLES = 20
"""A code with fewer is not learned: what the codebook says of it alone tells where it stands."""


def lesson(codebook: Codebook, taught: Sequence[Example], embed: Embed | None) -> Lesson:
    """The examples written for the codebook and those in it, ready to be fitted."""
    known = {code.id for code in codebook.codes}
    own = [
        Example(reading.read(one.text).text, one.question, one.codes, one.sentiment, one.weight)
        for one in (*taught, *_in_codebook(codebook))
        if known.issuperset(one.codes)
    ]
    finder = Hits(codebook)
    found = finder.many([one.text for one in own])
    hits = np.array([finder.strengths(one) for one in found], dtype=np.float32)
    vectors = embed([one.text for one in own]) if embed else None
    return learning.prepared(own, hits.reshape(len(own), len(known)), vectors)


def _in_codebook(codebook: Codebook) -> list[Example]:
    return [Example(text, "", {code.id: ""}) for code in codebook.codes for text in code.examples]


def made(codebook: Codebook, taught: Sequence[Example], embed: Embed | None = None) -> Model:
    """A model of a codebook: codes with enough examples are learned, others go by likeness."""
    prepared = lesson(codebook, taught, embed)
    codes = [code.id for code in codebook.codes]
    told = (sum(code in one.codes for one in prepared.examples) for code in codes)
    new = [(place, place) for place, count in enumerate(told) if count < LEAST_EXAMPLES]
    return likeness.filled(learning.fitted(prepared, codes), codebook, new, embed)


def ship(embed: Embed | None, folder: Path = examples.FOLDER) -> list[Path]:
    """Train the models of the shipped codebook and write them; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    ours, taught = codebooks.load(), examples.written()
    files = [(folder / shipped.BY_WORDS.name, made(ours, taught))]
    if embed:
        files.append((folder / shipped.BY_VECTORS.name, made(ours, taught, embed)))
    for path, model in files:
        models.save(model, path)
    return [path for path, _ in files]


def coder(codebook: Codebook, embed: Embed | None = None) -> Coder:
    """A coder for a codebook of somebody's own; the one that ships is not fitted again."""
    if codebook == codebooks.load():
        return shipped.coder(embed)
    return Coder(codebook, made(codebook, examples.written(), embed), embed)
