"""The menu on every staff page: only pages that whoever is signed in may open."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext
from flask_security import current_user

from engage.web.access import may, may_open


def register(app: Flask) -> None:
    """Give templates the menu, and who is signed in."""
    app.context_processor(_menu)


def _for_readers() -> list[tuple[str, str]]:
    """What those who read replies come to from other pages, for those who do not."""
    return [(gettext("Themes"), "codebook.listed"), (gettext("Details"), "anonymising.page")]


def _menu() -> dict[str, Any]:
    signed_in = current_user.is_authenticated
    items = [
        (gettext("Surveys"), "replies.surveys"),
        (gettext("Consultations"), "consultations.listed"),
        (gettext("Sessions"), "sessions.listed"),
        (gettext("Inbox"), "inbox.listed"),
        (gettext("Summaries"), "summaries.listed"),
        (
            gettext("Blind rounds") if may("facilitator") else gettext("Reading"),
            "blind_rounds.mine",
        ),
        (gettext("Local words"), "local_words.listed"),
        *([] if may_open("local_words.listed") else _for_readers()),
    ]
    return {
        "nav": [
            (label, url_for(endpoint), request.endpoint == endpoint)
            for label, endpoint in items
            if may_open(endpoint)
        ],
        "sign_out_url": url_for("security.logout") if signed_in else "",
        "password_url": url_for("sign_in.password") if signed_in else "",
        "signed_in_as": current_user.name if signed_in else "",
    }
