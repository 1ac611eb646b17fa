"""What people decide on themes that were found: codes made of them, and all else.

It takes `nlp.codebook` alone, which needs no spaCy. Each decision is kept, and can be taken back
until something builds on it (`found_undone`).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from engage import (
    audit,
    codebook_changes,
    coding_by_hand,
    coding_many,
    found_history,
    found_members,
    theme_searches,
)
from engage.codebook_changes import CannotChange
from engage.codes import code_names
from engage.coding_by_hand import CannotDecide
from engage.extensions import db
from engage.models import FoundTheme, Staff, Statement, ThemeSearch
from engage.models.discovery import ACCEPTED, DROPPED, MERGED, PROPOSED, SPLIT
from engage.theme_searches import StillLooking
from nlp.codebook import Code

GROUP = "found"
LONGEST_NAME, LONGEST_WORDS = 80, 1000
MOST_EXAMPLES = 3
FEWEST_TO_SPLIT = 4
Ticked = Mapping[uuid.UUID, str]
"""The statements that were ticked, each with the mark of how it was seen."""


class DecidedAlready(Exception):
    """Somebody has decided on this theme, or changed it, since it was looked at."""


class SeenOtherwise(Exception):
    """Some of the ticked statements have changed since they were looked at: `changed`."""

    def __init__(self, changed: frozenset[uuid.UUID]) -> None:
        super().__init__()
        self.changed = changed


@dataclass(frozen=True)
class NewCode:
    """What a found theme is to be called as a code, what it covers, and what is said of it."""

    name: str
    definition: str
    examples: Sequence[str]


def mark(theme: FoundTheme) -> str:
    """What tells whether a theme is as somebody saw it: its name, its state, what it holds."""
    search = db.session.get_one(ThemeSearch, theme.search_id)
    ends = found_members.ends(found_members.themes_of(search))
    inside = sorted(str(one) for one, end in ends.items() if end == theme.id)
    seen = f"{theme.name}\0{theme.state}\0{theme.decided_at}\0{inside}"
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def take_turn(theme: FoundTheme, *, seen: str | None) -> None:
    """Have a theme to ourselves until this transaction ends, still to decide on and as it was seen.

    Raises DecidedAlready.
    """
    ours = db.session.scalar(
        update(FoundTheme)
        .where(FoundTheme.id == theme.id)
        .values(number=FoundTheme.number)
        .returning(FoundTheme.id)
        .execution_options(synchronize_session=False)
    )
    if ours is None:
        raise DecidedAlready
    db.session.refresh(theme)
    if theme.state != PROPOSED or seen not in (None, mark(theme)):
        raise DecidedAlready


def rename(
    theme: FoundTheme, name: str, *, by: Staff, now: datetime, seen: str | None = None
) -> None:
    """Call a theme something else. Raises CannotDecide, or DecidedAlready."""
    take_turn(theme, seen=seen)
    name = _fit(name, "name", LONGEST_NAME, "Write a name for it")
    if name == theme.name:
        return
    found_history.write_down(theme, "rename", by=by, now=now, name_before=theme.name)
    theme.name = name
    audit.note("renamed a found theme", theme.id, by=by.id, now=now)
    db.session.flush()


def accept(
    theme: FoundTheme,
    new: NewCode,
    ticked: Ticked,
    *,
    by: Staff,
    now: datetime,
    why: str = "",
    seen: str | None = None,
) -> str:
    """Make a code of a theme and give it to the ticked statements; its id.

    Raises CannotDecide, DecidedAlready, SeenOtherwise, or codebooks.ChangedMeanwhile.
    """
    take_turn(theme, seen=seen)
    code = _code(new)
    why = _why(why)
    statements = _as_seen(theme, ticked)
    code_id = _added(code, by=by, now=now, why=why or f"Found in replies: {code.name}")
    turn = coding_many.give(statements, code_id, by=by, now=now, note=_note(theme))
    _decide(theme, ACCEPTED, "accept", by=by, now=now, why=why, turn=turn, code=code_id)
    return code_id


def _added(code: Code, *, by: Staff, now: datetime, why: str) -> str:
    try:
        return codebook_changes.add(code, by=by, now=now, why=why).codes[-1].id
    except CannotChange as refused:
        field, words = next(iter(refused.problems.items()))
        raise CannotDecide("example-1" if field == "examples" else field, words) from refused


def merge_with_code(
    theme: FoundTheme,
    code: str,
    ticked: Ticked,
    *,
    by: Staff,
    now: datetime,
    why: str = "",
    seen: str | None = None,
) -> None:
    """Give a code that there is to the ticked statements of a theme.

    Raises CannotDecide, DecidedAlready, or SeenOtherwise.
    """
    take_turn(theme, seen=seen)
    if code not in code_names():
        raise CannotDecide("with", "Choose a theme to put it with")
    why = _why(why)
    statements = _as_seen(theme, ticked)
    turn = coding_many.give(statements, code, by=by, now=now, note=_note(theme))
    _decide(theme, MERGED, "merge", by=by, now=now, why=why, turn=turn, code=code)


def merge_with_theme(
    theme: FoundTheme,
    other: FoundTheme,
    *,
    by: Staff,
    now: datetime,
    why: str = "",
    seen: str | None = None,
) -> None:
    """Put a theme with another that the same search found; both still wait for a decision.

    Raises CannotDecide, or DecidedAlready.
    """
    if other.id == theme.id or other.search_id != theme.search_id:
        raise CannotDecide("with", "Choose a theme to put it with")
    # In one order, so that two who put each into the other never wait in a circle.
    for one in sorted((theme, other), key=lambda one: one.id):
        take_turn(one, seen=seen if one is theme else None)
    why = _why(why)
    _decide(theme, MERGED, "merge", by=by, now=now, why=why, into=other.id)


def split(theme: FoundTheme, *, by: Staff, now: datetime, seen: str | None = None) -> ThemeSearch:
    """Look for themes inside a theme. Raises CannotDecide, or DecidedAlready."""
    take_turn(theme, seen=seen)
    if len(found_members.of(theme).statements) < FEWEST_TO_SPLIT:
        raise CannotDecide("split", "There are too few statements in it to look inside")
    search = db.session.get_one(ThemeSearch, theme.search_id)
    try:
        made = theme_searches.ask(search.survey_id, by=by, now=now, inside=theme)
    except StillLooking as busy:
        message = "We are still looking for themes in this survey. Try again in a moment"
        raise CannotDecide("split", message) from busy
    _decide(theme, SPLIT, "split", by=by, now=now)
    return made


def drop(theme: FoundTheme, why: str, *, by: Staff, now: datetime, seen: str | None = None) -> None:
    """Leave a theme be, and say why. Raises CannotDecide, or DecidedAlready."""
    take_turn(theme, seen=seen)
    why = _fit(why, "why", LONGEST_WORDS, "Say why, in a few words")
    _decide(theme, DROPPED, "drop", by=by, now=now, why=why)


def _decide(
    theme: FoundTheme,
    state: str,
    what: str,
    *,
    by: Staff,
    now: datetime,
    why: str = "",
    turn: uuid.UUID | None = None,
    code: str | None = None,
    into: uuid.UUID | None = None,
) -> None:
    decided_by = by.id  # read before anything is set: half a decision would not be kept
    theme.state, theme.code, theme.into_id = state, code, into
    theme.decided_by, theme.decided_at = decided_by, now
    found_history.write_down(theme, what, by=by, now=now, why=why, turn=turn)
    audit.note(f"decided on a found theme: {what}", theme.id, by=by.id, now=now)
    db.session.flush()


def _as_seen(theme: FoundTheme, ticked: Ticked) -> list[Statement]:
    """The ticked statements of a theme, ours until this transaction ends and as they were seen."""
    members = found_members.of(theme).statements
    statements = coding_many.hold([one for one in members if one in ticked])
    changed = {one.id for one in statements if coding_by_hand.mark(one) != ticked[one.id]}
    if changed:
        raise SeenOtherwise(frozenset(changed))
    if not statements:
        raise CannotDecide("statements", "Leave one statement ticked, or more")
    return statements


def _code(new: NewCode) -> Code:
    name = _fit(new.name, "name", LONGEST_NAME, "Write a name for it")
    if any(name.casefold() == one.name.casefold() for one in code_names().values()):
        raise CannotDecide("name", "There is a theme of that name. Put this one with it instead")
    definition = _fit(new.definition, "definition", LONGEST_WORDS, "Say what belongs in it")
    examples = tuple(" ".join(one.split()) for one in new.examples if one.strip())
    if not examples:
        raise CannotDecide("example-1", "Keep one example, or more")
    if any(len(one) > LONGEST_WORDS for one in examples):
        raise CannotDecide("example-1", f"Make each {LONGEST_WORDS} letters or fewer")
    return Code(
        id="",
        name=name,
        group=GROUP,
        definition=definition,
        include="",
        exclude="",
        keywords=(),
        examples=examples,
    )


def _fit(words: str, field: str, longest: int, missing: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise CannotDecide(field, missing)
    if len(words) > longest:
        raise CannotDecide(field, f"Make it {longest} letters or fewer")
    return words


def _why(why: str) -> str:
    why = why.strip()
    if len(why) > LONGEST_WORDS:
        raise CannotDecide("why", f"Make it {LONGEST_WORDS} letters or fewer")
    return why


def _note(theme: FoundTheme) -> str:
    """Why a statement has its code, in its own history."""
    return f"Found among statements that say much the same: {theme.name}"


def others(theme: FoundTheme) -> list[FoundTheme]:
    """What a theme may be put with: the others of its search that wait for a decision."""
    mine = select(FoundTheme).where(FoundTheme.search_id == theme.search_id)
    waiting = mine.where(FoundTheme.state == PROPOSED, FoundTheme.id != theme.id)
    return list(db.session.scalars(waiting.order_by(FoundTheme.number)))
