"""What the pretend phones say of a text's fate and of what can go wrong, for who tries them."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from engage.phones_on_screen import Shown
from engage.texting.on_screen import TROUBLES


@dataclass(frozen=True)
class Words:
    """One trouble: what goes wrong, why a text was not delivered, and what the service does."""

    goes_wrong: str
    because: str
    then: str


def trouble_words(kind: str) -> Words:
    """The words for one kind of trouble; KeyError for one that there is not."""
    return {
        "off": Words(
            gettext("The phone is off"),
            gettext("the phone is off"),
            gettext("We try once more some hours later, in the hours for texting."),
        ),
        "gone": Words(
            gettext("The number is not in use any more"),
            gettext("the number is not in use"),
            gettext("After two of these on different days we stop, and tell staff."),
        ),
        "blocked": Words(
            gettext("The network blocks our texts"),
            gettext("the network blocked it"),
            gettext("After two of these we wait until this phone texts us."),
        ),
        "junk": Words(
            gettext("The network takes our texts for junk"),
            gettext("taken for junk"),
            gettext("Texts like it wait, and we tell staff."),
        ),
        "stopped": Words(
            gettext("The network says that this phone stopped our texts"),
            gettext("the network says stop"),
            gettext("We write it down, and text this phone no more."),
        ),
        "unwell": Words(
            gettext("The network is unwell for one text, then well"),
            gettext("the network was unwell"),
            gettext("We try again some minutes later."),
        ),
        "unanswered": Words(
            gettext("The next text arrives, but the network does not say so"),
            "",
            gettext("We look for it in the network’s list, and do not send it again."),
        ),
        "lost": Words(
            gettext("The next text is lost, and the network says nothing"),
            "",
            gettext("We look for it twice. Then staff decide, unless it has to arrive."),
        ),
        "slow": Words(
            gettext("Texts take 20 seconds"),
            "",
            gettext("We wait for the network to say that it came."),
        ),
    }[kind]


def in_words(text: Shown) -> str:
    """How a text has fared, as a person would say it."""
    plain = {
        "delivered": gettext("delivered"),
        "coming": gettext("on its way"),
        "sent": gettext("on its way"),
        "read": gettext("delivered"),
        "lost": gettext("not delivered"),
        "refused": gettext("not sent"),
    }[text.fate]
    kind = next((kind for kind, found in TROUBLES.items() if found.code == text.code), None)
    if text.code is None or kind is None:
        return plain
    return f"{plain}: {trouble_words(kind).because}"


def ways_to_send() -> list[tuple[str, str]]:
    """Other ways for the words to arrive, as networks and thumbs have them, by name."""
    return [
        ("again", gettext("The network brings it twice")),
        ("double", gettext("I press send twice")),
        ("parts", gettext("In three parts, out of order")),
    ]
