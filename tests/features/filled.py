"""At least one row in each table, through the features where there is one."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import insert, select

from engage import answering, audit, conversations, phones, staff, throttles, times
from engage.extensions import db
from engage.models import (
    AccessNeed,
    Action,
    Alert,
    Asking,
    CalendarFeed,
    CodebookProposal,
    CodebookVersion,
    CodeDecision,
    Concern,
    Consent,
    Consultation,
    Conversation,
    DeliveryReport,
    DraftQuote,
    Drill,
    HearBack,
    InboundText,
    Invitation,
    LocalCase,
    LocalWord,
    NotesInHand,
    OutboundText,
    Payment,
    Person,
    PretendDelivery,
    PretendTrouble,
    ProposalEntry,
    Pseudonym,
    PseudonymUse,
    ReadyReply,
    Recoding,
    Statement,
    StatementCode,
    Summary,
    SummaryDraft,
    SurveyDraft,
    Thread,
    ThreadNote,
    Tick,
    Voucher,
    WebLink,
)
from engage.models.consultations import session_staff
from engage.models.people import interest
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import a_group, a_number, a_person, a_session, a_survey, a_text, phone_of
from tests.found import a_dropped_theme
from tests.rounds_made import one_of_each_row


def fill_every_table() -> None:
    """At least one row in each table, through the features where there is one."""
    now = times.now()
    sam = staff.add("sam@example.org", "Sam", ("facilitator",))
    staff.new_link(sam, now=now)
    audit.note("looked", sam.id, by=sam.id, now=now)
    throttles.allow("sign-in", "here", limit=1, now=now)
    db.session.add(Tick(job="texts", slot=1))
    person = a_person()
    a_group(person)
    person.consents = [
        Consent(id=uuid.uuid4(), about="texts", given=True, at=now, how="file", wording="Yes")
    ]
    survey, hidden = a_survey(), a_survey("hidden", anonymous=True)
    conversations.invite(survey, phone_of(person), now=now)
    answer_with_findings(survey, person, by=sam.id)
    response = answering.start(hidden, "web", now=now, person=person)
    answering.finish(response, now=now, person=person)
    a_text(phone_of(person), "hello")
    out = db.session.scalars(select(OutboundText)).one()
    db.session.add(PretendDelivery(outbound_id=out.id, at=now))
    db.session.add(PretendTrouble(phone_id=out.phone_id, kind="off"))
    db.session.add(DeliveryReport(sid="SM1", outbound_id=out.id, status="sent", received_at=now))
    a_consultation(person, by=sam.id)
    db.session.add(
        Action(survey_id=survey.id, position=1, said="a", change="b", who="c", status="done")
    )
    db.session.add(
        Summary(survey_id=survey.id, version=1, content={"a": 1}, published_on=times.today(now))
    )
    statement = db.session.scalars(select(Statement).limit(1)).one()
    draft = SummaryDraft(
        id=uuid.uuid4(), survey_id=survey.id, frozen_by=sam.id, frozen_at=now, content={"a": 1}
    )
    db.session.add(draft)
    db.session.flush()
    quote = {"code": "safety", "place": 1, "channel": "web", "area": "wirral"}
    db.session.add(DraftQuote(draft_id=draft.id, statement_id=statement.id, **quote))
    fill_the_inbox(person, by=sam.id)
    number = a_number()
    db.session.add(HearBack(survey_id=survey.id, number=number, number_key=phones.key_of(number)))
    db.session.add(SurveyDraft(definition={"key": "new"}, made_by=sam.id, changed_at=now))
    db.session.commit()


def fill_the_inbox(person: Person, *, by: uuid.UUID) -> None:
    now, phone = times.now(), phone_of(person)
    conversation = db.session.scalars(select(Conversation)).one()
    text = db.session.scalars(select(InboundText)).one()
    text.conversation_id = conversation.id
    db.session.add_all(
        [
            Thread(phone_id=phone.id, waiting_since=now, why="callback"),
            ThreadNote(phone_id=phone.id, by=by, at=now, words="Rang, no answer"),
            ReadyReply(title="Thanks", wording="Thank you."),
            Alert(
                phone_id=phone.id,
                text_id=text.id,
                tiers=["self"],
                other_person=False,
                raised_at=now,
            ),
            WebLink(key_hash="0" * 64, conversation_id=conversation.id, expires_at=now),
            Asking(
                id=uuid.uuid4(),
                survey_id=conversation.survey_id,
                group_id=person.groups[0].id,
                asked_by=by,
                asked_at=now,
            ),
        ]
    )


def answer_with_findings(survey, person: Person, *, by: uuid.UUID) -> None:
    now = times.now()
    today = times.today(now)
    response = answering.start(survey, "web", now=now, person=person)
    given = Given("change", Outcome.ANSWER_TEXT, words="the locks")
    answer = answering.record(response, given, now=now)
    answer.statements = [
        Statement(
            id=uuid.uuid4(),
            position=0,
            text="the locks",
            released_by=by,
            tone=-1,
            outcome="coded",
            doubt=0.4,
            suggested=["safety"],
            coded_by=by,
            coded_on=today,
            codes=[
                StatementCode(
                    code="safety",
                    confidence=1.0,
                    evidence=[[0, 3, "word"]],
                    polarity="wanted",
                    given_by=by,
                    given_on=today,
                )
            ],
        )
    ]
    stand_in = Pseudonym(
        id=uuid.uuid4(), within=survey.id, name="kev", name_key="0" * 64, letters="A"
    )
    word = LocalWord(words="kev", words_key="0" * 64, kind="never", added_by=by, added_on=today)
    case = LocalCase(template="{PERSON}", expected=["PERSON"], kind="missed", made_on=today)
    drill = Drill(ran_at=now, version="1", kind="gold", before=[], figures={}, by=by)
    db.session.add_all([stand_in, word, case, drill])
    db.session.flush()
    db.session.add(PseudonymUse(pseudonym_id=stand_in.id, answer_id=answer.id))
    accepted = {"turn": uuid.uuid4(), "by": by, "at": now, "what": "accept", "before": {}}
    db.session.add(Recoding(asked_at=now, reason="taught", moved={}))
    db.session.add(CodebookVersion(number=1, codes=[], made_by=by, made_at=now, why="asked"))
    db.session.add(CodeDecision(statement_id=answer.statements[0].id, note="sure", **accepted))
    one_of_each_row(answer.statements[0], survey, by=by)
    a_dropped_theme(survey, answer.statements[0], by=by)
    proposal = CodebookProposal(
        kind="new", words="Locks", came_from="page", by=by, put_forward_on=today
    )
    db.session.add(proposal)
    db.session.flush()
    said = {"what": "made", "words": "asked", "version": 1, "by": by, "on": today}
    db.session.add(ProposalEntry(proposal_id=proposal.id, place=1, **said))


def a_consultation(person: Person, *, by: uuid.UUID) -> None:
    session = a_session(starts_in=timedelta(days=9))
    session.consultation = Consultation(
        title="a", purpose="b", can_change="c", involvement="d", decided_by="e"
    )
    now = times.now()
    asked = Invitation(
        id=uuid.uuid4(), session_id=session.id, person_id=person.id, invited_at=now, words="ramp"
    )
    paid = Payment(
        id=uuid.uuid4(),
        invitation=asked,
        session_id=session.id,
        reference="A1",
        kind="voucher",
        amount_pence=1000,
        told_at=now,
        chosen_at=now,
    )
    db.session.add_all([asked, paid])
    db.session.flush()
    db.session.add_all(
        [
            AccessNeed(invitation_id=asked.id, need="step_free", owner=by, told_at=now),
            Voucher(
                consultation_id=session.consultation.id,
                code="ABCD",
                code_key="0" * 64,
                worth_pence=1000,
                added_at=now,
                payment_id=paid.id,
                given_at=now,
            ),
            Concern(session_id=session.id, passed_on_at=now, passed_on_by=by),
            NotesInHand(session_id=session.id, lines=[], handed_in_at=now, handed_in_by=by),
            CalendarFeed(staff_id=by, key_hash="0" * 64, made_at=now),
        ]
    )
    db.session.execute(insert(interest).values(person_id=person.id, topic="food"))
    db.session.execute(insert(session_staff).values(session_id=session.id, staff_id=by))
