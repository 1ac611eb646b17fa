"""The on-screen phones of made-up people: what each shows, as its holder would see it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from engage.config import ROOT
from engage.extensions import db
from engage.models import InboundText, OutboundText, Person, Phone, PretendDelivery
from engage.outbox import STEPS
from engage.phones import key_of
from engage.texting.numbers import spoken, to_e164
from surveys import plain_yaml
from surveys.wording import segments

EXAMPLE = ROOT / "engage" / "example"
LONGEST_TEXT = 1600


@dataclass(frozen=True)
class Shown:
    """One text on a phone; `words` is None when we no longer keep what it said.

    `fate` is delivered, coming, lost or refused for a text of ours, with the network's `code`
    where it did not arrive; for one written on the phone it is sent, and then read.
    """

    mine: bool
    words: str | None
    at: datetime
    fate: str = ""
    code: str | None = None

    @property
    def parts(self) -> int:
        """How many texts the network would count it as; 0 when that is not known any more."""
        return segments(self.words).count if self.words else 0


@dataclass(frozen=True)
class Waiting:
    """Texts on their way to a phone, and when the first may go."""

    count: int
    not_before: datetime | None


@dataclass(frozen=True)
class Handset:
    """A phone that can be picked up."""

    id: uuid.UUID
    name: str
    number: str
    why: str


def shelf() -> list[Handset]:
    """The phones laid out to try: the example's own few, else everyone's who is made up."""
    chosen = _laid_out()
    phones = db.session.scalars(
        select(Phone)
        .join(Person)
        .where(Person.example)
        .order_by(Phone.created_at, Phone.id)
        .options(contains_eager(Phone.person))
    ).all()
    first = [phone for phone in phones if phone.number_key in chosen]
    order = list(chosen)
    first.sort(key=lambda phone: order.index(phone.number_key))
    return [_handset(phone, chosen) for phone in first or phones]


def pick_up(phone_id: uuid.UUID) -> Handset | None:
    """One phone, if the person who holds it is made up."""
    phone = _made_up(phone_id)
    return _handset(phone, _laid_out()) if phone else None


def number_of(phone_id: uuid.UUID) -> str | None:
    """The E.164 number of a made-up person's phone."""
    phone = _made_up(phone_id)
    return phone.number if phone else None


def texts_on(phone_id: uuid.UUID, *, now: datetime) -> list[Shown]:
    """Every text this phone has sent, been delivered or been denied, oldest first."""
    found = _written_on(phone_id) + _brought_to(phone_id, now=now)
    return sorted(found, key=lambda text: text.at)


def _written_on(phone_id: uuid.UUID) -> list[Shown]:
    key = db.session.scalar(select(Phone.number_key).where(Phone.id == phone_id))
    rows = db.session.execute(
        select(InboundText.body, InboundText.received_at, InboundText.state)
        .where(InboundText.from_key == key)
        .order_by(InboundText.id)
    )
    return [
        Shown(True, words, at, "sent" if state == "stored" else "read") for words, at, state in rows
    ]


def _brought_to(phone_id: uuid.UUID, *, now: datetime) -> list[Shown]:
    """What the network took for it; a text that went out twice is there twice."""
    came = func.coalesce(PretendDelivery.at, OutboundText.sent_at, OutboundText.created_at)
    ended = or_(PretendDelivery.at.is_not(None), OutboundText.state.in_(("delivered", "refused")))
    rows = db.session.execute(
        select(OutboundText, PretendDelivery, came, func.coalesce(PretendDelivery.copies, 1))
        .outerjoin(PretendDelivery, PretendDelivery.outbound_id == OutboundText.id)
        .where(OutboundText.phone_id == phone_id, ended)
        .order_by(came)
    )
    shown: list[Shown] = []
    for text, delivery, at, copies in rows:
        one = Shown(False, text.body, at, *_fate(text, delivery, now=now))
        shown += [one] * copies
    return shown


def _fate(
    text: OutboundText, delivery: PretendDelivery | None, *, now: datetime
) -> tuple[str, str | None]:
    if delivery is None:
        return ("refused", text.error_code) if text.state == "refused" else ("delivered", None)
    if delivery.at > now:
        return "coming", None
    return ("delivered" if delivery.became == "delivered" else "lost"), delivery.error_code


def waiting_for(phone_id: uuid.UUID) -> Waiting:
    """What is in the outbox for this phone and has not reached it."""
    count, first = db.session.execute(
        select(func.count(), func.min(OutboundText.not_before))
        .outerjoin(PretendDelivery, PretendDelivery.outbound_id == OutboundText.id)
        .where(OutboundText.phone_id == phone_id, OutboundText.state.in_(STEPS))
        .where(PretendDelivery.outbound_id.is_(None))
    ).one()
    return Waiting(count, first)


def _made_up(phone_id: uuid.UUID) -> Phone | None:
    """A phone of somebody made up; one that said it was a wrong number stays in the hand."""
    phone = db.session.get(Phone, phone_id)
    if phone is None:
        return None
    if phone.person is not None:
        return phone if phone.person.example else None
    return phone if phone.number_key in _laid_out() else None


def _handset(phone: Phone, chosen: dict[str, str]) -> Handset:
    name = phone.person.first_name if phone.person else None
    number = spoken(phone.number or "")
    return Handset(phone.id, name or number, number, chosen.get(phone.number_key, ""))


def _laid_out() -> dict[str, str]:
    """Why each phone of the example is on the shelf, by the keyed hash of its number, in order."""
    why = {row["who"]: row["why"] for row in _read("phones.yaml", "phones")}
    numbers = {row["id"]: row["number"] for row in _read("people.yaml", "people")}
    return {key_of(to_e164(numbers[who])): words for who, words in why.items() if who in numbers}


@cache
def _read(name: str, part: str) -> tuple[dict[str, str], ...]:
    """Rows of a file of the example, read once: they are part of the code, and slow to read."""
    return tuple(plain_yaml.read((EXAMPLE / name).read_text("utf-8"))[part])
