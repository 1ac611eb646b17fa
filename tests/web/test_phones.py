"""The pretend phones: what they show, what they send, and whom they never show."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage import outbox, times
from engage.config import Settings
from engage.extensions import db
from engage.models import InboundText, Person, Phone
from engage.outbox import Draft
from tests.conftest import settings_for
from tests.factories import a_person, a_phone, a_survey, a_text, phone_of
from tests.peers.twilio_stand_in import WITH_TWILIO

NOBODYS = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def kev(app) -> Person:
    person = a_person("Kev", example=True)
    db.session.commit()
    return person


def at(person: Person) -> str:
    return f"/phones/{phone_of(person).id}"


def read(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def queued(phone: Phone, body: str, **given: object) -> None:
    draft = Draft(phone=phone, body=body, kind="reply", dedupe_key=str(uuid.uuid4()), **given)  # type: ignore[arg-type]
    outbox.queue(draft, now=times.now())
    db.session.commit()


def texts_in() -> list[str | None]:
    return [text.body for text in db.session.scalars(select(InboundText).order_by(InboundText.id))]


def test_the_shelf_shows_every_made_up_person_when_the_example_is_not_there(client, kev):
    a_person("Rosa", example=True)
    a_person("Real", example=False)
    db.session.commit()

    shelf = read(client, "/phones")

    assert "Kev" in shelf
    assert "Rosa" in shelf
    assert "Real" not in shelf


def test_the_shelf_keeps_to_the_example_phones_and_says_why(client, kev):
    a_person("Shanice", number="+447700900105", example=True)
    db.session.commit()

    shelf = read(client, "/phones")

    assert "has not answered yet" in shelf
    assert "Shanice" in shelf
    assert "Kev" not in shelf


def test_an_empty_shelf_says_so(client):
    assert "There are no phones here" in read(client, "/phones")


def test_a_text_sent_from_a_phone_is_answered_on_it(client, kev, drain):
    a_survey(text_word="HOME")
    db.session.commit()

    came = client.post(at(kev), data={"words": "HOME"})
    drain()
    page = read(client, at(kev))

    assert (came.status_code, came.location) == (303, at(kev))
    assert texts_in() == ["HOME"]
    assert "would like to hear what you think" in page
    assert "1 part" in page


def test_a_text_shows_only_once_it_has_arrived(client, kev, drain):
    queued(phone_of(kev), "Hello from us")
    before = read(client, at(kev))
    drain()
    after = read(client, at(kev))

    assert "Hello from us" not in before
    assert "1 text is on its way." in before
    assert "Hello from us" in after
    assert "on its way" not in after


def test_a_text_held_for_later_says_when_it_goes(client, kev):
    queued(phone_of(kev), "Good morning", not_before=times.now() + timedelta(days=2))

    assert "The first goes at " in read(client, at(kev))


def test_words_we_no_longer_keep_are_said_to_be_gone(client, kev):
    a_text(phone_of(kev), "a secret")
    db.session.execute(db.update(InboundText).values(body=None))
    db.session.commit()

    assert "We no longer keep what this text said." in read(client, at(kev))


def test_the_script_gets_the_conversation_alone(client, kev):
    a_text(phone_of(kev), "hello")

    answer = client.get(at(kev), headers={"X-Fragment": "1"})
    html = answer.get_data(as_text=True)

    assert html.lstrip().startswith('<div id="conversation">')
    assert "hello" in html
    assert "<h1" not in html


@pytest.mark.parametrize("typed", ["", "   ", None])
def test_an_empty_text_is_explained_and_not_sent(client, kev, typed):
    came = client.post(at(kev), data={} if typed is None else {"words": typed})
    html = came.get_data(as_text=True)

    assert came.status_code == 400
    assert '<a href="#conversation-box">Write something to send</a>' in html
    assert texts_in() == []


def test_a_text_that_is_too_long_is_explained_and_not_lost(client, kev):
    came = client.post(at(kev), data={"words": "x" * 1601})
    html = came.get_data(as_text=True)

    assert came.status_code == 400
    assert "A text has 1600 letters at most" in html
    assert "x" * 1601 in html
    assert texts_in() == []


@pytest.mark.parametrize(
    "typed", ["x" * 1600, "😀", "\u202eسلام\u200f", "<b>2</b>", "a\x00b", "STOP"]
)
def test_any_other_text_is_taken_as_it_is(client, kev, drain, typed):
    assert client.post(at(kev), data={"words": typed}).status_code == 303
    assert texts_in() == [typed]
    drain()
    assert client.get(at(kev)).status_code == 200


def test_the_phone_of_somebody_real_cannot_be_picked_up(client):
    person = a_person("Real", example=False)
    db.session.commit()

    assert client.get(at(person)).status_code == 404
    assert client.get(at(person), headers={"X-Fragment": "1"}).status_code == 404
    assert client.post(at(person), data={"words": "hello"}).status_code == 404
    assert texts_in() == []


@pytest.mark.parametrize("address", [f"/phones/{NOBODYS}", "/phones/nope", "/phones/%00"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_phone_that_is_not_there_gets_a_kind_page(client, address, method):
    assert getattr(client, method)(address).status_code == 404


class TestWithRealTexts:
    @pytest.fixture
    def settings(self, tmp_path) -> Settings:
        return settings_for(tmp_path, **WITH_TWILIO)

    def test_there_are_no_pretend_phones(self, client, kev):
        assert client.get("/phones").status_code == 404
        assert client.get(at(kev)).status_code == 404
        assert client.post(at(kev), data={"words": "hello"}).status_code == 404
        assert texts_in() == []

    def test_the_privacy_page_names_the_company(self, client):
        assert "Twilio" in read(client, "/privacy")


def test_a_phone_that_said_it_was_a_wrong_number_stays_in_the_hand(app, client, drain):
    shanice = a_person("Shanice", number="+447700900105", example=True)
    db.session.commit()
    page = at(shanice)
    a_text(phone_of(shanice), "wrong number mate")
    drain()

    assert "Sorry, our mistake" in read(client, page)


def test_a_real_phone_that_is_nobodys_is_never_shown(app, client):
    real = a_phone("+447700900998")
    db.session.commit()

    assert client.get(f"/phones/{real.id}").status_code == 404
