"""A survey in other languages: whole texts only, and back and forth through JSON."""

import json
from pathlib import Path

import pytest

from surveys.__main__ import main
from surveys.conversation import take_turn
from surveys.hearing import hear
from surveys.loading import SurveyProblems, from_dict, load, loads
from surveys.progress import Progress, State
from surveys.questions import PickOne, Scale
from surveys.translation import gaps

ROOT = Path(__file__).parents[2]
SURVEYS = [
    ROOT / "engage/example/surveys/temporary-accommodation.yaml",
    ROOT / "surveys/library/temporary-accommodation.yaml",
]
SURVEY = """
key: demo
title: Your week
purpose: To show.
thanks: Thank you.
questions:
  - key: place
    kind: pick_one
    wording: Where did you sleep?
    hint: Pick one.
    options: [{value: inside, label: Inside, short: In}, {value: outside, label: Outside}]
  - key: safe
    kind: scale
    wording: How safe?
    labels: [Not at all, A bit, Middling, Quite, Very]
  - {key: change, kind: free_text, wording: "What should change?"}
translations:
  pl:
    title: Twój tydzień
    thanks: Dziękujemy!
    questions:
      place:
        wording: Gdzie śpisz?
        hint: Wybierz jedno.
        options: {inside: W budynku, outside: Na dworze}
      safe: {wording: "Jak bezpiecznie?", labels: [Wcale, Trochę, Średnio, Dość, Bardzo]}
"""


def problems_in(text: str) -> list[str]:
    with pytest.raises(SurveyProblems) as told:
        loads(text)
    return told.value.messages


def test_a_translated_question_is_asked_in_its_language_from_first_word_to_last():
    survey = loads(SURVEY).in_language("pl")

    assert survey.prompt(survey.questions[0], {}) == (
        "Pytanie 1 z 3. Gdzie śpisz?\n1 W budynku\n2 Na dworze\nNapisz numer od 1 do 2 lub DALEJ"
    )


def test_a_question_with_a_label_missing_is_asked_as_it_was_written_whole():
    survey = loads(SURVEY.replace(", outside: Na dworze", "")).in_language("pl")

    assert survey.prompt(survey.questions[0], {}) == (
        "Q1 of 3. Where did you sleep?\n1 In\n2 Outside\nReply 1 to 2, or SKIP"
    )
    assert survey.language_of(survey.questions[0]) == "en"
    assert survey.language_of(survey.questions[1]) == "pl"


@pytest.mark.parametrize("left_out", ["hint: Wybierz jedno.", "wording: Gdzie śpisz?"])
def test_a_question_without_its_wording_or_hint_is_not_whole(left_out):
    survey = loads(SURVEY.replace(left_out, "")).in_language("pl")

    assert survey.language_of(survey.questions[0]) == "en"


def test_titles_and_thanks_follow_one_by_one():
    survey = loads(SURVEY).in_language("pl")

    assert (survey.title, survey.thanks, survey.purpose) == (
        "Twój tydzień",
        "Dziękujemy!",
        "To show.",
    )


def test_a_language_with_no_translation_leaves_the_survey_as_it_was_written():
    survey = loads(SURVEY)

    assert survey.in_language("ar") == survey
    assert survey.in_language("pl").in_language("ar") == survey
    assert survey.in_language("pl").in_language("pl") == survey.in_language("pl")


def test_values_are_the_same_in_every_language():
    survey = loads(SURVEY).in_language("pl")

    assert survey.questions[0].read("na dworze", language="pl").value == "outside"
    assert survey.questions[1].read("bardzo", language="pl").value == 5


@pytest.mark.parametrize(
    "place, said, value",
    [
        (0, "outside", "outside"),
        (0, "outside bo zimno", "outside"),
        (0, "two", "outside"),
        (0, "dwa", "outside"),
        (1, "very", 5),
        (1, "four", 4),
    ],
)
def test_a_reply_in_the_words_of_the_survey_as_written_counts_too(place, said, value):
    survey = loads(SURVEY).in_language("pl")

    assert survey.questions[place].read(said, language="pl").value == value


