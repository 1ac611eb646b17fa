"""Every code of the table is shown by Twilio's own description, or as a report that it signed."""

from __future__ import annotations

import json
import tomllib
import uuid

import pytest
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from engage import outbox, times
from engage.config import ROOT, Settings
from engage.extensions import db
from engage.models import DeliveryReport, OutboundText, Sending, Thread
from engage.outbox import Draft
from engage.texting.protocol import NoAnswer, Refused, Remedy, TextOut
from tests.factories import a_phone
from tests.peers.prism import TWILIO_MESSAGES
from tests.peers.twilio_stand_in import ACCOUNT, SENDER, TOKEN
from tests.service.running import PUBLIC_URL

TABLE = tomllib.loads((ROOT / "engage" / "texting" / "twilio_errors.toml").read_text("utf-8"))
ONLY_REPORTED = "30"
"""How codes begin that come later, in a report, and never as the answer to a request."""

NO_ANSWER = {"20500", "20503"}
NOT_FOR_SENDING = {"20404"}


def _examples() -> dict[str, str]:
    """The HTTP status of each code that the description has an example of."""
    spec = json.loads(TWILIO_MESSAGES.read_text("utf-8"))
    return {
        code: status
        for status, answer in spec["components"]["responses"].items()
        for code in answer["content"]["application/json"]["examples"]
    }


EXAMPLES = _examples()
REFUSED = sorted(set(TABLE) & set(EXAMPLES))
REPORTED = sorted(code for code in TABLE if code.startswith(ONLY_REPORTED))
A_TEXT = TextOut(
    reference=str(uuid.UUID(int=7)),
    number="+447700900123",
    body="Which area are you in?",
    valid_for=3600,
    claimed_at=times.now(),
)


@pytest.fixture
def settings(settings_of) -> Settings:
    return settings_of("")


def preferring(code: str) -> str:
    """What asks Prism for the example of one code."""
    return f"code={EXAMPLES[code]}, example={code}"


def test_every_code_of_the_table_is_shown_by_one_of_these_tests():
    by_status_alone = {code for code in TABLE if len(code) == 3}
    assert by_status_alone <= set(EXAMPLES.values())
    assert set(TABLE) - set(REFUSED) - set(REPORTED) - by_status_alone == set()


def test_every_answer_of_the_description_has_its_row_in_the_table():
    assert set(EXAMPLES) - set(TABLE) == NO_ANSWER | NOT_FOR_SENDING


@pytest.mark.contract
@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_gets_the_remedy_of_its_row(answering, code):
    with pytest.raises(Refused) as refused:
        answering(preferring(code)).send(A_TEXT)
    assert (refused.value.code, refused.value.remedy) == (code, Remedy(TABLE[code]["remedy"]))


@pytest.mark.contract
@pytest.mark.parametrize("code", sorted(NO_ANSWER))
def test_trouble_at_twilio_says_nothing_of_the_text(answering, code):
    with pytest.raises(NoAnswer):
        answering(preferring(code)).send(A_TEXT)


@pytest.fixture
def row(app) -> OutboundText:
    """A text that Twilio took."""
    outbox.queue(Draft(a_phone(), "Hello", "question", "one"), now=times.now())
    found = db.session.scalars(select(OutboundText)).one()
    found.state, found.sid = "sent", f"SM{uuid.uuid4().hex}"
    found.sent_at = found.claimed_at = times.now()
    db.session.commit()
    return found


def a_report(client, row: OutboundText, status: str, code: str = "") -> int:
    """Twilio says what became of a text, with its signature."""
    path = f"/texts/status?m={row.id}"
    fields = {
        "AccountSid": ACCOUNT,
        "MessageSid": row.sid or "",
        "SmsSid": row.sid or "",
        "MessageStatus": status,
        "SmsStatus": status,
        "To": row.number or "",
        "From": SENDER,
        "ApiVersion": "2010-04-01",
        "RawDlrDoneDate": "2606031100",
    }
    if code:
        fields["ErrorCode"] = code
    signature = RequestValidator(TOKEN).compute_signature(PUBLIC_URL + path, fields)
    answer = client.post(
        path,
        data=fields,
        headers={"X-Twilio-Signature": signature},
        environ_overrides={"RAW_URI": path},
    )
    db.session.expire_all()
    return int(answer.status_code)


@pytest.mark.parametrize("code", [*REPORTED, *REFUSED])
@pytest.mark.parametrize("status", ["undelivered", "failed"])
def test_a_report_that_a_text_did_not_arrive_is_kept_with_its_code(client, row, status, code):
    assert a_report(client, row, status, code) == 200
    assert (row.state, row.error_code) == ("undelivered", code)


@pytest.mark.parametrize("code", [*REPORTED, *REFUSED])
def test_a_report_that_a_text_did_not_arrive_gets_the_remedy_of_its_row(client, row, code):
    before = times.now()
    a_report(client, row, "undelivered", code)
    remedy, tries = TABLE[code]["remedy"], int(TABLE[code].get("tries", 5))
    again = db.session.scalars(select(OutboundText).where(OutboundText.state == "queued")).all()
    paused = db.session.scalars(select(Sending.paused_because)).one()
    waits = db.session.get(Thread, row.phone_id)

    tried_again = remedy in ("retry", "later", "account") and tries > 1
    assert [one.body for one in again] == (["Hello"] if tried_again else [])
    assert all(one.not_before > before for one in again)
    assert (paused == "account") is (remedy == "account")
    assert (row.phone.stopped_at is not None) is (remedy == "stopped")
    assert (row.phone.unusable_since is not None) is (remedy == "bad_number")
    if remedy in ("bad_number", "content", "give_up"):
        assert waits is not None
        assert waits.why == "undelivered"
    elif remedy in ("gone", "blocked", "later"):
        assert waits is None


@pytest.mark.parametrize(
    "statuses",
    [
        ("queued", "sending", "sent", "delivered"),
        ("delivered", "sent", "sending", "queued"),
        ("delivered", "undelivered", "failed", "delivered"),
        ("sent", "sent", "delivered", "delivered"),
    ],
)
def test_reports_in_any_order_and_more_than_once_only_move_a_text_on(client, row, statuses):
    for status in statuses:
        assert a_report(client, row, status) == 200
    assert row.state == "delivered"
    kept = db.session.scalars(select(DeliveryReport).order_by(DeliveryReport.id)).all()
    assert [report.status for report in kept] == list(statuses)
