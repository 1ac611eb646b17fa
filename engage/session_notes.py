"""Notes of a session, by theme and not by name: handed in, looked through, and saved as answers.

What is typed is looked through for personal details by a worker before anything is saved: until
then it waits, sealed, in `NotesInHand`. What is saved goes the way of every answer in words, one
response a line, with how many people said it or agreed.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError

from engage.answering import start
from engage.extensions import db, nudge
from engage.models import (
    Answer,
    Consultation,
    Invitation,
    NotesInHand,
    Response,
    Session,
    Survey,
    SurveyVersion,
)
from engage.models.consultations import CAME
from engage.places import take_turn
from engage.publishing import LONGEST_TITLE
from engage.scripts import language_of
from surveys.loading import from_dict
from surveys.questionnaire import Questionnaire
from surveys.questions import FreeText, Question
from surveys.tongue import guess

KEY = "said-at-sessions"
MOST_LINES = 200
LONGEST_LINE = 1000
TITLE = "What people said at sessions"
ASKED = (
    ("good", "What is good?"),
    ("hard", "What is hard?"),
    ("change", "What should change?"),
    ("other", "What else was said?"),
)


@dataclass(frozen=True)
class Line:
    """One statement: the question it goes with, and how many people said it or agreed.

    `asked` is how the question was worded when it was typed; nothing where that is not known.
    """

    question: str
    said: str
    people: int
    asked: str = ""


class AlreadySaved(Exception):
    """These notes are saved, or were thrown away, and are no longer in hand."""


class NotLookedThrough(Exception):
    """No worker has looked these notes through yet, so they cannot be saved."""


class NotAsked(Exception):
    """Some of these lines stand under a question that is asked no more."""


def survey_of(session: Session) -> Survey | None:
    """The survey whose questions are the themes: the session's, if it asks any in own words.

    Else it is a small closed one of the consultation; None until notes are first saved to it.
    """
    if session.survey_id is not None:
        survey = db.session.get(Survey, session.survey_id)
        if survey is not None and themes(survey.latest.questionnaire):
            return survey
    return db.session.scalar(select(Survey).where(Survey.key == _key(session.consultation)))


def asked_at(session: Session) -> list[Question]:
    """The themes of a session's notes."""
    survey = survey_of(session)
    return themes(survey.latest.questionnaire if survey else _asked(session.consultation))


def themes(asked: Questionnaire) -> list[Question]:
    """The questions that people answer in their own words, as they are worded for anybody."""
    return [asked.filled(one, {}) for one in asked.questions if isinstance(one, FreeText)]


def is_asked(line: Line, asked: Iterable[Question]) -> bool:
    """Whether the question a line was typed under is among these, in the same words.

    A browser sends the end of a line otherwise than it was given it.
    """
    was = line.asked.split()
    return any(
        one.key == line.question and (not was or was == one.wording.split()) for one in asked
    )


def _key(consultation: Consultation | None) -> str:
    return f"{KEY}-{consultation.id.hex[:12]}" if consultation else KEY


def _title(consultation: Consultation | None) -> str:
    return f"{TITLE}: {consultation.title}"[:LONGEST_TITLE] if consultation else TITLE


def _asked(consultation: Consultation | None) -> Questionnaire:
    return from_dict(
        {
            "key": _key(consultation),
            "title": _title(consultation),
            "purpose": "Notes of sessions: what people said, by theme and not by name.",
            "thanks": "Thank you.",
            "questions": [
                {"key": name, "kind": "free_text", "wording": wording} for name, wording in ASKED
            ],
        }
    )


def _made_for(session: Session, *, now: datetime) -> Survey:
    """The small survey of notes, made by whoever is first; closed, so that nobody else answers."""
    about = session.consultation
    asked = _asked(about)
    survey = Survey(
        id=uuid.uuid4(),
        key=asked.key,
        title=asked.title,
        anonymous=True,
        opens_at=now - timedelta(seconds=1),
        closes_at=now,
        consultation_id=about.id if about else None,
        versions=[SurveyVersion(number=1, definition=asked.to_dict(), published_at=now)],
    )
    try:
        with db.session.begin_nested():
            db.session.add(survey)
        return survey
    except IntegrityError:
        return db.session.scalars(select(Survey).where(Survey.key == asked.key)).one()


