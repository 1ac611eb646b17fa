"""Advice on wording for people who write surveys: long sentences, hard words, unfair questions.

It is for what staff write, in English. What people say is theirs, and is never judged.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.normalise import Token, tokens
from surveys.phrasebook import Entry, Span, deficit_words, harder_words, traps
from surveys.questionnaire import Questionnaire
from surveys.questions import Question
from surveys.readability import (
    GOOD_AGE,
    HIGHEST_AGE,
    MOST_WORDS,
    Sentence,
    age_in_words,
    age_of,
    judged,
    reading_age,
    reading_age_in_words,
    sentences,
    what_helps,
)

__all__ = [
    "Advice",
    "Kind",
    "SurveyAdvice",
    "advice",
    "reading_age",
    "reading_age_in_words",
    "survey_advice",
]


class Kind(StrEnum):
    """What a piece of advice is about."""

    LONG_SENTENCE = "long_sentence"
    READING_AGE = "reading_age"
    DEFICIT_WORD = "deficit_word"
    HARD_WORD = "hard_word"
    DOUBLE_QUESTION = "double_question"
    LEADING_QUESTION = "leading_question"
    DOUBLE_NEGATIVE = "double_negative"
    STORY = "story"
    NAMES_OR_STATUS = "names_or_status"


@dataclass(frozen=True)
class Advice:
    """One thing worth another look: a sentence that says what to do, and where it stands."""

    kind: Kind
    message: str
    start: int
    end: int


SurveyAdvice = tuple[str | None, str, Advice]
"""A question's key (None for the survey itself), the name of the field, and the advice."""

_EASY_READ_WORDS = 15
"""Words in a sentence of Easy Read: one idea, in ten to fifteen."""
_MOST_WORDS = {"easy": _EASY_READ_WORDS, "easy_hint": _EASY_READ_WORDS}
_LABELS = frozenset({"options", "labels", "low_label", "high_label"})
_OF_SURVEY = ("title", "purpose", "thanks")
_OF_QUESTION = ("wording", "hint", "body", "easy", "easy_hint")
_CLAUSE_ENDS = frozenset(",;:()–—-")
_JOINS = frozenset(["and", "but", "or", "so", "because", "if", "although", "while", "when"])
_SHOWN_OF_A_SENTENCE = 4
_MOST_LOOKED_AT = 4_000
"""Characters of one text: what stands further on nobody asks, but a file may have it."""


def advice(text: str, *, field: str = "wording") -> tuple[Advice, ...]:
    """What is worth another look in a text by staff, in the order it stands there.

    `field` is the name of what is written, as in a survey file: only a wording is told to ask
    one question at a time, Easy Read has shorter sentences, and options are looked at for words
    that label people and nothing else.
    """
    text = text[:_MOST_LOOKED_AT]
    plain = judged(text)
    found = sentences(plain)
    words = [one for one in tokens(plain) if one.form[0].isalnum() or one.form in _CLAUSE_ENDS]
    places = [word.start for word in words]
    told: list[Advice] = []
    for one in found:
        inside = words[bisect_left(places, one.start) : bisect_left(places, one.end)]
        told += _words_of(text, inside, only_labels=field in _LABELS)
        if field not in _LABELS:
            told += _length(text, one, _MOST_WORDS.get(field, MOST_WORDS))
            told += _trapped(plain, one, inside)
    if field == "wording":
        told += _two_questions(plain, found)
    if field not in _LABELS:
        told += _age(text, found)
    return tuple(sorted(_once(told), key=lambda one: (one.start, one.end)))


def _once(told: list[Advice]) -> Iterator[Advice]:
    """Each message once in a text: the second “service users” needs no telling."""
    seen: set[str] = set()
    for one in told:
        if one.message.lower() not in seen:
            seen.add(one.message.lower())
            yield one


def _words_of(text: str, inside: list[Token], *, only_labels: bool) -> Iterator[Advice]:
    words = [one for one in inside if one.form not in _CLAUSE_ENDS]
    forms = tuple(one.form for one in words)
    taken: set[int] = set()
    for book in (deficit_words(),) if only_labels else (deficit_words(), harder_words()):
        for entry, (first, last) in book.find(forms):
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                yield _advice(text, entry, words[first].start, words[last - 1].end)


def _advice(text: str, entry: Entry, start: int, end: int) -> Advice:
    found = " ".join(text[start:end].split())
    return Advice(Kind(entry.kind), entry.tell.format(found=found), start, end)


