"""Consultations for tests to start from, planned and opened through the feature itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from engage import consulting, times
from engage.consulting import Plan
from engage.models import Consultation

LISTENING = Plan(
    title="A move-in promise",
    purpose="To write one page for the day people move in.",
    can_change="Every word of it.",
    involvement="People help write it. The six councils have the last word.",
    decided_by="The chair of the board",
)


def in_days(days: int) -> date:
    """The day that many days from today."""
    return times.today(times.now()) + timedelta(days=days)


def formal(**changed: Any) -> Plan:
    """The plan of a formal one that lacks nothing."""
    plan = replace(
        LISTENING,
        mode="formal",
        options="Keep the curfew\nEnd the curfew",
        reasons="Some sleep better with it. Some lose work over it.",
        decided_already="The building stays open.",
        decided_on=in_days(60),
        equality_note="People who work nights. We ask them first.",
        closes_on=in_days(40),
    )
    return replace(plan, **changed)


def a_consultation(plan: Plan = LISTENING, **changed: Any) -> Consultation:
    """A consultation that is being planned."""
    return consulting.create(replace(plan, **changed), now=times.now())


def an_open_one(plan: Plan = LISTENING, **changed: Any) -> Consultation:
    """A consultation that opened today."""
    made = a_consultation(plan, **changed)
    assert consulting.open_now(made, now=times.now())
    return made
