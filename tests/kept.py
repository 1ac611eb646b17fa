"""What thousands of tests share, made once in a process: their app, and what addresses compile to.

An app is used again by the next test that has the same settings, on other files. Nothing of a
test stays in it: an app that a test changed is not used again.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import event, make_url
from werkzeug.routing import Rule

from app import create_app
from engage import queueing
from engage.config import Settings
from engage.extensions import db, security
from engage.web import sign_in

ROOM = 2_000_000_000
"""How many bytes are room enough for what tests write: tens of times what they do."""


class Compiled(NamedTuple):
    """What werkzeug works out of an address alone, whichever app it is an address of."""

    parts: list[Any]
    trace: list[tuple[bool, str]]
    converters: dict[str, Any]
    arguments: frozenset[str]
    builders: tuple[Callable[..., Any], Callable[..., Any]]


_compile = Rule.compile
_made: dict[object, Compiled] = {}


def _keep(rule: Rule) -> None:
    key = (rule.rule, rule.subdomain, rule.merge_slashes, repr(rule.defaults))
    made = _made.get(key)
    if made is None:
        _compile(rule)
        builders = (rule._build.__func__, rule._build_unknown.__func__)  # type: ignore[attr-defined]
        arguments = frozenset(rule.arguments)
        _made[key] = Compiled(rule._parts, rule._trace, rule._converters, arguments, builders)
        return
    rule._parts, rule._trace, rule._converters = made.parts, made.trace, made.converters
    rule.arguments = set(made.arguments)
    rule._build, rule._build_unknown = (one.__get__(rule, None) for one in made.builders)


def keep_addresses() -> None:
    """Compile each address once in this process, not once an app."""
    Rule.compile = _keep  # type: ignore[assignment, method-assign]


def is_roomy(folder: Path) -> bool:
    """Whether there is such a folder with room enough, in which programs may be run as well."""
    if not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize > ROOM and not found.f_flag & os.ST_NOEXEC


def keep_modules() -> None:
    """Look for rubbish seldom, and never among the modules and the tests, which stay."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(100_000, 20, 20)


def hash_quickly() -> None:
    """Hash passwords in no time; a test of its own holds the service to its full strength."""
    sign_in.SETTINGS[HASHING] = {
        "argon2__time_cost": 1,
        "argon2__memory_cost": 64,
        "argon2__parallelism": 1,
    }


HASHING = "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"
HOOKS = (
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "template_context_processors",
    "url_default_functions",
    "url_value_preprocessors",
    "error_handler_spec",
)
"""Where an app keeps what goes round its pages, by blueprint."""


class _Kept(NamedTuple):
    """An app that waits for its next test, and how it was when it was made."""

    app: Flask
    settings: Settings
    extensions: dict[str, Any]
    shape: object


_kept: list[_Kept] = []
"""The app made last, alone: Flask-Security knows one app at a time."""


def an_app(settings: Settings, ready: Callable[[Flask], None]) -> Flask:
    """An app on the files in its folder; it is made ready when it is new.

    On PostgreSQL it is always a new one.
    """
    like = settings.model_copy(update={"instance": Path()})
    if not _kept or _kept[0].settings != like or security.app is not _kept[0].app:
        made: Flask = create_app(settings)
        ready(made)
        if settings.database_url:
            return made
        with made.app_context():
            event.listen(db.engine, "do_connect", _to_the_file_of(made))
        _kept[:] = [_Kept(made, like, dict(made.extensions), _shape(made))]
    app, _, extensions, _ = _kept[0]
    app.instance_path = str(settings.instance.resolve())
    app._got_first_request = False
    app.extensions.clear()
    app.extensions.update(extensions)
    app.extensions["engage.settings"] = settings
    queueing.register(app, queueing.make_queue(settings))
    return app


def give_back(app: Flask) -> None:
    """Keep the app for the next test, unless this one has changed it."""
    if _kept and _kept[0].app is app and _shape(app) != _kept[0].shape:
        _kept.clear()


def _to_the_file_of(app: Flask) -> Callable[..., None]:
    """Have an engine open the database of the test in hand."""

    def connect(_dialect: object, _record: object, given: list[Any], _named: object) -> None:
        given[0] = make_url(app.extensions["engage.settings"].database).database

    return connect


def _shape(app: Flask) -> object:
    """All that a test could change in an app, to be held against how it was."""
    templates = app.jinja_env
    tables = (app.config, app.view_functions, templates.globals, templates.filters, templates.tests)
    hooks = [
        {blueprint: _copy(one) for blueprint, one in getattr(app, name).items()} for name in HOOKS
    ]
    ends = list(app.teardown_appcontext_funcs)
    return [dict(one) for one in tables], hooks, ends, app.session_interface, app.wsgi_app


def _copy(value: object) -> object:
    if isinstance(value, dict):
        return {name: _copy(one) for name, one in value.items()}
    return list(value) if isinstance(value, list) else value
