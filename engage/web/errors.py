"""When something goes wrong: a kind page that says what to do next, never a stack trace."""

from __future__ import annotations

import sqlite3

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from engage.extensions import db, security
from engage.log import log

PAGES = frozenset({400, 403, 404, 405, 413, 429, 500, 503})


def register(app: Flask) -> None:
    """Give every error a page."""
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _anything)


def _expired(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/expired.html"), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    code = error.code or 500
    if code < 400:
        return error.get_response()
    page = code if code in PAGES else (400 if code < 500 else 500)
    headers = {"Allow": ", ".join(getattr(error, "valid_methods", None) or [])}
    return render_template(f"errors/{page}.html"), code, headers if headers["Allow"] else {}


def _give_up() -> None:
    """Undo what was begun, and draw the page for nobody: who is signed in is in the database."""
    db.session.rollback()
    g._login_user = security.login_manager.anonymous_user()


def _database(error: OperationalError) -> ResponseReturnValue:
    _give_up()
    log.error("database.trouble", error=error, endpoint=request.endpoint)
    busy = isinstance(error.orig, sqlite3.OperationalError)
    return render_template("errors/503.html"), 503 if busy else 500


def _anything(error: Exception) -> ResponseReturnValue:
    _give_up()
    log.error("page.trouble", error=error, endpoint=request.endpoint)
    return render_template("errors/500.html"), InternalServerError.code or 500
