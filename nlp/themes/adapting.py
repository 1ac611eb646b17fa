"""The shipped model made to fit another codebook: what was learned of a code stays with it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nlp.codebook import Code, Codebook
from nlp.coding import Coder, Embed
from nlp.themes import likeness, shipped
from nlp.themes.model import Array, Model

NEW = -1
"""The column of a code that was not learned."""


def coder(codebook: Codebook, embed: Embed | None = None) -> Coder:
    """A coder for any codebook, by what ships: nothing is learned for it."""
    return Coder(codebook, fitting(shipped.coder(embed).model, codebook, embed), embed)


def fitting(model: Model, codebook: Codebook, embed: Embed | None = None) -> Model:
    """The model, which has one column a code, with the codes of another codebook.

    A code that was learned keeps what was learned, whatever it is called now. One that others were
    put into is given where any of them would be: it stands in the model once for each. One that is
    new goes by what the codebook says of it (`likeness`).
    """
    if [code.id for code in codebook.codes] == list(model.codes):
        return model
    column = {code: at for at, code in enumerate(model.codes)}
    parts = [_parts(code, column) for code in codebook.codes]
    taken = [column.get(part, NEW) for own in parts for part in own]
    chosen = [*taken, *range(len(model.codes), model.words.shape[1])]
    fitted = replace(
        model,
        codes=tuple(code.id for code, own in zip(codebook.codes, parts, strict=True) for _ in own),
        words=_columns(model.words, chosen),
        vector=_columns(model.vector, chosen),
        bias=_columns(model.bias[None], chosen)[0],
        hits=np.stack([_row(model.hits, _known(own, column), chosen) for own in parts]),
        of_code=_columns(model.of_code.T, taken).T,
    )
    rows = [row for row, own in enumerate(parts) for _ in own]
    new = [(row, at) for at, row in enumerate(rows) if taken[at] == NEW]
    return likeness.filled(fitted, codebook, new, embed)


def _parts(code: Code, column: dict[str, int]) -> list[str]:
    """The learned codes that a code is made of, or itself where there are none."""
    return [one for one in (code.id, *code.formerly) if one in column] or [code.id]


def _known(parts: Sequence[str], column: dict[str, int]) -> list[int]:
    return [column[part] for part in parts if part in column]


def _columns(array: Array, chosen: Sequence[int]) -> Array:
    known = array[:, chosen].copy()
    known[:, [at for at, column in enumerate(chosen) if column == NEW]] = 0
    return known


def _row(hits: Array, own: Sequence[int], chosen: Sequence[int]) -> Array:
    """What the phrases of a code say of every outcome: of each of its own parts as that part's."""
    if not own:
        return np.zeros(len(chosen), np.float32)
    told = _columns(hits[list(own)], chosen)
    row = told.mean(axis=0)
    for part, of_it in zip(own, told, strict=True):
        at = chosen.index(part)
        row[at] = of_it[at]
    return np.asarray(row, np.float32)
