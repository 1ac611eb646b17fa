"""The themed summary of a survey: people per theme, quotes, and how far to trust it.

Everything here goes out through `disclosure`; nothing that identifies a person comes in.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

import yaml
from sqlalchemy import func, select

from engage.config import ROOT
from engage.disclosure import Count, parts, shown
from engage.disclosure import share as share_of
from engage.extensions import db, settings
from engage.models import Action, Answer, Response, Statement, StatementCode, Summary, Survey
from engage.models.people import BOROUGHS
from engage.times import today

QUOTES_A_THEME = 2
STRONG = (15, 3, 2)
MODERATE = (8, 2)
CHANNEL_NAMES = {"web": "web", "text": "text", "session": "sessions"}


@dataclass(frozen=True)
class Quote:
    """Words a person read and released, and the way they came."""

    text: str
    channel: str


@dataclass(frozen=True)
class Theme:
    """One theme: how many people raised it, how far that goes, and what they said."""

    code: str
    name: str
    definition: str
    people: int | None
    share: int | None
    strength: str
    boroughs: int | None
    channels: tuple[str, ...]
    quotes: tuple[Quote, ...]
    note: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the people who took part, such as a borough or a way of taking part."""

    name: str
    people: int | None


@dataclass(frozen=True)
class Themed:
    """A whole summary, fit to show to a policy reader."""

    title: str
    people: int | None
    statements: int | None
    asked_from: date
    asked_to: date | None
    channels: tuple[Part, ...]
    boroughs: tuple[Part, ...]
    themes: tuple[Theme, ...]
    not_coded: int | None
    limit: int
    still_reading: int
    held: int
    kicker: str = ""
    in_short: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    checked: str = ""
    version: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data to freeze in a published version."""
        data = asdict(self)
        for name in ("asked_from", "asked_to"):
            data[name] = data[name].isoformat() if data[name] else None
        return data


def from_dict(data: dict[str, Any]) -> Themed:
    """A summary from the data of a published version."""
    themes = tuple(
        Theme(
            **{
                **theme,
                "channels": tuple(theme["channels"]),
                "quotes": tuple(Quote(**quote) for quote in theme["quotes"]),
            }
        )
        for theme in data["themes"]
    )
    whole = {
        **data,
        "themes": themes,
        "channels": tuple(Part(**part) for part in data["channels"]),
        "boroughs": tuple(Part(**part) for part in data["boroughs"]),
        "in_short": tuple(data["in_short"]),
        "cautions": tuple(data["cautions"]),
        "asked_from": date.fromisoformat(data["asked_from"]),
        "asked_to": date.fromisoformat(data["asked_to"]) if data["asked_to"] else None,
    }
    return Themed(**whole)


@dataclass(frozen=True)
class CodeName:
    """What a code is called and what it covers."""

    name: str
    definition: str


@cache
def code_names() -> dict[str, CodeName]:
    """The names of the codes, read from the codebook's file without loading the language tools."""
    book = yaml.safe_load((ROOT / "nlp" / "data" / "codebook.yaml").read_text("utf-8"))
    return {code["id"]: CodeName(code["name"], code["definition"]) for code in book["codes"]}


@dataclass
class _Raised:
    """Who raised one theme, before anything is hidden."""

    people: int = 0
    boroughs: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)


def build(survey: Survey, *, now: datetime) -> Themed:
    """The summary as it stands now, small numbers hidden."""
    limit = settings().small_number
    total = _count(survey)
    raised = _raised(survey)
    quotes = _quotes(survey)
    themes = [
        _theme(code, found, total, limit, quotes.get(code, ())) for code, found in raised.items()
    ]
    themes.sort(key=lambda theme: (-(theme.people or 0), theme.name))
    reading = _reading(survey)
    return Themed(
        title=survey.title,
        people=shown(total, limit=limit).people,
        statements=shown(_statements(survey), limit=limit).people,
        asked_from=today(survey.opens_at),
        asked_to=today(survey.closes_at) if survey.closes_at else None,
        channels=_parts(_by(survey, Response.channel), CHANNEL_NAMES, limit),
        boroughs=_parts(
            _by(survey, Response.borough), {**BOROUGHS, "": "Somewhere else or not said"}, limit
        ),
        themes=tuple(themes),
        not_coded=shown(_not_coded(survey), limit=limit).people,
        limit=limit,
        still_reading=reading.get("waiting", 0) + reading.get("reading", 0),
        held=reading.get("held", 0),
    )


def strength(people: int, boroughs: int, channels: int) -> str:
    """Strong, moderate, or early sign, by how many people, places and ways of taking part.

    Strong: 15 or more people, 3 or more boroughs, 2 or more ways. Moderate: 8 or more people
    and 2 or more boroughs or ways. Our own starting rule, after CERQual's four questions.
    """
    if people >= STRONG[0] and boroughs >= STRONG[1] and channels >= STRONG[2]:
        return "strong"
    if people >= MODERATE[0] and max(boroughs, channels) >= MODERATE[1]:
        return "moderate"
    return "early"


