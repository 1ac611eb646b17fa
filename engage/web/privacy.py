"""Pages of plain facts: what happens to answers, how to get help, how evidence is graded."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session
from flask.typing import ResponseReturnValue

from engage import disclosure, retention, summaries
from engage.extensions import settings
from engage.texting.numbers import spoken, to_e164
from engage.web import shared_tablet, tablet
from engage.web.access import anyone

bp = Blueprint("privacy", __name__)

CARRIERS = {"twilio": "Twilio", "notify": "GOV.UK Notify"}
NEUTRAL_SITE = "https://www.bbc.co.uk/weather"


@bp.get("/privacy")
@anyone
def privacy() -> ResponseReturnValue:
    """How we use your answers, from the very rules the daily clean-up follows."""
    return render_template(
        "privacy/privacy.html",
        rules=retention.RULES,
        unsent_days=retention.UNSENT_DAYS,
        limit=settings().small_number,
        carrier=CARRIERS.get(settings().provider, ""),
    )


@bp.get("/help")
@anyone
def help_page() -> ResponseReturnValue:
    """Help now, the words a text understands, and other ways to take part."""
    return render_template("privacy/help.html", number=spoken(to_e164(settings().service_number)))


@bp.get("/leave")
@anyone
def leave() -> ResponseReturnValue:
    """Leave at once: forget who this is and go to a page that says nothing about them."""
    if shared_tablet.is_on():
        shared_tablet.clear()
        return tablet.to_start()
    session.clear()
    return redirect(NEUTRAL_SITE, 303)


@bp.get("/how")
@anyone
def how() -> ResponseReturnValue:
    """How evidence is graded and small numbers are protected, for readers of summaries."""
    return render_template(
        "privacy/how.html",
        strong=summaries.STRONG,
        moderate=summaries.MODERATE,
        limit=settings().small_number,
        share_base=disclosure.SHARE_BASE,
    )
