"""`python -m nlp code`: statements in, the codes of each and the words that gave them out."""

import sys
from collections.abc import Sequence
from typing import Any

from nlp import lines, tables
from nlp.coding import Coded, Coder
from nlp.commands import FINE, SOME_LEFT_OUT
from nlp.lines import Lines, Progress, Row
from nlp.themes import shipped

CODES, POLARITY, SENTIMENT, OUTCOME = "codes", "polarity", "sentiment", "outcome"
"""The columns that a table is given."""


def our_coder() -> Coder:
    """The coder of the codebook that ships."""
    return shipped.best_coder()


def code(coder: Coder, *, column: str | None = None) -> int:
    """Code each line of standard input, or one column of a table; the exit code."""
    if column is not None:
        return _table(coder, column)
    rows = Lines(sys.stdin.buffer, ("id", "text"), lines.tell)
    progress = Progress(sys.stderr)
    for batch in lines.batches(rows):
        for row, coded in zip(batch, coder.many(map(asked, batch)), strict=True):
            lines.write({"id": row["id"], **told(coded)})
            progress.step()
    progress.close()
    return SOME_LEFT_OUT if rows.problems else FINE


def told(coded: Coded) -> dict[str, Any]:
    """What is made of a statement, as it is written on a line."""
    return {
        CODES: [given.code for given in coded.codings],
        POLARITY: {given.code: given.polarity for given in coded.codings},
        SENTIMENT: coded.sentiment,
        OUTCOME: coded.outcome,
        "confidence": {given.code: given.confidence for given in coded.codings},
        "evidence": [
            {"code": given.code, "start": e.start, "end": e.end, "words": e.words, "rule": e.rule}
            for given in coded.codings
            for e in given.evidence
        ],
    }


def _table(coder: Coder, column: str) -> int:
    table = tables.read(
        sys.stdin.buffer.read(),
        column,
        adding=(CODES, POLARITY, SENTIMENT, OUTCOME),
        tell=lines.tell,
    )
    at = table.head.index(column)
    question = table.head.index("question") if "question" in table.head else None
    out, progress = sys.stdout.buffer, Progress(sys.stderr)
    out.write(table.start())
    pairs = ((row[at], None if question is None else row[question]) for row in table.rows)
    for row, coded in zip(table.rows, coder.many(pairs), strict=True):
        out.write(table.line([*row, *_cells(coded)]))
        progress.step()
    out.flush()
    progress.close()
    return SOME_LEFT_OUT if table.problems else FINE


def _cells(coded: Coded) -> Sequence[str]:
    codes = " ".join(given.code for given in coded.codings)
    polarity = " ".join(given.polarity for given in coded.codings)
    return codes, polarity, str(coded.sentiment), coded.outcome


def asked(row: Row) -> tuple[str, str | None]:
    """The text of a row, and the question it answers where one is told."""
    question = row.get("question")
    return row["text"], question if isinstance(question, str) else None
