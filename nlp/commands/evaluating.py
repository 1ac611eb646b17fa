"""`python -m nlp evaluate`: how good each command is on a gold file, printed with intervals."""

import time
from datetime import date
from pathlib import Path

from nlp import anonymise as anonymiser
from nlp import by_origin, evaluation, figures, lines, pipeline
from nlp import cues as danger
from nlp.commands import FINE, SOME_LEFT_OUT
from nlp.evaluation import Detection, Share
from nlp.lines import Lines
from nlp.rules import Rules


def anonymise(
    gold: Path, rules: Rules, *, origins: Path | None = None, write: Path | None = None
) -> int:
    """Measure what is found in messages with marked details; the exit code."""
    pipeline.prepare()
    names = by_origin.read(origins) if origins else None
    with gold.open("rb") as stream:
        rows = Lines(stream, ("text", "spans"), lines.tell)
        marked = [evaluation.gold_of(row) for row in rows]
    anonymiser.find("warm up", rules)
    started = time.perf_counter()
    found = [done.spans for done in anonymiser.many((text for text, _ in marked), rules)]
    rate = len(marked) / max(time.perf_counter() - started, 1e-9)
    scored = evaluation.score_spans(marked, found)
    _print_detection(scored, rate)
    shares = by_origin.measure(marked, names, rules) if names else {}
    if shares:
        _print_origins(shares)
    if write:
        figures.write(figures.of(scored, len(marked), shares, on=date.today()), write)
    return SOME_LEFT_OUT if rows.problems else FINE


def _print_detection(scored: Detection, rate: float) -> None:
    for label, share in scored.recall.items():
        print(f"recall     {label:<12} {share}")
    for label, share in scored.precision.items():
        print(f"precision  {label:<12} {share}")
    print(f"recall     all direct   {scored.direct_recall}")
    print(f"precision  all direct   {scored.direct_precision}")
    print(f"recall     structured   {scored.structured_recall}")
    print(f"precision  structured   {scored.structured_precision}")
    print(f"leak rate               {scored.leaks}")
    print(f"over-redaction          {scored.over_redaction}")
    print(f"messages a second       {rate:.0f}")


def _print_origins(shares: dict[str, Share]) -> None:
    width = max(map(len, shares))
    for origin, share in shares.items():
        print(f"recall of names  {origin:<{width}}  {share}")
    print(f"best less worst  {'':<{width}}  {by_origin.spread(shares):.3f}")


def cues(gold: Path) -> int:
    """Measure what is found in texts whose kinds of danger are marked; the exit code."""
    with gold.open("rb") as stream:
        rows = Lines(stream, ("text", "tiers"), lines.tell)
        marked = [(row["text"], frozenset(row["tiers"]), row.get("other_person")) for row in rows]
    danger.scan("warm up")
    started = time.perf_counter()
    found = [danger.scan(text) for text, _, _ in marked]
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
    print(f"about whom              {Share(len(told), sum(told))}")
    print(f"texts a second          {rate:.0f}")
    return SOME_LEFT_OUT if rows.problems else FINE
