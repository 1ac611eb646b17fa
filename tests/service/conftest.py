"""Twilio's side of the tests of the running service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.peers.twilio_stand_in import TwilioStandIn, twilio_stand_in


@pytest.fixture(scope="module")
def network() -> Iterator[TwilioStandIn]:
    """Twilio's side, which keeps what it takes."""
    with twilio_stand_in() as stand_in:
        yield stand_in
