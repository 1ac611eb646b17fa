"""The pages there are to look at, for the page checker: who each is for, and its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

from flask import current_app, url_for
from sqlalchemy import func, select
from werkzeug.routing import Rule

from engage import (
    blind_rounds,
    blind_settling,
    codebooks,
    drafts,
    open_pages,
    rsvp_links,
    times,
)
from engage.example.people import EXAMPLE_STAFF
from engage.extensions import db
from engage.models import (
    BlindRound,
    CodebookProposal,
    Consultation,
    FoundTheme,
    Invitation,
    Payment,
    Person,
    Phone,
    ReadyReply,
    Response,
    Session,
    Statement,
    StatementCode,
    Summary,
    SummaryDraft,
    Survey,
    SurveyDraft,
    ThemeSearch,
    Thread,
)
from engage.web.access import ANYONE, declared
from engage.web.languages import CHOICE, LANGUAGES, may_choose, ready

NOT_PAGES = frozenset(
    {
        "static",
        "codebook.as_file",
        "health.alive",
        "health.ready",
        "home.in_capitals",
        "privacy.leave",
        "sign_in.start",
        "security.logout",
        "session_notes.hand_in_again",
        "sessions.calendar_file",
        "paying.as_file",
        "blind_agreement.as_file",
        "budgets.as_file",
        "meet.calendar_file",
        "calendar_feed.feed",
        "replies.texts",
        "rsvp.calendar_file",
        "sharing.picture",
        "publishing.draft_as_file",
        "publishing.survey_as_file",
        "local_words.as_file",
    }
)
"""Addresses that lead elsewhere, or give something that is not a page."""
IN_STEPS = frozenset(
    {
        "about_you.ask",
        "alerts.one",
        "answer.no_thanks",
        "answer.start",
        "check_and_send.check",
        "check_and_send.thanks",
        "entering.saved",
        "from_text.before_helping",
        "from_text.link",
        "hear_back.ask",
        "hear_back.left",
        "helping.before",
        "local_words.passages",
        "mine.deleted",
        "paying.hand_over",
        "mine.sure",
        "questions.ask",
        "receipt.stopped",
        "session_notes.change",
        "session_notes.look",
        "tablet.sure",
    }
)
"""Pages that are come to in steps: .ci/pages and .ci/journeys take them."""
SKIPPED = NOT_PAGES | IN_STEPS
AFTER = frozenset({"attending", "thanking", "paying", "debriefing"})
"""What is done once a session has been."""


def pages_for_checker() -> Iterator[tuple[str, ...]]:
    """Each page that opens with a GET, with things from the database in its address.

    A staff page comes with the email of somebody of the example who may open it. Where there is
    nothing for an address to show, "nothing" and its rule say so.
    """
    with current_app.test_request_context():
        for rule in current_app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint not in SKIPPED:
                yield from list(_pages(rule)) or [("nothing", rule.rule)]


def _pages(rule: Rule) -> Iterator[tuple[str, ...]]:
    allowed = declared(current_app, rule.endpoint) or ANYONE
    for values in _values(rule.endpoint, frozenset(rule.arguments)):
        path = url_for(rule.endpoint, **values)
        if allowed is ANYONE:
            yield from (("public", address) for address in _in_languages(path))
        for who in EXAMPLE_STAFF:
            if who.role in allowed - {"admin"}:
                yield "staff", path, who.email


def _in_languages(path: str) -> Iterator[str]:
    """A page for anyone as it opens, and in each language that is ready and runs right to left."""
    yield path
    if may_choose(path):
        right_to_left = (code for code in ready() if LANGUAGES[code].direction == "rtl")
        yield from (f"{path}?{CHOICE}={code}" for code in right_to_left)


def _values(endpoint: str, wanted: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Something real for each part of an address; of what is being written, one of each kind."""
    if "draft_id" in wanted:
        for draft in drafts.all_of_them():
            yield from _of_draft(draft, endpoint, wanted)
        return
    found = {name: PARTS[name](endpoint) for name in wanted}
    if all(value is not None for value in found.values()):
        yield found


def _of_draft(
    draft: SurveyDraft, endpoint: str, wanted: frozenset[str]
) -> Iterator[dict[str, Any]]:
    questions = drafts.questions(draft)
    if endpoint == "publishing.publish" and drafts.problems(draft):
        return
    if endpoint == "writing_when.when":
        questions = [one for one in questions if one.get("show_when")]
    kinds = {one["kind"]: one["key"] for one in questions}
    known = {
        "draft_id": [draft.id],
        "question": list(kinds.values()),
        "language": list(draft.definition.get("translations") or {}),
    }
    each = product(*(known[name] for name in wanted))
    yield from (dict(zip(wanted, values, strict=True)) for values in each)


def _key(endpoint: str) -> object | None:
    """The open survey with most replies, or one whose summary is out, or waits to be."""
    if endpoint == "sign_in.link":
        return "not-a-link"
    if endpoint.startswith("meet."):
        coming = select(Session).order_by(Session.starts_local.desc())
        session = db.session.scalar(coming.limit(1))
        return open_pages.key_of(session) if session else None
    if "published" in endpoint:
        return db.session.scalar(select(Survey.key).where(Survey.id.in_(select(Summary.survey_id))))
    if endpoint.startswith("summary_drafts."):
        frozen = select(SummaryDraft.survey_id).where(SummaryDraft.ended_at.is_(None))
        return db.session.scalar(select(Survey.key).where(Survey.id.in_(frozen)))
    is_open, replies = Survey.closes_at > times.now(), func.count(Response.id)
    surveys = select(Survey.key).outerjoin(Response).group_by(Survey.id)
    return db.session.scalar(surveys.order_by(is_open.desc(), replies.desc()))


