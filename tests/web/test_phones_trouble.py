"""What can be made to go wrong on the pretend phones, and what each page says of it."""

from __future__ import annotations

import contextlib
import itertools
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engage import outbox, pretend_network, times, work
from engage.extensions import db
from engage.models import (
    DeliveryReport,
    InboundText,
    OutboundText,
    Person,
    Phone,
    PretendDelivery,
    PretendTrouble,
)
from engage.outbox import Draft
from engage.texting.on_screen import TROUBLES
from engage.texting.protocol import NoAnswer, Refused, TextOut
from engage.web.phone_words import trouble_words
from tests.factories import a_person, phone_of, texts_to
from tests.web.in_browser import opened

CODES = {kind: found.code for kind, found in TROUBLES.items() if found.code}
REPORTED = sorted(kind for kind, found in TROUBLES.items() if found.code and not found.refused)


@pytest.fixture
def kev(app) -> Person:
    person = a_person("Kev", example=True)
    db.session.commit()
    return person


@pytest.fixture
def phone(kev) -> Phone:
    return phone_of(kev)


@pytest.fixture
def make(client, phone):
    """Press the button that has something go wrong."""

    def make_trouble(kind: str) -> int:
        return client.post(f"/phones/{phone.id}/trouble", data={"kind": kind}).status_code

    return make_trouble


@pytest.fixture
def page(client, phone):
    """What the phone's page says."""
    return lambda: client.get(f"/phones/{phone.id}").get_data(as_text=True)


def queue_one(phone: Phone, key: str = "one") -> OutboundText:
    outbox.queue(Draft(phone, "Hello from us", "reply", key), now=times.now())
    db.session.commit()
    return db.session.scalars(select(OutboundText).where(OutboundText.dedupe_key == key)).one()


def texts_in() -> list[str | None]:
    return list(db.session.scalars(select(InboundText.body).order_by(InboundText.id)))


def reports() -> list[tuple[str, str | None]]:
    rows = db.session.scalars(select(DeliveryReport).order_by(DeliveryReport.id))
    return [(row.status, row.error_code) for row in rows]


@pytest.mark.parametrize("kind", REPORTED)
def test_a_text_that_does_not_arrive_is_reported_with_the_networks_code(
    phone, make, page, drain, kind
):
    make(kind)
    queue_one(phone)
    drain()
    assert reports() == []
    work.sweep_phones()
    shown = page()

    assert reports() == [("undelivered", CODES[kind])]
    assert f"not delivered: {trouble_words(kind).because}" in shown
    assert "missing" in shown


def test_a_network_that_says_stop_refuses_the_text_and_we_write_it_down(phone, make, page, drain):
    make("stopped")
    queue_one(phone)
    drain()
    db.session.refresh(phone)

    assert [row.state for row in texts_to(phone)] == ["refused"]
    assert phone.stopped_at is not None
    assert "not sent: the network says stop" in page()


def test_a_text_whose_answer_is_lost_is_found_and_not_sent_again(phone, make, page, drain):
    make("unanswered")
    queue_one(phone)
    drain()
    assert [row.state for row in texts_to(phone)] == ["unknown"]
    assert "Hello from us" in page()

    row = texts_to(phone)[0]
    db.session.execute(update(OutboundText).values(lease_until=times.now()))
    db.session.commit()
    work.settle_text(str(row.id))
    db.session.expire_all()

    assert [row.state for row in texts_to(phone)] == ["delivered"]
    assert [row.copies for row in db.session.scalars(select(PretendDelivery))] == [1]


def test_a_text_that_is_lost_with_its_answer_is_not_on_the_phone(phone, make, page, drain):
    make("lost")
    queue_one(phone)
    drain()

    assert [row.state for row in texts_to(phone)] == ["unknown"]
    assert work.provider().find(_as_out(texts_to(phone)[0])) is None
    assert "Hello from us" not in page()
    assert "1 text is on its way." in page()


def _as_out(row: OutboundText) -> TextOut:
    return TextOut(str(row.id), row.number or "", row.body or "", 60, times.now())


@pytest.mark.parametrize("kind", ["unanswered", "lost", "unwell"])
def test_trouble_that_passes_is_over_after_one_text(phone, make, page, kind):
    make(kind)
    before = page()
    row = queue_one(phone)
    try:
        work.provider().send(_as_out(row))
    except NoAnswer:
        assert kind != "unwell"

    assert trouble_words(kind).goes_wrong in before
    assert "All is well with this phone" in page()
    assert work.provider().send(_as_out(queue_one(phone, "two"))).state == "delivered"


@pytest.mark.parametrize("kind", ["off", "gone", "blocked", "junk", "stopped", "slow"])
def test_other_trouble_lasts_until_it_is_put_right(phone, make, page, kind):
    make(kind)
    for key in ("one", "two"):
        row = queue_one(phone, key)
        ending = pytest.raises(Refused) if kind == "stopped" else contextlib.nullcontext()
        with ending:
            assert work.provider().send(_as_out(row)).state == "sent"
    assert trouble_words(kind).goes_wrong in page()

    make("")
    assert "All is well with this phone" in page()
    assert work.provider().send(_as_out(queue_one(phone, "three"))).state == "delivered"


