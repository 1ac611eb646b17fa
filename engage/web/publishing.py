"""From a draft to a survey people answer, and between files and drafts: every address there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from engage.web import (
    made_general,
    publishing_check,
    publishing_dates,
    publishing_files,
    publishing_languages,
    publishing_out,
)

bp = Blueprint("publishing", __name__, url_prefix="/staff")
bp.url_value_preprocessor(publishing_files.make_room)

ONE = "/write/<uuid:draft_id>"
GET, BOTH = ("GET",), ("GET", "POST")
ADDRESSES: tuple[tuple[str, Callable[..., Any], tuple[str, ...]], ...] = (
    (f"{ONE}/check", publishing_check.check, GET),
    (f"{ONE}/publish", publishing_out.publish, BOTH),
    (f"{ONE}/languages", publishing_languages.languages, BOTH),
    (f"{ONE}/languages/<language>", publishing_languages.words_in, BOTH),
    (f"{ONE}/languages/<language>/away", publishing_languages.take_language_away, BOTH),
    ("/write/import", publishing_files.import_file, BOTH),
    (f"{ONE}/export", publishing_files.export, GET),
    (f"{ONE}/export.<any(yaml, xlsx):ending>", publishing_files.draft_as_file, GET),
    ("/surveys/<key>/export.<any(yaml, xlsx):ending>", publishing_files.survey_as_file, GET),
    ("/surveys/<key>/made-general", made_general.made_general, BOTH),
    ("/surveys/<key>/closing", publishing_dates.closing, BOTH),
    ("/surveys/<key>/close", publishing_dates.close, BOTH),
)
for address, view, methods in ADDRESSES:
    bp.add_url_rule(address, view.__name__, view, methods=methods)
