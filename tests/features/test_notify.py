"""GOV.UK Notify: what it takes, how it says no, and how a text is found again."""

from __future__ import annotations

import time as clock
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from engage import outbox, sending, sweeping, times, work
from engage.config import Settings
from engage.extensions import db
from engage.models import InboundText, OutboundText
from engage.outbox import Draft
from engage.texting import notify
from engage.texting.codes import codes, look_up
from engage.texting.notify import NotifyProvider
from engage.texting.protocol import NoAnswer, Refused, Remedy, TextOut
from tests.conftest import settings_for
from tests.factories import a_number, a_phone, a_survey
from tests.peers.notify_stand_in import KEY, TEMPLATE, WITH_NOTIFY, NotifyStandIn, notify_stand_in

MIDNIGHT = time(0)
A_TEXT = TextOut(
    reference="7c1f4e52-6a3b-4a9e-8d4c-0d8f3f0a1b2c",
    number="+447700900123",
    body="Thank you. Which area are you in?",
    valid_for=3600,
    claimed_at=times.now(),
)


@pytest.fixture(scope="module")
def line() -> Iterator[NotifyStandIn]:
    with notify_stand_in() as stand_in:
        yield stand_in


@pytest.fixture
def network(line) -> NotifyStandIn:
    """The stand-in, with nothing in it."""
    line.clear()
    return line


@pytest.fixture
def settings(tmp_path, line) -> Settings:
    return settings_for(
        tmp_path,
        **WITH_NOTIFY,
        notify_api_base=line.address,
        notify_seconds=1,
        text_from=MIDNIGHT,
        text_until=MIDNIGHT,
    )


@pytest.fixture
def provider(settings, network) -> NotifyProvider:
    return NotifyProvider(settings)


def a_queued_text() -> OutboundText:
    assert outbox.queue(Draft(a_phone(), "Hello £", "reply", "one"), now=times.now())
    db.session.commit()
    return db.session.scalars(select(OutboundText)).one()


@pytest.mark.parametrize("body", ["x", "مرحبا Zażółć 👍🏽", "a\nb £ {} ((name))", "&=+% <b>"])
def test_a_text_goes_in_our_own_words_with_our_own_reference(provider, network, body):
    taken = provider.send(replace(A_TEXT, body=body))
    assert [(row["id"], row["body"], row["reference"]) for row in network.took] == [
        (taken.sid, body, A_TEXT.reference)
    ]
    assert taken.state == "accepted"


@pytest.mark.parametrize(
    "order,code,remedy",
    [
        ("403", "key", Remedy.ACCOUNT),
        ("trial", "set-up", Remedy.ACCOUNT),
        ("abroad", "abroad", Remedy.GIVE_UP),
        ("rate", "too-fast", Remedy.RETRY),
        ("limit", "day-limit", Remedy.ACCOUNT),
    ],
)
def test_each_refusal_has_its_remedy_and_nothing_was_sent(provider, network, order, code, remedy):
    network.tell(order)
    with pytest.raises(Refused) as refused:
        provider.send(A_TEXT)
    assert (refused.value.code, refused.value.remedy) == (code, remedy)
    assert network.took == []


@pytest.mark.parametrize(
    "change,code",
    [({"number": "+44"}, "bad-number"), ({"body": "x" * 919}, "too-long")],
    ids=["number", "length"],
)
def test_a_text_that_cannot_go_is_told_from_an_account_that_cannot_send(provider, change, code):
    with pytest.raises(Refused) as refused:
        provider.send(replace(A_TEXT, **change))
    assert refused.value.code == code


def test_a_template_that_is_not_there_holds_everything_for_a_person(settings, network):
    other = settings.model_copy(update={"notify_template_id": TEMPLATE.replace("f", "a")})
    with pytest.raises(Refused) as refused:
        NotifyProvider(other).send(A_TEXT)
    assert (refused.value.code, refused.value.remedy) == ("set-up", Remedy.ACCOUNT)


def test_a_key_that_is_not_ours_is_the_accounts_trouble(settings, network):
    other = settings_for(
        settings.instance, **{**settings.model_dump(), "notify_api_key": f"{KEY[:-1]}1"}
    )
    with pytest.raises(Refused) as refused:
        NotifyProvider(other).send(A_TEXT)
    assert refused.value.remedy is Remedy.ACCOUNT


