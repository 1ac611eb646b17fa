"""How a question that is being written will look: as a phone page, and as texts with their cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template
from flask_babel import gettext

from engage import composing, drafts
from engage.composing import Cost
from engage.models import SurveyDraft
from engage.web import easy_read, question_page, writing_advice
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.playable import as_far_as_right
from surveys.questionnaire import Questionnaire
from surveys.questions import Question
from surveys.reading import Value
from surveys.to_put_right import to_put_right

LETTERS_A_LINE, LINE_HIGH, ANSWER_HIGH, BUTTONS_HIGH = 20, 36, 72, 180


@dataclass(frozen=True)
class Preview:
    """One question as people would meet it; `phone` and `easy` are whole small pages.

    They, `text` and `cost` are left out while the question cannot be asked yet: `to_do` says
    what is to put right first. `height` is about how many pixels the taller of the two is, for
    browsers without script.
    """

    advice: list[str]
    age: str
    to_do: list[str] = field(default_factory=list)
    height: int = 0
    phone: str = ""
    easy: str = ""
    text: str = ""
    cost: Cost | None = None


def of(draft: SurveyDraft, key: str, fields: Mapping[str, Any]) -> Preview:
    """The question with these fields as it would look."""
    written = {**(drafts.question(draft, key) or {}), **fields}
    language = str(draft.definition.get("language") or DEFAULT_LANGUAGE)
    looked = Preview(
        advice=writing_advice.of(written, language=language),
        age=writing_advice.reading_age(written, language=language),
    )
    definition, key = drafts.would_be(draft, key, fields)
    found = as_far_as_right(definition)
    asked = found.find(key) if found else None
    if found is None or asked is None:
        problems = to_put_right(definition)
        return replace(looked, to_do=[one.message for one in problems if one.question == key])
    shown, text = found.filled(asked, {}), as_text(found, asked)
    return replace(
        looked,
        height=_height(easy_read.worded(shown)),
        phone=_phone(found, shown, is_easy=False),
        easy=_phone(found, easy_read.worded(shown), is_easy=True) if shown.easy else "",
        text=text,
        cost=composing.cost(text, found.language),
    )


def _phone(survey: Questionnaire, asked: Question, *, is_easy: bool) -> str:
    """The page of a question, as a document of its own."""
    return render_template(
        "writing/phone.html",
        asked=asked,
        easy=is_easy,
        pictures=easy_read.drawn(asked) if is_easy else {},
        can_skip=question_page.can_skip(asked),
        step=step(survey, asked, {}),
        language=survey.language_of(asked),
    )


def _height(asked: Question) -> int:
    """About how high the page of a question is, in pixels: its words, answers and buttons."""
    words = len(asked.wording) + len(asked.hint) + len(getattr(asked, "body", ""))
    answers = len(asked.on_offer()) + 2 if asked.on_offer() else 3
    lines = words // LETTERS_A_LINE + 3
    return lines * LINE_HIGH + answers * ANSWER_HIGH + BUTTONS_HIGH


def as_text(survey: Questionnaire, asked: Question) -> str:
    """The whole text that asks a question, where nothing has been answered before."""
    number, total = _place(survey, asked, {})
    language = survey.language_of(asked)
    return survey.filled(asked, {}).prompt(number=number, total=total, language=language)


def _place(
    survey: Questionnaire, asked: Question, answers: Mapping[str, Value]
) -> tuple[int, int | None]:
    """A question's number, and how many there are where that is true whatever is answered."""
    number, total = survey.position(asked.key, answers)
    return number, total if survey.is_asked(asked, answers) else None


def step(survey: Questionnaire, asked: Question, answers: Mapping[str, Value]) -> str:
    """How far along a question is, in words; nothing for a page to read."""
    if not asked.takes_answer:
        return ""
    number, total = _place(survey, asked, answers)
    if total is None:
        return gettext("Question %(number)s", number=number)
    return gettext("Question %(number)s of %(total)s", number=number, total=total)
