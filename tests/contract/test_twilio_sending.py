"""What TwilioProvider asks and understands, held to Twilio's own API description by Prism."""

from __future__ import annotations

import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from twilio.http.http_client import TwilioHttpClient

from engage.texting import twilio
from engage.texting.protocol import NoAnswer, Refused, Remedy, TextOut
from engage.texting.twilio import TwilioProvider

pytestmark = pytest.mark.contract

A_TEXT = TextOut(
    reference=str(uuid.UUID(int=7)),
    number="+447700900123",
    body="Thank you. Which area are you in?",
    valid_for=3600,
    claimed_at=datetime(2026, 6, 3, 11, 0, tzinfo=UTC),
)


@contextmanager
def a_line_that(answer: bytes | None) -> Iterator[str]:
    """A server that takes a connection and says only this, or nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        if answer is None:
            yield address
            return

        def once() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

        thread = threading.Thread(target=once)
        thread.start()
        yield address
        thread.join()


@pytest.mark.parametrize(
    "sender", [{}, {"twilio_messaging_service_sid": "MG" + "b2" * 16}, {"twilio_from": "60777"}]
)
def test_a_text_is_taken_from_every_kind_of_sender(prism, settings_of, sender):
    taken = TwilioProvider(settings_of(prism, **sender)).send(A_TEXT)
    assert taken.sid.startswith("SM")
    assert taken.state == "queued"


@pytest.mark.parametrize("body", ["x", "x" * 1600, "مرحبا Zażółć 👍🏽", "a\nb £ {}", "&=+%"])
def test_every_kind_of_words_is_taken(prism, settings_of, body):
    assert TwilioProvider(settings_of(prism)).send(replace(A_TEXT, body=body)).sid


@pytest.mark.parametrize(
    "change",
    [
        {"number": "07700900123"},
        {"number": "not a phone"},
        {"number": ""},
        {"body": ""},
        {"body": "x" * 1601},
        {"valid_for": 0},
        {"valid_for": 99_999},
    ],
    ids=str,
)
def test_a_request_that_twilio_does_not_take_is_a_refusal(prism, settings_of, change):
    with pytest.raises(Refused) as refused:
        TwilioProvider(settings_of(prism)).send(replace(A_TEXT, **change))
    assert refused.value.code == "20001"


@pytest.mark.parametrize(
    "change",
    [
        {"twilio_from": "ABCDEFGHIJKL"},
        {"twilio_from": "0770"},
        {"twilio_from": ""},
        {"twilio_from": "", "twilio_messaging_service_sid": "MG1"},
        {"twilio_account_sid": "AC1"},
        {"public_url": "no address at all"},
    ],
    ids=str,
)
def test_an_account_that_is_set_up_wrongly_is_a_refusal_and_not_silence(prism, settings_of, change):
    settings = settings_of(prism).model_copy(update=change)
    with pytest.raises(Refused) as refused:
        TwilioProvider(settings).send(A_TEXT)
    assert refused.value.code == "20001"


def test_a_request_without_a_key_is_not_let_in(prism, settings_of, monkeypatch):
    class Forgetting(TwilioHttpClient):
        def request(self, method: str, url: str, **given: Any) -> Any:
            return super().request(method, url, **{**given, "auth": None})

    monkeypatch.setattr(twilio, "TwilioHttpClient", Forgetting)
    with pytest.raises(Refused) as refused:
        TwilioProvider(settings_of(prism)).send(A_TEXT)
    assert refused.value.remedy is Remedy.ACCOUNT


@pytest.mark.parametrize("status", [401, 429, 500, 503])
@pytest.mark.parametrize(
    "ask",
    [
        lambda it: it.find(A_TEXT),
        lambda it: list(it.sent_since(A_TEXT.claimed_at)),
        lambda it: list(it.arrived_since(A_TEXT.claimed_at)),
    ],
    ids=["find", "sent", "arrived"],
)
def test_a_list_that_cannot_be_had_is_no_answer(answering, ask, status):
    with pytest.raises(NoAnswer):
        ask(answering(f"code={status}"))


def test_lists_are_asked_for_as_twilio_would_have_it(prism, settings_of):
    provider = TwilioProvider(settings_of(prism))
    assert provider.find(A_TEXT) is None
    assert list(provider.arrived_since(A_TEXT.claimed_at)) == []
    assert list(provider.sent_since(A_TEXT.claimed_at)) == []


@pytest.mark.parametrize("call", ["send", "find"])
def test_silence_is_no_answer_after_the_seconds_set_and_is_not_tried_again(settings_of, call):
    with a_line_that(None) as address:
        provider = TwilioProvider(settings_of(address, twilio_seconds=0.4))
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            getattr(provider, call)(A_TEXT)
    assert 0.3 < time.monotonic() - began < 1.0


@pytest.mark.parametrize("call", ["send", "find"])
@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<html/>  ",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 9\r\n\r\n<html/>  ",
        b"HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{",
        b"",
    ],
    ids=["not JSON", "bad gateway", "cut in the middle", "cut at once"],
)
def test_an_answer_that_cannot_be_read_is_no_answer(settings_of, raw, call):
    with a_line_that(raw) as address, pytest.raises(NoAnswer):
        getattr(TwilioProvider(settings_of(address)), call)(A_TEXT)


@pytest.mark.parametrize(
    "status,ending", [(b"400 Bad Request", Refused), (b"503 Service Unavailable", NoAnswer)]
)
def test_twilios_newer_shape_of_error_is_understood(settings_of, status, ending):
    body = b'{"type":"about:blank","title":"No","status":%s,"code":21610}' % status[:3]
    head = b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
    with a_line_that(head + body) as address, pytest.raises(ending):
        TwilioProvider(settings_of(address)).send(A_TEXT)


def test_nothing_listening_is_no_answer(settings_of):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(NoAnswer):
        TwilioProvider(settings_of(address)).send(A_TEXT)
