"""What is still to put right in a survey that is being written, for whoever writes it on a page.

It says in plain words what people get wrong there. `surveys.loading` has the last word: whatever
else it finds is passed on as it says it, so a survey with nothing to put right can be published.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from surveys import on_offer, piping
from surveys.checking import PIPED
from surveys.conditions import Answered, AtLeast, AtMost, Has, Leaf, leaves, read
from surveys.keywords import is_reserved
from surveys.kinds.consent import WORDS
from surveys.loading import from_dict, unready
from surveys.normalise import matching_form, spoken_words
from surveys.problems import Problem, SurveyProblems

Written = Mapping[str, Any]
Asked = Mapping[str, tuple[int, Written]]
Found = Iterator[tuple[str, str]]
_NEEDED = {
    "title": "Give the survey a title.",
    "purpose": "Say who asks and why.",
    "thanks": "Write what people read at the end, to thank them.",
}
_BY_ORDER = {"show_when", *PIPED}
"""Where one question names another."""


def to_put_right(survey: Written) -> Sequence[Problem]:
    """What stands in the way of publishing, in the order of the survey; none when it is right."""
    found = [Problem(said, field=n) for n, said in _NEEDED.items() if not _words(survey, n)]
    found += _of_questions(survey.get("questions") or [])
    return [*found, *_left_over(survey, found)]


def _left_over(survey: Written, found: Sequence[Problem]) -> Sequence[Problem]:
    """What loading finds beside; but a question it could not read makes it miss what is there."""
    named = {(one.question, one.field) for one in found}
    questions = {one.question for one in found if one.question}
    try:
        return list(unready(from_dict(survey)))
    except SurveyProblems as problems:
        return [
            Problem(one.message.replace("`", ""), one.question, one.number, one.field, one.language)
            for one in problems.problems
            if one.question not in questions
            and (one.question, one.field) not in named
            and not (found and one.field in _BY_ORDER)
        ]


def _of_questions(questions: Sequence[Written]) -> Iterator[Problem]:
    if all(one.get("kind") in ("information", "consent") for one in questions):
        yield Problem("Add a question for people to answer.", field="questions")
    asked = {one["key"]: (number, one) for number, one in enumerate(questions, 1)}
    for number, question in enumerate(questions, 1):
        faults = [*_own(question), *_of_order(question, number, asked)]
        faults += _of_consent(question, questions[: number - 1])
        for field, said in faults:
            yield Problem(said, question["key"], number, field)


def _words(part: Written, field: str) -> str:
    return on_offer.words(part, field).strip()


def _own(question: Written) -> Found:
    """What is to put right in a question by itself."""
    kind = question.get("kind")
    if not _words(question, "wording"):
        is_page = kind == "information"
        yield "wording", "Write a heading for this page." if is_page else "Write the question."
    if kind in ("pick_one", "pick_several"):
        yield from _of_options(on_offer.options(question))
    elif kind == "scale":
        yield from _of_scale(question)
    elif kind == "number":
        yield from _of_number(question)


def _of_options(options: Sequence[Written]) -> Found:
    labelled = [one for one in options if _words(one, "label")]
    if len(labelled) < 2:
        yield "options", "Give people at least two answers to pick from."
    for number, one in enumerate(options, 1):
        label = _words(one, "label")
        if not label and len(labelled) > 1:
            yield "options", f"Answer {number} has no words. Write some, or take it away."
        elif label and not spoken_words(label):
            yield "options", f"Answer {number} needs a letter or a number in it."
        for said in (label, _words(one, "short")):
            if said and is_reserved(said):
                yield "options", _reserved(said)
    for field in ("label", "short"):
        forms = [matching_form(_words(one, field)) for one in options]
        for twice in dict.fromkeys(one for one in forms if one and forms.count(one) > 1):
            yield "options", f"Two answers are the same: “{twice}”. Make them different."


def _reserved(said: str) -> str:
    return f"“{said}” cannot be an answer: phone companies act on that word. Choose another."


def _of_ends(question: Written) -> Found:
    for name in ("low", "high"):
        if question.get(name) is not None and on_offer.whole_number(question, name, None) is None:
            yield name, "Write a whole number in digits, such as 5."


def _of_scale(question: Written) -> Found:
    unread = list(_of_ends(question))
    yield from unread
    points, labels = on_offer.points(question), on_offer.labels(question)
    if not points and not unread:
        yield "high", "The last number is more than the first, and at most 10 more."
    elif points and points[0][0] < 0:
        yield "low", "The first number is 0 or more."
    elif (
        points
        and labels
        and not (len(labels) == len(points) and all(one.strip() for one in labels))
    ):
        yield "labels", "Write words for every number, or for the first and the last only."
    for said in (*labels, _words(question, "low_label"), _words(question, "high_label")):
        if said and is_reserved(said):
            yield "labels", _reserved(said)


def _of_number(question: Written) -> Found:
    yield from _of_ends(question)
    low, high = (on_offer.whole_number(question, name, None) for name in ("low", "high"))
    if low is not None and low < 0:
        yield "low", "The lowest number is 0 or more."
    if high is not None and high <= (low or 0):
        yield "high", "The highest number is more than the lowest."


def _of_order(question: Written, number: int, asked: Asked) -> Found:
    """What is to put right in what a question says of those before it."""
    if question.get("show_when") is not None:
        condition = read(question["show_when"])
        if isinstance(condition, str):
            yield "show_when", "We cannot tell when to ask this. Choose again."
            return
        for leaf in leaves(condition):
            if said := _not_before(leaf.question, number, asked, "It waits for") or _of_leaf(
                leaf, asked[leaf.question][1]
            ):
                yield "show_when", said
    for field in PIPED:
        for pipe in piping.pipes(_words(question, field)):
            if said := _not_before(pipe.question, number, asked, "It puts in") or _of_pipe(
                pipe, asked[pipe.question][1]
            ):
                yield field, said


def _not_before(key: str, number: int, asked: Asked, it: str) -> str:
    if key not in asked:
        return f"{it} the answer to a question that is gone. Choose again."
    place, source = asked[key]
    if place < number:
        return ""
    return f"{it} the answer to {_named(source)}, which does not come before it. Move one of them."


def _named(question: Written) -> str:
    return f"“{on_offer.name_of(question) or 'a question with no words yet'}”"


def _of_leaf(leaf: Leaf, source: Written) -> str:
    again = f"It does not fit the answers to {_named(source)}. Choose again."
    kind, offered = source.get("kind"), dict(on_offer.answers(source))
    if kind == "information":
        return f"{_named(source)} is a page to read and has no answer. Choose another question."
    if isinstance(leaf, Answered):
        return ""
    if isinstance(leaf, AtLeast | AtMost):
        wanted = {"number": int, "scale": int, "date": str}.get(str(kind), type(None))
        return "" if isinstance(leaf.bound, wanted) else again
    if isinstance(leaf, Has) != (kind == "pick_several") or kind == "free_text":
        return again
    if kind in ("number", "date"):
        return ""
    gone = [str(value) for value in leaf.values if value not in offered]
    return f"{_named(source)} does not offer “{gone[0]}” any more. Choose again." if gone else ""


def _of_pipe(pipe: piping.Pipe, source: Written) -> str:
    if source.get("kind") in ("free_text", "information"):
        return (
            f"It puts in what people write to {_named(source)}. Please take that out: a phone may "
            "be shared."
        )
    if not pipe.otherwise.strip():
        return f"Say what stands there when {_named(source)} has no answer."
    return ""


def _of_consent(question: Written, earlier: Sequence[Written]) -> Found:
    if question.get("kind") != "consent":
        return
    if any(one.get("kind") not in ("consent", "information") for one in earlier):
        yield "kind", "People are asked to agree before the other questions. Move it up."
    of_words = question.get("about") == WORDS
    if question.get("show_when") is not None and not of_words:
        yield "show_when", "Everyone is asked to agree. Ask it always."
    if of_words and any(one.get("about") == WORDS for one in earlier):
        yield "kind", "You ask twice how people's words may be used. Take one away."
