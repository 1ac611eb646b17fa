"""`python -m nlp anonymise`: lines of JSON or a table in, the same without personal details out."""

import sys
from collections.abc import Iterable, Iterator, Sequence

from nlp import anonymise as anonymiser
from nlp import lines, pipeline, tables
from nlp.anonymise import Anonymised, HeldBack
from nlp.commands import FINE, SOME_LEFT_OUT
from nlp.lines import Lines, Progress
from nlp.rules import Rules

DETAILS, HELD = "details", "held"
"""The columns that a table is given: the kinds of detail taken out, and whether a text waits."""


def anonymise(rules: Rules, *, column: str | None = None) -> int:
    """Anonymise each line of standard input, or one column of a table; the exit code."""
    pipeline.prepare()  # what it lacks is said before anything is read
    if column is not None:
        return _table(rules, column)
    rows = Lines(sys.stdin.buffer, ("id", "text"), lines.tell)
    report = _Report()
    for batch in lines.batches(rows):
        texts = [row["text"] for row in batch]
        for row, done in zip(batch, report.each(texts, rules), strict=True):
            if done is None:
                lines.write({"id": row["id"], "text": None, "held": True, "spans": []})
            else:
                spans = [[span.start, span.end, span.label] for span in done.spans]
                lines.write({"id": row["id"], "text": done.text, "spans": spans})
    report.close()
    return SOME_LEFT_OUT if rows.problems else FINE


def _table(rules: Rules, column: str) -> int:
    table = tables.read(sys.stdin.buffer.read(), column, adding=(DETAILS, HELD), tell=lines.tell)
    at = table.head.index(column)
    report = _Report()
    out = sys.stdout.buffer
    out.write(table.start())
    for batch in lines.batches(table.rows):
        for row, done in zip(batch, report.each([row[at] for row in batch], rules), strict=True):
            text = done.text if done else ""
            added = [_labels(done), ""] if done else ["", "yes"]
            out.write(table.line([*row[:at], text, *row[at + 1 :], *added]))
    out.flush()
    report.close()
    return SOME_LEFT_OUT if table.problems else FINE


def _labels(done: Anonymised) -> str:
    return " ".join(dict.fromkeys(span.label for span in done.spans))


class _Report:
    """Counts on standard error what is done and what is held back."""

    def __init__(self) -> None:
        self._progress = Progress(sys.stderr)
        self._held = 0

    def each(self, texts: Sequence[str], rules: Rules) -> Iterator[Anonymised | None]:
        """Each text anonymised; None for one held back, which takes no other with it."""
        for done in _each(texts, rules):
            self._held += done is None
            self._progress.step()
            yield done

    def close(self) -> None:
        """Say how it ended."""
        self._progress.close()
        if self._held:
            texts = "1 text was" if self._held == 1 else f"{self._held:,} texts were"
            lines.tell(f"{texts} held back, for a person to read.")


def _each(texts: Sequence[str], rules: Rules) -> Iterable[Anonymised | None]:
    try:
        return list(anonymiser.many(texts, rules))
    except HeldBack:
        if len(texts) == 1:
            return [None]
        middle = len(texts) // 2
        return [*_each(texts[:middle], rules), *_each(texts[middle:], rules)]
