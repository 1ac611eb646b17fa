"""Surveys and the versions of them that were published."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base, db
from engage.models.types import UTCDateTime
from engage.times import last_day
from surveys.loading import from_dict
from surveys.questionnaire import Questionnaire

MADE_GENERAL = ("light", "usual", "careful")
"""How much of what gives a person away only with other things is made general."""


class Survey(Base):
    """A survey people are asked to answer; what it asks is in its versions.

    `made_general` is how much of what gives a person away is made general, unless it is part of
    a consultation, which says so itself. `letters_within` is where the letters that stand for
    names in it count from: its consultation, or itself, and it never changes once there are some.
    """

    __tablename__ = "survey"
    __table_args__ = (
        UniqueConstraint("id", "anonymous"),
        CheckConstraint(f"made_general IN {MADE_GENERAL}", name="made_general_is_known"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    anonymous: Mapped[bool]
    text_word: Mapped[str | None] = mapped_column(String(16), unique=True)
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    consultation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("consultation.id", ondelete="SET NULL"), index=True
    )
    made_general: Mapped[str] = mapped_column(String(8), default="usual")
    letters_within: Mapped[uuid.UUID | None]
    example: Mapped[bool] = mapped_column(default=False)

    versions: Mapped[list[SurveyVersion]] = relationship(
        back_populates="survey",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="SurveyVersion.number",
    )

    def is_open(self, now: datetime) -> bool:
        """True while answers are taken."""
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)

    @property
    def last_day(self) -> date | None:
        """The last day on which answers are taken, if there is one."""
        return last_day(self.closes_at) if self.closes_at else None

    @property
    def latest(self) -> SurveyVersion:
        """The version that new responses answer."""
        return self.versions[-1]


class Asking(Base):
    """That staff asked a group to answer a survey; a worker goes through it in batches.

    `after` is the last person it has come to, in the order of their ids.
    """

    __tablename__ = "asking"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contact_group.id", ondelete="CASCADE"))
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    after: Mapped[uuid.UUID | None]
    texts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class SurveyDraft(Base):
    """A survey being written, as its author has it: it need not be whole, or even right.

    `survey_id` is the published survey that this is to become the next version of, if any.
    `removed` is the question that was taken out last, with its place, so that it can be put back.
    """

    __tablename__ = "survey_draft"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), unique=True
    )
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    removed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revision: Mapped[int] = mapped_column(default=0)
    example: Mapped[bool] = mapped_column(default=False)


MOST_KEPT = 200
_read: dict[tuple[uuid.UUID, int], Questionnaire] = {}


class SurveyVersion(Base):
    """What a survey asked, frozen when it was published; responses remember theirs."""

    __tablename__ = "survey_version"

    survey_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)

    survey: Mapped[Survey] = relationship(back_populates="versions")

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions of this version, read once in a process since they never change."""
        name = (self.survey_id, self.number)
        found = _read.get(name)
        if found is None:
            if len(_read) >= MOST_KEPT:
                _read.clear()
            found = _read[name] = from_dict(self.definition)
        return found


def published(survey_id: uuid.UUID, number: int) -> Questionnaire:
    """The questions of one version; no query for one that this process has read before."""
    name = (survey_id, number)
    return _read.get(name) or db.session.get_one(SurveyVersion, name).questionnaire
