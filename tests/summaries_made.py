"""Summaries on their way out, for tests to start from: a survey with a quote, frozen, asked for."""

from __future__ import annotations

from engage import summary_drafts, summary_publishing, times
from engage.extensions import db
from engage.models import Staff, Summary, SummaryDraft, Survey
from engage.summaries import Themed
from engage.summary_words import Written
from tests.factories import a_survey
from tests.replied import a_response, responses

NOW = times.now()
WRITTEN = Written("What people told us", "For the task force", ("Locks matter.",), ("With care.",))
QUOTE = "I slept by the door"


def a_told_survey(reader: Staff) -> Survey:
    """A survey nine people answered about locks, one of them in words that were released."""
    found = a_survey()
    responses(found, 8, said="no lock", codes=["safety"])
    a_response(
        found,
        said=QUOTE,
        codes=["safety"],
        released_by=reader.id,
        use_of_words="quote_with_area",
    )
    db.session.commit()
    return found


def frozen(
    survey: Survey, by: Staff, written: Written = WRITTEN, *, seen: str = ""
) -> SummaryDraft:
    """A draft that somebody froze; committed."""
    draft = summary_drafts.freeze(survey, written, by=by, now=NOW, seen=seen)
    db.session.commit()
    return draft


def an_asked_one(survey: Survey, by: Staff, written: Written = WRITTEN) -> SummaryDraft:
    """A draft that waits for a second person; committed."""
    draft = frozen(survey, by, written)
    summary_publishing.ask(draft, seen=summary_drafts.mark(draft), by=by, now=NOW)
    db.session.commit()
    return draft


def published(draft: SummaryDraft, by: Staff) -> Summary:
    """What a second person published; committed."""
    seen = summary_drafts.mark(draft)
    summary = summary_publishing.publish(draft, seen=seen, by=by, now=NOW)
    db.session.commit()
    return summary


def quoted(themed: Themed) -> list[str]:
    """The words that a summary quotes."""
    return [quote.text for theme in themed.themes for quote in theme.quotes]
