"""Two workers, each with a clock, on either database: every reminder once, every slot once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import times
from engage.extensions import db
from engage.models import InboundText, Invitation, OutboundText, Tick
from tests.factories import a_number, a_session, phone_of
from tests.features.databases import EITHER
from tests.peers.twilio_stand_in import TwilioStandIn
from tests.service.running import Service, a_service, wait_for
from tests.service.sessions import everybody_said_yes, numbers_of, offered, remind

WHO_SAID_YES = 6
OWN_WORDS = "Bring a mug, and come by the red door."


@pytest.fixture(scope="module", params=EITHER)
def service(request, tmp_path_factory, migrated, network) -> Iterator[Service]:
    """A service with two workers on each database."""
    folder = tmp_path_factory.mktemp(request.param)
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql").create_database("clocks")
    copied = None if url else migrated
    with a_service(folder, network, migrated=copied, database_url=url) as found:
        found.workers(2)
        yield found


def test_many_texts_at_once_are_each_answered_once_by_several_workers(
    service: Service, network: TwilioStandIn
):
    network.clear()
    web = service.web()
    numbers = [a_number() for _ in range(24)]
    for number in numbers:
        assert service.text(web, number, "is the drop in on tomorrow").status == 200

    wait_for(lambda: len(network.took) == 24, about=web.logged)
    with service.inside():
        wait_for(lambda: len(sids_written_down()) == 24, about=web.logged)
        states = Counter(db.session.scalars(select(InboundText.state)))
    assert states == {"handled": 24}
    assert {len(network.to(number)) for number in numbers} == {1}


def sids_written_down() -> set[str]:
    """What the network called each text, as far as the workers have written it down."""
    db.session.rollback()
    found = select(OutboundText.sid).where(OutboundText.sid.is_not(None))
    return {str(sid) for sid in db.session.scalars(found)}


def test_two_workers_with_clocks_end_an_offer_and_remind_of_one_once(
    service: Service, network: TwilioStandIn
):
    network.clear()
    with service.inside():
        session = everybody_said_yes(a_session(starts_in=timedelta(hours=5)), WHO_SAID_YES)
        remind(session, times.now() + timedelta(seconds=2), words=OWN_WORDS)
        [silent, following] = offered(hours=24, ago=timedelta(hours=30))
        [asked, _] = offered(hours=72, ago=timedelta(hours=40))
        coming = numbers_of(session)
        lost, taken, wanted = (
            str(phone_of(one.person).number) for one in (silent, following, asked)
        )
        silent_id = silent.id
        db.session.commit()

    everybody = [*coming, taken, wanted]
    wait_for(lambda: all(network.to(one) for one in everybody), about=service.processes[0].logged)
    with service.inside():
        ran = slots_run("places")
        wait_for(lambda: slots_run("places") >= ran + 2)
        state = db.session.get_one(Invitation, silent_id).state
    sender = service.settings.sender_name
    assert [network.to(number) for number in coming] == [[f"{sender}: {OWN_WORDS}"]] * WHO_SAID_YES
    assert [words.partition(":")[0] for words in network.to(taken)] == ["A place is free"]
    assert [words.partition(":")[0] for words in network.to(wanted)] == ["A place is kept for you"]
    assert (state, network.to(lost)) == ("lapsed", [])


def test_two_workers_with_clocks_send_each_reminder_once(service: Service, network: TwilioStandIn):
    network.clear()
    workers = service.processes[:2]
    with service.inside():
        sessions = [
            everybody_said_yes(a_session(starts_in=timedelta(hours=5)), WHO_SAID_YES)
            for _ in range(2)
        ]
        remind(sessions[0], times.now() - timedelta(minutes=5))
        remind(sessions[1], times.now() + timedelta(seconds=3))
        everybody = [number for session in sessions for number in numbers_of(session)]
        ours = {str(session.reminders[0].id) for session in sessions}
        db.session.commit()

    wait_for(lambda: all(network.to(one) for one in everybody), about=workers[0].logged)
    with service.inside():
        wait_for(lambda: slots_run("reminders") >= 4)
        reminders = select(OutboundText.dedupe_key).where(OutboundText.kind == "reminder")
        keys = [key for key in db.session.scalars(reminders) if key.split(":")[1] in ours]
        ticks = db.session.execute(select(Tick.job, Tick.slot)).all()
    stopped = [worker.stop() for worker in workers]

    assert stopped == [0, 0]
    assert {number: len(network.to(number)) for number in everybody} == dict.fromkeys(everybody, 1)
    assert len(keys) == len(set(keys)) == 2 * WHO_SAID_YES
    assert len(ticks) == len(set(ticks))
    events = [event for worker in workers for event in events_of(worker.logged())]
    assert Counter(e["reminder"] for e in events if e.get("reminder") in ours) == dict.fromkeys(
        ours, 1
    )
    assert [e for e in events if e["level"] in ("error", "warning")] == []


def slots_run(job: str) -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Tick.slot).where(Tick.job == job)).all())


def events_of(logged: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in logged.splitlines() if line.startswith("{")]
