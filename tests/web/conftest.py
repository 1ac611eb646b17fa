"""Fixtures for tests of pages: a survey, and somebody who works with replies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage import times
from engage.extensions import db
from engage.models import Staff, Survey
from tests.factories import a_survey
from tests.rounds_made import somebody


@pytest.fixture
def survey(app: Flask) -> Survey:
    """An open survey."""
    found = a_survey()
    db.session.commit()
    return found


@pytest.fixture
def facilitator(as_staff: Callable[..., FlaskClient]) -> FlaskClient:
    """A client signed in as a facilitator."""
    return as_staff("facilitator")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put the clock forward by so many minutes; it stands still between."""
    moment = [times.now()]
    monkeypatch.setattr(times, "now", lambda: moment[0])

    def forward(*, minutes: float) -> None:
        moment[0] += timedelta(minutes=minutes)

    return forward


@pytest.fixture
def jo(app) -> Staff:
    """A facilitator who reads along."""
    return somebody("Jo")


@pytest.fixture
def mo(app) -> Staff:
    """A peer coder."""
    return somebody("Mo", "peer")
