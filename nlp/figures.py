"""The figures of the anonymiser as they are kept beside it, for whoever wants to know them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from nlp import version
from nlp.evaluation import Detection, Share

FILE = Path(__file__).parent / "data" / "anonymise_figures.json"

Shares = Mapping[str, Share]


@dataclass(frozen=True)
class Figures:
    """How the anonymiser did on so many messages that it was never tuned on, and when.

    `version` says which anonymiser that was; `by_origin` is the recall of names of each origin.
    """

    measured_on: date
    version: str
    messages: int
    recall: Shares
    precision: Shares
    direct_recall: Share
    direct_precision: Share
    structured_recall: Share
    structured_precision: Share
    leaks: Share
    over_redaction: Share
    by_origin: Shares = field(default_factory=dict)


def of(scored: Detection, messages: int, by_origin: Shares | None = None, *, on: date) -> Figures:
    """The figures of a measuring made that day with the anonymiser in use."""
    return Figures(
        on,
        version.in_use().short,
        messages,
        scored.recall,
        scored.precision,
        scored.direct_recall,
        scored.direct_precision,
        scored.structured_recall,
        scored.structured_precision,
        scored.leaks,
        scored.over_redaction,
        by_origin or {},
    )


def write(figures: Figures, path: Path = FILE) -> None:
    """Keep the figures in a file."""
    lines = [f"{json.dumps(name)}: {json.dumps(one)}" for name, one in as_plain(figures).items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def read(path: Path = FILE) -> Figures | None:
    """The figures in a file, or None where there is none."""
    if not path.is_file():
        return None
    return from_plain(json.loads(path.read_text(encoding="utf-8")))


def as_plain(figures: Figures) -> dict[str, Any]:
    """Figures as JSON has them, each share with its interval."""
    plain = {name: _plain(value) for name, value in vars(figures).items()}
    return {**plain, "measured_on": figures.measured_on.isoformat()}


def from_plain(plain: Mapping[str, Any]) -> Figures:
    """Figures as they were before they became JSON."""
    given = {name: _share(value) for name, value in plain.items()}
    return Figures(**{**given, "measured_on": date.fromisoformat(plain["measured_on"])})


def _plain(value: Any) -> Any:
    if isinstance(value, Share):
        low, high = value.interval
        return {
            "of": value.of,
            "hits": value.hits,
            "value": round(value.value, 4),
            "low": round(low, 4),
            "high": round(high, 4),
        }
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return value


def _share(value: Any) -> Any:
    if isinstance(value, dict) and "hits" in value:
        return Share(value["of"], value["hits"])
    if isinstance(value, dict):
        return {name: _share(one) for name, one in value.items()}
    return value
