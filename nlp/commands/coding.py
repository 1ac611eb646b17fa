"""`python -m nlp code`: statements in, the codes of each and the words that gave them out."""

import sys
from pathlib import Path

from nlp import codebook, coding, lines
from nlp.commands import FINE, SOME_LEFT_OUT
from nlp.lines import Lines, Progress, Row


def code(path: Path | None) -> int:
    """Code each line of standard input; the exit code."""
    coder = coding.Coder(codebook.load(path))
    rows = Lines(sys.stdin.buffer, ("id", "text"), lines.tell)
    progress = Progress(sys.stderr)
    for batch in lines.batches(rows):
        for row, codings in zip(batch, coder.many(map(asked, batch)), strict=True):
            evidence = [
                {
                    "code": given.code,
                    "start": e.start,
                    "end": e.end,
                    "words": e.words,
                    "rule": e.rule,
                }
                for given in codings
                for e in given.evidence
            ]
            codes = [given.code for given in codings]
            lines.write({"id": row["id"], "codes": codes, "evidence": evidence})
            progress.step()
    progress.close()
    return SOME_LEFT_OUT if rows.problems else FINE


def asked(row: Row) -> tuple[str, str | None]:
    """The text of a row, and the question it answers where one is told."""
    question = row.get("question")
    return row["text"], question if isinstance(question, str) else None