def _theme(code: str, raised: _Raised, total: int, limit: int, quotes: Sequence[Quote]) -> Theme:
    known = code_names().get(code, CodeName(code, ""))
    count = shown(raised.people, limit=limit)
    boroughs = sum(1 for name in raised.boroughs if name)
    return Theme(
        code=code,
        name=known.name,
        definition=known.definition,
        people=count.people,
        share=share_of(count, total),
        strength=strength(raised.people, boroughs, len(raised.channels)),
        boroughs=None if count.hidden else boroughs,
        channels=() if count.hidden else tuple(sorted(CHANNEL_NAMES[c] for c in raised.channels)),
        quotes=() if count.hidden else tuple(quotes[:QUOTES_A_THEME]),
    )


def _sent(survey: Survey) -> Any:
    return (Response.survey_id == survey.id, Response.sent_on.is_not(None))


def _count(survey: Survey) -> int:
    return db.session.scalar(select(func.count()).where(*_sent(survey))) or 0


def _by(survey: Survey, column: Any) -> dict[str, int]:
    rows = db.session.execute(
        select(func.coalesce(column, ""), func.count()).where(*_sent(survey)).group_by(column)
    )
    return dict(rows.tuples().all())


def _parts(counts: dict[str, int], names: dict[str, str], limit: int) -> tuple[Part, ...]:
    safe: dict[str, Count] = parts({k: counts.get(k, 0) for k in names}, limit=limit)
    return tuple(Part(name, safe[key].people) for key, name in names.items() if counts.get(key))


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(StatementCode)
        .join(Statement, Statement.id == StatementCode.statement_id)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
    )


def _raised(survey: Survey) -> dict[str, _Raised]:
    """For each code, the people who raised it, by borough and by way of taking part.

    People are counted once however often they said it: a response is one person's.
    """
    rows = db.session.execute(
        _joined(
            StatementCode.code,
            func.coalesce(Response.borough, ""),
            Response.channel,
            func.count(func.distinct(Response.id)),
        )
        .where(*_sent(survey))
        .group_by(StatementCode.code, Response.borough, Response.channel)
    )
    found: dict[str, _Raised] = {}
    for code, borough, channel, people in rows:
        raised = found.setdefault(code, _Raised())
        raised.people += people
        raised.boroughs[borough] = raised.boroughs.get(borough, 0) + people
        raised.channels[channel] = raised.channels.get(channel, 0) + people
    return found


def _quotes(survey: Survey) -> dict[str, list[Quote]]:
    """Released statements of people who agreed to be quoted, by code, in a fixed order."""
    rows = db.session.execute(
        _joined(StatementCode.code, Statement.text, Response.channel)
        .where(*_sent(survey), Response.may_quote, Statement.released_by.is_not(None))
        .order_by(StatementCode.code, StatementCode.confidence.desc(), Statement.id)
    )
    found: dict[str, list[Quote]] = {}
    used: set[str] = set()
    for code, text, channel in rows:
        if text not in used and len(found.get(code, [])) < QUOTES_A_THEME:
            used.add(text)
            found.setdefault(code, []).append(Quote(text, channel))
    return found


def _statements(survey: Survey) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Statement)
            .join(Answer, Answer.id == Statement.answer_id)
            .join(Response, Response.id == Answer.response_id)
            .where(*_sent(survey))
        )
        or 0
    )


def _not_coded(survey: Survey) -> int:
    """Statements that carry no code: they are counted, not lost."""
    coded = select(StatementCode.statement_id).where(StatementCode.statement_id == Statement.id)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Statement)
            .join(Answer, Answer.id == Statement.answer_id)
            .join(Response, Response.id == Answer.response_id)
            .where(*_sent(survey), ~coded.exists())
        )
        or 0
    )


def _reading(survey: Survey) -> dict[str, int]:
    rows = db.session.execute(
        select(Answer.reading, func.count())
        .join(Response, Response.id == Answer.response_id)
        .where(*_sent(survey))
        .group_by(Answer.reading)
    )
    return dict(rows.tuples().all())


def publish(survey: Survey, themed: Themed, *, now: datetime) -> Summary:
    """Freeze a summary as the next published version."""
    last = db.session.scalar(
        select(func.max(Summary.version)).where(Summary.survey_id == survey.id)
    )
    version = (last or 0) + 1
    content = {**themed.to_dict(), "version": version}
    summary = Summary(
        id=uuid.uuid4(),
        survey_id=survey.id,
        version=version,
        content=content,
        published_on=today(now),
    )
    db.session.add(summary)
    db.session.flush()
    return summary


def published(survey: Survey) -> Summary | None:
    """The newest published version."""
    return db.session.scalar(
        select(Summary)
        .where(Summary.survey_id == survey.id)
        .order_by(Summary.version.desc())
        .limit(1)
    )


def actions_for(survey: Survey) -> list[Action]:
    """What was promised in answer to this survey, in order."""
    return list(
        db.session.scalars(
            select(Action).where(Action.survey_id == survey.id).order_by(Action.position)
        )
    )
