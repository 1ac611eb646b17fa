"""The on-screen phones: a provider whose network is one table, for trying the service out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from engage.extensions import db, insert, nudge_now
from engage.models import OutboundText, PretendDelivery, PretendTrouble
from engage.texting.codes import look_up
from engage.texting.protocol import Accepted, Arrived, NoAnswer, Refused, SentText, TextOut
from engage.times import now

REPORT_AFTER = 1.0


@dataclass(frozen=True)
class Trouble:
    """How a text fares: with Twilio's code where there is one, so that the same remedies apply.

    `texts` is how many it befalls; None is all, until it is put right.
    """

    code: str | None = None
    refused: bool = False
    taken: bool = True
    answered: bool = True
    late: timedelta = timedelta(0)
    texts: int | None = None


NO_TROUBLE = Trouble()
TROUBLES: Mapping[str, Trouble] = {
    "off": Trouble("30003"),
    "gone": Trouble("30005"),
    "blocked": Trouble("30004"),
    "junk": Trouble("30007"),
    "stopped": Trouble("21610", refused=True),
    "unwell": Trouble("30008", texts=1),
    "unanswered": Trouble(answered=False, texts=1),
    "lost": Trouble(taken=False, answered=False, texts=1),
    "slow": Trouble(late=timedelta(seconds=20)),
}


def sid_of(reference: str) -> str:
    """What the on-screen network calls a text of ours."""
    return f"PRETEND-{reference}"


class OnScreenProvider:
    """Takes every text at once, but for trouble that was asked for; a page shows each phone."""

    name = "on-screen"

    def send(self, text: TextOut) -> Accepted:
        """Deliver to the screen, in a transaction of its own, as a network would."""
        reference = uuid.UUID(text.reference)
        with DatabaseSession(db.engine) as network:
            trouble = _befalls(network, reference)
            if trouble.taken and not trouble.refused:
                _take(network, reference, trouble)
            network.commit()
        if trouble.refused and trouble.code:
            raise Refused(trouble.code, look_up(trouble.code).remedy)
        if not trouble.answered:
            raise NoAnswer
        if trouble.code is None and not trouble.late:
            return Accepted(sid_of(text.reference), "delivered")
        nudge_now(
            "phones.report", text.reference, after=REPORT_AFTER + trouble.late.total_seconds()
        )
        return Accepted(sid_of(text.reference), "sent")

    def find(self, text: TextOut) -> Accepted | None:
        """The text, if the screen has it."""
        with DatabaseSession(db.engine) as network:
            found = network.get(PretendDelivery, uuid.UUID(text.reference))
        return Accepted(sid_of(text.reference), _state(found)) if found else None

    def sent_since(self, moment: datetime) -> Iterator[SentText]:
        """Every text the screen has had since then, newest first."""
        rows = (
            select(OutboundText, PretendDelivery)
            .join(PretendDelivery, PretendDelivery.outbound_id == OutboundText.id)
            .where(PretendDelivery.at >= moment)
            .order_by(PretendDelivery.at.desc())
        )
        with DatabaseSession(db.engine) as network:
            for text, delivery in network.execute(rows).all():
                reference = str(text.id)
                yield SentText(
                    sid=sid_of(reference),
                    number=text.number or "",
                    body=text.body or "",
                    made_at=delivery.at,
                    state=_state(delivery),
                    reference=reference,
                )

    def arrived_since(self, _moment: datetime) -> Iterator[Arrived]:
        """None: what is typed on the screen is kept by the service itself or not at all."""
        return iter(())


def _state(delivery: PretendDelivery) -> str:
    """How far it has got; of one that did not arrive a report tells, with the code."""
    return "delivered" if delivery.became == "delivered" and delivery.at <= now() else "sent"


def _befalls(network: DatabaseSession, reference: uuid.UUID) -> Trouble:
    """The trouble this text runs into, and one text fewer for trouble that passes."""
    row = network.scalar(
        select(PretendTrouble)
        .join(OutboundText, OutboundText.phone_id == PretendTrouble.phone_id)
        .where(OutboundText.id == reference)
    )
    if row is None:
        return NO_TROUBLE
    if row.texts_left is not None:
        row.texts_left -= 1
        if row.texts_left <= 0:
            network.delete(row)
    return TROUBLES.get(row.kind, NO_TROUBLE)


def _take(network: DatabaseSession, reference: uuid.UUID, trouble: Trouble) -> None:
    """Keep the text; a second copy is counted, as a real network would deliver it."""
    became = "undelivered" if trouble.code else "delivered"
    took = {"at": now() + trouble.late, "became": became, "error_code": trouble.code}
    network.execute(
        insert(PretendDelivery)
        .values(outbound_id=reference, copies=1, **took)
        .on_conflict_do_update(
            index_elements=["outbound_id"], set_={"copies": PretendDelivery.copies + 1, **took}
        )
    )
