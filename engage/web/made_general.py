"""How much of what gives a person away is made general in a survey: a page to choose it on."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage import audit, reading_again, times
from engage.answering import survey_by_key
from engage.extensions import db
from engage.models import Consultation
from engage.web.access import only


def levels() -> Mapping[str, tuple[str, str]]:
    """Each level: its name, and what it does with an example."""
    return {
        "light": (
            gettext("A little"),
            gettext(
                "Names, numbers and addresses go. Places, services and ages stay: “Toxteth” "
                "stays “Toxteth”."
            ),
        ),
        "usual": (
            gettext("As usual"),
            gettext(
                "Small places, named services and ages are made general too. “Toxteth” becomes "
                "[Liverpool]. “I am 43” becomes “I am [age 40 to 49]”."
            ),
        ),
        "careful": (
            gettext("With more care"),
            gettext(
                "Boroughs and days when something happened go as well, for a survey that few "
                "people answer. “Toxteth” becomes [Liverpool City Region]. “The fire on 3 May” "
                "becomes “The fire on [spring]”."
            ),
        ),
    }


def said_of_again(answers: int) -> str:
    """What happens to what was read before, in a sentence; nothing where there is none."""
    if not answers:
        return ""
    return ngettext(
        "%(num)s answer is read again. One with a quote that was released or put right is not.",
        "%(num)s answers are read again. One with a quote that was released or put right is not.",
        answers,
    )


@only("facilitator")
def made_general(key: str) -> ResponseReturnValue:
    """Choose it, unless the survey is part of a consultation, which says it for all of its own."""
    survey = survey_by_key(key) or abort(404)
    consultation = None
    if survey.consultation_id is not None:
        consultation = db.session.get_one(Consultation, survey.consultation_id)
    chosen = request.form.get("made_general", "")
    if request.method == "POST" and consultation is None and chosen in levels():
        again = 0
        if chosen != survey.made_general:
            survey.made_general = chosen
            again = reading_again.ask(survey)
            audit.note(
                "changed how much is made general",
                survey.id,
                by=current_user.id,
                now=times.now(),
            )
            db.session.commit()
        flash(f"{gettext('It is saved.')} {said_of_again(again)}".strip(), "good")
        return redirect(url_for("replies.survey", key=key), 303)
    refused = request.method == "POST"
    page = render_template(
        "publishing/made_general.html",
        survey=survey,
        consultation=consultation,
        levels=levels(),
        error=gettext("Choose one") if refused and consultation is None else "",
    )
    return page, 400 if refused else 200
