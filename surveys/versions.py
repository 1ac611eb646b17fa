"""Which answers to the versions of a survey are counted together, and which are not.

The rule: the same question, by its key, asked for the same kind of answer. A scale keeps its ends
and a number its unit. A value that is no longer on offer keeps a line of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.questionnaire import Questionnaire
from surveys.questions import Consent, Number, Question, Scale
from surveys.reading import Value

KIND_NAMES: Mapping[str, str] = {
    "pick_one": "pick one",
    "pick_several": "pick several",
    "scale": "a scale",
    "yes_no": "yes or no",
    "number": "a number",
    "date": "a date",
    "free_text": "own words",
    "information": "a page to read",
    "consent": "consent",
}


def why_apart(old: Question, new: Question) -> str | None:
    """Why answers to one are not counted with answers to the other; None where they are."""
    if old.kind != new.kind:
        return f"it was {KIND_NAMES[old.kind]} and is now {KIND_NAMES[new.kind]}"
    if isinstance(old, Scale) and isinstance(new, Scale):
        before, now = (old.low, old.high), (new.low, new.high)
        if before != now:
            return f"it went from {_ends(before)} and now goes from {_ends(now)}"
    if isinstance(old, Number) and isinstance(new, Number) and old.unit != new.unit:
        return f"it counted {old.unit or 'no unit'} and now counts {new.unit or 'no unit'}"
    if isinstance(old, Consent) and old.about != new.about:
        return "it asked people to agree to something else"
    return None


def _ends(ends: tuple[int, int]) -> str:
    return f"{ends[0]} to {ends[1]}"


@dataclass(frozen=True)
class Line:
    """A question as it is counted: the newest wording, and each version counted with it.

    `asked` pairs the number of a version with the question as that version has it, newest first.
    """

    asked: tuple[tuple[int, Question], ...]
    is_current: bool

    @property
    def question(self) -> Question:
        """The question in its newest words."""
        return self.asked[0][1]

    @property
    def last(self) -> int:
        """The number of the newest version that asks it so."""
        return self.asked[0][0]

    def say(self, value: Value) -> tuple[str, bool]:
        """An answer in the newest words there are for it, and whether it is still on offer."""
        for _, question in self.asked:
            offered = dict(question.on_offer())
            if not offered or value in offered:
                return question.say(value), question is self.question
        return self.question.say(value), False


def lines(versions: Sequence[tuple[int, Questionnaire]]) -> tuple[Line, ...]:
    """How the main questions of a survey's versions are counted: the current ones in order first.

    Give the versions from the oldest to the newest.
    """
    newest_first = tuple(reversed(versions))
    found: list[list[tuple[int, Question]]] = []
    for number, questionnaire in newest_first:
        for question in questionnaire.questions:
            fitting = (one for one in found if _fits(question, one[0][1]))
            together = next(fitting, None)
            if together is None:
                found.append([(number, question)])
            else:
                together.append((number, question))
    current = newest_first[0][0] if newest_first else None
    return tuple(Line(tuple(one), one[0][0] == current) for one in found)


def _fits(question: Question, other: Question) -> bool:
    return question.key == other.key and why_apart(question, other) is None
