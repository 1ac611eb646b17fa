"""The page of an invitation when something is new: its session moved, or a need cannot be met."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import access_needs, concerns, open_pages, session_changes, staff, times
from engage.extensions import db
from engage.models import Invitation, Session, Thread
from engage.session_changes import Move
from engage.times import spoken_date
from tests.factories import a_session
from tests.pages import words
from tests.web.test_rsvp_pages import asked, needs, opened, page, sends


@pytest.fixture
def session(app) -> Session:
    return a_session()


@pytest.fixture
def invitation(session) -> Invitation:
    return asked(session)


class TestCouldNot:
    """What we could not arrange is no promise: it is said, with who to talk to."""

    SORRY = "We are sorry. We could not arrange this:"

    def cannot(self, invitation: Invitation, need: str) -> None:
        (one,) = [one for one in invitation.access_needs if one.need == need]
        jo = staff.add("jo@example.org", "Jo", ("facilitator",)).id
        access_needs.close(one, "cannot", "no lift", by=jo, now=times.now())
        db.session.commit()

    @pytest.mark.parametrize("part", ["", "/said"])
    def test_it_is_said_on_both_pages_and_promised_on_neither(self, client, invitation, part):
        sends(client, invitation, "yes", need=["step_free", "pet"])
        self.cannot(invitation, "step_free")
        said = words(client.get(page(invitation) + part))
        before, after = said.split(self.SORRY)
        assert "A way in with no steps Text us on" in after
        assert "A way in with no steps" not in before
        assert said.count("A way in with no steps") == 1
        assert "no lift" not in said
        assert "To bring a dog or a pet" in said

    def test_nothing_is_said_while_it_is_seen_to(self, client, invitation):
        said = words(sends(client, invitation, "yes", need="step_free"))
        assert self.SORRY not in said

    def test_sending_the_page_again_leaves_it_as_it_is(self, client, invitation):
        sends(client, invitation, "yes", need="step_free")
        self.cannot(invitation, "step_free")
        sends(client, invitation, "yes")
        assert needs() == {"step_free": "cannot"}

    def test_of_several_sessions_it_says_for_which_and_can_still_be_asked_of_the_other(
        self, client, session
    ):
        other = a_session(starts_in=timedelta(days=12))
        invitation = asked(session, other)
        sends(client, invitation, "yes", "yes", need="step_free")
        self.cannot(other.invitations[0], "step_free")
        html = client.get(page(invitation)).get_data(as_text=True)
        day = spoken_date(other.starts_local.date())
        assert f"<li>A way in with no steps: {day}" in html
        assert re.search(r'value="step_free" checked', html)


def moves(session: Session, **days_on: int) -> None:
    by = timedelta(**days_on)
    to = Move(session.starts_local + by, session.ends_local + by, session.place)
    session_changes.move(session, to, now=times.now())
    db.session.commit()


class TestLeftOpen:
    """A page left open while a session changes takes no answer to what it no longer shows."""

    def test_a_yes_to_the_old_time_is_asked_again_with_what_changed(
        self, client, session, invitation
    ):
        before = opened(client, invitation)
        old = spoken_date(session.starts_local.date())
        moves(session, days=2)
        answer = sends(client, invitation, "yes", on=before, need="pet", words="Bess comes")
        assert answer.status_code == 409
        said = words(answer)
        assert "Something changed while this page was open." in said
        assert f"It was: {old}" in said
        assert spoken_date(session.starts_local.date()) in said
        html = answer.get_data(as_text=True)
        assert "Bess comes</textarea>" in html
        assert re.search(r'value="pet" checked', html)
        assert not re.search(r'value="yes" checked', html)
        db.session.expire_all()
        assert (invitation.state, needs()) == ("invited", {})

    def test_words_of_danger_count_though_the_answer_does_not(self, client, session, invitation):
        before = opened(client, invitation)
        moves(session, days=2)
        said = "I am going to kill myself tonight"
        assert sends(client, invitation, "yes", on=before, words=said).status_code == 409
        assert db.session.scalars(select(Thread.why)).all() == ["other"]
        (concern,) = concerns.unseen()
        db.session.expire_all()
        assert (invitation.state, invitation.words) == ("invited", said)
        sends(client, invitation, "yes", words=said)
        assert concerns.unseen() == [concern]

    def test_the_answer_to_the_page_shown_again_is_taken(self, client, session, invitation):
        before = opened(client, invitation)
        moves(session, days=2)
        html = sends(client, invitation, "yes", on=before).get_data(as_text=True)
        after = dict(re.findall(r'name="(shown-[0-9a-f]+)" value="([^"]+)"', html))
        assert "You have a place." in words(sends(client, invitation, "yes", on=after))

    def test_what_is_said_of_another_session_is_kept_on_the_page(self, client, session):
        other = a_session(starts_in=timedelta(days=12))
        invitation = asked(session, other)
        before = opened(client, invitation)
        moves(other, days=1)
        html = sends(client, invitation, "yes", "no", on=before).get_data(as_text=True)
        checked = re.findall(r'id="come-([0-9a-f]+)-(yes|no)" value="\w+" checked', html)
        assert checked == [(open_pages.key_of(session), "yes")]
        assert [one.invitations[0].state for one in (session, other)] == ["invited", "invited"]

    def test_one_of_several_that_is_off_now_is_said_to_be(self, client, session):
        other = a_session(starts_in=timedelta(days=12))
        other.title = "Bread and talk"
        invitation = asked(session, other)
        before = opened(client, invitation)
        session_changes.cancel(other, now=times.now())
        db.session.commit()
        said = words(sends(client, invitation, "yes", "yes", on=before))
        assert re.search("Bread and talk.{1,60}This session is off.", said)
        assert "You have a place." in words(sends(client, invitation, "yes"))

    def test_a_move_no_wider_than_the_way_there_shows_how_it_is_now(
        self, client, session, invitation
    ):
        before = opened(client, invitation)
        to = Move(
            session.starts_local,
            session.ends_local,
            session.place,
            getting_there="Use the side door",
        )
        session_changes.move(session, to, now=times.now())
        db.session.commit()
        said = words(sends(client, invitation, "yes", on=before))
        assert "This is how it is now: When" in said
        assert "It was:" not in said
        assert "Use the side door" in said

    @pytest.mark.parametrize("carried", ["", "1", "0" * 80, "é"])
    def test_a_form_that_carries_nothing_of_ours_is_asked_again(
        self, client, session, invitation, carried
    ):
        on = {f"shown-{open_pages.key_of(session)}": carried}
        answer = sends(client, invitation, "yes", on=on)
        assert answer.status_code == 409
        db.session.expire_all()
        assert invitation.state == "invited"

    def test_an_answer_is_to_its_own_session_though_an_earlier_one_was_asked_again_alone(
        self, client, session
    ):
        other = a_session(starts_in=timedelta(days=12))
        invitation = asked(session, other)
        moves(session, days=1)
        invitation.round = 2
        db.session.commit()
        sends(client, invitation, "no", "yes")
        db.session.expire_all()
        assert [one.invitations[0].state for one in (session, other)] == ["declined", "accepted"]
