"""The consultations from which the sentence model learns: read rightly, and well made."""

import re

import pytest

from nlp.training import consultations
from nlp.training.consultations import Reply, Theme

EVERY = [*consultations.written(is_apart=False), *consultations.written(is_apart=True)]


def test_a_question_is_read_with_its_themes_and_what_people_said(tmp_path):
    file = tmp_path / "one.txt"
    file.write_text(
        "Q: What helps?\nT: A | Staff | People who work there\nT: B | Rooms | What they are like\n"
        "R: B,A | kind staff | and warm rooms\nR: - | dunno\n\nQ: What else?\nT: A | Food | Meals\n"
    )
    first, second = consultations.read(file)

    assert first.question == "What helps?"
    assert first.themes == (
        Theme("Staff", "People who work there"),
        Theme("Rooms", "What they are like"),
    )
    assert first.replies == (Reply("kind staff | and warm rooms", (0, 1)), Reply("dunno", ()))
    assert second.themes == (Theme("Food", "Meals"),)
    assert not second.replies


@pytest.mark.parametrize("lines", ["What helps?", "T: A | Staff | People", "Q: What?\nstaff"])
def test_a_line_that_is_none_of_these_is_told(tmp_path, lines):
    file = tmp_path / "one.txt"
    file.write_text(lines)

    with pytest.raises(ValueError, match=r"one\.txt: not a question, a theme or a reply"):
        list(consultations.read(file))


def test_one_in_ten_is_set_apart_and_never_learned_from():
    learned = {one.question for one in consultations.written(is_apart=False)}
    apart = {one.question for one in consultations.written(is_apart=True)}

    assert not learned & apart
    assert len(apart) / len(learned | apart) == pytest.approx(0.1, abs=0.03)


def test_every_theme_is_described_and_people_speak_of_it():
    for one in EVERY:
        assert 8 <= len(one.themes) <= 14, one.question
        assert all(theme.name and len(theme.definition.split()) > 3 for theme in one.themes)
        spoken = {theme for reply in one.replies for theme in reply.themes}
        assert spoken == set(range(len(one.themes))), one.question
        assert len({reply.text.lower() for reply in one.replies}) >= len(one.replies) - 1


def test_none_is_about_what_the_benchmark_asks():
    """ThemeFinder's replies are on the advertising of gambling."""
    whole = " ".join(f"{one} " for one in EVERY).lower()

    assert not re.search(r"gambl|betting|\bbookie", whole)
