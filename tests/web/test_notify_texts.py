"""GOV.UK Notify's callbacks: each with our token, each text stored once, none lost."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from engage import inbound, outbox, times
from engage.extensions import db
from engage.models import DeliveryReport, InboundText, OutboundText
from engage.outbox import Draft
from tests.conftest import settings_for
from tests.factories import a_phone
from tests.peers.notify_stand_in import BEARER, WITH_NOTIFY, a_callback

LET_IN = {"Authorization": f"Bearer {BEARER}"}


@pytest.fixture
def settings(tmp_path):
    """Texts come by GOV.UK Notify."""
    return settings_for(tmp_path, **WITH_NOTIFY)


@pytest.fixture
def row(app) -> OutboundText:
    outbox.queue(Draft(a_phone(), "Hello", "reply", "one"), now=times.now())
    found = db.session.scalars(select(OutboundText)).one()
    found.state, found.sid = "accepted", str(uuid.uuid4())
    db.session.commit()
    return found


def a_text_in(**more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "source_number": "447700900123",
        "destination_number": "07700900999",
        "message": "hello",
        "date_received": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        **more,
    }


def rows() -> list[InboundText]:
    db.session.expire_all()
    return list(db.session.scalars(select(InboundText).order_by(InboundText.id)))


def test_a_text_is_stored_once_however_often_it_comes(client):
    fields = a_text_in()
    answers = [client.post("/texts/notify/in", json=fields, headers=LET_IN) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {204}
    assert [(row.sid, row.number, row.body) for row in rows()] == [
        (fields["id"], "+447700900123", "hello")
    ]


def test_a_text_is_stored_by_one_statement(app, client):
    said: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    client.post("/texts/notify/in", json=a_text_in(), headers=LET_IN)
    assert [line.split()[0] for line in said] == ["INSERT"]


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", f"Bearer {BEARER}x", BEARER, f"bearer {BEARER}", "Bearer é", f" {BEARER}"],
)
@pytest.mark.parametrize("path", ["/texts/notify/in", "/texts/notify/status"])
def test_who_does_not_show_our_token_is_turned_away_before_any_database_work(
    app, client, path, header
):
    said: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    headers = {} if header is None else {"Authorization": header}
    assert client.post(path, json=a_text_in(), headers=headers).status_code == 403
    assert said == []


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": ""},
        {"id": "1; --"},
        {"id": 7},
        {"source_number": None},
        {"source_number": "Vodafone"},
        {"date_received": "yesterday"},
        {"message": 7},
        {"message": ["a"]},
    ],
    ids=str,
)
def test_a_text_that_makes_no_sense_is_turned_away_and_leaves_no_row(client, change):
    answer = client.post("/texts/notify/in", json=a_text_in(**change), headers=LET_IN)
    assert answer.status_code == 400
    assert rows() == []


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"null", b'"text"', b"id=1&message=hello", b'{"id":"\xff"}']
)
def test_what_is_not_a_json_object_is_turned_away(client, raw):
    answer = client.post("/texts/notify/in", data=raw, headers=LET_IN)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "message,kept",
    [
        ("", ""),
        (None, ""),
        (" y ", " y "),
        ("x" * 1600, "x" * 1600),
        ("a\x00b", "a\x00b"),
        ("🙂\u202eسلام\u200f", "🙂\u202eسلام\u200f"),
        ("\ud83d half", "\ufffd half"),
    ],
    ids=ascii,
)
def test_whatever_was_written_is_kept(client, message, kept):
    assert (
        client.post(
            "/texts/notify/in", json=a_text_in(message=message, new=1), headers=LET_IN
        ).status_code
        == 204
    )
    assert [row.body for row in rows()] == [kept]


def test_a_text_that_came_late_keeps_the_time_at_which_notify_had_it(client):
    came = times.now().replace(microsecond=0) - timedelta(hours=5)
    client.post("/texts/notify/in", json=a_text_in(date_received=came.isoformat()), headers=LET_IN)
    assert [row.received_at for row in rows()] == [came]


def test_a_text_that_cannot_be_stored_is_a_500_so_that_notify_tries_again(client, monkeypatch):
    def full(*_args: object, **_given: object) -> bool:
        raise OperationalError("INSERT", {}, Exception("disk is full"))

    fields = a_text_in()
    with monkeypatch.context() as broken:
        broken.setattr(inbound, "keep", full)
        assert client.post("/texts/notify/in", json=fields, headers=LET_IN).status_code == 500
    assert client.post("/texts/notify/in", json=fields, headers=LET_IN).status_code == 204
    assert len(rows()) == 1


def test_reports_move_a_text_forward_and_never_back(client, row):
    for status in ("delivered", "temporary-failure", "sending"):
        fields = a_callback(row.sid or "", reference=str(row.id), status=status)
        answer = client.post("/texts/notify/status", json=fields, headers=LET_IN)
        assert answer.status_code == 204
    db.session.expire_all()
    assert row.state == "delivered"
    assert db.session.scalar(select(func.count()).select_from(DeliveryReport)) == 3


def test_a_report_on_a_text_we_do_not_know_is_kept(client):
    for reference in (None, "not one of ours", str(uuid.uuid4()), 7):
        fields = a_callback(str(uuid.uuid4()), reference=reference)
        assert client.post("/texts/notify/status", json=fields, headers=LET_IN).status_code == 204
    assert db.session.scalar(select(func.count()).select_from(DeliveryReport)) == 4


@pytest.mark.parametrize("status", ["", None, "gone", 7])
def test_a_report_that_makes_no_sense_is_turned_away(client, row, status):
    fields = a_callback(row.sid or "", reference=str(row.id), status=status)
    assert client.post("/texts/notify/status", json=fields, headers=LET_IN).status_code == 400


def test_the_privacy_page_names_who_carries_the_texts(client):
    assert "GOV.UK Notify" in client.get("/privacy").get_data(as_text=True)


def test_twilios_door_is_shut(client):
    answer = client.post(
        "/texts/in", data={"Body": "hello"}, environ_overrides={"RAW_URI": "/texts/in"}
    )
    assert answer.status_code == 404


class TestWithPretendPhones:
    @pytest.fixture
    def settings(self, tmp_path):
        return settings_for(tmp_path)

    def test_notifys_doors_are_shut(self, client):
        for path in ("/texts/notify/in", "/texts/notify/status"):
            assert client.post(path, json=a_text_in(), headers=LET_IN).status_code == 404
