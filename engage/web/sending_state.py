"""Whether texts leave, and how long the oldest has waited: at the top of every inbox page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import format_timedelta, gettext

from engage import counting, sender, times, undelivered
from engage.web.access import may

LATE = timedelta(minutes=15)


@dataclass(frozen=True)
class SendingState:
    """What to show: how long the oldest text waits, and why none leave when none do."""

    waited: str
    is_late: bool
    paused: str
    was_restored: bool
    may_resume: bool
    not_sent: int


def state_of_sending() -> SendingState:
    """How sending is, now."""
    now = times.now()
    waited = counting.oldest_waiting(now=now)
    standing = sender.state()
    return SendingState(
        waited=format_timedelta(waited) if waited is not None else "",
        is_late=waited is not None and waited > LATE,
        paused=_why_paused(standing.because) if standing.paused_at else "",
        was_restored=standing.because == "restored",
        may_resume=may(),
        not_sent=undelivered.how_many(now=now),
    )


def _why_paused(because: str | None) -> str:
    words = {
        "restored": gettext(
            "No texts are going out. The data was put back from a copy, so a person first checks "
            "that nobody would be texted twice."
        ),
        "account": gettext(
            "No texts are going out. The phone company does not take them just now: our account "
            "or its settings need a look."
        ),
        "person": gettext("No texts are going out. Somebody here paused them."),
    }
    return str(words.get(because or "") or gettext("No texts are going out just now."))
