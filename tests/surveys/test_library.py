"""The ready surveys and the bank of equality questions: sound, short, cheap to text and plain."""

import math
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

import surveys
from surveys.kinds.picking import Picking
from surveys.loading import bank, from_dict, load
from surveys.pictures import pictures
from surveys.plain_english import reading_age, survey_advice
from surveys.questionnaire import Questionnaire
from surveys.questions import Consent, FreeText, Question, Scale
from surveys.reading import Outcome
from surveys.translation import gaps
from surveys.trying import Played
from surveys.wording import segments

LIBRARY = sorted((Path(surveys.__file__).parent / "library").glob("*.yaml"))
README = LIBRARY[0].parent / "README.md"
UNQUOTED = "temporary-accommodation"
"""The short survey, whose words are never quoted, so that it has nothing to ask leave for."""
PRINCIPLES = {
    "right-to-a-home": "People have the right to a home. Eligibility for housing is not "
    "contingent on any conditions apart from the willingness to maintain a tenancy.",
    "flexible-support": "Flexible support is available for as long as it is needed.",
    "housing-and-support-apart": "Housing and support are separated. Housing is not a reward "
    "for engaging with support.",
    "choice-and-control": "Individuals have choice and control.",
    "active-engagement": "An active engagement approach is used. The service finds ways to "
    "engage with the person instead of the other way round.",
    "strengths": "Service is based on the person's strengths, goals and aspirations.",
    "reducing-harm": "A reduction to harm approach is used. This supports people to choose "
    "practices that reduce harm and promote recovery.",
}
OTHERS = {
    "temporary-accommodation",
    "staying-for-now",
    "after-a-session",
    "after-a-session-short",
    "exit-interview",
    "moving-in",
    "getting-help",
}
IN_FIVE_LANGUAGES = {
    "staying-for-now",
    "temporary-accommodation",
    "after-a-session",
    "after-a-session-short",
    "getting-help",
}
LANGUAGES = ("cy", "pl", "ar", "fa")
SECONDS = {"free_text": 120, "pick_several": 45}
OTHER_SECONDS = 30
LONGEST_SENTENCE = 15
GOOD_AGE = 9
each_survey = pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)


def the_bank() -> Questionnaire:
    """Every question of the bank, as a survey that takes all of them."""
    words: dict[str, object] = {code: {"questions": {}} for code in LANGUAGES}
    asked = {"key": "here", "kind": "free_text", "wording": "Anything to say?"}
    texts = {"key": "bank", "title": "Bank", "purpose": "To try.", "thanks": "Thank you."}
    return from_dict(
        {**texts, "questions": [asked], "about_you": list(bank()), "translations": words}
    )


def everything_said(survey: Questionnaire) -> list[str]:
    """Every word of English that somebody may read in it, but for the equality questions."""
    said = [survey.title, survey.purpose, survey.thanks]
    for one in survey.questions:
        said += [one.wording, one.hint, one.text_wording or "", one.easy, one.easy_hint]
        said += getattr(one, "paragraphs", ())
    return [words for words in said if words]


def seconds(questions: Iterable[Question]) -> int:
    """How long somebody who reads slowly takes to answer all of them."""
    return sum(SECONDS.get(one.kind, OTHER_SECONDS) for one in questions)


def test_there_is_a_survey_for_each_principle_and_each_occasion():
    assert {path.stem for path in LIBRARY} == {*PRINCIPLES, *OTHERS}
    assert all(load(path).key == path.stem for path in LIBRARY)


@pytest.mark.parametrize("name", PRINCIPLES)
def test_a_survey_about_a_principle_names_it_in_the_words_it_was_given_in(name):
    written = (LIBRARY[0].parent / f"{name}.yaml").read_text("utf-8")
    remarks = " ".join(re.findall(r"^# (.*)$", written, re.MULTILINE))

    assert f'"{PRINCIPLES[name]}"' in remarks


@each_survey
def test_it_has_four_to_eight_questions_and_two_in_own_words_at_most_and_late(path):
    survey = load(path)
    answered = [one for one in survey.questions if one.takes_answer]
    own_words = [place for place, one in enumerate(answered) if isinstance(one, FreeText)]

    assert 4 <= len(answered) <= 8 or path.stem == UNQUOTED
    assert 1 <= len(own_words) <= 2
    assert own_words == list(range(len(answered)))[-len(own_words) :]


@each_survey
def test_whether_words_may_be_used_is_asked_first(path):
    survey = load(path)
    first = next(one for one in survey.questions if one.takes_answer)

    assert (isinstance(first, Consent) and first.is_of_words) != (path.stem == UNQUOTED)


def test_many_branch_and_some_put_in_an_earlier_answer():
    library = [load(path) for path in LIBRARY]
    branching = [s for s in library if any(one.show_when for one in s.questions)]
    piping = [s for s in library if any("${" in one.wording for one in s.questions)]

    assert len(branching) >= 4
    assert len(piping) >= 2
    assert len({one.kind for s in library for one in s.questions}) == 9


@each_survey
def test_each_question_may_be_skipped_and_has_easy_words_and_a_picture(path):
    survey = load(path)

    for one in (*survey.questions, *survey.about_you):
        assert one.optional
        assert one.easy
        assert one.picture in pictures()
        assert all(o.picture in {None, *pictures()} for o in getattr(one, "options", ()))


@each_survey
def test_its_longest_way_through_takes_under_ten_minutes(path):
    survey = load(path)

    assert seconds((*survey.questions, *survey.about_you)) < 10 * 60


