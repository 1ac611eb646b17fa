"""The made-up staff of the example, one for each role."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExampleStaff:
    """One made-up member of staff; `besides` are roles held beside the first."""

    email: str
    name: str
    role: str
    who: str
    besides: tuple[str, ...] = ()


EXAMPLE_STAFF = (
    ExampleStaff("jo@example.org", "Jo", "facilitator", "facilitator"),
    ExampleStaff("lou@example.org", "Lou", "contact", "may see numbers", ("facilitator",)),
    ExampleStaff("priya@example.org", "Priya", "policy", "policy reader"),
    ExampleStaff("mo@example.org", "Mo", "peer", "peer coder"),
    ExampleStaff("ade@example.org", "Ade", "admin", "admin"),
)
