"""A coder for the codebook in a file, fitted first where replies were coded by it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nlp import codebook, lines
from nlp.codebook import Codebook
from nlp.coding import Coder
from nlp.lines import Lines, Row
from nlp.themes import shipped, training
from nlp.themes.examples import POLARITIES, SENTIMENTS, Example, codes_of


def coder(path: Path, coded: Path | None) -> Coder:
    """The coder; tells what would make the codebook a better one.

    It learns from a file of coded replies too where there is one: JSON lines {"text", "question",
    "codes", "sentiment"}, of which only the text and the codes have to be there. Raises
    CodebookProblem, and OSError for a file that cannot be opened.
    """
    own = codebook.load(path)
    for line in codebook.advice(own):
        lines.tell(line)
    taught = list(_coded(coded, own)) if coded else []
    return training.coder(own, shipped.sentence_model(), taught)


def _coded(path: Path, own: Codebook) -> Iterator[Example]:
    """The replies of a file whose codes are all in the codebook; tells how many are not."""
    known = {code.id for code in own.codes}
    strange: Counter[str] = Counter()
    with path.open("rb") as stream:
        for row in Lines(stream, ("text", "codes"), lines.tell):
            one = _example(row)
            strange.update(one.codes.keys() - known)
            if one.codes.keys() <= known:
                yield one
    for code, count in sorted(strange.items()):
        lines.tell(f'{path.name}: the codebook has no "{code}". Replies left out: {count}.')


def _example(row: Row) -> Example:
    """What a row says, however its codes are told; what is of no use to us counts as untold."""
    question, sentiment = row.get("question"), row.get("sentiment")
    codes = codes_of(row["codes"]).items()
    return Example(
        row["text"],
        question if isinstance(question, str) else "",
        {code: said if said in POLARITIES else "" for code, said in codes},
        sentiment if sentiment in SENTIMENTS else None,
    )
