"""Migrations make what the models say, and go up and down with data, on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from engage import answering, audit, conversations, phones, staff, throttles, times
from engage.extensions import Base, db
from engage.models import (
    AccessNeed,
    Action,
    Alert,
    Answer,
    Asking,
    CalendarFeed,
    CodebookVersion,
    CodeDecision,
    Concern,
    Consent,
    Consultation,
    Conversation,
    DeliveryReport,
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
    Pseudonym,
    PseudonymUse,
    ReadyReply,
    Statement,
    StatementCode,
    Summary,
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
from tests.features.databases import EITHER, MIGRATIONS, an_app_on_either
from tests.rounds_made import one_of_each_row


@pytest.fixture(params=EITHER)
def empty(request, tmp_path) -> Iterator[None]:
    """An app on an empty database of each kind."""
    with an_app_on_either(request, tmp_path, None):
        yield


def differences() -> list[object]:
    """What a new migration would have to change."""
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_name": lambda name, *_: not is_queues(name)}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))


def is_queues(name: str | None) -> bool:
    """On PostgreSQL the queue keeps its tables beside ours, and makes them by itself."""
    return (name or "").startswith("huey_")


def revision() -> str | None:
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def tables() -> set[str]:
    found = inspect(db.engine).get_table_names()
    return {name for name in found if name != "alembic_version" and not is_queues(name)}


def rows_in_each_table() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


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
    db.session.add(CodebookVersion(number=1, codes=[], made_by=by, made_at=now, why="asked"))
    db.session.add(CodeDecision(statement_id=answer.statements[0].id, note="sure", **accepted))
    one_of_each_row(answer.statements[0], survey, by=by)


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


def test_the_migrations_make_what_the_models_say(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    assert tables() == {table.name for table in Base.metadata.sorted_tables}
    assert differences() == []


def test_the_command_that_checks_finds_nothing_to_do(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    flask_migrate.check(directory=MIGRATIONS)


def test_there_is_one_way_up(empty):
    script = ScriptDirectory(MIGRATIONS)
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_who_was_asked_before_anybody_looked_at_silence_is_looked_at_after(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    fill_every_table()
    db.session.execute(update(Conversation).values(state="invited", held_because=None))
    db.session.commit()
    db.session.remove()
    flask_migrate.downgrade(directory=MIGRATIONS, revision="0001")
    flask_migrate.upgrade(directory=MIGRATIONS)
    looks = db.session.scalars(select(Conversation.nudge_at)).all()
    day = timedelta(days=1)
    assert looks
    assert all(one is not None and abs(one - times.now() - day) < day / 24 for one in looks)


def test_every_step_goes_down_and_up_again_with_data_in_every_table(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    head = revision()
    fill_every_table()
    counts = rows_in_each_table()
    db.session.remove()
    assert [name for name, count in counts.items() if not count] == []

    while revision() is not None:
        before = revision()
        flask_migrate.downgrade(directory=MIGRATIONS)
        assert revision() != before
    assert tables() == set()
    flask_migrate.upgrade(directory=MIGRATIONS)
    assert revision() == head
    assert differences() == []
    fill_every_table()


def test_a_step_down_and_up_again_keeps_what_both_sides_know(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    fill_every_table()
    tied = select(func.count()).where(InboundText.conversation_id.is_not(None))
    before = rows_in_each_table(), db.session.scalar(tied)
    db.session.remove()
    flask_migrate.downgrade(directory=MIGRATIONS)
    kept = tables()
    flask_migrate.upgrade(directory=MIGRATIONS)

    after = rows_in_each_table(), db.session.scalar(tied)
    assert before[1] == after[1] == 1
    assert {name: before[0][name] for name in kept} == {name: after[0][name] for name in kept}


def test_a_text_that_waited_for_a_person_before_there_was_an_inbox_waits_in_it(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    fill_every_table()
    text = db.session.scalars(select(InboundText)).one()
    text.state, text.outcome, came = "handled", "staff_review", text.received_at
    db.session.commit()
    db.session.remove()
    flask_migrate.downgrade(directory=MIGRATIONS, revision="0001")
    flask_migrate.upgrade(directory=MIGRATIONS)

    thread = db.session.scalars(select(Thread)).one()
    assert (thread.why, thread.waiting_since) == ("other", came)


def test_going_up_twice_changes_nothing_and_loses_nothing(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    fill_every_table()
    counts = rows_in_each_table()
    db.session.remove()
    flask_migrate.upgrade(directory=MIGRATIONS)
    assert rows_in_each_table() == counts
    assert db.session.scalars(select(Answer.words)).all() == ["the locks"]


def test_a_statement_coded_before_keeps_its_code_and_waits_for_nobody_by_name(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    fill_every_table()
    db.session.remove()
    flask_migrate.downgrade(directory=MIGRATIONS, revision="0005")
    flask_migrate.upgrade(directory=MIGRATIONS)
    statement = db.session.scalars(select(Statement)).one()
    assert (statement.text, statement.suggested, statement.outcome) == ("the locks", [], None)
    assert [(one.code, one.polarity, one.given_on) for one in statement.codes] == [
        ("safety", None, None)
    ]


@pytest.mark.parametrize(
    "model,wrong",
    [
        (Statement, {"tone": 2}),
        (Statement, {"outcome": "unsure"}),
        (Statement, {"doubt": -1.0}),
        (Statement, {"coded_on": None}),
        (StatementCode, {"polarity": "bad"}),
        (StatementCode, {"given_on": None}),
        (CodeDecision, {"what": "guess"}),
        (CodeDecision, {"code": "safety"}),
        (CodeDecision, {"what": "add"}),
        (CodeDecision, {"what": "move", "code": "safety"}),
        (CodeDecision, {"what": "undo"}),
        (CodeDecision, {"polarity": "bad"}),
    ],
)
def test_the_database_refuses_what_no_coding_can_be(app, model, wrong):
    fill_every_table()
    with pytest.raises(IntegrityError):
        db.session.execute(update(model).values(wrong))


def test_a_table_that_no_migration_makes_is_noticed(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE tick")
        connection.exec_driver_sql("ALTER TABLE person ADD COLUMN age INTEGER")
    assert len(differences()) == 2
    with pytest.raises(SystemExit):
        flask_migrate.check(directory=MIGRATIONS)
