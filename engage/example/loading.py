"""Putting the example content in: through the same code that real people's replies go through."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engage import (
    analysis,
    answering,
    discovering,
    drafts,
    phones,
    releasing,
    staff,
    theme_searches,
)
from engage.config import ROOT
from engage.example import removing
from engage.example.after import load_after
from engage.example.codebook import load_codebook
from engage.example.people import EXAMPLE_STAFF
from engage.example.rounds import load_rounds
from engage.example.sessions import load_sessions
from engage.example.summaries import load_published_summary, load_waiting_summary
from engage.example.texts import text_out
from engage.example.threads import load_threads
from engage.extensions import db, settings
from engage.models import (
    Action,
    Consent,
    Conversation,
    Group,
    Person,
    Phone,
    Response,
    Staff,
    Survey,
    SurveyVersion,
    TookPart,
)
from engage.texting.numbers import to_e164
from engage.times import LONDON, today
from surveys import plain_yaml
from surveys.loading import load as load_survey
from surveys.opening import invitation
from surveys.progress import Given, State
from surveys.reading import Outcome

HERE = Path(__file__).parent
LIBRARY = ROOT / "surveys" / "library"
ASKED_AT_HOUR = 11
GROUP_NAMES = {
    "lived-experience": "Lived Experience group",
    "women": "Women's group",
    "under-25": "Under 25s",
    "families": "Families",
}
CONSENT_WORDING = "We may text you to ask what you think. Text STOP at any time to end this."


def load(*, now: datetime, progress: Callable[[str], None]) -> None:
    """Load everything and commit; says how far it is, as it takes some seconds.

    The published summary comes last, so that one that was broken off is begun again.
    """
    removing.remove()
    progress("Loading the example content (made-up people and replies) ...")
    everyone = _people(now=now)
    jo = _staff()
    for entry in read("surveys.yaml")["surveys"]:
        survey = _survey(entry, now=now)
        replies = list(_rows(survey.key))
        for row in replies:
            _reply(survey, row, everyone, now=now)
        db.session.commit()
        progress(f"  {survey.title}: reading {len(replies)} replies ...")
        _read_words(survey, now=now)
        _release(survey, jo, now=now)
        if "invited_group" in entry and entry["state"] == "open":
            _invite(survey, everyone, now=now)
        db.session.commit()
        if entry.get("themes_looked_for"):
            _look_for_themes(survey, jo, now=now)
    _draft(jo, now=now)
    load_sessions(read, everyone, now=now)
    load_after(read, everyone, now=now)
    load_threads(everyone, jo, now=now)
    load_codebook(read, now=now)
    load_rounds(now=now)
    _actions(now=now)
    load_waiting_summary(read, now=now)
    load_published_summary(read, now=now)
    db.session.commit()
    progress("  Done.")


def read(name: str) -> dict[str, Any]:
    """One of the example's YAML files."""
    data: dict[str, Any] = plain_yaml.read((HERE / name).read_text("utf-8"))
    return data


def _rows(key: str) -> Iterator[dict[str, Any]]:
    path = HERE / "replies" / f"{key}.jsonl"
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _people(*, now: datetime) -> dict[str, Person]:
    groups = {
        key: Group(id=uuid.uuid4(), key=key, name=name, example=True)
        for key, name in GROUP_NAMES.items()
    }
    db.session.add_all(groups.values())
    found = {}
    for row in read("people.yaml")["people"]:
        person = Person(
            id=uuid.uuid4(),
            first_name=row["first_name"],
            borough=row["borough"],
            language=row.get("language", "en"),
            example=True,
            created_at=now,
        )
        number = to_e164(row["number"])
        person.phones = [
            Phone(
                id=uuid.uuid4(),
                number=number,
                number_key=phones.key_of(number),
                created_at=now,
            )
        ]
        person.groups = [groups[key] for key in row["groups"]]
        person.consents = [
            Consent(
                id=uuid.uuid4(),
                about="texts",
                given=True,
                at=now,
                how="example",
                wording=CONSENT_WORDING,
            )
        ]
        db.session.add(person)
        found[row["id"]] = person
    db.session.flush()
    return found


def _staff() -> Staff:
    added = [
        staff.add(who.email, who.name, (who.role, *who.besides), example=True)
        for who in EXAMPLE_STAFF
    ]
    return added[0]


