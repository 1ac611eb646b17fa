"""What every page and every column has to say of itself: who may use it, how long it is kept."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table

from engage.extensions import Base
from engage.models.types import Sealed
from engage.retention import RULES, personal_columns
from engage.web.access import ANYONE, OPEN_ENDPOINTS, STAFF, declared
from engage.web.pages import SKIPPED, can_be_shown

PERSONAL_NAMES = re.compile(
    r"(^|_)(name|number|email|words?|body|text|phone|mobile|address|postcode|password|born|borough|"
    r"from_key|number_key|email_key)$"
)
# Names of things, not of people.
NOT_OF_PEOPLE = {
    "role.name",
    "contact_group.name",
    "survey.text_word",
    "session.address",
    "reminder.words",
}
KINDS = {"sealed", "plain", "hash", "keyed hash"}


def undeclared(app: Flask) -> list[str]:
    """Addresses whose view does not say who may use it, or names a role there is not."""
    found = []
    for rule in app.url_map.iter_rules():
        access = declared(app, rule.endpoint)
        if access is None or not (access is ANYONE or (access and access <= STAFF)):
            found.append(f"{rule.rule} ({rule.endpoint})")
    return found


def never_looked_at(app: Flask) -> list[str]:
    """Pages that the page checker is not given, and nobody said why."""
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in SKIPPED and not can_be_shown(rule)
    ]


def unmarked(metadata: MetaData) -> list[str]:
    """Columns that look personal and do not say how they are kept and for how long."""
    found = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            if looks_personal(column) and name not in NOT_OF_PEOPLE and not is_marked(column):
                found.append(name)
    return found


def looks_personal(column: Column[object]) -> bool:
    if isinstance(column.type, Sealed | LargeBinary):
        return True
    return isinstance(column.type, String) and bool(PERSONAL_NAMES.search(column.name))


def is_marked(column: Column[object]) -> bool:
    return column.info.get("personal") in KINDS and column.info.get("keep") in RULES


def test_every_address_says_who_may_use_it(app):
    assert undeclared(app) == []


def test_an_address_that_says_nothing_is_noticed_and_nobody_gets_in(app, client):
    app.add_url_rule("/new", "new", lambda: "hello")
    assert undeclared(app) == ["/new (new)"]
    assert client.get("/new").status_code == 403


def test_only_what_flask_and_flask_security_serve_is_open_by_name(app):
    assert {"static", "security.login", "security.logout"} == OPEN_ENDPOINTS
    assert set(app.view_functions) >= OPEN_ENDPOINTS


def test_every_address_for_staff_stands_under_staff_and_nothing_else_does(app):
    wrong = []
    for rule in app.url_map.iter_rules():
        open_to_all = declared(app, rule.endpoint) is ANYONE
        for_staff = rule.rule.startswith("/staff/")
        way_in = rule.endpoint in {"security.login", "security.logout"} or "/link/" in rule.rule
        if open_to_all == for_staff and not (way_in and for_staff):
            wrong.append(rule.rule)
    assert wrong == []


def test_every_page_is_given_to_the_page_checker_or_left_out_by_name(app):
    assert never_looked_at(app) == []
    assert set(app.view_functions) >= SKIPPED


def test_a_page_that_the_page_checker_cannot_open_is_noticed(app):
    app.add_url_rule("/new/<thing>", "new", lambda thing: thing)
    assert never_looked_at(app) == ["/new/<thing>"]


def test_every_personal_column_says_how_it_is_kept_and_for_how_long():
    assert unmarked(Base.metadata) == []


@pytest.mark.parametrize(
    "column",
    [
        Column("email", String(80)),
        Column("last_words", String(80)),
        Column("body", String(80), info={"personal": "sealed", "keep": "for ever"}),
        Column("home_address", String(80), info={"personal": "sealed"}),
        Column("anything", LargeBinary()),
        Column("anything", Sealed("some.anything")),
    ],
    ids=lambda column: f"{column.name} {column.info}",
)
def test_a_personal_column_without_a_mark_is_noticed(column):
    metadata = MetaData()
    Table("some", metadata, column)
    assert unmarked(metadata) == [f"some.{column.name}"]


def test_a_number_that_counts_is_not_taken_for_a_telephone():
    metadata = MetaData()
    Table("some", metadata, Column("number", Integer))
    assert unmarked(metadata) == []


def test_every_rule_of_keeping_is_for_some_column_and_says_why():
    used = {keep for _, _, keep in personal_columns()}
    assert used == set(RULES)
    assert all(rule.why and rule.until for rule in RULES.values())


def test_a_sealed_column_is_sealed_under_its_own_name_so_that_values_cannot_be_moved():
    sealed = {
        f"{table.name}.{column.name}": column.type.column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    }
    assert sealed
    assert all(name == own for name, own in sealed.items())


def test_a_row_shows_an_id_and_nothing_else():
    for mapper in Base.registry.mappers:
        row = mapper.class_()
        assert repr(row) in (f"<{mapper.class_.__name__} None>", f"<{mapper.class_.__name__} ?>")
