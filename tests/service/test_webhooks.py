"""Texts at the webhook of a running service: each stored once, forged ones never, none lost."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import func, select

from engage.extensions import db
from engage.models import DeliveryReport, InboundText, OutboundText
from tests.factories import a_number
from tests.service.running import PUBLIC_URL, Running, Service, a_service, a_webhook, wait_for

TWILIO_LISTENS_FOR = 15


@pytest.fixture(scope="module")
def service(tmp_path_factory, migrated, network) -> Iterator[Service]:
    """One instance of the service."""
    with a_service(tmp_path_factory.mktemp("webhooks"), network, migrated=migrated) as found:
        yield found


@pytest.fixture(scope="module")
def web(service) -> Running:
    """Its web process; a worker runs beside it."""
    service.workers()
    return service.web()


@pytest.fixture(scope="module")
def post(service, web):
    """Post signed fields to the web process."""
    return partial(service.post, web)


@pytest.fixture
def inside(service) -> Iterator[None]:
    """A look into the service's database."""
    with service.inside():
        yield


def rows_with(sid: str) -> int:
    found = db.session.scalar(
        select(func.count()).select_from(InboundText).where(InboundText.sid == sid)
    )
    db.session.rollback()
    return found or 0


def row_with(sid: str) -> InboundText:
    return db.session.scalars(select(InboundText).where(InboundText.sid == sid)).one()


def all_rows() -> int:
    return db.session.scalar(select(func.count()).select_from(InboundText)) or 0


def a_sid() -> str:
    return f"SM{uuid.uuid4().hex}"


def test_the_same_text_six_times_at_once_is_stored_once_and_answered_once(
    service, web, network, inside
):
    number, sid = a_number(), a_sid()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: service.text(web, number, "hello", sid=sid), range(6)))

    assert {(a.status, a.kind) for a in answers} == {(200, "text/xml")}
    assert {a.body for a in answers} == {b'<?xml version="1.0" encoding="UTF-8"?><Response/>'}
    wait_for(lambda: network.to(number) != [], about=web.logged)
    service.text(web, number, "hello", sid=sid)
    later = a_number()
    service.text(web, later, "hello")
    wait_for(lambda: network.to(later) != [])
    assert rows_with(sid) == 1
    assert len(network.to(number)) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"signature": ""},
        {"signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
        {"signature": "not base64 at all"},
        {"signed_for": f"{PUBLIC_URL}/texts/in?more=1"},
        {"signed_for": f"{PUBLIC_URL}/texts/status"},
        {"signed_for": "http://feedback.example.org/texts/in"},
        {"signed_for": "https://elsewhere.example.org/texts/in"},
        {"raw": b"Body=other&From=%2B447700900150&MessageSid=SM1"},
        {"raw": b""},
        {"raw": b"\xff\xfe=\x00&Body=%FF"},
    ],
    ids=str,
)
def test_a_text_that_twilio_did_not_sign_is_turned_away_and_leaves_no_row(
    service, web, inside, given
):
    before = all_rows()
    answer = service.post(web, "/texts/in", a_webhook("+447700900150", "hello"), **given)
    assert answer.status == 403
    db.session.rollback()
    assert all_rows() == before


def test_an_address_signed_by_the_host_it_came_to_is_turned_away(service, web):
    fields = a_webhook(a_number(), "hello")
    inner = f"http://127.0.0.1:{web.port}/texts/in"
    assert service.post(web, "/texts/in", fields, signed_for=inner).status == 403


@pytest.mark.parametrize(
    "change",
    [
        {"From": ""},
        {"From": "somebody"},
        {"From": "+44"},
        {"From": "+" + "4" * 40},
        {"From": "\x00"},
        {"MessageSid": "", "SmsSid": ""},
        {"MessageSid": "SM1; --"},
        {"MessageSid": "S" * 65},
    ],
    ids=str,
)
def test_a_signed_text_that_makes_no_sense_is_turned_away_and_leaves_no_row(
    service, web, inside, change
):
    before = all_rows()
    answer = service.post(web, "/texts/in", a_webhook(a_number(), "hello") | change)
    assert (answer.status, answer.kind) == (400, "text/html")
    db.session.rollback()
    assert all_rows() == before


@pytest.mark.parametrize(
    "body",
    [
        "",
        " y ",
        "x" * 1600,
        "🙂" * 800,
        "مرحبا Zażółć",
        "a\r\nb £ {}",
        "\x00\x01",
        "&=+%25",
        "\ufeff",
    ],
    ids=ascii,
)
def test_whatever_was_written_is_kept_as_it_came(service, web, inside, body):
    sid = a_sid()
    assert service.text(web, a_number(), body, sid=sid).status == 200
    assert row_with(sid).body == body


def test_fields_we_do_not_know_and_words_that_are_not_there_do_no_harm(service, web, inside):
    sid = a_sid()
    fields = a_webhook(a_number(), "", sid=sid) | {"NewThing": "1", "OptOutType": "HELP"}
    del fields["Body"]
    assert service.post(web, "/texts/in", fields).status == 200
    assert row_with(sid).body == ""


