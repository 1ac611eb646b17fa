"""The page that a link in a text opens: can you come, and what would help you to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from engage import (
    concerns,
    open_pages,
    rsvp,
    rsvp_links,
    session_changes,
    session_invites,
    staff,
    times,
)
from engage.extensions import db
from engage.models import AccessNeed, Invitation, Session, Thread
from engage.session_changes import Move
from tests.factories import a_person, a_session, a_text, phone_of, texts_to
from tests.pages import words


@pytest.fixture
def session(app) -> Session:
    return a_session(capacity=1)


@pytest.fixture
def invitation(session) -> Invitation:
    return asked(session)


def asked(*sessions: Session, **given) -> Invitation:
    """The first invitation of somebody asked to these sessions in one text, which has gone."""
    person, now = a_person("Rosa", **given), times.now()
    session_invites.invite_to(sessions, [phone_of(person)], now=now)
    for text in texts_to(phone_of(person)):
        text.state, text.sent_at = "sent", now
    db.session.flush()
    found = db.session.scalars(
        select(Invitation).where(Invitation.person_id == person.id).order_by(Invitation.id)
    ).all()
    for one in found:
        rsvp_links.make(one)
    db.session.commit()
    return found[0]


def page(invitation: Invitation) -> str:
    return f"/r/{rsvp_links.token_of(invitation)}"


def opened(client: FlaskClient, invitation: Invitation) -> dict[str, str]:
    """What the form carries of the page as it is now: one hidden field a session."""
    html = client.get(page(invitation)).get_data(as_text=True)
    return dict(re.findall(r'name="(shown-[0-9a-f]+)" value="([^"]+)"', html))


def sends(
    client: FlaskClient,
    invitation: Invitation,
    *comes: str,
    on: dict[str, str] | None = None,
    need: str | list[str] = "",
    words: str = "",
):
    """A yes or a no to each session, in the order of the page, `on` a page opened before."""
    carried = opened(client, invitation) if on is None else on
    said = {name.replace("shown", "come"): one for name, one in zip(carried, comes, strict=False)}
    data = {**carried, **said, "need[]": need, "words": words}
    return client.post(page(invitation), data=data, follow_redirects=True)


def needs() -> dict[str, str]:
    db.session.expire_all()
    return dict(db.session.execute(select(AccessNeed.need, AccessNeed.state)).all())


@pytest.mark.parametrize("said", ["LINK", "web", "link please"])
def test_a_text_gets_the_link_and_the_link_opens_the_page(client, session, drain, said):
    person = a_person("Rosa")
    session_invites.invite(session, [phone_of(person)], now=times.now())
    drain()
    a_text(phone_of(person), said)
    drain()
    text = texts_to(phone_of(person))[-1]
    link = re.search(r"https?://\S+/r/[0-9a-f]{16}", text.body or "")
    assert link is not None
    assert text.segments == 1
    assert "Can you come?" in words(client.get("/r/" + link[0].rsplit("/", 1)[1]))
    assert session.invitations[0].state == "invited"


def test_the_same_link_is_sent_however_often_it_is_asked_for(invitation):
    assert rsvp_links.make(invitation) == rsvp_links.make(invitation)
    assert rsvp_links.token_of(invitation) not in (invitation.rsvp_key or "")


def test_the_page_says_what_to_know_and_opening_it_answers_nothing(client, invitation):
    said = words(client.get(page(invitation)))
    assert "Tea and talk" in said
    assert "The Lantern Rooms" in said
    assert "What would help you to come?" in said
    db.session.expire_all()
    assert invitation.state == "invited"


def test_yes_with_needs_takes_a_place_and_says_so(client, invitation):
    said = words(sends(client, invitation, "yes", need=["step_free", "companion"]))
    assert "You have a place." in said
    assert "A way in with no steps" in said
    assert needs() == {"step_free": "open", "companion": "open"}
    assert (invitation.state, invitation.place) == ("accepted", 1)


def test_no_gives_the_place_up_and_offers_it(client, session, invitation):
    sends(client, invitation, "yes", need="transport")
    other = asked(session)
    assert "It is full just now." in words(sends(client, other, "yes"))
    said = words(sends(client, invitation, "no"))
    assert "You told us that you cannot come." in said
    db.session.expire_all()
    assert (invitation.state, other.state) == ("declined", "offered")
    assert needs() == {"transport": "not_needed"}
    assert "We keep a place for you until" in words(client.get(page(other)))


def test_sent_twice_is_one_answer(client, invitation):
    for _ in range(2):
        sends(client, invitation, "yes", need="pet", words="Her name is Bess")
    assert needs() == {"pet": "open"}
    assert invitation.words == "Her name is Bess"
    assert invitation.place == 1


def test_what_is_not_ticked_any_more_is_let_go(client, invitation):
    sends(client, invitation, "yes", need=["pet", "sight"])
    sends(client, invitation, "yes", need="sight")
    assert needs() == {"pet": "not_needed", "sight": "open"}


def test_words_are_read_for_needs_too(client, invitation):
    sends(client, invitation, "yes", words="I can't do stairs")
    assert needs() == {"step_free": "open"}


def test_a_need_we_do_not_know_is_left_out(client, invitation):
    sends(client, invitation, "yes", need=["gold", "pet"])
    assert needs() == {"pet": "open"}


@pytest.mark.parametrize("said", [[], ["perhaps"]])
def test_without_yes_or_no_it_asks_and_keeps_what_was_typed(client, invitation, said):
    answer = sends(client, invitation, *said, need="pet", words="Bess")
    assert answer.status_code == 400
    text = answer.get_data(as_text=True)
    assert "Choose yes or no" in text
    assert re.search(r'value="pet" checked', text)
    assert "Bess</textarea>" in text
    assert invitation.state == "invited"


def test_words_of_danger_bring_a_person(client, invitation):
    sends(client, invitation, "yes", words="he hit me again last night")
    assert db.session.scalars(select(Thread.why)).all() == ["other"]
    (concern,) = concerns.unseen()
    assert concern.session_id == invitation.session_id


def test_words_of_danger_count_though_no_choice_was_made_and_once(client, invitation):
    said = "I am going to kill myself tonight"
    assert sends(client, invitation, words=said).status_code == 400
    assert db.session.scalars(select(Thread.why)).all() == ["other"]
    for minutes in (0, 5):
        with time_machine.travel(times.now() + timedelta(minutes=minutes)):
            sends(client, invitation, "yes", words=said)
    db.session.expire_all()
    assert len(concerns.unseen()) == 1
    assert (invitation.state, invitation.words) == ("accepted", said)


def test_the_same_words_of_danger_after_somebody_has_seen_to_it_count_again(client, invitation):
    seer = staff.add("jo@example.org", "Jo", ("facilitator",)).id
    for _ in range(2):
        sends(client, invitation, "yes", words="he hit me again last night")
        (concern,) = concerns.unseen()
        concerns.mark_seen(concern, by=seer, now=times.now())
        db.session.commit()


@pytest.mark.parametrize("token", ["x", "0" * 16, "0123456789abcde", "%00", "f" * 400])
@pytest.mark.parametrize("way", ["get", "post"])
def test_a_link_that_is_not_right_opens_a_kind_page(client, invitation, token, way):
    answer = getattr(client, way)(f"/r/{token}")
    assert answer.status_code == 404
    assert "This link does not open" in words(answer)


def test_a_link_cut_short_opens_nothing(client, invitation):
    assert client.get(page(invitation)[:-1]).status_code == 404
    assert client.get(page(invitation).upper().replace("/R/", "/r/")).status_code == 200


def test_guessing_is_slowed_and_a_link_that_works_is_not(client, invitation, one_moment):
    codes = [client.get(f"/r/{n:016x}").status_code for n in range(32)]
    assert codes[-1] == 429
    assert client.get(page(invitation)).status_code == 200


def test_a_session_that_is_off_says_so_and_takes_no_answer(client, session, invitation):
    session_changes.cancel(session, now=times.now())
    db.session.commit()
    assert "This session is off." in words(client.get(page(invitation)))
    assert "This session is off." in words(sends(client, invitation, "yes"))
    assert invitation.state == "invited"


def test_it_works_until_the_session_ends(client, session, invitation):
    session.starts_local -= timedelta(days=9, hours=1)
    session.ends_local -= timedelta(days=9, hours=1)
    db.session.commit()
    assert "You have a place." in words(sends(client, invitation, "yes"))
    session.starts_local -= timedelta(hours=2)
    session.ends_local -= timedelta(hours=2)
    db.session.commit()
    assert "This session is over." in words(client.get(page(invitation)))
    sends(client, invitation, "no")
    db.session.expire_all()
    assert invitation.state == "accepted"


def test_after_a_move_the_page_says_so_and_yes_is_for_the_new_time(client, session, invitation):
    sends(client, invitation, "yes")
    to = Move(session.starts_local + timedelta(days=1), session.ends_local + timedelta(days=1), "X")
    session_changes.move(session, to, now=times.now())
    db.session.commit()
    assert "This session has moved. We keep a place for you." in words(client.get(page(invitation)))
    sends(client, invitation, "yes")
    db.session.expire_all()
    assert invitation.state == "accepted"
    moved = [t for t in texts_to(phone_of(invitation.person)) if t.kind == "moved"]
    assert [one.state for one in moved] == ["suppressed"]


def test_several_sessions_are_answered_on_one_page(client, session):
    other = a_session(starts_in=timedelta(days=12))
    invitation = asked(session, other)
    assert words(client.get(page(invitation))).count("Can you come on") == 2
    said = words(sends(client, invitation, "no", "yes", need="pet"))
    assert "You have a place." in said
    db.session.expire_all()
    assert [one.invitations[0].state for one in (session, other)] == ["declined", "accepted"]
    assert needs() == {"pet": "open"}


def test_several_need_an_answer_each(client, session):
    other = a_session(starts_in=timedelta(days=12))
    invitation = asked(session, other)
    answer = sends(client, invitation, "yes")
    assert answer.status_code == 400
    assert f'href="#come-{open_pages.key_of(other)}-yes"' in answer.get_data(as_text=True)
    assert invitation.state == "invited"


def test_the_calendar_file_opens_and_a_link_is_for_those_with_a_place(client, session, invitation):
    session.online, session.link = True, "https://meet.example/room"
    db.session.commit()
    path = f"{page(invitation)}/{open_pages.key_of(session)}/session.ics"
    assert b"meet.example" not in client.get(path).data
    assert "meet.example" in words(sends(client, invitation, "yes"))
    made = client.get(path)
    assert made.content_type.startswith("text/calendar")
    event = Calendar.from_ical(made.data).walk("VEVENT")[0]
    assert str(event["summary"]) == "Tea and talk"
    assert b"meet.example" in made.data.replace(b"\r\n ", b"")
    another = open_pages.key_of(a_session())
    assert client.get(f"{page(invitation)}/{another}/session.ics").status_code == 404


@pytest.mark.parametrize(
    "language,asks", [("pl", "Czy możesz przyjść?"), ("ar", "هل تستطيع الحضور؟")]
)
def test_the_page_is_in_the_language_they_are_texted_in(client, session, language, asks):
    invitation = asked(session, language=language)
    text = client.get(page(invitation)).get_data(as_text=True)
    assert asks in text
    assert f'<html lang="{language}"' in text


def test_nobody_else_is_named(client, session, invitation):
    other = asked(session)
    rsvp.answer_by_text(other, "yes", now=times.now())
    db.session.commit()
    assert "Rosa" not in words(client.get(page(invitation)))
