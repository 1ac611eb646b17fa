"""Giving a response its code, finding it again, and slowing down whoever guesses."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from structlog.testing import capture_logs

from engage import answering, receipt_codes, receipts, retention, throttles, times, to_the_web
from engage.extensions import Base, db
from engage.models import Conversation, InboundText, Response, Throttle, TookPart
from surveys.progress import Given, State
from surveys.reading import Outcome
from tests.factories import a_person, a_survey

NOW = times.now()
HERE = "192.0.2.7"


def a_response(channel: str = "web", **given: Any) -> Response:
    response = answering.start(a_survey(**given), channel, now=NOW)
    answering.record(response, Given("change", Outcome.ANSWER_TEXT, words="the locks"), now=NOW)
    db.session.commit()
    return response


def find(typed: str, *, address: str = HERE) -> Response | None:
    return receipts.find(typed, address=address, now=NOW)


@pytest.mark.parametrize("channel", ["web", "text", "paper", "phone"])
@pytest.mark.parametrize("anonymous", [True, False])
def test_a_response_by_whatever_way_is_found_by_its_code(app, channel, anonymous):
    response = a_response(channel, anonymous=anonymous)
    code = receipts.give(response)
    db.session.commit()
    assert find(code.upper()) is response


def test_only_a_keyed_hash_of_the_code_is_kept(app):
    response = a_response()
    code = receipts.give(response)
    db.session.commit()
    assert len(response.receipt_key or "") == 64
    tables = [table.select() for table in Base.metadata.sorted_tables]
    rows = [str(row) for table in tables for row in db.session.execute(table)]
    assert [row for row in rows if any(part in row for part in code.split())] == []


def test_a_code_that_another_has_is_not_given_twice(app, monkeypatch):
    first, second = a_response(), answering.start(a_survey("other"), "web", now=NOW)
    taken = receipts.give(first)
    draws = iter([taken, "kettle window 1234"])
    monkeypatch.setattr(receipt_codes, "draw", lambda: next(draws))
    assert receipts.give(second) == "kettle window 1234"
    assert find(taken) is first


def test_a_code_drawn_before_is_taken_while_nobody_has_it(app):
    response = a_response()
    assert receipts.give(response, "lamp river 4827") == "lamp river 4827"
    assert receipts.give(response, "lamp river 4827") == "lamp river 4827"
    assert find("river lamp 4827") is response


def test_a_new_code_takes_the_place_of_the_one_before(app):
    response = a_response()
    before, after = receipts.give(response), receipts.give(response)
    assert find(before) is None
    assert find(after) is response


def test_no_code_finds_nothing_and_a_response_without_one_is_not_found_by_nothing(app):
    a_response()
    assert [find(typed) for typed in ("", " ", "\x00", "river lamp 4827", "None")] == [None] * 5


@contextlib.contextmanager
def listening(seen: list[str]) -> Iterator[None]:
    """Every statement that reaches the database meanwhile."""

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    yield
    event.remove(db.engine, "before_cursor_execute", hear)


def tries(what: str) -> int:
    rows = select(Throttle.tries).where(Throttle.key.like(f"{what}:%"))
    return sum(db.session.scalars(rows).all())


def test_a_mistyped_code_and_one_that_nobody_has_cost_the_same_work(app):
    a_response()
    asked: list[list[str]] = []
    for typed in ("river lamp 4827", "rxvxr lamp 4827", "x"):
        seen: list[str] = []
        with listening(seen):
            assert find(typed) is None
        asked.append(seen)
    assert asked[0] == asked[1] == asked[2] != []


def test_after_ten_wrong_codes_an_address_waits_with_a_right_one_too(app):
    code = receipts.give(a_response())
    for _ in range(receipts.WRONG_TRIES):
        assert find("kettle window 1234") is None
    with pytest.raises(receipts.TooManyTries):
        find(code)
    assert find(code, address="192.0.2.8") is not None
    later = NOW + throttles.WINDOW
    assert receipts.find(code, address=HERE, now=later) is not None


def test_right_codes_count_as_no_tries(app):
    code = receipts.give(a_response())
    for _ in range(3 * receipts.WRONG_TRIES_OF_ALL):
        assert find(code) is not None
    assert (tries("receipt"), tries("receipt-all")) == (0, 0)


def test_wrong_codes_from_many_addresses_make_everyone_wait(app):
    code = receipts.give(a_response())
    for number in range(receipts.WRONG_TRIES_OF_ALL):
        find("kettle window 1234", address=f"198.51.100.{number}")
    with pytest.raises(receipts.TooManyTries), capture_logs() as logged:
        find(code, address="203.0.113.9")
    assert logged == [{"event": "receipt.guessing", "log_level": "warning"}]


def test_one_address_alone_cannot_make_everyone_wait(app):
    code = receipts.give(a_response())
    for _ in range(3 * receipts.WRONG_TRIES_OF_ALL):
        try:
            find("kettle window 1234")
        except receipts.TooManyTries:
            continue
    assert find(code, address="203.0.113.9") is not None


def test_one_visitor_of_ipv6_has_one_share_of_tries_however_many_addresses(app):
    for number in range(receipts.WRONG_TRIES):
        find("kettle window 1234", address=f"2001:db8:1:2::{number:x}")
    with pytest.raises(receipts.TooManyTries):
        find("kettle window 1234", address="2001:db8:1:2:ffff::1")
    assert find("kettle window 1234", address="2001:db8:1:3::1") is None


@pytest.mark.parametrize("address", ["", "unix:", "not an address"])
def test_an_address_we_do_not_understand_is_taken_as_it_is(address):
    assert throttles.neighbourhood(address) == address


def test_taking_back_leaves_the_note_that_they_took_part(app):
    survey, person = a_survey(anonymous=True), a_person()
    response = answering.start(survey, "text", now=NOW, person=person)
    answering.record(response, Given("change", Outcome.ANSWER_TEXT, words="the locks"), now=NOW)
    answering.finish(response, now=NOW, person=person)
    to_the_web.taken_back_on_web(response)
    db.session.commit()
    assert db.session.scalars(select(Response)).all() == []
    assert db.session.get(TookPart, (survey.id, person.id)) is not None


def test_taking_back_takes_what_was_texted_too_and_ends_the_conversation(asked, say):
    phone = asked(said=("yes", "sefton"))
    conversation = db.session.scalars(select(Conversation)).one()
    response = db.session.get_one(Response, conversation.response_id)
    to_the_web.taken_back_on_web(response)
    db.session.commit()
    assert (conversation.state, conversation.response_id) == (State.WITHDRAWN, None)
    assert set(db.session.scalars(select(InboundText.body))) == {None}
    assert say(phone, "4") != []


@pytest.mark.parametrize("open_for, days", [(2, 2), (400, retention.UNSENT_DAYS)])
def test_what_is_not_sent_can_be_gone_on_with_for_a_month_while_the_survey_is_open(
    app, open_for, days
):
    response = a_response(open_for=timedelta(days=open_for))
    assert retention.last_day_of(response) == response.started_on + timedelta(days=days)
