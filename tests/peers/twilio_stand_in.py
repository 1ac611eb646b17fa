"""A small stand-in for Twilio's Messages API that keeps what it takes and breaks when told to."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.peers.pretending import StandInHandler, on_a_free_port

ACCOUNT = "AC" + "a1" * 16
TOKEN = "0123456789abcdef0123456789abcdef"
SENDER = "+447700900999"
WITH_TWILIO = {
    "provider": "twilio",
    "twilio_account_sid": ACCOUNT,
    "twilio_auth_token": TOKEN,
    "twilio_from": SENDER,
}
"""The settings of a service that texts by this account."""

ERRORS = {
    "21610": (400, "Attempt to send to unsubscribed recipient."),
    "429": (429, "Too Many Requests"),
    "500": (500, "Internal Server Error"),
    "503": (503, "Service unavailable"),
}
CODES = {"429": 20429, "500": 20500, "503": 20503}
PATIENCE = 30
Message = dict[str, Any]


class TwilioStandIn:
    """Takes texts as Twilio does; `took` holds each one it took, oldest first.

    `came` holds the texts that people sent in, which it lists and tells nobody of.
    A page of its list is never longer than `largest_page`. `list_orders` are for lists what
    `tell` is for creates: an error, or drop.

    `seconds_each` is how long it thinks after taking one, and `status` what it says of one it
    took, where that is not Twilio's own first word: nobody hears reports of what came after.
    An order is for one create only:
    drop_before (the line goes dead and nothing was taken), drop_after (it was taken, and the
    line goes dead), silence (taken, and no answer for a long time), hang (no answer, and not
    taken), an error, as in ERRORS, or an error with _taken behind it. Its clock is `ahead` of
    ours by so much.
    """

    def __init__(self) -> None:
        self.took: list[Message] = []
        self.came: list[Message] = []
        self.largest_page = 1000
        self.status = ""
        self.seconds_each = 0.0
        self.list_orders: list[str] = []
        self._orders: list[str] = []
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self.address = ""
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        """The moment on its clock."""
        return datetime.now(UTC) + self.ahead

    def tell(self, *orders: str) -> None:
        """What to do with the creates to come, one order each; those after go well."""
        with self._lock:
            self._orders += orders

    def to(self, number: str) -> list[str]:
        """The words of every text taken for a number, oldest first."""
        with self._lock:
            return [message["body"] for message in self.took if message["to"] == number]

    def clear(self) -> None:
        """Forget every text and order."""
        with self._lock:
            self.took.clear()
            self.came.clear()
            self.list_orders.clear()
            self._orders.clear()
            self.largest_page = 1000

    def next_order(self) -> str:
        """The order for the create that has just come in."""
        with self._lock:
            return self._orders.pop(0) if self._orders else ""

    def take(self, account: str, fields: dict[str, str]) -> Message:
        """Keep one text, and describe it as Twilio would."""
        message = _described(account, fields, format_datetime(self.now()))
        message["status"] = self.status or message["status"]
        with self._lock:
            self.took.append(message)
        return message

    def receive(
        self, number: str, body: str | None, *, at: datetime | None = None, **more: Any
    ) -> str:
        """A person texts in; its sid. Nothing is posted anywhere."""
        moment = format_datetime(at or self.now())
        message = _described(ACCOUNT, {"From": number, "To": SENDER}, moment)
        message |= {"body": body, "direction": "inbound", "status": "received"}
        message |= {"date_created": moment, "date_updated": moment, "date_sent": moment, **more}
        with self._lock:
            self.came.append(message)
        return str(message["sid"])

    def page(self, account: str, query: dict[str, str]) -> dict[str, Any]:
        """A page of the texts asked for, newest first, with the address of the next page."""
        with self._lock:
            found = [m for m in (*self.took, *self.came) if _is_asked_for(m, query)]
        found.sort(key=lambda m: parsedate_to_datetime(m["date_created"]), reverse=True)
        size = min(int(query.get("PageSize", 50)), self.largest_page)
        start = int(query.get("PageToken", "PA0").removeprefix("PA"))
        base = f"/2010-04-01/Accounts/{account}/Messages.json?"
        here = base + urlencode({**query, "PageSize": size, "Page": start // size})
        following = {**query, "PageSize": size, "Page": start // size + 1}
        more = base + urlencode({**following, "PageToken": f"PA{start + size}"})
        shown = found[start : start + size]
        return {
            "messages": shown,
            "page": start // size,
            "page_size": size,
            "start": start,
            "end": start + max(len(shown) - 1, 0),
            "uri": here,
            "first_page_uri": here,
            "next_page_uri": more if start + size < len(found) else None,
            "previous_page_uri": None,
        }


def _is_asked_for(message: Message, query: dict[str, str]) -> bool:
    """By To, From and the moment it was sent; a queued text was not sent yet."""
    if message["to"] != query.get("To", message["to"]):
        return False
    if message["from"] != query.get("From", message["from"]):
        return False
    since = query.get("DateSent>")
    if since is None:
        return True
    sent = message["date_sent"]
    return sent is not None and parsedate_to_datetime(sent) >= datetime.fromisoformat(since)


def _described(account: str, fields: dict[str, str], moment: str) -> Message:
    sid = f"SM{uuid.uuid4().hex}"
    service = fields.get("MessagingServiceSid")
    uri = f"/2010-04-01/Accounts/{account}/Messages/{sid}"
    return {
        "sid": sid,
        "account_sid": account,
        "messaging_service_sid": service,
        "to": fields.get("To"),
        "from": fields.get("From"),
        "body": fields.get("Body"),
        "status": "accepted" if service else "queued",
        "direction": "outbound-api",
        "num_segments": "0" if service else "1",
        "num_media": "0",
        "date_created": moment,
        "date_updated": moment,
        "date_sent": None,
        "price": None,
        "price_unit": "USD",
        "error_code": None,
        "error_message": None,
        "api_version": "2010-04-01",
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


class _Handler(StandInHandler):
    stand_in: TwilioStandIn

    def do_POST(self) -> None:
        """Create a message, unless an order says otherwise."""
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:  # whoever sent it died in the middle of it
            self.hang_up()
            return
        fields = _single(body.decode())
        order = self.stand_in.next_order()
        if order in ERRORS:
            self._error(order)
        elif order in ("drop_before", "hang"):
            self.stand_in.closing.wait(PATIENCE if order == "hang" else 0)
            self.hang_up()
        else:
            message = self.stand_in.take(self._account(), fields)
            self.stand_in.closing.wait(self.stand_in.seconds_each)
            if order == "drop_after":
                self.hang_up()
            elif order == "silence":
                self.stand_in.closing.wait(PATIENCE)
                self.hang_up()
            elif order.endswith("_taken"):
                self._error(order.removesuffix("_taken"))
            else:
                self.answer(201, message)

    def do_GET(self) -> None:
        """List messages, unless an order says otherwise."""
        order = self.stand_in.list_orders.pop(0) if self.stand_in.list_orders else ""
        if order == "drop":
            self.hang_up()
            return
        if order in ERRORS:
            self._error(order)
            return
        self.answer(200, self.stand_in.page(self._account(), _single(urlsplit(self.path).query)))

    def _account(self) -> str:
        return self.path.split("/")[3]

    def _error(self, order: str) -> None:
        status, message = ERRORS[order]
        code = CODES.get(order, int(order))
        link = f"https://www.twilio.com/docs/errors/{code}"
        body = {"code": code, "message": message, "more_info": link, "status": status}
        self.answer(status, body, {"Retry-After": "1"} if status == ERRORS["429"][0] else None)


def _single(encoded: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(encoded, keep_blank_values=True).items()}


@contextlib.contextmanager
def twilio_stand_in(stand_in: TwilioStandIn | None = None) -> Iterator[TwilioStandIn]:
    """Run a stand-in on a free port for as long as the block lasts."""
    stand_in = stand_in or TwilioStandIn()
    handler = type("Handler", (_Handler,), {"stand_in": stand_in})
    with on_a_free_port(handler, stand_in.closing) as stand_in.address:
        yield stand_in
