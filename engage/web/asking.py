"""Texting a group of people: what is said before, and after."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext, ngettext

from engage import composing
from engage.models import Group
from surveys.wording import segments


def are_you_sure(
    group: Group, words: str, people: int, left_out: list[str], *, title: str, to: str, back: str
) -> str:
    """The page that says what would be sent, to how many, and who is left out and why."""
    return render_template(
        "asking/sure.html",
        group=group,
        words=words,
        segments=segments(words).count,
        people=people,
        cost=composing.cost(words, people=people),
        left_out=left_out,
        title=title,
        action=to,
        back_url=back,
    )


def texted(people: int) -> str:
    """What to say once a group has been asked."""
    if not people:
        return str(gettext("Nobody was left to ask, so no text was sent."))
    return str(
        ngettext(
            "%(num)s person is being texted now.", "%(num)s people are being texted now.", people
        )
    )
