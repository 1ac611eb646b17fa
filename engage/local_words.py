"""The local lists: words always taken out here, never, or made general; and a survey's rules.

It takes `nlp.rules`, `nlp.spans` and `nlp.wordlists` alone, which need no spaCy.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import select

from engage.extensions import db, keyring
from engage.models import Consultation, LocalWord, Staff, Survey
from engage.times import today
from nlp.rules import Level, Local, Rules
from nlp.spans import DIRECT, QUASI
from nlp.wordlists import fold

Kind = Literal["always", "never", "general"]
LABELS = (*DIRECT, *QUASI, "TRAIT")
LONGEST, LONGEST_GENERAL = 100, 60


class CannotList(Exception):
    """These words cannot go on the list; `problems` says what to do, by what it is about."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems.values()))


@dataclass(frozen=True)
class Entry:
    """What to do with words: take them out as a label, never, or put more general ones there."""

    words: str
    kind: Kind
    label: str | None = None
    general: str | None = None


def folded(words: str) -> str:
    """Words as the lists have them: in small letters without accents, one space between."""
    return " ".join(fold(words).split())


def find(words: str) -> LocalWord | None:
    """What the lists say of these words, if anything."""
    return db.session.scalar(select(LocalWord).where(LocalWord.words_key == _key_of(words)))


def listed() -> list[LocalWord]:
    """Everything on the lists, by its words."""
    return sorted(db.session.scalars(select(LocalWord)), key=lambda one: one.words)


def add(
    entry: Entry, *, by: Staff | None, now: datetime, from_statement: bool = False
) -> LocalWord:
    """Put words on a list, in place of what the lists said of them before; raises CannotList."""
    if problems := in_the_way(entry):
        raise CannotList(problems)
    word, added_by = find(entry.words), by.id if by else None
    if word is None:
        word = LocalWord(id=uuid.uuid4(), words=folded(entry.words), words_key=_key_of(entry.words))
        db.session.add(word)
    word.kind = entry.kind
    word.label = entry.label if entry.kind == "always" else None
    word.general = " ".join((entry.general or "").split()) if entry.kind == "general" else None
    word.added_by, word.added_on = added_by, today(now)
    word.from_statement = from_statement
    db.session.flush()
    return word


def remove(word: LocalWord) -> None:
    """Take words off the lists."""
    db.session.delete(word)
    db.session.flush()


def in_the_way(entry: Entry) -> dict[str, str]:
    """What is wrong with an entry as it is written, by what it is about; empty if nothing."""
    found = {}
    if not _says_something(entry.words):
        found["words"] = "Write the words."
    elif len(entry.words) > LONGEST:
        found["words"] = f"Make it {LONGEST} letters or fewer."
    if entry.kind == "always" and entry.label not in LABELS:
        found["label"] = "Choose what these words are."
    general = (entry.general or "").strip()
    if entry.kind == "general" and not _says_something(general):
        found["general"] = "Write what to say instead."
    elif len(general) > LONGEST_GENERAL:
        found["general"] = f"Make it {LONGEST_GENERAL} letters or fewer."
    elif {"[", "]"} & set(general):
        found["general"] = "Leave out the square brackets. They are put there for you."
    return found


def _says_something(words: str) -> bool:
    return any(letter.isalnum() for letter in words)


def _key_of(words: str) -> str:
    return keyring().key_of(folded(words), kind="local words")


def rules_for(survey: Survey) -> Rules:
    """By what rules a survey's words are anonymised: its consultation's, if it is part of one."""
    if survey.consultation_id is not None:
        return rules_in(db.session.get_one(Consultation, survey.consultation_id))
    return Rules(cast(Level, survey.made_general), local())


def rules_in(consultation: Consultation | None) -> Rules:
    """By what rules words are anonymised in a consultation, or where there is none."""
    if consultation is None:
        return Rules(local=local())
    return Rules(cast(Level, consultation.made_general), local())


_Stamp = frozenset[tuple[object, ...]]
_read: dict[str, tuple[_Stamp, Local]] = {}


def local() -> Local:
    """The lists as they are now; their words are opened again only when something changed."""
    rows = select(LocalWord.id, LocalWord.kind, LocalWord.label, LocalWord.general)
    stamp = frozenset(map(tuple, db.session.execute(rows)))
    kept = _read.get("lists")
    if kept is None or kept[0] != stamp:
        kept = _read["lists"] = (stamp, _local(listed()))
    return kept[1]


def _local(words: list[LocalWord]) -> Local:
    return Local(
        always={one.words: one.label for one in words if one.label is not None},
        never=frozenset(one.words for one in words if one.kind == "never"),
        general={one.words: one.general for one in words if one.general is not None},
    )
