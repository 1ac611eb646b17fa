"""The on-screen phones: a provider whose network is one table, for trying the service out."""

from __future__ import annotations

import uuid

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as DatabaseSession

from engage.extensions import db
from engage.models import PretendDelivery
from engage.texting.protocol import Accepted, TextOut
from engage.times import now


def _sid(reference: str) -> str:
    return f"PRETEND-{reference}"


class OnScreenProvider:
    """Takes every text at once; a page shows what each phone received."""

    name = "on-screen"

    def send(self, text: TextOut) -> Accepted:
        """Deliver to the screen, in a transaction of its own, as a network would."""
        with DatabaseSession(db.engine) as network:
            network.add(PretendDelivery(outbound_id=uuid.UUID(text.reference), at=now()))
            try:
                network.commit()
            except IntegrityError:
                network.rollback()
        return Accepted(_sid(text.reference), "delivered")

    def find(self, text: TextOut) -> Accepted | None:
        """Whether the screen has it."""
        with DatabaseSession(db.engine) as network:
            found = network.get(PretendDelivery, uuid.UUID(text.reference))
        return Accepted(_sid(text.reference), "delivered") if found else None
