"""What people are told about a session by text, each text wholly in the language they read."""

from __future__ import annotations

from babel.dates import format_date, format_time

from engage.extensions import settings
from engage.models import Session
from engage.times import spoken_date, spoken_time
from surveys.lexicon import DEFAULT_LANGUAGE, is_ready
from surveys.wording import Sentence, say


def when(session: Session, language: str = DEFAULT_LANGUAGE) -> str:
    """When a session is, as people say it: Tuesday 3 March at 2pm."""
    starts = session.starts_local
    if language == DEFAULT_LANGUAGE or not is_ready(language):
        return f"{spoken_date(starts.date())} at {spoken_time(starts)}"
    day = format_date(starts.date(), "EEEE d MMMM", locale=language)
    return f"{day}, {format_time(starts.time(), 'H:mm', locale=language)}"


def words(sentence: Sentence, session: Session, *, language: str = DEFAULT_LANGUAGE) -> str:
    """One fixed sentence about a session."""
    return say(
        sentence,
        language=language,
        sender=settings().sender_name,
        title=session.title,
        when=when(session, language),
        place=session.place,
    )
