"""A provider that does what a test says, and texts for it to carry."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

from engage import outbox
from engage.extensions import db
from engage.models import OutboundText, Phone
from engage.outbox import Draft
from engage.texting.protocol import Accepted, Arrived, SentText, TextOut
from tests.factories import a_phone

DAY = datetime(2026, 6, 3, 11, 0, tzinfo=UTC)
"""A Wednesday, midday in London."""
NIGHT = datetime(2026, 6, 3, 23, 30, tzinfo=UTC)


class Network:
    """A provider that does what the test says, and remembers what reached it."""

    name = "test"

    def __init__(self, *endings: object, status: str = "queued") -> None:
        self.endings = list(endings)
        self.status = status
        self.took: list[TextOut] = []
        self.known: Accepted | None = None
        self.listed: list[SentText] = []
        self.asked_since: datetime | None = None

    def send(self, text: TextOut) -> Accepted:
        self.took.append(text)
        fresh = Accepted(f"SM{uuid.uuid4().hex}", self.status)
        ending = self.endings.pop(0) if self.endings else fresh
        if isinstance(ending, Exception):
            raise ending
        assert isinstance(ending, Accepted)
        return ending

    def find(self, text: TextOut) -> Accepted | None:
        return self.known

    def sent_since(self, moment: datetime) -> Iterator[SentText]:
        self.asked_since = moment
        return iter(self.listed)

    def arrived_since(self, moment: datetime) -> Iterator[Arrived]:
        return iter(())

    def words(self) -> list[str]:
        """What it took, oldest first."""
        return [text.body for text in self.took]


def a_queued_text(
    kind: str = "reply",
    now: datetime = DAY,
    *,
    phone: Phone | None = None,
    body: str = "Hello",
    **given,
) -> OutboundText:
    """A text in the outbox, committed; to a phone of its own unless told otherwise."""
    key = given.pop("dedupe_key", uuid.uuid4().hex)
    assert outbox.queue(Draft(phone or a_phone(), body, kind, key, **given), now=now)
    db.session.commit()
    return db.session.query(OutboundText).filter_by(dedupe_key=key).one()
