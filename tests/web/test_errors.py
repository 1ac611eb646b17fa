"""Pages for when something is wrong on our side."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import event
from sqlalchemy.exc import InterfaceError, OperationalError

from engage.extensions import db
from tests.web.survey_pages import heading


@pytest.mark.parametrize(
    "trouble, status, said",
    [
        (OperationalError, 503, "We are not ready just now"),
        (InterfaceError, 500, "Something went wrong on our side"),
    ],
)
def test_someone_signed_in_gets_a_kind_page_while_the_database_is_away(
    as_staff, trouble, status, said
):
    sam = as_staff("policy")

    def away(*_args: object) -> None:
        raise trouble("", {}, sqlite3.OperationalError("unable to open database file"))

    event.listen(db.engine, "before_cursor_execute", away)
    came = sam.get("/staff/summaries")
    event.remove(db.engine, "before_cursor_execute", away)

    assert came.status_code == status
    assert heading(came.get_data(as_text=True)) == said
    assert sam.get("/staff/summaries").status_code == 200