def _survey(entry: dict[str, Any], *, now: datetime) -> Survey:
    folder = LIBRARY if entry.get("library") else HERE / "surveys"
    questionnaire = load_survey(folder / f"{entry['key']}.yaml")
    closes = (
        now - timedelta(days=entry["closed_days_ago"])
        if "closed_days_ago" in entry
        else now + timedelta(days=entry["closes_in_days"])
    )
    survey = Survey(
        id=uuid.uuid4(),
        key=questionnaire.key,
        title=questionnaire.title,
        anonymous=entry["anonymous"],
        text_word=entry["text_word"],
        opens_at=now - timedelta(days=entry["opened_days_ago"]),
        closes_at=closes,
        example=True,
        versions=[SurveyVersion(number=1, definition=questionnaire.to_dict(), published_at=now)],
    )
    db.session.add(survey)
    db.session.flush()
    return survey


def _reply(
    survey: Survey, row: dict[str, Any], everyone: dict[str, Person], *, now: datetime
) -> None:
    """One reply, answered through the questions themselves and recorded as any other is."""
    then = _moment(now, row["days_ago"], row["hour"])
    person = everyone[row["who"]] if row["who"] else None
    response = answering.start(survey, row["channel"], now=then, person=person)
    use = "quote" if row["ok_to_quote"] else "themes"
    answering.record(response, Given("words", Outcome.ANSWER, use), now=then)
    for key, said in row["answers"].items():
        asked = next(q for q in survey.latest.questionnaire.questions if q.key == key)
        reading = asked.read("SKIP" if said is None else str(said))
        given = Given(key, reading.outcome, reading.value, reading.words, reading.flags)
        if reading.outcome is Outcome.CLARIFY:
            raise ValueError(f"example reply to {survey.key}.{key} does not read: {said!r}")
        answering.record(response, given, now=then)
    answering.send(response, now=then)
    answering.finish(response, now=then, person=person)
    db.session.flush()


def _moment(now: datetime, days_ago: int, hour: int) -> datetime:
    day = today(now) - timedelta(days=days_ago)
    return min(datetime.combine(day, time(hour), LONDON), now)


def _read_words(survey: Survey, *, now: datetime) -> None:
    for answer_id in analysis.due(now=now, limit=10_000):
        analysis.read_one(answer_id, now=now)


def _look_for_themes(survey: Survey, by: Staff, *, now: datetime) -> None:
    """Themes that the codebook does not hold, found and waiting for somebody to decide."""
    search = theme_searches.ask(survey.id, by=by, now=now)
    db.session.commit()
    discovering.look(search.id, now=now)


def _release(survey: Survey, by: Staff, *, now: datetime) -> None:
    """Some of what could be quoted has been read and released; the rest waits on the page."""
    good = set(read("released.yaml")["released"])
    for statement in releasing.to_check(survey, limit=10_000):
        if statement.text in good:
            releasing.release(statement, by, now=now)


def _invite(survey: Survey, everyone: dict[str, Person], *, now: datetime) -> None:
    """Everyone was invited; those who have not answered are still being waited for."""
    answered = set(
        db.session.scalars(select(Response.person_id).where(Response.survey_id == survey.id))
    ) | set(db.session.scalars(select(TookPart.person_id).where(TookPart.survey_id == survey.id)))
    body = invitation(survey.latest.questionnaire, sender=settings().sender_name)
    asked_at = _moment(now, (today(now) - today(survey.opens_at)).days, ASKED_AT_HOUR)
    for person in everyone.values():
        waiting = person.id not in answered
        db.session.add(
            Conversation(
                id=uuid.uuid4(),
                phone_id=person.phones[0].id,
                survey_id=survey.id,
                anonymous=survey.anonymous,
                version=survey.latest.number,
                state=State.INVITED if waiting else State.COMPLETED,
                asked_at=asked_at,
            )
        )
        if waiting:
            text_out(person.phones[0], body, "invitation", at=asked_at)
    db.session.flush()


def _draft(by: Staff, *, now: datetime) -> None:
    """A survey that is half written, with things to put right."""
    draft = drafts.of(read("draft.yaml"), by=by.id, now=now)
    draft.example = True


def _actions(*, now: datetime) -> None:
    keys = {s.key: s for s in db.session.scalars(select(Survey).where(Survey.example))}
    for position, row in enumerate(read("actions.yaml")["actions"]):
        db.session.add(
            Action(
                id=uuid.uuid4(),
                survey_id=keys[row["survey"]].id,
                position=position,
                said=row["said"],
                change=row["change"],
                who=row["who"],
                due_on=today(now) + timedelta(days=row["in_days"]),
                status=row["status"],
                reason=row.get("reason") or "",
            )
        )
