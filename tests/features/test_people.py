"""Adding people from a file: every row right, or none added and each problem named."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage import people, times
from engage.extensions import db
from engage.models import Group, Person, Phone
from engage.models.people import interest
from tests.factories import a_person, a_phone

CONSENT = "You agreed we may text you about taking part."


def added(*rows: dict[str, str]) -> int:
    return people.import_rows(rows, consent=CONSENT, now=times.now())


def a_row(**given: str) -> dict[str, str]:
    whole = {"first_name": "Kev", "number": "07700 900500", "borough": "wirral", "group": ""}
    return {**whole, **given}


def test_people_come_with_their_number_group_and_what_they_agreed_to(app):
    assert added(a_row(group="Lived Experience"), a_row(number="07700 900501", borough="")) == 2
    kev = db.session.scalars(select(Person).where(Person.borough == "wirral")).one()
    assert (kev.first_name, kev.phones[0].number) == ("Kev", "+447700900500")
    assert [group.name for group in kev.groups] == ["Lived Experience"]
    assert [(c.about, c.given, c.wording) for c in kev.consents] == [("texts", True, CONSENT)]


def test_one_group_is_made_for_many_people(app):
    added(a_row(group="Women"), a_row(number="07700 900501", group="women "))
    assert len(db.session.scalars(select(Group)).all()) == 1


@pytest.mark.parametrize(
    "row, told",
    [
        ({"first_name": " "}, "first_name is missing"),
        ({"number": ""}, "number is missing"),
        ({"number": "0151 496 0000"}, "the number does not look right"),
        ({"borough": "Wirral"}, "borough is one of halton"),
    ],
)
def test_a_row_that_does_not_fit_is_named_and_nothing_is_added(app, row, told):
    with pytest.raises(people.RowsDoNotFit) as problem:
        added(a_row(number="07700 900502"), a_row(**row))
    assert problem.value.messages[0].startswith("Row 3:")
    assert told in problem.value.messages[0]


def test_a_number_may_belong_to_one_person_only(app):
    a_person(number="+447700900500")
    with pytest.raises(people.RowsDoNotFit, match="belongs to somebody already"):
        added(a_row())
    with pytest.raises(people.RowsDoNotFit, match="belongs to somebody already"):
        added(a_row(number="07700 900501"), a_row(number="+44 7700 900501"))


def test_a_number_that_has_texted_us_already_keeps_its_stop(app):
    phone = a_phone("+447700900500")
    phone.stopped_at = times.now()
    added(a_row())
    assert db.session.scalars(select(Phone)).one().stopped_at is not None


def test_a_file_with_headings_only_says_so(app):
    with pytest.raises(people.RowsDoNotFit, match="no rows"):
        added()


def test_someone_known_only_by_a_word_they_texted_gets_their_name(app):
    unnamed = a_person(None, number="+447700900500", borough=None)
    assert added(a_row()) == 1
    assert db.session.scalars(select(Person)).one().id == unnamed.id


def interests_of(name: str) -> list[str]:
    person = db.session.scalars(select(Person)).all()
    (found,) = [one for one in person if one.first_name == name]
    rows = select(interest.c.topic).where(interest.c.person_id == found.id)
    return sorted(db.session.scalars(rows))


def test_interests_come_from_a_column_that_may_be_left_out(app):
    rows = [a_row(interests="Housing; mental  health;housing"), a_row(number="07700 900501")]
    rows[1]["first_name"] = "Rosa"
    assert added(*rows) == 2
    assert interests_of("Kev") == ["housing", "mental health"]
    assert interests_of("Rosa") == []


def test_an_interest_too_long_to_keep_is_named(app):
    with pytest.raises(people.RowsDoNotFit, match="is longer than 40 letters"):
        added(a_row(interests="x" * 41))
