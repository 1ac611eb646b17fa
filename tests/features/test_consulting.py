"""Consultations: what each needs to open and to close, and telling people what came of it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from engage import consulting, consulting_so_far, planning, session_changes, times
from engage.consulting import NotYet
from engage.extensions import db
from engage.models import AccessNeed, Invitation
from engage.times import LONDON
from tests.consultations_made import LISTENING, a_consultation, an_open_one, formal, in_days
from tests.factories import a_person, a_session, a_survey

pytestmark = pytest.mark.usefixtures("app")


def later(**by: int) -> datetime:
    """A moment that far ahead on the clock on the wall, whatever the clocks do between."""
    return times.local(times.now()) + timedelta(**by)


def refused(act, *given, **named) -> dict[str, str]:
    """What was said instead of doing it."""
    with pytest.raises(NotYet) as why:
        act(*given, **named)
    return why.value.problems


def test_a_name_is_enough_to_begin():
    made = a_consultation(consulting.Plan(title="Bins"))

    assert made.opened_at is None
    assert made.mode == "listening"


def test_without_a_name_there_is_nothing_to_save():
    assert list(refused(a_consultation, consulting.Plan(title=""))) == ["title"]


@pytest.mark.parametrize("name", ["purpose", "can_change", "involvement", "decided_by"])
def test_no_consultation_opens_without_what_every_one_says(name):
    lacking: dict[str, Any] = {name: ""}
    made = a_consultation(**lacking)

    assert list(refused(consulting.open_now, made, now=times.now())) == [name]
    assert made.opened_at is None


def test_a_listening_one_needs_nothing_of_what_a_formal_one_does():
    now = times.now()
    made = a_consultation()

    assert consulting.open_now(made, now=now)
    assert made.opened_at == now
    assert made.opens_on == times.today(now)


FORMAL_ONLY = ["options", "reasons", "decided_already", "decided_on", "equality_note", "closes_on"]


@pytest.mark.parametrize("name", FORMAL_ONLY)
def test_a_formal_one_does_not_open_without(name):
    lacking = None if name.endswith("_on") else ""
    made = a_consultation(formal(**{name: lacking}))

    assert list(refused(consulting.open_now, made, now=times.now())) == [name]


def test_a_formal_one_with_everything_opens():
    assert an_open_one(formal()).opened_at


@pytest.mark.parametrize("days, opens", [(26, False), (27, True)])
def test_a_formal_one_gives_people_four_weeks_with_its_first_day_and_its_last(days, opens):
    made = a_consultation(formal(closes_on=in_days(days)))

    assert ("closes_on" not in consulting.missing_to_open(made, now=times.now())) is opens


def test_one_that_opens_late_still_gives_people_their_weeks():
    made = a_consultation(formal(opens_on=in_days(2), closes_on=in_days(32)))

    assert consulting.missing_to_open(made, now=times.now()) == {}
    assert list(refused(consulting.open_now, made, now=later(days=10))) == ["closes_on"]


def test_a_decision_waits_until_everybody_was_heard():
    made = a_consultation(formal(decided_on=in_days(40)))

    assert list(refused(consulting.open_now, made, now=times.now())) == ["decided_on"]


def test_two_who_open_it_open_it_once():
    made = an_open_one()
    opened_at = made.opened_at

    assert not consulting.open_now(made, now=later(hours=1))
    assert made.opened_at == opened_at


@pytest.mark.parametrize("name", ["opens_on", "closes_on", "decided_on", "tell_by"])
def test_a_day_that_has_passed_cannot_be_chosen(name):
    assert list(refused(a_consultation, **{name: in_days(-1)})) == [name]


def test_a_day_that_has_passed_since_it_was_chosen_stays():
    made = a_consultation(closes_on=in_days(2))
    plan = replace(consulting.plan_of(made), title="Another name")

    consulting.change(made, plan, now=later(days=9))

    assert made.title == "Another name"


def test_days_come_in_their_order():
    wrong = {"opens_on": in_days(9), "closes_on": in_days(8), "tell_by": in_days(7)}

    assert list(refused(a_consultation, **wrong)) == ["closes_on", "tell_by"]


def test_one_that_is_open_keeps_what_it_could_not_open_without():
    made = an_open_one(formal())
    plan = replace(consulting.plan_of(made), reasons="", closes_on=in_days(5))

    assert list(refused(consulting.change, made, plan, now=times.now())) == ["reasons", "closes_on"]
    assert made.reasons


def test_a_formal_one_that_is_open_does_not_turn_into_a_listening_one():
    made = an_open_one(formal())
    plan = replace(consulting.plan_of(made), mode="listening")

    assert list(refused(consulting.change, made, plan, now=times.now())) == ["mode"]


def test_a_formal_one_does_not_close_without_a_record_of_the_weighing():
    made = an_open_one(formal())

    assert list(refused(consulting.close_now, made, "", now=times.now())) == ["weighed"]
    assert consulting.close_now(made, "Most asked to end it. We do.", now=times.now())
    assert made.weighed == "Most asked to end it. We do."


def test_a_formal_one_does_not_close_while_people_can_still_answer():
    made, survey, session = an_open_one(formal()), a_survey(), a_session()
    consulting.add(made, survey)
    consulting.add(made, session)

    assert list(refused(consulting.close_now, made, "Weighed.", now=times.now())) == ["open"]

    survey.closes_at = times.now()
    session_changes.cancel(session, now=times.now())
    assert consulting.close_now(made, "Weighed.", now=later(minutes=1))


def test_a_listening_one_closes_as_it_is_and_gets_a_day_to_tell_people_by():
    made = an_open_one()

    assert consulting.close_now(made, "", now=times.now())
    assert made.tell_by == in_days(42)


def test_what_is_not_open_does_not_close():
    assert not consulting.close_now(a_consultation(), "", now=times.now())


def what_is_chased(now: datetime) -> list[tuple[str, bool]]:
    return [(one.what, one.late) for one in consulting.chased(now=now)]


@pytest.mark.parametrize(
    "after, found",
    [(0, []), (16, [("tell", False)]), (30, [("tell", False)]), (31, [("tell", True)])],
)
def test_telling_people_is_chased_two_weeks_before_and_is_overdue_the_day_after(after, found):
    an_open_one(tell_by=in_days(30))

    assert what_is_chased(later(days=after)) == found


def test_telling_people_is_chased_until_it_is_done_with_what_came_of_it():
    made = an_open_one(tell_by=in_days(1))
    overdue = later(days=100)

    assert list(refused(consulting.told, made, "", now=overdue)) == ["impact"]
    assert what_is_chased(overdue) == [("tell", True)]
    assert consulting.told(made, "Locks are checked now.", now=overdue)
    assert what_is_chased(overdue) == []


def test_what_people_were_told_does_not_go_empty():
    made = an_open_one()
    consulting.told(made, "Locks are checked.", now=times.now())

    assert list(refused(consulting.write_impact, made, "")) == ["impact"]
    assert made.impact == "Locks are checked."


def test_a_last_day_that_has_passed_is_chased_until_it_is_closed():
    made = an_open_one(closes_on=in_days(3))

    assert what_is_chased(later(days=3)) == []
    assert what_is_chased(later(days=4)) == [("close", True)]

    consulting.close_now(made, "", now=later(days=4))
    assert what_is_chased(later(days=4)) == []


def test_what_nobody_was_asked_is_not_chased_and_what_they_were_is():
    made = a_consultation(tell_by=in_days(1))
    assert what_is_chased(later(days=9)) == []

    consulting.add(made, a_survey())
    assert what_is_chased(later(days=9)) == [("tell", True)]


def test_the_day_begins_when_it_does_for_people():
    an_open_one(tell_by=in_days(1))
    midnight = datetime.combine(in_days(2), time(0), LONDON)

    assert what_is_chased(midnight - timedelta(seconds=1)) == [("tell", False)]
    assert what_is_chased(midnight) == [("tell", True)]


def test_a_survey_is_part_of_one_consultation_at_most():
    one, other, survey = a_consultation(), a_consultation(), a_survey()

    assert consulting.add(one, survey)
    assert not consulting.add(other, survey)
    assert not consulting.take_out(other, survey)
    assert consulting.take_out(one, survey)
    assert consulting.add(other, survey)


def asked(session, state="invited", **given) -> Invitation:
    """Somebody asked to a session, and how they answered."""
    place = len(session.invitations) + 1 if state == "accepted" else None
    invitation = Invitation(
        id=uuid.uuid4(),
        session_id=session.id,
        person_id=a_person().id,
        state=state,
        place=place,
        invited_at=times.now(),
        **given,
    )
    session.invitations.append(invitation)
    db.session.flush()
    return invitation


def needs(invitation: Invitation, state="open") -> None:
    closed_at = None if state == "open" else times.now()
    db.session.add(
        AccessNeed(
            invitation_id=invitation.id,
            need="step_free",
            state=state,
            told_at=times.now(),
            closed_at=closed_at,
        )
    )
    db.session.flush()


def test_a_session_counts_who_was_asked_is_coming_and_came():
    made, session = a_consultation(), a_session()
    consulting.add(made, session)
    asked(session)
    asked(session, "accepted", attended="came")
    asked(session, "accepted", attended="missed")
    asked(session, "waiting")
    asked(session, "accepted", attended="part", walk_in=True)
    asked(session, "declined", attended="apologies")

    (meeting,) = consulting_so_far.of(made, now=times.now()).meetings

    found = (meeting.invited, meeting.coming, meeting.waiting, meeting.came)
    assert found == (5, 2, 1, 2)


def test_needs_are_open_until_seen_to_while_their_person_may_come():
    made, session = a_consultation(), a_session()
    consulting.add(made, session)
    needs(asked(session, "accepted"))
    needs(asked(session, "waiting"))
    needs(asked(session, "accepted"), "arranged")
    needs(asked(session, "declined"))

    assert consulting_so_far.of(made, now=times.now()).needs == 2
    assert consulting_so_far.needs_open(now=times.now()) == {made.id: 2}
    assert consulting_so_far.of(made, now=later(days=60)).needs == 0


def test_needs_of_a_session_that_is_off_are_nobodys_task():
    made, session = a_consultation(), a_session()
    consulting.add(made, session)
    needs(asked(session, "accepted"))
    session_changes.cancel(session, now=times.now())

    assert consulting_so_far.of(made, now=times.now()).needs == 0


def test_a_session_planned_for_a_consultation_is_in_it():
    made = a_consultation(LISTENING)
    starts = later(days=9).replace(tzinfo=None)
    session = planning.plan(
        planning.Plan(
            title="Tea",
            starts_local=starts,
            ends_local=starts + timedelta(hours=1),
            place="Hall",
            capacity=9,
            consultation_id=made.id,
        ),
        now=times.now(),
    )

    found = consulting_so_far.of(made, now=times.now()).meetings
    assert [one.session for one in found] == [session]
