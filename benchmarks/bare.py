"""The peer of the webhook: a bare Flask route that does one committed insert, on our own server.

The same gunicorn with the same threads, and a SQLite file with the same pragmas. It reads the
same fields and answers with the same words; it checks, seals and queues nothing.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response, request
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, create_engine, event

from engage.config import load_settings
from engage.extensions import prepare_sqlite
from engage.serving.server import Server
from engage.web.texts import EMPTY_TWIML

metadata = MetaData()
texts = Table(
    "text",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sid", String(64), unique=True),
    Column("number", String(20)),
    Column("body", String),
    Column("received_at", DateTime(timezone=True)),
)


class BareServer(Server):
    """Our server with the bare app in it."""

    def load(self) -> Flask:
        """The bare app, in the process that serves."""
        return bare_app(load_settings().instance / "bare.sqlite")


def bare_app(database: Path) -> Flask:
    """One route, one insert, one commit."""
    app = Flask("bare")
    engine = create_engine(f"sqlite:///{database}", pool_size=20)
    event.listen(engine, "connect", prepare_sqlite)
    metadata.create_all(engine)

    @app.get("/healthz")
    def alive() -> str:
        return "ok"

    @app.post("/texts/in")
    def arrived() -> Response:
        row = {
            "sid": request.form["MessageSid"],
            "number": request.form["From"],
            "body": request.form["Body"],
            "received_at": datetime.now(UTC),
        }
        with engine.begin() as connection:
            connection.execute(texts.insert(), row)
        return Response(EMPTY_TWIML, mimetype="text/xml")

    return app


def main() -> int:
    """Serve until told to stop; the exit code."""
    parser = argparse.ArgumentParser(description="Serve the bare route.")
    parser.add_argument("--port", type=int, required=True)
    BareServer("127.0.0.1", parser.parse_args().port, load_settings().web_threads).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
