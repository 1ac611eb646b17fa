"""Runs the benchmarks: `python -m benchmarks [NAME ...] [--quick]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    anonymising,
    asking,
    calendar_feed,
    coding,
    discovering,
    journey,
    language,
    public_names,
    public_themes,
    question,
    report,
    start,
    summary,
    turns,
    vectors,
    webhook,
)
from benchmarks.figures import Found, NotMeasured
from benchmarks.service import Place

Benchmark = Callable[..., Found]

BENCHMARKS: Mapping[str, Benchmark] = {
    "webhook": webhook.measure,
    "turns": turns.measure,
    "asking": asking.measure,
    "question": question.measure,
    "journey": journey.measure,
    "language": language.measure,
    "summary": summary.measure,
    "calendar": calendar_feed.measure,
    "start": start.measure,
    "anonymise": anonymising.measure,
    "public-names": public_names.measure,
    "vectors": vectors.measure,
    "discovery": discovering.measure,
    "coding": coding.measure,
    "public-themes": public_themes.measure,
}


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for, print the table, keep the results; the exit code.

    What could not be measured does not take the others with it, but the run ends with an error.
    """
    asked = _parser().parse_args(arguments)
    names = [name for name in BENCHMARKS if not asked.names or name in asked.names]
    unknown = set(asked.names) - BENCHMARKS.keys()
    if unknown:
        print(
            f"There is no benchmark called {', '.join(sorted(unknown))}. "
            f"These are: {', '.join(BENCHMARKS)}.",
            file=sys.stderr,
        )
        return 2
    on, found, missing = report.machine(), {}, []
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder:
        place = Place(Path(folder))
        for name in names:
            try:
                found[name] = _measured(name, place, is_quick=asked.quick)
            except NotMeasured as reason:
                missing.append(f"{name} was not measured. {reason}")
    report.save(report.results(found, on=on, now=datetime.now(UTC), is_quick=asked.quick))
    print(report.table(found))
    _say_more(found, on["busy"], time.monotonic() - began)
    print(*missing, sep="\n", end="", file=sys.stderr)
    return 1 if missing else 0


def _measured(name: str, place: Place, *, is_quick: bool) -> Found:
    print(f"Measuring: {name} ...", file=sys.stderr, flush=True)
    began = time.monotonic()
    found = BENCHMARKS[name](place, is_quick=is_quick)
    print(f"  {name} took {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run bench", description="Measure speed.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="fewer samples, under 45 seconds")
    return parser


def _say_more(found: Mapping[str, Found], busy: float, seconds: float) -> None:
    """How each was measured, how many limits are kept, and whether the machine was shared."""
    print()
    for name, one in found.items():
        print(f"{name}: {one.how}")
    verdicts = [figure.is_within for one in found.values() for figure in one.figures]
    kept, all_of_them = verdicts.count(True), len(verdicts) - verdicts.count(None)
    print(f"\n{kept} of {all_of_them} limits are kept. It took {seconds:.0f} s.")
    if busy > 0.5:
        print(
            f"Other work wanted {busy} cores just before, so the speeds are lower than they "
            "would be on a machine at rest. Ratios suffer less."
        )


if __name__ == "__main__":
    sys.exit(main())