def _phone(_endpoint: str) -> object | None:
    """That of somebody made up, who waits for us if anybody does."""
    threads = select(Phone.id).join(Person).outerjoin(Thread, Thread.phone_id == Phone.id)
    waiting_first = (Thread.waiting_since.is_(None), Thread.waiting_since)
    return db.session.scalar(threads.where(Person.example).order_by(*waiting_first))


def _session(endpoint: str) -> object | None:
    """The last of all; for what is done after a session, the last to which somebody came."""
    sessions = select(Session.id).order_by(Session.starts_local.desc())
    if endpoint.split(".", maxsplit=1)[0] in AFTER:
        sessions = sessions.where(Session.id.in_(select(Payment.session_id)))
    return db.session.scalar(sessions)


def _invitation(endpoint: str) -> object | None:
    """Somebody of that session who has chosen a voucher."""
    chosen = select(Payment.invitation_id).where(Payment.session_id == _session(endpoint))
    return db.session.scalar(chosen.order_by(Payment.kind.desc()))


def _consultation(endpoint: str) -> object | None:
    """One that is open, or for its form one that is not, so that something is still to write."""
    is_open = Consultation.opened_at.is_not(None) & Consultation.closed_at.is_(None)
    wanted = ~is_open if endpoint == "consultations.edit" else is_open
    return db.session.scalar(select(Consultation.id).order_by(wanted.desc(), Consultation.title))


def _search(_endpoint: str) -> object | None:
    """The newest search for themes in a whole survey."""
    whole = select(ThemeSearch.id).where(ThemeSearch.parent_id.is_(None))
    return db.session.scalar(whole.order_by(ThemeSearch.asked_at.desc()))


def _theme(endpoint: str) -> object | None:
    """The largest theme of that search that waits for a decision."""
    found = select(FoundTheme.id).where(FoundTheme.search_id == _search(endpoint))
    return db.session.scalar(found.where(FoundTheme.state == "proposed").order_by("number"))


def _code(_endpoint: str) -> object | None:
    """The theme that most statements carry, else the first."""
    ids, many = [code.id for code in codebooks.current().codes], func.count()
    some = select(StatementCode.code).where(StatementCode.code.in_(ids))
    most = some.group_by(StatementCode.code).order_by(many.desc())
    return db.session.scalar(most.limit(1)) or ids[0]


def _other_code(endpoint: str) -> object | None:
    """Any theme but that one."""
    codes = (code.id for code in codebooks.current().codes if code.id != _code(endpoint))
    return next(codes, None)


def _round(endpoint: str) -> BlindRound | None:
    """One that is over, for what comes of a round; else one that is being read."""
    wanted = endpoint.startswith("blind_agreement.")
    found = blind_rounds.everything()
    return next((one for one in found if blind_rounds.is_over(one) == wanted), None)


def _round_id(endpoint: str) -> object | None:
    found = _round(endpoint)
    return found.id if found else None


def _statement(endpoint: str) -> object | None:
    """Any, or of a round one on which people differ."""
    if not endpoint.startswith("blind_agreement."):
        return _any(Statement)(endpoint)
    found = _round(endpoint)
    every = blind_settling.everything(found) if found else []
    return next((one.statement.id for one in every if not one.is_same), None)


def _any(model: type[ReadyReply | Statement | CodebookProposal]) -> Callable[[str], object | None]:
    return lambda _endpoint: db.session.scalar(select(model.id).limit(1))


def _token(_endpoint: str) -> object | None:
    """The link of somebody who was asked to a session to come."""
    asked = (
        select(Invitation)
        .join(Session)
        .where(Invitation.rsvp_key.is_not(None), Session.cancelled_at.is_(None))
        .order_by(Session.starts_local.desc(), Invitation.id)
    )
    found = db.session.scalar(asked.limit(1))
    return rsvp_links.token_of(found) if found else None


PARTS: Mapping[str, Callable[[str], object | None]] = {
    "key": _key,
    "session_id": _session,
    "invitation_id": _invitation,
    "consultation_id": _consultation,
    "phone_id": _phone,
    "token": _token,
    "code_id": _code,
    "to_id": _other_code,
    "version_number": lambda _endpoint: codebooks.SHIPPED,
    "proposal_id": _any(CodebookProposal),
    "reply_id": _any(ReadyReply),
    "search_id": _search,
    "theme_id": _theme,
    "statement_id": _statement,
    "round_id": _round_id,
}
"""What stands for each part of an address, by the name of the part."""
OF_A_DRAFT = frozenset({"draft_id", "question", "language"})


def can_be_shown(rule: Rule) -> bool:
    """Whether we know how to fill in the address of a page."""
    known = OF_A_DRAFT if "draft_id" in rule.arguments else set(PARTS)
    return rule.arguments <= known
