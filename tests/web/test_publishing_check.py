"""Checking a draft: each thing to mend leads to its place, and none to mend to publishing."""

from __future__ import annotations

import re
from html import unescape

import pytest

from engage import drafts
from engage.extensions import db
from tests.factories import DEFINITION
from tests.pages import words
from tests.web.drafts_made import POLISH, WORDS, a_draft, path
from tests.web.writing_steps import hidden

AREA, SAFE, CHANGE = DEFINITION["questions"]
PLACES = [{"value": f"v{n}", "label": f"Place {n}"} for n in range(12)]


def links(client, draft) -> dict[str, str]:
    """Each link of the check page, by its words."""
    html = client.get(path(draft, "check")).get_data(as_text=True).split("<main", 1)[1]
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {unescape(re.sub("<[^>]*>", "", said)): unescape(href) for href, said in found}


def test_a_draft_with_nothing_to_put_right_can_be_published(facilitator):
    draft = a_draft()

    found = links(facilitator, draft)

    assert "Nothing stands in its way." in words(facilitator.get(path(draft, "check")))
    assert found["Publish"] == path(draft, "publish")


def test_a_draft_with_something_to_put_right_cannot(facilitator):
    draft = a_draft(thanks="")

    assert "Publish" not in links(facilitator, draft)


@pytest.mark.parametrize(
    "changed, said, place",
    [
        ({"title": ""}, "Give the survey a title.", "words#title"),
        ({"purpose": ""}, "Say who asks and why.", "words#purpose"),
        ({"questions": []}, "Add a question for people to answer.", ""),
        (
            {"questions": [{**SAFE, "wording": ""}]},
            "Write the question.",
            "q/safe?at=wording#wording",
        ),
        (
            {"questions": [{**AREA, "options": AREA["options"][:1]}]},
            "Give people at least two answers to pick from.",
            "q/area?at=label-0#label-0",
        ),
        (
            {"questions": [CHANGE, WORDS]},
            "People are asked to agree before the other questions. Move it up.",
            "#q-words",
        ),
        (
            {"questions": [{**SAFE, "show_when": {"question": "gone", "is": 1}}]},
            "It waits for the answer to a question that is gone. Choose again.",
            "q/safe/when",
        ),
        (
            {"translations": {"pl": {"questions": {"safe": {"wording": 5}}}}},
            "wording is not in words.",
            "languages/pl#group-safe",
        ),
    ],
)
def test_each_thing_to_put_right_leads_to_the_field_that_mends_it(
    facilitator, changed, said, place
):
    draft = a_draft(**changed)

    address = links(facilitator, draft)[said]

    assert address == path(draft, place).removesuffix("/").replace("/#", "#")
    assert facilitator.get(address).status_code == 200


@pytest.mark.parametrize("language", ["xx", 5, ""])
def test_a_language_we_do_not_have_is_mended_where_its_link_leads(facilitator, language):
    draft = a_draft(language=language)
    found = links(facilitator, draft)
    assert path(draft, "words#language") in found.values()

    page = facilitator.get(path(draft, "words"))
    typed = {name: draft.definition[name] for name in ("title", "purpose", "thanks")}
    data = {**hidden(page), **typed, "language": "en"}
    facilitator.post(path(draft, "words"), data=data)

    assert "Publish" in links(facilitator, draft)


def test_a_translation_we_cannot_text_leads_to_its_words(facilitator):
    draft = a_draft(translations={"xx": POLISH})

    assert path(draft, "languages/xx#group") in links(facilitator, draft).values()


def test_a_thing_to_put_right_names_its_question(facilitator):
    draft = a_draft(questions=[AREA, {**SAFE, "low_label": "", "labels": ["one"]}])

    assert "Question 2, “How safe do you feel where you are staying”" in words(
        facilitator.get(path(draft, "check"))
    )


