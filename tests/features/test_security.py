"""Sealed columns, rules the database keeps, settings refused at start, sign-in, and who may do what."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, g
from sqlalchemy import LargeBinary, insert, select, text, type_coerce, update
from sqlalchemy.exc import IntegrityError

from engage import answering, staff, throttles, times
from engage.config import SettingsProblem, load_settings
from engage.extensions import db
from engage.keeping import CannotRead, Keyring
from engage.models import (
    Conversation,
    InboundText,
    Person,
    Response,
    SignInLink,
    Staff,
    Survey,
)
from engage.web.access import ANYONE, declared
from tests.conftest import SECRETS, settings_for
from tests.factories import a_person, a_phone, a_survey, a_text, phone_of
from tests.features.databases import an_app, an_app_on_postgresql, an_app_on_sqlite
from tests.peers.needed import need
from tests.peers.postgresql import postgresql_server

ONE, TWO, THREE = (("k1", b"1" * 32), ("k2", b"2" * 32), ("k3", b"3" * 32))
LOOKUP = b"4" * 32
PASSWORD = "three odd words 7"


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


@pytest.fixture(scope="module")
def server():
    """A private PostgreSQL."""
    need("postgresql")
    with postgresql_server() as found:
        yield found


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request, tmp_path, migrated) -> Iterator[None]:
    """An app on each database."""
    if request.param == "sqlite":
        with an_app_on_sqlite(tmp_path, migrated):
            yield
        return
    found = request.getfixturevalue("server")
    name = f"security_{uuid.uuid4().hex}"
    with an_app_on_postgresql(found, tmp_path, name, migrate=True):
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
        "may_quote": False,
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
    into = insert(Response.__table__)
    assert refused(into.values(a_response(survey, person_id=person.id)))
    assert refused(into.values(a_response(survey, person_id=person.id, anonymous=False)))
    assert not refused(into.values(a_response(survey)))
    assert refused(update(Response.__table__).values(person_id=person.id))
    assert refused(update(Response.__table__).values(anonymous=False, person_id=person.id))


def test_a_survey_with_responses_cannot_stop_being_anonymous(database):
    survey = a_survey(anonymous=True)
    assert not refused(insert(Response.__table__).values(a_response(survey)))
    assert refused(update(Survey.__table__).values(anonymous=False))


def test_a_person_has_one_response_to_a_survey(database):
    survey, person = a_survey(), a_person()
    into = insert(Response.__table__)
    assert not refused(into.values(a_response(survey, person_id=person.id)))
    assert refused(into.values(a_response(survey, person_id=person.id)))
    with pytest.raises(answering.AlreadyAnswered):
        answering.start(survey, "web", now=times.now(), person=person)


def test_a_conversation_that_is_over_cannot_lead_to_an_anonymous_response(database):
    survey, phone = a_survey(anonymous=True), a_phone()
    response = a_response(survey)
    db.session.execute(insert(Response.__table__).values(response))
    row = {
        "id": uuid.uuid4(),
        "phone_id": phone.id,
        "survey_id": survey.id,
        "anonymous": True,
        "version": 1,
        "clarifies": 0,
        "asked_at": times.now(),
    }
    into = insert(Conversation.__table__)
    over = {"state": "completed", "response_id": response["id"]}
    assert refused(into.values(row | over))
    assert refused(into.values(row | over | {"anonymous": False}))
    assert not refused(into.values(row | over | {"state": "asking"}))
    assert refused(update(Conversation.__table__).values(state="opted_out"))


def test_a_phone_waits_on_one_conversation_at_a_time(database):
    phone = a_phone()
    for key, fits in (("one", True), ("two", False)):
        survey = a_survey(key)
        row = Conversation(
            phone_id=phone.id,
            survey_id=survey.id,
            anonymous=False,
            version=1,
            state="invited",
            asked_at=times.now(),
        )
        if fits:
            db.session.add(row)
            db.session.flush()
        else:
            with pytest.raises(IntegrityError), db.session.begin_nested():
                db.session.add(row)
                db.session.flush()


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
    broken = insert(InboundText.__table__).values(**written, attempts=0, state="stored")
    with pytest.raises(IntegrityError) as problem, db.session.begin_nested():
        db.session.execute(broken)
    assert "SQL parameters hidden" in str(problem.value)
    assert "tangerine" not in str(problem.value)
    assert "900123" not in str(problem.value)


def test_rows_show_an_id_and_nothing_personal(app):
    person = a_person("Ermintrude")
    phone = phone_of(person)
    assert repr(person) == f"<Person {person.id}>"
    assert phone.number not in repr(phone)


# Settings


def settings_from(monkeypatch, folder, **environment: str):
    given = {f"ENGAGE_{name.upper()}": value for name, value in SECRETS.items()}
    for name, value in {**given, "ENGAGE_INSTANCE": str(folder), **environment}.items():
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
        ({"ENGAGE_ENCRYPTION_KEYS": SECRETS["lookup_key"]}, "write each key as name:key"),
        ({"ENGAGE_ENCRYPTION_KEYS": ""}, "write each key as name:key"),
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
        ({"ENGAGE_SMALL_NUMBER": "1"}, "ENGAGE_SMALL_NUMBER"),
        ({**TWILIO, "ENGAGE_TWILIO_AUTH_TOKEN": ""}, "ENGAGE_TWILIO_AUTH_TOKEN"),
        ({**TWILIO, "ENGAGE_TWILIO_ACCOUNT_SID": ""}, "ENGAGE_TWILIO_ACCOUNT_SID"),
        ({**TWILIO, "ENGAGE_TWILIO_FROM": ""}, "ENGAGE_TWILIO_MESSAGING_SERVICE_SID"),
        ({**TWILIO, "ENGAGE_TWILIO_MESSAGING_SERVICE_SID": "MG1"}, "not both"),
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


# Signing in


@pytest.fixture
def app(app: Flask) -> Flask:
    """The app, whose requests share nothing, as in the running service.

    The context that tests push would carry who signed in from one client to the next.
    """

    def begin_afresh() -> None:
        for name in list(g):
            g.pop(name)

    app.before_request_funcs.setdefault(None, []).insert(0, begin_afresh)
    return app


@pytest.fixture
def sam(app) -> Staff:
    """A facilitator with a password."""
    found = staff.add("sam@example.org", "Sam", ("facilitator",))
    staff.set_password(found, PASSWORD)
    db.session.commit()
    return found


def sign_in(client, password: str, *, email: str = "sam@example.org", place: str = "10.0.0.1"):
    return client.post(
        "/staff/sign-in",
        data={"email": email, "password": password},
        environ_overrides={"REMOTE_ADDR": place},
    )


def is_in(client) -> bool:
    return client.get("/staff/surveys").status_code == 200


def test_a_right_password_lets_in_and_a_wrong_one_does_not(sam, client):
    assert sign_in(client, "another thing 7").status_code == 200
    assert not is_in(client)
    assert sign_in(client, PASSWORD, email="SAM@Example.org").status_code == 302
    assert is_in(client)


def test_a_wrong_password_and_an_unknown_email_look_the_same(sam, client):
    one = sign_in(client, "wrong password 1").get_data(as_text=True)
    two = sign_in(client, "wrong password 1", email="tom@example.org").get_data(as_text=True)
    assert one.replace("sam@", "tom@") == two


def test_the_eleventh_try_in_a_quarter_of_an_hour_is_turned_away_even_when_right(sam, client):
    codes = [sign_in(client, f"a wrong password {n}").status_code for n in range(10)]
    assert codes == [200] * 10
    assert sign_in(client, PASSWORD).status_code == 429
    assert sign_in(client, PASSWORD, place="10.0.0.2").status_code == 429
    assert not is_in(client)


def test_one_place_cannot_try_many_people(sam, client):
    for number in range(10):
        sign_in(client, "a wrong password", email=f"p{number}@example.org")
    assert sign_in(client, PASSWORD).status_code == 429
    assert sign_in(client, PASSWORD, place="10.0.0.2").status_code == 302


def test_tries_are_counted_afresh_in_the_next_quarter(app):
    now = times.now()

    def tries(moment) -> list[bool]:
        return [throttles.allow("sign-in", "sam", limit=10, now=moment) for _ in range(11)]

    assert tries(now) == [True] * 10 + [False]
    assert tries(now + timedelta(minutes=15)) == [True] * 10 + [False]


def link_for(person: Staff, *, made: timedelta = timedelta(0)) -> str:
    key = staff.new_link(person, now=times.now() - made)
    db.session.commit()
    return f"/staff/link/{key}"


def test_a_link_signs_in_once(sam, app):
    link = link_for(sam)
    first, second = app.test_client(), app.test_client()
    assert first.post(link).status_code == 302
    assert is_in(first)
    assert second.post(link).status_code == 404
    assert not is_in(second)


def test_opening_a_link_changes_nothing(sam, app):
    link = link_for(sam)
    scanner, person = app.test_client(), app.test_client()
    for _ in range(3):
        assert scanner.get(link).status_code == 200
        assert scanner.head(link).status_code == 200
    assert not is_in(scanner)
    assert db.session.scalars(select(SignInLink.used_at)).all() == [None]
    assert person.post(link).status_code == 302


@pytest.mark.parametrize("key", ["x", "a" * 500, "%F0%9F%99%82", "../x"])
def test_a_link_that_is_not_ours_lets_nobody_in(sam, client, key):
    assert client.post(f"/staff/link/{key}").status_code == 404
    assert not is_in(client)


def test_a_link_a_day_old_lets_nobody_in(sam, client):
    link = link_for(sam, made=timedelta(hours=24, seconds=1))
    assert client.post(link).status_code == 404
    assert not is_in(client)


def test_somebody_who_has_left_cannot_sign_in(sam, client):
    link = link_for(sam)
    sam.active = False
    db.session.commit()
    assert client.post(link).status_code == 404
    assert sign_in(client, PASSWORD).status_code == 200
    assert not is_in(client)


def test_only_the_hash_of_a_link_is_kept(sam):
    key = link_for(sam).rpartition("/")[2]
    assert key not in db.session.scalars(select(SignInLink.key_hash)).one()


def test_signing_out_ends_it(sam, client):
    sign_in(client, PASSWORD)
    assert client.get("/staff/sign-out").status_code == 405
    client.post("/staff/sign-out")
    assert not is_in(client)


def test_a_new_password_keeps_this_sign_in_and_ends_every_other(sam, app):
    here, elsewhere = app.test_client(), app.test_client()
    sign_in(here, PASSWORD)
    sign_in(elsewhere, PASSWORD)
    assert (
        here.post("/staff/password", data={"password": "four quite odd words"}).status_code == 302
    )
    assert is_in(here)
    assert not is_in(elsewhere)
    assert sign_in(elsewhere, PASSWORD).status_code == 200
    assert sign_in(elsewhere, "four quite odd words").status_code == 302


@pytest.mark.parametrize("chosen", ["", "short", "x" * 129])
def test_a_password_too_short_or_too_long_is_not_taken(sam, client, chosen):
    sign_in(client, PASSWORD)
    assert client.post("/staff/password", data={"password": chosen}).status_code == 400
    assert is_in(client)


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_somebody_elses_site(sam, client, target):
    answer = client.post(
        "/staff/sign-in",
        query_string={"next": target},
        data={"email": "sam@example.org", "password": PASSWORD, "next": target},
    )
    assert answer.status_code in (200, 302, 400)
    leads_to = urlsplit(answer.headers.get("Location", ""))
    assert (leads_to.scheme, leads_to.netloc) == ("", "")


@pytest.mark.parametrize(
    "address,secure", [("https://a.example.org", True), ("http://a.example.org", False)]
)
def test_the_sign_in_cookie_is_kept_from_scripts_other_sites_and_plain_http(
    tmp_path, migrated, address, secure
):
    with an_app_on_sqlite(tmp_path, migrated):
        pass
    with an_app(settings_for(tmp_path, public_url=address)) as app:
        person = staff.add("sam@example.org", "Sam", ("facilitator",))
        answer = app.test_client().post(link_for(person))
        cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    flags = {part.strip() for part in cookies[0].split(";")}
    assert {"HttpOnly", "SameSite=Lax"} <= flags
    assert ("Secure" in flags) is secure
    assert not any(flag.startswith(("Expires", "Max-Age", "Domain")) for flag in flags)


# Who may do what


DUMMIES = {
    "key": "x",
    "question": "x",
    "session_id": uuid.UUID(int=1),
    "phone_id": uuid.UUID(int=1),
    "text_id": 1,
}


def staff_addresses(app) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every method and address for staff, and the roles that may use it."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        allowed = declared(app, rule.endpoint)
        if allowed is None or allowed is ANYONE:
            continue
        address = adapter.build(rule.endpoint, {name: DUMMIES[name] for name in rule.arguments})
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, address, allowed


@pytest.mark.parametrize("role", ["facilitator", "policy", "admin"])
def test_each_role_may_open_its_own_pages_and_no_other(app, as_staff, role):
    client = as_staff(role)
    wrong = []
    for method, address, allowed in staff_addresses(app):
        status = client.open(address, method=method).status_code
        if (status == 403) == (role in allowed) or status >= 500:
            wrong.append((method, address, status))
    assert wrong == []


def test_a_member_of_staff_with_no_role_may_open_nothing(app, as_staff):
    client = as_staff()
    codes = {client.open(a, method=m).status_code for m, a, _ in staff_addresses(app)}
    assert codes == {403}


def test_a_visitor_is_sent_to_sign_in_from_every_staff_page(app, client):
    found = list(staff_addresses(app))
    assert len(found) > 10
    for method, address, _ in found:
        answer = client.open(address, method=method)
        assert (answer.status_code, "/staff/sign-in" in answer.headers["Location"]) == (302, True)


def test_nothing_can_be_sent_from_another_site(app, as_staff):
    client = as_staff("admin")
    app.config["WTF_CSRF_ENABLED"] = True
    adapter = app.url_map.bind("localhost")
    open_doors = []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        address = adapter.build(
            rule.endpoint, {name: DUMMIES[name] for name in rule.arguments}, method="POST"
        )
        if client.post(address).status_code != 400:
            open_doors.append(rule.endpoint)
    assert sorted(open_doors) == ["texts.arrived", "texts.reported"]


def test_a_page_for_staff_is_never_kept_by_a_browser_or_shown_in_a_frame(as_staff):
    headers = as_staff("facilitator").get("/staff/surveys").headers
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
