"""What holds of every reply in every language: nothing raises, and a stop is never an answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.hearing import hear
from surveys.lexicon import lexicon, read_data, written_languages
from surveys.normalise import spoken_words
from surveys.questions import PickOne
from surveys.reading import Outcome
from surveys.tongue import guess
from tests.surveys.examples import AREA, CHANGE, HEARD, SAFE

pytestmark = pytest.mark.long

KINDS = (AREA, HEARD, SAFE, CHANGE)
OTHERS = [code for code in written_languages() if code != "en"]


def own_words(language: str) -> list[str]:
    """Words that a language's file holds, whatever they are for."""
    lists = [
        entry for table in read_data("keywords", language).values() for entry in table.values()
    ]
    phrases = [phrase for entry in lists if isinstance(entry, list) for phrase in entry]
    found = {word for phrase in phrases for word in spoken_words(phrase.replace("|", " "))}
    return [*sorted(found), "1", "٢", "۳", "?", "،", ".", "👍", "no", "yes", "\u200c", "\u200f"]


@pytest.mark.parametrize("language", OTHERS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_no_reply_raises_and_every_answer_is_one_on_offer(language, data):
    words = st.lists(st.sampled_from(own_words(language)), max_size=8)
    said = data.draw(st.one_of(words.map(" ".join), st.text(max_size=40)))
    guess(said)
    for question in KINDS:
        reading = question.read(said, language=language)
        if reading.outcome is not Outcome.ANSWER:
            assert reading.value is None
        elif isinstance(question, PickOne):
            assert reading.value in {option.value for option in question.options}
        else:
            assert reading.value in range(SAFE.low, SAFE.high + 1)


@pytest.mark.parametrize("language", OTHERS)
def test_a_word_that_stops_texts_is_never_an_answer(language):
    stops = [" ".join(run) for run in lexicon(language).phrases["alone.opt_out"]]

    for said in (*stops, *(word.upper() + " !" for word in stops)):
        for question in KINDS:
            assert hear(said, question=question, language=language).outcome is Outcome.OPT_OUT
