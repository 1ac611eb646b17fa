"""What the front page shows beside the surveys that are open: those with a summary to read."""

from __future__ import annotations

from sqlalchemy import func, select

from engage.extensions import db
from engage.models import Summary, Survey


def surveys_with_summary() -> list[Survey]:
    """Surveys with a published summary, the newest summary first."""
    newest = func.max(Summary.published_on)
    rows = (
        select(Survey)
        .join(Summary, Summary.survey_id == Survey.id)
        .group_by(Survey.id)
        .order_by(newest.desc(), Survey.title)
    )
    return list(db.session.scalars(rows))
