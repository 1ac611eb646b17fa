"""Which questions are asked, and how many: the ways through a survey with conditions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from surveys.conditions import AtLeast, AtMost, Has, Is, Leaf, leaves
from surveys.kinds.consent import AGREE, Consent
from surveys.questions import FreeText, PickSeveral, Question
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
    tested = {leaf.question for leaf in _tests(questions)}
    others = {key: answers[key] for key in tested.difference(keys) if key in answers}
    return others | {key: answers.get(key) for key in takewhile(lambda key: key != until, keys)}


def _tests(questions: Iterable[Question]) -> list[Leaf]:
    return [leaf for one in questions if one.show_when for leaf in leaves(one.show_when)]


@lru_cache(maxsize=4_096)
def _counts(
    questions: tuple[Question, ...], known: tuple[tuple[str, Value], ...]
) -> frozenset[int] | None:
    tests = _tests(questions)
    ways = _Ways(questions, tests)
    found = set()
    for number, count in enumerate(ways.through(0, dict(known)), 1):
        if number > MOST_WAYS:
            return None
        found.add(count)
    return frozenset(found)


class _Ways:
    """Every way through some questions, as far as their conditions can tell them apart."""

    def __init__(self, questions: Sequence[Question], tests: Sequence[Leaf]) -> None:
        self.questions = questions
        self.tests: dict[str, list[Leaf]] = {}
        for one in tests:
            self.tests.setdefault(one.question, []).append(one)

    def through(self, place: int, answers: dict[str, Value]) -> Iterator[int]:
        """How many are answered on each way from this place on."""
        if place == len(self.questions):
            yield 0
            return
        question = self.questions[place]
        if not is_asked(question, answers):
            yield from self.through(place + 1, answers)
            return
        one_more = int(question.takes_answer)
        for value in self._values(question, answers):
            for rest in self.through(place + 1, {**answers, question.key: value}):
                yield one_more + rest

    def _values(self, question: Question, answers: Mapping[str, Value]) -> Sequence[Value]:
        """The answers that lead different ways; one that stands for the rest is among them."""
        if question.key in answers:
            return [answers[question.key]]
        tests = self.tests.get(question.key)
        if not tests or not question.takes_answer:
            return [None]
        if isinstance(question, Consent) and not question.is_of_words:
            return [AGREE]
        return list(dict.fromkeys([None, *_telling(question, tests)]))


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
    for bound in bounds:
        yield bound
        yield from (_FIRST_DAY, _LAST_DAY) if isinstance(bound, str) else (bound - 1, bound + 1)
    offered = [value for value, _ in question.on_offer() if value not in named]
    if offered:
        yield offered[0]
    elif not bounds:
        yield max((value for value in named if isinstance(value, int)), default=0) + 1


def _subsets(values: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for number in range(2 ** min(len(values), 12)):
        yield tuple(value for nth, value in enumerate(values) if number >> nth & 1)
