"""Taking the example content away, and nothing else."""

from __future__ import annotations

from sqlalchemy import delete, select

from engage import pseudonyms
from engage.example.threads import remove_threads
from engage.extensions import db
from engage.models import (
    AuditEvent,
    CodebookProposal,
    Consultation,
    Conversation,
    Group,
    InboundText,
    Person,
    Phone,
    Session,
    Staff,
    Survey,
    SurveyDraft,
)


def remove() -> int:
    """Delete everything marked as example and all that hangs on it; the number of people gone."""
    people = list(db.session.scalars(select(Person.id).where(Person.example)))
    phones = list(db.session.scalars(select(Phone).where(Phone.person_id.in_(people))))
    keys = [phone.number_key for phone in phones]
    db.session.execute(delete(InboundText).where(InboundText.from_key.in_(keys)))
    surveys = select(Survey.id).where(Survey.example)
    db.session.execute(delete(Conversation).where(Conversation.survey_id.in_(surveys)))
    for phone in phones:
        db.session.delete(phone)
    db.session.flush()
    remove_threads()
    made_up = select(Staff.id).where(Staff.example)
    db.session.execute(delete(AuditEvent).where(AuditEvent.staff_id.in_(made_up)))
    examples = (CodebookProposal, SurveyDraft, Survey, Session, Consultation, Staff, Group, Person)
    for model in examples:
        db.session.execute(delete(model).where(model.example))
    pseudonyms.let_go()
    return len(people)
