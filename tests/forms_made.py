"""Forms as other tools make them, for tests to bring in."""

from __future__ import annotations

import io

import openpyxl


def a_form(*rows: tuple[str, str, str], settings: dict[str, str] | None = None) -> bytes:
    """A small workbook as KoboToolbox makes them: a type, a name and a label a row."""
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (("type", "name", "label"), *rows):
        book.active.append(row)
    choices = book.create_sheet("choices")
    for row in (("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No")):
        choices.append(row)
    named = settings or {"form_title": "Your week", "form_id": "your_week"}
    sheet = book.create_sheet("settings")
    sheet.append(list(named))
    sheet.append(list(named.values()))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
