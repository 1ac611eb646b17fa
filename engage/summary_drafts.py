"""A summary on its way out: frozen as it stands, and read again as it would go out now.

A draft keeps its figures. The words that people said stay where they are, so that whoever takes
theirs back, or whatever a reader takes out, is gone from it at once.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from engage import audit, blind_hiding, summaries, summary_words
from engage.extensions import db
from engage.models import (
    Answer,
    DraftQuote,
    Response,
    Staff,
    Statement,
    SummaryDraft,
    Survey,
)
from engage.quotes import AREA, Quote, may_be_quoted, quote_of
from engage.summaries import Themed
from engage.summary_words import Written

CHECKED = "Two people"
"""Who checked what goes out this way: whoever asked for it, and whoever published it."""
FROZE = "froze a summary"
_TOO_FEW = "Too few people have replied. Wait until a summary can point at nobody"


class CannotFreeze(Exception):
    """It cannot be frozen with what was written; `problems` says what to do, by place."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("\n".join(problems.values()))
        self.problems = problems


class NotAsSeen(Exception):
    """The draft is not as it was seen: another is there, its words changed, or it is asked for."""


class Over(Exception):
    """The draft has been published, sent back or taken back."""


class NotTheirs(Exception):
    """This is for whoever froze the draft, or for anybody but them."""


@dataclass(frozen=True)
class Since:
    """That figures have changed since a draft was frozen, with the people then and now."""

    then: int | None
    now: int | None


def open_one(survey: Survey) -> SummaryDraft | None:
    """The draft of a survey that waits for something."""
    mine = (SummaryDraft.survey_id == survey.id, SummaryDraft.ended_at.is_(None))
    return db.session.scalar(select(SummaryDraft).where(*mine))


def every(survey: Survey) -> list[SummaryDraft]:
    """All drafts of a survey there ever were, the newest first."""
    mine = select(SummaryDraft).where(SummaryDraft.survey_id == survey.id)
    return list(db.session.scalars(mine.order_by(SummaryDraft.frozen_at.desc())))


def all_open() -> dict[uuid.UUID, SummaryDraft]:
    """Every draft that waits for something, by its survey."""
    found = db.session.scalars(select(SummaryDraft).where(SummaryDraft.ended_at.is_(None)))
    return {one.survey_id: one for one in found}


def to_begin_with(survey: Survey) -> Written:
    """What to put in the form of a new draft: the words of the last one, or of what is published.

    A draft that was published has none of its own any more.
    """
    drafts, out = every(survey), summaries.published(survey)
    if drafts and drafts[0].content is not None:
        return summary_words.of(_frozen(drafts[0]))
    return summary_words.of(summaries.from_dict(out.content)) if out else Written(survey.title)


def freeze(
    survey: Survey, written: Written, *, by: Staff, now: datetime, seen: str = ""
) -> SummaryDraft:
    """Freeze the summary as it stands now, with these words, in place of one's own open draft.

    `seen` is the mark of that draft. Raises CannotFreeze, NotAsSeen or Over.
    """
    draft = open_one(survey)
    if draft is not None:
        take_turn(draft)
        if seen != mark(draft) or draft.frozen_by != by.id:
            raise NotAsSeen
    live = summaries.build(survey, now=now)
    problems = summary_words.problems(written)
    if not live.people:
        problems["title"] = _TOO_FEW
    if problems:
        raise CannotFreeze(problems)
    themed = replace(summary_words.put_in(live, written), checked=CHECKED)
    draft = draft or SummaryDraft(id=uuid.uuid4(), survey_id=survey.id)
    draft.frozen_by, draft.frozen_at, draft.asked_at = by.id, now, None
    _keep(draft, themed)
    audit.note(FROZE, draft.id, by=by.id, now=now)
    db.session.flush()
    return draft


def _keep(draft: SummaryDraft, themed: Themed) -> None:
    """Write a draft anew; the database decides of two at once. Earlier ones let their words go."""
    quoted = _still_there([(one.code, quote) for one in themed.themes for quote in one.quotes])
    bare = replace(themed, themes=tuple(replace(one, quotes=()) for one in themed.themes))
    draft.content = {"themed": bare.to_dict(), "quoted": len(quoted)}
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        raise NotAsSeen from None
    earlier = (SummaryDraft.survey_id == draft.survey_id, SummaryDraft.ended_at.is_not(None))
    db.session.execute(update(SummaryDraft).where(*earlier).values(content=None))
    db.session.execute(delete(DraftQuote).where(DraftQuote.draft_id == draft.id))
    db.session.add_all(
        DraftQuote(
            draft_id=draft.id,
            statement_id=quote.statement,
            code=code,
            place=place,
            channel=quote.channel,
            area=quote.area,
        )
        for place, (code, quote) in enumerate(quoted, start=1)
    )


