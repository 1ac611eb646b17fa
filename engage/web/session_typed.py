"""The whole form of a session: what was typed becomes a plan, or words about what to mend."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage import planning, pounds, run_sheets
from engage.models import Session
from engage.models.consultations import KNOWN_OR_NOT
from engage.planning import Details, Plan
from engage.reminder_times import USUAL, When, when_of
from engage.repeating import EVERY, Every
from engage.session_changes import Move
from engage.times import spoken_time
from engage.web.session_form import (
    NotClear,
    read_date,
    read_hours,
    read_link,
    read_places,
    read_reminders,
    read_time,
    said_when,
)

LENGTHS = {
    "title": 120,
    "place": 200,
    "address": 200,
    "link": 300,
    "getting_there": 400,
    "nearest_bus": 200,
    "peer_lead": 60,
    "pay_note": 400,
    "reminder_words": 300,
    "run_sheet": 8000,
    "consent_script": 8000,
}
IN_LINES = frozenset({"run_sheet", "consent_script", "reminders"})
IN_ORDER = (
    "title", "date", "starts", "ends", "until", "place", "address", "link", "getting_there",
    "nearest_bus", "capacity", "answer_hours", "peer_lead", "consultation", "pay", "pay_note",
    "reminders", "reminder_words", "run_sheet", "consent_script",
)  # fmt: skip
FIRST_BOX = {"date": "date-day", "until": "until-day"}
WRITTEN = (
    "getting_there", "nearest_bus", "peer_lead", "pay_note", "reminder_words", "run_sheet",
    "consent_script",
)  # fmt: skip
ABOUT_A_PLACE = ("getting_there", "nearest_bus")
KEPT = frozenset(LENGTHS) - {"reminder_words"}
"""The boxes that a session has by the same name."""
ONLINE, HOLDERS = "online", "facilitators[]"
MOST_POUNDS = 500
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a form may choose from, by id."""

    consultations: Collection[uuid.UUID] = ()
    staff: Collection[uuid.UUID] = ()
    surveys: Collection[uuid.UUID] = ()


@dataclass(frozen=True)
class Repeat:
    """How a session repeats: how often, and the last day there may be one."""

    every: Every
    until: date


@dataclass
class Filled:
    """A form as it was filled in: what it makes, or an error for each field to mend."""

    plan: Plan | None = None
    details: Details | None = None
    repeat: Repeat | None = None
    move: Move | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, reader: Callable[[], Value]) -> Value | None:
        """One field read, or its error kept."""
        try:
            return reader()
        except NotClear as problem:
            self.errors[name] = str(problem)
            return None

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Each error with the id of the box to go to, for the list at the top of the page."""
        found = sorted(self.errors, key=IN_ORDER.index)
        return [(FIRST_BOX.get(name, name), self.errors[name]) for name in found]


@dataclass(frozen=True)
class Place:
    """Where a session is: a place with its address, or online with a link."""

    place: str
    address: str = ""
    online: bool = False
    link: str = ""


def read(form: MultiDict[str, str], *, known: Known, today: date) -> Filled:
    """Read a form that plans a session, so that everything to mend is said at once."""
    filled = Filled()
    details = _details(filled, form, known)
    starts, ends = when(filled, form, today=today)
    where = place(filled, form)
    filled.repeat = _repeat(filled, form, today=today)
    if starts and ends and where and details and not filled.errors:
        given = vars(details) | vars(where)
        filled.plan = Plan(**given, starts_local=starts, ends_local=ends)
    return filled


def read_details(form: MultiDict[str, str], *, known: Known) -> Filled:
    """Read a form that changes what changes nobody's plans."""
    filled = Filled()
    details = _details(filled, form, known)
    filled.details = None if filled.errors else details
    return filled


def read_move(form: MultiDict[str, str], *, today: date) -> Filled:
    """Read a form that moves a session to another time or place."""
    filled = Filled()
    starts, ends = when(filled, form, today=today)
    where = place(filled, form)
    about = {name: filled.take(name, partial(_short, form, name)) for name in ABOUT_A_PLACE}
    if starts and ends and where and not filled.errors:
        filled.move = Move(
            starts_local=starts,
            ends_local=ends,
            **vars(where),
            getting_there=about["getting_there"] or "",
            nearest_bus=about["nearest_bus"] or "",
            step_free=known_or_not(form, "step_free"),
            quiet_room=known_or_not(form, "quiet_room"),
        )
    return filled


def when(
    filled: Filled, form: MultiDict[str, str], *, today: date
) -> tuple[datetime | None, datetime | None]:
    """The start and the end, from a day and two times."""
    day = filled.take("date", lambda: _date(form, "date", today=today))
    starts = filled.take("starts", lambda: read_time(typed(form, "starts")))
    ends = filled.take("ends", lambda: read_time(typed(form, "ends")))
    if day is None or starts is None or ends is None:
        return None, None
    return datetime.combine(day, starts), datetime.combine(day, ends)


def place(filled: Filled, form: MultiDict[str, str]) -> Place | None:
    """Where it is; a place without an address is asked for one, as nobody could find it."""
    if form.get("where") == ONLINE:
        link = filled.take("link", lambda: read_link(_short(form, "link")))
        return Place(gettext("Online"), online=True, link=link) if link else None
    name = filled.take(
        "place", lambda: _needed(form, "place", gettext("Write where the session is"))
    )
    address = filled.take(
        "address",
        lambda: _needed(
            form, "address", gettext("Write the address, with a postcode, so people can find it")
        ),
    )
    return Place(name, address) if name and address else None