def test_bytes_that_are_no_text_are_kept_with_the_bytes_written_out(service, web, inside):
    sid, number = a_sid(), a_number()
    raw = f"From=%2B{number[1:]}&MessageSid={sid}&Body=caf%E9%FF".encode()
    as_read = {"From": number, "MessageSid": sid, "Body": "caf%E9%FF"}
    assert service.post(web, "/texts/in", as_read, raw=raw).status == 200
    assert row_with(sid).body == "caf%E9%FF"


def test_a_field_that_stands_twice_is_signed_as_twilio_signs_it(service, web, inside):
    sid, number = a_sid(), a_number()
    raw = f"From=%2B{number[1:]}&MessageSid={sid}&Body=yes&Tag=a&Tag=b".encode()
    signed = {"From": number, "MessageSid": sid, "Body": "yes", "Tag": "aTagb"}
    assert service.post(web, "/texts/in", signed, raw=raw).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/texts/in",
        "/texts/in?u=https%3A%2F%2Fa.example",
        "/texts/in?n=caf%C3%A9",
        "/texts/in?",
        "/texts/in?b=2&a=1&a=0",
        "/texts/in?x=a%20b+c",
        "/texts/in?x=%e2%9c%93&y=",
        "/texts/in?x=%ZZ",
        "/texts/%69n",
    ],
)
def test_the_address_is_checked_exactly_as_twilio_wrote_it(service, web, path):
    assert service.post(web, path, a_webhook(a_number(), "hello")).status == 200


@pytest.mark.parametrize(
    "path,signed",
    [
        ("/texts/in?b=2&a=1", "/texts/in?a=1&b=2"),
        ("/texts/in?u=https://a.example", "/texts/in?u=https%3A%2F%2Fa.example"),
        ("/texts/in?a=1", "/texts/in"),
    ],
)
def test_an_address_that_was_changed_on_the_way_does_not_hold(service, web, path, signed):
    fields = a_webhook(a_number(), "hello")
    assert service.post(web, path, fields, signed_for=PUBLIC_URL + signed).status == 403


@pytest.mark.parametrize("path", ["/texts/in/", "/texts/out", "/texts"])
def test_there_is_no_other_door(service, web, path):
    assert service.post(web, path, a_webhook(a_number(), "hello")).status == 404


def test_the_door_is_for_posting_only(service, web):
    assert service.get(web, "/texts/in").status == 405


def test_a_request_far_too_long_is_turned_away(service, web):
    assert service.text(web, a_number(), "x" * 300_000).status == 413


def test_a_report_moves_our_text_on_and_a_forged_one_does_not(service, web, network, inside):
    number = a_number()
    service.text(web, number, "hello")
    wait_for(lambda: network.to(number) != [])
    sid = next(m["sid"] for m in network.took if m["to"] == number)
    row = select(OutboundText).where(OutboundText.sid == sid)
    wait_for(lambda: _found(row) is not None)
    found = _found(row)
    path = f"/texts/status?m={found.id}"
    fields = {"MessageSid": sid, "MessageStatus": "delivered", "AccountSid": "AC1"}

    assert service.post(web, path, fields, signature="").status == 403
    assert _found(row).state == "accepted"
    assert service.post(web, path, fields).status == 200
    assert _found(row).state == "delivered"
    assert service.post(web, path, fields | {"MessageStatus": "sent"}).status == 200
    assert _found(row).state == "delivered"


def _found(query):
    db.session.rollback()
    return db.session.scalar(query)


@pytest.mark.parametrize(
    "path,change,status",
    [
        ("/texts/status", {}, 200),
        ("/texts/status?m=no-such-row", {}, 200),
        (f"/texts/status?m={uuid.UUID(int=1)}", {}, 200),
        ("/texts/status", {"ErrorCode": "3" * 400}, 200),
        ("/texts/status", {"MessageStatus": "undelivered" * 40}, 200),
        ("/texts/status", {"MessageSid": ""}, 400),
        ("/texts/status", {"MessageStatus": ""}, 400),
        ("/texts/status", {"MessageStatus": "<b>"}, 400),
    ],
    ids=str,
)
def test_a_report_on_a_text_we_do_not_know_is_kept_and_nonsense_is_not(
    post, inside, path, change, status
):
    sid = a_sid()
    fields = {"MessageSid": sid, "MessageStatus": "undelivered", "ErrorCode": "30003"} | change
    assert post(path, fields).status == status
    kept = select(func.count()).select_from(DeliveryReport).where(DeliveryReport.sid == sid)
    assert db.session.scalar(kept) == (1 if status == 200 else 0)


def test_a_text_that_cannot_be_stored_is_a_500_so_that_twilio_tries_again(
    service, web, network, inside
):
    number, sid = a_number(), a_sid()
    other = sqlite3.connect(service.folder / "engage.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    try:
        answer = service.text(web, number, "hello", sid=sid)
    finally:
        other.execute("ROLLBACK")
        other.close()

    assert answer.status == 500
    assert time.monotonic() - began < TWILIO_LISTENS_FOR
    assert rows_with(sid) == 0
    assert service.text(web, number, "hello", sid=sid).status == 200
    wait_for(lambda: len(network.to(number)) == 1)
