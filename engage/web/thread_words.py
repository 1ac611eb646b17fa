"""Words for the shared inbox: who somebody is, why they wait, and what each text was."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from flask_babel import format_date, format_timedelta, gettext

from engage import times
from engage.inbox import Caller
from engage.models.people import BOROUGHS
from engage.stories import Line, Place
from engage.web.not_sent import why_not_sent


def register(app: Flask) -> None:
    """Give templates these words as filters."""
    app.jinja_env.filters.update(
        named=named,
        why_waiting=why_waiting,
        when=when,
        ago=ago,
        label=label,
        fate=fate,
    )


def named(caller: Caller) -> str:
    """A first name, or a nickname that is not the number."""
    if caller.first_name:
        return caller.first_name
    if not caller.is_known:
        return str(gettext("Unknown phone %(code)s", code=caller.code))
    if caller.borough in BOROUGHS:
        area = BOROUGHS[caller.borough]
        return str(gettext("Someone in %(area)s (%(code)s)", area=area, code=caller.code))
    return str(gettext("Someone (%(code)s)", code=caller.code))


def why_waiting(why: str | None) -> str:
    """Why a person is needed, in words."""
    words = {
        "alert": gettext("May be in danger"),
        "callback": gettext("Asked us to ring them"),
        "ring": gettext("Ring them: their session is off or has moved"),
        "wrong_number": gettext("Says we have the wrong number"),
        "staff_review": gettext("A person should read this"),
        "undelivered": gettext("A text did not reach them"),
        "unknown": gettext("A number we do not know"),
        "late": gettext("Came after it was over"),
        "other": gettext("Not an answer to what we asked"),
    }
    return str(words.get(why or "", ""))


def when(moment: datetime) -> str:
    """A day and time as people say it: today at 4:15pm."""
    wall, today = times.local(moment), times.today(times.now())
    clock = times.spoken_time(wall)
    days = (wall.date() - today).days
    near = {
        0: gettext("Today, %(time)s", time=clock),
        -1: gettext("Yesterday, %(time)s", time=clock),
        1: gettext("Tomorrow, %(time)s", time=clock),
    }
    if days in near:
        return str(near[days])
    return f"{format_date(wall.date(), 'EEEE d MMMM')}, {clock}"


def ago(moment: datetime) -> str:
    """How long since then: 2 hours."""
    return str(format_timedelta(times.now() - moment, threshold=1.5))


def label(line: Line) -> str:
    """What one text was, in words."""
    return _ours(line) if line.ours else _theirs(line)


def _theirs(line: Line) -> str:
    if line.what == "just_came":
        return str(gettext("A text has just come. We are reading it."))
    if line.place:
        return _about_a_survey(line.what, line.place)
    words = {
        "opt_out": gettext("Asked us to stop all texts"),
        "opt_in": gettext("Asked for our texts again"),
        "help": gettext("Asked for help"),
        "identify": gettext("Asked who we are"),
        "later": gettext("Asked to do it later"),
        "safeguard": gettext("May be in danger"),
        "answer": gettext("Answered an invitation"),
        "clarify": gettext("We did not follow this, and asked again"),
        "stopped": gettext("Texted after asking us to stop"),
        "ignore": gettext("The same words once more"),
    }
    return str(words.get(line.what) or why_waiting(line.what) or gettext("Text"))


def _about_a_survey(what: str, place: Place) -> str:
    values = {"number": place.number, "total": place.total, "survey": place.survey}
    if not place.number:
        words = {
            "opt_out": gettext("Asked us to stop all texts"),
            "help": gettext("Asked for help, in “%(survey)s”", **values),
            "later": gettext("Asked to do “%(survey)s” later", **values),
            "ignore": gettext("The same words once more, in “%(survey)s”", **values),
        }
        return str(words.get(what) or gettext("Replied in “%(survey)s”", **values))
    words = {
        "skip": gettext("Skipped question %(number)s of %(total)s, “%(survey)s”", **values),
        "clarify": gettext(
            "At question %(number)s of %(total)s, “%(survey)s”: we did not follow, and asked again",
            **values,
        ),
        "late": gettext("Came back to question %(number)s of %(total)s, “%(survey)s”", **values),
        "opt_out": gettext("Asked us to stop all texts"),
    }
    answered = gettext("Answered question %(number)s of %(total)s, “%(survey)s”", **values)
    return str(words.get(what) or answered)


def _ours(line: Line) -> str:
    if line.what == "staff":
        return str(gettext("Written by %(name)s", name=line.by or gettext("a colleague")))
    if line.place and line.place.number:
        return str(
            gettext(
                "We asked question %(number)s of %(total)s, “%(survey)s”",
                number=line.place.number,
                total=line.place.total,
                survey=line.place.survey,
            )
        )
    kind = kind_in_words(line.what)
    return f"{kind}, “{line.place.survey}”" if line.place else kind


def kind_in_words(kind: str) -> str:
    """What kind of text ours was."""
    words = {
        "staff": gettext("Written by staff"),
        "invitation": gettext("Invitation"),
        "reply": gettext("Automatic reply"),
        "session_reply": gettext("Automatic reply about a session"),
        "reminder": gettext("Reminder"),
        "nudge": gettext("A gentle reminder"),
        "help": gettext("Help"),
        "stop_confirmation": gettext("We said that texts have stopped"),
        "start_confirmation": gettext("We said that texts start again"),
        "what_you_said": gettext("What they told us, sent back to them"),
        "web_link": gettext("A link to carry on on the web"),
        "signpost": gettext("Helplines"),
        "notice": gettext("News of a session"),
        "offer": gettext("A free place at a session"),
        "answer_wanted": gettext("A reminder that an answer is wanted"),
        "moved": gettext("News that a session has moved"),
        "question": gettext("A question"),
        "thanks": gettext("Thanks at the end"),
        "held": gettext("We said that a person will read it"),
        "will_read": gettext("We said that a person will read it"),
        "wrong_number": gettext("We said sorry for a wrong number"),
        "restored": gettext("Sent before the data was put back"),
        "on_call": gettext("Word that an alert waits"),
    }
    return str(words.get(kind) or gettext("Automatic text"))


def fate(line: Line) -> str:
    """How far a text of ours has got, in words."""
    if line.state == "queued" and line.goes_at and line.goes_at > times.now():
        return str(gettext("Goes %(when)s", when=when(line.goes_at)))
    if line.state in ("undelivered", "refused", "parked"):
        return why_not_sent(line.state, line.code)
    words = {
        "queued": gettext("Waiting to go"),
        "claimed": gettext("On its way"),
        "sending": gettext("On its way"),
        "unknown": gettext("We are finding out if it went"),
        "accepted": gettext("Sent"),
        "sent": gettext("Sent"),
        "delivered": gettext("Arrived"),
        "suppressed": gettext("Not sent: called off, or they have stopped texts"),
        "expired": gettext("Not sent: it was too late to be of use"),
    }
    return str(words.get(line.state, ""))
