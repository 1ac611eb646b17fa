"""Signing in by password and by link, guessing slowed down, and who may open which page."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask, g
from sqlalchemy import select
from werkzeug.routing import AnyConverter

from engage import staff, throttles, times
from engage.extensions import db
from engage.models import SignInLink, Staff
from engage.web.access import ANYONE, declared
from engage.web.sign_in import SETTINGS
from tests.conftest import settings_for
from tests.features.databases import an_app, an_app_on_sqlite
from tests.kept import HASHING

PASSWORD = "three odd words 7"


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


def test_the_service_hashes_passwords_at_full_strength(tmp_path, migrated, monkeypatch):
    monkeypatch.delitem(SETTINGS, HASHING)
    with an_app_on_sqlite(tmp_path, migrated):
        kim = staff.add("kim@example.org", "Kim", ("facilitator",))
        staff.set_password(kim, PASSWORD)

        assert kim.password is not None
        assert kim.password.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_wrong_password_and_an_unknown_email_look_the_same(sam, client):
    one = sign_in(client, "wrong password 1").get_data(as_text=True)
    two = sign_in(client, "wrong password 1", email="tom@example.org").get_data(as_text=True)
    assert one.replace("sam@", "tom@") == two


@pytest.mark.usefixtures("one_moment")
def test_the_eleventh_try_in_a_quarter_of_an_hour_is_turned_away_even_when_right(sam, client):
    codes = [sign_in(client, f"a wrong password {n}").status_code for n in range(10)]
    assert codes == [200] * 10
    assert sign_in(client, PASSWORD).status_code == 429
    assert sign_in(client, PASSWORD, place="10.0.0.2").status_code == 429
    assert not is_in(client)


@pytest.mark.usefixtures("one_moment")
def test_one_place_cannot_try_many_people(sam, client):
    for number in range(10):
        sign_in(client, "a wrong password", email=f"p{number}@example.org")
    assert sign_in(client, PASSWORD).status_code == 429
    assert sign_in(client, PASSWORD, place="10.0.0.2").status_code == 302


@pytest.mark.usefixtures("one_moment")
def test_a_right_password_is_no_try(sam, client):
    for _ in range(11):
        assert sign_in(client, PASSWORD).status_code == 302
        client.post("/staff/sign-out")
    codes = [sign_in(client, f"a wrong password {n}").status_code for n in range(11)]
    assert codes == [200] * 10 + [429]


@pytest.mark.usefixtures("one_moment")
def test_a_visitor_with_many_addresses_is_counted_as_one(sam, client):
    codes = [
        sign_in(client, "wrong", email=f"p{n}@example.org", place=f"2001:db8::{n}").status_code
        for n in range(11)
    ]
    assert codes == [200] * 10 + [429]


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


@pytest.mark.usefixtures("one_moment")
def test_a_link_that_works_is_no_try_and_twenty_that_do_not_are_enough(sam, app):
    for _ in range(21):
        assert app.test_client().post(link_for(sam)).status_code == 302
    codes = [app.test_client().post(f"/staff/link/guess-{n}").status_code for n in range(20)]
    assert codes == [404] * 20
    assert app.test_client().post(link_for(sam)).status_code == 429


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


def test_every_staff_page_leads_to_choosing_a_password_and_saving_one_is_said(sam, client):
    sign_in(client, PASSWORD)
    assert 'href="/staff/password"' in client.get("/staff/summaries").get_data(as_text=True)
    data = {"password": "four quite odd words"}
    saved = client.post("/staff/password", data=data, follow_redirects=True)
    assert "Your new password is saved." in saved.get_data(as_text=True)


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


DUMMIES = {"UUIDConverter": uuid.UUID(int=1), "IntegerConverter": 1, "UnicodeConverter": "x"}
"""Something for each part of an address, by what kind of thing goes there."""


def parts_of(rule) -> dict[str, object]:
    """Something that leads nowhere for each part of an address."""
    return {name: _something_for(rule._converters[name]) for name in rule.arguments}


def _something_for(converter) -> object:
    """Something of the kind that goes there: one of the words where only some fit."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return DUMMIES[type(converter).__name__]


def staff_addresses(app) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every method and address for staff, and the roles that may use it."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        allowed = declared(app, rule.endpoint)
        if allowed is None or allowed is ANYONE:
            continue
        address = adapter.build(rule.endpoint, parts_of(rule))
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, address, allowed


@pytest.mark.parametrize("role", ["facilitator", "policy", "peer", "admin"])
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
        address = adapter.build(rule.endpoint, parts_of(rule), method="POST")
        if client.post(address).status_code != 400:
            open_doors.append(rule.endpoint)
    keep_nothing = {"check_and_send.send", "questions.take"}  # they say what to do instead
    assert sorted(set(open_doors) - keep_nothing) == [
        "notify_texts.arrived",
        "notify_texts.reported",
        "texts.arrived",
        "texts.reported",
    ]


def test_a_page_for_staff_is_never_kept_by_a_browser_or_shown_in_a_frame(as_staff):
    headers = as_staff("facilitator").get("/staff/surveys").headers
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_signing_out_ends_it_for_a_copied_cookie_too(sam, app, client):
    sign_in(client, PASSWORD)
    copied = client.get_cookie("engage")
    assert copied is not None
    client.post("/staff/sign-out")

    other = app.test_client()
    other.set_cookie("engage", copied.value)
    assert not is_in(other)


@pytest.mark.usefixtures("one_moment")
def test_behind_a_proxy_each_visitor_is_counted_apart(tmp_path, migrated):
    for proxies, codes in ((0, [200] * 10 + [429]), (1, [200] * 11)):
        folder = tmp_path / str(proxies)
        folder.mkdir()
        with an_app_on_sqlite(folder, migrated, proxies=proxies) as app:
            visitor = app.test_client()
            seen = [
                visitor.post(
                    "/staff/sign-in",
                    data={"email": f"{n}@example.org", "password": "x"},
                    headers={"X-Forwarded-For": f"10.0.0.{n}"},
                ).status_code
                for n in range(11)
            ]
        assert seen == codes
