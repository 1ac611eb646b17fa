"""What every provider of texts promises, and the three ways a send can end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class Accepted:
    """The provider took the text and calls it `sid`; `state` is how far it says it has got.

    `code` says why, where it did not arrive.
    """

    sid: str
    state: str
    code: str | None = None


class Remedy(StrEnum):
    """What to do about a refusal; the tables of codes say in words what each does."""

    RETRY = "retry"
    LATER = "later"
    STOPPED = "stopped"
    BAD_NUMBER = "bad_number"
    GONE = "gone"
    BLOCKED = "blocked"
    CONTENT = "content"
    GIVE_UP = "give_up"
    ACCOUNT = "account"


class Refused(Exception):
    """The provider said no: the text was not sent."""

    def __init__(self, code: str, remedy: Remedy) -> None:
        super().__init__(f"refused with code {code}")
        self.code = code
        self.remedy = remedy


class NoAnswer(Exception):
    """Nothing came back, or nothing that says whether the text was taken: it may have been."""


@dataclass(frozen=True)
class TextOut:
    """One text as a provider needs it; `reference` is our own id for it.

    `known` are the provider's ids that are other texts of ours to the same number.
    """

    reference: str
    number: str
    body: str
    valid_for: int
    claimed_at: datetime
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Arrived:
    """A text as it came: the provider's id for it, an E.164 number, the words, and when it did.

    `at` is None where the text is only now coming in.
    """

    sid: str
    number: str
    body: str
    at: datetime | None = None


@dataclass(frozen=True)
class SentText:
    """A text of ours as the provider lists it; `reference` is our own id, where it keeps one."""

    sid: str
    number: str
    body: str
    made_at: datetime
    state: str
    reference: str | None = None
    code: str | None = None


class Provider(Protocol):
    """A way to send texts. Numbers are E.164, such as +447700900123."""

    name: str

    def send(self, text: TextOut) -> Accepted:
        """Hand over one text; raises Refused or NoAnswer."""
        ...

    def find(self, text: TextOut) -> Accepted | None:
        """The text if the provider has it already, else None; raises NoAnswer."""
        ...

    def sent_since(self, moment: datetime) -> Iterator[SentText]:
        """Every text it made for us at or after this moment, newest first; raises NoAnswer."""
        ...

    def arrived_since(self, moment: datetime) -> Iterator[Arrived]:
        """Every text it took in for us at or after this moment, in no order; raises NoAnswer."""
        ...
