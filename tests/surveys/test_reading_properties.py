"""What holds of every reply, however strange: nothing raises and no answer is made up."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.keywords import command
from surveys.progress import Progress, State
from surveys.questionnaire import Questionnaire
from surveys.questions import PickOne, Scale
from surveys.reading import Outcome
from surveys.wording import segments
from surveys.yesno import read_yes_no
from tests.surveys.examples import AREA, CHANGE, HEARD, PLACE, SAFE, TIME
from tests.surveys.turns import turn_of

pytestmark = pytest.mark.long

SURVEY = Questionnaire("demo", "Demo", (AREA, SAFE, CHANGE), "To show.", "Thank you.")
KINDS = (AREA, PLACE, TIME, HEARD, SAFE, CHANGE)
WORDS = """
1 2 3 4 5 9 10 07700 1st ½ ３ / . , - + % # : £ ' 👍 a b d or and not no yes stop please half
hostel liverpool sefton very safe out of weeks cos wait second last one dont if
"""
PIECES = st.sampled_from([*WORDS.split(), "\u200f", "\u200b", " ", "\n"])
SAID = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=9).map(" ".join), st.lists(PIECES).map("".join)
)
INVISIBLE = st.sampled_from("\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u202e\u2066\u2069\ufeff")
STOPS = ("STOP", "please stop texting me", "unsubscribe", "END", "fuck off", "no more texts")


@settings(max_examples=300, deadline=None)
@given(SAID)
def test_no_reply_raises_and_every_answer_is_one_on_offer(said):
    for question in KINDS:
        reading = question.read(said)
        if reading.outcome is not Outcome.ANSWER:
            assert reading.value is None
        elif isinstance(question, PickOne):
            assert reading.value in {option.value for option in question.options}
        else:
            assert isinstance(question, Scale)
            assert reading.value in range(question.low, question.high + 1)
        assert reading.words.strip() == reading.words


@settings(max_examples=300, deadline=None)
@given(SAID)
def test_a_comment_is_always_something_the_person_typed(said):
    for question in KINDS:
        words = question.read(said).words

        assert not words or "".join(words.split()) in _composed(said)


def _composed(said: str) -> str:
    return "".join(unicodedata.normalize("NFC", said).split())


@settings(max_examples=300, deadline=None)
@given(SAID)
def test_yes_and_no_are_read_or_asked_about(said):
    reading = read_yes_no(said)

    assert (reading.outcome is Outcome.ANSWER) == (reading.value in {"yes", "no"})


@settings(max_examples=200, deadline=None)
@given(SAID)
def test_nothing_is_kept_before_a_person_has_said_yes(said):
    turn = turn_of(SURVEY, Progress(State.INVITED), said)

    assert turn.given is None


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([Progress(State.INVITED), *(Progress(State.ASKING, q.key) for q in KINDS[:1])])
    | st.builds(
        Progress,
        st.just(State.ASKING),
        st.sampled_from(["area", "safe", "change", "gone"]),
        st.integers(0, 2),
    ),
    SAID,
)
def test_a_turn_gives_one_text_at_most_and_keeps_only_the_question_in_hand(progress, said):
    turn = turn_of(SURVEY, progress, said)

    assert len(turn.replies) <= 1
    assert turn.given is None or turn.given.question == progress.question
    assert turn.progress.clarifies <= 2


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(STOPS), st.lists(st.tuples(st.integers(0, 20), INVISIBLE), max_size=4))
def test_an_opt_out_is_never_kept_as_an_answer(stop, marks):
    said = stop
    for place, mark in marks:
        said = said[:place] + mark + said[place:]

    assert command(said) is Outcome.OPT_OUT
    for key in ("area", "safe", "change"):
        turn = turn_of(SURVEY, Progress(State.ASKING, key), said)
        assert turn.given is None
        assert turn.progress.state is State.OPTED_OUT


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([(SAFE, "4"), (AREA, "liverpool"), (PLACE, "B"), (SAFE, "very safe")]),
    st.lists(st.tuples(st.integers(0, 12), INVISIBLE), min_size=1, max_size=5),
)
def test_marks_nobody_sees_change_nothing(asked, marks):
    question, said = asked
    marked = said
    for place, mark in marks:
        marked = marked[:place] + mark + marked[place:]

    assert question.read(marked).value == question.read(said).value


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_a_longer_text_never_costs_less(text):
    assert segments(text).count >= 1
    assert segments(text + "a").count >= segments(text).count


@pytest.mark.parametrize("said", ["a" * 1600, "2/" * 800, "not " * 400, "👍" * 800])
def test_a_strange_text_of_full_length_is_read_and_picks_nothing(said):
    for question in (AREA, SAFE, PLACE):
        assert question.read(said).outcome is Outcome.CLARIFY
