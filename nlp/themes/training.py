"""Makes the model of a codebook: the one that ships, or one for a codebook of somebody's own."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nlp import codebook as codebooks
from nlp import reading
from nlp.codebook import Codebook
from nlp.coding import Coder, Embed
from nlp.themes import adapting, examples, learning, likeness, rare, shipped
from nlp.themes import model as models
from nlp.themes.examples import Example
from nlp.themes.hits import Hits
from nlp.themes.learning import Lesson
from nlp.themes.model import HITS, VECTOR, Model

PER_HIT = 4.2
"""What a phrase of a code adds where it has few examples."""
FEW = 4
"""Up to so many examples of a code, its phrases in the codebook count as if there were none; from
there on they count less, the more there are. Chosen on half of our gold, by the shipped codebook
with 4 to 24 examples a code."""
LEAST_EXAMPLES = 6
"""A code with fewer, its description counted as one, goes by `likeness`: on half of our gold, with
four examples a code, that comes to micro F1 0.50 and learning from them to 0.46. Where `MANY`
replies were coded, a code that few of them carry is known to be rare, and is learned: on the NHS
replies micro F1 is 0.719 so, and 0.706 by likeness."""
CLOSELY_TO_FEW = 5.0
"""How closely examples are followed where they are few."""
MANY, VECTOR_OF_MANY = 1_000, 0.4
"""From so many examples on they are followed more closely, words tell more by themselves, so that a
sentence vector weighs this much beside them while they are fitted, and rare codes are `helped`. The
weight was chosen for the shipped codebook on gold that may be seen, where micro F1 was 0.832, 0.802
and 0.789 with `VECTOR`, 0.843, 0.821 and 0.814 with 0.5, and 0.847, 0.834 and 0.813 with 0.3; on
public sets with 1,900 to 3,900 examples it is as good as 1 or better."""


def lesson(
    codebook: Codebook, taught: Sequence[Example], embed: Embed | None, beside: float = VECTOR
) -> Lesson:
    """The examples written for the codebook and those in it, ready to be fitted."""
    known = {code.id for code in codebook.codes}
    own = [
        Example(reading.read(one.text).text, one.question, one.codes, one.sentiment, one.weight)
        for one in (*taught, *_in_codebook(codebook))
        if known.issuperset(one.codes)
    ]
    texts = [one.text for one in own]
    vectors = embed(texts) if embed else None
    return learning.prepared(own, Hits(codebook).table(texts), vectors, beside=beside)


def _in_codebook(codebook: Codebook) -> list[Example]:
    return [Example(text, "", {code.id: ""}) for code in codebook.codes for text in code.examples]


def made(codebook: Codebook, taught: Sequence[Example], embed: Embed | None = None) -> Model:
    """A model of a codebook of somebody's own, from as many or as few examples as there are.

    What the codebook says of a code is an example of it, and its phrases stand in for examples
    where these are few; with hardly any, a code goes by `likeness` unless it is known to be rare.
    """
    ids = {code.id for code in codebook.codes}
    told = sum(bool(one.codes) and ids.issuperset(one.codes) for one in taught)
    are_many = told >= MANY
    beside = VECTOR_OF_MANY if are_many else VECTOR
    prepared = lesson(codebook, [*taught, *_described(codebook)], embed, beside)
    codes = [code.id for code in codebook.codes]
    many = [sum(code in one.codes for one in prepared.examples) for code in codes]
    learned = _with_phrases(_learned(prepared, codes, are_many=are_many), many)
    seen = {code for one in taught for code in one.codes} if are_many else set()
    few = [
        (place, place)
        for place, (code, count) in enumerate(zip(codes, many, strict=True))
        if count < LEAST_EXAMPLES and code not in seen
    ]
    return likeness.filled(learned, codebook, few, embed)


def _learned(prepared: Lesson, codes: Sequence[str], *, are_many: bool) -> Model:
    if are_many:
        return rare.helped(learning.fitted(prepared, codes, evenly=True), prepared)
    return learning.fitted(prepared, codes, evenly=True, closely=CLOSELY_TO_FEW)


def _described(codebook: Codebook) -> list[Example]:
    """The name and the definition of each code, as if somebody had said them."""
    said = ((code.id, f"{code.name}. {code.definition}".strip(". ")) for code in codebook.codes)
    return [Example(text, "", {code: ""}) for code, text in said if text]


def _with_phrases(model: Model, many: Sequence[int]) -> Model:
    """The model with the phrases of each code, which has so `many` examples, speaking for it."""
    hits = model.hits.copy()
    for place, count in enumerate(many):
        hits[place, place] += PER_HIT / HITS * min(1, FEW / max(count, 1))
    return replace(model, hits=hits)


def ship(embed: Embed | None, folder: Path = examples.FOLDER) -> list[Path]:
    """Train the models of the shipped codebook and write them; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [(folder / shipped.BY_WORDS.name, _ours())]
    if embed:
        files.append((folder / shipped.BY_VECTORS.name, _ours(embed)))
    for path, model in files:
        models.save(model, path)
    return [path for path, _ in files]


def _ours(embed: Embed | None = None) -> Model:
    """A model of the shipped codebook, each code of which has hundreds of examples."""
    ours = codebooks.load()
    ready = lesson(ours, examples.written(), embed, VECTOR_OF_MANY)
    return learning.fitted(ready, [one.id for one in ours.codes], tones=examples.TONES)


def coder(codebook: Codebook, embed: Embed | None = None, taught: Sequence[Example] = ()) -> Coder:
    """A coder for a codebook of somebody's own, with replies that they have coded if there are any.

    Without such replies nothing is fitted: codes of the one that ships stay as they were learned,
    and others go by what the codebook says of them. With them, they say by themselves what carries
    no code, and what was written to carry none of ours is left out.
    """
    if not taught:
        return adapting.coder(codebook, embed)
    written = [one for one in examples.written() if one.codes]
    return Coder(codebook, made(codebook, [*written, *taught], embed), embed)
