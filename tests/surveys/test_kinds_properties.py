"""What holds of every kind of question and every reply: nothing raises or is made up."""

import json
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import dates
from surveys.loading import from_dict
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    KINDS,
    DateQuestion,
    Number,
    Option,
    PickOne,
    PickSeveral,
    Question,
    Scale,
    YesNo,
)
from surveys.reading import Outcome
from surveys.telling_back import what_you_said
from tests.surveys.examples import AREA, CHANGE, PLACE, SAFE

SEVERAL = PickSeveral(
    key="needs",
    wording="What did you need?",
    options=(
        Option("1", "Food"),
        Option("2", "A safe place to sleep"),
        Option("3", "Health care"),
        Option("4", "Someone to talk to"),
    ),
)
NIGHTS = Number(key="nights", wording="How many nights?", high=120, unit="nights")
MOVED = DateQuestion(key="moved", wording="When did you move?", when="past")
WORKER = YesNo(key="worker", wording="Do you have a key worker?")
ALL = (AREA, PLACE, SAFE, CHANGE, SEVERAL, NIGHTS, MOVED, WORKER)
CLOSED = tuple(one for one in ALL if one is not CHANGE)
TODAY = date(2026, 11, 26)
WORDS = """
1 2 3 13 12 40 1,200 2027-03-03 3/3 31/2 4/5 3rd 1st of march mar may monday tues last next tomorrow
ago days weeks nights a an the couple dozen hundred twenty half and or to but not no none never all
everything except both of them yes nah maybe dunno idk wait actually i mean q3: food safe place
care talk sofa hostel liverpool very at middle top so 👍 👎 🤷 ⭐ 😀 ½ ٣ ３ / . , - + % # : £ ' ( )
"""
pytestmark = pytest.mark.long

PIECES = st.sampled_from([*WORDS.split(), "\u200f", "\u200b", "\ufe0f", "\u20e3", " ", "\n"])
SAID = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=9).map(" ".join), st.lists(PIECES).map("".join)
)
TELLING_NOTHING = (
    "table window raining grandma biscuits telly bus kettle tired hungry lovely awful upstairs "
    "corridor laughing crying shouting keys boots banana purple spoon weather thing stuff"
)
OTHER_SCRIPTS = "กขคงจฉชซ აბგდევზ ሀሁሂሃሄ !?.,()=+"


def is_on_offer(question: Question, value: object) -> bool:
    """Whether a value is one this question may have for an answer."""
    if isinstance(question, PickSeveral):
        order = [option.value for option in question.options]
        return isinstance(value, tuple) and [v for v in order if v in value] == list(value)
    if isinstance(question, PickOne):
        return value in {option.value for option in question.options}
    if isinstance(question, Scale):
        return value in range(question.low, question.high + 1)
    if isinstance(question, Number):
        return isinstance(value, int) and question.low <= value <= (question.high or value)
    if isinstance(question, DateQuestion):
        return isinstance(value, str) and dates.from_iso(value) is not None
    return value in {"yes", "no", "dont_know"}


@settings(max_examples=400, deadline=None)
@given(SAID, st.sampled_from([None, TODAY]))
def test_no_reply_raises_and_every_answer_is_one_on_offer(said, today):
    for question in ALL:
        reading = question.read(said, today=today)
        if reading.outcome is Outcome.ANSWER:
            assert is_on_offer(question, reading.value)
        else:
            assert reading.value is None


@settings(max_examples=300, deadline=None)
@given(SAID)
def test_a_comment_is_always_something_the_person_typed(said):
    composed = "".join(unicodedata.normalize("NFC", said).split())
    for question in ALL:
        words = question.read(said, today=TODAY).words

        assert not words or "".join(words.split()) in composed


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TELLING_NOTHING.split()), min_size=1, max_size=12).map(" ".join))
def test_words_that_tell_nothing_are_never_an_answer(said):
    for question in CLOSED:
        reading = question.read(said, today=TODAY)

        assert reading.outcome is not Outcome.ANSWER


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=OTHER_SCRIPTS, max_size=40))
def test_writing_in_a_script_without_any_of_our_words_is_never_an_answer(said):
    for question in CLOSED:
        assert question.read(said, today=TODAY).outcome is not Outcome.ANSWER


@settings(max_examples=150, deadline=None)
@given(st.dates(date(1960, 1, 1), TODAY), st.sampled_from(["%d/%m/%Y", "%d %B %Y", "%Y-%m-%d"]))
def test_every_day_is_read_back_as_it_was_written(day, written):
    assert MOVED.read(day.strftime(written)).value == day.isoformat()


@settings(max_examples=100, deadline=None)
@given(st.dates(TODAY - timedelta(days=364), TODAY))
def test_a_past_day_without_its_year_is_the_last_one_there_was(day):
    if (day.month, day.day) != (2, 29):
        assert MOVED.read(f"{day.day} {day:%B}", today=TODAY).value == day.isoformat()


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 120))
def test_every_number_in_range_is_read_alone_and_with_its_unit(number):
    for said in (f"{number}", f"{number} nights", f"about {number} i think", f"{number}."):
        assert NIGHTS.read(said).value == number


@settings(max_examples=150, deadline=None)
@given(st.sets(st.integers(1, 4), min_size=1), st.sampled_from([" ", ", ", " and ", "+", "/"]))
def test_any_set_of_numbers_picks_those_options(numbers, between):
    said = between.join(str(number) for number in sorted(numbers))

    assert SEVERAL.read(said).value == tuple(str(number) for number in sorted(numbers))


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
@pytest.mark.parametrize("said", ["1 " * 800, "not " * 400, "or 3 " * 300, "all but " * 200])
def test_a_strange_text_of_full_length_is_read(question, said):
    reading = question.read(said, today=TODAY)

    assert reading.outcome is not Outcome.ANSWER or is_on_offer(question, reading.value)


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_every_kind_asks_asks_again_twice_in_other_words_and_goes_to_json_and_back(question):
    survey = Questionnaire("demo", "Demo", (question,), "To show.", "Thank you.")
    unread = question.read("")
    again = {question.ask_again(unread, tries=tries) for tries in (1, 2)}

    assert "SKIP" in question.prompt(number=1, total=1)
    assert len(again) == 2
    assert list(question.faults()) == []
    assert KINDS[question.kind] is type(question)
    assert from_dict(json.loads(json.dumps(survey.to_dict()))) == survey


@pytest.mark.parametrize(
    "question, value, shown",
    [
        (SEVERAL, ("1", "3"), "Food, Health care"),
        (SEVERAL, (), "None of these"),
        (NIGHTS, 12, "12"),
        (MOVED, "2026-03-03", "3/3/2026"),
        (WORKER, "dont_know", "Not sure"),
    ],
)
def test_an_answer_kept_as_json_is_a_value_again_and_shown_in_words(question, value, shown):
    survey = Questionnaire("demo", "Demo", (question,), "To show.", "Thank you.")
    kept = json.loads(json.dumps(value))

    assert question.value_from(kept) == value
    assert question.say(question.value_from(kept)) == shown
    assert f"1 {shown}\n" in what_you_said(survey, {question.key: (kept, "")})
