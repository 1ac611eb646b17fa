"""Responses: what one person said to one survey, under a pseudonym, apart from who they are."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from engage.extensions import Base
from engage.models.findings import Statement
from engage.models.surveys import Survey
from engage.models.types import IN_NO_ORDER, UTCDateTime, sealed
from surveys.progress import known
from surveys.reading import Value

CHANNELS = ("text", "web", "session", "paper", "phone")
USES_OF_WORDS = ("themes", "quote", "quote_with_area")


class Response(Base):
    """One person's whole set of answers to one survey.

    An anonymous survey's response cannot hold a person: the database refuses it. Its id is
    random and its times are whole days, an anonymous one's the Monday of the week, so that it
    cannot be matched to a text by its place in the table or by when it came. `receipt_key` is
    the keyed hash of a code that only the person has; `helped`, that somebody typed for them.
    One from a session is a line of its notes, which so many `people` there said or agreed with.
    """

    __tablename__ = "response"
    __table_args__ = (
        ForeignKeyConstraint(
            ["survey_id", "anonymous"], ["survey.id", "survey.anonymous"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["survey_id", "version"], ["survey_version.survey_id", "survey_version.number"]
        ),
        UniqueConstraint("survey_id", "person_id"),
        CheckConstraint("NOT anonymous OR person_id IS NULL", name="anonymous_has_no_person"),
        CheckConstraint(f"channel IN {CHANNELS}", name="channel_is_known"),
        CheckConstraint(f"use_of_words IN {USES_OF_WORDS}", name="use_of_words_is_known"),
        CheckConstraint("people > 0", name="somebody_said_it"),
        CheckConstraint("people = 1 OR session_id IS NOT NULL", name="one_person_answers"),
        Index("ix_response_survey_sent", "survey_id", "sent_on"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID]
    version: Mapped[int]
    anonymous: Mapped[bool]
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    channel: Mapped[str] = mapped_column(String(10))
    borough: Mapped[str | None] = mapped_column(
        String(20), info={"personal": "plain", "keep": "response"}
    )
    use_of_words: Mapped[str] = mapped_column(
        String(16), default="themes", info={"personal": "plain", "keep": "response"}
    )
    helped: Mapped[bool] = mapped_column(default=False)
    session_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    people: Mapped[int] = mapped_column(default=1)
    receipt_key: Mapped[str | None] = mapped_column(
        String(64), unique=True, info={"personal": "keyed hash", "keep": "response"}
    )
    started_on: Mapped[date]
    sent_on: Mapped[date | None]
    finished_on: Mapped[date | None]

    # By the id alone, so that a survey at hand is not read again.
    survey: Mapped[Survey] = relationship(
        viewonly=True, primaryjoin=lambda: foreign(Response.survey_id) == Survey.id
    )
    answers: Mapped[list[Answer]] = relationship(
        back_populates="response", cascade="all, delete-orphan", passive_deletes=True
    )

    def answer_to(self, key: str) -> Answer | None:
        """What they said to that question, if they have been there."""
        return next((a for a in self.answers if a.question == key), None)

    @property
    def values(self) -> dict[str, Value]:
        """What later questions may know of each question answered or skipped so far."""
        return {a.question: known(a.outcome, _as_read(a.value)) for a in self.answers}


def _as_read(plain: Any) -> Value:
    """A value as it was before it became JSON, which has lists where we have tuples."""
    return tuple(plain) if isinstance(plain, list) else plain


class Answer(Base):
    """One answer: a value to count, words sealed as they came, and how far reading has got."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("response_id", "question"),
        CheckConstraint("outcome IN ('answer', 'answer_text', 'skip')", name="outcome_is_known"),
        Index("ix_answer_reading", "reading", "lease_until"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(12))
    value: Mapped[Any | None] = mapped_column(
        JSON(none_as_null=True), info={"personal": "plain", "keep": "response"}
    )
    words: Mapped[str | None] = sealed("answer.words", keep="words")
    rather_not_say: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(12), default="en")
    reading: Mapped[str] = mapped_column(String(10), default="none")
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)

    response: Mapped[Response] = relationship(back_populates="answers")
    statements: Mapped[list[Statement]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by=Statement.position
    )


class HearBack(Base):
    """A number left at the end of a survey to hear what came of it; no response is named here."""

    __tablename__ = "hear_back"
    __table_args__ = (UniqueConstraint("survey_id", "number_key"), IN_NO_ORDER)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[str] = sealed("hear_back.number", keep="hear_back", nullable=False)
    number_key: Mapped[str] = mapped_column(
        String(64), info={"personal": "keyed hash", "keep": "hear_back"}
    )
    language: Mapped[str] = mapped_column(String(12), default="en")


class TookPart(Base):
    """That a person answered an anonymous survey, with no hint of which response or when."""

    __tablename__ = "took_part"
    __table_args__ = (IN_NO_ORDER,)

    survey_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
