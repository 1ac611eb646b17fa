"""The peers really start, do what tests rely on, and leave nothing behind."""

import os
import socket
from pathlib import Path

import psycopg
import pytest
import requests

from tests.peers.needed import need
from tests.peers.postgresql import postgresql_server
from tests.peers.prism import prism_mock
from tests.peers.processes import DidNotStart

MESSAGES = "/2010-04-01/Accounts/AC" + "a" * 32 + "/Messages.json"
ACCOUNT = ("AC" + "a" * 32, "secret")
A_TEXT = {"To": "+447700900123", "From": "+447700900999", "Body": "Hello"}


@pytest.fixture(scope="module")
def prism():
    need("contract")
    with prism_mock() as address:
        yield address


@pytest.mark.postgresql
def test_postgresql_serves_the_databases_it_was_asked_for_and_is_gone_afterwards():
    need("postgresql")
    with postgresql_server() as server:
        address = server.create_database("first")
        with psycopg.connect(address) as connection:
            row = connection.execute("SELECT current_database(), version()").fetchone()

    assert row is not None
    assert row[0] == "first"
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", server.port)) != 0


@pytest.mark.postgresql
def test_postgresql_is_stopped_when_the_test_breaks():
    need("postgresql")
    peer = postgresql_server()
    server = peer.__enter__()
    with pytest.raises(ZeroDivisionError):
        peer.gen.throw(ZeroDivisionError)

    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", server.port)) != 0


@pytest.mark.contract
def test_prism_takes_a_text_as_twilio_would(prism):
    answer = requests.post(prism + MESSAGES, data=A_TEXT, auth=ACCOUNT, timeout=10)

    assert answer.status_code == 201
    assert answer.json()["status"] == "queued"


@pytest.mark.contract
@pytest.mark.parametrize(
    "change",
    [
        {"To": "07700900123"},
        {"To": ""},
        {"To": None},
        {"Body": ""},
        {"Body": None},
        {"Body": "x" * 1601},
        {"From": None},
        {"From": "TOOLONGSENDERID"},
        {"ValidityPeriod": "99999"},
        {"StatusCallback": "nowhere"},
        {"SendAt": "2026-11-21T10:00:00Z"},
    ],
)
def test_prism_turns_away_what_twilio_would(prism, change):
    answer = requests.post(prism + MESSAGES, data=A_TEXT | change, auth=ACCOUNT, timeout=10)

    assert answer.status_code == 422
    assert answer.json()["code"] == 20001


@pytest.mark.contract
@pytest.mark.parametrize(
    "change",
    [
        {"From": "EngageLCR"},
        {"From": "60777"},
        {"From": None, "MessagingServiceSid": "MG" + "a" * 32},
        {"ValidityPeriod": "3600"},
        {"StatusCallback": "https://engage.example.org/texts/status?m=0192"},
        {"Body": "Dziękuję, zażółć 👍"},
    ],
)
def test_prism_takes_every_way_we_may_send(prism, change):
    answer = requests.post(prism + MESSAGES, data=A_TEXT | change, auth=ACCOUNT, timeout=10)

    assert answer.status_code == 201, answer.text


@pytest.mark.contract
@pytest.mark.parametrize(
    "status, code", [(400, 21610), (400, 21211), (429, 20429), (500, 20500), (503, 20503)]
)
def test_prism_gives_the_error_a_test_asks_for(prism, status, code):
    prefer = {"Prefer": f"code={status}, example={code}"}
    answer = requests.post(prism + MESSAGES, data=A_TEXT, auth=ACCOUNT, headers=prefer, timeout=10)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.contract
def test_prism_asks_who_is_there(prism):
    assert requests.post(prism + MESSAGES, data=A_TEXT, timeout=10).status_code == 401


@pytest.mark.contract
def test_prism_that_cannot_start_says_why(tmp_path):
    need("contract")
    with pytest.raises(DidNotStart, match=r"nothing\.json"), prism_mock(tmp_path / "nothing.json"):
        pass


@pytest.mark.browser
def test_chromium_shows_a_page(browser):
    page = browser.new_page()
    page.set_content("<h1>Hello</h1>")

    assert page.locator("h1").inner_text() == "Hello"


def test_a_missing_peer_is_skipped_with_advice(monkeypatch):
    monkeypatch.setenv("ENGAGE_PRISM", os.devnull + "-none")
    monkeypatch.delenv("ENGAGE_REQUIRE", raising=False)

    with pytest.raises(pytest.skip.Exception, match="npm ci"):
        need("contract")


def test_a_missing_peer_that_is_required_is_a_broken_test(monkeypatch):
    monkeypatch.setenv("ENGAGE_PRISM", str(Path(os.devnull) / "none"))
    monkeypatch.setenv("ENGAGE_REQUIRE", "browser,contract")

    with pytest.raises(pytest.fail.Exception, match="contract"):
        need("contract")
