"""The service is killed at bad moments: nobody is left without an answer, nobody gets two."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engage import times
from engage.extensions import db
from engage.models import Conversation, InboundText, OutboundText, Reminder
from tests.factories import a_number, a_person, a_session, a_survey, phone_of
from tests.service.running import ALL_DAY, Service, a_service, wait_for
from tests.service.sessions import everybody_said_yes, numbers_of, remind

PEOPLE = 20
A_FEW_SWEEPS = 3.0
"""In seconds: the service of these tests sweeps once a second."""
MOMENTS = [random.Random(seed).uniform(0.02, 0.35) for seed in (1, 2, 3, 4)]


@pytest.fixture
def service(tmp_path, migrated, network):
    """A service with nothing running yet."""
    network.clear()
    network.seconds_each = 0.0
    with a_service(tmp_path, network, migrated=migrated) as found:
        yield found


def test_killed_between_storing_a_text_and_answering_it_answers_after_a_restart(service, network):
    number = a_number()
    web = service.web()
    assert service.text(web, number, "hello", sid="SM01").status == 200
    web.kill()
    assert network.to(number) == []

    again = service.together()
    wait_for(lambda: network.to(number) != [], about=again.logged)
    assert service.text(again, number, "hello", sid="SM01").status == 200
    assert settled(service, lambda: unhandled() == 0)
    assert len(network.to(number)) == 1


def test_killed_again_and_again_while_many_people_text_answers_each_person_once(
    service, network, tell
):
    with service.inside():
        a_survey(text_word="HOME")
        db.session.commit()
    network.seconds_each = 0.1
    crowd = [a_number() for _ in range(PEOPLE)]
    waiting: dict[str, str] = {}

    share = PEOPLE // (len(MOMENTS) + 1)
    for number, moment in enumerate([*MOMENTS, None]):
        newcomers = crowd[number * share : (number + 1) * share]
        waiting |= {phone: f"SM{phone[1:]}" for phone in newcomers}
        running = service.together()
        texting = threading.Thread(target=text_all, args=(service, running, waiting))
        texting.start()
        if moment is not None:
            time.sleep(moment)
            running.kill()
        texting.join()
        if moment is not None:
            let_leases_run_out(service)
    assert waiting == {}
    assert settled(service, lambda: unhandled() == 0 and unsettled(network) == 0)

    sent = {number: len(network.to(number)) for number in crowd}
    with service.inside():
        rows = {row.number: row.state for row in db.session.scalars(select(OutboundText))}
        conversations = len(db.session.scalars(select(Conversation)).all())
        texts = len(db.session.scalars(select(InboundText)).all())
    tell(
        f"service: killed after {[round(m, 2) for m in MOMENTS]} s: {PEOPLE} people, "
        f"answers each {dict(Counter(sent.values()))}, rows {dict(Counter(rows.values()))}"
    )
    assert texts == conversations == len(rows) == PEOPLE
    assert max(sent.values()) == 1
    # Nobody is forgotten: a text that was claimed and never left is in doubt, for a person to see.
    unanswered = {rows[number] for number in crowd if not sent[number]}
    assert unanswered <= {"unknown", "parked"}
    assert sum(sent.values()) >= PEOPLE - 2 * len(MOMENTS)


def text_all(service: Service, running, waiting: dict[str, str]) -> None:
    """Text HOME from each phone; one that was not taken is texted again after the restart."""
    for number, sid in list(waiting.items()):
        try:
            answer = service.text(running, number, "HOME", sid=sid)
        except (OSError, http.client.HTTPException):
            return
        if answer.status == 200:
            del waiting[number]


def let_leases_run_out(service: Service) -> None:
    """Make it a minute later for whoever held a claim when the lights went out."""
    with service.inside():
        past = times.now() - timedelta(seconds=61)
        db.session.execute(
            update(OutboundText)
            .where(OutboundText.lease_until.is_not(None))
            .values(lease_until=past)
        )
        db.session.execute(update(InboundText).values(received_at=past))
        db.session.commit()


def unhandled() -> int:
    return len(
        db.session.scalars(select(InboundText.id).where(InboundText.state == "stored")).all()
    )


def unsettled(network) -> int:
    """Texts still on their way, or in doubt though the network has them."""
    moving = select(OutboundText).where(OutboundText.state.in_(("queued", "claimed", "unknown")))
    return sum(
        row.state != "unknown" or network.to(row.number) != [] for row in db.session.scalars(moving)
    )


def settled(service: Service, check: Callable[[], bool]) -> bool:
    """Wait until the check holds inside the service's database."""

    def look() -> bool:
        db.session.rollback()
        return check()

    with service.inside():
        wait_for(look, about=service.processes[-1].logged)
    return True


def test_reminders_that_came_due_while_everything_was_down_go_out_only_if_still_of_use(
    service, network
):
    now = times.now()
    with service.inside():
        soon = everybody_said_yes(a_session(starts_in=timedelta(hours=5)), 3)
        past_use = everybody_said_yes(a_session(starts_in=timedelta(minutes=20)), 3)
        remind(soon, now - timedelta(hours=1))
        remind(past_use, now - timedelta(hours=1))
        asked, late = numbers_of(soon), numbers_of(past_use)
        not_coming = phone_of(a_person()).number
        db.session.commit()

    running = service.workers()[0]
    wait_for(lambda: all(network.to(n) for n in asked), about=running.logged)
    assert settled(service, lambda: reminders_waiting() == 0)
    assert [len(network.to(number)) for number in asked] == [1, 1, 1]
    assert [network.to(number) for number in [*late, not_coming]] == [[], [], [], []]


def reminders_waiting() -> int:
    past = times.local(times.now()).replace(tzinfo=None)
    due = select(Reminder.id).where(Reminder.state == "waiting", Reminder.due_local <= past)
    return len(db.session.scalars(due).all())


def test_a_reminder_that_comes_due_in_the_night_waits_for_the_morning(tmp_path, migrated, network):
    opens = times.local(times.now() + timedelta(hours=2)).replace(second=0, microsecond=0)
    closes = opens + timedelta(minutes=30)
    until = closes if closes.date() == opens.date() else closes.replace(hour=0, minute=0)
    night = {"ENGAGE_TEXT_FROM": f"{opens:%H:%M}", "ENGAGE_TEXT_UNTIL": f"{until:%H:%M}"}
    network.clear()
    with a_service(tmp_path, network, migrated=migrated, **night) as service:
        with service.inside():
            session = everybody_said_yes(a_session(starts_in=timedelta(hours=5)), 2)
            remind(session, times.now() - timedelta(hours=1))
            asked = numbers_of(session)
            db.session.commit()
        worker = service.workers()[0]
        time.sleep(A_FEW_SWEEPS)
        with service.inside():
            assert reminders_waiting() == 1
            assert db.session.scalars(select(OutboundText)).all() == []
        worker.kill()

        service.environment |= ALL_DAY
        again = service.workers()[0]
        wait_for(lambda: all(network.to(n) for n in asked), about=again.logged)
        assert settled(service, lambda: reminders_waiting() == 0)
    assert [len(network.to(number)) for number in asked] == [1, 1]
