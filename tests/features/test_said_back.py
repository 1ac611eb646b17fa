"""What we said of a session ends with what to text next: whose is a NO, or a YES, to that?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import session_changes, session_invites, times
from engage.extensions import db
from engage.models import InboundText, Invitation, OutboundText
from engage.session_changes import Move
from tests.factories import a_session, texts_to
from tests.features.conftest import AGO
from tests.texted import answers, state_of

YES_OR_NO = {"key": "told", "kind": "yes_no", "wording": "Were you told why?"}


class TestWhatWeSaidBack:
    """In the middle of a survey they are asked to a session, and what we say back ends with NO."""

    @pytest.fixture
    def invited(self, phone, comes, drain, asks):
        """Somebody in the middle of a survey whom a session has just asked."""

        def invite(*questions) -> Invitation:
            asks(phone, *questions)
            session = a_session()
            session_invites.invite(session, [phone], now=times.now())
            db.session.commit()
            drain()
            return session.invitations[0]

        return invite

    @pytest.fixture
    def later(self, app):
        """Let five minutes pass."""

        def passes() -> None:
            for text in db.session.scalars(select(OutboundText)):
                text.sent_at = text.sent_at and text.sent_at - AGO
            for come in db.session.scalars(select(InboundText)):
                come.received_at -= AGO
            db.session.commit()

        return passes

    def test_a_no_gives_up_the_place_and_a_yes_takes_it_again(self, phone, invited, later, say):
        invitation = invited(YES_OR_NO)
        for said, state in (("yes", "accepted"), ("no", "declined"), ("YES", "accepted")):
            say(phone, said)
            assert (said, state_of(invitation)) == (said, state)
            later()
        assert answers() == {}

    def test_what_else_they_say_is_for_the_survey(self, phone, invited, later, say):
        invitation = invited()
        say(phone, "yes")
        later()
        say(phone, "3")
        assert (state_of(invitation), answers()) == ("accepted", {"area": "liverpool"})

    def test_a_no_after_a_no_is_for_the_survey(self, phone, invited, later, say):
        invitation = invited(YES_OR_NO)
        say(phone, "no")
        later()
        say(phone, "no")
        assert (state_of(invitation), answers()) == ("declined", {"told": "no"})

    def test_a_yes_after_a_yes_is_for_the_survey(self, phone, invited, later, say):
        invitation = invited(YES_OR_NO)
        say(phone, "yes")
        later()
        say(phone, "yes")
        assert (state_of(invitation), answers()) == ("accepted", {"told": "yes"})

    def test_a_no_after_the_answer_about_one_session_leaves_the_one_that_waits(
        self, phone, comes, invited, later, say
    ):
        waits = comes(phone)
        waits.state, waits.place = "invited", None
        invitation = invited()
        say(phone, "yes")
        later()
        say(phone, "no")
        assert (state_of(invitation), state_of(waits)) == ("declined", "invited")


class TestNewsOfAMoveToWhoWaits:
    """It ends with "If you cannot come, reply NO"."""

    @pytest.fixture
    def waits(self, phone, comes) -> Invitation:
        invitation = comes(phone)
        invitation.state, invitation.place = "waiting", None
        return invitation

    @pytest.fixture
    def moved(self, drain):
        """Tell of a move, and let five minutes pass."""

        def move(invitation: Invitation) -> None:
            starts = invitation.session.starts_local + timedelta(days=1)
            to = Move(starts, starts + timedelta(hours=2), "Quay Street")
            session_changes.move(invitation.session, to, now=times.now())
            drain()
            for one in db.session.scalars(select(OutboundText)):
                one.sent_at = one.sent_at and one.sent_at - AGO
            db.session.commit()

        return move

    def test_in_the_middle_of_a_survey_a_no_is_for_it(self, phone, waits, moved, asks, say):
        asks(phone, YES_OR_NO)
        moved(waits)
        assert texts_to(phone)[-1].kind == "moved"
        say(phone, "no")
        assert (state_of(waits), answers()) == ("declined", {})

    def test_a_no_is_for_it_and_not_for_the_one_that_asks(self, phone, waits, moved, comes, say):
        other = comes(phone)
        other.state, other.place = "invited", None
        moved(waits)
        say(phone, "no")
        assert (state_of(waits), state_of(other)) == ("declined", "invited")
