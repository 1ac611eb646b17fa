"""What goes to translators of the public pages is found by rule; the rest stays with staff."""

import ast
from functools import cache

import pytest

from tests.guards.catalogues import (
    CHECKED_HERE,
    NOT_CHECKED,
    brought_up_to_date,
    gathered,
    parsed,
    this_tree,
)
from tests.guards.sides import Sides

kept_tree = cache(this_tree)
LAYOUTS = {
    "layouts/public.html": '<html>{% from "macros/both.html" import x %}',
    "layouts/staff.html": '<html>{% from "macros/staff.html" import x %}',
    "macros/both.html": "",
    "macros/staff.html": "",
}
MODULES = {
    "engage.web.answer": "from engage.web import words\nrender('answer/start.html')",
    "engage.web.words": "import engage.deeper",
    "engage.deeper": "",
    "engage.web.trouble": "render(f'answer/{name}.html')",
    "engage.web.days": "app.jinja_env.filters.update(day=1)",
    "engage.web.costs": "app.jinja_env.filters.update(cost=1)",
    "engage.web.inbox": "render('inbox/listed.html')",
}
IMPORTS = {"engage.web.answer": {"engage.web.words"}, "engage.web.words": {"engage.deeper"}}


def sides(**templates):
    named = {name.replace("__", "/") + ".html": source for name, source in templates.items()}
    return Sides(
        LAYOUTS | named,
        {name: ast.parse(source) for name, source in MODULES.items()},
        {name: frozenset(IMPORTS.get(name, ())) for name in MODULES},
    )


TO_PUBLIC = '{% extends "layouts/public.html" %}'
TO_STAFF = '{% extends "layouts/staff.html" %}'


@pytest.mark.parametrize(
    "templates",
    [
        {"answer__start": TO_PUBLIC},
        {"answer__start": '{% extends "answer/wide.html" %}', "answer__wide": TO_PUBLIC},
        {"answer__start": "<!DOCTYPE html><html>a paper form with a layout of its own"},
        {"answer__start": "a fragment", "answer__page": TO_PUBLIC},
    ],
    ids=["its layout", "a layout between", "a document of its own", "a fragment beside a page"],
)
def test_a_page_outside_the_staff_layout_is_public(templates):
    assert "answer/start.html" in sides(**templates).public_pages


@pytest.mark.parametrize(
    "templates",
    [
        {"inbox__listed": TO_STAFF},
        {"inbox__listed": '{% extends "inbox/wide.html" %}', "inbox__wide": TO_STAFF},
        {"inbox__listed": "a fragment", "inbox__page": TO_STAFF},
    ],
)
def test_a_page_in_the_staff_layout_is_not(templates):
    assert "inbox/listed.html" not in sides(**templates).public_templates


def test_what_a_public_page_is_built_of_is_public_and_what_only_staff_pages_are_is_not():
    found = sides(
        answer__start=TO_PUBLIC + '{% include "answer/_part.html" %}',
        answer___part='{% import "macros/more.html" as more %}',
        macros__more="",
        inbox__listed=TO_STAFF,
    ).public_templates

    assert {"answer/_part.html", "macros/more.html", "macros/both.html"} < found
    assert not {"layouts/staff.html", "macros/staff.html", "inbox/listed.html"} & found


def test_a_module_is_public_that_draws_a_public_page_or_is_used_by_one_or_by_the_page():
    found = sides(answer__start=TO_PUBLIC + "{{ now|day }}", inbox__listed=TO_STAFF)

    assert found.public_modules == {
        "engage.web.answer",
        "engage.web.words",
        "engage.deeper",
        "engage.web.trouble",
        "engage.web.days",
    }


@pytest.mark.parametrize(
    "name, is_public",
    [
        ("answer/question.html", True),
        ("errors/404.html", True),
        ("summaries/did.html", True),
        ("macros/question.html", True),
        ("engage.web.answer", True),
        ("layouts/staff.html", False),
        ("phones/_talk.html", False),
        ("security/login_user.html", False),
        ("engage.web.inbox", False),
        ("engage.web.phones", False),
    ],
)
def test_this_project_is_split_as_people_would(name, is_public):
    found, _ = kept_tree()

    assert (name in found.public_templates | found.public_modules) is is_public


def test_no_sentence_is_asked_of_translators_twice_and_none_is_left_out():
    public, staff = ({one.id for one in catalogue if one.id} for catalogue in gathered())

    assert not public & staff
    assert {"Leave this page", "No native speaker has checked these words yet."} <= public
    assert {"Sign out", "Pretend phones"} <= staff


def test_what_was_translated_stays_and_is_marked_until_a_native_speaker_checks_it():
    public = parsed("pl", 'msgid "Back"\nmsgstr ""\n\nmsgid "Day"\nmsgstr ""\n')
    head = 'msgid ""\nmsgstr ""\n"X-Checked-By-Native-Speaker: {}\\n"\n\n'
    words = f'msgid "Back"\nmsgstr "Wstecz"\n\n# {CHECKED_HERE}\nmsgid "Day"\nmsgstr "Dzień"\n'
    old = f'{words}\nmsgid "Gone"\nmsgstr "Znikło"\n'

    once = brought_up_to_date("pl", head.format("no") + old, public)
    checked = brought_up_to_date("pl", once.replace(": no", ": Ola"), public)

    assert once == head.format("no") + f"# {NOT_CHECKED}\n{words}\n"
    assert checked == head.format("Ola") + words + "\n"
    assert brought_up_to_date("pl", once, public) == once
