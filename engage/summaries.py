"""The themed summary of a survey: people per theme, quotes, and how far to trust it.

Everything here goes out through `disclosure`; nothing that identifies a person comes in.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from engage import codebooks, heads, what_is_said
from engage.codes import CodeName, names_ever
from engage.disclosure import Count, can_tell_spread, found_in, parts, shown
from engage.disclosure import share as share_of
from engage.extensions import db, settings
from engage.models import Answer, Response, Statement, StatementCode, Summary, Survey
from engage.models.people import BOROUGHS
from engage.quotes import Quote, joined, released, sent
from engage.times import today

STRONG = (15, 3, 2)
MODERATE = (8, 2)
CHANNEL_NAMES = {
    "web": "web",
    "text": "text",
    "session": "sessions",
    "paper": "paper",
    "phone": "by phone",
}
AREA_NAMES = {**BOROUGHS, "": "Somewhere else or not said"}


@dataclass(frozen=True)
class Theme:
    """One theme: how many people raised it, how far that goes, and what they said.

    `boroughs` is how many boroughs it came from and `channels` by which ways, as far as that
    points at nobody. `said` is how many people say what of it, by `what_is_said.PARTS`.
    """

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
    said: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part of the people who took part, such as a borough or a way of taking part.

    `people` is None where it is too small to show, or would give a small one away.
    """

    name: str
    people: int | None


