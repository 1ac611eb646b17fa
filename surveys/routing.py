"""Which questions are asked, and how many: the ways through a survey with conditions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from surveys.conditions import AtLeast, AtMost, Has, Is, Leaf, leaves
from surveys.kinds.consent import AGREE, Consent
from surveys.questions import DateQuestion, FreeText, Number, PickSeveral, Question, Scale
from surveys.reading import WORDS, Value

MOST_WAYS = 4_096
"""Beyond so many ways through a survey, how long it is counts as not known."""
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


def is_asked(question: Question, answers: Mapping[str, Value]) -> bool:
    """Whether a question is asked after these answers."""
    return question.show_when is None or question.show_when.holds(answers)


def counts(
    questions: Sequence[Question], answers: Mapping[str, Value], *, until: str | None = None
) -> frozenset[int] | None:
    """How many of the questions may come to be answered, whatever is said from `until` on.

    What was said before the question `until` stands; with None, nothing was said yet. None when
    there are too many ways through to tell.
    """
    if all(one.show_when is None for one in questions):
        return frozenset({sum(one.takes_answer for one in questions)})
    known = _before(questions, answers, until)
    return _counts(tuple(questions), tuple(sorted(known.items(), key=lambda pair: pair[0])))


def _before(
    questions: Sequence[Question], answers: Mapping[str, Value], until: str | None
) -> dict[str, Value]:
    """What is known when a question is asked: what was said before it, and to other questions."""
    if until is None:
        return {}
    keys = [one.key for one in questions]
    tested = {leaf.question for leaf in leaves_of(questions)}
    others = {key: answers[key] for key in tested.difference(keys) if key in answers}
    return others | {key: answers.get(key) for key in takewhile(lambda key: key != until, keys)}


def leaves_of(questions: Iterable[Question]) -> list[Leaf]:
    """Every single thing that the conditions of some questions look at."""
    return [leaf for one in questions if one.show_when for leaf in leaves(one.show_when)]


@lru_cache(maxsize=4_096)
def _counts(
    questions: tuple[Question, ...], known: tuple[tuple[str, Value], ...]
) -> frozenset[int] | None:
    ways = _Ways(questions, leaves_of(questions))
    found = set()
    for number, answers in enumerate(ways.through(dict(known)), 1):
        if number > MOST_WAYS:
            return None
        found.add(sum(one.takes_answer and is_asked(one, answers) for one in questions))
    return frozenset(found)


def is_ever_asked(question: Question, earlier: Sequence[Question]) -> bool:
    """Whether some way through the questions before it leads to a question.

    Also True where there are too many ways to try.
    """
    behind = _behind(question, earlier)
    ways = _Ways(behind, leaves_of([*behind, question])).through({})
    return any(
        number > MOST_WAYS or is_asked(question, answers) for number, answers in enumerate(ways, 1)
    )


def _behind(question: Question, earlier: Sequence[Question]) -> list[Question]:
    """The questions on whose answers it hangs whether this one is asked, in order."""
    wanted = {leaf.question for leaf in leaves_of([question])}
    found: list[Question] = []
    for one in reversed(earlier):
        if one.key in wanted:
            wanted |= {leaf.question for leaf in leaves_of([one])}
            found.insert(0, one)
    return found


class _Ways:
    """Every way through some questions, as far as their conditions can tell them apart."""

    def __init__(self, questions: Sequence[Question], tests: Sequence[Leaf]) -> None:
        self.questions = questions
        self.tests: dict[str, list[Leaf]] = {}
        for one in tests:
            self.tests.setdefault(one.question, []).append(one)

    def through(self, known: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
        """All that is answered on each way, where some answers are known before."""
        begun = [(0, known)]
        while begun:
            place, answers = begun.pop()
            while place < len(self.questions) and not is_asked(self.questions[place], answers):
                place += 1
            if place == len(self.questions):
                yield answers
                continue
            question = self.questions[place]
            begun += [
                (place + 1, {**answers, question.key: value})
                for value in self._values(question, answers)
            ]

    def _values(self, question: Question, answers: Mapping[str, Value]) -> Sequence[Value]:
        """The answers that lead different ways; one that stands for the rest is among them."""
        if question.key in answers:
            return [answers[question.key]]
        tests = self.tests.get(question.key)
        if not tests or not question.takes_answer:
            return [None]
        if isinstance(question, Consent) and not question.is_of_words:
            return [AGREE]
        telling = (value for value in _telling(question, tests) if _may_be(question, value))
        told_apart = {
            tuple(test.holds({question.key: value}) for test in tests): value
            for value in (None, *telling)
        }
        return list(told_apart.values())


def _telling(question: Question, tests: Sequence[Leaf]) -> Iterator[Value]:
    """Answers between which the tests of a question tell a difference, and one they do not name."""
    if isinstance(question, FreeText):
        yield WORDS
        return
    named = [value for test in tests if isinstance(test, Is | Has) for value in test.values]
    if isinstance(question, PickSeveral):
        yield from _subsets([str(value) for value in dict.fromkeys(named)])
        return
    yield from named
    bounds = [test.bound for test in tests if isinstance(test, AtLeast | AtMost)]
    yield from bounds
    if isinstance(question, DateQuestion):
        yield from (_FIRST_DAY, _LAST_DAY)
    elif isinstance(question, Number):
        yield question.low
        for number in (one for one in (*named, *bounds) if isinstance(one, int)):
            yield from (number - 1, number + 1)
    else:
        yield from (value for value, _ in question.on_offer())


def _may_be(question: Question, value: Value) -> bool:
    """Whether a number is one that people can answer with; others are checked when it is loaded."""
    if isinstance(question, Number | Scale) and isinstance(value, int):
        return question.low <= value <= (value if question.high is None else question.high)
    if isinstance(question, Consent):
        return any(value == offered for offered, _ in question.on_offer())
    return True


def _subsets(values: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for number in range(2 ** min(len(values), 12)):
        yield tuple(value for nth, value in enumerate(values) if number >> nth & 1)
