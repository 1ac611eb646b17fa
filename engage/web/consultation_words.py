"""What pages call the parts of a consultation, and how much say people have in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext

from engage.models import Consultation


def levels() -> Mapping[str, tuple[str, str]]:
    """Each level of involvement: its name, and an honest sentence about it."""
    return {
        "inform": (
            gettext("We tell people"),
            gettext("It is decided. We say what will happen and why. People cannot change it."),
        ),
        "consult": (
            gettext("We ask people"),
            gettext("We ask, and then decide by ourselves. We say what we did with each point."),
        ),
        "involve": (
            gettext("We work on it with people"),
            gettext("People help shape the choices as they are made. The last word is ours."),
        ),
        "collaborate": (
            gettext("We decide it together"),
            gettext("People and we choose together. Nothing goes ahead until both agree."),
        ),
        "hand_over": (
            gettext("People decide"),
            gettext("People choose, and we do what they chose."),
        ),
    }


def modes() -> Mapping[str, tuple[str, str]]:
    """Each kind of consultation: its name, and what it holds to."""
    return {
        "listening": (
            gettext("Listening"),
            gettext("To hear how things are. No decision waits for it."),
        ),
        "formal": (
            gettext("Formal"),
            gettext(
                "Before a decision that people could challenge. It cannot open half written, and "
                "cannot close until you write how what people said was weighed."
            ),
        ),
    }


def level_words(level: str) -> str:
    """A level of involvement as it is called."""
    return levels()[level][0]


def labels() -> dict[str, str]:
    """What each box of the form is called, in the order they stand."""
    return {
        "title": gettext("What is it called?"),
        "purpose": gettext("What is it for?"),
        "can_change": gettext("What can change because of it?"),
        "principles": gettext("Principles: what do we hold to?"),
        "presence": gettext("Presence: who is in the room, and at every step?"),
        "process": gettext("Process: how will people take part, and with what support?"),
        "level": gettext("How much say do people have?"),
        "involvement": gettext("Now say it honestly, in a sentence of your own"),
        "decided_by": gettext("Who decides?"),
        "decided_on": gettext("When do they decide?"),
        "mode": gettext("What kind is it?"),
        "options": gettext("What are the options?"),
        "reasons": gettext("What are the reasons for them?"),
        "decided_already": gettext("What is decided already?"),
        "equality_note": gettext("Who may this touch more than others?"),
        "opens_on": gettext("First day"),
        "closes_on": gettext("Last day"),
        "budget": gettext("Budget for thank-yous and fares, in pounds"),
        "made_general": gettext("How much of what people say is made general?"),
        "tell_by": gettext("Tell people what came of it by"),
    }


def state_words(consultation: Consultation) -> str:
    """Whether it is being planned, open or closed."""
    if consultation.closed_at:
        return gettext("Closed")
    return gettext("Open") if consultation.opened_at else gettext("Being planned")
