"""A reminder comes while something else is open: whose is the next reply?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engage import places, session_changes, session_invites, times
from engage.extensions import db
from engage.models import Conversation, Invitation, OutboundText, Phone
from engage.session_changes import Move
from tests.factories import DEFINITION, a_phone, a_session, phone_of, texts_to
from tests.features.conftest import AGO
from tests.texted import answers, conversation, state_of

YES_OR_NO = {"key": "told", "kind": "yes_no", "wording": "Were you told why?"}


class TestInTheMiddleOfASurvey:
    """They were asked a question, and then a reminder came."""

    @pytest.fixture
    def in_a_survey(self, phone, comes, remind, asks):
        """Somebody who comes to a session, is asked this question, and then is reminded."""

        def ask(*questions, said: tuple[str, ...] = ("yes",), ago: timedelta = AGO) -> Invitation:
            invitation = comes(phone)
            asks(phone, *questions, said=said)
            remind(invitation.session, ago=ago)
            return invitation

        return ask

    def test_the_reminder_goes_and_the_next_text_answers_the_survey(self, phone, in_a_survey, say):
        invitation = in_a_survey()
        assert texts_to(phone)[-1].kind == "reminder"
        told = say(phone, "3")
        assert answers() == {"area": "liverpool"}
        assert "How safe" in told[-1]
        assert state_of(invitation) == "accepted"

    @pytest.mark.parametrize("said", ["no", "NO", "No thanks", "nope"])
    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_a_bare_no_gives_up_the_place_and_leaves_the_survey_as_it_is(
        self, in_a_survey, say, said, place
    ):
        invitation = in_a_survey(DEFINITION["questions"][place])
        phone = phone_of(invitation.person)
        told = say(phone, said)
        assert told == [
            "Thank you for telling us. You will not get a reminder. "
            "If you change your mind, reply YES."
        ]
        assert state_of(invitation) == "declined"
        assert (answers(), conversation().state) == ({}, "asking")

    def test_a_bare_no_is_for_the_session_even_when_the_survey_asks_yes_or_no(
        self, phone, in_a_survey, say
    ):
        invitation = in_a_survey(YES_OR_NO, DEFINITION["questions"][0])
        say(phone, "no")
        assert (state_of(invitation), answers()) == ("declined", {})
        say(phone, "no")
        assert answers() == {"told": "no"}

    def test_a_yes_answers_a_survey_that_asks_for_one(self, phone, in_a_survey, say):
        invitation = in_a_survey(YES_OR_NO, DEFINITION["questions"][0])
        say(phone, "yep")
        assert (state_of(invitation), answers()) == ("accepted", {"told": "yes"})

    def test_a_yes_begins_a_survey_they_were_asked_to(self, phone, in_a_survey, say):
        invitation = in_a_survey(said=())
        say(phone, "yes")
        assert conversation().state == "asking"
        assert state_of(invitation) == "accepted"

    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_a_yes_that_is_no_answer_says_again_that_they_have_a_place(
        self, phone, in_a_survey, say, place
    ):
        invitation = in_a_survey(DEFINITION["questions"][place])
        told = say(phone, "yes i will")
        assert told[-1].startswith("Thank you, you have a place.")
        assert (state_of(invitation), answers()) == ("accepted", {})

    def test_more_words_are_for_the_survey_where_it_asks_for_words(self, phone, in_a_survey, say):
        invitation = in_a_survey(DEFINITION["questions"][2])
        say(phone, "no there is nobody at the desk to talk to at night")
        assert list(answers()) == ["change"]
        assert state_of(invitation) == "accepted"

    @pytest.mark.parametrize("said", ["SKIP", "skip it"])
    def test_skip_is_for_the_survey(self, phone, in_a_survey, say, said):
        invitation = in_a_survey()
        say(phone, said)
        assert conversation().question == "safe"
        assert state_of(invitation) == "accepted"

    def test_a_no_on_its_way_when_the_reminder_went_is_for_the_survey(
        self, phone, in_a_survey, say
    ):
        seconds = timedelta(seconds=5)
        invitation = in_a_survey(YES_OR_NO, DEFINITION["questions"][0], ago=seconds)
        say(phone, "no")
        assert (state_of(invitation), answers()) == ("accepted", {"told": "no"})

    def test_once_the_survey_has_texted_again_a_no_is_for_the_survey(self, phone, in_a_survey, say):
        invitation = in_a_survey(DEFINITION["questions"][0], YES_OR_NO)
        say(phone, "3")
        say(phone, "no")
        assert answers() == {"area": "liverpool", "told": "no"}
        assert state_of(invitation) == "accepted"

    def test_stop_still_stops(self, phone, in_a_survey, say):
        in_a_survey()
        say(phone, "STOP")
        assert phone.stopped_at is not None
        assert db.session.scalars(select(Conversation.state)).one() == "opted_out"


class TestAnotherSession:
    """They come to one session, and there is another."""

    def test_a_no_is_for_the_one_they_were_reminded_of(self, phone, comes, remind, say):
        first, later = comes(phone, starts_in=timedelta(days=2)), comes(phone)
        later.invited_at += timedelta(hours=1)
        remind(first.session)
        say(phone, "sorry cant make it")
        assert (state_of(first), state_of(later)) == ("declined", "accepted")

    def test_a_yes_is_for_the_one_that_asks(self, phone, comes, remind, say):
        first, other = comes(phone, starts_in=timedelta(days=2)), comes(phone)
        other.state, other.place = "invited", None
        remind(first.session)
        say(phone, "yes")
        assert (state_of(first), state_of(other)) == ("accepted", "accepted")

    def test_a_no_is_not_for_the_one_that_asks(self, phone, comes, remind, say):
        first, other = comes(phone, starts_in=timedelta(days=2)), comes(phone)
        other.state, other.place = "invited", None
        remind(first.session)
        say(phone, "no")
        assert (state_of(first), state_of(other)) == ("declined", "invited")

    def test_a_no_from_their_other_phone_is_for_the_one_they_were_reminded_of(
        self, phone, comes, remind, say
    ):
        first, later = comes(phone, starts_in=timedelta(days=2)), comes(phone)
        later.invited_at += timedelta(hours=1)
        other = a_phone(None, phone.person)
        remind(first.session)
        say(other, "sorry cant make it")
        assert (state_of(first), state_of(later)) == ("declined", "accepted")

    def test_a_yes_to_a_reminder_takes_no_place_at_another_when_that_one_has_moved(
        self, phone, comes, remind, asks, say
    ):
        first, other = comes(phone, starts_in=timedelta(days=2)), comes(phone)
        other.state, other.place = "lapsed", None
        other.invited_at += timedelta(hours=1)
        asks(phone)
        remind(first.session)
        starts = first.session.starts_local + timedelta(days=1)
        to = Move(starts, starts + timedelta(hours=2), "Quay Street")
        session_changes.move(first.session, to, now=times.now())
        db.session.commit()
        told = say(phone, "yes i will")
        assert told[0].startswith("Tea and talk on ")
        assert "has moved" in told[0]
        assert (state_of(first), state_of(other)) == ("offered", "lapsed")

    def test_once_it_has_begun_a_no_is_not_about_it(self, phone, comes, remind, say):
        invitation = comes(phone, starts_in=timedelta(hours=2))
        remind(invitation.session)
        invitation.session.starts_local -= timedelta(hours=4)
        db.session.commit()
        say(phone, "no")
        assert state_of(invitation) == "accepted"


class TestAnInvitationThatHasNotGone:
    """It waits for the morning, and whoever it is for has not heard of it."""

    @pytest.fixture
    def queued(self, app):
        """Ask somebody to sessions in a text that goes tomorrow."""

        def ask(phone: Phone, how_many: int = 1) -> list[Invitation]:
            sessions = [a_session(starts_in=timedelta(days=n)) for n in range(5, 5 + how_many)]
            session_invites.invite_to(sessions, [phone], now=times.now())
            db.session.flush()
            db.session.execute(
                update(OutboundText)
                .where(OutboundText.kind == "invitation", OutboundText.state == "queued")
                .values(not_before=times.now() + timedelta(hours=15))
            )
            db.session.commit()
            return [one for session in sessions for one in session.invitations]

        return ask

    @pytest.mark.parametrize("how_many", [1, 2])
    def test_a_yes_begins_the_survey_they_were_asked_to(self, phone, asks, queued, say, how_many):
        asks(phone, said=())
        invitations = queued(phone, how_many)
        say(phone, "yes")
        assert conversation().state == "asking"
        assert {state_of(one) for one in invitations} == {"invited"}

    def test_a_no_is_for_the_session_they_were_reminded_of(self, phone, comes, remind, queued, say):
        comes_to = comes(phone)
        remind(comes_to.session)
        [invitation] = queued(phone)
        say(phone, "no")
        assert (state_of(comes_to), state_of(invitation)) == ("declined", "invited")

    def test_a_yes_is_for_the_one_whose_text_has_gone(self, phone, comes, queued, say):
        gone = comes(phone)
        gone.state, gone.place = "invited", None
        [invitation] = queued(phone)
        say(phone, "yes")
        assert (state_of(gone), state_of(invitation)) == ("accepted", "invited")

    @pytest.mark.parametrize("state", ["expired", "suppressed", "refused"])
    def test_a_yes_is_not_for_the_one_whose_text_never_goes(self, phone, comes, queued, say, state):
        gone = comes(phone)
        gone.state, gone.place = "invited", None
        [invitation] = queued(phone)
        db.session.execute(
            update(OutboundText).where(OutboundText.state == "queued").values(state=state)
        )
        db.session.commit()
        say(phone, "yes")
        assert (state_of(gone), state_of(invitation)) == ("accepted", "invited")

    def test_a_no_does_not_lose_the_place_whose_offer_waits_for_the_morning(
        self, phone, comes, say
    ):
        asks, waits = comes(phone), comes(phone)
        asks.state, asks.place = "invited", None
        waits.state, waits.place = "waiting", None
        places.take_turn(waits.session)
        places.offer_free_places(waits.session, now=times.now())
        db.session.execute(
            update(OutboundText)
            .where(OutboundText.kind == "offer")
            .values(not_before=times.now() + timedelta(hours=11))
        )
        db.session.commit()
        say(phone, "no")
        assert (state_of(asks), state_of(waits)) == ("declined", "offered")
