"""`python -m nlp evaluate code`: how well replies are coded, beside what people made of them."""

import time
from collections.abc import Sequence
from pathlib import Path

from nlp import lines
from nlp.coding import OUTCOMES, Coded, Coder, Coding
from nlp.commands import FINE, SOME_LEFT_OUT
from nlp.commands.coding import asked
from nlp.evaluation import Share
from nlp.lines import Lines, Row
from nlp.themes import measuring
from nlp.themes.examples import codes_of
from nlp.themes.measuring import Agreement, Gold, Scored


def code(gold: Path, coder: Coder, found: Path | None = None) -> int:
    """Measure how a coder, or a file that one wrote, agrees with gold codes; the exit code."""
    with gold.open("rb") as stream:
        rows = Lines(stream, ("text", "codes"), lines.tell)
        told = list(rows)
    began = time.perf_counter()
    made = _read(found, told) if found else list(coder.many(map(asked, told)))
    rate = len(told) / max(time.perf_counter() - began, 1e-9)
    _print(measuring.measure([_gold(row) for row in told], made))
    if not found:
        print(f"statements a second    {rate:.0f}")
    return SOME_LEFT_OUT if rows.problems else FINE


def _gold(row: Row) -> Gold:
    return Gold(str(row.get("question") or ""), codes_of(row["codes"]), row.get("sentiment"))


def _read(path: Path, gold: Sequence[Row]) -> list[Coded]:
    """What `python -m nlp code` wrote about these replies, found again by their id."""
    with path.open("rb") as stream:
        rows = {row["id"]: row for row in Lines(stream, ("id", "codes"), lines.tell)}
    missing = [str(row.get("id")) for row in gold if row.get("id") not in rows]
    if missing:
        lines.tell(f"{len(missing)} replies are not in {path.name}: they count as without codes.")
    return [_coded(rows.get(row.get("id"), {"codes": []})) for row in gold]


def _coded(row: Row) -> Coded:
    polarity, sure = row.get("polarity") or {}, row.get("confidence") or {}
    codings = tuple(
        Coding(code, sure.get(code, 1.0), (), polarity.get(code, "")) for code in row["codes"]
    )
    ranked = tuple(sorted(row["codes"], key=lambda code: (-sure.get(code, 1.0), code)))
    doubt = sum(1 - given.confidence for given in codings)
    return Coded(codings, row.get("sentiment") or 0, row.get("outcome", OUTCOMES[0]), doubt, ranked)


def _print(scored: Scored) -> None:
    for name, value in scored.codes.by_code.items():
        print(f"F1  {name:<22} {value:.3f}")
    _print_f1("", scored.codes)
    _print_f1(f", {measuring.CHECKED:.0%} checked", scored.checked)
    print(f"among the first {measuring.TOP}          {scored.suggested}")
    if scored.polarity.of:
        print(f"polarity                   {scored.polarity}")
    if scored.tone.of:
        print(f"tone                       {scored.tone}")
        _print_tones(scored)
    print(f"waiting for a person       {scored.waiting}")


def _print_f1(when: str, agreed: Agreement) -> None:
    for name, value, (low, high) in (
        ("micro", agreed.micro, agreed.micro_interval),
        ("macro", agreed.macro, agreed.macro_interval),
    ):
        what = f"{name}{when}"
        print(f"F1  {what:<22} {value:.3f} ({low:.3f} to {high:.3f}, n={agreed.replies})")


def _print_tones(scored: Scored) -> None:
    told: tuple[Share, Share]
    for question, told in scored.tone_by_question.items():
        right, commonest = told
        gain = right.value - commonest.value
        print(
            f"  {question[:40]:<40} {right.value:.3f}, the commonest tone {commonest.value:.3f}"
            f" ({gain:+.3f}, n={right.of})"
        )
