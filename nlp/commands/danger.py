"""`python -m nlp cues`: texts in, the kinds of danger that each may tell of out."""

import sys

from nlp import cues as danger
from nlp import lines
from nlp.commands import FINE, SOME_LEFT_OUT
from nlp.lines import Lines, Progress


def cues() -> int:
    """Look for danger in each line of standard input; the exit code."""
    rows = Lines(sys.stdin.buffer, ("id", "text"), lines.tell)
    progress = Progress(sys.stderr)
    for row in rows:
        found = danger.scan(row["text"])
        lines.write(
            {"id": row["id"], "tiers": sorted(found.tiers), "other_person": found.other_person}
        )
        progress.step()
    progress.close()
    return SOME_LEFT_OUT if rows.problems else FINE
