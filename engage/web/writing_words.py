"""Words of the pages where surveys are written: the kinds of question, and their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext, lazy_gettext

_ = lazy_gettext


@dataclass(frozen=True)
class Choice:
    """A kind of question as it is offered: what it is called, what it does, and an example."""

    name: str
    kind: str
    title: str
    what: str
    example: str
    fields: Mapping[str, Any] = field(default_factory=dict)


AREAS = [
    {"label": name}
    for name in (
        "Halton",
        "Knowsley",
        "Liverpool",
        "Sefton",
        "St Helens",
        "Wirral",
        "Somewhere else",
    )
]
CHOICES = (
    Choice(
        "pick_one",
        "pick_one",
        _("Pick one answer"),
        _("People choose one answer from a list that you write."),
        _("Which area are you staying in? Halton, Knowsley, Liverpool …"),
    ),
    Choice(
        "area",
        "pick_one",
        _("The area"),
        _("The six areas are there already. Answers are then counted by area."),
        _("Which area are you in?"),
        {"wording": "Which area are you in?", "about": "borough", "options": AREAS},
    ),
    Choice(
        "pick_several",
        "pick_several",
        _("Pick any number of answers"),
        _("People tick all that fit. We add “None of these” for you."),
        _("What do you need more of? Quiet, a lock, a kitchen …"),
    ),
    Choice(
        "yes_no",
        "yes_no",
        _("Yes, no or not sure"),
        _("The three answers are there already."),
        _("Do you have somewhere to cook?"),
    ),
    Choice(
        "scale",
        "scale",
        _("A scale"),
        _("From a low number to a high one, with words or faces."),
        _("How safe do you feel? From 1, not safe at all, to 5, very safe."),
    ),
    Choice(
        "free_text",
        "free_text",
        _("Their own words"),
        _("People write what they like. It tells you most, and takes most time."),
        _("What should change about the place you stay in?"),
    ),
    Choice(
        "number",
        "number",
        _("A number"),
        _("People write how many."),
        _("How many nights have you been there?"),
    ),
    Choice(
        "date",
        "date",
        _("A date"),
        _("People write a day."),
        _("When did you move in?"),
    ),
    Choice(
        "information",
        "information",
        _("A page to read"),
        _("It takes no answer. Use it to say what comes next."),
        _("The next questions are about support. You can skip any of them."),
    ),
    Choice(
        "words",
        "consent",
        _("May we use your words?"),
        _("People say if we may share what they write, and how. It goes first."),
        _("May we use your own words? No. Yes, but not where I am. Yes, with my area."),
        {
            "about": "words",
            "wording": "May we use your own words?",
            "hint": "We take names out first.",
        },
    ),
    Choice(
        "agree",
        "consent",
        _("Agree to take part"),
        _("Only people who agree go on. It goes first."),
        _("I am 18 or over and I want to take part."),
    ),
)


def kind_in_words(question: Mapping[str, Any]) -> str:
    """What kind of question it is, as the pages call it."""
    name = question.get("kind")
    if name == "consent":
        name = "words" if question.get("about") == "words" else "agree"
    found = next((one for one in CHOICES if one.name == name), None)
    return str(found.title) if found else gettext("A kind we do not know")


def field_names() -> Mapping[str, str]:
    """What each field of a question is called on its page."""
    return {
        "wording": gettext("The question"),
        "body": gettext("What it says"),
        "hint": gettext("Hint"),
        "options": gettext("Answers to pick from"),
        "low": gettext("Lowest number"),
        "high": gettext("Highest number"),
        "labels": gettext("Words for the numbers"),
        "low_label": gettext("Words for the lowest number"),
        "high_label": gettext("Words for the highest number"),
        "faces": gettext("Faces"),
        "unit": gettext("What is counted"),
        "when": gettext("Which days"),
        "about": gettext("What it is for"),
        "text": gettext("Shorter words for texts"),
        "easy": gettext("Easy Read words"),
        "easy_hint": gettext("Easy Read hint"),
        "picture": gettext("Picture"),
    }


def text_names() -> Mapping[str, str]:
    """What each text is called beside its words in another language."""
    return {
        "title": gettext("Title"),
        "purpose": gettext("Who asks, and why"),
        "thanks": gettext("Thanks at the end"),
        "wording": gettext("Question"),
        "hint": gettext("Hint"),
        "body": gettext("What it says"),
        "text": gettext("Shorter words for texts"),
        "easy": gettext("Question in Easy Read"),
        "easy_hint": gettext("Hint in Easy Read"),
        "low_label": gettext("Low end"),
        "high_label": gettext("High end"),
        "unit": gettext("What is counted"),
        "labels": gettext("Point"),
        "options": gettext("Answer"),
    }
