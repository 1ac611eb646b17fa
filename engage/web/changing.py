"""Changing what was sent: it counts at once, so that words which would go with it ask first."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.web import languages, next_page, pressed
from engage.web.not_kept import Written, kept_words
from engage.web.step import Step
from surveys.progress import Given

SURE = "sure"


def ask_first(step: Step, given: Given) -> ResponseReturnValue | None:
    """A page with the words that this change would let go, and the same press once more.

    None when none would go, or they have said that they are sure.
    """
    if not next_page.from_mine() or SURE in request.form:
        return None
    going = _going(step, given)
    if not going:
        return None
    page = render_template(
        "mine/change.html",
        asked=languages.speak(step.questionnaire),
        changed=step.questionnaire.filled(step.asked, step.response.values).wording,
        going=going,
        action=step.address(),
        pressed=pressed.again(),
        sure=SURE,
        back_url=url_for("mine.seen"),
    )
    return page, 409


def _going(step: Step, given: Given) -> list[Written]:
    """What was written to questions that the answers would no longer lead to."""
    asked, values = step.questionnaire, step.response.values
    standing = asked.standing({**values, given.question: given.known})
    lost = (one for one in asked.steps if one.key in values and one.key not in standing)
    return kept_words(step.response, [asked.filled(one, values) for one in lost])
