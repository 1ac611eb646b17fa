"""Static files under names that change with their content, and what every template may use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import format_date
from markupsafe import Markup

from engage.config import Settings
from engage.scripts import language_of

FINGERPRINT = 12
IN_A_PAGE = {
    '<svg xmlns="http://www.w3.org/2000/svg"': '<svg class="picture" width="64" height="64"'
    ' aria-hidden="true" focusable="false"',
    'stroke="#231f2e"': 'stroke="currentColor"',
}
"""How a picture's file differs from the same picture within a page: unheard, and in its ink."""


def register(app: Flask) -> None:
    """Give templates `asset`, the service's name, and ways to show days and people's own words."""
    folder = Path(app.static_folder or "")
    prints = fingerprints(folder)
    app.extensions["engage.fingerprints"] = prints
    config: Settings = app.extensions["engage.settings"]

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=prints[name])

    app.jinja_env.globals.update(
        asset=asset,
        drawings=drawings(folder / "pictures"),
        service_name=config.service_name,
        on_screen=config.provider == "on-screen",
    )
    app.jinja_env.filters.update(day=_day, short_day=_short_day, own_words=own_words)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


@cache
def fingerprints(folder: Path) -> Mapping[str, str]:
    """The beginning of each file's hash, by its name; they are read once in a process."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()[:FINGERPRINT]
        for path in folder.rglob("*")
        if path.is_file()
    }


@cache
def drawings(folder: Path) -> Mapping[str, Markup]:
    """Each picture as it stands in a page, by its name.

    In the page, not beside it: eighteen pictures of a survey come to 1.7 KB over the wire and no
    request, where one file of them all is 3.6 KB and a request before the first is seen.
    """
    return {path.stem: _in_a_page(path.read_text("utf-8")) for path in folder.glob("*.svg")}


def _in_a_page(drawn: str) -> Markup:
    for as_a_file, within in IN_A_PAGE.items():
        drawn = drawn.replace(as_a_file, within)
    return Markup(drawn.replace("\n", ""))  # noqa: S704 (our own files, read at start)


def is_as_named() -> bool:
    """Whether the file asked for is the very one its address names.

    While a new version is being put in place, an old process may be asked for a new file.
    """
    name = (request.view_args or {}).get("filename", "")
    print_of_ours = current_app.extensions["engage.fingerprints"].get(name)
    return print_of_ours is not None and request.args.get("v") == print_of_ours


def _day(value: Any) -> str:
    return format_date(value, "d MMMM y") if value else ""


def _short_day(value: Any) -> str:
    return format_date(value, "d MMMM") if value else ""


def own_words(words: str) -> Markup:
    """The attributes of an element that holds what somebody wrote: which way, which language."""
    language = language_of(words)
    return Markup('dir="auto" lang="{}"').format(language) if language else Markup('dir="auto"')
