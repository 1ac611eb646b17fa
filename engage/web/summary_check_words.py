"""What stands in the way of publishing a summary, and what is good to know, in words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from babel.lists import format_list
from flask import url_for
from flask_babel import get_locale, gettext, ngettext

from engage import summary_checks as checks
from engage.models import Survey
from engage.summary_checks import Check
from engage.summary_words import NOTE


@dataclass(frozen=True)
class Told:
    """One line of the list: what it says, and where it is put right."""

    words: str
    url: str = ""
    link: str = ""
    statement: uuid.UUID | None = None


def told(check: Check, survey: Survey) -> Told:
    """One check in words."""
    if check.what in (checks.DETAIL, checks.QUOTE, checks.NAMES, checks.SMALL):
        return _of_words(check)
    if check.what in (checks.TOO_FEW, checks.LIMIT):
        return Told(_of_numbers(check))
    return _of_what_waits(check, survey)


def _of_numbers(check: Check) -> str:
    if check.what == checks.TOO_FEW:
        return str(gettext("Too few people have replied, so it could point at somebody."))
    return str(
        gettext(
            "Numbers under %(limit)s are hidden now. They were not all hidden when it was frozen. "
            "Freeze it again.",
            limit=check.number,
        )
    )


def _of_words(check: Check) -> Told:
    found = format_list([f"“{one}”" for one in check.words], locale=get_locale())
    if check.what == checks.QUOTE:
        words = gettext("A quote holds what may point at somebody: %(words)s.", words=found)
        url = url_for("correcting.form", statement_id=check.statement)
        return Told(words, url, gettext("Put these words right"), check.statement)
    where = _place(check.where)
    if check.what == checks.DETAIL:
        line = gettext(
            "%(where)s holds what may point at somebody: %(words)s. Take it out.",
            where=where,
            words=found,
        )
    elif check.what == checks.NAMES:
        line = gettext(
            "%(where)s has what looks like a name: %(words)s. Leave out anybody who told us "
            "something, or whom they spoke of.",
            where=where,
            words=found,
        )
    else:
        line = gettext(
            "%(where)s has a small number: %(words)s. Look whether it points at somebody.",
            where=where,
            words=found,
        )
    return Told(line)


def _place(where: str) -> str:
    if where.startswith(NOTE):
        return str(gettext("What you wrote of a theme"))
    return {
        "title": gettext("The title"),
        "kicker": gettext("The line above the title"),
        "in_short": gettext("“In short”"),
        "cautions": gettext("“Take care with this”"),
    }[where]


def _of_what_waits(check: Check, survey: Survey) -> Told:
    words, link = _waits(check)
    pages = {
        checks.UNREAD: "replies.quotes",
        checks.HELD: "replies.survey",
        checks.UNSORTED: "coding.page",
        checks.UNSURE: "coding.page",
        checks.ROUND: "blind_rounds.of_survey",
    }
    page = pages.get(check.what, "")
    return Told(words, url_for(page, key=survey.key) if page else "", link)


def _waits(check: Check) -> tuple[str, str]:
    """What waits, and what can be done about it."""
    num = check.number
    if check.what == checks.UNREAD:
        words = ngettext(
            "%(num)s statement could be quoted, and nobody has read it yet.",
            "%(num)s statements could be quoted, and nobody has read them yet.",
            num,
        )
        return words, gettext("Read them")
    if check.what == checks.READING:
        words = ngettext(
            "%(num)s answer is still being read.", "%(num)s answers are still being read.", num
        )
        return words, ""
    if check.what == checks.HELD:
        words = ngettext(
            "%(num)s answer is held for a person to read.",
            "%(num)s answers are held for a person to read.",
            num,
        )
        return words, gettext("Look at the replies")
    if check.what in (checks.UNSORTED, checks.UNSURE):
        return _not_sorted(check), gettext("Look at them")
    if check.what == checks.ROUND:
        words = gettext("A blind round is still open. Quotes that go out show their themes.")
        return words, gettext("Look at it")
    return gettext("People can still answer this survey. Later answers are not in it."), ""


def _not_sorted(check: Check) -> str:
    if check.what == checks.UNSORTED:
        return ngettext(
            "%(num)s statement has not been sorted into themes yet.",
            "%(num)s statements have not been sorted into themes yet.",
            check.number,
        )
    return ngettext(
        "The machine is not sure what %(num)s statement is about.",
        "The machine is not sure what %(num)s statements are about.",
        check.number,
    )
