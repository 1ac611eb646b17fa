"""Publishing a frozen summary, which takes two people: one asks, another publishes or says no.

Whatever two people press at once is decided by the row of the draft; what goes out is what the
second person saw, to the last word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from engage import audit, codebook_proposing, passages, summaries, summary_checks, summary_drafts
from engage.extensions import db
from engage.models import DraftQuote, Staff, Statement, Summary, SummaryDraft, Survey
from engage.models.summary_drafts import PUBLISHED, SENT_BACK, TAKEN_BACK
from engage.summary_drafts import NotAsSeen, NotTheirs

LONGEST_REASON = 1000
ASKED, OUT, BACK, TOOK = (
    "asked for a summary to be published",
    "published a summary",
    "sent a summary back",
    "took a summary back",
)


class InTheWay(Exception):
    """Something in it could point at somebody, or whoever wants it may not see all of it yet."""


class NoReason(Exception):
    """It is sent back without a reason that can be kept; the message says what to do."""


@dataclass(frozen=True)
class Told:
    """One draft as its history tells it; a name is "" for somebody who has left."""

    draft: SummaryDraft
    frozen_by: str
    ended_by: str


def history(survey: Survey) -> list[Told]:
    """What became of every draft of a survey, the newest first."""
    names = {one.id: one.name for one in db.session.scalars(select(Staff))}
    return [
        Told(
            one,
            names.get(one.frozen_by, "") if one.frozen_by else "",
            names.get(one.ended_by, "") if one.ended_by else "",
        )
        for one in summary_drafts.every(survey)
    ]


def ask(draft: SummaryDraft, *, seen: str, by: Staff, now: datetime) -> None:
    """Ask for a draft to be published; to ask again changes nothing.

    Raises Over, NotTheirs, NotAsSeen or InTheWay.
    """
    summary_drafts.take_turn(draft)
    if draft.frozen_by != by.id:
        raise NotTheirs
    if draft.asked_at is not None:
        return
    _look(draft, seen, by)
    draft.asked_at = now
    audit.note(ASKED, draft.id, by=by.id, now=now)
    db.session.flush()


def publish(draft: SummaryDraft, *, seen: str, by: Staff, now: datetime) -> Summary:
    """Publish a draft that somebody else asked for, as it was seen.

    Raises Over, NotTheirs, NotAsSeen or InTheWay.
    """
    summary_drafts.take_turn(draft)
    if draft.frozen_by == by.id:
        raise NotTheirs
    if draft.asked_at is None:
        raise NotAsSeen
    _hold_quotes(draft)
    survey = _look(draft, seen, by)
    summary = summaries.publish(survey, summary_drafts.shown(draft), now=now)
    draft.version, draft.content = summary.version, None
    _end(draft, PUBLISHED, OUT, by, now)
    return summary


def send_back(draft: SummaryDraft, reason: str, *, seen: str, by: Staff, now: datetime) -> None:
    """Send somebody else's draft back, saying why.

    Raises Over, NotTheirs, NotAsSeen or NoReason.
    """
    summary_drafts.take_turn(draft)
    if draft.frozen_by == by.id:
        raise NotTheirs
    if seen != summary_drafts.mark(draft):
        raise NotAsSeen
    missing = "Say why, so that it can be put right"
    if problem := codebook_proposing.not_fit(reason, missing, LONGEST_REASON):
        raise NoReason(problem)
    draft.reason = reason.strip()
    _end(draft, SENT_BACK, BACK, by, now)


def take_back(draft: SummaryDraft, *, by: Staff, now: datetime) -> None:
    """Take one's own draft back. Raises Over or NotTheirs."""
    summary_drafts.take_turn(draft)
    if draft.frozen_by != by.id:
        raise NotTheirs
    _end(draft, TAKEN_BACK, TOOK, by, now)


def _hold_quotes(draft: SummaryDraft) -> None:
    """Have every quoted statement to ourselves, so that whoever puts one right comes before or
    after: then the published version is there to be put right with it."""
    for statement_id in summary_drafts.statements_in(draft):
        statement = db.session.get(Statement, statement_id)
        if statement is not None:
            passages.take_turn(statement)


def _look(draft: SummaryDraft, seen: str, by: Staff) -> Survey:
    """See that a draft is as it was seen, and that nothing is in its way."""
    survey = db.session.get_one(Survey, draft.survey_id)
    if seen != summary_drafts.mark(draft):
        raise NotAsSeen
    hidden = summary_drafts.is_hidden_from(draft, by)
    if hidden or summary_checks.in_the_way(survey, summary_drafts.shown(draft)):
        raise InTheWay
    return survey


def _end(draft: SummaryDraft, ending: str, what: str, by: Staff, now: datetime) -> None:
    draft.ending, draft.ended_by, draft.ended_at = ending, by.id, now
    db.session.execute(delete(DraftQuote).where(DraftQuote.draft_id == draft.id))
    audit.note(what, draft.id, by=by.id, now=now)
    db.session.flush()
