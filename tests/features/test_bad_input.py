"""Whatever comes in at Twilio's door, no text is lost; on either database."""

from __future__ import annotations

import base64
import json
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from engage.config import ROOT
from engage.extensions import PATIENCE, db
from engage.models import DeliveryReport, InboundText
from tests.factories import a_number
from tests.features.databases import EITHER, an_app_on_either, an_app_on_sqlite
from tests.peers.twilio_stand_in import TOKEN, WITH_TWILIO
from tests.service.running import PUBLIC_URL, a_webhook

TWILIO = WITH_TWILIO | {"public_url": PUBLIC_URL}
FIELDS = json.loads(
    (ROOT / "tests" / "contract" / "data" / "webhook_fields.json").read_text("utf-8")
)
LONG = "I would like somebody to answer the phone when I ring about the damp. " * 4
TWILIO_LISTENS_FOR = 15


@dataclass(frozen=True)
class Door:
    """A service on one database, with Twilio before it."""

    app: Flask
    name: str

    def post(
        self,
        fields: dict[str, str],
        *,
        path: str = "/texts/in",
        raw: bytes | None = None,
        signature: str | None = None,
    ) -> TestResponse:
        """Post fields with Twilio's signature, unless told otherwise."""
        if signature is None:
            signer = RequestValidator(TOKEN)
            signature = signer.compute_signature(PUBLIC_URL + path, MultiDict(fields))
        return self.app.test_client().post(
            path,
            data=urlencode(fields).encode() if raw is None else raw,
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signature} if signature else {},
            environ_overrides={"RAW_URI": path},
        )

    def text(self, body: str, *, sid: str | None = None, **more: str) -> int:
        """A text comes in; the status of our answer."""
        return self.post(a_webhook(a_number(), body, sid=sid) | more).status_code


@pytest.fixture(scope="module", params=EITHER)
def door(request, tmp_path_factory, migrated) -> Iterator[Door]:
    """Twilio's door on each database in turn."""
    folder = tmp_path_factory.mktemp(request.param)
    with an_app_on_either(request, folder, migrated, **TWILIO) as app:
        yield Door(app, request.param)


def a_sid() -> str:
    return f"SM{uuid.uuid4().hex}"


def kept(sid: str) -> list[str | None]:
    """The words of every row with this id."""
    db.session.rollback()
    return list(db.session.scalars(select(InboundText.body).where(InboundText.sid == sid)))


def how_many() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(InboundText)) or 0


@pytest.mark.parametrize(
    "body",
    [
        "x" * 1600,
        "🙂" * 800,
        "x" * 20_000,
        "",
        " ",
        " y ",
        "a\x00b",
        "\x00",
        "\x00\x01\x02\x7f",
        "a\r\nb £ {} €",
        "مرحبا Zażółć ŷ",
        "\u202e2\u202c",
        "\u200fنعم\u200f",
        "y\u200be\u200ds\u2060",
        "\ufeff",
        "e\u0301" * 50,
        "👩‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "\U0010ffff\ufffe",
        "&=+%25;",
        "'; DROP TABLE inbound_text; --",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }} %s %(a)s {0}",
    ],
    ids=lambda body: ascii(body)[:30],
)
def test_whatever_was_written_is_kept_as_it_came(door, body):
    sid = a_sid()
    assert door.text(body, sid=sid) == 200
    assert kept(sid) == [body]


@pytest.mark.parametrize(
    "words", [LONG, "Zażółć gęślą jaźń, proszę o telefon. " * 5, "🙂 ok " * 20]
)
def test_a_long_text_wrapped_in_base64_is_opened(door, words):
    sid = a_sid()
    wrapped = base64.b64encode(words.encode()).decode()
    assert door.text(wrapped, sid=sid, NumSegments="3") == 200
    assert kept(sid) == [words]


def test_letters_that_only_look_wrapped_are_left_as_they_came(door):
    for body, parts in (("ha" * 80, "2"), (base64.b64encode(LONG.encode()).decode(), "1")):
        sid = a_sid()
        assert door.text(body, sid=sid, NumSegments=parts) == 200
        assert kept(sid) == [body]


