"""You said, we did: what was promised in answer to a survey, and where each promise is."""

from __future__ import annotations

from sqlalchemy import select

from engage.extensions import db
from engage.models import Action, Survey


def actions_for(survey: Survey) -> list[Action]:
    """What was promised in answer to this survey, in order."""
    return list(
        db.session.scalars(
            select(Action).where(Action.survey_id == survey.id).order_by(Action.position)
        )
    )


def all_actions() -> list[tuple[Survey, list[Action]]]:
    """Every promise by the survey it answers, the newest survey first."""
    surveys = db.session.scalars(select(Survey).order_by(Survey.opens_at.desc(), Survey.title))
    found = [(survey, actions_for(survey)) for survey in surveys]
    return [(survey, actions) for survey, actions in found if actions]
