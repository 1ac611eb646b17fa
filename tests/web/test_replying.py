"""A person replies by text: who may be texted, when it goes, and two at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import ready_replies, replying, threads, times
from engage.extensions import db
from engage.models import AuditEvent, OutboundText, Thread
from engage.ready_replies import Written
from tests.conftest import settings_for
from tests.factories import a_survey, texts_to
from tests.pages import words
from tests.web.threads_made import a_colleague, a_night, a_waiting_phone, came, in_a_survey


@pytest.fixture
def settings(tmp_path):
    """Nine to eight, as with a real provider."""
    return settings_for(tmp_path, text_from="09:00", text_until="20:00")


@pytest.fixture(autouse=True)
def midday(monkeypatch):
    """It is midday wherever a page looks at the clock."""
    noon = times.now().replace(hour=12, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(times, "now", lambda: noon)
    return noon


def typed(client, phone, **given):
    """What the form on the page would send."""
    html = client.get(f"/staff/inbox/{phone.id}").get_data(as_text=True)
    seen = re.search(r'name="seen" value="([^"]+)"', html)
    assert seen
    return {"words": "We can ring you today.", "seen": seen[1], **given}


def send(client, phone, data, **given):
    return client.post(f"/staff/inbox/{phone.id}/reply", data=data, **given)


def by_staff():
    return db.session.scalars(select(OutboundText).where(OutboundText.kind == "staff")).all()


def test_a_reply_is_queued_and_the_automatic_texts_stop(app, facilitator):
    phone = a_waiting_phone()

    answer = send(facilitator, phone, typed(facilitator, phone), follow_redirects=True)

    assert "Your text is on its way." in words(answer)
    assert "Automatic texts are off for this phone." in words(answer)
    assert "Written by Sam" in words(answer)
    assert [(row.body, row.state) for row in by_staff()] == [("We can ring you today.", "queued")]
    assert threads.is_held(phone)
    assert "replied by text" in db.session.scalars(select(AuditEvent.what)).all()


@pytest.mark.parametrize("why, waits", [("other", False), ("alert", True), ("callback", True)])
def test_a_text_back_settles_all_but_danger_and_a_call(app, facilitator, why, waits):
    phone = a_waiting_phone(why=why)

    send(facilitator, phone, typed(facilitator, phone))

    assert (db.session.get_one(Thread, phone.id).waiting_since is not None) is waits


def test_pressing_send_twice_sends_one_text(app, facilitator):
    phone = a_waiting_phone()
    data = typed(facilitator, phone)

    for _ in range(2):
        assert send(facilitator, phone, data).status_code == 303

    assert len(by_staff()) == 1


def test_a_reply_that_crosses_with_a_new_text_is_asked_about_again(app, facilitator):
    phone = a_waiting_phone()
    data = typed(facilitator, phone)
    came(phone, "never mind, sorted", received_at=times.now())
    db.session.commit()

    answer = send(facilitator, phone, data)

    assert answer.status_code == 409
    assert "Something new came while you wrote" in words(answer)
    assert "never mind, sorted" in words(answer)
    assert "We can ring you today." in answer.get_data(as_text=True)
    assert by_staff() == []

    seen = re.search(r'name="seen" value="([^"]+)"', answer.get_data(as_text=True))
    assert seen
    send(facilitator, phone, {**data, "seen": seen[1]})
    assert len(by_staff()) == 1


def test_of_two_colleagues_who_reply_at_once_one_is_sent_and_the_other_asked(app, facilitator):
    phone, jo = a_waiting_phone(), a_colleague("Jo")
    data = typed(facilitator, phone)
    replying.reply(phone, replying.Typed("From Jo", data["seen"]), by=jo, now=times.now())
    db.session.commit()

    answer = send(facilitator, phone, data)

    assert answer.status_code == 409
    assert "From Jo" in words(answer)
    assert [row.body for row in by_staff()] == ["From Jo"]


def test_nobody_who_has_stopped_can_be_texted(app, facilitator):
    phone = a_waiting_phone()
    data = typed(facilitator, phone)
    phone.stopped_at = times.now()
    db.session.commit()

    page = facilitator.get(f"/staff/inbox/{phone.id}")
    assert "They have stopped texts. Ring them instead." in words(page)
    assert 'id="words"' not in page.get_data(as_text=True)
    assert send(facilitator, phone, data).status_code == 409
    assert texts_to(phone) == []


def test_at_night_a_reply_waits_for_the_hours_to_open(app, facilitator, monkeypatch):
    phone = a_waiting_phone()
    night = a_night(monkeypatch)
    page = facilitator.get(f"/staff/inbox/{phone.id}")
    assert "Send when hours open" in words(page)
    data = typed(facilitator, phone)

    assert send(facilitator, phone, data).status_code == 409
    assert by_staff() == []

    send(facilitator, phone, {**data, "later": "1"})
    assert by_staff()[0].not_before == night + timedelta(hours=6)


def test_an_answer_to_a_text_of_the_last_minutes_goes_at_once_at_any_hour(
    app, facilitator, monkeypatch
):
    phone = a_waiting_phone()
    night = a_night(monkeypatch)
    came(phone, "are you there", received_at=night - timedelta(minutes=4))
    db.session.commit()

    send(facilitator, phone, typed(facilitator, phone))

    row = by_staff()[0]
    assert (row.not_before, row.answers_text_at) == (night, night - timedelta(minutes=4))


@pytest.mark.parametrize(
    "written, told",
    [
        ("", "Write your text first"),
        ("x" * 641, "Make it shorter."),
        ("Reply CANCEL if you cannot come.", "The phone company acts on CANCEL"),
    ],
)
def test_a_reply_that_cannot_go_is_explained_and_kept(app, facilitator, written, told):
    phone = a_waiting_phone()

    answer = send(facilitator, phone, typed(facilitator, phone, words=written))

    assert answer.status_code == 400
    assert told in words(answer)
    assert written in answer.get_data(as_text=True)
    assert by_staff() == []


def test_without_script_the_cost_is_shown_when_asked_and_nothing_is_sent(app, facilitator):
    phone = a_waiting_phone()

    answer = send(facilitator, phone, typed(facilitator, phone, words="It’s fine" * 10, look="1"))

    assert "This costs 2 texts, not 1, because of: ’ (use ')." in words(answer)
    assert by_staff() == []


def test_without_script_the_plain_characters_are_put_in_when_asked(app, facilitator):
    phone = a_waiting_phone()

    answer = send(facilitator, phone, typed(facilitator, phone, words="It’s fine", swap="1"))

    assert "It&#39;s fine</textarea>" in answer.get_data(as_text=True)
    assert "9 of 160 characters: 1 text. About 4p." in words(answer)
    assert by_staff() == []


def test_a_ready_reply_is_put_in_the_box_by_a_link(app, facilitator):
    phone = a_waiting_phone()
    one = ready_replies.add(Written("Thanks", "Thank you for your text."))
    db.session.commit()

    page = facilitator.get(f"/staff/inbox/{phone.id}?ready={one.id}")

    assert "Thank you for your text.</textarea>" in page.get_data(as_text=True)


@pytest.mark.parametrize("ready", ["0", "999", "x", "9" * 20])
def test_a_ready_reply_that_is_not_there_leaves_the_box_empty(app, facilitator, ready):
    phone = a_waiting_phone()

    assert facilitator.get(f"/staff/inbox/{phone.id}?ready={ready}").status_code == 200


@pytest.mark.parametrize(
    "given, told",
    [
        ({}, "They are on question 2 of 3 of “Temporary accommodation”. It goes on from there."),
        ({"state": "invited", "question": None}, "We wait for a yes or a no."),
        (None, "Nothing is being asked."),
    ],
)
def test_handing_back_says_what_happens_next(app, facilitator, given, told):
    phone = a_waiting_phone()
    if given is not None:
        in_a_survey(a_survey(), phone, **given)
        db.session.commit()
    send(facilitator, phone, typed(facilitator, phone))
    assert told in words(facilitator.get(f"/staff/inbox/{phone.id}"))

    answer = facilitator.post(f"/staff/inbox/{phone.id}/hand-back", follow_redirects=True)

    assert told in words(answer)
    assert not threads.is_held(phone)


def test_handing_back_asks_the_question_in_hand_again(app, facilitator):
    phone = a_waiting_phone()
    in_a_survey(a_survey(), phone)
    db.session.commit()
    send(facilitator, phone, typed(facilitator, phone))

    facilitator.post(f"/staff/inbox/{phone.id}/hand-back")

    asked = [row for row in texts_to(phone) if row.kind == "question"]
    assert [row.question for row in asked] == ["safe"]
    assert "How safe do you feel" in (asked[0].body or "")


def test_a_question_asked_again_at_night_waits_for_the_morning(app, facilitator, monkeypatch):
    phone = a_waiting_phone()
    in_a_survey(a_survey(open_for=timedelta(days=365)), phone)
    db.session.commit()
    send(facilitator, phone, typed(facilitator, phone))
    a_night(monkeypatch)

    facilitator.post(f"/staff/inbox/{phone.id}/hand-back")

    asked = [row for row in texts_to(phone) if row.kind == "question"]
    assert [row.answers_text_at for row in asked] == [None]


def test_handing_back_leaves_a_call_to_be_made(app, facilitator):
    phone = a_waiting_phone(why="callback")
    send(facilitator, phone, typed(facilitator, phone))

    facilitator.post(f"/staff/inbox/{phone.id}/hand-back")

    assert db.session.get_one(Thread, phone.id).why == "callback"


def test_a_wrong_number_is_neither_texted_nor_rung(app, facilitator):
    phone = a_waiting_phone(why="wrong_number")
    phone.stopped_at, phone.stopped_by = times.now(), "wrong_number"
    db.session.commit()

    said = words(facilitator.get(f"/staff/inbox/{phone.id}"))

    assert "Please do not ring it." in said
    assert "Ring them instead" not in said


def test_handing_back_twice_does_it_once(app, facilitator):
    phone = a_waiting_phone()
    send(facilitator, phone, typed(facilitator, phone))
    facilitator.post(f"/staff/inbox/{phone.id}/hand-back")

    answer = facilitator.post(f"/staff/inbox/{phone.id}/hand-back", follow_redirects=True)

    assert "This one was handed back already." in words(answer)


def test_of_an_anonymous_survey_handing_back_tells_no_question(app, facilitator):
    phone = a_waiting_phone()
    in_a_survey(a_survey(anonymous=True), phone)
    db.session.commit()
    send(facilitator, phone, typed(facilitator, phone))

    said = words(facilitator.get(f"/staff/inbox/{phone.id}"))

    assert "If “Temporary accommodation” waits for them" in said
    assert "question 2" not in said