def test_two_choices_are_asked_about_in_whichever_language():
    survey = loads(SURVEY).in_language("pl")

    assert survey.questions[0].read("1 albo 2", language="pl").flags == {"more_than_one"}


def test_translations_survive_being_frozen_as_json():
    survey = loads(SURVEY)

    assert from_dict(json.loads(json.dumps(survey.to_dict()))) == survey
    assert survey.in_language("pl").to_dict() == survey.to_dict()


def test_that_a_native_speaker_has_checked_a_translation_is_kept_with_it():
    unchecked = loads(SURVEY)
    checked = loads(SURVEY.replace("  pl:", "  pl:\n    checked: true"))

    words = [one.translations[0] for one in (unchecked, checked)]
    assert [one.checked for one in words] == [False, True]
    assert from_dict(json.loads(json.dumps(checked.to_dict()))) == checked
    assert "checked" not in unchecked.to_dict()["translations"]["pl"]


def test_checked_is_true_or_false():
    assert problems_in(SURVEY.replace("  pl:", "  pl:\n    checked: Anna")) == [
        "Translation pl: `checked` is `true` once a native speaker has read it, or `false`."
    ]


def test_what_is_not_translated_yet_is_listed():
    survey = loads(SURVEY)

    assert list(gaps(survey.questions, survey.translations[0])) == [
        "`purpose`",
        "question change lacks any words",
    ]


def test_checking_a_file_says_what_is_still_to_translate(tmp_path, capsys):
    file = tmp_path / "survey.yaml"
    file.write_text(SURVEY, "utf-8")

    assert main(["check", str(file)]) == 0
    told = capsys.readouterr().out
    assert "In pl:" in told
    assert "Still to translate: `purpose`" in told


@pytest.mark.parametrize(
    "change, told",
    [
        (("  pl:", "  xx:"), 'We cannot text people in "xx" yet'),
        (("thanks: Thank you.", "thanks: Thank you.\nlanguage: so"), 'in "so" yet'),
        (("      place:", "      plaice:"), 'There is no question "plaice"'),
        (("outside: Na", "outsid: Na"), 'There is no option with the value "outsid"'),
        (("Na dworze", "STOP"), "phone companies act on"),
        (("    title: Twój", "    titel: Twój"), "We do not know `titel`"),
        (("hint: Wybierz jedno.", "hint: 3"), "`hint` is not in words"),
        (("[Wcale, Trochę, Średnio, Dość, Bardzo]", "Wcale"), "`labels` is a list"),
    ],
)
def test_an_author_is_told_what_to_put_right(change, told):
    assert any(told in message for message in problems_in(SURVEY.replace(*change)))


@pytest.mark.parametrize("path", SURVEYS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_translation_we_hand_out_is_whole(path):
    survey = load(path)

    for translation in survey.translations:
        assert list(gaps(survey.questions, translation)) == []


@pytest.mark.parametrize("language", ["pl", "ar", "cy"])
def test_a_label_shown_in_each_language_picks_its_option(language):
    survey = load(SURVEYS[0]).in_language(language)
    area, safe = survey.find("area"), survey.find("safe")
    assert isinstance(area, PickOne)
    assert isinstance(safe, Scale)

    for option in area.options:
        assert area.read(option.label, language=language).value == option.value
    for point, label in safe.points:
        assert safe.read(label, language=language).value == point


def test_a_turn_is_in_one_language_even_where_the_next_question_is_not_translated():
    survey = loads(SURVEY).in_language("pl")
    answered = Progress(State.ASKING, "safe")

    turn = take_turn(survey, answered, hear("3", question=survey.questions[1], language="pl"))

    assert turn.replies[0].startswith("Thanks. Q3 of 3. What should change?")


def test_a_question_is_asked_more_simply_in_the_language_it_was_asked_in():
    survey = loads(SURVEY.replace(", outside: Na dworze", "")).in_language("pl")
    asked = Progress(State.ASKING, "place")

    turn = take_turn(survey, asked, hear("banan", question=survey.questions[0], language="pl"))

    assert turn.replies[0].startswith("Sorry, we did not follow.")
