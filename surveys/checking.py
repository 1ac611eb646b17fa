"""What a whole survey has to be, beyond each question: keys, conditions, piping, consent first."""

from collections.abc import Iterator, Mapping, Sequence

from surveys import dates, piping
from surveys.conditions import AtLeast, AtMost, Has, Is, Leaf, leaves
from surveys.kinds.pick_several import NONE_OF_THESE
from surveys.problems import Problem
from surveys.questions import (
    ABOUT_YOU,
    Consent,
    DateQuestion,
    FreeText,
    Information,
    Number,
    PickSeveral,
    Question,
    Scale,
)

PIPED = {"wording": "wording", "hint": "hint", "text": "text_wording", "body": "body"}
PIPED |= {"easy": "easy", "easy_hint": "easy_hint"}


def survey_problems(
    questions: Sequence[Question], about_you: Sequence[Question]
) -> Iterator[Problem]:
    """What is to be put right in how the questions stand together."""
    earlier: dict[str, tuple[int, Question]] = {}
    for number, question in enumerate([*questions, *about_you], 1):
        for field, message in _faults(question, earlier):
            yield Problem(message, question.key, number, field)
        if question.key not in earlier:
            earlier[question.key] = (number, question)
    yield from _consent_problems(questions)
    yield from _about_you_problems(len(questions), about_you)


def _faults(
    question: Question, earlier: Mapping[str, tuple[int, Question]]
) -> Iterator[tuple[str, str]]:
    if question.key in earlier:
        yield "key", f"question {earlier[question.key][0]} has the same key. Change one."
    if question.key == ABOUT_YOU:
        yield "key", f'The key "{ABOUT_YOU}" is one we use ourselves. Choose another.'
    if question.show_when is not None:
        for leaf in leaves(question.show_when):
            yield from (("show_when", fault) for fault in _leaf_faults(leaf, earlier))
    for written, name in PIPED.items():
        for pipe in piping.pipes(getattr(question, name, None) or ""):
            yield from ((written, fault) for fault in _pipe_faults(pipe, earlier))


def _leaf_faults(leaf: Leaf, earlier: Mapping[str, tuple[int, Question]]) -> Iterator[str]:
    if leaf.question not in earlier:
        yield f'`show_when` names "{leaf.question}", which is not a question before this one.'
        return
    source = earlier[leaf.question][1]
    if isinstance(source, Information):
        yield f'`show_when` names "{leaf.question}", which is a page to read and has no answer.'
    elif isinstance(leaf, Has) != isinstance(source, PickSeveral) and isinstance(leaf, Is | Has):
        right = "has" if isinstance(source, PickSeveral) else "is"
        yield f'`show_when` asks about "{leaf.question}": use `{right}` there.'
    elif isinstance(leaf, AtLeast | AtMost):
        yield from _bound_faults(leaf, source)
    elif isinstance(leaf, Is | Has):
        yield from _value_faults(leaf, source)


def _bound_faults(leaf: AtLeast | AtMost, source: Question) -> Iterator[str]:
    if isinstance(source, DateQuestion):
        if not isinstance(leaf.bound, str) or dates.from_iso(leaf.bound) is None:
            yield f'`show_when` compares "{leaf.question}" with a day: write it like "2027-01-31".'
    elif not isinstance(source, Number | Scale):
        yield f'`show_when` compares "{leaf.question}", which is not a number, a scale or a date.'
    elif not isinstance(leaf.bound, int):
        yield f'`show_when` compares "{leaf.question}" with a number. Write it without quotes.'


def _value_faults(leaf: Is | Has, source: Question) -> Iterator[str]:
    if isinstance(source, FreeText):
        yield (
            f'`show_when` asks what "{leaf.question}" is, but people answer it in their own '
            "words. Use `answered` there."
        )
        return
    if isinstance(source, Number | DateQuestion):
        fits = int if isinstance(source, Number) else str
        if not all(isinstance(value, fits) for value in leaf.values):
            kind = "a number" if fits is int else "a day"
            yield f'`show_when` asks what "{leaf.question}" is: that is {kind}.'
        return
    offered = {value for value, _ in source.on_offer() if not isinstance(value, tuple)}
    for value in leaf.values:
        if value == NONE_OF_THESE and isinstance(source, PickSeveral):
            yield f'To ask who picked none in "{leaf.question}", use `not` with `has`.'
        elif value not in offered:
            yield f'`show_when` looks for "{value}" in "{leaf.question}", which does not offer it.'


def _pipe_faults(pipe: piping.Pipe, earlier: Mapping[str, tuple[int, Question]]) -> Iterator[str]:
    if pipe.question not in earlier:
        yield f'It puts in the answer to "{pipe.question}", which is not a question before this.'
        return
    source = earlier[pipe.question][1]
    if isinstance(source, FreeText | Information):
        yield (
            f'It puts in the answer to "{pipe.question}". Own words stay out of other questions: '
            "a phone may be shared."
        )
    elif not pipe.otherwise.strip():
        yield (
            f'"{pipe.question}" may have no answer. Add words for then, like '
            f"${{{pipe.question}|your area}}."
        )


def _consent_problems(questions: Sequence[Question]) -> Iterator[Problem]:
    """Consent comes before whatever it governs."""
    answered = False
    of_words = 0
    for number, question in enumerate(questions, 1):
        if isinstance(question, Consent):
            of_words += question.is_of_words
            if answered:
                yield Problem(
                    "Consent comes before the questions. Move it up.", question.key, number
                )
            if question.show_when is not None and not question.is_of_words:
                yield Problem(
                    "Everyone is asked to agree, so it has no `show_when`.", question.key, number
                )
        elif question.takes_answer:
            answered = True
    if of_words > 1:
        yield Problem("Ask about the use of words once. There are two such questions.")


def _about_you_problems(before: int, about_you: Sequence[Question]) -> Iterator[Problem]:
    for number, question in enumerate(about_you, before + 1):
        if isinstance(question, Consent | Information | FreeText) or question.about:
            yield Problem(
                "Under `about_you` there are only questions with an answer to pick or count.",
                question.key,
                number,
            )