@dataclass(frozen=True)
class Themed:
    """A whole summary, fit to show to a policy reader; a number is None where it is hidden.

    `limit` is the smallest number of people shown. `versions` of the survey were asked. `codebook`
    is the version of the codebook whose themes these are; None where nobody noted it.
    """

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
    still_reading: int | None
    held: int | None
    kicker: str = ""
    in_short: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    checked: str = ""
    version: int | None = None
    versions: int = 1
    codebook: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data to freeze in a published version."""
        data = asdict(self)
        for theme in data["themes"]:
            for quote in theme["quotes"]:
                del quote["statement"]
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
                "said": tuple(Part(**part) for part in theme.get("said", ())),
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


@dataclass
class _Raised:
    """Who raised one theme, or who took part at all, before anything is hidden."""

    people: int = 0
    boroughs: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)

    def add(self, borough: str, channel: str, people: int) -> None:
        """So many more, of one borough and one way of taking part."""
        self.people += people
        self.boroughs[borough] = self.boroughs.get(borough, 0) + people
        self.channels[channel] = self.channels.get(channel, 0) + people


def build(survey: Survey, *, now: datetime) -> Themed:
    """The summary as it stands now, small numbers hidden.

    Of a survey that too few people answered, nothing is told but that.
    """
    limit = settings().small_number
    everyone = _everyone(survey)
    people = shown(everyone.people, limit=limit)
    raised = {} if people.hidden else _raised(survey)
    said = what_is_said.people(survey) if raised else {}
    quotes = released(survey, [code for code, found in raised.items() if found.people >= limit])
    names = names_ever()
    themes = [
        replace(
            _theme(code, found, everyone, limit, quotes.get(code, ())),
            name=(known := names.get(code, CodeName(code, ""))).name,
            definition=known.definition,
            said=_said(said[code], limit) if found.people >= limit else (),
        )
        for code, found in raised.items()
    ]
    themes.sort(key=lambda theme: (-(theme.people or 0), theme.name))
    statements, not_coded = _grouped(survey, people, limit)
    unread = reading(survey)
    return Themed(
        title=survey.title,
        people=people.people,
        statements=statements,
        asked_from=today(survey.opens_at),
        asked_to=survey.last_day,
        channels=_parts(everyone.channels, CHANNEL_NAMES, limit),
        boroughs=_parts(everyone.boroughs, AREA_NAMES, limit),
        themes=tuple(themes),
        not_coded=not_coded,
        limit=limit,
        versions=len(survey.versions),
        codebook=codebooks.number(),
        still_reading=shown(
            unread.get("waiting", 0) + unread.get("reading", 0), limit=limit
        ).people,
        held=shown(unread.get("held", 0), limit=limit).people,
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


def _theme(
    code: str, raised: _Raised, everyone: _Raised, limit: int, quotes: Sequence[Quote]
) -> Theme:
    """One theme fit to show, with nothing yet of what the codebook calls it.

    A borough or a way of taking part counts only where its number of people is shown: else what
    the one person at a session raised could be told from a theme that names sessions, from where
    a quote came from, or from a theme's strength.
    """
    count = shown(raised.people, limit=limit)
    named = {name: people for name, people in raised.boroughs.items() if name}
    boroughs = found_in(named, _whole(everyone.boroughs, AREA_NAMES), limit=limit)
    channels = found_in(raised.channels, _whole(everyone.channels, CHANNEL_NAMES), limit=limit)
    tell_boroughs = can_tell_spread(raised.people, len(boroughs), limit=limit)
    tell_channels = can_tell_spread(raised.people, len(channels), limit=limit)
    return Theme(
        code=code,
        name=code,
        definition="",
        people=count.people,
        share=share_of(count, everyone.people),
        strength=strength(raised.people, len(boroughs), len(channels)),
        boroughs=len(boroughs) if tell_boroughs else None,
        channels=tuple(
            name for key, name in CHANNEL_NAMES.items() if key in channels and tell_channels
        ),
        quotes=tuple(
            replace(
                quote,
                channel=quote.channel if quote.channel in channels else "",
                area=quote.area if quote.area in boroughs and tell_boroughs else "",
            )
            for quote in quotes
        ),
    )


def _said(said: Mapping[str, int], limit: int) -> tuple[Part, ...]:
    fit = what_is_said.fit_to_show(said, limit=limit)
    return tuple(Part(part, people) for part, people in fit.items())


def _everyone(survey: Survey) -> _Raised:
    """Everybody who took part, by borough and by way of taking part."""
    who = heads.units(*sent(survey))
    parts = (who.c.borough, who.c.channel)
    found = _Raised()
    for borough, channel, people in db.session.execute(
        select(*parts, func.sum(who.c.people)).group_by(*parts)
    ):
        found.add(borough, channel, people)
    return found


def _parts(counts: dict[str, int], names: dict[str, str], limit: int) -> tuple[Part, ...]:
    """Every part by its name, the empty ones too: to leave one out would say it is empty."""
    safe: dict[str, Count] = parts(_whole(counts, names), limit=limit)
    return tuple(Part(name, safe[key].people) for key, name in names.items())


def _whole(counts: dict[str, int], names: dict[str, str]) -> dict[str, int]:
    return {key: counts.get(key, 0) for key in names}


def _raised(survey: Survey) -> dict[str, _Raised]:
    """For each code, the people who raised it, by borough and by way of taking part.

    People are counted once however often they said it, and those of a session as many as stand
    behind the line with that code that most stand behind.
    """
    who = heads.units(*sent(survey))
    raised = (
        joined(StatementCode.code, heads.UNIT.label("unit"), heads.MOST.label("people"))
        .where(*sent(survey))
        .group_by(StatementCode.code, heads.UNIT)
        .subquery("raised")
    )
    parts = (raised.c.code, who.c.borough, who.c.channel)
    rows = db.session.execute(
        select(*parts, func.sum(raised.c.people))
        .join(who, who.c.unit == raised.c.unit)
        .group_by(*parts)
    )
    found: dict[str, _Raised] = {}
    for code, borough, channel, people in rows:
        found.setdefault(code, _Raised()).add(borough, channel, people)
    return found


def _grouped(survey: Survey, people: Count, limit: int) -> tuple[int | None, int | None]:
    """How many statements there are and how many carry no code, or None where hidden.

    They are two parts of one total: each is shown only when the other may be too.
    """
    coded = select(StatementCode.statement_id).where(StatementCode.statement_id == Statement.id)
    rows = db.session.execute(
        select(coded.exists().label("coded"), func.count())
        .select_from(Statement)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(*sent(survey))
        .group_by("coded")
    )
    counts = {bool(is_coded): count for is_coded, count in rows}
    if people.hidden:
        return None, None
    safe = parts({"coded": counts.get(True, 0), "not coded": counts.get(False, 0)}, limit=limit)
    return shown(sum(counts.values()), limit=limit).people, safe["not coded"].people


def reading(survey: Survey) -> dict[str, int]:
    """How many answers are at each point of being read; exact, so for staff alone."""
    rows = db.session.execute(
        select(Answer.reading, func.count())
        .join(Response, Response.id == Answer.response_id)
        .where(*sent(survey))
        .group_by(Answer.reading)
    )
    return dict(rows.all())


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


def put_right(statement: Statement, now_reads: Mapping[str, str]) -> None:
    """Let what is published of a passage read as it does now, in every version.

    Numbers are frozen for good; a detail that somebody missed is not.
    """
    survey_id = select(Response.survey_id).join(Answer).where(Answer.id == statement.answer_id)
    mine = select(Summary).where(Summary.survey_id == survey_id.scalar_subquery())
    for summary in db.session.scalars(mine):
        themes = [
            {
                **theme,
                "quotes": [
                    {**quote, "text": now_reads.get(quote["text"], quote["text"])}
                    for quote in theme["quotes"]
                ],
            }
            for theme in summary.content["themes"]
        ]
        if themes != summary.content["themes"]:
            summary.content = {**summary.content, "themes": themes}


def published(survey: Survey) -> Summary | None:
    """The newest published version."""
    return db.session.scalar(
        select(Summary)
        .where(Summary.survey_id == survey.id)
        .order_by(Summary.version.desc())
        .limit(1)
    )


def all_published() -> list[tuple[Survey, Summary]]:
    """Every survey that has a published summary, with the newest version, newest first."""
    newest = (
        select(Summary.survey_id, func.max(Summary.version).label("version"))
        .group_by(Summary.survey_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Survey, Summary)
        .join(Summary, Summary.survey_id == Survey.id)
        .join(
            newest,
            (newest.c.survey_id == Summary.survey_id) & (newest.c.version == Summary.version),
        )
        .order_by(Summary.published_on.desc(), Survey.title)
    )
    return [(one, other) for one, other in rows]