def test_a_picture_alone_is_a_text_without_words(door):
    sid = a_sid()
    fields = a_webhook(a_number(), "", sid=sid)
    del fields["Body"]
    media = {"NumMedia": "1", "MediaUrl0": "https://api.example.org/1", "MediaContentType0": "a/b"}
    assert door.post(fields | media).status_code == 200
    assert kept(sid) == [""]


def test_every_field_that_twilio_knows_and_some_that_it_does_not_yet_do_no_harm(door):
    sid = a_sid()
    names = [name.rstrip("?").replace("{N}", "0") for name in FIELDS["inbound_sms_fields"]]
    fields = dict.fromkeys([*names, "ChannelMetadata", "Weird[]", "", "body"], "1")
    assert door.post(fields | a_webhook(a_number(), "yes", sid=sid)).status_code == 200
    assert kept(sid) == ["yes"]


def test_the_id_of_older_days_will_do(door):
    sid = a_sid()
    fields = {"SmsSid": sid, "From": a_number(), "Body": "yes"}
    assert door.post(fields).status_code == 200
    assert kept(sid) == ["yes"]


def test_bytes_that_are_no_text_are_kept_with_the_bytes_written_out(door):
    sid, number = a_sid(), a_number()
    raw = f"From=%2B{number[1:]}&MessageSid={sid}&Body=caf%E9%FF%80".encode()
    as_read = {"From": number, "MessageSid": sid, "Body": "caf%E9%FF%80"}
    assert door.post(as_read, raw=raw).status_code == 200
    assert kept(sid) == ["caf%E9%FF%80"]


def test_a_field_that_stands_twice_is_read_once(door):
    sid, number = a_sid(), a_number()
    raw = f"From=%2B{number[1:]}&MessageSid={sid}&Body=yes&Body=no".encode()
    signed = {"From": number, "MessageSid": sid, "Body": "noBodyyes"}  # as Twilio signs it
    assert door.post(signed, raw=raw).status_code == 200
    assert kept(sid) == ["yes"]


@pytest.mark.parametrize(
    "change",
    [
        {"From": ""},
        {"From": "Vodafone"},
        {"From": "\x00"},
        {"MessageSid": "", "SmsSid": ""},
        {"MessageSid": "SM\x00", "SmsSid": ""},
        {"MessageSid": "S" * 65},
        {"MessageSid": "ＳＭ１"},
    ],
    ids=ascii,
)
def test_what_makes_no_sense_is_a_400_and_leaves_no_row(door, change):
    before = how_many()
    answer = door.post(a_webhook(a_number(), "hello") | change)
    assert (answer.status_code, how_many()) == (400, before)


@pytest.mark.parametrize("field", ["From", "MessageSid"])
def test_a_text_without_a_sender_or_an_id_is_a_400_and_leaves_no_row(door, field):
    before = how_many()
    fields = a_webhook(a_number(), "hello")
    for name in {field, "SmsSid"} if field == "MessageSid" else {field}:
        del fields[name]
    assert (door.post(fields).status_code, how_many()) == (400, before)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"Body", b"&&&=", b'{"Body": "hello"}', b"%", b"a" * 5000]
)
def test_what_twilio_did_not_sign_is_a_403_before_any_database_work(door, raw):
    said: list[str] = []

    def listen(*given: object) -> None:
        said.append(str(given[2]))

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        answers = [
            door.post({}, raw=raw, signature=given) for given in ("", "made up", "é", "=" * 999)
        ]
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert {answer.status_code for answer in answers} == {403}
    assert said == []


def test_a_text_costs_one_statement_so_that_the_answer_is_quick(door):
    said: list[str] = []

    def listen(*given: object) -> None:
        said.append(str(given[2]))

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert door.text("hello") == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert [line.split()[0] for line in said] == ["INSERT"]