def most_people(session: Session) -> int:
    """The largest number that can stand behind one line: those who are here, or the places."""
    came = db.session.scalar(
        select(func.count())
        .select_from(Invitation)
        .where(Invitation.session_id == session.id, Invitation.attended.in_(CAME))
    )
    return max(came or 0, session.capacity)


def hand_in(
    session: Session,
    form_id: uuid.UUID,
    lines: Sequence[Line],
    *,
    by: uuid.UUID,
    now: datetime,
) -> NotesInHand:
    """Take notes in, to be looked through; the same page again takes the place of what it said.

    Lines of the page that are saved by now are left out; raises AlreadySaved where all are.
    """
    take_turn(session)
    kept = _are_kept(form_id, lines)
    typed = [asdict(line) for line, is_kept in zip(lines, kept, strict=True) if not is_kept]
    if not typed:
        raise AlreadySaved
    notes = db.session.get(NotesInHand, form_id, populate_existing=True)
    if notes is None:
        notes = NotesInHand(id=form_id, session_id=session.id, lines=typed, handed_in_at=now)
        db.session.add(notes)
    elif notes.lines == typed:
        return notes
    notes.lines, notes.found, notes.state = typed, None, "waiting"
    notes.handed_in_at, notes.handed_in_by = now, by
    notes.lease_until, notes.attempts = None, 0
    db.session.flush()
    nudge("notes.look", str(notes.id))
    return notes


def _response_ids(form_id: uuid.UUID, lines: Sequence[Line]) -> list[uuid.UUID]:
    """The id of each line: the same page and words always have the same, and nobody can tell the
    words from it, for the id of the page is kept nowhere once they are saved."""
    seen: Counter[str] = Counter()
    ids = []
    for line in lines:
        name = f"{line.question}:{line.said}"
        seen[name] += 1
        ids.append(uuid.uuid5(form_id, f"{seen[name]}:{name}"))
    return ids


def _are_kept(form_id: uuid.UUID, lines: Sequence[Line]) -> list[bool]:
    """Which of the lines of a page are saved."""
    ids = _response_ids(form_id, lines)
    there = set(db.session.scalars(select(Response.id).where(Response.id.in_(ids))))
    return [one in there for one in ids]


def lines_of(notes: NotesInHand) -> list[Line]:
    """The lines as they were typed."""
    return [Line(**line) for line in notes.lines]


def strays(session: Session, notes: NotesInHand) -> bool:
    """Whether any line stands under a question that is asked no more."""
    asked = asked_at(session)
    return not all(is_asked(line, asked) for line in lines_of(notes))


def in_hand(session: Session) -> list[NotesInHand]:
    """Notes of a session that were handed in and not saved, oldest first."""
    waiting = select(NotesInHand).where(NotesInHand.session_id == session.id)
    return list(db.session.scalars(waiting.order_by(NotesInHand.handed_in_at)))


Marked = tuple[tuple[str, str], ...]
"""A line in parts: words with what would stand in their place, or with nothing."""


def marked(notes: NotesInHand) -> list[tuple[Line, Marked]]:
    """Each line that has something to take out, in parts."""
    found = notes.found or []
    both = zip(lines_of(notes), found, strict=False)
    return [(line, tuple(_parts(line.said, spans))) for line, spans in both if spans]


def _parts(said: str, spans: Iterable[Sequence[int | str]]) -> Iterable[tuple[str, str]]:
    at = 0
    for start_at, end_at, instead in spans:
        yield said[at : int(start_at)], ""
        yield said[int(start_at) : int(end_at)], str(instead)
        at = int(end_at)
    yield said[at:], ""