@pytest.mark.parametrize("order", ["500", "503", "drop_before", "drop_after", "html", "silence"])
def test_what_does_not_say_whether_it_was_taken_is_no_answer_and_not_tried_again(
    provider, network, order
):
    network.tell(order)
    began = clock.monotonic()
    with pytest.raises(NoAnswer):
        provider.send(A_TEXT)
    assert clock.monotonic() - began < 3
    assert len(network.took) == (order in ("drop_after", "html", "silence"))


@pytest.mark.parametrize("order", ["403", "500", "503", "drop", "rate"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda it: it.find(A_TEXT),
        lambda it: list(it.sent_since(times.now())),
        lambda it: list(it.arrived_since(times.now())),
    ],
    ids=["find", "sent", "arrived"],
)
def test_a_list_that_cannot_be_had_is_no_answer(provider, network, order, ask):
    network.list_orders = [order]
    with pytest.raises(NoAnswer):
        ask(provider)


def test_a_text_that_was_taken_before_the_line_went_dead_is_found_by_our_reference(app, network):
    row = a_queued_text()
    network.tell("drop_after")
    assert sending.send_one(row.id, work.provider(), now=times.now()) == "unknown"

    later = times.now() + timedelta(minutes=3)
    assert sending.settle(row.id, work.provider(), now=later) == "accepted"
    assert row.sid == network.took[0]["id"]


def test_the_same_words_to_the_same_number_are_not_taken_for_the_text(provider):
    provider.send(replace(A_TEXT, reference="another"))
    assert provider.find(A_TEXT) is None


@pytest.mark.parametrize(
    "status,state",
    [
        ("created", "accepted"),
        ("sending", "sending"),
        ("pending", "sent"),
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("permanent-failure", "undelivered"),
        ("temporary-failure", "undelivered"),
        ("technical-failure", "undelivered"),
        ("something-new", "accepted"),
    ],
)
def test_every_word_of_notifys_for_a_text_is_a_step_of_ours(provider, network, status, state):
    provider.send(A_TEXT)
    network.took[0]["status"] = status
    found = provider.find(A_TEXT)
    assert found is not None
    assert found.state == state


def test_every_answer_of_notifys_has_a_code_that_the_table_knows():
    answers = notify._answers()
    named = {row["code"] for row in answers["answer"]}
    named |= {row["code"] for row in answers["became"].values() if "code" in row}
    assert named
    assert named <= set(codes())
    assert all(len(code) <= 12 for code in named)


@pytest.mark.parametrize(
    "status,remedy",
    [
        ("permanent-failure", Remedy.GONE),
        ("temporary-failure", Remedy.LATER),
        ("technical-failure", Remedy.RETRY),
    ],
)
def test_a_text_that_did_not_arrive_gets_the_remedy_of_its_kind(status, remedy):
    became = notify.became(status)
    assert became is not None
    assert look_up(became.code or "").remedy is remedy


def test_what_we_sent_is_listed_with_our_reference_over_many_pages(provider, network):
    network.page_size = 2
    since = times.now()
    for count in range(5):
        provider.send(replace(A_TEXT, reference=f"text-{count}"))
    listed = list(provider.sent_since(since - timedelta(seconds=5)))
    assert [text.reference for text in listed] == [f"text-{count}" for count in (4, 3, 2, 1, 0)]
    assert {(text.number, text.body) for text in listed} == {(A_TEXT.number, A_TEXT.body)}
    assert list(provider.sent_since(times.now() + timedelta(hours=1))) == []


def test_texts_that_never_reached_us_are_read_from_its_list_and_answered_once(app, network, drain):
    a_survey(text_word="HOME")
    network.page_size = 2
    number, now = a_number(), times.now()
    network.receive(a_number(), "too old", at=now - timedelta(days=3))
    sids = [
        network.receive(number, words, at=now - timedelta(minutes=minutes))
        for words, minutes in (("home", 30), ("yes", 20), ("liverpool", 10))
    ]

    assert sweeping.sweep(work.provider(), now=now) == 3
    assert sweeping.sweep(work.provider(), now=now) == 0
    drain()

    rows = db.session.scalars(select(InboundText).order_by(InboundText.id)).all()
    assert [(row.sid, row.number, row.swept) for row in rows] == [
        (sid, number, True) for sid in sids
    ]
    assert network.to(number)
