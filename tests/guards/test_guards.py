"""Each guard notices what it is there for, and nothing else."""

import ast

import pytest

from tests.guards import imports, published, wording
from tests.guards.tree import imports_in


def rules_broken(source, module, **more):
    return imports.broken_rules(imports_in(ast.parse(source), module, **more))


@pytest.mark.parametrize(
    "module, source",
    [
        ("surveys.readers", "import engage.models"),
        ("surveys.readers", "from engage import times"),
        ("surveys.readers", "import flask"),
        ("surveys.readers", "import yaml"),
        ("surveys.readers", "import nlp.pipeline"),
        ("nlp.coding", "from surveys import keywords"),
        ("nlp.coding", "import sqlalchemy"),
        ("engage.models.people", "from engage.consent import stop"),
        ("engage.models.people", "from ..consent import stop"),
        ("engage.extensions", "from engage.models import Person"),
        ("engage.outbox", "from engage.work import queue"),
        ("engage.outbox", "from engage import web"),
        ("engage.outbox", "from nlp.coding import code"),
        ("engage.web.texts", "import nlp"),
        ("engage.web.texts", "import app"),
        ("engage.outbox", "def send():\n    import json"),
        ("engage.outbox", "import importlib\nwork = importlib.import_module('engage.work')"),
        ("engage.outbox", "def send():\n    return __import__('json')"),
    ],
)
def test_an_import_that_goes_the_wrong_way_is_noticed(module, source):
    assert rules_broken(source, module) != []


@pytest.mark.parametrize(
    "module, source",
    [
        ("surveys.loading", "import yaml"),
        ("surveys.readers", "from surveys.questions import Question\nimport re"),
        ("surveys.readers", "from .questions import Question"),
        ("nlp.coding", "import spacy\nfrom nlp.codebook import Codebook"),
        ("engage.analysis", "from nlp.coding import code"),
        ("engage.outbox", "from engage.models import Text\nfrom surveys import wording"),
        ("engage.rsvp", "from engage import outbox"),
        ("engage.web.texts", "from engage.inbound import store\nimport flask"),
        ("app", "from engage import cli, web, work"),
        ("engage.serve", "import app"),
    ],
)
def test_an_import_that_goes_the_right_way_is_let_be(module, source):
    assert rules_broken(source, module) == []


def test_an_import_from_the_folder_of_a_package_is_resolved():
    found = imports_in(ast.parse("from . import people"), "engage.models", is_package=True)

    assert [each.imported for each in found] == ["engage.models.people"]


def test_a_circle_of_imports_is_noticed_once():
    sources = {
        "engage.a": "from engage import b",
        "engage.b": "from engage.c import thing",
        "engage.c": "import engage.a",
        "engage.d": "from engage import a",
    }
    found = [one for name, source in sources.items() for one in imports_in(ast.parse(source), name)]

    assert imports.circles(found, sources) == ["engage.a → engage.b → engage.c"]


@pytest.mark.parametrize(
    "text",
    ["Your request failed", "Invalid date", "You must answer", "A USER", "Submit", "the homeless"],
)
def test_unkind_words_are_noticed(text):
    assert len(wording.not_said(text)) == 1


@pytest.mark.parametrize("text", ["Mustard", "We could not read that date", "useful", "homeless"])
def test_other_words_are_let_be(text):
    assert wording.not_said(text) == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>It failed</p>",
        "<p>{{ _('It failed') }}</p>",
        '<a title="It failed">x</a>',
        "{% trans %}It failed{% endtrans %}",
    ],
)
def test_words_of_a_template_are_found_wherever_people_meet_them(template):
    assert any(wording.not_said(text) for text in wording.in_template(template))


@pytest.mark.parametrize(
    "template",
    [
        "{# it failed #}<p>x</p>",
        "{% if failed %}x{% endif %}",
        '<p class="failed">{{ user.name }}</p>',
        "<script>let user = 1</script>",
    ],
)
def test_words_of_a_template_that_nobody_meets_are_let_be(template):
    assert not any(wording.not_said(text) for text in wording.in_template(template))


def test_words_marked_for_people_in_python_are_found():
    source = "from x import gettext as _\nprint(_('It failed'), 'It failed too')"

    assert list(wording.in_python(ast.parse(source))) == ["It failed"]


@pytest.mark.parametrize(
    "text",
    [
        "call 0151 233 " + "3000",
        "text 07912 345" + "678",
        "+44 7912 345" + "678",
        "+447912345" + "678",
        "(0161) is not one but 0161 234 " + "5678 is",
        "open /ro" + "ot/.config",
        "see /wo" + "rk/main",
        "in /ho" + "me/sam/engage",
        "https://py" + "pi.org/simple",
    ],
)
def test_what_belongs_to_one_machine_or_person_is_noticed(text):
    assert len(published.not_for_everybody(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123",
        "+447700900999",
        "+44 (0)7700 900 123",
        "0151 496 0123",
        "0808 800 4444",
        "ring 999, 111 or 116 123, or text 85258",
        "NHS 943 476 5919",
        "2026-11-21T10:00:00",
        "0.1234567890",
        "sort code 01-02-03",
        "/usr/lib/postgresql",
        "https://example.org/work/main",
    ],
)
def test_what_belongs_to_nobody_is_let_be(text):
    assert published.not_for_everybody(text) == []


def test_a_package_without_a_version_or_a_hash_is_noticed():
    lock = (
        "flask==3.1.3 \\\n    --hash=sha256:aa\n    # via x\n"
        "huey==3.5.4\n"
        "yarl>=1 \\\n    --hash=sha256:bb\n"
    )

    assert published.unpinned(lock) == ["huey==3.5.4", "yarl>=1"]
