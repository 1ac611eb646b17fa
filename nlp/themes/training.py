"""Makes the model of a codebook: the one that ships, or one for a codebook of somebody's own."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from nlp import codebook as codebooks
from nlp import reading
from nlp.codebook import Codebook
from nlp.coding import Coder, Embed
from nlp.themes import examples, learning, shipped
from nlp.themes import model as models
from nlp.themes.adapting import NO_HIT, PER_HIT
from nlp.themes.examples import Example
from nlp.themes.hits import Hits
from nlp.themes.learning import Lesson
from nlp.themes.model import HITS, Model

LEAST_EXAMPLES = 20
"""A code with fewer is not learned: the words of the codebook alone say where it stands."""


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
    """A model of a codebook: codes with enough examples are learned, others go by their words."""
    prepared = lesson(codebook, taught, embed)
    codes = [code.id for code in codebook.codes]
    return _by_its_words(learning.fitted(prepared, codes), prepared)


def _by_its_words(model: Model, prepared: Lesson) -> Model:
    words, hits, vector = model.words.copy(), model.hits.copy(), model.vector.copy()
    bias = model.bias.copy()
    for place, code in enumerate(model.codes):
        if sum(code in one.codes for one in prepared.examples) < LEAST_EXAMPLES:
            words[:, place] = hits[:, place] = 0
            vector[:, place] = 0
            hits[place, place], bias[place] = PER_HIT / HITS, NO_HIT
    return replace(model, words=words, hits=hits, vector=vector, bias=bias)


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