def _details(filled: Filled, form: MultiDict[str, str], known: Known) -> Details | None:
    title = filled.take(
        "title", lambda: _needed(form, "title", gettext("Write what the session is called"))
    )
    capacity = filled.take("capacity", lambda: read_places(typed(form, "capacity")))
    written = {name: filled.take(name, partial(_short, form, name)) for name in WRITTEN}
    pay = filled.take("pay", lambda: _pay(typed(form, "pay")))
    hours = filled.take("answer_hours", lambda: read_hours(typed(form, "answer_hours")))
    reminders = filled.take("reminders", lambda: _reminders(form))
    if filled.errors or title is None or capacity is None:
        return None
    return Details(
        title=title,
        capacity=capacity,
        **{name: words or "" for name, words in written.items()},
        **{name: known_or_not(form, name) for name in ("step_free", "quiet_room")},
        pay_pence=pay,
        answer_hours=hours or planning.ANSWER_HOURS,
        reminders=reminders or (),
        facilitators=tuple(one for one in known.staff if str(one) in form.getlist(HOLDERS)),
        consultation_id=_one_of(known.consultations, form.get("consultation", "")),
        survey_id=_one_of(known.surveys, form.get("survey", "")),
        after_survey_id=_one_of(known.surveys, form.get("after_survey", "")),
    )


def _pay(said: str) -> int | None:
    """What each person is thanked with, in pence; nothing and nought are the same."""
    if not said:
        return None
    try:
        pence = pounds.read(said)
    except pounds.NotMoney:
        raise NotClear(gettext("Write the sum in pounds, such as 20 or 12.50")) from None
    if pence > MOST_POUNDS * 100:
        raise NotClear(gettext("That is over £%(most)s for each person", most=MOST_POUNDS))
    return pence or None


def _repeat(filled: Filled, form: MultiDict[str, str], *, today: date) -> Repeat | None:
    every = next((one for one in EVERY if one == form.get("every")), None)
    if every is None:
        return None
    until = filled.take("until", lambda: _date(form, "until", today=today))
    return Repeat(every, until) if until else None


def _date(form: MultiDict[str, str], name: str, *, today: date) -> date:
    day, month, year = (typed(form, f"{name}-{part}") for part in ("day", "month", "year"))
    if name == "until" and not (day or month or year):
        raise NotClear(gettext("Write the day it repeats until"))
    return read_date(day, month, year, today=today)


def _reminders(form: MultiDict[str, str]) -> tuple[When, ...]:
    """Those that are written; the usual ones where nothing was asked about them."""
    return read_reminders(typed(form, "reminders")) if "reminders" in form else USUAL


def typed(form: MultiDict[str, str], name: str) -> str:
    """What was typed in one box, without characters that cannot be seen."""
    lines = form.get(name, "").replace("\r\n", "\n").split("\n")
    tidied = [
        " ".join("".join(c if c.isprintable() else " " for c in one).split()) for one in lines
    ]
    return ("\n" if name in IN_LINES else " ").join(tidied).strip()


def _needed(form: MultiDict[str, str], name: str, ask: str) -> str:
    if not typed(form, name):
        raise NotClear(ask)
    return _short(form, name)


def _short(form: MultiDict[str, str], name: str) -> str:
    words, limit = typed(form, name), LENGTHS[name]
    if len(words) > limit:
        raise NotClear(
            gettext(
                "Make this shorter: %(limit)s letters or fewer. It has %(count)s now",
                limit=limit,
                count=len(words),
            )
        )
    return words


def known_or_not(form: MultiDict[str, str], name: str) -> str:
    """Yes, no, or that we do not know, which is also what nothing means."""
    said = form.get(name, "")
    return said if said in KNOWN_OR_NOT else "not_known"


def _one_of(known: Collection[uuid.UUID], said: str) -> uuid.UUID | None:
    return next((one for one in known if str(one) == said), None)


def blank(*, by: uuid.UUID, consultation: str = "") -> MultiDict[str, str]:
    """The form before anything is typed, with what is usual in it."""
    form = MultiDict(
        {
            "answer_hours": str(planning.ANSWER_HOURS),
            "reminders": "\n".join(map(said_when, USUAL)),
            "run_sheet": run_sheets.usual_run_sheet(),
            "consent_script": run_sheets.usual_consent_script(),
            "consultation": consultation,
        }
    )
    form.add(HOLDERS, str(by))
    return form


def of_session(session: Session, *, now: datetime) -> MultiDict[str, str]:
    """The form as it would have been typed for a session there is."""
    coming = planning.to_come(session, now=now)
    reminders = [said_when(when_of(one.due_local, session.starts_local)) for one in coming]
    form = MultiDict({name: getattr(session, name) or "" for name in KEPT})
    form.update(
        {
            "where": ONLINE if session.online else "venue",
            "capacity": str(session.capacity),
            "answer_hours": str(session.answer_hours),
            "pay": pounds.plain(session.pay_pence or 0).removesuffix(".00")
            if session.pay_pence
            else "",
            "step_free": session.step_free,
            "quiet_room": session.quiet_room,
            "consultation": str(session.consultation_id or ""),
            "survey": str(session.survey_id or ""),
            "after_survey": str(session.after_survey_id or ""),
            "reminders": "\n".join(reminders),
            "reminder_words": next((one.words for one in coming), ""),
            "run_sheet": run_sheets.run_sheet_of(session),
            "consent_script": run_sheets.consent_script_of(session),
            **_when_typed(session),
        }
    )
    form.setlist(HOLDERS, [str(one.id) for one in session.facilitators])
    return form


def _when_typed(session: Session) -> dict[str, str]:
    starts, ends = session.starts_local, session.ends_local
    return {
        "date-day": str(starts.day),
        "date-month": str(starts.month),
        "date-year": str(starts.year),
        "starts": spoken_time(starts),
        "ends": spoken_time(ends),
    }
