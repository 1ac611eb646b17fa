"""Adding people who have agreed to be texted, many at once from a file."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import insert, select

from engage import phones
from engage.extensions import db
from engage.models import Consent, Group, Person, Phone
from engage.models.people import BOROUGHS, interest
from engage.texting.numbers import NotANumber, to_mobile

LONGEST_INTEREST = 40


class RowsDoNotFit(Exception):
    """Some rows cannot be added as they are; `messages` names each and says what to mend."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages


def import_rows(rows: Iterable[Mapping[str, str]], *, consent: str, now: datetime) -> int:
    """Add every row, or raise RowsDoNotFit and add none; the number of people added."""
    problems: list[str] = []
    seen: set[str] = set()
    count = 0
    for line, row in enumerate(rows, start=2):
        found = _problems(row, seen)
        problems += [f"Row {line}: {problem}" for problem in found]
        if not found:
            _add(row, consent=consent, now=now)
            count += 1
    if problems:
        raise RowsDoNotFit(problems)
    if not count:
        raise RowsDoNotFit(["The file has no rows under its headings."])
    return count


def _problems(row: Mapping[str, str], seen: set[str]) -> list[str]:
    missing = [name for name in ("first_name", "number") if not (row.get(name) or "").strip()]
    if missing:
        return [f"{' and '.join(missing)} is missing."]
    try:
        number = to_mobile(row["number"])
    except NotANumber as problem:
        return [f"the number does not look right. {problem}"]
    borough = (row.get("borough") or "").strip()
    if borough and borough not in BOROUGHS:
        return [f"borough is one of {', '.join(BOROUGHS)}, or left empty."]
    known = phones.phone_of(number)
    if number in seen or (known and known.person and known.person.first_name is not None):
        return ["that number belongs to somebody already."]
    seen.add(number)
    if long := [one for one in _interests(row) if len(one) > LONGEST_INTEREST]:
        return [f"the interest {long[0]!r} is longer than {LONGEST_INTEREST} letters."]
    return []


def _interests(row: Mapping[str, str]) -> list[str]:
    """What somebody would like to be asked about, each once, from "housing; health"."""
    said = re.split(r"[;|]", row.get("interests") or "")
    return list(dict.fromkeys(" ".join(one.casefold().split()) for one in said if one.strip()))


def _add(row: Mapping[str, str], *, consent: str, now: datetime) -> None:
    number = to_mobile(row["number"])
    phone = phones.phone_of(number) or Phone(
        id=uuid.uuid4(),
        number=number,
        number_key=phones.key_of(number),
        created_at=now,
    )
    # Someone who texted a word on a poster is here already, without a name.
    person = phone.person or Person(id=uuid.uuid4(), created_at=now)
    person.first_name = row["first_name"].strip()
    person.borough = (row.get("borough") or "").strip() or None
    person.consents.append(
        Consent(id=uuid.uuid4(), about="texts", given=True, at=now, how="file", wording=consent)
    )
    person.phones = [phone]
    group = (row.get("group") or "").strip()
    if group:
        person.groups = [_group(group)]
    db.session.add(person)
    db.session.flush()
    _add_interests(person, _interests(row))


def _add_interests(person: Person, topics: list[str]) -> None:
    known = set(
        db.session.scalars(select(interest.c.topic).where(interest.c.person_id == person.id))
    )
    rows = [{"person_id": person.id, "topic": one} for one in topics if one not in known]
    if rows:
        db.session.execute(insert(interest), rows)


def _group(name: str) -> Group:
    key = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:60] or "group"
    found = db.session.scalar(select(Group).where(Group.key == key))
    if found is None:
        found = Group(id=uuid.uuid4(), key=key, name=name[:120])
        db.session.add(found)
        db.session.flush()
    return found
