"""A phone's number: on no page but its own, for few, and every look written down."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.extensions import db
from engage.models import AuditEvent
from tests.factories import a_phone
from tests.pages import words
from tests.web.threads_made import a_waiting_phone, went

NUMBER = "+447700900777"


@pytest.mark.parametrize("roles", [("facilitator",), ("facilitator", "contact"), ("admin",)])
def test_no_page_of_the_inbox_shows_a_number(app, as_staff, roles):
    phone = a_waiting_phone(phone=a_phone(NUMBER))
    went(phone, "Hello", state="undelivered")
    went(phone, "Hello", state="parked")
    db.session.commit()
    client = as_staff(*roles)

    for path in ("inbox", f"inbox/{phone.id}", "inbox?show=all", "undelivered", "ready-replies"):
        said = client.get(f"/staff/{path}").get_data(as_text=True).replace(" ", "")
        assert "900777" not in said


def lookings():
    """The phones whose number somebody saw, as the audit trail has them."""
    seen = select(AuditEvent.subject).where(AuditEvent.what == "saw a number")
    return db.session.scalars(seen.where(AuditEvent.staff_id.is_not(None))).all()


def test_only_some_may_see_a_number_and_looking_is_written_down(app, as_staff):
    phone = a_waiting_phone("the words they sent", phone=a_phone(NUMBER))
    allowed = as_staff("facilitator", "contact")
    address = f"/staff/inbox/{phone.id}/number"

    asked = allowed.get(address)
    assert "900777" not in asked.get_data(as_text=True).replace(" ", "")
    assert "It is written down that you looked" in words(asked)
    assert lookings() == []

    shown = allowed.post(address)
    assert "07700 900777" in words(shown)
    assert "the words they sent" not in shown.get_data(as_text=True)
    assert lookings() == [str(phone.id)]


def test_a_facilitator_alone_may_not_see_a_number(app, facilitator):
    phone = a_waiting_phone(phone=a_phone(NUMBER))

    assert "See the number" not in words(facilitator.get(f"/staff/inbox/{phone.id}"))
    assert facilitator.get(f"/staff/inbox/{phone.id}/number").status_code == 403
    answer = facilitator.post(f"/staff/inbox/{phone.id}/number")
    assert answer.status_code == 403
    assert "900777" not in answer.get_data(as_text=True)


def test_an_admin_who_sees_a_number_is_written_down_too(app, as_staff):
    phone = a_waiting_phone(phone=a_phone(NUMBER))

    as_staff("admin").post(f"/staff/inbox/{phone.id}/number")

    assert lookings() == [str(phone.id)]
