"""What people wrote in the example's replies, to measure with: made up, but of real lengths."""

from __future__ import annotations

import json
from functools import cache

import yaml

from engage.config import ROOT

EXAMPLE = ROOT / "engage" / "example"


@cache
def replies() -> tuple[tuple[str, str], ...]:
    """Each reply in words, with the wording of the question it answers."""
    found = []
    for path in sorted((EXAMPLE / "replies").glob("*.jsonl")):
        survey = yaml.safe_load((EXAMPLE / "surveys" / f"{path.stem}.yaml").read_text("utf-8"))
        asked = {q["key"]: q["wording"] for q in survey["questions"] if q["kind"] == "free_text"}
        for line in path.read_text("utf-8").splitlines():
            answers = json.loads(line)["answers"]
            found += [(answers[key], asked[key]) for key in asked if answers.get(key)]
    return tuple(found)


def free_words() -> list[str]:
    """The words alone."""
    return [said for said, _ in replies()]