def without_details(notes: NotesInHand) -> list[Line]:
    """The lines with what was found taken out."""
    found = notes.found or []
    lines = []
    for nth, line in enumerate(lines_of(notes)):
        parts = _parts(line.said, found[nth] if nth < len(found) else [])
        said = "".join(instead or words for words, instead in parts)
        lines.append(replace(line, said=said))
    return lines


def save(session: Session, notes_id: uuid.UUID, *, now: datetime) -> int:
    """Save notes that were looked through, without what was found; the number of lines.

    Whoever saves the same notes again saves nothing more: raises AlreadySaved. Raises
    NotLookedThrough where no worker has come to them, and NotAsked where what is talked about
    was changed meanwhile.
    """
    take_turn(session)
    notes = db.session.get(NotesInHand, notes_id, populate_existing=True)
    if notes is None or notes.session_id != session.id:
        raise AlreadySaved
    if notes.state == "waiting":
        raise NotLookedThrough
    if strays(session, notes):
        raise NotAsked
    survey = survey_of(session) or _made_for(session, now=now)
    if survey.key.startswith(KEY):
        # It is closed to everybody else; how long words are kept goes by when it closed.
        survey.closes_at = max(survey.closes_at or now, now)
    lines, use = without_details(notes), use_of_words(session)
    for response_id, line in zip(_response_ids(notes_id, lines_of(notes)), lines, strict=True):
        _keep(session, survey, response_id, line, use, now=now)
    db.session.delete(notes)
    db.session.flush()
    return len(lines)


def _keep(
    session: Session,
    survey: Survey,
    response_id: uuid.UUID,
    line: Line,
    use: str,
    *,
    now: datetime,
) -> None:
    """One line as a response, sent and finished, whose words wait to be read."""
    response = start(survey, "session", now=_while_open(survey, now), response_id=response_id)
    response.session_id, response.people = session.id, line.people
    response.use_of_words = use
    response.sent_on = response.finished_on = response.started_on
    answer = Answer(
        id=uuid.uuid4(),
        question=line.question,
        outcome="answer_text",
        words=line.said,
        language=language_of(line.said) or guess(line.said) or "en",
        reading="waiting",
    )
    response.answers.append(answer)
    db.session.flush()
    nudge("answers.read", str(answer.id))


def _while_open(survey: Survey, now: datetime) -> datetime:
    """Now, or the nearest moment at which the survey took answers: notes may come after its end."""
    if survey.closes_at is not None:
        now = min(now, survey.closes_at - timedelta(seconds=1))
    return max(now, survey.opens_at)


def throw_away(session: Session, notes_id: uuid.UUID) -> bool:
    """Forget notes in hand; False when there are none."""
    take_turn(session)
    notes = db.session.get(NotesInHand, notes_id, populate_existing=True)
    if notes is None or notes.session_id != session.id:
        return False
    db.session.delete(notes)
    db.session.flush()
    return True


def saved(session: Session) -> int:
    """How many lines of a session are saved."""
    return db.session.scalar(select(func.count()).where(*_lines_of(session))) or 0


def use_of_words(session: Session) -> str:
    """May they be quoted? Only where everybody who came has agreed to notes, and somebody came."""
    came = db.session.execute(
        select(func.count(), func.count().filter(Invitation.notes_agreed.is_(True))).where(
            Invitation.session_id == session.id, Invitation.attended.in_(CAME)
        )
    ).one()
    return "quote" if came[0] and came[0] == came[1] else "themes"


def use_as_agreed(session: Session) -> None:
    """Let the lines that are saved be used as everybody who came agrees to by now."""
    db.session.execute(
        update(Response)
        .where(*_lines_of(session))
        .values(use_of_words=use_of_words(session))
        .execution_options(synchronize_session=False)
    )


def _lines_of(session: Session) -> tuple[ColumnElement[bool], ...]:
    return (Response.session_id == session.id, Response.channel == "session")
