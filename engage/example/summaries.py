"""The example's summaries: one that is published, and one that waits for a second person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engage import staff, summaries, summary_drafts, summary_publishing, summary_words
from engage.extensions import db
from engage.models import Survey
from engage.summary_words import Written

Read = Callable[[str], dict[str, Any]]


def load_waiting_summary(read: Read, *, now: datetime) -> None:
    """A summary that one of the staff froze and asked to be published."""
    data = read("waiting_summary.yaml")
    survey, then = _survey(data), now - timedelta(days=data["asked_days_ago"])
    jo = staff.by_email(data["by"])
    if jo is None:
        raise ValueError("whoever asks for a summary is one of the example's staff")
    draft = summary_drafts.freeze(survey, _written(data), by=jo, now=then)
    summary_publishing.ask(draft, seen=summary_drafts.mark(draft), by=jo, now=then)


def load_published_summary(read: Read, *, now: datetime) -> None:
    """A summary that has been out for some weeks."""
    data = read("summary.yaml")
    survey, then = _survey(data), now - timedelta(days=data["published_days_ago"])
    themed = summary_words.put_in(summaries.build(survey, now=now), _written(data))
    summaries.publish(survey, replace(themed, checked=data["checked"]["by"]), now=then)


def _survey(data: dict[str, Any]) -> Survey:
    return db.session.scalars(select(Survey).where(Survey.key == data["survey"])).one()


def _written(data: dict[str, Any]) -> Written:
    return Written(
        title=data["title"],
        kicker=data["kicker"],
        in_short=_lines(data["in_short"]),
        cautions=_lines(data["cautions"]),
        notes={code: _line(note) for code, note in data["notes"].items()},
    )


def _lines(written: Sequence[str]) -> tuple[str, ...]:
    return tuple(_line(line) for line in written)


def _line(written: str) -> str:
    return " ".join(written.split())
