"""Reading texts from lines of JSON: `./run flask read`, to see what the service makes of them.

A line holds `text` (one text, or a list in the order they came), `question_type`, `options`,
and `context` for what came before. This runs in a process of its own, as a worker does, since
looking for danger is not for the processes that show pages.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO, TextIO

from engage import times
from engage.hearing import Arrival, Made, make_of_several
from surveys.invitations import Invitation
from surveys.kinds.date import FUTURE, PAST, DateQuestion
from surveys.kinds.free_text import FreeText
from surveys.kinds.number import Number
from surveys.kinds.pick_one import PickOne
from surveys.kinds.pick_several import PickSeveral
from surveys.kinds.question import Option, Question
from surveys.kinds.scale import Scale
from surveys.kinds.yes_no import YesNo
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon
from surveys.reading import Outcome, Request, Value
from surveys.slots import Slots
from surveys.times_offered import offered

ALL_READ, SOME_LEFT_OUT = 0, 1
OVER = frozenset(
    {"closed", "ended", "over", "expired", "completed", "complete", "finished", "past", "archived"}
)
STOPPED = frozenset(["opted", "stopped", "unsubscribed", "blocked", "optout"])
WITH_STAFF = frozenset(["staff", "human", "takeover", "facilitator"])
UNKNOWN = frozenset(["unknown", "unlinked", "stranger"])
_PLAIN_KINDS: Mapping[Any, type[Question]] = {"yes_no": YesNo, "open": FreeText}
_WORDS = re.compile(r"[a-z]+")
_OPTION = re.compile(r"^([\w-]{1,20})\s*:\s*(\S.*)$", re.S)
_HEARD_FROM_A_STRANGER = frozenset(
    {Request.OPT_OUT, Request.OPT_IN, Request.HELP, Request.IDENTIFY, Request.WRONG_NUMBER}
)


class CannotRead(ValueError):
    """A line that does not hold a text as it should; the message says what is not right."""


def main() -> int:
    """Read every line there is; 1 when some could not be read, and those are told of."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    return read_all(sys.stdin.buffer, sys.stdout, sys.stderr, today=times.local(times.now()).date())


def read_all(given: BinaryIO, out: TextIO, told: TextIO, *, today: date) -> int:
    """Write a line for each line given, in the same order, whatever is in them."""
    left_out = 0
    for number, line in enumerate(given, 1):
        if not line.strip():
            continue
        row: object = None
        try:
            row = json.loads(line.decode("utf-8-sig"))
            result = read_row(row, today=today)
        except (ValueError, RecursionError) as problem:
            left_out += 1
            why = str(problem) if isinstance(problem, CannotRead) else "It is not JSON in UTF-8."
            print(f"Line {number} could not be read. {why}", file=told)
            result = _row(row, Outcome.OTHER)
        print(json.dumps(result), file=out)
    out.flush()
    return SOME_LEFT_OUT if left_out else ALL_READ


def read_row(row: object, *, today: date | None) -> dict[str, Any]:
    """What the service would make of one row's text; raises CannotRead."""
    if not isinstance(row, Mapping):
        raise CannotRead("It is not an object with `text` and `question_type`.")
    texts = _texts(row.get("text"))
    told = row.get("context")
    context: Mapping[str, Any] = told if isinstance(told, Mapping) else {}
    state = _state(context)
    if len(texts) == 1 and state >= {"same"}:
        return _row(row, Outcome.IGNORE)
    language = row.get("language") or context.get("language") or DEFAULT_LANGUAGE
    arrival = Arrival(_question(row), str(language), "stopped" in state, _day(row) or today)
    made = make_of_several(texts, arrival)
    outcome = made.outcome if made.cues.tiers else _in_context(made, state, arrival)
    replies_to_a_meeting = isinstance(arrival.question, Slots | Invitation)
    kept = {Outcome.ANSWER} if replies_to_a_meeting else {Outcome.ANSWER, Outcome.SAFEGUARD}
    value = made.value if outcome in kept else None
    return _row(row, outcome, value=value, flags=made.flags, needs=made.needs)


def _row(
    row: object,
    outcome: Outcome,
    *,
    value: Value = None,
    flags: Iterable[str] = (),
    needs: Iterable[str] = (),
) -> dict[str, Any]:
    return {
        "id": row.get("id") if isinstance(row, Mapping) else None,
        "outcome": str(outcome),
        "value": list(value) if isinstance(value, tuple) else value,
        "flags": sorted(flags),
        "needs": sorted(needs),
    }


def _texts(said: object) -> list[str]:
    texts = said if isinstance(said, list) else [said]
    if not texts or not all(isinstance(one, str) for one in texts):
        raise CannotRead("Its `text` is not words, or a list of words.")
    return [str(one) for one in texts]


