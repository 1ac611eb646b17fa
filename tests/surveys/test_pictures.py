"""The pictures of Easy Read: each named one is drawn, small, and nothing but a drawing."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from surveys.pictures import pictures

DRAWN = sorted((Path(__file__).parents[2] / "static" / "pictures").iterdir())
SVG = "{http://www.w3.org/2000/svg}"
INK = "#231f2e"
COLOURS = {"#ffc83d", "#0b4f52", "#8f3218"}  # sun, river, brick
SHAPES = {SVG + shape for shape in ("svg", "g", "path", "circle", "rect")}
HOW = {"viewBox", "fill", "fill-rule", "transform"}
HOW |= {"stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray"}
WHERE = {"d", "cx", "cy", "r", "rx", "x", "y", "width", "height"}

each = pytest.mark.parametrize("drawn", DRAWN, ids=lambda path: path.stem)


def test_every_named_picture_is_drawn_and_every_drawn_one_is_named():
    assert sorted(f"{name}.svg" for name in pictures()) == [path.name for path in DRAWN]


def test_a_name_is_short_words_with_hyphens():
    assert [name for name in pictures() if not re.fullmatch(r"[a-z]+(-[a-z]+)?", name)] == []


def test_what_a_picture_shows_is_said_in_a_few_words_of_its_own():
    shown = list(pictures().values())

    assert len(set(shown)) == len(shown)
    assert [words for words in shown if not 1 < len(words.split()) < 12] == []


@each
def test_a_picture_is_small(drawn):
    assert len(drawn.read_bytes()) < 700


@each
def test_a_picture_is_lines_in_ink_and_one_more_colour(drawn):
    root = ElementTree.parse(drawn).getroot()
    fills = {shape.get("fill") for shape in root.iter() if shape is not root} - {None}

    assert (root.get("viewBox"), root.get("fill"), root.get("stroke")) == ("0 0 64 64", "none", INK)
    assert len(fills) == 1
    assert fills <= COLOURS


@each
def test_a_picture_holds_shapes_alone(drawn):
    """No script, style or words in it, and no address but the name of what SVG is."""
    written = drawn.read_text(encoding="utf-8")
    parts = list(ElementTree.fromstring(written).iter())

    assert {part.tag for part in parts} <= SHAPES
    assert {name for part in parts for name in part.attrib} <= HOW | WHERE
    assert not any((part.text or "").strip() or (part.tail or "").strip() for part in parts)
    assert (written.count("//"), "<!" in written, "<?" in written) == (1, False, False)
