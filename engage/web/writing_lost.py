"""Words sent to a draft that is gone by now: they are shown, so that nobody writes them twice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import render_template
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.web.writing_words import text_names

_BOX = re.compile(r"(?:\d+-)?(?P<text>[a-z_]+)(?:[-.].*)?", re.DOTALL)
"""The name of a box, such as `hint`, `label-3` or, beside another language, `2-options.wirral`."""


def page(form: MultiDict[str, str]) -> str | None:
    """The page with every text that a form brought; None where it brought none."""
    names = _names()
    rows = [
        (names[box["text"]], said)
        for name, said in form.items(multi=True)
        if (box := _BOX.fullmatch(name)) and box["text"] in names and said.strip()
    ]
    return render_template("writing/gone.html", draft=None, rows=rows) if rows else None


def _names() -> Mapping[str, str]:
    """What each text on a page of writing is called, by the name of its box without numbers."""
    return {
        **text_names(),
        "label": gettext("Answer"),
        "short": gettext("Shorter words for texts"),
        "point": gettext("Point"),
    }