def _state(context: Mapping[str, Any]) -> frozenset[str]:
    """What came before, in our words: stopped, over, staff, stranger, same."""
    words: set[str] = set()
    for name, value in context.items():
        told = f"{name}" if value is True else f"{value}" if isinstance(value, str) else ""
        words |= set(_WORDS.findall(told.casefold()))
    if context.get("same_message_sid") is True or words & {"duplicate", "redelivered"}:
        words.add("same")
    kinds = {"stopped": STOPPED, "over": OVER, "staff": WITH_STAFF, "stranger": UNKNOWN}
    found = {name for name, signs in kinds.items() if signs & words}
    return frozenset(found | ({"same"} & words))


def _in_context(made: Made, state: frozenset[str], arrival: Arrival) -> Outcome:
    """The outcome once it is known what came before."""
    heard = made.heard
    if "stranger" in state and heard.request not in _HEARD_FROM_A_STRANGER:
        return Outcome.OTHER
    if heard.request is not None and heard.outcome is not Outcome.LATER:
        return heard.outcome
    if "staff" in state:
        return Outcome.STAFF_REVIEW
    if "over" in state and not _is_goodbye(heard.said, arrival.language):
        return Outcome.LATE
    return heard.outcome


def _is_goodbye(said: str, language: str) -> bool:
    known = lexicon(language)
    words = known.folded_words(said)
    return words in known.phrases["yes_no.goodbyes"] and (words,) != (("ok",),)


def _day(row: Mapping[str, Any]) -> date | None:
    """The day a row's text came, where its context or its options tell."""
    for name in ("context", "options"):
        told = row.get(name)
        for key in ("today", "date", "received_on", "received_at", "sent_at"):
            with contextlib.suppress(ValueError, AttributeError):
                return date.fromisoformat(str(told.get(key))[:10])  # type: ignore[union-attr]
    return None


def _question(row: Mapping[str, Any]) -> Question | None:
    kind, options = row.get("question_type"), row.get("options")
    if kind in {None, "none", ""}:
        return None
    named: dict[str, Any] = {"key": "q", "wording": str(row.get("question") or "?")}
    if kind in {"single_choice", "multi_choice"}:
        several = PickSeveral if kind == "multi_choice" else PickOne
        return several(**named, options=tuple(_options(options)))
    details = options if isinstance(options, Mapping) else {}
    if kind in _PLAIN_KINDS:
        return _PLAIN_KINDS[kind](**named)
    if kind == "date":
        when = str(details.get("when") or "")
        return DateQuestion(**named, when=when if when in {PAST, FUTURE} else "")
    if kind == "scale":
        return _scale(details, named)
    if kind == "number":
        low, high = _whole(details.get("min"), 0), _whole(details.get("max"), None)
        return Number(**named, low=low or 0, high=high, unit=str(details.get("unit") or ""))
    if kind == "invitation":
        return Invitation(**named, meeting=_is_dated(str(details.get("ask") or "")))
    if kind == "slot":
        return Slots(**named, options=tuple(_slots(details)))
    raise CannotRead(f"We do not know the question_type {json.dumps(kind)}.")


def _scale(details: Mapping[str, Any], named: dict[str, Any]) -> Scale:
    low, high = _whole(details.get("min"), 1), _whole(details.get("max"), 5)
    labels = details.get("labels")
    return Scale(
        **named,
        low=1 if low is None else low,
        high=5 if high is None else high,
        low_label=str(details.get("low") or ""),
        high_label=str(details.get("high") or ""),
        labels=tuple(map(str, labels)) if isinstance(labels, list) else (),
        faces=details.get("faces") is True,
    )


def _whole(value: object, otherwise: int | None) -> int | None:
    return int(value) if isinstance(value, int | float) else otherwise


def _is_dated(ask: str) -> bool:
    """Whether what was asked names a day or a time, as for a session and not for a survey."""
    when = offered(ask)
    return when.day is not None or when.minutes is not None


def _options(options: object) -> Iterator[Option]:
    """Options written as "value: label", as words alone, or as objects."""
    for one in options if isinstance(options, list) else ():
        if isinstance(one, Mapping):
            label = str(one.get("label") or one.get("value") or "")
            yield Option(str(one.get("value") or label), label)
        elif split := _OPTION.match(str(one)):
            yield Option(split[1], split[2])
        else:
            yield Option(str(one), str(one))


def _slots(details: Mapping[str, Any]) -> Iterator[Option]:
    values = details.get("values")
    labels = details.get("labels")
    told = values if isinstance(values, list) else []
    shown = labels if isinstance(labels, list) and len(labels) == len(told) else told
    for value, label in zip(told, shown, strict=True):
        yield Option(str(value), str(label))


if __name__ == "__main__":
    sys.exit(main())
