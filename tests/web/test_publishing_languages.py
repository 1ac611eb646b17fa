"""Translating a draft: each text beside its words, saved without losing anybody's."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from engage import drafts, times
from engage.extensions import db
from surveys.side_by_side import with_words
from tests.factories import DEFINITION
from tests.pages import words
from tests.web.drafts_made import POLISH, a_draft, path, saved

PL = "languages/pl"
SAFE_ASKED = DEFINITION["questions"][1]
SAFE = 2
"""The place of the question about safety among the groups of texts: the survey's own is 0."""


def form_of(client, draft, language="pl") -> dict[str, str]:
    """The page's form as a browser would send it, unchanged."""
    html = client.get(path(draft, f"languages/{language}")).get_data(as_text=True)
    html = html.split("<main", 1)[1]
    boxes = re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', html)
    checked = {"checked": "1"} if re.search('id="checked" value="1" checked', html) else {}
    return checked | {name: unescape(value) for name, value in (*hidden, *boxes)}


def save(client, draft, form, *, press="all", language="pl"):
    address = path(draft, f"languages/{language}")
    return client.post(address, data={**form, "save": press}, content_type="multipart/form-data")


def polish(draft) -> dict[str, Any]:
    return saved(draft)["translations"]["pl"]


@pytest.fixture
def draft(app):
    return a_draft(translations={"pl": POLISH})


def test_each_text_stands_beside_its_words_in_both_languages_and_directions(facilitator):
    draft = a_draft(translations={"ar": {"questions": {"change": {"wording": "ماذا؟"}}}})

    html = facilitator.get(path(draft, "languages/ar")).get_data(as_text=True)

    assert '<p class="lines" lang="en" dir="ltr">What should change?</p>' in html
    assert re.search(r'<textarea [^>]*lang="ar" dir="rtl">\nماذا؟</textarea>', html)
    assert "texts are still to write." in words(facilitator.get(path(draft, "languages/ar")))


def test_words_are_saved_and_how_many_are_left_is_said(facilitator, draft):
    form = form_of(facilitator, draft)
    form |= {f"{SAFE}-high_label": "bardzo", "3-wording": "Co zmienić?"}

    done = save(facilitator, draft, form, press="group-safe")

    assert (done.status_code, done.location) == (303, path(draft, PL) + "#group-safe")
    assert polish(draft)["questions"]["safe"]["high_label"] == "bardzo"
    assert polish(draft)["questions"]["change"] == {"wording": "Co zmienić?"}
    assert "Saved. 7 are still to write." in words(facilitator.get(path(draft, PL)))


def test_saving_with_nothing_changed_changes_nothing(facilitator, draft):
    before = saved(draft)

    save(facilitator, draft, form_of(facilitator, draft))

    assert saved(draft) == before


def test_a_text_made_empty_loses_its_words(facilitator, draft):
    save(facilitator, draft, {**form_of(facilitator, draft), f"{SAFE}-low_label": "  "})

    assert polish(draft)["questions"]["safe"] == {"wording": "Jak bezpiecznie?"}


def test_when_everything_has_words_it_says_so(facilitator, draft):
    form = form_of(facilitator, draft)
    empty = [name for name, value in form.items() if re.match(r"\d-", name) and not value]

    save(facilitator, draft, form | {name: f"słowo {n}" for n, name in enumerate(empty)})

    assert "Saved. Everything has words." in words(facilitator.get(path(draft, PL)))


def test_two_who_translate_different_questions_both_keep_their_words(facilitator, draft):
    mine, theirs = form_of(facilitator, draft), form_of(facilitator, draft)

    save(facilitator, draft, {**theirs, "3-wording": "Co?"})
    done = save(facilitator, draft, {**mine, f"{SAFE}-wording": "Jak?"})

    assert done.status_code == 303
    assert polish(draft)["questions"]["change"]["wording"] == "Co?"
    assert polish(draft)["questions"]["safe"]["wording"] == "Jak?"


