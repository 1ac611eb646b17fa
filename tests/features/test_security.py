"""Sealed columns, rules the database itself keeps, and settings that are refused at start."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import LargeBinary, insert, select, text, type_coerce, update
from sqlalchemy.exc import IntegrityError

from engage import answering, times
from engage.config import Settings, SettingsProblem, load_settings
from engage.extensions import db
from engage.keeping import CannotRead, Keyring
from engage.models import (
    Conversation,
    InboundText,
    Person,
    Response,
    Survey,
)
from tests.conftest import SECRETS, settings_for
from tests.factories import a_person, a_phone, a_survey, a_text, phone_of
from tests.features.databases import EITHER, an_app, an_app_on_either, an_app_on_sqlite
from tests.peers.notify_stand_in import KEY, TEMPLATE

ONE, TWO, THREE = (("k1", b"1" * 32), ("k2", b"2" * 32), ("k3", b"3" * 32))
LOOKUP = b"4" * 32


def raw(model: Any, column: str) -> bytes:
    """The bytes in a column as the database has them."""
    stored = select(type_coerce(getattr(model, column), LargeBinary))
    return bytes(db.session.scalars(stored).one())


# Sealed columns


@pytest.mark.parametrize("written", ["Kev", "", "x" * 5000, "مرحبا 👍🏽", "\x00", "\ud800"])
def test_what_is_sealed_opens_as_it_was(written):
    ring = Keyring([ONE], lookup=LOOKUP)
    assert ring.open(ring.seal(written, column="a"), column="a") == written


def test_the_same_words_never_look_the_same():
    ring = Keyring([ONE], lookup=LOOKUP)
    assert len({ring.seal("Kev", column="a") for _ in range(50)}) == 50


def test_a_value_does_not_open_in_another_column():
    ring = Keyring([ONE], lookup=LOOKUP)
    with pytest.raises(CannotRead):
        ring.open(ring.seal("Kev", column="a"), column="b")


@pytest.mark.parametrize("key", [("k1", TWO[1]), TWO], ids=["same name", "other name"])
def test_a_value_does_not_open_with_another_key(key):
    sealed = Keyring([ONE], lookup=LOOKUP).seal("Kev", column="a")
    with pytest.raises(CannotRead):
        Keyring([key], lookup=LOOKUP).open(sealed, column="a")


def test_a_value_with_any_bit_changed_or_cut_does_not_open():
    ring = Keyring([ONE], lookup=LOOKUP)
    sealed = ring.seal("Kev", column="a")
    changed = [sealed[:n] + bytes([sealed[n] ^ 1]) + sealed[n + 1 :] for n in range(len(sealed))]
    for wrong in [*changed, *(sealed[:n] for n in range(len(sealed)))]:
        with pytest.raises(CannotRead):
            ring.open(wrong, column="a")


def test_after_a_new_key_old_values_open_and_new_ones_need_it():
    old, both, new = (Keyring(keys, lookup=LOOKUP) for keys in ([ONE], [TWO, ONE], [TWO]))
    before, after = old.seal("Kev", column="a"), both.seal("Kev", column="a")
    assert both.open(before, column="a") == new.open(after, column="a") == "Kev"
    for ring, sealed in ((old, after), (new, before)):
        with pytest.raises(CannotRead):
            ring.open(sealed, column="a")


def test_keys_of_one_value_differ_by_kind_and_by_secret():
    ring, other = Keyring([ONE], lookup=LOOKUP), Keyring([ONE], lookup=b"5" * 32)
    keys = [ring.key_of("x", kind=kind) for kind in ("number", "email", "sign-in")]
    assert len({*keys, other.key_of("x", kind="number")}) == 4
    assert ring.key_of("x", kind="number") == keys[0]


def test_a_value_moved_to_another_column_in_the_database_does_not_open(app):
    a_person("Kev")
    db.session.commit()
    db.session.execute(text("UPDATE person SET first_name = (SELECT number FROM phone)"))
    with pytest.raises(CannotRead):
        db.session.scalars(select(Person.first_name)).all()


def test_a_new_key_reads_old_rows_and_writes_new_ones(tmp_path, migrated):
    def key(letter: str) -> str:
        return base64.urlsafe_b64encode(letter.encode() * 32).decode()

    with an_app_on_sqlite(tmp_path, migrated):
        pass
    first = settings_for(tmp_path, encryption_keys=f"a:{key('a')}")
    with an_app(first):
        a_person("Kev")
        db.session.commit()
        assert raw(Person, "first_name").startswith(b"a.")
    second = settings_for(tmp_path, encryption_keys=f"b:{key('b')}, a:{key('a')}")
    with an_app(second):
        person = db.session.scalars(select(Person)).one()
        assert person.first_name == "Kev"
        person.first_name = "Kevin"
        db.session.commit()
        assert raw(Person, "first_name").startswith(b"b.")


# What the database itself refuses


@pytest.fixture(params=EITHER)
def database(request, tmp_path, migrated) -> Iterator[None]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated):
        yield


def a_response(survey: Survey, **given: Any) -> dict[str, Any]:
    """The columns of a response, as plain SQL would write them."""
    return {
        "id": uuid.uuid4(),
        "survey_id": survey.id,
        "version": 1,
        "anonymous": survey.anonymous,
        "person_id": None,
        "channel": "web",
        "use_of_words": "themes",
        "helped": False,
        "started_on": times.today(times.now()),
        **given,
    }


def refused(statement: Any) -> bool:
    try:
        with db.session.begin_nested():
            db.session.execute(statement)
    except IntegrityError:
        return True
    return False


def test_an_anonymous_response_cannot_hold_a_person(database):
    survey, person = a_survey(anonymous=True), a_person()
    into = insert(Response)
    assert refused(into.values(a_response(survey, person_id=person.id)))
    assert refused(into.values(a_response(survey, person_id=person.id, anonymous=False)))
    assert not refused(into.values(a_response(survey)))
    assert refused(update(Response).values(person_id=person.id))
    assert refused(update(Response).values(anonymous=False, person_id=person.id))


def test_a_survey_with_responses_cannot_stop_being_anonymous(database):
    survey = a_survey(anonymous=True)
    assert not refused(insert(Response).values(a_response(survey)))
    assert refused(update(Survey).values(anonymous=False))


def test_a_person_has_one_response_to_a_survey(database):
    survey, person = a_survey(), a_person()
    into = insert(Response)
    assert not refused(into.values(a_response(survey, person_id=person.id)))
    assert refused(into.values(a_response(survey, person_id=person.id)))
    with pytest.raises(answering.AlreadyAnswered):
        answering.start(survey, "web", now=times.now(), person=person)


def test_a_conversation_that_is_over_cannot_lead_to_an_anonymous_response(database):
    survey, phone = a_survey(anonymous=True), a_phone()
    response = a_response(survey)
    db.session.execute(insert(Response).values(response))
    row = {
        "id": uuid.uuid4(),
        "phone_id": phone.id,
        "survey_id": survey.id,
        "anonymous": True,
        "version": 1,
        "clarifies": 0,
        "asked_at": times.now(),
    }
    into = insert(Conversation)
    over = {"state": "completed", "response_id": response["id"]}
    assert refused(into.values(row | over))
    assert refused(into.values(row | over | {"anonymous": False}))
    assert not refused(into.values(row | over | {"state": "asking"}))
    assert refused(update(Conversation).values(state="opted_out"))


def test_a_phone_waits_on_one_conversation_at_a_time(database):
    phone = a_phone()

    def asking(survey: Survey, state: str) -> Any:
        row = {"phone_id": phone.id, "survey_id": survey.id, "anonymous": False, "version": 1}
        return insert(Conversation).values(**row, state=state, asked_at=times.now())

    assert not refused(asking(a_survey("one"), "invited"))
    assert refused(asking(a_survey("two"), "asking"))
    assert not refused(asking(a_survey("three"), "completed"))


def test_one_sid_is_one_text(database):
    phone = a_phone()
    assert a_text(phone, "hello", sid="SM1")
    assert not a_text(phone, "hello again", sid="SM1")
    again = (
        "INSERT INTO inbound_text (sid, from_key, received_at, state, attempts) "
        "VALUES ('SM1', 'x', CURRENT_TIMESTAMP, 'stored', 0)"
    )
    assert refused(text(again))
    assert db.session.scalars(select(InboundText.body)).all() == ["hello"]


def test_one_number_is_one_phone(database):
    phone = a_phone()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        a_phone(phone.number)


def test_an_error_from_the_database_does_not_say_what_was_being_written(database):
    written = {"sid": "SM1", "number": "+447700900123", "body": "tangerine stairwell"}
    broken = insert(InboundText).values(**written, attempts=0, state="stored")
    with pytest.raises(IntegrityError) as problem, db.session.begin_nested():
        db.session.execute(broken)
    assert "SQL parameters hidden" in str(problem.value)
    assert "tangerine" not in str(problem.value)
    assert "900123" not in str(problem.value)


def test_rows_show_an_id_and_nothing_personal(app):
    person = a_person("Ermintrude")
    phone = phone_of(person)
    assert repr(person) == f"<Person {person.id}>"
    assert str(phone.number) not in repr(phone)


# Settings


def settings_from(monkeypatch, folder, **environment: str | None) -> Settings:
    secrets = {f"ENGAGE_{name.upper()}": value for name, value in SECRETS.items()}
    given = {**secrets, "ENGAGE_INSTANCE": str(folder), **environment}
    for name, value in given.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return load_settings()


TWILIO = {
    "ENGAGE_PROVIDER": "twilio",
    "ENGAGE_TWILIO_ACCOUNT_SID": "AC1",
    "ENGAGE_TWILIO_AUTH_TOKEN": "secret-token",
    "ENGAGE_TWILIO_FROM": "+447700900999",
}
NOTIFY = {
    "ENGAGE_PROVIDER": "notify",
    "ENGAGE_NOTIFY_API_KEY": KEY,
    "ENGAGE_NOTIFY_TEMPLATE_ID": TEMPLATE,
    "ENGAGE_NOTIFY_BEARER_TOKEN": "a-secret-token-of-some-length",
}
SHORT = base64.urlsafe_b64encode(b"short").decode()


@pytest.mark.parametrize(
    "environment,says",
    [
        ({"ENGAGE_SECRET_KEY": None}, "ENGAGE_SECRET_KEY"),
        ({"ENGAGE_PASSWORD_SALT": None}, "ENGAGE_PASSWORD_SALT"),
        ({"ENGAGE_LOOKUP_KEY": None}, "ENGAGE_LOOKUP_KEY"),
        ({"ENGAGE_ENCRYPTION_KEYS": None}, "./run python -m engage.config"),
        ({"ENGAGE_LOOKUP_KEY": SHORT}, "a key is 32 bytes"),
        ({"ENGAGE_LOOKUP_KEY": "€"}, "ENGAGE_LOOKUP_KEY"),
        ({"ENGAGE_ENCRYPTION_KEYS": f"k1:{SHORT}"}, "a key is 32 bytes"),
        ({"ENGAGE_ENCRYPTION_KEYS": "A" * 43}, "write each key as name:key"),
        ({"ENGAGE_ENCRYPTION_KEYS": ""}, "write each key as name:key"),
        (
            {"ENGAGE_ENCRYPTION_KEYS": ",".join([SECRETS["encryption_keys"]] * 2)},
            "a name of its own",
        ),
        ({"ENGAGE_SECRET_KEY": ""}, "ENGAGE_SECRET_KEY"),
        ({"ENGAGE_SECRET_KEY": "short"}, "ENGAGE_SECRET_KEY"),
        ({"ENGAGE_PASSWORD_SALT": ""}, "ENGAGE_PASSWORD_SALT"),
        ({"ENGAGE_PUBLIC_URL": "feedback.example.org"}, "ENGAGE_PUBLIC_URL"),
        ({"ENGAGE_PUBLIC_URL": "ftp://feedback.example.org"}, "ENGAGE_PUBLIC_URL"),
        ({"ENGAGE_PUBLIC_URL": "https://"}, "ENGAGE_PUBLIC_URL"),
        ({"ENGAGE_PUBLIC_URL": "https://a.example.org/path?x=1"}, "ENGAGE_PUBLIC_URL"),
        ({"ENGAGE_PROVIDER": "pigeon"}, "ENGAGE_PROVIDER"),
        ({"ENGAGE_SWEEP_SECONDS": "0"}, "ENGAGE_SWEEP_SECONDS"),
        ({"ENGAGE_TEXT_FROM": "nine"}, "ENGAGE_TEXT_FROM"),
        ({"ENGAGE_TEXT_FROM": "20:00", "ENGAGE_TEXT_UNTIL": "09:00"}, "ENGAGE_TEXT_UNTIL"),
        ({**TWILIO, "ENGAGE_TEXT_FROM": "21:00"}, "ENGAGE_TEXT_UNTIL"),
        ({"ENGAGE_SMALL_NUMBER": "1"}, "ENGAGE_SMALL_NUMBER"),
        ({**TWILIO, "ENGAGE_TWILIO_AUTH_TOKEN": ""}, "ENGAGE_TWILIO_AUTH_TOKEN"),
        ({**TWILIO, "ENGAGE_TWILIO_ACCOUNT_SID": ""}, "ENGAGE_TWILIO_ACCOUNT_SID"),
        ({**TWILIO, "ENGAGE_TWILIO_FROM": ""}, "ENGAGE_TWILIO_MESSAGING_SERVICE_SID"),
        ({**TWILIO, "ENGAGE_TWILIO_MESSAGING_SERVICE_SID": "MG1"}, "not both"),
        ({**NOTIFY, "ENGAGE_NOTIFY_API_KEY": KEY[-72:]}, "ENGAGE_NOTIFY_API_KEY"),
        ({**NOTIFY, "ENGAGE_NOTIFY_TEMPLATE_ID": "hello"}, "((body))"),
        ({**NOTIFY, "ENGAGE_NOTIFY_BEARER_TOKEN": "short"}, "ENGAGE_NOTIFY_BEARER_TOKEN"),
    ],
    ids=str,
)
def test_settings_that_do_not_fit_are_refused_in_words_that_say_what_to_mend(
    monkeypatch, tmp_path, environment, says
):
    with pytest.raises(SettingsProblem) as problem:
        settings_from(monkeypatch, tmp_path, **environment)
    assert says in str(problem.value)
    for secret in (*SECRETS.values(), "secret-token"):
        assert secret not in str(problem.value)


def test_settings_never_show_a_secret(monkeypatch, tmp_path):
    shown = repr(settings_from(monkeypatch, tmp_path, **TWILIO))
    for secret in (*SECRETS.values(), "secret-token"):
        assert secret not in shown
