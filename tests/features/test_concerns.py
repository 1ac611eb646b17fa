"""A concern passed on: once for two taps, told to whoever is on call, shown until it is seen."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from engage import alerts, concerns, staff
from engage.extensions import db, settings
from engage.models import Concern, OutboundText, Session
from surveys.wording import segments
from tests.factories import a_session
from tests.features.databases import EITHER, an_app_on_either

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def after(**given: float) -> datetime:
    return NOON + timedelta(**given)


def somebody(name: str = "jo") -> uuid.UUID:
    found = staff.add(f"{name}@example.org", name.title(), ("facilitator",)).id
    db.session.commit()
    return found


def texts() -> list[tuple[str | None, str | None]]:
    rows = db.session.scalars(select(OutboundText).where(OutboundText.kind == "on_call"))
    return [(row.number, row.body) for row in rows.all()]


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Concern)) or 0


@pytest.fixture
def with_on_call(app, monkeypatch):
    monkeypatch.setattr(settings(), "on_call_number", "07700 900555")


@pytest.mark.parametrize("seconds,kept", [(0, 1), (59, 1), (60, 2), (600, 2)])
def test_a_double_tap_within_a_minute_is_one(app, seconds, kept):
    session, jo = a_session(), somebody()
    concerns.pass_on(session, by=jo, now=NOON)
    assert concerns.pass_on(session, by=jo, now=after(seconds=seconds)) is (kept == 2)
    assert how_many() == kept


def test_two_colleagues_or_two_sessions_are_two_concerns(app):
    session, jo = a_session(), somebody()
    concerns.pass_on(session, by=jo, now=NOON)
    assert concerns.pass_on(session, by=somebody("ali"), now=NOON)
    assert concerns.pass_on(a_session(), by=jo, now=NOON)


def test_whoever_is_on_call_gets_one_text_with_a_link_and_no_name(with_on_call):
    session, jo = a_session(), somebody()
    for _ in range(2):
        concerns.pass_on(session, by=jo, now=NOON)
    [(number, body)] = texts()
    assert number == "+447700900555"
    assert body is not None
    assert body.endswith("/staff/alerts")
    assert session.title not in body
    assert "Jo" not in body
    assert segments(body).count == 1


def test_without_anybody_on_call_it_is_shown_all_the_same(app):
    session = a_session()
    concerns.pass_on(session, by=somebody(), now=NOON)
    assert texts() == []
    assert len(concerns.unseen()) == len(concerns.unseen(session)) == 1
    assert concerns.unseen(a_session()) == []


def test_it_waits_with_the_alerts_until_a_person_has_seen_it(app):
    jo = somebody()
    concerns.pass_on(a_session(), by=jo, now=NOON)
    assert alerts.waiting(now=after(minutes=14)) == alerts.Waiting(unseen=1, late=0)
    assert alerts.waiting(now=after(minutes=15)) == alerts.Waiting(unseen=1, late=1)
    [concern] = concerns.unseen()
    assert concerns.mark_seen(concern, by=jo, now=NOON)
    assert not concerns.mark_seen(concern, by=jo, now=after(minutes=1))
    assert (concern.seen_at, concerns.unseen()) == (NOON, [])
    assert alerts.waiting(now=after(hours=1)) == alerts.Waiting(unseen=0, late=0)


@pytest.mark.parametrize("minutes,told", [(14, 0), (15, 1), (600, 1)])
def test_one_nobody_has_seen_is_told_again_once(with_on_call, minutes, told):
    concerns.pass_on(a_session(), by=somebody(), now=NOON)
    assert concerns.escalate_due(now=after(minutes=minutes)) == told
    assert concerns.escalate_due(now=after(minutes=minutes + 1)) in (0, 1 - told)
    assert len(texts()) == 1 + max(told, int(minutes + 1 >= 15))


def test_one_that_was_seen_is_not_told_again(with_on_call):
    jo = somebody()
    concerns.pass_on(a_session(), by=jo, now=NOON)
    concerns.mark_seen(concerns.unseen()[0], by=jo, now=NOON)
    assert concerns.escalate_due(now=after(hours=2)) == 0


def test_a_tap_after_the_first_was_seen_is_another(app):
    session, jo = a_session(), somebody()
    concerns.pass_on(session, by=jo, now=NOON)
    concerns.mark_seen(concerns.unseen()[0], by=jo, now=after(seconds=10))
    assert concerns.pass_on(session, by=jo, now=after(seconds=20))


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated):
    """An app on each kind of database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def test_two_taps_at_the_very_same_moment_are_one(either):
    session_id, jo = a_session().id, somebody()

    def tap() -> None:
        with either.app_context():
            concerns.pass_on(db.session.get_one(Session, session_id), by=jo, now=NOON)
            db.session.commit()

    both = [threading.Thread(target=tap) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert how_many() == 1
