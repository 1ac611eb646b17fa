"""Answering a session's invitation on its page: the same rules as by text, and needs by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engage import access_needs, concerns, open_pages, places, rsvp, safeguarding, threads
from engage.extensions import db
from engage.models import Invitation
from engage.places import reachable
from engage.session_invites import of_batch
from surveys.needs import NEEDS

LONGEST = 600


@dataclass(frozen=True)
class Answered:
    """What a form says: yes or no by the key of each session, needs, and words.

    `seen` is the revision of each session that the form showed.
    """

    comes: Mapping[str, str]
    seen: Mapping[str, int]
    needs: frozenset[str]
    words: str


class AskAgain(Exception):
    """No answer was taken: the keys of sessions that are not as they were shown, and of those
    without a yes or a no. What was heeded of danger stands, and is to be committed."""

    def __init__(self, changed: frozenset[str], unanswered: frozenset[str]) -> None:
        super().__init__(changed, unanswered)
        self.changed = changed
        self.unanswered = unanswered


def key_of(invitation: Invitation) -> str:
    """What stands for an invitation on its page: its session, whatever else comes or goes."""
    return open_pages.key_of(invitation.session)


def beside(invitation: Invitation) -> list[Invitation]:
    """Those one page answers: all that were asked in one text, asked again alone or not."""
    return of_batch(invitation.batch_id) if invitation.batch_id else [invitation]


def can_answer(invitation: Invitation, *, now: datetime) -> bool:
    """Whether its session is on and not over."""
    session = invitation.session
    return session.cancelled_at is None and now < session.ends_at


def needs_told(invitations: Sequence[Invitation]) -> frozenset[str]:
    """What they have told us so far that they need, and that we see to."""
    return frozenset(_needs(invitations, ("open", "arranged")))


def could_not(invitations: Sequence[Invitation]) -> dict[str, list[Invitation]]:
    """What they need and we could not arrange, each with where that is so."""
    return _needs(invitations, ("cannot",))


def _needs(
    invitations: Sequence[Invitation], states: Collection[str]
) -> dict[str, list[Invitation]]:
    found: dict[str, list[Invitation]] = {}
    for one in invitations:
        for need in one.access_needs:
            if need.state in states and need.need in NEEDS:
                found.setdefault(need.need, []).append(one)
    return found


def answer(invitations: Sequence[Invitation], said: Answered, *, now: datetime) -> None:
    """Take what a page says; the same again changes nothing, and too late is left as it was.

    Whoever answers here has seen where and when it is now, so that no text need say it: raises
    AskAgain where the page showed something else.
    """
    for one in sorted(invitations, key=lambda i: i.session_id):
        places.take_turn(one.session)
        db.session.refresh(one)
    words = said.words[:LONGEST]
    _heed_danger(invitations[0], words, now=now)
    _check(invitations, said, now=now)
    told = said.needs | rsvp.QUESTION.read(words).needs if words else said.needs
    for one in invitations:
        comes = said.comes.get(key_of(one))
        if comes is None or not can_answer(one, now=now):
            continue
        places.call_off_texts(one)
        rsvp.answer(one, comes, told, _new(one, words), now=now)
        if comes == "yes":
            access_needs.keep_only(one, told, now=now)


def _check(invitations: Sequence[Invitation], said: Answered, *, now: datetime) -> None:
    on = {key_of(one) for one in invitations if can_answer(one, now=now)}
    changed = frozenset(
        key
        for one in invitations
        if (key := key_of(one)) in on | said.seen.keys()
        and said.seen.get(key) != one.session.revision
    )
    unanswered = frozenset(on - said.comes.keys())
    if changed or unanswered:
        raise AskAgain(changed, unanswered)


def _new(invitation: Invitation, words: str) -> str | None:
    """The words, if they have not been kept already: a form may come twice."""
    known = (invitation.words or "").splitlines()
    return None if not words or words in known else words


def _heed_danger(invitation: Invitation, words: str, *, now: datetime) -> None:
    """Keep words of danger, tell whoever is on call as of a worry at the session, and ask a
    person to look, whatever becomes of the answer.

    Once, though the same form comes again, for as long as nobody has seen to it.
    """
    if not words or not safeguarding.look(words).tiers:
        return
    new = _new(invitation, words)
    if new:
        rsvp.keep_words(invitation, new)
        db.session.flush()
    if new or not concerns.unseen(invitation.session):
        concerns.pass_on(invitation.session, by=None, now=now)
    phone = reachable(invitation.person)
    if phone is not None:
        threads.need_a_person(phone, "other", now=now)


def known_needs(names: Collection[str]) -> frozenset[str]:
    """Those among these that are needs we know."""
    return frozenset(names) & NEEDS
