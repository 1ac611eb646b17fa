"""The form of a consultation: what was typed becomes a plan, or words about what to mend."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from flask_babel import gettext

from engage import pounds
from engage.consulting import DATES, Plan
from engage.models.consultations import LEVELS, MODES
from engage.models.surveys import MADE_GENERAL
from engage.web import made_general
from engage.web.consultation_words import labels, levels, modes
from engage.web.publishing_form import day_shown, day_typed

LENGTHS = {"title": 200, "purpose": 1000, "can_change": 1000, "involvement": 300, "decided_by": 200}
LONGEST = 4000
ONE_LINE = frozenset({"title", "decided_by"})
CHOICES = {"level": LEVELS, "mode": MODES, "made_general": MADE_GENERAL}
WORDS = tuple(
    one.name for one in fields(Plan) if one.name not in {*DATES, *CHOICES, "budget_pence"}
)
FIRST_BOX = {
    **{name: f"{name}-day" for name in DATES},
    **{name: f"{name}-{known[0]}" for name, known in CHOICES.items()},
    "budget_pence": "budget",
}
"""Where to go for a field that has more boxes than one, or is called otherwise on the page."""


@dataclass
class Filled:
    """A form as it was filled in: the plan it makes, or an error for each field to mend."""

    plan: Plan | None = None
    errors: dict[str, str] = field(default_factory=dict)


def summary(errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each error with the id of the box to go to, for the list at the top of the page."""
    return [(FIRST_BOX.get(name, name), said) for name, said in in_order(errors).items()]


def read(form: Mapping[str, str], *, before: Plan | None, today: date) -> Filled:
    """Read the whole form, so that everything to mend is said at once.

    A day that is as it was before is kept, even one from a year that is over.
    """
    errors: dict[str, str] = {}
    read: dict[str, Any] = {name: _words(name, form.get(name, ""), errors) for name in WORDS}
    read |= {name: _day(form, name, before, errors, today=today) for name in DATES}
    for name, known in CHOICES.items():
        read[name] = form.get(name, "")
        if read[name] not in known:
            errors[name] = gettext("Choose one")
    read["budget_pence"] = _budget(form.get("budget", ""), errors)
    if errors:
        return Filled(errors=errors)
    return Filled(Plan(**read))


def _budget(typed: str, errors: dict[str, str]) -> int | None:
    if not typed.strip():
        return None
    try:
        return pounds.read(typed)
    except pounds.NotMoney:
        most = pounds.MOST_PENCE // 100
        errors["budget_pence"] = gettext(
            "Write it in pounds, such as 1500 or 1,250.50. It can be up to £%(most)s",
            most=f"{most:,}",
        )
        return None


def in_order(errors: Mapping[str, str]) -> dict[str, str]:
    """Errors in the order of the boxes they are about."""
    names = [*labels(), *errors]
    called = {"budget": "budget_pence"}
    places = [called.get(name, name) for name in names]
    return {name: errors[name] for name in places if name in errors}


def _words(name: str, typed: str, errors: dict[str, str]) -> str:
    words = tidy(typed)
    if name in ONE_LINE:
        words = " ".join(words.split())
    limit = LENGTHS.get(name, LONGEST)
    if name == "title" and not words:
        errors[name] = gettext("Write what it is called")
    if len(words) > limit:
        errors[name] = gettext(
            "Make this shorter: %(limit)s letters or fewer. It has %(count)s now",
            limit=limit,
            count=len(words),
        )
    return words


def tidy(typed: str) -> str:
    """Lines as they were typed, without characters that cannot be seen."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    seen = ["".join(c if c.isprintable() else " " for c in line).rstrip() for line in lines]
    return "\n".join(seen).strip()


def _day(
    form: Mapping[str, str],
    name: str,
    before: Plan | None,
    errors: dict[str, str],
    *,
    today: date,
) -> date | None:
    was: date | None = getattr(before, name) if before else None
    if was and tuple(part.strip() for part in day_shown(form, name)) == _parts(was):
        return was
    return day_typed(form, name, errors, today=today)


def _parts(day: date | None) -> tuple[str, str, str]:
    return (str(day.day), str(day.month), str(day.year)) if day else ("", "", "")


def shown(plan: Plan) -> dict[str, str]:
    """A plan as it stands in the boxes of the form."""
    boxes = {name: str(getattr(plan, name)) for name in (*WORDS, *CHOICES)}
    budget = plan.budget_pence
    boxes["budget"] = "" if budget is None else pounds.plain(budget).removesuffix(".00")
    for name in DATES:
        for part, value in zip(("day", "month", "year"), _parts(getattr(plan, name)), strict=True):
            boxes[f"{name}-{part}"] = value
    return boxes


def in_words(boxes: Mapping[str, str]) -> dict[str, str]:
    """What stands in the boxes, to read: a day in one line, a choice by its name."""
    read = {name: tidy(boxes.get(name, "")) for name in (*WORDS, "budget")}
    for name in DATES:
        read[name] = " ".join(day_shown(boxes, name)).strip()
    called = {"level": levels(), "mode": modes(), "made_general": made_general.levels()}
    for name, known in called.items():
        read[name] = known.get(boxes.get(name, ""), ("", ""))[0]
    return read


def mark_of(plan: Plan) -> str:
    """A short mark of a plan as it is: another when anything in it is."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()[:16]


def changed_under(form: Mapping[str, str], stored: Plan) -> bool:
    """Whether somebody else changed it since this form was opened."""
    return form.get("seen", "") != mark_of(stored)
