"""The made-up staff of the example, one for each role."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExampleStaff:
    """One made-up member of staff."""

    email: str
    name: str
    role: str
    who: str


EXAMPLE_STAFF = (
    ExampleStaff("jo@example.org", "Jo", "facilitator", "facilitator"),
    ExampleStaff("priya@example.org", "Priya", "policy", "policy reader"),
    ExampleStaff("ade@example.org", "Ade", "admin", "admin"),
)