def test_a_slow_network_brings_the_text_later_and_says_so_then(phone, make, page, drain):
    make("slow")
    row = queue_one(phone)
    drain()
    assert "1 part · on its way" in page()
    assert pretend_network.report(row.id, now=times.now()) is False
    assert pretend_network.due(now=times.now()) == []

    later = times.now() + timedelta(seconds=21)
    assert pretend_network.due(now=later) == [row.id]
    assert pretend_network.report(row.id, now=later) is True
    assert [row.state for row in texts_to(phone)] == ["delivered"]


def test_one_phones_trouble_is_not_anothers(phone, make, drain):
    make("off")
    other = phone_of(a_person("Rosa", example=True))
    db.session.commit()
    assert work.provider().send(_as_out(queue_one(other))).state == "delivered"


def test_new_trouble_takes_the_place_of_the_old(phone, make):
    for kind in ("off", "unwell", "slow"):
        assert make(kind) == 303
    rows = db.session.scalars(select(PretendTrouble)).all()
    assert [(row.kind, row.texts_left) for row in rows] == [("slow", None)]


@pytest.mark.parametrize("kind", ["", "fire", "off; --"])
def test_trouble_that_there_is_not_puts_things_right(phone, make, kind):
    make("off")
    assert make(kind) == 303
    assert pretend_network.trouble_of(phone.id) is None


def test_a_text_sent_twice_by_mistake_would_show_twice(phone, page):
    row = queue_one(phone)
    for _ in range(2):
        work.provider().send(_as_out(row))
    assert len(re.findall("Hello from us", page())) == 2


def test_what_the_screen_had_is_listed_newest_first(phone):
    since = times.now()
    for key in ("one", "two"):
        work.provider().send(_as_out(queue_one(phone, key)))
    listed = list(work.provider().sent_since(since))
    assert [text.state for text in listed] == ["delivered", "delivered"]
    assert {text.reference for text in listed} == {str(row.id) for row in texts_to(phone)}
    assert list(work.provider().sent_since(times.now())) == []
    assert list(work.provider().arrived_since(since)) == []


@pytest.mark.parametrize(
    "way,words,came",
    [
        ("", "yes please", ["yes please"]),
        ("again", "yes please", ["yes please"]),
        ("double", "yes please", ["yes please", "yes please"]),
        ("parts", "a b c", ["b", "a", "c"]),
        ("parts", "a b c d", ["b", "a", "c d"]),
        ("parts", "a b c d e", ["b c", "a", "d e"]),
        ("nonsense", "yes please", ["yes please"]),
    ],
)
def test_a_text_can_arrive_in_several_ways(client, phone, way, words, came):
    assert client.post(f"/phones/{phone.id}", data={"words": words, "way": way}).status_code == 303
    assert texts_in() == came


def test_two_words_cannot_be_three_parts(client, phone):
    answer = client.post(f"/phones/{phone.id}", data={"words": "a b", "way": "parts"})
    assert answer.status_code == 400
    assert "Write three words or more" in answer.get_data(as_text=True)
    assert texts_in() == []


@pytest.mark.parametrize(
    "words,said",
    [
        ("", ""),
        ("a", "1 letter, 1 part"),
        ("x" * 161, "161 letters, 2 parts"),
        ("ż" * 71, "71 letters, 2 parts"),
    ],
    ids=lambda words: words[:6],
)
def test_words_are_counted_as_the_network_would_with_script_and_without(client, phone, words, said):
    address = f"/phones/{phone.id}/count"
    alone = client.post(address, data={"words": words}, headers={"X-Fragment": "1"})
    whole = client.post(address, data={"words": words})
    assert alone.get_data(as_text=True) == said
    assert said in whole.get_data(as_text=True)
    assert texts_in() == []


def test_what_is_in_focus_stays_so_while_the_page_looks_for_texts(browser, client, phone, make):
    """The hidden fields of its forms are new each time, and tell nobody anything."""
    make("off")
    looks = itertools.count(1)
    part = client.get(f"/phones/{phone.id}", headers={"X-Fragment": "1"}).get_data(as_text=True)

    def again() -> str:
        return part.replace("</form>", f'<input type="hidden" value="{next(looks)}"></form>')

    page = opened(browser, client.get(f"/phones/{phone.id}"), again=again)
    page.get_by_role("button", name="Put it right").focus()
    page.wait_for_timeout(3500)

    assert next(looks) > 2
    assert page.evaluate("document.activeElement.textContent") == "Put it right"
    page.close()


def test_the_troubles_of_somebody_real_are_not_ours_to_make(client):
    real = phone_of(a_person("Real", example=False))
    db.session.commit()
    for path in ("trouble", "count"):
        answer = client.post(f"/phones/{real.id}/{path}", data={"kind": "off", "words": "a"})
        assert answer.status_code == 404
    assert pretend_network.trouble_of(real.id) is None


def test_every_trouble_has_words(app):
    with app.test_request_context():
        for kind in TROUBLES:
            assert trouble_words(kind).then
