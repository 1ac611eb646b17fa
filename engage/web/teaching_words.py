"""What is taught to the anonymiser, in words: kinds of detail, lists, and how cases come out."""

from __future__ import annotations

import re

from flask import Flask
from flask_babel import gettext, ngettext

from engage import drills
from engage.drills import Checked, Share
from engage.models import LocalWord

_SLOT = re.compile(r"\{(=?)([^{}]*)\}")
OFTEN = ("PERSON", "PLACE", "ORG", "TRAIT")
"""The kinds that a list may take out; the others are found by how they are written."""
MISSED = ("PERSON", "PLACE", "ORG", "PHONE", "ADDRESS", "OTHER_ID", "TRAIT")
"""The kinds that a reader may have found left in a passage."""


def register(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.filters.update(
        case_words=case_words, says=says, in_a_hundred=in_a_hundred, in_range=in_range
    )
    app.jinja_env.globals.update(last_check=last_check, drill_warning=drills.warning)


def origins() -> dict[str, str]:
    """Where names come from, by how the figures call it."""
    return {
        "arabic": gettext("Arabic"),
        "caribbean": gettext("Caribbean"),
        "chinese_vietnamese": gettext("Chinese and Vietnamese"),
        "east_african": gettext("East African"),
        "english": gettext("English"),
        "iberian_latin": gettext("Spanish and Portuguese"),
        "iranian_afghan": gettext("Iranian and Afghan"),
        "irish": gettext("Irish"),
        "kurdish_turkish": gettext("Kurdish and Turkish"),
        "polish_baltic": gettext("Polish and Baltic"),
        "romanian_balkan": gettext("Romanian and Balkan"),
        "scottish_welsh": gettext("Scottish and Welsh"),
        "south_asian_muslim": gettext("South Asian, Muslim"),
        "south_asian_other": gettext("South Asian, others"),
        "ukrainian_russian": gettext("Ukrainian and Russian"),
        "west_african": gettext("West African"),
    }


def labels() -> dict[str, str]:
    """Each kind of detail by its label."""
    return {
        "PERSON": gettext("A name"),
        "PLACE": gettext("A place"),
        "ORG": gettext("A service, or a building"),
        "TRAIT": gettext("Another detail"),
        "PHONE": gettext("A phone number"),
        "EMAIL": gettext("An email address"),
        "POSTCODE": gettext("A postcode"),
        "ADDRESS": gettext("An address"),
        "NINO": gettext("A National Insurance number"),
        "NHS_NUMBER": gettext("An NHS number"),
        "DOB": gettext("A date of birth"),
        "HANDLE_URL": gettext("A web address or a name on social media"),
        "BANK": gettext("Bank details"),
        "VEHICLE_REG": gettext("A number plate"),
        "OTHER_ID": gettext("A reference number"),
        "AGE": gettext("An age"),
        "DATE": gettext("A date"),
        "JOB": gettext("A job"),
    }


def kinds() -> dict[str, str]:
    """Each list in words."""
    return {
        "always": gettext("Always take it out"),
        "general": gettext("Always put a more general word there"),
        "never": gettext("Never take it out"),
    }


def says(word: LocalWord) -> str:
    """What a list says of words."""
    if word.kind == "never":
        return gettext("is never taken out")
    if word.kind == "general":
        return gettext("becomes “%(general)s”", general=word.general)
    label = labels().get(word.label or "", "")
    return gettext("is always taken out: %(label)s", label=label[:1].lower() + label[1:])


def case_words(template: str) -> str:
    """A case as it is read: "[a name] gives me hope"."""

    def in_words(slot: re.Match[str]) -> str:
        label = labels().get(slot[2], slot[2])
        return slot[2] if slot[1] else f"[{label[:1].lower()}{label[1:]}]"

    return _SLOT.sub(in_words, template)


def in_a_hundred(share: Share, *, missed: bool = False) -> str:
    """A share in words: "about 3 of 100"; where there is none, of how many."""
    if not share.of:
        return gettext("not known yet")
    value = 100 * (1 - share.value if missed else share.value)
    if 0 < value < 1:
        return gettext("fewer than 1 of 100")
    if not value:
        return gettext("none of %(num)s", num=share.of)
    return gettext("about %(num)s of 100", num=round(value))


def in_range(share: Share, *, missed: bool = False) -> str:
    """The range of a share, and on how many it rests: "1 to 6 of 100 (94 tried)"."""
    low, high = share.interval
    if missed:
        low, high = 1 - high, 1 - low
    return gettext(
        "%(low)s to %(high)s of 100 (%(num)s tried)",
        low=f"{100 * low:.1f}".removesuffix(".0"),
        high=f"{100 * high:.1f}".removesuffix(".0"),
        num=share.of,
    )


def last_check() -> tuple[bool, str, Checked | None]:
    """Whether local cases are being checked, and how the last check came out."""
    newest = drills.newest("cases")
    last = drills.last_try()
    told = drills.checked(last) if last else None
    return newest is not None and newest.figures is None, _came_out(told), told


def _came_out(told: Checked | None) -> str:
    if told is None:
        return ""
    now = ngettext(
        "%(right)s of %(num)s case comes right",
        "%(right)s of %(num)s cases come right",
        told.now.of,
        right=told.now.hits,
    )
    if told.before is None:
        return gettext("Now %(now)s.", now=now)
    return gettext(
        "Before the last change: %(hits)s of %(of)s. Now %(now)s.",
        hits=told.before.hits,
        of=told.before.of,
        now=now,
    )
