"""When a question is asked: "show when", as a small tree of conditions on earlier answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.reading import WORDS, Value

Answers = Mapping[str, Value]


@dataclass(frozen=True)
class Is:
    """The answer is one of these values."""

    question: str
    values: tuple[str | int, ...]

    def holds(self, answers: Answers) -> bool:
        """False where there is no answer."""
        return answers.get(self.question) in self.values


@dataclass(frozen=True)
class Has:
    """Several could be picked, and one of these was."""

    question: str
    values: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        """False where there is no answer."""
        picked = answers.get(self.question)
        return isinstance(picked, tuple | list) and not set(self.values).isdisjoint(picked)


@dataclass(frozen=True)
class AtLeast:
    """The number, the point of a scale or the day is this or more."""

    question: str
    bound: int | str

    def holds(self, answers: Answers) -> bool:
        """False where there is no answer."""
        value = answers.get(self.question)
        return _comparable(value, self.bound) and value >= self.bound  # type: ignore[operator]


@dataclass(frozen=True)
class AtMost:
    """The number, the point of a scale or the day is this or less."""

    question: str
    bound: int | str

    def holds(self, answers: Answers) -> bool:
        """False where there is no answer."""
        value = answers.get(self.question)
        return _comparable(value, self.bound) and value <= self.bound  # type: ignore[operator]


@dataclass(frozen=True)
class Answered:
    """There is an answer, of whatever kind: it was asked and not skipped."""

    question: str

    def holds(self, answers: Answers) -> bool:
        """False where there is no answer."""
        return answers.get(self.question) is not None


@dataclass(frozen=True)
class Not:
    """What is false of the answers, a missing one among them."""

    part: "Condition"

    def holds(self, answers: Answers) -> bool:
        """True where the part is false."""
        return not self.part.holds(answers)


@dataclass(frozen=True)
class AllOf:
    """Every part is true."""

    parts: tuple["Condition", ...]

    def holds(self, answers: Answers) -> bool:
        """True where no part is false."""
        return all(part.holds(answers) for part in self.parts)


@dataclass(frozen=True)
class AnyOf:
    """One part at least is true."""

    parts: tuple["Condition", ...]

    def holds(self, answers: Answers) -> bool:
        """True where a part is true."""
        return any(part.holds(answers) for part in self.parts)


Leaf = Is | Has | AtLeast | AtMost | Answered
Condition = Leaf | Not | AllOf | AnyOf
_GROUPS: Mapping[str, type[AllOf] | type[AnyOf]] = {"all": AllOf, "any": AnyOf}
_TESTS = ("is", "has", "at_least", "at_most", "answered")
PARTS = ("not", *_GROUPS)
"""What has conditions in it."""
NAMES = (*PARTS, "question", *_TESTS)
_DEEPEST = 20


def _comparable(value: object, bound: int | str) -> bool:
    if value == WORDS or isinstance(value, bool):
        return False
    return isinstance(value, int) == isinstance(bound, int) and isinstance(value, int | str)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Each test of one answer, in the order written."""
    if isinstance(condition, Not):
        yield from leaves(condition.part)
    elif isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    else:
        yield condition


def to_plain(condition: Condition) -> dict[str, Any]:
    """The condition as plain values; `read` gives it back the same."""
    if isinstance(condition, Not):
        return {"not": to_plain(condition.part)}
    if isinstance(condition, AllOf | AnyOf):
        name = "all" if isinstance(condition, AllOf) else "any"
        return {name: [to_plain(part) for part in condition.parts]}
    if isinstance(condition, Answered):
        return {"question": condition.question, "answered": True}
    if isinstance(condition, AtLeast | AtMost):
        name = "at_least" if isinstance(condition, AtLeast) else "at_most"
        return {"question": condition.question, name: condition.bound}
    name = "is" if isinstance(condition, Is) else "has"
    values = list(condition.values)
    return {"question": condition.question, name: values[0] if len(values) == 1 else values}


def read(plain: object, *, depth: int = 0) -> Condition | str:
    """The condition written as plain values, or a sentence on what to put right."""
    if not isinstance(plain, Mapping) or not plain:
        return "is written like `{question: area, is: wirral}`."
    if depth > _DEEPEST:
        return f"goes {_DEEPEST} steps deep. Write it more simply."
    if "not" in plain:
        return _read_not(plain, depth)
    for name in _GROUPS:
        if name in plain:
            return _read_group(name, plain, depth)
    return _read_leaf(plain)


def _read_not(plain: Mapping[Any, Any], depth: int) -> Condition | str:
    if len(plain) > 1:
        return "has something beside `not`. Put the parts in a list under `all`."
    part = read(plain["not"], depth=depth + 1)
    return part if isinstance(part, str) else Not(part)


def _read_group(name: str, plain: Mapping[Any, Any], depth: int) -> Condition | str:
    listed = plain[name]
    if len(plain) > 1 or not isinstance(listed, list) or not listed:
        return f"has `{name}`, which takes a list of conditions and stands alone."
    parts = [read(one, depth=depth + 1) for one in listed]
    if wrong := next((one for one in parts if isinstance(one, str)), None):
        return wrong
    return _GROUPS[name](tuple(one for one in parts if not isinstance(one, str)))


def _read_leaf(plain: Mapping[Any, Any]) -> Condition | str:
    question = plain.get("question")
    tests = [name for name in plain if name != "question"]
    if not isinstance(question, str) or len(tests) != 1 or tests[0] not in _TESTS:
        known = ", ".join(f"`{name}`" for name in _TESTS)
        return f"names one `question` and one test of its answer: {known}."
    name, given = tests[0], plain[tests[0]]
    if name == "answered":
        if not isinstance(given, bool):
            return "has `answered`, which is `true` or `false`."
        return Answered(question) if given else Not(Answered(question))
    if name in ("at_least", "at_most"):
        if isinstance(given, bool) or not isinstance(given, int | str):
            return f'has `{name}`, which takes a number, or a day such as "2027-01-31".'
        return AtLeast(question, given) if name == "at_least" else AtMost(question, given)
    values = tuple(_value(one) for one in (given if isinstance(given, list) else [given]))
    if not values or not all(isinstance(one, str | int) for one in values):
        return f"has `{name}`, which takes a value or a list of values."
    if name == "is":
        return Is(question, values)
    return Has(question, tuple(str(one) for one in values))


def _value(given: object) -> Any:
    """YAML takes a bare yes for true; here it is the answer "yes"."""
    return {True: "yes", False: "no"}[given] if isinstance(given, bool) else given
