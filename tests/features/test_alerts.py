"""Alerts of danger: one for each text, told again when nobody looks, and where people can turn."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from engage import alerts, helplines, on_call, safeguarding, staff
from engage.extensions import db, settings
from engage.models import Alert, InboundText, OutboundText, Phone
from engage.safeguarding import Cues
from surveys.wording import segments
from tests.factories import a_person, phone_of
from tests.features.databases import an_app_on_postgresql
from tests.web.threads_made import came

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DANGER = Cues(frozenset({"self"}))


def minutes(number):
    return timedelta(minutes=number)


def an_alert(words="i want to die", cues=DANGER, now=NOON):
    phone = phone_of(a_person())
    text = came(phone, words, outcome="safeguard", received_at=now)
    safeguarding.raise_alert(phone, text, cues, now=now)
    db.session.commit()
    return db.session.scalars(select(Alert).where(Alert.text_id == text.id)).one()


def somebody():
    found = staff.add("jo@example.org", "Jo", ("facilitator",))
    db.session.commit()
    return found


def on_call_texts():
    texts = db.session.scalars(select(OutboundText).where(OutboundText.kind == "on_call"))
    return [(text.number, text.body) for text in texts]


@pytest.fixture
def with_on_call(app, monkeypatch):
    monkeypatch.setattr(settings(), "on_call_number", "07700 900555")


def test_a_text_handled_twice_raises_one_alert(app):
    alert = an_alert()
    text = db.session.get_one(InboundText, alert.text_id)

    again = safeguarding.raise_alert(alert.phone, text, DANGER, now=NOON)

    assert again is None
    assert db.session.scalar(select(func.count()).select_from(Alert)) == 1


def test_an_alert_says_what_it_may_be_and_about_whom(app):
    alert = an_alert(cues=Cues(frozenset({"rough", "child"}), other_person=True))

    assert (alert.tiers, alert.other_person) == (["child", "rough"], True)


@pytest.mark.parametrize("waited, late", [(14, 0), (15, 1), (600, 1)])
def test_an_alert_nobody_has_seen_for_a_quarter_of_an_hour_is_told_again(app, waited, late):
    alert = an_alert()

    assert alerts.escalate_due(now=NOON + minutes(waited)) == late
    assert alerts.waiting(now=NOON) == alerts.Waiting(unseen=1, late=late)
    db.session.refresh(alert)
    assert (alert.escalated_at is not None) == bool(late)


def test_the_minutes_to_wait_are_a_setting(app, monkeypatch):
    monkeypatch.setattr(settings(), "alert_minutes", 5)
    an_alert()

    assert alerts.escalate_due(now=NOON + minutes(5)) == 1


def test_an_alert_is_told_again_only_once(app):
    an_alert()

    first = alerts.escalate_due(now=NOON + minutes(20))
    second = alerts.escalate_due(now=NOON + minutes(40))

    assert (first, second) == (1, 0)


def test_an_alert_somebody_saw_is_not_told_again(app):
    alert = an_alert()
    alerts.mark_seen(alert, by=somebody().id, now=NOON + minutes(3))

    assert alerts.escalate_due(now=NOON + minutes(60)) == 0
    assert alerts.unseen(now=NOON + minutes(60)) == []


def test_telling_again_is_logged_as_an_error_with_ids_only(app):
    with capture_logs() as logged:
        alert = an_alert("my name is kev and i want to die")
        alerts.escalate_due(now=NOON + minutes(16))

    told = next(line for line in logged if line["event"] == "alert.nobody_has_looked")
    assert (told["log_level"], told["alert"]) == ("error", str(alert.id))
    assert "kev" not in str(logged)


def test_the_first_to_see_an_alert_is_the_one_who_is_named(app):
    alert = an_alert()
    first, second = somebody(), staff.add("lou@example.org", "Lou", ("facilitator",))
    db.session.flush()

    assert alerts.mark_seen(alert, by=first.id, now=NOON)
    assert not alerts.mark_seen(alert, by=second.id, now=NOON + minutes(1))
    assert alert.seen_by == first.id


@pytest.mark.parametrize("words", ["", "   \n"])
def test_an_alert_is_not_done_until_somebody_writes_what_they_did(app, words):
    alert = an_alert()
    alerts.mark_seen(alert, by=somebody().id, now=NOON)

    with pytest.raises(alerts.SayWhatWasDone):
        alerts.mark_done(alert, words, now=NOON)


def test_an_alert_nobody_has_seen_cannot_be_done(app):
    with pytest.raises(alerts.SayWhatWasDone):
        alerts.mark_done(an_alert(), "rang them", now=NOON)


def test_what_was_done_is_kept_sealed(app):
    alert = an_alert()
    alerts.mark_seen(alert, by=somebody().id, now=NOON)

    assert alerts.mark_done(alert, "Rang Kev. He is with his sister.", now=NOON)
    assert not alerts.mark_done(alert, "Rang again", now=NOON)
    assert alert.done == "Rang Kev. He is with his sister."
    at_rest = db.session.execute(db.text("SELECT done FROM alert")).scalar_one()
    assert b"Kev" not in bytes(at_rest)


def test_unseen_alerts_come_first_and_the_longest_wait_before_the_others(app):
    newer = an_alert(now=NOON + minutes(2))
    seen = an_alert(now=NOON + minutes(1))
    oldest = an_alert()
    alerts.mark_seen(seen, by=somebody().id, now=NOON)

    assert [alert.id for alert in alerts.listed()] == [oldest.id, newer.id, seen.id]


def test_whoever_is_on_call_gets_a_link_and_never_a_word_of_the_text(app, with_on_call):
    an_alert("my name is kev and i want to die")

    ((number, body),) = on_call_texts()
    assert number == "+447700900555"
    assert body.endswith("/staff/alerts")
    assert "kev" not in body.lower()
    assert "die" not in body.lower()
    assert segments(body).count == 1


def test_whoever_is_on_call_is_told_once_more_when_nobody_looks(app, with_on_call):
    alert = an_alert()
    on_call.tell(alert.id, "raised", now=NOON)
    alerts.escalate_due(now=NOON + minutes(15))
    on_call.tell(alert.id, "escalated", now=NOON + minutes(16))

    assert [("still waits" in body) for _, body in on_call_texts()] == [False, True]


def test_with_nobody_on_call_no_text_is_made(app):
    an_alert()

    assert on_call_texts() == []


def test_a_number_on_call_that_is_not_one_stops_no_alert(app, monkeypatch):
    monkeypatch.setattr(settings(), "on_call_number", "ring the office")

    assert an_alert().id is not None
    assert on_call_texts() == []


TIERS = ("immediate", "self", "others", "child", "rough")


@pytest.mark.parametrize("tier", TIERS)
def test_a_signpost_names_999_and_somebody_free_to_ring_and_fits_in_two_texts(app, tier):
    words = safeguarding.signpost_words({tier}, "en")

    assert "999" in words
    assert "116 123" in words
    assert "0808 800 4444" in words
    assert segments(words).count <= 2
    assert segments(words).encoding == "GSM-7"


@pytest.mark.parametrize(
    "tiers, first, also",
    [
        ({"self"}, "Samaritans 116 123", "text 85258"),
        ({"others"}, "Domestic Abuse 0808 2000 247", "116 123"),
        ({"rough"}, "Shelter 0808 800 4444", "116 123"),
    ],
)
def test_the_helpline_that_matters_most_comes_first(app, tiers, first, also):
    words = safeguarding.signpost_words(tiers, "en")

    assert f"helplines: {first}" in words
    assert also in words


@pytest.mark.parametrize("language", ["en", "pl", "ar", "ro", "uk", "fa", "cy", "xx"])
def test_a_signpost_can_be_said_in_every_language(app, language):
    words = safeguarding.signpost_words(set(TIERS), language)

    assert "999" in words
    assert "116 123" in words


def test_a_signpost_never_says_that_somebody_will_come(app):
    words = safeguarding.signpost_words(set(TIERS), "en").lower()

    assert not any(promise in words for promise in ("will come", "on our way", "help is coming"))


OWN = """
[[helpline]]
name = "{name}"
number = "0151 496 0777"
how = "call"
free = true
open = "Nights and weekends"
tiers = ["rough"]
first_for = ["rough"]
languages = []
reviewed_on = {day}
source = "The council"
"""


def own_list(text):
    (settings().instance / "helplines.toml").write_text(text, encoding="utf-8")


def test_a_councils_own_helpline_comes_first_and_the_others_stay(app):
    own_list(OWN.format(name="Council nights", day="2026-11-01"))

    words = safeguarding.signpost_words({"rough"}, "en")

    assert "helplines: Council nights 0151 496 0777" in words
    assert "116 123" in words


def test_a_councils_own_entry_stands_in_place_of_the_shipped_one(app):
    own_list(OWN.format(name="Shelter", day="2026-11-01"))

    words = safeguarding.signpost_words({"rough"}, "en")

    assert "Shelter 0151 496 0777" in words
    assert "0808 800 4444" not in words


@pytest.mark.parametrize(
    "text, said",
    [
        ("[[helpline", "It is not written as TOML"),
        ("x = 1", "It has no [[helpline]]"),
        ('[[helpline]]\nname = "Ours"', 'Ours: "number" needs words in quotation marks'),
        (OWN.format(name="Ours", day='"last week"'), 'Ours: "reviewed_on" needs a day'),
        (OWN.format(name="Ours", day="2026-11-01").replace('["rough"]', '["cold"]'), '"cold"'),
        (OWN.format(name="Ours", day="2026-11-01").replace("true", '"yes"'), "true or false"),
    ],
)
def test_a_list_that_cannot_be_read_stops_no_signpost_and_says_why(app, text, said):
    own_list(text)

    words = safeguarding.signpost_words({"rough"}, "en")

    assert "Shelter 0808 800 4444" in words
    assert said in helplines.in_use(settings().instance).problem


def test_a_list_put_right_is_read_at_once(app):
    own_list("[[helpline")
    helplines.in_use(settings().instance)
    own_list(OWN.format(name="Council nights", day="2026-11-01"))

    assert helplines.in_use(settings().instance).problem == ""


def test_a_helpline_not_checked_for_half_a_year_is_due(app):
    own_list(OWN.format(name="Council nights", day="2026-01-01"))
    lines = helplines.in_use(settings().instance)

    due = [line.name for line in lines.overdue(datetime(2026, 11, 27, tzinfo=UTC).date())]

    assert due == ["Council nights"]


@pytest.mark.parametrize(
    "said, flags",
    [
        (
            "i want to end my life",
            {"possible_suicide_or_self_harm", "possible_immediate_danger", "needs_help_now"},
        ),
        ("nowhere to sleep tonight", {"needs_help_now"}),
        ("he hits me", {"possible_harm_from_others"}),
        ("thanks that was good", set()),
    ],
)
def test_staff_see_beside_a_text_what_it_may_tell_of(said, flags):
    assert safeguarding.flags(safeguarding.look(said)) == flags


@pytest.mark.postgresql
def test_six_workers_with_one_text_raise_one_alert_on_postgresql(postgresql, tmp_path):
    with an_app_on_postgresql(postgresql, tmp_path) as app:
        phone = phone_of(a_person())
        text = came(phone, "i want to die")
        db.session.commit()
        phone_id, text_id = phone.id, text.id
        raised = []

        def raise_it():
            with app.app_context():
                phone = db.session.get_one(Phone, phone_id)
                text = db.session.get_one(InboundText, text_id)
                raised.append(safeguarding.raise_alert(phone, text, DANGER, now=NOON))
                db.session.commit()
                db.session.remove()

        workers = [threading.Thread(target=raise_it) for _ in range(6)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

        assert sum(alert is not None for alert in raised) == 1
        assert db.session.scalar(select(func.count()).select_from(Alert)) == 1
