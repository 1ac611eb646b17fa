"""GOV.UK Notify, through its official client: sending, looking up, and reading what came in."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hmac import compare_digest
from pathlib import Path
from typing import Any

from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from requests.exceptions import RequestException

from engage.config import Settings
from engage.texting.codes import look_up
from engage.texting.protocol import Accepted, Arrived, NoAnswer, Refused, SentText, TextOut

SERVER_ERROR = 500
NOT_AN_ANSWER = (APIError, RequestException, AttributeError, KeyError, TypeError, ValueError)


@dataclass(frozen=True)
class Became:
    """How far Notify says a text has got, as a step of ours, and our code if it did not arrive."""

    step: str
    code: str | None = None


@cache
def _answers() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "notify_answers.toml").read_text("utf-8"))


def became(status: str) -> Became | None:
    """What one of Notify's words for a text's fate means to us; None for one we do not know."""
    found = _answers()["became"].get(status)
    return Became(**found) if found else None


def code_for(status: int, *, error: str, message: str) -> str:
    """Our code for a refusal: by its status and type, which Notify promises not to change."""
    for row in _answers()["answer"]:
        if (
            row["status"] == status
            and row.get("error", error) == error
            and message.startswith(row.get("begins", ""))
            and row.get("says", "") in message
        ):
            return str(row["code"])
    return str(status)


class NotifyProvider:
    """Sends one template that holds nothing but ((body)), so that our words go as they are.

    Notify keeps our reference, so a text whose fate is not known is found again for certain.
    It has no validity period: a phone that is off may get a text up to 72 hours later.
    """

    name = "notify"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._own = threading.local()

    def send(self, text: TextOut) -> Accepted:
        """Hand Notify one text; a cut, a time-out or a 5xx says nothing of whether it was taken."""
        try:
            taken = self._client().send_sms_notification(
                phone_number=text.number,
                template_id=self._settings.notify_template_id,
                personalisation={"body": text.body},
                reference=text.reference,
            )
            return Accepted(str(taken["id"]), "accepted")
        except HTTPError as error:
            raise _refusal(error) from None
        except NOT_AN_ANSWER:
            raise NoAnswer from None

    def find(self, text: TextOut) -> Accepted | None:
        """The text with our reference, if Notify has it."""
        return next(
            (
                Accepted(sent.sid, sent.state, sent.code)
                for sent in self._sent(reference=text.reference)
                if sent.reference == text.reference
            ),
            None,
        )

    def sent_since(self, moment: datetime) -> Iterator[SentText]:
        """Every text it made for us since then, newest first, of the seven days that it keeps."""
        for sent in self._sent():
            if sent.made_at < moment:
                return
            yield sent

    def arrived_since(self, moment: datetime) -> Iterator[Arrived]:
        """Every text it took in for us since then, of the seven days that it keeps."""
        client = self._client()
        for row in _pages(client.get_received_texts, "received_text_messages"):
            arrived = received(row, number="user_number", words="content", at="created_at")
            if arrived.at is not None and arrived.at < moment:
                return
            yield arrived

    def _sent(self, **asked: str) -> Iterator[SentText]:
        client = self._client()

        def page(older_than: str | None) -> Any:
            return client.get_all_notifications(template_type="sms", older_than=older_than, **asked)

        for row in _pages(page, "notifications"):
            try:
                yield _as_sent(row)
            except NOT_AN_ANSWER:
                raise NoAnswer from None

    def _client(self) -> NotificationsAPIClient:
        """A client for each thread: the official one is not made to be shared."""
        found = getattr(self._own, "client", None)
        if found is None:
            found = self._own.client = NotificationsAPIClient(
                self._settings.notify_api_key.get_secret_value(),
                base_url=self._settings.notify_api_base,
                timeout=self._settings.notify_seconds,
            )
        return found


def received(row: dict[str, Any], *, number: str, words: str, at: str) -> Arrived:
    """A text that came in, from the names Notify gives its parts; raises NoAnswer.

    Its numbers have no plus sign.
    """
    try:
        typed = str(row[number])
        return Arrived(
            sid=str(row["id"]),
            number=typed if typed.startswith(("0", "+")) else f"+{typed}",
            body=_whole(row[words] or ""),
            at=_moment(row[at]),
        )
    except NOT_AN_ANSWER:
        raise NoAnswer from None


def is_from_notify(settings: Settings, header: str) -> bool:
    """True when a request carries the token that we gave Notify for its callbacks."""
    token = settings.notify_bearer_token.get_secret_value()
    given = header.encode("utf-8", "surrogatepass")
    return bool(token) and compare_digest(given, f"Bearer {token}".encode())


def _pages(page: Callable[[str | None], Any], name: str) -> Iterator[dict[str, Any]]:
    """Every row of every page, newest first; raises NoAnswer."""
    older_than: str | None = None
    while True:
        try:
            rows = list(page(older_than)[name])
            last = str(rows[-1]["id"]) if rows else None
        except NOT_AN_ANSWER:
            raise NoAnswer from None
        if last is None or last == older_than:
            return
        yield from rows
        older_than = last


def _as_sent(row: dict[str, Any]) -> SentText:
    found = became(str(row["status"]))
    return SentText(
        sid=str(row["id"]),
        number=str(row["phone_number"] or ""),
        body=str(row["body"] or ""),
        made_at=_moment(row["created_at"]),
        state=found.step if found else "accepted",
        code=found.code if found else None,
        reference=row.get("reference"),
    )


def _moment(written: str) -> datetime:
    """A moment as Notify writes it, which is in UTC whether it says so or not."""
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _whole(words: str) -> str:
    """Words with any half of a character made one that can be kept: JSON may hold halves."""
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _refusal(error: HTTPError) -> Exception:
    status = error.status_code
    if status >= SERVER_ERROR:
        return NoAnswer()
    said: Any = error.message
    first: Any = said[0] if isinstance(said, list) and said else {}
    named = first if isinstance(first, dict) else {}
    code = code_for(
        status, error=str(named.get("error", "")), message=str(named.get("message", ""))
    )
    return Refused(code, look_up(code).remedy)
