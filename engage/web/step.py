"""One question as a visitor is asked it: of which response, where it leads, and keeping it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from engage import answering, times, web_answers
from engage.extensions import db
from engage.models import Response, Survey
from engage.web import languages, next_page, opened, visit
from engage.web.question_page import Place
from surveys.progress import Given
from surveys.questionnaire import Questionnaire
from surveys.questions import Question


@dataclass(frozen=True)
class Step:
    """One question as a visitor is asked it, of the response they have begun, sent or opened."""

    survey: Survey
    response: Response
    questionnaire: Questionnaire
    asked: Question

    @property
    def language(self) -> str:
        """The language it is asked in."""
        return self.questionnaire.language_of(self.asked)

    def address(self, **more: str) -> str:
        """The address of this very question, whose way on leads where it did."""
        if next_page.from_mine():
            return next_page.to_change(self.survey, self.asked, **more)
        checking = next_page.from_check()
        return next_page.address(self.survey, self.asked, checking=checking, **more)

    def place(self) -> Place:
        """Where it stands among the others."""
        if next_page.from_mine():
            return Place(
                self.questionnaire, self.response.values, self.address(), url_for("mine.seen")
            )
        checking = next_page.from_check()
        action = (
            self.address()
            if self.asked.takes_answer
            else next_page.ahead(self.survey, self.response, self.asked, checking=checking)
        )
        back = self._back(checking=checking)
        is_sent, key = web_answers.is_sent(self.response), self.survey.key
        stop = "" if is_sent else url_for("receipt.stop", key=key)
        return Place(self.questionnaire, self.response.values, action, back, stop)

    def _back(self, *, checking: bool) -> str:
        """To the check where that is where they came from, while nothing new is open before it."""
        values = self.response.values
        if checking and self.questionnaire.is_done(values):
            return url_for("check_and_send.check", key=self.survey.key)
        earlier = self.questionnaire.before(self.asked.key, values)
        if earlier is None:
            return next_page.start_address(self.survey)
        return next_page.address(self.survey, earlier, checking=checking)


def find(survey: Survey, key: str) -> tuple[Questionnaire, Question, Response | None] | None:
    """The question of that name, in the language of this visitor, and their response if any.

    What is about the person is asked of who has sent their answers, the rest of who has not;
    what a code opened may be changed as a whole.
    """
    known = known_response(survey)
    version = answering.questionnaire_of(known) if known else survey.latest.questionnaire
    written = version.find(key)
    if written is None:
        return None
    questionnaire = languages.speak(version, written)
    is_due = known and web_answers.is_sent(known) == version.is_of_you(written)
    fits = is_due or next_page.from_mine()
    return questionnaire, questionnaire.find(key) or written, known if fits else None


def once_asked(survey: Survey, key: str) -> Question | None:
    """The question of that name as the newest version that has it asks anybody."""
    for version in reversed(survey.versions):
        written = version.questionnaire.find(key)
        if written is not None:
            spoken = languages.speak(version.questionnaire, written)
            return spoken.filled(spoken.find(key) or written, {})
    return None


def known_response(survey: Survey) -> Response | None:
    """The response a question is of: what a code opened, or the visitor's own."""
    if not next_page.from_mine():
        return visit.known_response_of(survey)
    found = opened.response(now=times.now())
    return found if found is not None and found.survey_id == survey.id else None


def keep(survey: Survey, response: Response, given: Given, *, language: str) -> Response | None:
    """Record and commit; of the same answer sent twice at once, the later one stays.

    None when the response went meanwhile, as when it was begun again in another window.
    """
    try:
        answering.record(response, given, now=times.now(), language=language)
        db.session.commit()
    except (IntegrityError, StaleDataError):
        db.session.rollback()
        again = known_response(survey)
        if again is not None:
            answering.record(again, given, now=times.now(), language=language)
            db.session.commit()
        return again
    return response
