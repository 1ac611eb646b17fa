"""What people are told about a session by text, each text wholly in the language they read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from babel.dates import format_date, format_time

from engage.extensions import settings
from engage.models import Invitation, Session
from engage.times import local, spoken_date, spoken_time
from engage.venues import to_find_it
from surveys.lexicon import DEFAULT_LANGUAGE, is_ready
from surveys.wording import Sentence, say, segments

HOW_TO_FIND_IT = frozenset(
    {Sentence.SESSION_YES, Sentence.SESSION_YES_NEEDS, Sentence.SESSION_REMINDER}
)
"""What goes to people with a place. A reminder is left without an address that makes it longer
than one text was, as the address came with their place."""
NO_LONGER = (Sentence.SESSION_CANCELLED, Sentence.SESSION_IS_OFF)
"""What says of a session that it is not on any more."""
DAYS_BY_NAME = timedelta(days=6)
"""Within these the name of a day says which one is meant."""


def when(session: Session, language: str = DEFAULT_LANGUAGE) -> str:
    """When a session is, as people say it: Tuesday 3 March at 2pm."""
    return _moment(session.starts_local, language)


def _moment(starts: datetime, language: str) -> str:
    if language == DEFAULT_LANGUAGE or not is_ready(language):
        return f"{spoken_date(starts.date())} at {spoken_time(starts)}"
    return f"{_day(starts, language)}, {format_time(starts.time(), 'H:mm', locale=language)}"


def _day(starts: datetime, language: str) -> str:
    """The day of a session: Tuesday 3 March."""
    if language == DEFAULT_LANGUAGE or not is_ready(language):
        return spoken_date(starts.date())
    return format_date(starts.date(), "EEEE d MMMM", locale=language)


def listed(sessions: Mapping[int, Session], *, language: str = DEFAULT_LANGUAGE) -> str:
    """Several sessions, each on a line with its number, when it is, and where."""
    return "\n".join(
        say(
            Sentence.OPTION,
            language=language,
            number=number,
            label=f"{one.title}, {when(one, language)}, {one.place}",
        )
        for number, one in sessions.items()
    )


def by(moment: datetime, language: str = DEFAULT_LANGUAGE, *, now: datetime) -> str:
    """Until when people may answer, as they say it: Tuesday 5pm, or with the date when far off."""
    wall = local(moment)
    near = moment - now < DAYS_BY_NAME
    if language == DEFAULT_LANGUAGE or not is_ready(language):
        day = f"{wall:%A}" if near else spoken_date(wall.date())
        return f"{day} {spoken_time(wall)}"
    day = format_date(wall.date(), "EEEE" if near else "EEEE d MMMM", locale=language)
    return f"{day}, {format_time(wall.time(), 'H:mm', locale=language)}"


def told(invitation: Invitation, sentence: Sentence, **fields: object) -> str:
    """One fixed sentence about a session in the language of somebody who was asked to it.

    What is off or has moved is called by the day that they last heard of.
    """
    session, language = invitation.session, invitation.person.language
    heard = invitation.heard_local or session.starts_local
    if sentence in NO_LONGER:
        fields = {**fields, "when": _moment(heard, language)}
    return words(sentence, session, language=language, was=_day(heard, language), **fields)


def words(
    sentence: Sentence,
    session: Session,
    *,
    language: str = DEFAULT_LANGUAGE,
    **fields: object,
) -> str:
    """One fixed sentence about a session; whoever has a place is told how to find it."""

    def said(place: str) -> str:
        known = {
            "sender": settings().sender_name,
            "title": session.title,
            "when": when(session, language),
        }
        return say(sentence, language=language, place=place, **known | fields)

    if sentence not in HOW_TO_FIND_IT:
        return said(session.place)
    short, full = said(session.place), said(to_find_it(session))
    is_dearer = segments(full).count > segments(short).count
    is_known = sentence is Sentence.SESSION_REMINDER and not session.online
    return short if is_dearer and is_known else full
