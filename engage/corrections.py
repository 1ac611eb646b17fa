"""What a reader puts right in a passage: details that were missed, and what was no detail.

The passage changes at once, what holds everywhere goes on the local lists, and each becomes a
case by which the anonymiser is tried at every change from then on.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from engage import audit, drills, listing, local_cases, local_words, passages, summaries
from engage.extensions import db
from engage.local_words import CannotList, Entry
from engage.models import LocalCase, LocalWord, Staff, Statement
from engage.times import today
from nlp import pseudonyms
from nlp.placeholders import PLACEHOLDERS
from nlp.spans import DIRECT, QUASI

SURE = (*DIRECT, *QUASI)
"""What the anonymiser looks for at the usual level; nothing else can be expected of it."""
FALSE_ALARM = "put back what was no detail in a passage"
FROM_A_LIST = "took words on a list out of a passage"
_LABELS = {words: label for label, words in PLACEHOLDERS.items()}


@dataclass(frozen=True)
class Missed:
    """Words that give somebody away and were left in, what they are, and where to take them out.

    `reach` is "here", "always" or "general".
    """

    words: str
    label: str
    reach: str
    general: str = ""


@dataclass(frozen=True)
class FalseAlarm:
    """What was taken out at one place although it is no detail, and the words that belong there.

    `reach` is "here" or "never"; `seen` is the mark of the passage in which it was chosen.
    """

    at: int
    words: str
    reach: str
    seen: str = ""


Correction = Missed | FalseAlarm


def put_right(
    statement: Statement, found: Correction, *, sure: bool, by: Staff, now: datetime
) -> LocalWord | None:
    """Put a passage right; the words on the list it went to, if it holds everywhere.

    Without `sure` what is doubtful is asked about first. Raises CannotList.
    """
    if not passages.take_turn(statement):
        raise CannotList({"words": "This passage has changed. Look at it again."})
    entry = _entry(found)
    problems = _in_the_way(statement, found)
    if entry and not problems:
        problems = listing.problems(entry, sure=sure)
    if problems:
        raise CannotList(problems)
    before = drills.lists_now()
    if isinstance(found, Missed):
        local_cases.take_out(found.words, found.label, everywhere=found.reach != "here")
    _make_a_case(statement, found, now=now)
    _change(statement, found, now=now)
    what = drills.MISSED if isinstance(found, Missed) else FALSE_ALARM
    audit.note(what, statement.id, by=by.id, now=now)
    word = local_words.add(entry, by=by, now=now, from_statement=True) if entry else None
    if word:
        audit.note("put words on a local list", word.id, by=by.id, now=now)
    db.session.flush()
    drills.lists_changed(before, now=now)
    return word


def _entry(found: Correction) -> Entry | None:
    if isinstance(found, FalseAlarm):
        return Entry(found.words, "never") if found.reach == "never" else None
    if found.reach == "always":
        return Entry(found.words, "always", label=found.label)
    if found.reach == "general":
        return Entry(found.words, "general", general=found.general)
    return None


def _in_the_way(statement: Statement, found: Correction) -> dict[str, str]:
    problems = {}
    if isinstance(found, FalseAlarm):
        if found.at not in range(len(passages.put_back_in_brackets(statement.text))):
            problems["at"] = "Choose what should not have been taken out."
        elif found.seen not in ("", passages.mark(statement)):
            problems["at"] = "This passage has changed meanwhile. Choose again."
        if not found.words.strip() or {"[", "]"} & set(found.words):
            problems["back"] = "Write the words that belong there, without square brackets."
        elif len(found.words) > local_words.LONGEST:
            problems["back"] = f"Make it {local_words.LONGEST} letters or fewer."
        return problems
    if not any(letter.isalnum() for letter in found.words):
        problems["words"] = "Write the words that were missed."
    elif not _stands_in(statement, found.words):
        problems["words"] = "These words are not in this passage. Write them as they stand there."
    if found.label not in PLACEHOLDERS:
        problems["label"] = "Choose what these words are."
    return problems


def _stands_in(statement: Statement, words: str) -> bool:
    return bool(
        passages.places(statement.text, words)
        or passages.places(statement.translation or "", words)
    )


def _change(statement: Statement, found: Correction, *, now: datetime) -> None:
    if isinstance(found, FalseAlarm):
        place = passages.put_back_in_brackets(statement.text)[found.at]
        passages.replace(statement, [place], " ".join(found.words.split()), now=now)
        return
    general = found.general if found.reach == "general" else None
    instead = passages.stand_in(found.label, general)
    _take_out(statement, found.words, instead, now=now)


def _take_out(statement: Statement, words: str, instead: str, *, now: datetime) -> bool:
    """Take words out of a passage, and of what is published of it."""
    was = [statement.text, statement.translation]
    if not passages.replace_everywhere(statement, words, instead, now=now):
        return False
    now_reads = dict(zip(was, [statement.text, statement.translation], strict=True))
    summaries.put_right(statement, {old: new for old, new in now_reads.items() if old and new})
    return True


def _make_a_case(statement: Statement, found: Correction, *, now: datetime) -> None:
    if isinstance(found, Missed) and not passages.places(statement.text, found.words):
        return  # They stand in its English alone, which is never anonymised by a computer.
    template, expected = template_of(statement.text, found)
    kind = "missed" if isinstance(found, Missed) else "false_alarm"
    case = LocalCase(
        id=uuid.uuid4(), template=template, expected=expected, kind=kind, made_on=today(now)
    )
    if any(expected) or isinstance(found, FalseAlarm):
        db.session.add(case)


def template_of(text: str, found: Correction) -> tuple[str, list[str | None]]:
    """A passage with a slot for every detail, and what each slot is to be taken out as.

    What only makes something more general may come out otherwise at another level: there None.
    """
    slots = {place: _slot_of(text[slice(*place)]) for place in passages.put_back_in_brackets(text)}
    if isinstance(found, FalseAlarm):
        place = passages.put_back_in_brackets(text)[found.at]
        slots[place] = (f"{{={' '.join(found.words.split())}}}", None)
    else:
        missed = passages.places(text, found.words)
        for start, end in missed:
            around = [(first, last) for first, last in slots if first < end and start < last]
            for place in around:
                del slots[place]
        slot = (f"{{{found.label}}}", found.label if found.label in SURE else None)
        slots |= dict.fromkeys(missed, slot)
    return local_cases.written(text, slots)


def _slot_of(stand_in: str) -> tuple[str, str | None]:
    """The slot for what was taken out before, by what stands in its place."""
    label = _LABELS.get(stand_in, "ORG")
    if pseudonyms.is_one(stand_in):
        label = "PERSON"
    return f"{{{label}}}", label if label in DIRECT else None


def take_out_of_others(word: LocalWord, *, by: Staff, now: datetime) -> int:
    """Take words on a list out of every passage that still holds them; how many those are.

    Each waits to be read again before it is quoted, released or not.
    """
    instead, changed = passages.stand_in(word.label, word.general), []
    local_cases.take_out(word.words, word.label or "ORG", everywhere=True)
    for one in passages.holding(word.words):
        if passages.take_turn(one) and _take_out(one, word.words, instead, now=now):
            changed.append(one)
    for one in changed:
        audit.note(FROM_A_LIST, one.id, by=by.id, now=now)
    db.session.flush()
    return len(changed)