@pytest.mark.parametrize(
    "questions, said, place",
    [
        ([CHANGE], "Nobody’s words will be quoted.", "add"),
        ([SAFE], "It does not ask which area people are in.", "add"),
        (
            [{**SAFE, "wording": "Do hard to reach people feel safe?"}],
            "not “hard to reach people”",
            "q/safe?at=wording#wording",
        ),
        (
            [{**SAFE, "wording": "Is it safe? " * 15}],
            "It takes more than one text: 2 texts in English.",
            "q/safe?at=text#text",
        ),
        (
            [{**AREA, "about": None, "options": PLACES}],
            "It has 12 answers to pick from.",
            "q/area?at=label-0#label-0",
        ),
        (
            [
                {
                    **AREA,
                    "about": None,
                    "options": [{"value": "a", "label": "long " * 8}, *PLACES[1:3]],
                }
            ],
            "is long for a text",
            "q/area?at=label-0#label-0",
        ),
        (
            [{**SAFE, "easy": "Are you safe?"}, CHANGE],
            "This one has none.",
            "q/change?at=easy#easy",
        ),
    ],
)
def test_what_is_worth_another_look_leads_to_its_place(facilitator, questions, said, place):
    draft = a_draft(questions=questions)

    found = [href for text, href in links(facilitator, draft).items() if said in text]

    assert found == [path(draft, place)]


def test_a_text_is_counted_in_each_language_it_is_asked_in(facilitator):
    words_of = {"safe": {"wording": "Как " * 20, "low_label": "а", "high_label": "б"}}
    draft = a_draft(translations={"uk": {"questions": words_of}})

    assert any(
        "It takes more than one text: 2 texts in Ukrainian." in one
        for one in links(facilitator, draft)
    )


def test_a_long_survey_is_worth_another_look(facilitator):
    many = [{**CHANGE, "key": f"q{n}", "wording": f"What of number {n}?"} for n in range(12)]

    assert any(
        "takes about 12 minutes" in one for one in links(facilitator, a_draft(questions=many))
    )


def test_nothing_to_say_is_said(facilitator):
    draft = a_draft(questions=[WORDS, {**AREA, "hint": ""}, {**CHANGE, "wording": "What is bad?"}])

    assert "We found nothing." in words(facilitator.get(path(draft, "check")))


def test_what_is_not_translated_is_listed_by_language_and_question(facilitator):
    draft = a_draft(translations={"pl": POLISH})

    found = links(facilitator, draft)

    assert found["Question 2, “How safe do you feel where you are staying”"] == path(
        draft, "languages/pl#group-safe"
    )
    page = words(facilitator.get(path(draft, "check")))
    assert "Polish A question with something missing is asked as you wrote it, whole." in page
    assert "1 to write" in page


def test_words_whose_original_has_changed_are_listed_and_stop_nothing(facilitator):
    draft = a_draft(translations={"pl": {**POLISH, "checked": True}})
    drafts.change(draft, "safe", {"wording": "Do you feel unsafe here?"})
    drafts.reword(draft, {"title": "Rooms"})
    db.session.commit()

    found = links(facilitator, draft)
    page = words(facilitator.get(path(draft, "check")))

    assert "The English has changed since these words were written." in page
    assert "Question 2, “Do you feel unsafe here” Changed: Question" in page
    assert "The title, why we ask, and the thanks Changed: Title" in page
    assert found["The title, why we ask, and the thanks"] == path(draft, "languages/pl#group")
    assert "Publish" in found


@pytest.mark.parametrize("page", ["check", "publish", "languages", "export"])
def test_only_a_facilitator_opens_these_pages(app, client, as_staff, page):
    draft = a_draft()

    assert "/staff/sign-in" in client.get(path(draft, page)).location
    assert as_staff("policy").get(path(draft, page)).status_code == 403
    assert as_staff("facilitator").get(path(draft, page)).status_code == 200


@pytest.mark.parametrize("page", ["check", "languages", "languages/pl", "export", "export.yaml"])
def test_a_draft_that_is_not_there_is_kindly_not_found(facilitator, page):
    nobody = "00000000-0000-4000-8000-000000000000"

    assert facilitator.get(f"/staff/write/{nobody}/{page}").status_code == 404
