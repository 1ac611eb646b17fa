"""The first words of a survey by text: who asks, how much, and what it costs to reply."""

from surveys.questionnaire import Questionnaire
from surveys.wording import Sentence, say


def invitation(questionnaire: Questionnaire, *, sender: str, is_free: bool = False) -> str:
    """The first text: who is asking, how long it is and what a reply costs, and not the subject.

    Phones are shared, lent and handed on, so the subject waits until the person replies.
    """
    language = questionnaire.language
    cost = say(Sentence.COST_FREE if is_free else Sentence.COST_USUAL, language=language)
    return say(
        Sentence.INVITATION,
        language=language,
        sender=sender,
        questions=how_many(questionnaire),
        cost=cost,
    )


def how_many(questionnaire: Questionnaire) -> str:
    """How many questions there are, in words: "6 questions"."""
    language, (shortest, longest) = questionnaire.language, questionnaire.lengths()
    if longest == 1:
        return say(Sentence.QUESTIONS_ONE, language=language)
    many = Sentence.QUESTIONS_MANY if shortest == longest else Sentence.QUESTIONS_UP_TO
    return say(many, language=language, count=longest)
