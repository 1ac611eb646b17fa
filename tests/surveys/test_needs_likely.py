"""The second opinion on needs: what it adds, what it leaves alone, and what it was learned from."""

import json
import subprocess
import sys
from importlib.resources import files

import pytest

from surveys.invitations import Invitation
from surveys.needs import NEEDS, told
from surveys.needs_likely import WEIGHTS, signs_of, weights
from surveys.reading import Outcome
from tests.surveys.needs_replies import labelled, mark

MEETING = Invitation(key="q", wording="Can you come?", meeting=True)


def test_a_need_told_in_words_we_have_no_phrase_for_is_heard():
    said = "yes thickened drinks please"

    assert told(tuple(said.split())).needs == set()
    assert MEETING.read(said).needs == {"dietary"}


@pytest.mark.parametrize(
    "said",
    ["im allergic to mornings haha, no", "yes no interpreter needed", "i'll get the bus no bother"],
)
def test_a_joke_a_denial_and_a_harmless_word_tell_of_none(said):
    assert MEETING.read(said).needs == set()


def test_a_reply_that_may_be_in_another_language_is_left_to_the_phrases():
    said = "yes thickened drinks please"

    assert MEETING.read(said, language="pl").needs == set()


def test_a_likely_need_never_decides_what_is_answered():
    reading = MEETING.read("thickened drinks")

    assert reading.needs == {"dietary"}
    assert reading.outcome is Outcome.CLARIFY
    assert reading.words == "thickened drinks"


def test_the_weights_were_learned_from_the_replies_kept_here():
    head = (files("surveys") / "data" / WEIGHTS).read_text("utf-8").partition("\n")[0]

    assert json.loads(head)["learned_from"] == mark(labelled())
    assert set(weights().names) == NEEDS


def test_the_weights_find_what_they_were_learned_from():
    pairs = [(weights().likely(signs_of(one.text)), one.needs) for one in labelled()]
    found = sum(len(likely) for likely, _ in pairs)
    right = sum(len(likely & needs) for likely, needs in pairs)

    assert right > 0.97 * found
    assert right > 0.6 * sum(len(needs) for _, needs in pairs)


def test_reading_needs_no_library_for_learning():
    done = (
        "import sys\n"
        "from surveys.needs_likely import signs_of, weights\n"
        "weights().likely(signs_of('yes'))\n"
        "sys.exit(bool({'numpy', 'scipy', 'sklearn'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", done], check=False).returncode == 0
