"""Who may use each page: every view says so, and one gate asks before any view runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from engage.extensions import security

View = TypeVar("View", bound=Callable[..., Any])
ANYONE = frozenset({"anyone"})
STAFF = frozenset({"facilitator", "contact", "policy", "peer", "admin"})
OPEN_ENDPOINTS = frozenset({"static", "security.login", "security.logout"})


def anyone(view: View) -> View:
    """This page is for anyone."""
    view.access = ANYONE  # type: ignore[attr-defined]
    return view


def only(*roles: str) -> Callable[[View], View]:
    """This page is for staff with one of these roles; an admin may see every page."""
    unknown = set(roles) - STAFF
    if unknown:
        raise ValueError(f"no such role: {sorted(unknown)}")

    def declare(view: View) -> View:
        view.access = frozenset({*roles, "admin"})  # type: ignore[attr-defined]
        return view

    return declare


def declared(app: Flask, endpoint: str) -> frozenset[str] | None:
    """Who may use an endpoint, or None when its view does not say."""
    if endpoint in OPEN_ENDPOINTS:
        return ANYONE
    return getattr(app.view_functions[endpoint], "access", None)


def roles() -> frozenset[str]:
    """The roles of whoever is signed in."""
    if not current_user.is_authenticated:
        return frozenset()
    return frozenset(role.name for role in current_user.roles)


def may(*names: str) -> bool:
    """Whether whoever is signed in has one of these roles; an admin may do everything."""
    return bool(roles() & {*names, "admin"})


def may_open(endpoint: str) -> bool:
    """Whether whoever is here may use an endpoint; nobody may where its view does not say."""
    allowed = declared(current_app, endpoint)
    return allowed is not None and (allowed is ANYONE or bool(allowed & roles()))


def _gate() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or may_open(endpoint):
        return None
    if declared(current_app, endpoint) is None or current_user.is_authenticated:
        abort(403)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=wanted))


def _nobody(_request: Request) -> None:
    """Who a token in a header or an address signs in: we give none out and look for none."""


def register(app: Flask) -> None:
    """Put the gate before every view; the cookie is the only way to be somebody."""
    app.before_request(_gate)
    security.login_manager.request_loader(_nobody)