@each_survey
def test_the_readme_says_what_it_is_for_and_how_long_it_takes(path):
    survey = load(path)
    row = next(line for line in README.read_text("utf-8").splitlines() if f"[{path.stem}]" in line)

    questions, takes = (int(cell) for cell in row.split("|")[-3:-1])
    assert questions == sum(one.takes_answer for one in survey.questions)
    assert takes == math.ceil(seconds(survey.questions) / 60)


def replies_to(survey: Questionnaire, *said: str) -> list[str]:
    """Every text that asks something, when one answer is given to every question of a kind."""
    played = Played(survey)
    asked, _ = played.say("yes")
    while played.is_going_on:
        question = survey.find(played.progress.question)
        assert question is not None
        replies, given = played.say(answer_to(question, said))
        assert given is not None, question.key
        asked += replies
    return asked


def answer_to(question: Question, said: tuple[str, ...]) -> str:
    if isinstance(question, FreeText):
        return "quieter nights"
    return next((one for one in said if question.read(one).outcome is Outcome.ANSWER), "skip")


@each_survey
@pytest.mark.parametrize(
    "said", [("1", "yes", "3 March 2024"), ("2", "no"), ("3",), ("4",), ("5",), ("6",), ("skip",)]
)
def test_each_text_of_a_conversation_is_one_text_long(path, said):
    for text in replies_to(load(path), *said):
        assert segments(text).count == 1, text


@each_survey
def test_in_another_language_a_question_costs_two_texts_at_most(path):
    survey = load(path)

    for code in (one.language for one in survey.translations):
        there = survey.in_language(code)
        for question in there.questions:
            assert segments(there.prompt(question, {})).count <= 2, (code, question.key)


@each_survey
def test_its_words_are_plain_and_there_is_nothing_to_advise(path):
    survey = load(path)

    age = reading_age(" ".join(ended(words) for words in everything_said(survey)))
    assert age is not None
    assert age <= GOOD_AGE
    shared_by_all = {one.key for one in survey.about_you}
    assert [one for one in survey_advice(survey) if one[0] not in shared_by_all] == []


@each_survey
def test_its_sentences_are_short_and_none_of_its_words_are_cold(path):
    for words in everything_said(load(path)):
        assert not re.search(r"\b(failed|invalid|user|must)\b", words, re.IGNORECASE)
        for sentence in re.split(r"[.!?:]\s+", re.sub(r"\$\{\w+\|([^}]*)\}", r"\1", words)):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def ended(words: str) -> str:
    return words if words[-1] in ".?!" else f"{words}."


@each_survey
def test_the_start_says_who_asks_and_why_in_thirty_words(path):
    """The page around it says that no name is asked for, in what is left of eighty."""
    purpose = load(path).purpose

    assert len(purpose.split()) <= 30
    assert "Your answers go to the" in purpose


@each_survey
def test_it_asks_nobody_for_a_name_a_story_or_their_papers(path):
    survey = load(path)

    asked = " ".join(one.wording for one in (*survey.questions, *survey.about_you)).lower()
    assert not re.search(r"\b(name|story|happened to you|immigra|asylum|visa|passport)", asked)


def test_the_ones_in_five_languages_are_whole_in_each():
    for path in LIBRARY:
        survey = load(path)
        codes = {one.language for one in survey.translations}
        assert codes == (set(LANGUAGES) if path.stem in IN_FIVE_LANGUAGES else set())
        for translation in survey.translations:
            assert list(gaps((*survey.questions, *survey.about_you), translation)) == []
            easy = (translation.of(one.key) for one in survey.questions)
            assert all(words and words.easy for words in easy)


@pytest.mark.parametrize("path", [*LIBRARY, None], ids=lambda path: path.stem if path else "bank")
def test_an_option_named_in_reply_is_the_one_picked_in_every_language(path):
    survey = load(path) if path else the_bank()

    for code in ("en", *(one.language for one in survey.translations)):
        there = survey.in_language(code)
        for question in (*there.questions, *there.about_you):
            language = there.language_of(question)
            for name, value in names_of(question):
                read = question.read(name, language=language).value
                assert read in {value, (value,)}, (code, question.key, name)


def names_of(question: Question) -> list[tuple[str, str | int]]:
    if isinstance(question, Scale):
        return [(label, point) for point, label in question.points]
    options = question.options if isinstance(question, Picking) else ()
    return [(name, one.value) for one in options for name in (one.label, one.in_texts)]


def test_the_bank_is_whole_in_every_language_and_says_why_it_asks():
    survey = the_bank()

    for question in survey.about_you:
        assert question.kind == "pick_one"
        assert re.search(r"\bThis shows us if\b", question.hint)
    for translation in survey.translations:
        lacking = [one.key for one in survey.about_you if not translation.of(one.key)]
        assert lacking == []
        assert list(gaps(survey.about_you, translation))[3:] == []


def test_a_question_of_the_bank_is_one_text_in_english_and_three_at_most_elsewhere():
    survey = the_bank()

    for code, most in (("en", 1), *((code, 3) for code in LANGUAGES)):
        there = survey.in_language(code)
        for question in there.about_you:
            text = there.prompt(question, {"about-you": "yes"})
            assert segments(text).count <= most, (code, question.key)


def test_the_bank_keeps_its_values():
    kept = {one.key: [o.value for o in one.options] for one in the_bank().about_you}  # type: ignore[attr-defined]

    assert kept["ethnic-group"] == ["white", "mixed", "asian", "black", "other"]
    assert kept["disability"] == ["a-lot", "a-little", "not-limited", "none"]
    assert kept["prison"] == ["last-year", "longer-ago", "never"]
    assert list(kept) == [
        *("age", "disability", "sex", "gender", "ethnic-group", "religion", "orientation"),
        *("caring", "pregnancy", "care-leaver", "veteran", "prison"),
    ]
