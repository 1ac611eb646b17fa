"""The on-screen phones: a provider whose network is one table, for trying the service out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as DatabaseSession

from engage.extensions import db
from engage.models import OutboundText, PretendDelivery
from engage.texting.protocol import Accepted, Arrived, SentText, TextOut
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

    def sent_since(self, moment: datetime) -> Iterator[SentText]:
        """Every text the screen has had since then, newest first."""
        rows = (
            select(OutboundText, PretendDelivery.at)
            .join(PretendDelivery, PretendDelivery.outbound_id == OutboundText.id)
            .where(PretendDelivery.at >= moment)
            .order_by(PretendDelivery.at.desc())
        )
        with DatabaseSession(db.engine) as network:
            for text, at in network.execute(rows).all():
                reference = str(text.id)
                yield SentText(
                    sid=_sid(reference),
                    number=text.number or "",
                    body=text.body or "",
                    made_at=at,
                    state="delivered",
                    reference=reference,
                )

    def arrived_since(self, _moment: datetime) -> Iterator[Arrived]:
        """None: what is typed on the screen is kept by the service itself or not at all."""
        return iter(())
