"""The form that publishes a new survey: what was typed becomes its terms, or words to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext

from engage import publishing, times
from engage.publishing import Terms
from engage.web.session_form import NotClear, read_date

PRIVATE, ANONYMOUS = "private", "anonymous"
FIRST_BOX = {"opens": "opens-day", "closes": "closes-day", "kind": "kind-private"}
TYPED = (
    "kind",
    "word",
    "key",
    *(f"{d}-{part}" for d in ("opens", "closes") for part in ("day", "month", "year")),
)


@dataclass
class Filled:
    """The form as it was filled in: the terms and the address, or an error for each field."""

    key: str = ""
    terms: Terms | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Each error with the id of the box to go to, for the list at the top of the page."""
        return [(FIRST_BOX.get(name, name), said) for name, said in self.errors.items()]


def read(form: Mapping[str, str], *, now: datetime) -> Filled:
    """Read the whole form, so that everything to mend is said at once."""
    filled = Filled(key=form.get("key", "").strip())
    kind = form.get("kind", "")
    if kind not in (PRIVATE, ANONYMOUS):
        filled.errors["kind"] = gettext("Choose private or anonymous")
    opens = day_typed(form, "opens", filled.errors, today=times.today(now))
    closes = day_typed(form, "closes", filled.errors, today=times.today(now))
    if opens is not None and opens < times.today(now):
        filled.errors["opens"] = gettext("Choose an opening day that has not passed")
    if not filled.errors:
        filled.terms = Terms(
            anonymous=kind == ANONYMOUS,
            text_word=form.get("word", ""),
            opens_at=publishing.start_of(opens) if opens and opens > times.today(now) else None,
            closes_at=publishing.end_of(closes) if closes else None,
        )
    return filled


def day_typed(
    form: Mapping[str, str], name: str, errors: dict[str, str], *, today: date
) -> date | None:
    """The day in three boxes; None where they are empty, or with an error where it belongs."""
    parts = [" ".join(form.get(f"{name}-{part}", "").split()) for part in ("day", "month", "year")]
    if not any(parts):
        return None
    try:
        return read_date(*parts, today=today)
    except NotClear as problem:
        errors[name] = str(problem)
        return None


def day_shown(form: Mapping[str, str], name: str) -> tuple[str, str, str]:
    """The three boxes as they were typed, to show again."""
    day, month, year = (form.get(f"{name}-{part}", "") for part in ("day", "month", "year"))
    return day, month, year
