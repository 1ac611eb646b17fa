"""The pages of alerts: what waits, what was said, and what was done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import safeguarding, times
from engage.extensions import db, settings
from engage.models import Alert, AuditEvent
from engage.safeguarding import Cues
from tests.factories import a_person, a_text, phone_of
from tests.pages import words
from tests.web.threads_made import came


def an_alert(said="i want to die", tiers=("self",), **given):
    stopped = given.pop("stopped", False)
    ago = given.pop("ago", timedelta(minutes=1))
    phone = phone_of(a_person(given.pop("first_name", "Maureen")))
    if stopped:
        phone.stopped_at, phone.stopped_by = times.now(), "person"
    text = came(phone, said, outcome="safeguard")
    now = times.now() - ago
    safeguarding.raise_alert(phone, text, Cues(frozenset(tiers), **given), now=now)
    db.session.commit()
    return db.session.scalars(select(Alert).where(Alert.text_id == text.id)).one()


def audited(alert):
    found = select(AuditEvent.what).where(AuditEvent.subject == str(alert.id))
    return list(db.session.scalars(found))


def test_a_text_of_danger_becomes_an_alert_that_staff_read(app, facilitator, drain):
    phone = phone_of(a_person("Tunde"))
    db.session.commit()
    a_text(phone, "i dont want to be here anymore <b>")
    drain()
    alert = db.session.scalars(select(Alert)).one()

    said = words(facilitator.get(f"/staff/alerts/{alert.id}"))

    assert "Tunde" in said
    assert "i dont want to be here anymore <b>" in said or "&lt;b&gt;" in said
    assert "May be thinking of suicide or hurting themselves" in said
    assert "It seems to be about the person who texted." in said


def test_the_list_says_what_it_may_be_in_plain_words(app, facilitator):
    an_alert(tiers=("rough", "child"), other_person=True)

    said = words(facilitator.get("/staff/alerts"))

    assert "A child may be at risk. May have nowhere to sleep." in said
    assert "It may be about somebody else." in said
    assert "Nobody has looked" in said


def test_no_alerts_is_said_kindly(app, facilitator):
    assert "No alerts." in words(facilitator.get("/staff/alerts"))


@pytest.mark.parametrize("page", ["/staff/inbox", "/staff/surveys", "/staff/sessions"])
def test_every_staff_page_says_that_an_alert_waits(app, facilitator, page):
    assert "waits for somebody to look" not in words(facilitator.get(page, follow_redirects=True))
    an_alert()

    said = words(facilitator.get(page, follow_redirects=True))

    assert "1 alert waits for somebody to look." in said


def test_an_alert_that_waited_too_long_is_shown_in_red(app, facilitator):
    alert = an_alert(ago=timedelta(hours=1))
    alert.escalated_at = times.now()
    db.session.commit()

    page = facilitator.get("/staff/inbox").get_data(as_text=True)

    assert "1 has waited too long." in page
    assert 'class="note bad" role="status"' in page


def test_the_banner_goes_when_somebody_has_looked(app, facilitator):
    alert = an_alert()
    facilitator.post(f"/staff/alerts/{alert.id}/seen")

    facilitator.get("/staff/alerts")
    assert "waits for somebody" not in words(facilitator.get("/staff/inbox"))


def test_seeing_and_writing_what_was_done_are_recorded(app, facilitator):
    alert = an_alert()

    seen = facilitator.post(f"/staff/alerts/{alert.id}/seen", follow_redirects=True)
    done = facilitator.post(
        f"/staff/alerts/{alert.id}/done", data={"done": "Rang her."}, follow_redirects=True
    )

    assert "Now write what was done." in words(seen)
    assert "It is written down." in words(done)
    assert audited(alert) == ["saw an alert", "said what was done about an alert"]
    assert "Rang her." in words(facilitator.get(f"/staff/alerts/{alert.id}"))


def test_seen_twice_is_said_and_recorded_once(app, facilitator):
    alert = an_alert()
    facilitator.post(f"/staff/alerts/{alert.id}/seen")

    again = facilitator.post(f"/staff/alerts/{alert.id}/seen", follow_redirects=True)

    assert "Somebody had already seen this one." in words(again)
    assert audited(alert) == ["saw an alert"]


def test_nothing_written_is_asked_for_again(app, facilitator):
    alert = an_alert()
    facilitator.post(f"/staff/alerts/{alert.id}/seen")

    said = words(facilitator.post(f"/staff/alerts/{alert.id}/done", data={"done": " "}))

    assert "Write what was done." in said


def test_done_before_seen_keeps_what_was_typed(app, facilitator):
    alert = an_alert()

    said = words(facilitator.post(f"/staff/alerts/{alert.id}/done", data={"done": "Rang her."}))

    assert "Press “I have seen this” first." in said
    assert "Rang her." in said


def test_two_who_write_at_once_do_not_undo_each_other(app, facilitator):
    alert = an_alert()
    facilitator.post(f"/staff/alerts/{alert.id}/seen")
    facilitator.post(f"/staff/alerts/{alert.id}/done", data={"done": "Rang her."})

    said = words(facilitator.post(f"/staff/alerts/{alert.id}/done", data={"done": "Me too."}))

    assert "Somebody has already written what was done." in said
    assert "Rang her." in said
    assert "Me too." in said


def test_somebody_who_stopped_texts_is_rung(app, facilitator):
    alert = an_alert(stopped=True)

    said = words(facilitator.get(f"/staff/alerts/{alert.id}"))

    assert "They have stopped texts, so we cannot text them. Ring them." in said
    assert "ask a colleague who may see numbers" in said


def test_the_number_is_a_press_away_only_for_those_who_may_see_it(app, as_staff):
    alert = an_alert()
    way = f"/staff/inbox/{alert.phone_id}/number"

    assert way in as_staff("facilitator", "contact").get(f"/staff/alerts/{alert.id}").text
    assert way not in as_staff("facilitator").get(f"/staff/alerts/{alert.id}").text
    assert alert.phone.number not in as_staff("admin").get(f"/staff/alerts/{alert.id}").text


@pytest.mark.parametrize("who, status", [("policy", 403), ("facilitator", 200), ("admin", 200)])
def test_alerts_are_for_facilitators_and_admins(app, as_staff, who, status):
    alert = an_alert()
    client = as_staff(who)

    assert client.get("/staff/alerts").status_code == status
    assert client.get(f"/staff/alerts/{alert.id}").status_code == status


def test_policy_readers_are_told_nothing_of_alerts(app, as_staff):
    an_alert()

    assert "waits for somebody" not in words(as_staff("policy").get("/staff/summaries"))


def test_words_we_no_longer_keep_are_not_missed_in_silence(app, facilitator):
    alert = an_alert()
    alert.text_id = None
    db.session.commit()

    said = words(facilitator.get(f"/staff/alerts/{alert.id}"))

    assert "We no longer keep the words of this text." in said


def test_a_list_of_helplines_that_cannot_be_read_is_told_to_staff(app, facilitator):
    (settings().instance / "helplines.toml").write_text("[[helpline", encoding="utf-8")

    said = words(facilitator.get("/staff/alerts"))

    assert "Your own list of helplines could not be read, so the usual one is used." in said


def test_helplines_due_to_be_checked_are_told_to_staff(app, facilitator, monkeypatch):
    monkeypatch.setattr("engage.helplines.CHECK_EVERY", timedelta(days=-4000))

    said = words(facilitator.get("/staff/alerts"))

    assert "These helplines are due to be checked: Samaritans, Shout" in said


def test_an_alert_that_is_not_there_is_not_found(app, facilitator):
    away = "00000000-0000-0000-0000-000000000000"

    assert facilitator.get(f"/staff/alerts/{away}").status_code == 404
