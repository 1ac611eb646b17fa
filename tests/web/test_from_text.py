"""A survey begun by text goes on by the web and comes back, with every answer kept."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import conversations, silences, times
from engage.extensions import db
from engage.models import Conversation, Phone, Response, Survey, WebLink
from engage.web import from_text
from surveys.progress import State
from tests.factories import a_survey, texts_to
from tests.web.survey_pages import S, heading
from tests.web.test_answer_trouble import close


def link_in(text: str) -> str:
    found = re.search(r"/w/[\w-]+", text)
    assert found, text
    return found[0]


def the_conversation() -> Conversation:
    return db.session.scalars(select(Conversation)).one()


def answers() -> dict[str, object]:
    response = db.session.scalars(select(Response)).one()
    return {one.question: one.words or one.value for one in response.answers}


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_survey_goes_on_on_the_web_at_the_same_question_and_ends_there(
    invited, say, client, anonymous
):
    phone = invited(anonymous=anonymous)
    say(phone, "yes")
    say(phone, "wirral")
    link = link_in(say(phone, "WEB")[0])

    assert "Carry on" in client.get(link).text
    asked = client.post(link, follow_redirects=True)
    assert "How safe" in asked.text
    client.post("/s/test-survey/q/safe", data={"answer": "4"})
    client.post("/s/test-survey/q/change", data={"answer": "the locks"})
    assert "Thank you" in client.post("/s/test-survey/check", follow_redirects=True).text

    db.session.expire_all()
    assert answers() == {"area": "wirral", "safe": 4, "change": "the locks"}
    assert the_conversation().state == "completed"
    assert (the_conversation().response_id is None) is anonymous
    assert db.session.scalars(select(Response)).one().finished_on is not None


def test_a_survey_comes_back_from_the_web_to_texts_with_every_answer_kept(invited, say, client):
    phone = invited()
    say(phone, "yes")
    link = link_in(say(phone, "web please")[0])
    client.post(link)
    client.post("/s/test-survey/q/area", data={"answer": "sefton"})

    assert "How safe" in say(phone, "back on texts now")[0]
    assert "What should change" in say(phone, "2")[0]
    say(phone, "heating")
    assert answers() == {"area": "sefton", "safe": 2, "change": "heating"}


def test_a_page_to_read_goes_before_the_question_to_who_comes_back_from_the_web(
    invited, say, client
):
    asked = [
        {"key": "area", "kind": "yes_no", "wording": "Are you in Wirral?"},
        {"key": "note", "kind": "information", "wording": "Nearly there"},
        {"key": "safe", "kind": "yes_no", "wording": "Are you safe?"},
    ]
    phone = invited(questions=asked)
    client.post(link_in(say(phone, "WEB")[0]))
    client.post("/s/test-survey/q/area", data={"answer": "yes"})

    [back] = say(phone, "back on texts now")
    say(phone, "no")

    assert "Nearly there" in back
    assert "Are you safe?" in back
    assert answers() == {"area": "yes", "safe": "no"}


def test_opening_the_link_changes_nothing_and_the_button_is_the_yes(invited, say, client):
    phone = invited()
    link = link_in(say(phone, "WEB")[0])
    assert "Start now" in client.get(link).text
    assert db.session.scalars(select(Response)).all() == []

    assert "Which area" in client.post(link, follow_redirects=True).text
    assert len(db.session.scalars(select(Response)).all()) == 1


def test_starting_again_leaves_what_was_said_by_text_with_who_said_it(invited, say, client):
    phone = invited()
    say(phone, "yes")
    say(phone, "wirral")
    client.post(link_in(say(phone, "WEB")[0]))

    html = client.get("/s/test-survey").text
    assert "Someone began to answer by text" in html
    assert "Wirral" not in html
    client.post("/s/test-survey", data={"again": "1"})

    db.session.expire_all()
    by_text, afresh = sorted(db.session.scalars(select(Response)), key=lambda one: one.channel)
    assert (by_text.channel, by_text.values) == ("text", {"area": "wirral"})
    assert (afresh.channel, afresh.values) == ("web", {})
    assert "How safe" in say(phone, "back on texts")[0]


@pytest.fixture
def at_the_check(invited, say, client) -> None:
    """Somebody who came from a text, and has answered everything on the web but sent nothing."""
    phone = invited()
    say(phone, "yes")
    say(phone, "wirral")
    client.post(link_in(say(phone, "WEB")[0]))
    client.post(f"{S}/q/safe", data={"answer": "4"})
    client.post(f"{S}/q/change", data={"answer": "the locks"})


def test_what_counted_as_it_was_given_is_not_said_to_be_unsent(at_the_check, client):
    html = client.get(f"{S}/check").text

    assert heading(html) == "Check your answers"
    assert "Nothing has been sent yet" not in html


@pytest.mark.parametrize("method, address", [("get", S), ("post", f"{S}/check")])
def test_when_it_closes_what_counted_already_is_not_said_to_be_lost(
    at_the_check, client, method, address
):
    close(db.session.scalars(select(Survey)).one())

    html = getattr(client, method)(address).text

    assert heading(html) == "This survey has closed"
    assert "not counted" not in html
    assert "the locks" not in html


def test_words_that_come_after_it_closed_are_shown_back_and_the_others_still_count(
    at_the_check, client
):
    close(db.session.scalars(select(Survey)).one())

    html = client.post(f"{S}/q/change", data={"answer": "and the lift"}).text

    assert "We could not keep this" in html
    assert "and the lift" in html
    assert "not counted" not in html


@pytest.fixture
def after_a_silence(invited, say, later) -> tuple[Phone, str]:
    """A phone that was silent for a week in one survey, its link, and an invitation to another."""
    phone = invited(open_for=timedelta(days=30))
    say(phone, "yes")
    say(phone, "wirral")
    link = link_in(say(phone, "WEB")[0])
    later(minutes=8 * 24 * 60)
    silences.look(the_conversation().id, now=times.now())
    assert the_conversation().state == "expired"
    other = a_survey("other-survey", open_for=timedelta(days=30), text_word="OTHER")
    assert conversations.invite(other, phone, now=times.now())
    db.session.commit()
    return phone, link


def states() -> dict[str, str]:
    db.session.expire_all()
    return {one.survey.key: one.state for one in db.session.scalars(select(Conversation))}


def test_after_a_week_the_link_goes_on_though_the_phone_is_invited_to_another(
    after_a_silence, client, drain
):
    phone, link = after_a_silence

    assert "How safe" in client.post(link, follow_redirects=True).text
    assert states() == {"test-survey": "asking", "other-survey": "expired"}
    before = len(texts_to(phone))
    drain()
    assert [one.state for one in texts_to(phone)[before - 1 :]] == ["suppressed"]


def test_who_has_begun_another_since_is_told_so_and_keeps_what_they_said_in_both(
    after_a_silence, say, client
):
    phone, link = after_a_silence
    say(phone, "OTHER")
    say(phone, "yes")

    came = client.post(link)

    assert came.status_code == 409
    assert "Another survey is under way" in came.text
    assert states() == {"test-survey": "expired", "other-survey": "asking"}
    other = conversations.waiting_conversation(phone)
    assert other is not None
    conversations.close(other, State.COMPLETED)
    db.session.commit()
    assert "How safe" in client.post(link, follow_redirects=True).text


@pytest.mark.parametrize("cut", [slice(0, -1), slice(0, 1), slice(None, None, -1)])
def test_a_link_cut_short_or_made_up_is_explained(invited, say, client, cut):
    key = link_in(say(invited(), "WEB")[0]).removeprefix("/w/")

    for method in (client.get, client.post):
        came = method(f"/w/{key[cut]}")
        assert came.status_code == 404
        assert "This link has ended" in came.text


@pytest.mark.parametrize("key", ["%00", "%F0%9F%98%80", "%E2%80%AE", "x" * 5000, "..%2F..", "'--"])
def test_a_link_of_odd_letters_is_explained(client, key):
    assert client.get(f"/w/{key}").status_code == 404


def test_a_link_that_has_ended_is_explained(invited, say, client):
    phone = invited()
    link = link_in(say(phone, "WEB")[0])
    for one in db.session.scalars(select(WebLink)):
        one.expires_at = times.now() - timedelta(seconds=1)
    db.session.commit()

    assert client.get(link).status_code == 404
    assert "Text WEB" in client.post(link).text


def test_after_a_stop_the_link_opens_nothing(invited, say, client):
    phone = invited()
    say(phone, "yes")
    link = link_in(say(phone, "WEB")[0])
    say(phone, "STOP")

    assert client.post(link).status_code == 404


def test_keys_are_kept_as_hashes_alone(invited, say):
    phone = invited()
    key = link_in(say(phone, "WEB")[0]).removeprefix("/w/")

    assert key not in [link.key_hash for link in db.session.scalars(select(WebLink))]


@pytest.mark.usefixtures("one_moment")
def test_guessing_links_is_slowed(client):
    answers = [client.get(f"/w/guess{n}").status_code for n in range(31)]
    assert answers[-1] == 429


@pytest.mark.usefixtures("one_moment")
def test_a_visitor_who_guesses_from_many_addresses_is_one(client):
    answers = [
        client.get(f"/w/guess{n}", environ_overrides={"REMOTE_ADDR": f"2001:db8::{n}"}).status_code
        for n in range(31)
    ]
    assert answers[-1] == 429


def test_a_link_that_works_opens_for_a_whole_hostel_on_one_address(invited, say, client):
    phone = invited()
    say(phone, "yes")
    link = link_in(say(phone, "WEB")[0])
    for _ in range(from_text.TRIES + 1):
        client.get("/w/guessed")
    assert client.get(link).status_code == 200
