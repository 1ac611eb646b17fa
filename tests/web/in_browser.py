"""A page that a client of ours came by, open in Chromium as the site that people reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route
from werkzeug.test import TestResponse

from engage.config import ROOT

PUBLIC = "https://say.example.org"


def opened(
    browser: Browser,
    came: TestResponse,
    *,
    media: Any = None,
    again: Callable[[], str] | None = None,
    **how: Any,
) -> Page:
    """The page, with all that it shows; what is sent from it goes no further.

    `again` tells what its script gets each time it asks for a part of the page anew. `how` is of
    the browser's window: its size, and whether it has script.
    """
    assert came.status_code == 200
    asked = came.request.query_string.decode()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=ROOT / path[1:])
        elif again and "x-fragment" in route.request.headers:
            route.fulfill(body=again(), headers=dict(came.headers))
        elif route.request.method == "GET" and path == came.request.path:
            route.fulfill(body=came.data, headers=dict(came.headers))
        else:
            route.fulfill(body="sent", content_type="text/plain")

    page = browser.new_page(**how)
    page.emulate_media(media=media)
    page.route("**/*", answer)
    page.goto(f"{PUBLIC}{came.request.path}{'?' if asked else ''}{asked}")
    return page
