"""Whether the process is up, and whether it is ready to serve."""

from __future__ import annotations

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engage.config import ROOT
from engage.extensions import db
from engage.web.access import anyone

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@anyone
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@anyone
def ready() -> ResponseReturnValue:
    """The database answers and its tables are the ones this code knows."""
    try:
        db.session.execute(text("SELECT 1"))
        current = MigrationContext.configure(db.session.connection()).get_current_revision()
    except SQLAlchemyError:
        return jsonify(status="the database does not answer"), 503
    wanted = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    if current != wanted:
        return jsonify(status="the database is not up to date"), 503
    return jsonify(status="ready")