def test_six_copies_at_once_are_one_text(door):
    sid, number = a_sid(), a_number()
    answers: list[int] = []

    def deliver() -> None:
        answers.append(door.post(a_webhook(number, "hello", sid=sid)).status_code)

    threads = [threading.Thread(target=deliver) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 6
    assert kept(sid) == ["hello"]


def test_the_fallback_address_takes_the_same_text_once(door):
    sid, number = a_sid(), a_number()
    fields = a_webhook(number, "hello", sid=sid)
    again = fields | {"ErrorCode": "11200", "ErrorUrl": f"{PUBLIC_URL}/texts/in"}
    assert door.post(again).status_code == 200
    assert door.post(fields).status_code == 200
    assert door.post(again, path="/texts/in?fallback=1").status_code == 200
    assert kept(sid) == ["hello"]


@contextmanager
def _impatient(setting: str) -> Iterator[None]:
    """Give every connection this setting for a while."""

    def hurry(connection: object, *_: object) -> None:
        connection.execute(setting)  # type: ignore[attr-defined]

    db.session.remove()
    event.listen(db.engine, "checkout", hurry)
    try:
        yield
    finally:
        event.remove(db.engine, "checkout", hurry)
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _locked(door: Door) -> Iterator[None]:
    """Another connection holds the table and does not let go."""
    if door.name == "sqlite":
        other = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with _impatient("PRAGMA busy_timeout = 200"):
            yield
        other.execute("ROLLBACK")
        other.close()
        return
    url = door.app.extensions["engage.settings"].database
    with psycopg.connect(url) as holder, _impatient("SET lock_timeout = '200ms'"):
        holder.execute("LOCK TABLE inbound_text, delivery_report IN ACCESS EXCLUSIVE MODE")
        yield
        holder.rollback()


def test_a_database_that_is_locked_is_a_500_and_the_text_is_stored_when_it_comes_again(door):
    sid, number = a_sid(), a_number()
    fields = a_webhook(number, "hello", sid=sid)
    with _locked(door):
        assert door.post(fields).status_code == 500
    assert kept(sid) == []
    assert door.post(fields | {"ErrorCode": "11200"}).status_code == 200
    assert kept(sid) == ["hello"]


def test_a_report_that_cannot_be_kept_is_not_answered_for(door):
    sid = a_sid()
    fields = {"MessageSid": sid, "MessageStatus": "delivered"}
    with _locked(door):
        assert door.post(fields, path="/texts/status").status_code in (500, 503)
    assert door.post(fields, path="/texts/status").status_code == 200


def test_no_writer_waits_longer_than_twilio_listens(door):
    ask = "PRAGMA busy_timeout" if door.name == "sqlite" else "SHOW lock_timeout"
    waits = db.session.scalar(text(ask))
    db.session.rollback()
    assert waits in (PATIENCE * 1000, f"{PATIENCE}s")
    assert PATIENCE < TWILIO_LISTENS_FOR


def test_a_full_disk_is_a_500_and_nothing_that_was_answered_for_is_lost(tmp_path, migrated):
    with an_app_on_sqlite(tmp_path, migrated, **TWILIO) as app:
        door = Door(app, "sqlite")
        answered: list[str] = []
        refused = ""
        with _impatient("PRAGMA max_page_count = 1"):
            while not refused and len(answered) < 400:
                sid = a_sid()
                if door.text("x" * 1600, sid=sid) == 500:
                    refused = sid
                else:
                    answered.append(sid)
        assert refused
        assert kept(refused) == []
        assert all(kept(sid) for sid in answered)
        assert door.text("x" * 1600, sid=refused) == 200
        assert kept(refused) == ["x" * 1600]


@pytest.mark.parametrize("code", ["30003", "", "3" * 400, "\x00", "a\x00b", "<b>", "²"], ids=ascii)
def test_a_report_with_a_strange_code_is_kept(door, code):
    sid = a_sid()
    fields = {"MessageSid": sid, "MessageStatus": "undelivered", "ErrorCode": code}
    assert door.post(fields, path="/texts/status").status_code == 200
    db.session.rollback()
    rows = db.session.scalars(select(DeliveryReport.error_code).where(DeliveryReport.sid == sid))
    assert len(rows.all()) == 1
