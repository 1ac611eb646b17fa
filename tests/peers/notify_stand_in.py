"""A small stand-in for GOV.UK Notify's API, true to its documentation, that breaks when told to."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

from tests.peers.pretending import StandInHandler, on_a_free_port

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"engage_live-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
BEARER = "made up at random for tests"
WITH_NOTIFY = {
    "provider": "notify",
    "notify_api_key": KEY,
    "notify_template_id": TEMPLATE,
    "notify_bearer_token": BEARER,
}
"""The settings of a service that texts by this account."""

OUR_NUMBER = "07700900999"
TOKEN_SECONDS = 30
PATIENCE = 30
MOBILE = re.compile(r"\+?\d{7,15}")
REFUSALS = {
    "403": (403, "AuthError", "Invalid token: API key not found"),
    "rate": (429, "RateLimitError", "Exceeded rate limit for key type live of 3000 requests"),
    "limit": (429, "TooManyRequestsError", "Exceeded send limits (250000) for today"),
    "trial": (400, "BadRequestError", "Can’t send to this recipient when service is in trial mode"),
    "abroad": (400, "BadRequestError", "Cannot send to international mobile numbers"),
    "500": (500, "Exception", "Internal server error"),
    "503": (503, "Exception", "Service unavailable"),
}
Row = dict[str, Any]


class NotifyStandIn:
    """Takes texts as Notify does; `took` holds each one it took, oldest first.

    An order is for one request to send: drop_before, drop_after, silence, html (an answer that
    is not JSON), or one of REFUSALS. `list_orders` are the same for lists. `page_size` is how
    many rows a page holds; Notify's own holds 250.
    """

    def __init__(self) -> None:
        self.took: list[Row] = []
        self.came: list[Row] = []
        self.list_orders: list[str] = []
        self.page_size = 250
        self.address = ""
        self.closing = threading.Event()
        self._orders: list[str] = []
        self._lock = threading.Lock()

    def tell(self, *orders: str) -> None:
        """What to do with the requests to come, one order each; those after go well."""
        self._orders += orders

    def clear(self) -> None:
        """Forget every text and order."""
        with self._lock:
            for held in (self.took, self.came, self.list_orders, self._orders):
                held.clear()
            self.page_size = 250

    def next_order(self, *, listing: bool) -> str:
        """The order for the request that has just come in."""
        orders = self.list_orders if listing else self._orders
        with self._lock:
            return orders.pop(0) if orders else ""

    def to(self, number: str) -> list[str]:
        """The words of every text taken for a number, oldest first."""
        with self._lock:
            return [row["body"] for row in self.took if row["phone_number"] == number]

    def take(self, asked: Row) -> Row:
        """Keep one text, and answer as Notify does."""
        row = {
            "id": str(uuid.uuid4()),
            "reference": asked.get("reference"),
            "phone_number": asked["phone_number"],
            "type": "sms",
            "status": "created",
            "body": asked["personalisation"]["body"],
            "created_at": _stamp(datetime.now(UTC)),
            "sent_at": None,
            "completed_at": None,
        }
        with self._lock:
            self.took.append(row)
        return {
            "id": row["id"],
            "reference": row["reference"],
            "content": {"body": row["body"], "from_number": OUR_NUMBER},
            "uri": f"{self.address}/v2/notifications/{row['id']}",
            "template": {"id": TEMPLATE, "version": 1, "uri": f"{self.address}/v2/{TEMPLATE}"},
        }

    def receive(self, number: str, body: str, *, at: datetime | None = None) -> str:
        """A person texts in; its id. Nothing is posted anywhere."""
        row = {
            "id": str(uuid.uuid4()),
            "created_at": _stamp(at or datetime.now(UTC)),
            "service_id": SERVICE,
            "notify_number": OUR_NUMBER,
            "user_number": number.removeprefix("+"),
            "content": body,
        }
        with self._lock:
            self.came.append(row)
        return str(row["id"])

    def page(self, name: str, query: dict[str, str]) -> Row:
        """A page, newest first, and where the next is; a page without rows has no next."""
        with self._lock:
            rows = list(self.took if name == "notifications" else self.came)
        rows.sort(key=lambda row: str(row["created_at"]), reverse=True)
        if "reference" in query:
            rows = [row for row in rows if row["reference"] == query["reference"]]
        older_than = query.get("older_than")
        if older_than:
            ids = [row["id"] for row in rows]
            rows = rows[ids.index(older_than) + 1 :] if older_than in ids else []
        rows = rows[: self.page_size]
        here = f"{self.address}/v2/{name.replace('_', '-')}"
        links = {"current": here}
        if rows:
            links["next"] = f"{here}?older_than={rows[-1]['id']}"
        return {name: rows, "links": links}


def a_callback(text_id: str, **more: Any) -> Row:
    """The fields of a delivery receipt as Notify posts it."""
    moment = _stamp(datetime.now(UTC))
    return {
        "id": text_id,
        "reference": None,
        "to": "07700900123",
        "status": "delivered",
        "created_at": moment,
        "completed_at": moment,
        "sent_at": moment,
        "notification_type": "sms",
        "template_id": TEMPLATE,
        "template_version": 1,
        **more,
    }


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class _Handler(StandInHandler):
    stand_in: NotifyStandIn

    def do_POST(self) -> None:
        """Send a text, unless an order says otherwise."""
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        order = self.stand_in.next_order(listing=False)
        if self._is_turned_away(order):
            return
        if self.path != "/v2/notifications/sms":
            self._refuse(404, "NoResultFound", "No result found")
        elif problem := _problem(asked):
            self._refuse(400, *problem)
        elif order == "drop_before":
            self.hang_up()
        else:
            answer = self.stand_in.take(asked)
            if order == "silence":
                self.stand_in.closing.wait(PATIENCE)
            if order in ("drop_after", "silence"):
                self.hang_up()
            elif order == "html":
                self.answer(200, "<html>")
            else:
                self.answer(201, answer)

    def do_GET(self) -> None:
        """List what was sent, or what came in."""
        order = self.stand_in.next_order(listing=True)
        if self._is_turned_away(order):
            return
        if order == "drop":
            self.hang_up()
            return
        address = urlsplit(self.path)
        name = address.path.removeprefix("/v2/").replace("-", "_")
        if name not in ("notifications", "received_text_messages"):
            self._refuse(404, "NoResultFound", "No result found")
            return
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        self.answer(200, self.stand_in.page(name, query))

    def _is_turned_away(self, order: str) -> bool:
        if not self._is_let_in():
            self._refuse(403, "AuthError", "Invalid token: signature, api token not found")
            return True
        if order in REFUSALS:
            self._refuse(*REFUSALS[order])
            return True
        return False

    def _is_let_in(self) -> bool:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
        except jwt.InvalidTokenError:
            return False
        return claims["iss"] == SERVICE and abs(time.time() - claims["iat"]) < TOKEN_SECONDS

    def _refuse(self, status: int, error: str, message: str) -> None:
        self.answer(
            status, {"status_code": status, "errors": [{"error": error, "message": message}]}
        )


def _problem(asked: Row) -> tuple[str, str] | None:
    if not MOBILE.fullmatch(str(asked.get("phone_number"))):
        return "ValidationError", "phone_number Not enough digits"
    if asked.get("template_id") != TEMPLATE:
        return "BadRequestError", "Template not found"
    body = asked.get("personalisation", {}).get("body")
    if body is None:
        return "BadRequestError", "Missing personalisation: body"
    if len(body) > 918:
        return "BadRequestError", "Text messages cannot be longer than 918 characters."
    return None


@contextlib.contextmanager
def notify_stand_in() -> Iterator[NotifyStandIn]:
    """Run a stand-in on a free port for as long as the block lasts."""
    stand_in = NotifyStandIn()
    handler = type("Handler", (_Handler,), {"stand_in": stand_in})
    with on_a_free_port(handler, stand_in.closing) as stand_in.address:
        yield stand_in
