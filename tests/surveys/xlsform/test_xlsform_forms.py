"""Ten real forms: what each becomes, what is said of the rest, and that no cell is lost in silence.

The tables are in forms/*.md, each with what it becomes beside it in forms/*.yaml.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import yaml
from pyxform.xls2xform import convert

from surveys.loading import from_dict
from surveys.xlsform import Imported, NotAForm, read, write
from tests.surveys.xlsform.workbooks import FORMS, form_file

NAMES = sorted(path.stem for path in FORMS.glob("*.md"))
HEADS = {"purpose": "To learn.", "thanks": "Thank you."}


@pytest.fixture(params=NAMES)
def name(request) -> str:
    return request.param


def expected(name: str) -> dict[str, Any]:
    return yaml.safe_load((FORMS / f"{name}.yaml").read_text("utf-8"))


def test_there_are_ten():
    assert len(NAMES) == 10


def test_a_form_becomes_the_survey_beside_it_with_those_notes(name):
    form = read(form_file(name), f"{name}.xlsx")

    assert form.definition == expected(name)["definition"]
    assert [str(one) for one in form.not_supported] == expected(name)["notes"]
    assert [str(one) for one in form.problems] == expected(name)["problems"]


def test_only_what_a_form_has_no_place_for_is_left_to_write(name):
    form = read(form_file(name), f"{name}.xlsx")

    survey = from_dict({**form.definition, **HEADS})

    assert [one.field for one in form.problems] == ["purpose", "thanks"]
    assert len(survey.questions) == len(form.definition["questions"])


def test_a_form_taken_over_written_and_read_again_is_the_same(name):
    form = read(form_file(name), f"{name}.xlsx")
    survey = from_dict({**form.definition, **HEADS})

    again = read(write(survey), "again.xlsx")

    assert from_dict(again.definition) == survey
    assert again.not_supported == ()


def test_what_we_write_of_a_form_is_one_that_pyxform_takes(name):
    form = read(form_file(name), f"{name}.xlsx")
    survey = from_dict({**form.definition, **HEADS})

    assert "<h:html" in convert(BytesIO(write(survey)), file_type=".xlsx").xform


NO_LOSS = re.compile(
    r"""(multiline|likert|list-nolabel)          # how it looks here anyway
      | .*selected\(\.,\ 'none'\).*              # "none of these" always stands alone here
      | yes_no_dk                                # yes or no always has "not sure" beside it
      | English(\ \(en\))?                       # the first language, which is the default
      | (north|south)                            # what the choices of a filter are told apart by
      | max-pixels=1024                          # of a picture that is left out, with its row
      | \$\{roof\}\ =\ 'bad'\ or\ \$\{walls\}\ =\ 'bad'
      | (Sur\ vous|Contact|Scannez\ la\ carte|Photo)   # a heading or row left out, translated
      | .*[\u0400-\u04ff\u0600-\u06ff].*
    """,
    re.VERBOSE,
)


def test_no_cell_with_an_effect_is_dropped_in_silence(name):
    """Take any cell away, and the survey or the notes are not what they were."""
    tables = (FORMS / f"{name}.md").read_text("utf-8")
    whole = _result(tables)

    silent = [cell for cell, without in _without_each_cell(tables) if _result(without) == whole]

    assert [cell for cell in silent if not NO_LOSS.fullmatch(cell)] == []


def _without_each_cell(tables: str) -> Iterator[tuple[str, str]]:
    lines = tables.splitlines()
    header = 0
    for place, line in enumerate(lines):
        cells = line.split("|")
        if cells[1].strip():
            header = place + 1
        if place <= header:
            continue
        for nth in range(2, len(cells)):
            if cells[nth].strip():
                fewer = "|".join([*cells[:nth], " ", *cells[nth + 1 :]])
                yield cells[nth].strip(), "\n".join([*lines[:place], fewer, *lines[place + 1 :]])


def _result(tables: str) -> Imported | None:
    try:
        return read(tables.encode(), "form.md")
    except NotAForm:
        return None
