"""Codebooks: the one that ships, and what their authors are told."""

import pytest

from nlp import codebook
from nlp.codebook import CodebookProblem


def entry(**changes):
    return {"id": "rent", "name": "Rent", "definition": "Costs", "examples": ["a"]} | changes


def test_the_shipped_codebook_has_the_seven_principles_and_the_topics():
    shipped = codebook.load()

    assert len(shipped.codes) == 22
    assert sum(code.group == "principle" for code in shipped.codes) == 7
    rent = shipped.find("rent")
    assert rent is not None
    assert rent.name == "Affordability and rent"
    assert shipped.find("nowhere") is None


@pytest.mark.parametrize(
    "content, message",
    [
        (None, 'A codebook starts with "version:"'),
        ({"version": "one", "codes": [entry()]}, '"version:" needs a whole number'),
        ({"codes": []}, "no codes yet"),
        ({"codes": [entry(), entry()]}, 'The id "rent" is used 2 times'),
        ({"codes": [entry(name=None)]}, 'Code "rent" has no "name:"'),
        ({"codes": ["rent"]}, "Code number 1 needs"),
        ({"codes": [entry(keywords="rent")]}, '"keywords:" needs a list'),
        ({"codes": [entry(definition=5)]}, 'put the words after "definition:" in quotation marks'),
    ],
)
def test_an_author_is_told_what_to_change(content, message):
    with pytest.raises(CodebookProblem, match=message.replace("(", r"\(")):
        codebook.parse(content)


def test_every_problem_is_told_at_once():
    with pytest.raises(CodebookProblem) as caught:
        codebook.parse({"codes": [entry(definition=""), entry(name="")]})

    assert len(caught.value.messages) == 3


def test_a_code_without_examples_can_be_used_and_its_author_is_told_what_would_help():
    book = codebook.parse({"codes": [entry(examples=[]), entry(id="food", name="Food")]})

    (told,) = codebook.advice(book)
    assert 'Code "rent" has no examples' in told


@pytest.mark.parametrize("content", [b"codes: [", b"\xff\xfe\x00", b"- just\n- a list"])
def test_a_file_that_is_no_codebook_is_refused_kindly(tmp_path, content):
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)

    with pytest.raises(CodebookProblem):
        codebook.load(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CodebookProblem, match=r"no file called gone\.yaml"):
        codebook.load(tmp_path / "gone.yaml")