def test_two_who_translate_one_question_are_shown_both_and_nothing_is_lost(facilitator, draft):
    mine = form_of(facilitator, draft)
    save(facilitator, draft, {**mine, f"{SAFE}-wording": "Theirs?"})

    answer = save(facilitator, draft, {**mine, f"{SAFE}-wording": "Mine?", "3-wording": "Co?"})

    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Mine?</textarea>" in html
    assert re.search(r"Saved by somebody else: <span[^>]*>Theirs\?</span>", html)
    assert '<a href="#group-safe">' in html
    assert polish(draft)["questions"]["safe"]["wording"] == "Theirs?"
    assert polish(draft)["questions"]["change"]["wording"] == "Co?"


def test_after_seeing_both_what_is_saved_stands(facilitator, draft):
    mine = form_of(facilitator, draft)
    save(facilitator, draft, {**mine, f"{SAFE}-wording": "Theirs?"})
    html = save(facilitator, draft, {**mine, f"{SAFE}-wording": "Mine?"}).get_data(as_text=True)
    seen = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', html))

    done = save(facilitator, draft, {**mine, **seen, f"{SAFE}-wording": "Mine?"})

    assert done.status_code == 303
    assert polish(draft)["questions"]["safe"]["wording"] == "Mine?"


def test_a_question_taken_away_meanwhile_is_passed_over(facilitator, draft):
    form = form_of(facilitator, draft)
    drafts.remove(draft, "safe")
    db.session.commit()

    done = save(facilitator, draft, {**form, f"{SAFE}-wording": "Jak?", "3-wording": "Co?"})

    assert done.status_code == 303
    assert polish(draft)["questions"]["change"]["wording"] == "Co?"
    assert "safe" not in polish(draft)["questions"]


def test_a_check_by_a_native_speaker_is_kept_with_the_words(facilitator, draft):
    save(facilitator, draft, {**form_of(facilitator, draft), "checked": "1"})

    assert polish(draft)["checked"] is True
    assert "Checked by a native speaker" in words(facilitator.get(path(draft, "languages")))

    form = form_of(facilitator, draft)
    del form["checked"]
    save(facilitator, draft, form)
    assert "checked" not in polish(draft)


def test_a_colleagues_tick_stays_where_mine_did_not_change(facilitator, draft):
    mine = form_of(facilitator, draft)
    save(facilitator, draft, {**mine, "checked": "1"})

    save(facilitator, draft, {**mine, "3-wording": "Co?"})

    assert polish(draft)["checked"] is True


CHANGED = "The English has changed since these words were written."


def reworded(draft, wording="How unsafe do you feel?"):
    drafts.take(draft, None, now=times.now())
    drafts.change(draft, "safe", {"wording": wording})
    db.session.commit()


@pytest.fixture
def behind(app):
    """A draft in which a question was reworded after a native speaker had checked the Polish."""
    draft = a_draft(translations={"pl": {**POLISH, "checked": True}})
    reworded(draft)
    return draft


def test_words_whose_original_has_changed_are_marked_and_no_longer_checked(facilitator, behind):
    page = words(facilitator.get(path(behind, PL)))

    was = SAFE_ASKED["wording"]
    assert f"{CHANGED} It was: {was}" in page
    assert "Not checked yet" in words(facilitator.get(path(behind, "languages")))


def test_other_words_saved_leave_the_mark(facilitator, behind):
    done = save(facilitator, behind, {**form_of(facilitator, behind), "3-wording": "Co?"})

    page = words(facilitator.get(done.location))
    assert "1 text has changed since its words were written. Look at it again." in page
    assert CHANGED in page


