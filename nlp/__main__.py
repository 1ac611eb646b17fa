"""The command line: `python -m nlp anonymise | code | cues | evaluate`, JSON lines in and out."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from nlp import anonymise, codebook, coding, cues, evaluation, lines
from nlp.lines import Lines, Progress, Row

FINE, SOME_LEFT_OUT = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when every line was handled, 2 when some were left out."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    options = _options().parse_args(arguments)
    try:
        if options.command == "anonymise":
            return _anonymise()
        if options.command == "code":
            return _code(options.codebook)
        if options.command == "cues":
            return _cues()
        if options.what == "cues":
            return _evaluate_cues(options.gold)
        if options.what == "anonymise":
            return _evaluate_anonymise(options.gold)
        return _evaluate_code(options.gold, options.codebook)
    except codebook.CodebookProblem as problem:
        for message in problem.messages:
            _tell(message)
        return SOME_LEFT_OUT
    except OSError as error:
        _tell(f"{error.filename} cannot be opened: {error.strerror}.")
        return SOME_LEFT_OUT
    except BrokenPipeError:
        return FINE


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m nlp", description="Take out personal details, code statements, find danger."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "anonymise", help='read lines of {"id", "text"}, write them without personal details'
    )
    code = commands.add_parser(
        "code", help='read lines of {"id", "question", "text"}, write the codes of each and why'
    )
    commands.add_parser(
        "cues", help='read lines of {"id", "text"}, write the kinds of danger each may tell of'
    )
    evaluate = commands.add_parser("evaluate", help="measure one of them against a gold file")
    evaluate.add_argument("what", choices=("anonymise", "code", "cues"))
    evaluate.add_argument("gold", type=Path, help="JSON lines with spans, codes or tiers")
    for command in (code, evaluate):
        command.add_argument("--codebook", type=Path, help="a codebook of your own (YAML)")
    return parser


def _tell(message: str) -> None:
    print(message, file=sys.stderr)


def _batches(rows: Lines) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, 256)):
        yield batch


def _anonymise() -> int:
    rows = Lines(sys.stdin.buffer, ("id", "text"), _tell)
    progress = Progress(sys.stderr)
    for batch in _batches(rows):
        for row, done in zip(batch, _each([row["text"] for row in batch]), strict=True):
            if done is None:
                lines.write({"id": row["id"], "text": None, "held": True, "spans": []})
            else:
                spans = [[span.start, span.end, span.label] for span in done.spans]
                lines.write({"id": row["id"], "text": done.text, "spans": spans})
            progress.step()
    progress.close()
    return SOME_LEFT_OUT if rows.problems else FINE


def _each(texts: list[str]) -> list[anonymise.Anonymised | None]:
    """Each text anonymised; None for one held back, which takes no other with it."""
    try:
        return list(anonymise.many(texts))
    except anonymise.HeldBack:
        if len(texts) == 1:
            return [None]
        middle = len(texts) // 2
        return _each(texts[:middle]) + _each(texts[middle:])


def _code(path: Path | None) -> int:
    coder = coding.Coder(codebook.load(path))
    rows = Lines(sys.stdin.buffer, ("id", "text"), _tell)
    progress = Progress(sys.stderr)
    for batch in _batches(rows):
        for row, codings in zip(batch, coder.many(map(_asked, batch)), strict=True):
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


def _cues() -> int:
    rows = Lines(sys.stdin.buffer, ("id", "text"), _tell)
    progress = Progress(sys.stderr)
    for row in rows:
        found = cues.scan(row["text"])
        lines.write(
            {"id": row["id"], "tiers": sorted(found.tiers), "other_person": found.other_person}
        )
        progress.step()
    progress.close()
    return SOME_LEFT_OUT if rows.problems else FINE


def _asked(row: Row) -> tuple[str, str | None]:
    question = row.get("question")
    return row["text"], question if isinstance(question, str) else None


def _evaluate_anonymise(gold: Path) -> int:
    with gold.open("rb") as stream:
        rows = Lines(stream, ("text", "spans"), _tell)
        marked = [(row["text"], [(s, e, label) for s, e, label in row["spans"]]) for row in rows]
    anonymise.find("warm up")
    started = time.perf_counter()
    found = [done.spans for done in anonymise.many(text for text, _ in marked)]
    rate = len(marked) / max(time.perf_counter() - started, 1e-9)
    scored = evaluation.score_spans(marked, found)
    for label, share in scored.recall.items():
        print(f"recall     {label:<12} {share}")
    for label, share in scored.precision.items():
        print(f"precision  {label:<12} {share}")
    print(f"recall     all direct   {scored.direct_recall}")
    print(f"precision  all direct   {scored.direct_precision}")
    print(f"leak rate               {scored.leaks}")
    print(f"over-redaction          {scored.over_redaction}")
    print(f"messages a second       {rate:.0f}")
    return SOME_LEFT_OUT if rows.problems else FINE


def _evaluate_cues(gold: Path) -> int:
    with gold.open("rb") as stream:
        rows = Lines(stream, ("text", "tiers"), _tell)
        marked = [(row["text"], frozenset(row["tiers"]), row.get("other_person")) for row in rows]
    cues.scan("warm up")
    started = time.perf_counter()
    found = [cues.scan(text) for text, _, _ in marked]
    rate = len(marked) / max(time.perf_counter() - started, 1e-9)
    scored = evaluation.score_cues([tiers for _, tiers, _ in marked], [f.tiers for f in found])
    for tier, share in scored.recall.items():
        print(f"recall     {tier:<12} {share}")
    print(f"recall     any cue      {scored.any_cue}")
    print(f"false alarms            {scored.false_alarms}")
    told = [
        f.other_person == other
        for f, (_, tiers, other) in zip(found, marked, strict=True)
        if tiers and f.tiers and other is not None
    ]
    print(f"about whom              {evaluation.Share(len(told), sum(told))}")
    print(f"texts a second          {rate:.0f}")
    return SOME_LEFT_OUT if rows.problems else FINE


def _evaluate_code(gold: Path, path: Path | None) -> int:
    coder = coding.Coder(codebook.load(path))
    with gold.open("rb") as stream:
        rows = Lines(stream, ("text", "codes"), _tell)
        asked = [(_asked(row), frozenset(row["codes"])) for row in rows]
    started = time.perf_counter()
    given = coder.many(pair for pair, _ in asked)
    found = [frozenset(coding.code for coding in codings) for codings in given]
    rate = len(asked) / max(time.perf_counter() - started, 1e-9)
    scored = evaluation.score_codes([codes for _, codes in asked], found)
    for code, value in scored.by_code.items():
        print(f"F1  {code:<18} {value:.3f}")
    for name, value, (low, high) in (
        ("micro", scored.micro, scored.micro_interval),
        ("macro", scored.macro, scored.macro_interval),
    ):
        print(f"F1  {name:<18} {value:.3f} ({low:.3f} to {high:.3f}, n={scored.replies})")
    print(f"statements a second    {rate:.0f}")
    return SOME_LEFT_OUT if rows.problems else FINE


if __name__ == "__main__":
    sys.exit(main())
