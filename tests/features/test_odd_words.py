"""Words that a database or a reader may choke on are handled like any other, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from engage import inbound, times
from engage.extensions import db
from engage.models import InboundText
from tests.factories import a_phone, a_text
from tests.features.databases import EITHER, an_app_on_either

ODD = ("a\x00b", "\x00", "HOME\x00", "", "\ufeff", "x" * 1600, "🙂", "\u202e", "\ud83d")


@pytest.fixture(params=EITHER)
def app(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as found:
        yield found


def test_whatever_was_written_is_handled_at_the_first_try(app):
    for body in ODD:
        phone = a_phone()
        a_text(phone, body)
        assert inbound.handle_oldest(phone.number_key, now=times.now()), ascii(body)
    assert set(db.session.scalars(select(InboundText.state))) == {"handled"}
