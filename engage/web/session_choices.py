"""What the form of a session may choose from, and the page that it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from engage import planning
from engage.extensions import db
from engage.models import Consultation, Survey
from engage.web.session_typed import Known


@dataclass(frozen=True)
class Choices:
    """Consultations, staff and surveys, each with what it is called."""

    consultations: list[tuple[UUID, str]]
    staff: list[tuple[UUID, str]]
    surveys: list[tuple[UUID, str]]

    @property
    def known(self) -> Known:
        """Their ids, which are all that a form may send."""
        consultations, staff, surveys = (
            [one for one, _name in some] for some in (self.consultations, self.staff, self.surveys)
        )
        return Known(consultations=consultations, staff=staff, surveys=surveys)


def choices() -> Choices:
    """Everything there is to choose from now."""
    consultations = db.session.scalars(select(Consultation).order_by(Consultation.title))
    surveys = db.session.scalars(select(Survey).order_by(Survey.title))
    return Choices(
        consultations=[(one.id, one.title) for one in consultations],
        staff=[(one.id, one.name) for one in planning.may_hold()],
        surveys=[(one.id, one.title) for one in surveys],
    )
