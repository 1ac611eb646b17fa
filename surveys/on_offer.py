"""What can be picked in a question that is being written, and what to call it: right or not."""

from collections.abc import Mapping, Sequence
from typing import Any

from surveys import piping
from surveys.questions import KINDS, Consent, YesNo

MOST_POINTS = 11
LONGEST_NAME = 60
SCALE_LOW, SCALE_HIGH = 1, 5


def name_of(question: Mapping[str, Any], longest: int = LONGEST_NAME) -> str:
    """What to call a question among others: its wording, cut short, with no question mark."""
    wording = piping.filled(words(question, "wording"), lambda _: None)
    name = " ".join(wording.split()).rstrip("?").strip()
    return name if len(name) <= longest else f"{name[:longest].rsplit(' ', 1)[0]}…"


def words(question: Mapping[str, Any], field: str) -> str:
    """The words in a field, or none where it holds something else."""
    value = question.get(field)
    return value if isinstance(value, str) else ""


def whole_number(question: Mapping[str, Any], field: str, otherwise: int | None) -> int | None:
    """The whole number in a field; `otherwise` where it is left out, None where it is not one."""
    value = question.get(field, otherwise)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def answers(question: Mapping[str, Any]) -> Sequence[tuple[str | int, str]]:
    """Each value that can be picked, with its label; none where people write the answer."""
    kind = question.get("kind")
    if kind in ("pick_one", "pick_several"):
        return [(words(one, "value"), words(one, "label")) for one in options(question)]
    if kind == "scale":
        return points(question)
    if kind in (YesNo.kind, Consent.kind):
        asked = KINDS[kind](key="q", wording="?", about=words(question, "about") or None)
        return [(value, label) for value, label in asked.on_offer() if isinstance(value, str)]
    return []


def options(question: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The options of a question, as they are written."""
    listed = question.get("options")
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def labels(question: Mapping[str, Any]) -> Sequence[str]:
    """The words of each point of a scale, as they are written."""
    listed = question.get("labels")
    return (
        [one if isinstance(one, str) else "" for one in listed] if isinstance(listed, list) else []
    )


def points(question: Mapping[str, Any]) -> Sequence[tuple[int, str]]:
    """Each point of a scale with its number and words; none where it has no sensible ends."""
    low = whole_number(question, "low", SCALE_LOW)
    high = whole_number(question, "high", SCALE_HIGH)
    if low is None or high is None or not 1 < high - low + 1 <= MOST_POINTS:
        return []
    said = dict(enumerate(labels(question), low))
    ends = {low: words(question, "low_label"), high: words(question, "high_label")}
    named = ((n, said.get(n) or ends.get(n, "")) for n in range(low, high + 1))
    return [(n, f"{n} ({label})" if label else str(n)) for n, label in named]
