"""The numbers that questions have on paper."""

from surveys.on_paper import numbers
from tests.surveys.branching import SURVEY


def test_every_question_on_the_paper_has_a_number_whoever_it_is_for():
    assert numbers(SURVEY) == {
        "words": 1,
        "place": 2,
        "nights": 3,
        "needs": 4,
        "happy": 5,
        "change": 6,
        "again": 7,
        "age": 8,
    }
