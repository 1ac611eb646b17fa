"""Fixtures for tests that hold us to Twilio's own API description."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from twilio.http.http_client import TwilioHttpClient

from engage.config import Settings
from engage.texting import twilio
from engage.texting.twilio import TwilioProvider
from tests.conftest import settings_for
from tests.peers.needed import need
from tests.peers.prism import prism_mock
from tests.peers.twilio_stand_in import WITH_TWILIO
from tests.service.running import PUBLIC_URL


@pytest.fixture(scope="session")
def prism() -> Iterator[str]:
    """Twilio's API description, answering by its examples."""
    need("contract")
    with prism_mock() as address:
        yield address


@pytest.fixture
def settings_of(tmp_path: Path) -> Callable[..., Settings]:
    """Settings of a service that texts by Twilio at this address."""

    def make(address: str, **given: Any) -> Settings:
        if "twilio_messaging_service_sid" in given:
            given = {"twilio_from": "", **given}
        more = {"public_url": PUBLIC_URL, "twilio_api_base": address}
        return settings_for(tmp_path, **WITH_TWILIO | more | given)

    return make


@pytest.fixture
def answering(
    prism: str, settings_of: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], TwilioProvider]:
    """A provider whose every request asks Prism for the one of Twilio's answers it prefers."""

    def asking_for(prefer: str) -> TwilioProvider:
        class Asking(TwilioHttpClient):
            def request(self, method: str, url: str, **given: Any) -> Any:
                given["headers"] = {**(given.get("headers") or {}), "Prefer": prefer}
                return super().request(method, url, **given)

        monkeypatch.setattr(twilio, "TwilioHttpClient", Asking)
        return TwilioProvider(settings_of(prism))

    return asking_for
