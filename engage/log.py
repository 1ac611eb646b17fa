"""Logs with ids and counts only, one JSON object a line."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]
ALLOWED = str | int | float | bool | None

log: Any = structlog.get_logger("engage")


def _only_ids(_logger: object, _method: str, event: Event) -> Event:
    """Drop anything that is not a plain short value: no bodies, no objects, no parameters."""
    for key, value in list(event.items()):
        if key in ("event", "level", "timestamp", "exception"):
            continue
        if not isinstance(value, ALLOWED) or (isinstance(value, str) and len(value) > 80):
            event[key] = "left out"
    return event


def _without_message(_logger: object, _method: str, event: Event) -> Event:
    """Say where an error came from but not its message, which may hold what a person wrote."""
    error = event.pop("error", None)
    if isinstance(error, BaseException):
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        event["problem"] = type(error).__name__
        if frame is not None:
            code = frame.tb_frame.f_code
            event["where"] = f"{code.co_filename.rpartition('/')[2]}:{frame.tb_lineno}"
    return event


def configure_logs(level: str) -> None:
    """Write our own events and other libraries' warnings to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_message,
            _only_ids,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("huey").setLevel(logging.ERROR)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("twilio").setLevel(logging.ERROR)
    logging.getLogger("notifications_python_client").setLevel(logging.ERROR)
