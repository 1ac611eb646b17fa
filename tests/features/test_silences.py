"""What silence leads to: a gentle word or two, letting go, and taking up again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from engage import (
    conversations,
    sending,
    silences,
    times,
)
from engage.extensions import db
from engage.models import (
    OutboundText,
)
from surveys.progress import State
from tests.conftest import settings_for
from tests.factories import a_person, a_survey, a_text, phone_of, texts_to
from tests.features.networks import Network
from tests.texted import conversation, value


@pytest.fixture
def settings(tmp_path):
    """A service that waits for the rest of an answer."""
    return settings_for(tmp_path, gather_seconds=20)


def silence(*, hours: int) -> None:
    """That much time passes with nothing from them; what is said to them arrives."""
    now = times.now() + timedelta(hours=hours)
    for one in silences.due(now=now):
        silences.look(one, now=now)
    db.session.execute(
        update(OutboundText)
        .where(OutboundText.state == "queued")
        .values(state="delivered", sent_at=now)
    )
    db.session.commit()


def nudges() -> int:
    kinds = select(func.count()).where(OutboundText.kind == "nudge")
    return db.session.scalar(kinds) or 0


def test_somebody_who_never_began_hears_twice_more_and_then_no_more(app, drain):
    phone = phone_of(a_person())
    conversations.invite(a_survey(open_for=timedelta(days=60)), phone, now=times.now())
    db.session.commit()
    drain()
    heard = []
    for hours in (23, 25, 60, 73, 100, 169, 400):
        silence(hours=hours)
        heard.append(nudges())
    assert heard == [0, 1, 1, 2, 2, 2, 2]
    assert conversation().state == State.EXPIRED


def test_in_the_middle_of_a_survey_one_nudge_is_enough(asked, drain):
    asked(open_for=timedelta(days=60))
    heard = []
    for hours in (23, 25, 73, 100):
        silence(hours=hours)
        heard.append(nudges())
    assert heard == [0, 1, 1, 1]


def test_looking_twice_at_one_silence_nudges_once(asked):
    asked()
    for _ in range(3):
        silence(hours=25)
    assert nudges() == 1


def test_a_question_that_has_not_left_us_is_not_nudged_about(app):
    phone = phone_of(a_person())
    conversations.invite(a_survey(), phone, now=times.now())
    db.session.commit()
    assert silences.look(conversation().id, now=times.now() + timedelta(hours=25)) == "waits"
    assert nudges() == 0


def test_an_answer_after_the_survey_let_go_takes_it_up_at_the_same_question(asked, drain):
    phone = asked(said=("yes", "halton"), open_for=timedelta(days=60))
    silence(hours=25)
    silence(hours=24 * 8)
    assert conversation().state == State.EXPIRED
    a_text(phone, "4")
    drain()
    assert value("safe") == 4
    assert any("What should change" in (text.body or "") for text in texts_to(phone))


def test_a_survey_that_let_go_does_not_keep_the_phone_from_another(asked):
    phone = asked(open_for=timedelta(days=60))
    silence(hours=25)
    silence(hours=24 * 8)
    assert conversations.invite(a_survey("another"), phone, now=times.now())


def test_the_time_counts_from_when_the_invitation_left_us(app):
    phone = phone_of(a_person())
    conversations.invite(a_survey(open_for=timedelta(days=60)), phone, now=times.now())
    left = times.now() + timedelta(days=6)
    db.session.execute(update(OutboundText).values(state="delivered", sent_at=left))
    db.session.commit()
    heard = []
    for hours in (24 * 6 + 3, 24 * 7 + 1, 24 * 9 - 1, 24 * 9 + 1, 24 * 12, 24 * 13 + 1):
        silence(hours=hours)
        heard.append((nudges(), conversation().state))
    assert heard == [
        (0, State.INVITED),
        (1, State.INVITED),
        (1, State.INVITED),
        (2, State.INVITED),
        (2, State.INVITED),
        (2, State.EXPIRED),
    ]


@pytest.mark.parametrize("said,days", [("PAUSE", 31), ("I want to make a complaint", 8)])
def test_a_survey_that_waits_for_something_that_never_comes_lets_go_all_the_same(
    asked, drain, said, days
):
    phone = asked(open_for=timedelta(days=90))
    a_text(phone, said)
    drain()
    silence(hours=24 * 6)
    assert (nudges(), conversation().state in conversations.WAITING) == (0, True)
    silence(hours=24 * days)
    assert (nudges(), conversation().state) == (0, State.EXPIRED)


@pytest.mark.parametrize("said", [("later",), ("yes", "later")])
def test_somebody_who_said_later_is_asked_once_more_and_the_text_goes(asked, said):
    phone = asked(said=said, open_for=timedelta(days=60))
    day_after = times.now() + timedelta(hours=25)
    silences.look(conversation().id, now=day_after)
    db.session.commit()
    again = texts_to(phone)[-1]
    network = Network()
    sending.send_one(again.id, network, now=day_after)
    assert (again.kind, network.words()) == ("nudge", [again.body])