def _length(text: str, sentence: Sentence, most: int) -> Iterator[Advice]:
    count = len(sentence.words)
    if count > most:
        opening = " ".join(sentence.words[:_SHOWN_OF_A_SENTENCE])
        message = f"Split the sentence that starts “{opening}”: it has {count} words."
        yield Advice(Kind.LONG_SENTENCE, message, sentence.start, sentence.end)


def _age(text: str, found: tuple[Sentence, ...]) -> Iterator[Advice]:
    age = age_of(found)
    if age is not None and round(age) > HIGHEST_AGE:
        told = age_in_words(age)
        message = f"Try {what_helps(found)}: the reading age is {told}, and {GOOD_AGE} is the aim."
        yield Advice(Kind.READING_AGE, message, 0, len(text))


def _two_questions(plain: str, found: tuple[Sentence, ...]) -> Iterator[Advice]:
    asked = [one for one in found if _asks(plain, one)]
    if len(asked) > 1:
        message = "Ask one question at a time: give the second one a place of its own."
        yield Advice(Kind.DOUBLE_QUESTION, message, asked[1].start, asked[1].end)


def _asks(plain: str, sentence: Sentence) -> bool:
    return plain[sentence.start : sentence.end].rstrip("\"'”’)] ").endswith("?")


def _trapped(plain: str, sentence: Sentence, inside: list[Token]) -> Iterator[Advice]:
    """The traps of one sentence, one of each kind."""
    asks = _asks(plain, sentence)
    seen: set[str] = set()
    for entry in traps():
        if entry.kind in seen or (entry.in_questions and not asks):
            continue
        for run in _clauses(inside) if entry.in_clauses else (_only_words(inside),):
            if span := _first(entry, tuple(one.form for one in run)):
                seen.add(entry.kind)
                yield _advice(plain, entry, run[span[0]].start, run[span[1] - 1].end)
                break


def _first(entry: Entry, forms: tuple[str, ...]) -> Span | None:
    if entry.whole and forms in entry.whole:
        return 0, len(forms)
    spans = entry.says.anywhere(forms)
    return next((span for span in spans if not entry.is_harmless(forms, span)), None)


def _only_words(inside: list[Token]) -> list[Token]:
    return [one for one in inside if one.form not in _CLAUSE_ENDS]


def _clauses(inside: list[Token]) -> Iterator[list[Token]]:
    """The words of a sentence in runs, cut at its commas and at words such as "and"."""
    run: list[Token] = []
    for one in inside:
        if one.form in _CLAUSE_ENDS or one.form in _JOINS:
            yield run
            run = []
        else:
            run.append(one)
    yield run


def survey_advice(questionnaire: Questionnaire) -> tuple[SurveyAdvice, ...]:
    """What is worth another look in a survey, question by question.

    Only its English is judged: our lists and the reading age are of no use for other languages.
    The reading age of all the questions together stands under "questions".
    """
    survey = questionnaire.in_language(DEFAULT_LANGUAGE)
    told: list[SurveyAdvice] = []
    if survey.language == DEFAULT_LANGUAGE:
        for field in _OF_SURVEY:
            told += [(None, field, one) for one in advice(getattr(survey, field), field=field)]
    asked = [
        question
        for question in (*survey.questions, *survey.about_you)
        if survey.language_of(question) == DEFAULT_LANGUAGE
    ]
    for question in asked:
        told += _of_question(question)
    together = judged("\n\n".join(f"{one.wording}\n\n{one.hint}" for one in asked))
    told += [(None, "questions", one) for one in _age(together, sentences(together))]
    return tuple(told)


def _of_question(question: Question) -> Iterator[SurveyAdvice]:
    for field, text in _texts(question):
        for one in advice(text, field=field):
            yield question.key, field, one


def _texts(question: Question) -> Iterator[tuple[str, str]]:
    """Every text of a question with the name of its field; some kinds lack some of them."""
    for field in _OF_QUESTION:
        yield field, getattr(question, field, None) or ""
    if question.text_wording and question.text_wording != question.wording:
        yield "text", question.text_wording
    for option in getattr(question, "options", ()):
        yield "options", option.label
    for label in getattr(question, "labels", ()):
        yield "labels", label
    for field in ("low_label", "high_label"):
        yield field, getattr(question, field, "")
