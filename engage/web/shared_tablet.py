"""What the session of a shared tablet knows: the survey it is for, and when it was last in use.

A tablet in a hostel goes from hand to hand. Whatever a person does on it, their language too, is
theirs alone and goes when they are done; what is left is that it is a tablet, and for which survey.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import session

from engage.models import Survey

TABLET = "tablet"
ALWAYS_THERE = frozenset({TABLET, "csrf_token"})
AWAY = timedelta(minutes=5)
"""After so long without a page being asked for, whoever is there may be somebody else."""


def is_on() -> bool:
    """Whether this device is a shared tablet."""
    return TABLET in session


def survey_key() -> str:
    """The survey that the tablet is handed over for."""
    return str(session[TABLET]["survey"])


def hand_over(survey: Survey) -> None:
    """Make this device a shared tablet, and forget all else that its session knew."""
    _only({TABLET: {"survey": survey.key, "seen": 0}})


def clear() -> None:
    """Forget everything of the person who has it; the tablet is for the next."""
    _only({TABLET: session[TABLET]})


def end() -> None:
    """From now on it is a device like any other."""
    session.pop(TABLET, None)


def is_in_use() -> bool:
    """Whether there is anything of a person to clear."""
    theirs = session.keys() - ALWAYS_THERE
    return any(not name.startswith("_") for name in theirs)  # those are the libraries' own


def seen(now: datetime) -> None:
    """Somebody asked for a page."""
    session[TABLET] = {**session[TABLET], "seen": int(now.timestamp())}


def is_left(now: datetime) -> bool:
    """Whether nobody has asked for a page for a while."""
    return now.timestamp() - session[TABLET]["seen"] > AWAY.total_seconds()


def _only(kept: dict[str, object]) -> None:
    """Nothing stays but this, and that a browser is to drop the cookie of a staff sign-in."""
    remembered = {name: what for name, what in session.items() if name == "_remember"}
    session.clear()
    session.update(remembered | kept)
