"""The front page and the pages of plain facts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from engage import retention, summaries, times
from engage.extensions import db
from engage.models import Conversation, InboundText, Response
from tests.conftest import settings_for
from tests.factories import a_person, a_survey, a_text, phone_of
from tests.peers.twilio_stand_in import WITH_TWILIO


def text_of(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def test_an_open_survey_is_offered_with_how_long_it_takes(client):
    a_survey("open-one", title="Where you stay")
    db.session.commit()

    page = text_of(client, "/")

    assert "Where you stay" in page
    assert "We want to know what should change." in page
    assert "3 questions, about 2 minutes" in page
    assert 'href="/s/open-one"' in page


def test_a_closed_survey_is_not_offered(client):
    a_survey("over", open_for=timedelta(hours=-1), title="Long ago")
    db.session.commit()

    page = text_of(client, "/")

    assert "Long ago" not in page
    assert "No survey is open just now" in page


def test_a_published_summary_is_linked_and_a_draft_is_not(client):
    told = a_survey("told", open_for=timedelta(hours=-1), title="Told us")
    a_survey("draft", open_for=timedelta(hours=-1), title="Not yet told")
    now = times.now()
    summaries.publish(told, summaries.build(told, now=now), now=now)
    db.session.commit()

    page = text_of(client, "/")

    assert "Told us" in page
    assert "Not yet told" not in page


def test_the_pretend_phones_are_offered_only_where_phones_are_pretend(client, tmp_path: Path):
    assert "/phones" in text_of(client, "/")

    real = create_app(settings_for(tmp_path, **WITH_TWILIO))

    with real.app_context():
        page = text_of(real.test_client(), "/")
        db.session.remove()
        db.engine.dispose()
    assert "/phones" not in page


@pytest.mark.parametrize("address", ["/", "/privacy", "/help", "/how"])
def test_a_page_of_facts_can_be_opened_by_anyone(client, address):
    a_survey()
    db.session.commit()

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("way", ["999", "116 123", "0808 800 4444", "85258", "STOP", "SKIP"])
def test_the_help_page_says_who_to_turn_to_and_what_to_text(client, way):
    assert way in text_of(client, "/help")


def test_the_help_page_gives_our_own_number(client):
    assert "07700 900000" in text_of(client, "/help")


@pytest.mark.parametrize("rule", ["texts", "words"])
def test_the_privacy_page_gives_the_days_the_clean_up_follows(client, rule):
    assert f"{retention.RULES[rule].days} days" in text_of(client, "/privacy")


def test_leaving_forgets_who_was_here_and_goes_to_a_neutral_place(client):
    a_survey("open-one")
    db.session.commit()
    client.post("/s/open-one")

    answer = client.get("/leave")

    assert (answer.status_code, answer.location) == (303, "https://www.bbc.co.uk/weather")
    assert client.get("/s/open-one/q/area").location == "/s/open-one"


def test_answers_begun_on_the_web_and_never_sent_go_after_a_month(client):
    a_survey("open-one")
    db.session.commit()
    client.post("/s/open-one")
    client.post("/s/open-one/q/area", data={"answer": "wirral"})
    begun = db.session.query(Response).one()
    now = times.now()

    retention.sweep(now=now)
    assert db.session.query(Response).count() == 1

    begun.started_on = date.today() - timedelta(days=retention.UNSENT_DAYS + 2)
    db.session.flush()
    retention.sweep(now=now)
    assert db.session.query(Response).count() == 0


def test_an_anonymous_survey_that_closed_keeps_no_way_from_a_phone_to_an_answer(app, drain):
    a_survey("quiet", anonymous=True, text_word="QUIET")
    phone = phone_of(a_person())
    for words in ("QUIET", "yes", "wirral"):
        a_text(phone, words)
        drain()
    conversation = db.session.query(Conversation).one()
    assert conversation.response_id is not None

    retention.sweep(now=times.now() + timedelta(days=8))
    db.session.expire_all()

    assert conversation.state == "closed"
    assert db.session.query(Conversation.response_id).scalar() is None
    kept = [text.body for text in db.session.query(InboundText).order_by(InboundText.id)]
    assert kept[1:] == [None, None]
