"""The table that a run prints and the results file that it leaves."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Found, Limit, rounded

RESULTS = Path(__file__).parent / "results.json"
HEADINGS = ("", "what", "figure", "samples", "held against", "ratio", "limit", "kept")


def table(found: Mapping[str, Found]) -> str:
    """Every figure on a line, in columns of plain text."""
    rows: list[Sequence[str]] = [HEADINGS]
    for name, one in found.items():
        for number, figure in enumerate(one.figures):
            rows.append((name if number == 0 else "", *_cells(figure)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    peer = f"{figure.peer.name}: {_number(figure.peer.value)}" if figure.peer else ""
    kept = {None: "", True: "yes", False: "NO"}[figure.is_within]
    return (
        figure.what,
        f"{_number(figure.value)} {_between(figure.interval)}{figure.unit}",
        f"{figure.samples:,}",
        peer,
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        _limit(figure.limit),
        kept,
    )


def _between(interval: tuple[float, float] | None) -> str:
    return f"({_number(interval[0])} to {_number(interval[1])}) " if interval else ""


def _number(value: float) -> str:
    return f"{rounded(value):,}"


def _limit(limit: Limit | None) -> str:
    if limit is None:
        return ""
    of = "ratio " if limit.of == "ratio" else ""
    if limit.at_most is not None:
        return f"{of}at most {limit.at_most:,g}"
    return f"{of}at least {limit.at_least:,g}"


def machine() -> dict[str, Any]:
    """What the figures depend on, and nothing that says whose machine it is.

    `busy` is how many programs wanted a core in the minute before: over 0 other work shared it.
    """
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "database": f"SQLite {sqlite3.sqlite_version}",
        "system": f"{platform.system()} {platform.machine()}",
        "busy": round(os.getloadavg()[0], 1),
    }


def results(
    found: Mapping[str, Found], *, on: dict[str, Any], now: datetime, is_quick: bool
) -> dict[str, Any]:
    """What the results file says of these benchmarks, by name."""
    return {
        name: {
            "date": now.astimezone(UTC).date().isoformat(),
            "run": "quick" if is_quick else "full",
            "machine": on,
            "how": one.how,
            "figures": [figure.to_dict() for figure in one.figures],
        }
        for name, one in found.items()
    }


def save(new: Mapping[str, Any], path: Path = RESULTS) -> None:
    """Put each benchmark's results in place of its last; the others stay as they are."""
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
    merged = {**kept, **new}
    path.write_text(json.dumps(merged, indent=2, sort_keys=False) + "\n", "utf-8")
