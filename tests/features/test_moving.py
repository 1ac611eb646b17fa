"""A session that moves or is called off: everyone it is for is told, and asked again."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta

import pytest

from engage import (
    access_needs,
    outbox,
    places,
    planning,
    reminders,
    rsvp,
    sending,
    session_changes,
    session_invites,
    staff,
    work,
)
from engage.extensions import db
from engage.models import AccessNeed, Invitation, OutboundText, Session
from engage.planning import CannotPlan, Plan
from engage.session_changes import Move
from tests.conftest import settings_for
from tests.factories import a_person, phone_of, texts_to

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
NEXT = NOW + timedelta(hours=1)
WALL = datetime(2026, 6, 10, 14, 0)
LATER = Move(datetime(2026, 6, 17, 10, 0), datetime(2026, 6, 17, 12, 0), "Quay Street")


@pytest.fixture
def settings(tmp_path):
    """Texts go out from 9am to 8pm."""
    return settings_for(tmp_path, text_from=time(9), text_until=time(20))


@pytest.fixture
def asked(app) -> dict[str, Invitation]:
    """One place taken, one person waiting, one who said no, one who has not answered."""
    plan = Plan(
        title="Tea and talk",
        starts_local=WALL,
        ends_local=WALL + timedelta(hours=2),
        place="The Lantern Rooms",
        capacity=1,
    )
    session = planning.plan(plan, now=NOW)
    names = ("accepted", "waiting", "declined", "invited")
    people = {name: a_person(name) for name in names}
    session_invites.invite(session, [phone_of(one) for one in people.values()], now=NOW)
    db.session.flush()
    by_person = {one.person_id: one for one in session.invitations}
    found = {name: by_person[person.id] for name, person in people.items()}
    go(NOW)
    says(found["accepted"], "yes")
    says(found["waiting"], "yes", now=NOW + timedelta(minutes=1))
    says(found["declined"], "no")
    return found


def says(invitation: Invitation, words: str, *, now: datetime = NOW) -> str:
    text = rsvp.answer_by_text(invitation, words, now=now).text
    db.session.commit()
    return text


def go(now: datetime) -> None:
    """Send what is due."""
    db.session.commit()
    while any(sent(row, now=now) for row in outbox.due(now=now)):
        pass


def sent(row: uuid.UUID, *, now: datetime) -> bool:
    return sending.send_one(row, work.provider(), now=now) not in (None, "queued")


def last_to(invitation: Invitation) -> OutboundText:
    return texts_to(phone_of(invitation.person))[-1]


def move(session: Session, to: Move = LATER, *, now: datetime = NEXT) -> int:
    told = session_changes.move(session, to, now=now)
    db.session.commit()
    return told


def test_everyone_it_is_for_is_told_and_whoever_said_no_is_not(asked):
    told = move(asked["accepted"].session)
    assert told == 3
    for name in ("accepted", "invited"):
        assert last_to(asked[name]).body == (
            "Tea and talk on Wednesday 10 June has moved. It is now Wednesday 17 June at 10am, "
            "Quay Street. Can you come? Reply YES or NO."
        )
    assert "still on the waiting list" in (last_to(asked["waiting"]).body or "")
    assert last_to(asked["declined"]).kind == "invitation"


def test_whoever_held_a_place_keeps_it_until_it_starts_and_is_asked_again(asked):
    one = asked["accepted"]
    move(one.session)
    assert (one.state, one.place, one.round) == ("offered", 1, 2)
    assert one.offered_until == one.session.starts_at
    for moment in (NEXT, one.session.starts_at, one.session.ends_at):
        for session_id in places.due(now=moment):
            places.settle(session_id, now=moment)
    assert one.state == "offered"


@pytest.mark.parametrize("said,state", [("yes", "accepted"), ("no", "declined")])
def test_the_answer_to_it_counts(asked, said, state):
    one = asked["accepted"]
    move(one.session)
    go(NEXT)
    says(one, said, now=NEXT)
    assert one.state == state
    assert asked["waiting"].state == ("waiting" if said == "yes" else "offered")


def test_a_no_to_what_it_was_is_asked_again_about_what_it_is(asked):
    one = asked["accepted"]
    move(one.session)
    told = says(one, "no")
    assert told.startswith(
        "Tea and talk on Wednesday 10 June has moved. It is now Wednesday 17 June"
    )
    assert (one.state, one.place) == ("offered", 1)
    says(one, "no")
    assert (one.state, one.place) == ("declined", None)


def test_a_yes_to_what_it_was_is_asked_again_about_what_it_is(asked):
    one = asked["invited"]
    move(one.session)
    told = says(one, "yes")
    assert told.startswith("Tea and talk on Wednesday 10 June has moved. It is now Wednesday 17")
    assert one.state == "invited"
    assert last_to(one).state == "suppressed"
    assert says(one, "yes").startswith("Thank you for saying yes. It is full")


def test_an_invitation_that_had_not_gone_is_made_again_and_says_nothing_of_a_move(asked):
    one = asked["invited"]
    late = a_person("late")
    session_invites.invite(one.session, [phone_of(late)], now=NEXT)
    move(one.session)
    first, second = texts_to(phone_of(late))
    assert (first.state, second.state, second.kind) == ("suppressed", "queued", "invitation")
    assert "Wednesday 17 June at 10am, Quay Street" in (second.body or "")
    assert "moved" not in (second.body or "")


def test_reminders_are_made_again_in_local_time_over_a_clock_change(asked):
    session = asked["accepted"].session
    session.reminders[0].words = "Bring a mug."
    november = datetime(2026, 10, 26, 14, 0)
    move(session, Move(november, november + timedelta(hours=2), session.place))
    db.session.refresh(session)
    assert [one.due_local for one in session.reminders] == [
        datetime(2026, 10, 24, 14),
        datetime(2026, 10, 26, 12),
    ]
    assert session.reminders[0].words == "Bring a mug."
    assert session.reminders[0].due_at == datetime(2026, 10, 24, 13, tzinfo=UTC)


def test_a_reminder_that_went_before_the_move_goes_again_for_the_new_day(asked):
    session = asked["accepted"].session
    now = datetime(2026, 6, 8, 13, 0, tzinfo=UTC)
    for one in reminders.due(now=now):
        reminders.send_one(one, now=now)
    move(session, now=now)
    db.session.refresh(session)
    assert [(one.due_local, one.state) for one in session.reminders] == [
        (datetime(2026, 6, 8, 14), "done"),
        (datetime(2026, 6, 15, 10), "waiting"),
        (datetime(2026, 6, 17, 8), "waiting"),
    ]
    texts = texts_to(phone_of(asked["accepted"].person))
    assert [one.state for one in texts if one.kind == "reminder"] == ["suppressed"]


def test_it_grows_the_revision_and_the_same_again_tells_nobody(asked):
    session = asked["accepted"].session
    move(session)
    assert session.revision == 1
    assert move(session) == 0
    assert session.revision == 1


def test_moved_twice_only_the_last_text_goes(asked):
    one = asked["accepted"]
    move(one.session)
    first = last_to(one)
    first.state = "claimed"
    again = Move(LATER.starts_local, LATER.ends_local, "The Arches")
    move(one.session, again, now=NEXT + timedelta(minutes=1))
    first.state = "queued"
    db.session.commit()
    assert sending.send_one(first.id, work.provider(), now=NEXT) == "suppressed"
    assert (
        sending.send_one(last_to(one).id, work.provider(), now=NEXT + timedelta(minutes=1))
        == "delivered"
    )
    assert "The Arches" in (last_to(one).body or "")


@pytest.mark.parametrize(
    "to,field",
    [
        (Move(datetime(2026, 5, 1, 10), datetime(2026, 5, 1, 12), "Quay Street"), "starts"),
        (Move(datetime(2026, 6, 17, 10), datetime(2026, 6, 17, 10), "Quay Street"), "ends"),
    ],
)
def test_a_move_that_does_not_fit_changes_nothing(asked, to, field):
    session = asked["accepted"].session
    with pytest.raises(CannotPlan) as problem:
        session_changes.move(session, to, now=NOW)
    assert problem.value.field == field
    assert (session.starts_local, session.place) == (WALL, "The Lantern Rooms")
    assert asked["accepted"].state == "accepted"


def test_a_session_that_is_off_cannot_move(asked):
    session = asked["accepted"].session
    session_changes.cancel(session, now=NEXT)
    with pytest.raises(CannotPlan):
        session_changes.move(session, LATER, now=NOW)


def test_calling_off_tells_everyone_who_has_not_said_no(asked):
    session = asked["accepted"].session
    assert session_changes.cancel(session, now=NEXT) == 3
    for name in ("accepted", "waiting", "invited"):
        assert "is off" in (last_to(asked[name]).body or "")
    assert last_to(asked["declined"]).kind == "invitation"
    assert session.revision == 1


def test_calling_off_tells_nobody_who_has_not_heard_of_it(asked):
    session, late = asked["accepted"].session, a_person("late")
    session_invites.invite(session, [phone_of(late)], now=NEXT)
    session_changes.cancel(session, now=NEXT)
    assert [one.state for one in texts_to(phone_of(late))] == ["suppressed"]


def test_of_several_whose_text_waited_the_one_that_is_left_is_asked_about_once(app):
    """One session of the text began before it could go, and then the other moves."""
    begun, moved = (
        planning.plan(
            Plan(
                title=title,
                starts_local=starts,
                ends_local=starts + timedelta(hours=2),
                place="Quay Street",
                capacity=2,
            ),
            now=NOW,
        )
        for title, starts in (("First", WALL - timedelta(days=7)), ("Second", WALL))
    )
    kev = phone_of(a_person("Kev"))
    session_invites.invite_to([begun, moved], [kev], now=NOW)
    move(moved, now=begun.starts_at + timedelta(hours=1))
    left = [one for one in texts_to(kev) if one.state == "queued"]
    assert [one.kind for one in left] == ["invitation"]
    assert "Wednesday 17 June at 10am" in (left[0].body or "")


def test_what_was_arranged_for_where_it_was_is_looked_at_again(asked):
    one = asked["accepted"]
    says(one, "yes but I need a lift")
    need, lou = db.session.query(AccessNeed).one(), staff.add("lou@example.org", "Lou", ())
    access_needs.close(need, "arranged", "taxi at 1", by=lou.id, now=NOW)

    move(one.session)

    db.session.refresh(need)
    assert (need.state, need.note, need.closed_at) == ("open", "taxi at 1", None)


def test_calling_off_lets_go_of_what_people_needed(asked):
    one = asked["accepted"]
    says(one, "yes but I need a lift")
    session_changes.cancel(one.session, now=NOW)
    db.session.expire_all()
    assert db.session.query(AccessNeed).one().state == "not_needed"


@pytest.mark.parametrize("name", ["accepted", "invited"])
@pytest.mark.parametrize("said", ["yes", "no sorry"])
def test_a_reply_to_a_session_that_is_off_is_told_so(asked, say, name, said):
    one = asked[name]
    days = timedelta(days=30)
    one.session.starts_local += timedelta(days=365)
    one.session.ends_local += timedelta(days=365)
    session_changes.cancel(one.session, now=NOW - days)
    db.session.commit()
    told = say(phone_of(one.person), said)[-1]
    assert told.startswith("Thank you for replying. Tea and talk,")
    assert told.endswith("is off. There is nothing you need to do.")
    assert one.state == name


def test_what_is_needed_is_kept_of_a_yes_to_what_it_was(asked):
    one = asked["accepted"]
    move(one.session)
    says(one, "yes but I can't do stairs")
    says(one, "yes")
    assert one.state == "accepted"
    assert "stairs" in (one.words or "")
    [need] = db.session.query(AccessNeed).all()
    assert (need.invitation_id, need.need, need.state) == (one.id, "step_free", "open")
