"""The ways in to a survey that staff share: its link, its short address and its text word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from engage.extensions import settings
from engage.models import Survey
from engage.texting.numbers import spoken, to_e164
from engage.web_answers import survey_at

HERE_ONLY = frozenset({"127.0.0.1", "localhost", "::1", "0.0.0.0"})  # noqa: S104
_PIECES = re.compile(r"[^./]*[./]|[^./]+")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟።])\s+")


@dataclass(frozen=True)
class WaysIn:
    """How people come to one survey; the same for everyone, so it tells nobody apart.

    `scan` is the short address in full, as a QR code holds it. `pretend` when none of this
    works beyond this computer.
    """

    link: str
    short: str
    scan: str
    word: str | None
    number: str
    pretend: bool

    @property
    def parts(self) -> list[str]:
        """The short address in pieces: a line ends between two, and never at a hyphen."""
        return _PIECES.findall(self.short)


def ways_in(survey: Survey) -> WaysIn:
    """Every way in to a survey; the short address has its text word where that leads to it."""
    config = settings()
    parts = urlsplit(config.public_url)
    word = (survey.text_word or "").casefold()
    name = word if word and survey_at(word) is survey else survey.key
    return WaysIn(
        link=f"{config.public_url}/s/{survey.key}",
        short=f"{parts.netloc}/s/{name}",
        scan=f"{config.public_url}/s/{name}",
        word=survey.text_word,
        number=spoken(to_e164(config.service_number)),
        pretend=config.provider == "on-screen" or parts.hostname in HERE_ONLY,
    )


def why(purpose: str) -> str:
    """The first sentence of a survey's purpose, for where there is room for one."""
    return _SENTENCE_ENDS.split(purpose.strip(), maxsplit=1)[0]
