"""Doors for a provider's machine: they check a signature themselves, so nothing else is asked."""

from __future__ import annotations

import pytest

from engage.web.access import ANYONE, declared
from tests.conftest import settings_for
from tests.peers.twilio_stand_in import WITH_TWILIO


@pytest.fixture
def settings(tmp_path):
    """Texts come by Twilio."""
    return settings_for(tmp_path, **WITH_TWILIO)


def doors(app) -> set[str]:
    return {name for name, view in app.view_functions.items() if hasattr(view, "is_door")}


def test_only_the_webhooks_are_doors_and_what_goes_round_a_page_guards_none_of_them(app):
    assert {name.partition(".")[0] for name in doors(app)} == {"texts", "notify_texts"}
    assert {declared(app, name) for name in doors(app)} == {ANYONE}


def test_a_door_turns_away_what_is_not_signed_and_gives_no_cookie(app, client):
    answer = client.post(
        "/texts/in", data={"Body": "hello"}, environ_overrides={"RAW_URI": "/texts/in"}
    )
    assert answer.status_code == 403
    assert answer.headers.get("Set-Cookie") is None
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
