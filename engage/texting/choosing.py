"""Which provider the settings say."""

from __future__ import annotations

from engage.config import Settings
from engage.texting.notify import NotifyProvider
from engage.texting.on_screen import OnScreenProvider
from engage.texting.protocol import Provider
from engage.texting.twilio import TwilioProvider


def make_provider(config: Settings) -> Provider:
    """The way texts leave, as the settings say."""
    if config.provider == "twilio":
        return TwilioProvider(config)
    return NotifyProvider(config) if config.provider == "notify" else OnScreenProvider()