@pytest.mark.parametrize(
    "done",
    [{f"looked-{SAFE}": "1"}, {f"{SAFE}-wording": "Jak niebezpiecznie?"}, {"checked": "1"}],
    ids=["looked at", "written anew", "checked by a native speaker"],
)
def test_the_mark_goes_once_the_words_were_looked_at(facilitator, behind, done):
    save(facilitator, behind, {**form_of(facilitator, behind), **done})

    assert CHANGED not in words(facilitator.get(path(behind, PL)))
    assert ("checked" in polish(behind)) is ("checked" in done)


def test_the_mark_stays_where_the_text_changed_again_while_it_was_looked_at(facilitator, behind):
    form = form_of(facilitator, behind)
    reworded(behind, "Do you feel at home?")

    typed = {f"looked-{SAFE}": "1", f"{SAFE}-wording": "Jak niebezpiecznie?", "checked": "1"}
    save(facilitator, behind, {**form, **typed})

    assert CHANGED in words(facilitator.get(path(behind, PL)))
    assert polish(behind)["questions"]["safe"]["wording"] == "Jak niebezpiecznie?"
    assert "checked" not in polish(behind)


def test_a_language_is_added_and_leads_to_its_words(facilitator):
    draft = a_draft()

    done = facilitator.post(path(draft, "languages"), data={"language": "fa"})

    assert done.location == path(draft, "languages/fa")
    assert saved(draft)["translations"] == {"fa": {}}
    assert facilitator.get(done.location).status_code == 200


@pytest.mark.parametrize("language", ["", "en", "pl", "xx", "ti"])
def test_only_a_language_we_can_text_and_it_has_not_is_added(facilitator, draft, language):
    before = saved(draft)

    answer = facilitator.post(path(draft, "languages"), data={"language": language})

    assert answer.status_code == 400
    assert "Choose a language first" in words(answer)
    assert saved(draft) == before


def test_a_language_is_taken_away_once_that_is_confirmed(facilitator, draft):
    away = path(draft, "languages/pl/away")

    assert "5 texts have words in it. You cannot undo this." in words(facilitator.get(away))
    facilitator.post(away)

    assert "translations" not in saved(draft)
    assert facilitator.get(path(draft, PL)).status_code == 404


@pytest.mark.parametrize("language", ["ar", "xx", "%00", "x" * 500])
def test_a_language_the_draft_has_not_is_not_found(facilitator, draft, language):
    assert facilitator.get(path(draft, f"languages/{language}")).status_code == 404
    assert facilitator.post(path(draft, f"languages/{language}")).status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        {"group-0": "nothing", "was-0": "x", "0-wording": "y"},
        {"group-x": "safe", "x-wording": "y"},
        {"group-0": "safe\x00", "was-0": ""},
        {"save": "//example.org"},
        {},
    ],
)
def test_a_forged_form_changes_nothing_and_is_no_trouble(facilitator, draft, odd):
    before = saved(draft)

    answer = facilitator.post(path(draft, PL), data=odd)

    assert answer.status_code in (303, 409)
    assert "example.org" not in (answer.location or "")
    assert saved(draft) == before


def test_words_that_a_question_is_filled_with_are_explained(facilitator):
    asked = {"key": "why", "kind": "free_text", "wording": "What of ${safe|that}?"}
    lost = {"questions": {"why": {"wording": "Co?"}}}
    draft = a_draft(questions=[SAFE_ASKED, asked], translations={"pl": lost})

    page = words(facilitator.get(path(draft, PL)))
    assert "keep it in its place" in page
    assert "Put in the same ${…} as on the other side" in page
    assert "An answer in ${…} is lost" in words(facilitator.get(path(draft, "check")))


def test_the_words_of_a_whole_translation_are_asked_of_people(facilitator, draft):
    at = times.now()
    drafts.take(draft, None, now=at)
    typed = {"wording": "Co zmienić?"}
    drafts.write(draft, with_words(draft.definition, "pl", "change", typed))
    db.session.commit()

    playable = drafts.playable(draft)

    assert playable is not None
    assert playable.in_language("pl").questions[2].wording == "Co zmienić?"
