"""Fixtures for tests of pages: a survey, and somebody who works with replies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.extensions import db
from engage.models import Survey
from tests.factories import a_survey


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
