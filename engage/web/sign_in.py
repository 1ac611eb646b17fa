"""Signing in: by password through Flask-Security, or once by a link; and slowing down guessing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user, login_user
from flask_security.forms import LoginForm

from engage import audit, staff, throttles, times
from engage.extensions import db
from engage.models import Staff
from engage.web import code_in_hand, guesses, helping, opened, shared_tablet, visit
from engage.web.access import anyone, may, only

bp = Blueprint("sign_in", __name__, url_prefix="/staff")
TRIES = 10


class SlowLoginForm(LoginForm):
    """The sign-in form, which takes ten wrong tries in a quarter of an hour from one place.

    A right one is no try: everybody at a council may share one address.
    """

    def validate(self, **kwargs: Any) -> bool:
        """Count the try first, so that a right guess after too many is still refused."""
        now = times.now()
        who = [guesses.place(), (self.email.data or "").strip().casefold()]
        allowed = [throttles.allow("sign-in", name, limit=TRIES, now=now) for name in who]
        db.session.commit()
        if not all(allowed):
            abort(429)
        is_right = bool(super().validate(**kwargs))
        if is_right:
            for name in who:
                throttles.give_back("sign-in", name, now=now)
            db.session.commit()
        return is_right


def forget_the_visitor(_app: Flask, **_who: object) -> None:
    """Signing in ends what a visitor did here, and lasts no longer than the browser is open."""
    for name in (visit.COOKIE, code_in_hand.COOKIE, opened.COOKIE, helping.HELPING):
        session.pop(name, None)
    shared_tablet.end()
    session.permanent = False


def end_every_sign_in(_app: Flask, *, user: Staff, **_rest: object) -> None:
    """Signing out on a shared tablet ends it everywhere: a cookie somebody copied is no use."""
    staff.end_sign_ins(user)
    db.session.commit()


SETTINGS: dict[str, object] = {
    "SECURITY_URL_PREFIX": "/staff",
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "sign_in.start",
    "SECURITY_POST_LOGOUT_VIEW": "home.front",
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_SEND_REGISTER_EMAIL": False,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_DEFAULT_REMEMBER_ME": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_STATIC_FOLDER": None,
    # Nothing here asks for the password a second time, so there is no page that does.
    "SECURITY_FRESHNESS": timedelta(days=-1),
}


@bp.get("/")
@only("facilitator", "policy", "peer")
def start() -> ResponseReturnValue:
    """The first page for whoever signed in."""
    if may("facilitator"):
        return redirect(url_for("replies.surveys"))
    if may("policy"):
        return redirect(url_for("summaries.listed"))
    return redirect(url_for("blind_rounds.mine"))


@bp.get("/link/<key>")
@anyone
def link(key: str) -> ResponseReturnValue:
    """A page with a button: opening a link changes nothing, as scanners open links."""
    return render_template("sign_in/link.html", key=key)


@bp.post("/link/<key>")
@anyone
def use_link(key: str) -> ResponseReturnValue:
    """Sign in by a link, once."""
    now = times.now()
    allowed = throttles.allow("link", guesses.place(), limit=TRIES * 2, now=now)
    person = staff.use_link(key, now=now) if allowed else None
    if person is not None:
        throttles.give_back("link", guesses.place(), now=now)
        audit.note("signed in by link", person.id, by=person.id, now=now)
    db.session.commit()
    if not allowed:
        abort(429)
    if person is None or not person.active:
        return render_template("sign_in/old_link.html"), 404
    login_user(person, authn_via=["link"])
    return redirect(url_for("sign_in.start"))


@bp.route("/password", methods=["GET", "POST"])
@only("facilitator", "policy", "peer")
def password() -> ResponseReturnValue:
    """Choose a password, for signing in without a link."""
    error = ""
    if request.method == "POST":
        chosen = request.form.get("password", "")
        error = staff.password_problem(chosen)
        if not error:
            person = current_user._get_current_object()
            staff.set_password(person, chosen)
            audit.note("chose a password", person.id, by=person.id, now=times.now())
            db.session.commit()
            login_user(person, authn_via=["password"])
            flash(
                gettext("Your new password is saved. Every other sign-in of yours has ended."),
                "good",
            )
            return redirect(url_for("sign_in.start"))
    return render_template("sign_in/password.html", error=error), 400 if error else 200
