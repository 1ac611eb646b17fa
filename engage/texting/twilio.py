"""Twilio, through its official client, and its signatures on what it sends us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from hmac import compare_digest

from requests.exceptions import RequestException
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from engage.config import Settings
from engage.texting.codes import look_up
from engage.texting.protocol import (
    Accepted,
    Arrived,
    NoAnswer,
    Refused,
    Remedy,
    SentText,
    TextOut,
)
from engage.texting.words import unpacked

SERVER_ERROR = 500
TOO_MANY = 429
NOT_LET_IN = (401, 403)
CLOCKS_DIFFER = timedelta(minutes=5)
LARGEST_PAGE = 1000


def remedy_for(code: str, *, status: int = 0) -> Remedy:
    """What to do about an error code; one we do not know is worth another try.

    But for one that says we are not let in, which every other text would be told too.
    """
    if status == TOO_MANY:
        return Remedy.RETRY
    trouble = look_up(code)
    return Remedy.ACCOUNT if status in NOT_LET_IN and not trouble.known else trouble.remedy


class TwilioProvider:
    """Sends by Twilio's REST API. One layer retries, and it is the outbox, never this client."""

    name = "twilio"

    def __init__(self, settings: Settings) -> None:
        self._client = Client(
            settings.twilio_account_sid,
            settings.twilio_auth_token.get_secret_value(),
            http_client=TwilioHttpClient(timeout=settings.twilio_seconds, max_retries=0),
        )
        if settings.twilio_api_base:
            self._client.api.base_url = settings.twilio_api_base
        self._sender = (
            {"messaging_service_sid": settings.twilio_messaging_service_sid}
            if settings.twilio_messaging_service_sid
            else {"from_": settings.twilio_from}
        )
        self._service = settings.twilio_messaging_service_sid
        self._ours = settings.twilio_from or None
        self._status_url = f"{settings.public_url}/texts/status"

    def send(self, text: TextOut) -> Accepted:
        """Hand Twilio one text.

        A cut, a time-out, a 5xx or an answer that is not Twilio's may come before or after
        Twilio took it, so they are NoAnswer; Twilio has no idempotency key for creating a
        message.
        """
        try:
            message = self._client.messages.create(
                to=text.number,
                body=text.body,
                validity_period=text.valid_for,
                status_callback=f"{self._status_url}?m={text.reference}",
                **self._sender,
            )
        except (TwilioRestException, TwilioServiceException) as error:
            raise self._refusal(error) from None
        except (RequestException, ValueError):
            raise NoAnswer from None
        return Accepted(str(message.sid), str(message.status))

    def find(self, text: TextOut) -> Accepted | None:
        """Look for a text whose fate we do not know in Twilio's own list.

        By number and exact words, made since we claimed it. Not by DateSent: a queued text
        has none.
        """
        try:
            found = self._client.messages.list(to=text.number, limit=100)
        except (TwilioException, RequestException, ValueError):
            raise NoAnswer from None
        return next((self._as_accepted(m) for m in found if self._is(m, text)), None)

    def sent_since(self, moment: datetime) -> Iterator[SentText]:
        """Every text Twilio made for us since then, newest first; raises NoAnswer.

        By when it was made and not by DateSent, which a queued text has not. Twilio lists the
        newest first, so this ends at the first that is old enough to be sure.
        """
        for message in self._listed(from_=self._ours):
            if message.date_created and message.date_created < moment - CLOCKS_DIFFER:
                return
            if message.direction != "inbound" and self._is_ours(message):
                yield SentText(
                    sid=str(message.sid),
                    number=str(message.to),
                    body=message.body or "",
                    made_at=message.date_created or moment,
                    state=str(message.status),
                )

    def arrived_since(self, moment: datetime) -> Iterator[Arrived]:
        """Every text that Twilio took in for us since then; raises NoAnswer.

        It is asked for no older ones, and if one comes all the same the rest are older still.
        """
        for message in self._listed(to=self._ours, date_sent_after=moment):
            if message.date_sent and message.date_sent < moment - CLOCKS_DIFFER:
                return
            if message.direction == "inbound" and self._is_ours(message):
                yield Arrived(
                    sid=str(message.sid),
                    number=str(message.from_),
                    body=unpacked(message.body or "", parts=str(message.num_segments or "")),
                    at=message.date_sent or message.date_created,
                )

    def _listed(self, **asked: object) -> Iterator[MessageInstance]:
        given = {name: value for name, value in asked.items() if value is not None}
        try:
            yield from self._client.messages.stream(page_size=LARGEST_PAGE, **given)
        except (TwilioException, RequestException, ValueError):
            raise NoAnswer from None

    def _is_ours(self, message: MessageInstance) -> bool:
        """Not another service's text on the same account, as far as the list tells."""
        return not self._service or message.messaging_service_sid in (None, self._service)

    @staticmethod
    def _is(message: MessageInstance, text: TextOut) -> bool:
        if message.body != text.body or message.direction == "inbound":
            return False
        if message.sid in text.known:
            return False
        made = message.date_created
        return made is None or made >= text.claimed_at - CLOCKS_DIFFER

    @staticmethod
    def _as_accepted(message: MessageInstance) -> Accepted:
        code = str(message.error_code) if message.error_code else None
        return Accepted(str(message.sid), str(message.status), code)

    @staticmethod
    def _refusal(error: TwilioRestException | TwilioServiceException) -> Exception:
        status = int(error.status)
        if status >= SERVER_ERROR:
            return NoAnswer()
        code = str(error.code or status)
        return Refused(code, remedy_for(code, status=status))


def is_signed(settings: Settings, url: str, fields: Mapping[str, str], signature: str) -> bool:
    """True when Twilio signed this request for this address.

    `url` is the configured public address and the raw path and query: a framework's idea of
    the address decodes parts of it and then the signature does not hold. Twilio's own check
    drops a bare question mark, so the address as it came is tried first.
    """
    token = settings.twilio_auth_token.get_secret_value()
    if not (token and signature):
        return False
    validator = _validator(token)
    given = signature.encode("utf-8", "surrogatepass")
    if compare_digest(validator.compute_signature(url, fields).encode(), given):
        return True
    return bool(validator.validate(url, fields, signature))


@cache
def _validator(token: str) -> RequestValidator:
    return RequestValidator(token)
