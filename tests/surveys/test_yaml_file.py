"""Writing a survey as a YAML file that a person can edit."""

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from surveys.loading import from_dict, load, loads, parsed
from surveys.yaml_file import as_yaml, dump
from tests.surveys.test_loading import LIBRARY
from tests.surveys.xlsform.surveys_made import surveys

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


@pytest.mark.long
@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(surveys())
def test_a_survey_written_as_yaml_and_read_again_is_the_same(survey):
    assert from_dict(parsed(dump(survey))) == survey


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_ready_survey_is_written_so_that_it_reads_the_same(path):
    survey = load(path)
    written = dump(survey)

    assert loads(written) == survey
    assert max(map(len, written.splitlines())) <= 120


def test_a_file_is_laid_out_for_people():
    survey = from_dict(
        {
            "key": "demo",
            "title": "Demo",
            "purpose": "We want to know what it is like to stay here. Then we ask for what would "
            "make it a better place.",
            "thanks": "Thank you.",
            "questions": [
                {
                    "wording": "Where?",
                    "kind": "pick_one",
                    "key": "area",
                    "hint": "",
                    "options": [
                        {"value": "up", "label": "North, up", "short": None},
                        {"value": "b", "label": "No"},
                    ],
                },
                {
                    "key": "page",
                    "kind": "information",
                    "wording": "Read this",
                    "body": "One.\n\nTwo.",
                    "show_when": {"not": {"question": "area", "is": ["up"]}},
                },
            ],
            "about_you": ["age"],
        }
        | {"language": "en"}
    )

    assert dump(survey) == (
        "key: demo\n"
        "title: Demo\n"
        "purpose: >-\n"
        "  We want to know what it is like to stay here. Then we ask for what would make "
        "it a better place.\n"
        "thanks: Thank you.\n"
        "questions:\n"
        "  - key: area\n"
        "    kind: pick_one\n"
        "    wording: Where?\n"
        "    options:\n"
        "      - {value: up, label: 'North, up'}\n"
        "      - {value: b, label: 'No'}\n"
        "  - key: page\n"
        "    kind: information\n"
        "    wording: Read this\n"
        "    body: |-\n"
        "      One.\n"
        "\n"
        "      Two.\n"
        "    show_when: {not: {question: area, is: up}}\n"
        "about_you: [age]\n"
    )


def test_a_survey_that_is_not_whole_yet_can_be_written():
    written = as_yaml({"questions": [], "title": "Half", "language": "pl", "key": "half"})

    assert yaml.safe_load(written) == {
        "key": "half",
        "title": "Half",
        "language": "pl",
        "questions": [],
    }
    assert written.startswith("key: half\ntitle: Half\nlanguage: pl\n")


def test_nothing_is_left_out_whatever_an_answer_or_a_question_is_called():
    survey = {
        "key": "staff",
        "questions": [{"version": 2, "wording": "How were staff?", "kind": "pick_one"}],
        "translations": {
            "pl": {
                "questions": {
                    "kind": {"wording": "Jacy?", "options": {"rude": "Niemili", "kind": "Mili"}},
                    "when": {"wording": "Kiedy?"},
                    "again": {"wording": "Znowu?"},
                }
            }
        },
    }

    written = as_yaml(survey)

    assert yaml.safe_load(written) == survey
    assert "kind: pick_one\n    wording: How were staff?\n    version: 2\n" in written


def test_a_translation_is_not_written_as_a_survey_of_its_own():
    survey = load(LIBRARY[-1])

    assert dump(survey.in_language("pl")) == dump(survey)
