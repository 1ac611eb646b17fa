"""Doors for a provider's machine: nothing that goes round a page for people goes round these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue

from engage.web.headers import add_headers

View = TypeVar("View", bound=Callable[..., Any])


def door(view: View) -> View:
    """This view checks a signature itself, and knows no visitor, cookie, form or language."""
    view.is_door = True  # type: ignore[attr-defined]
    return view


class Sessions(SecureCookieSessionInterface):
    """Flask's own, but nobody makes ready to read a cookie that did not come."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The visitor's session; an empty one for who brings no cookie."""
        if app.secret_key and self.get_cookie_name(app) not in request.cookies:
            return SecureCookieSession()
        return super().open_session(app, request)


class App(Flask):
    """Flask, with doors: a text has to be stored within moments, hundreds of them a second."""

    session_interface = Sessions()

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Ask who it is and what language they read, but not at a door."""
        return None if self._is_at_a_door() else super().preprocess_request()

    def process_response(self, response: Response) -> Response:
        """Put the headers on, and at a page the cookies and the rest."""
        return add_headers(response) if self._is_at_a_door() else super().process_response(response)

    def _is_at_a_door(self) -> bool:
        return hasattr(self.view_functions.get(request.endpoint or ""), "is_door")