def _still_there(quoted: list[tuple[str, Quote]]) -> list[tuple[str, Quote]]:
    """Those whose statement nobody deleted meanwhile, nor can before the draft is kept."""
    ids = [quote.statement for _code, quote in quoted]
    held = select(Statement.id).where(Statement.id.in_(ids)).order_by(Statement.id)
    there = set(db.session.scalars(held.with_for_update(read=True, key_share=True)))
    return [(code, quote) for code, quote in quoted if quote.statement in there]


def take_turn(draft: SummaryDraft) -> None:
    """Have a draft to ourselves until this transaction ends, and read it as it is. Raises Over."""
    ours = db.session.scalar(
        update(SummaryDraft)
        .where(SummaryDraft.id == draft.id, SummaryDraft.ended_at.is_(None))
        .values(frozen_at=SummaryDraft.frozen_at)
        .returning(SummaryDraft.id)
        .execution_options(synchronize_session=False)
    )
    if ours is None:
        raise Over
    db.session.refresh(draft)


def leave_out(draft: SummaryDraft, statement_id: uuid.UUID, *, by: Staff) -> None:
    """Leave a quote out; it has to be asked for anew then. Raises Over or NotTheirs."""
    take_turn(draft)
    if draft.frozen_by != by.id:
        raise NotTheirs
    quote = db.session.get(DraftQuote, (draft.id, statement_id))
    if quote is None or draft.content is None:
        return
    db.session.delete(quote)
    draft.content = {**draft.content, "quoted": draft.content["quoted"] - 1}
    draft.asked_at = None
    db.session.flush()


def shown(draft: SummaryDraft) -> Themed:
    """An open draft as it would go out now: its figures, and those of its quotes that still may."""
    themed, quotes = _frozen(draft), _quotes(draft)
    themes = tuple(replace(one, quotes=tuple(quotes.get(one.code, ()))) for one in themed.themes)
    return replace(themed, themes=themes)


def _frozen(draft: SummaryDraft) -> Themed:
    if draft.content is None:
        raise Over
    return summaries.from_dict(draft.content["themed"])


def _quotes(draft: SummaryDraft) -> dict[str, list[Quote]]:
    rows = db.session.execute(
        select(DraftQuote, Statement, AREA)
        .join(Statement, Statement.id == DraftQuote.statement_id)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(DraftQuote.draft_id == draft.id, *may_be_quoted())
        .order_by(DraftQuote.place)
    )
    found: dict[str, list[Quote]] = {}
    for one, said, area in rows:
        told = one.area if one.area == area else ""
        found.setdefault(one.code, []).append(quote_of(said, one.channel, told))
    return found


def quotes_gone(draft: SummaryDraft) -> int:
    """How many quotes it had when it was frozen and may not have any more."""
    frozen = draft.content["quoted"] if draft.content else 0
    return int(frozen) - sum(map(len, _quotes(draft).values()))


def statements_in(draft: SummaryDraft) -> list[uuid.UUID]:
    """The statements a draft quotes, in the order in which all take turns."""
    mine = select(DraftQuote.statement_id).where(DraftQuote.draft_id == draft.id)
    return list(db.session.scalars(mine.order_by(DraftQuote.statement_id)))


def mark(draft: SummaryDraft) -> str:
    """What tells whether an open draft still is as somebody saw it, to the last word."""
    seen = [str(draft.id), draft.frozen_at.isoformat(), shown(draft).to_dict()]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


def since(draft: SummaryDraft, survey: Survey, *, now: datetime) -> Since | None:
    """Whether the figures have changed since it was frozen; None if they are the same."""
    then, live = _frozen(draft), summaries.build(survey, now=now)
    if _figures(then) == _figures(live):
        return None
    return Since(then.people, live.people)


def _figures(themed: Themed) -> Themed:
    """A summary with nothing in it that anybody wrote or said."""
    bare = summary_words.put_in(themed, Written(""))
    themes = tuple(replace(one, quotes=()) for one in bare.themes)
    return replace(bare, themes=themes, checked="", version=None)


def is_hidden_from(draft: SummaryDraft, staff: Staff) -> bool:
    """Whether somebody has still to read blind what it quotes under a theme."""
    return bool(blind_hiding.ids_hidden_from(staff) & set(statements_in(draft)))
