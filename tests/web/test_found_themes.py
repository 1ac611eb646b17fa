"""The pages on which new themes are looked for and decided on."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest

from engage import (
    codebooks,
    coding_by_hand,
    discovering,
    found_history,
    found_themes,
    staff,
    theme_searches,
    times,
)
from engage.codes import code_names
from engage.extensions import db
from engage.models import FoundTheme, Statement, ThemeSearch
from tests.found import BUSES, DOGS, a_search, statements
from tests.pages import words
from tests.replied import a_response

FOUND = "/staff/surveys/test-survey/found"
NEW = {"name": "Bus fares", "definition": "What it costs.", "keep-1": "1", "example-1": "too dear"}


@pytest.fixture
def said(survey) -> list[Statement]:
    return statements(survey, *BUSES)


@pytest.fixture
def theme(survey, said) -> FoundTheme:
    [alone] = statements(survey, "a kettle")
    return a_search(survey, {"bus, fare": said}, alone=[alone])["bus, fare"]


@pytest.fixture
def kim(app):
    """Another facilitator."""
    return staff.add("kim@example.org", "Kim", ("facilitator",))


def at(theme: FoundTheme, what: str = "") -> str:
    return f"/staff/found/themes/{theme.id}" + (f"/{what}" if what else "")


def form_of(client, address: str) -> dict[str, str]:
    """What a form sends as it stands: marks, and what is ticked."""
    html = client.get(address).get_data(as_text=True)
    [seen] = set(re.findall(r'name="seen" value="(\w+)"', html))
    ticked = re.findall(r'name="(s-[-\w]+)" id="s-\d+" value="(\w+)" checked', html)
    return {"seen": seen, **dict(ticked)}


def again(theme: FoundTheme) -> FoundTheme:
    db.session.expire_all()
    return db.session.get_one(FoundTheme, theme.id)


def codes(statement: Statement) -> list[str]:
    db.session.expire_all()
    return [one.code for one in statement.codes]


@pytest.mark.parametrize("role,status", [("facilitator", 200), ("admin", 200), ("policy", 403)])
def test_only_those_who_read_replies_see_found_themes(theme, as_staff, role, status):
    client = as_staff(role)
    search = f"/staff/found/{theme.search_id}"
    for address in (FOUND, search, f"{search}/left", at(theme), at(theme, "accept")):
        assert client.get(address).status_code == status


class TestLooking:
    """Asking for a search, waiting for it, and what it found."""

    def test_the_page_says_what_it_would_look_at_before_it_looks(self, survey, said, facilitator):
        a_response(survey, said="safe", codes=["safety"])
        db.session.commit()
        page = words(facilitator.get(FOUND))
        assert "The 6 statements with no theme, or that need a person" in page
        assert "All 7 statements" in page

    def test_with_few_statements_it_says_to_read_them_all(self, said, facilitator):
        db.session.commit()
        page = words(facilitator.get(FOUND))
        assert "There are few statements." in page
        assert "Look for new themes" in page

    def test_with_enough_it_does_not(self, survey, facilitator):
        statements(survey, *(f"fare {nth}" for nth in range(30)))
        db.session.commit()
        assert "There are few statements." not in words(facilitator.get(FOUND))

    def test_with_nothing_said_there_is_nothing_to_look_at(self, survey, facilitator):
        page = words(facilitator.get(FOUND))
        assert "There are no statements to look at yet." in page

    def test_while_it_looks_the_page_waits_and_looks_again(self, survey, said, facilitator):
        db.session.commit()
        there = facilitator.post(FOUND, data={"what": "everything"})
        assert (there.status_code, there.location) == (303, FOUND)
        answer = facilitator.get(FOUND)
        assert "A computer reads the statements now." in words(answer)
        assert "data-look-again" in answer.get_data(as_text=True)
        assert theme_searches.all_of(survey)[0].everything

    def test_asked_for_twice_it_is_one_search(self, survey, said, facilitator):
        db.session.commit()
        facilitator.post(FOUND)
        facilitator.post(FOUND)
        assert "We are looking already." in words(facilitator.get(FOUND))
        assert len(theme_searches.all_of(survey)) == 1

    def test_what_was_found_stands_with_what_people_said(self, survey, facilitator):
        statements(survey, *BUSES, *DOGS)
        db.session.commit()
        facilitator.post(FOUND)
        for one in discovering.due(now=times.now()):
            discovering.look(one, now=times.now())
        page = words(facilitator.get(FOUND))
        assert "11 statements looked at" in page
        assert "Sam asked on" in page
        assert "Make it a theme" in page
        assert any(text in page for text in BUSES)

    def test_one_that_could_not_be_done_may_be_asked_for_again(self, survey, said, facilitator):
        now = times.now()
        db.session.add(ThemeSearch(survey_id=survey.id, asked_at=now, state="held", ended_at=now))
        db.session.commit()
        page = words(facilitator.get(FOUND))
        assert "We could not look this time." in page
        assert "Look for new themes" in page

    def test_how_many_and_of_how_many_people_is_said(self, theme, facilitator):
        assert "6 statements, 6 people" in words(facilitator.get(FOUND))

    def test_quotes_are_anonymised_words_and_never_as_they_came(self, theme, facilitator):
        for address in (FOUND, at(theme), at(theme, "accept"), at(theme, "merge")):
            html = facilitator.get(address).get_data(as_text=True)
            assert "the bus fare is too dear" in html
            assert "raw" not in html

    def test_where_only_spelling_was_known_that_is_said_with_the_reason(self, theme, facilitator):
        search = db.session.get_one(ThemeSearch, theme.search_id)
        search.knew_meaning, search.why_not = False, "It is not on this machine yet."
        db.session.commit()
        page = words(facilitator.get(FOUND))
        assert "The machine went by how words are spelled" in page
        assert "It is not on this machine yet." in page

    def test_what_most_of_it_has_already_is_said_and_offered(self, survey, said, facilitator):
        coded = [
            a_response(survey, said=f"no lock {nth}", codes=["safety"]).answers[0].statements[0]
            for nth in range(3)
        ]
        theme = a_search(survey, {"lock": [*coded, said[0]], "bus": said[1:]})["lock"]
        has = f"3 of them have the theme “{code_names()['safety'].name}” already."
        page = words(facilitator.get(FOUND))
        assert page.count("already.") == 1
        assert has in page
        html = facilitator.get(at(theme, "merge")).get_data(as_text=True)
        assert 'value="code:safety" selected' in html

    def test_each_statement_stands_with_the_question_that_it_answers(self, theme, facilitator):
        assert words(facilitator.get(at(theme))).count("What should change?") == 6

    def test_what_is_in_no_theme_is_listed(self, theme, facilitator):
        page = words(facilitator.get(f"/staff/found/{theme.search_id}/left"))
        assert "Like no other (1)" in page
        assert "“a kettle”" in page

    def test_one_decided_on_before_is_not_asked_about_again(
        self, survey, theme, said, facilitator, kim
    ):
        found_themes.drop(theme, "far too small", by=kim, now=times.now())
        newer = a_search(survey, {"fare, bus": said})["fare, bus"]
        newer.same_as = theme.id
        db.session.get_one(ThemeSearch, newer.search_id).asked_at += timedelta(minutes=1)
        db.session.commit()
        page = words(facilitator.get(FOUND))
        assert "Decided on before" in page
        assert "It was dropped: “far too small”" in page
        assert "Make it a theme" not in page

    @pytest.mark.parametrize("address", ["/staff/surveys/test-survey", "{}/coding"])
    def test_replies_and_the_end_of_coding_lead_here(self, survey, facilitator, address):
        html = facilitator.get(address.format("/staff/surveys/test-survey")).get_data(as_text=True)
        assert f'href="{FOUND}"' in html


class TestAccept:
    """Making a theme of the codebook of it."""

    def test_the_form_begins_with_a_name_a_sentence_and_three_examples(self, theme, facilitator):
        html = facilitator.get(at(theme, "accept")).get_data(as_text=True)
        assert 'value="Bus, fare"' in html
        assert "What people say about bus, fare." in html
        assert html.count('name="example-') == 3
        assert len(re.findall(r'name="s-[-\w]+" id="s-\d+" value="\w+" checked', html)) == 6

    def test_it_becomes_a_theme_and_its_statements_get_it(self, theme, said, facilitator):
        data = form_of(facilitator, at(theme, "accept"))
        del data[f"s-{said[0].id}"]
        there = facilitator.post(at(theme, "accept"), data={**data, **NEW})
        assert there.status_code == 303
        page = words(facilitator.get(there.location))
        assert "“Bus fares” is a theme of the codebook now." in page
        assert "It is the theme “Bus fares” now." in page
        assert codes(said[0]) == []
        assert codes(said[1]) == ["bus_fares"]
        assert codebooks.current().codes[-1].examples == ("too dear",)

    def test_what_somebody_decided_on_is_not_ticked_and_says_by_whom(
        self, theme, said, facilitator, kim
    ):
        coding_by_hand.decide(said[0], {"family": None}, by=kim, now=times.now())
        db.session.commit()
        assert f"s-{said[0].id}" not in form_of(facilitator, at(theme, "accept"))
        page = words(facilitator.get(at(theme, "accept")))
        assert "Kim has decided on this. Tick it to add this theme to what it has." in page

    def test_a_form_that_cannot_be_kept_comes_back_as_it_was_typed(self, theme, said, facilitator):
        data = form_of(facilitator, at(theme, "accept"))
        del data[f"s-{said[0].id}"]
        data |= {**NEW, "definition": "", "example-2": "my own", "why": "because"}
        answer = facilitator.post(at(theme, "accept"), data=data)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 400
        assert "Say what belongs in it" in words(answer)
        assert 'value="Bus fares"' in html
        assert "my own" in html
        assert "because" in html
        ticked = re.findall(r'name="(s-[-\w]+)" id="s-\d+" value="\w+" checked', html)
        assert len(ticked) == 5
        assert 'id="keep-2" value="1" checked' not in html

    def test_of_two_the_later_is_shown_what_the_first_did(self, theme, said, facilitator, kim):
        data = form_of(facilitator, at(theme, "accept"))
        found_themes.drop(theme, "no", by=kim, now=times.now())
        db.session.commit()
        there = facilitator.post(at(theme, "accept"), data={**data, **NEW})
        assert (there.status_code, there.location) == (303, at(theme))
        page = words(facilitator.get(there.location))
        assert "Somebody decided on this, or changed it." in page
        assert "It was dropped: “no” Kim decided so on" in page
        assert codebooks.number() == 0

    def test_a_statement_decided_on_meanwhile_is_shown_and_the_rest_kept(
        self, theme, said, facilitator, kim
    ):
        data = form_of(facilitator, at(theme, "accept"))
        coding_by_hand.decide(said[2], {"family": None}, by=kim, now=times.now())
        db.session.commit()
        answer = facilitator.post(at(theme, "accept"), data={**data, **NEW})
        assert answer.status_code == 400
        page = words(answer)
        assert "It changed while you read." in page
        assert "Kim has decided on this." in page
        assert 'value="Bus fares"' in answer.get_data(as_text=True)
        html = answer.get_data(as_text=True)
        ticked = re.findall(r'name="(s-[-\w]+)" id="s-\d+" value="(\w+)" checked', html)
        assert len(ticked) == 5
        assert codes(said[0]) == []

    def test_one_renamed_meanwhile_comes_back_to_be_looked_at(self, theme, facilitator, kim):
        data = form_of(facilitator, at(theme, "accept"))
        found_themes.rename(theme, "Buses", by=kim, now=times.now())
        db.session.commit()
        answer = facilitator.post(at(theme, "accept"), data={**data, **NEW})
        assert answer.status_code == 400
        assert "Somebody changed this while you read." in words(answer)
        assert again(theme).state == "proposed"

    @pytest.mark.long
    def test_two_thousand_ticks_fit_in_a_form(self, survey, facilitator):
        many = statements(survey, *(f"bus fare {nth}" for nth in range(2000)))
        theme = a_search(survey, {"bus": many})["bus"]
        data = form_of(facilitator, at(theme, "accept"))
        there = facilitator.post(at(theme, "accept"), data={**data, **NEW})
        assert there.status_code == 303
        assert codes(many[-1]) == ["bus_fares"]


class TestOthers:
    """A name, with another, inside, dropped, taken back."""

    def test_a_new_name_is_saved(self, theme, facilitator):
        seen = form_of(facilitator, at(theme))["seen"]
        facilitator.post(at(theme, "name"), data={"seen": seen, "name": "Fares"})
        page = words(facilitator.get(at(theme)))
        assert "Fares 6 statements" in page
        assert "Renamed it. It was “bus, fare”." in page

    def test_no_name_is_asked_about(self, theme, facilitator):
        answer = facilitator.post(at(theme, "name"), data={"name": " "})
        assert answer.status_code == 400
        assert "Write a name for it" in words(answer)

    def test_it_is_put_with_another_that_was_found(self, survey, said, facilitator):
        found = a_search(survey, {"bus": said[:3], "fare": said[3:]})
        data = form_of(facilitator, at(found["fare"], "merge"))
        data["with"] = f"found:{found['bus'].id}"
        there = facilitator.post(at(found["fare"], "merge"), data=data)
        page = words(facilitator.get(there.location))
        assert "6 statements, 6 people" in page
        assert "It was put with “Bus”." in page
        assert "no theme" not in codes(said[0])

    def test_it_is_put_with_a_theme_of_the_codebook(self, theme, said, facilitator):
        data = form_of(facilitator, at(theme, "merge"))
        facilitator.post(at(theme, "merge"), data={**data, "with": "code:safety"})
        assert codes(said[0]) == ["safety"]
        page = words(facilitator.get(at(theme)))
        assert f"It went to the theme “{code_names()['safety'].name}”." in page

    @pytest.mark.parametrize("chosen", ["", "code:nonsense", "found:nonsense"])
    def test_nothing_to_put_it_with_is_asked_about(self, theme, facilitator, chosen):
        data = form_of(facilitator, at(theme, "merge"))
        answer = facilitator.post(at(theme, "merge"), data={**data, "with": chosen, "why": "hm"})
        assert answer.status_code == 400
        assert "Choose a theme to put it with" in words(answer)
        assert ">hm" in answer.get_data(as_text=True).replace("\n", "")

    def test_looking_inside_waits_and_leads_back(self, theme, facilitator):
        there = facilitator.post(at(theme, "split"), data=form_of(facilitator, at(theme)))
        assert there.status_code == 303
        page = words(facilitator.get(there.location))
        assert "Inside “Bus, fare”" in page
        assert "A computer reads the statements now." in page
        assert "Somebody looked inside it." in words(facilitator.get(at(theme)))

    def test_one_look_at_a_time(self, theme, facilitator):
        facilitator.post(FOUND)
        there = facilitator.post(at(theme, "split"))
        assert "We are still looking for themes" in words(facilitator.get(there.location))
        assert again(theme).state == "proposed"

    def test_dropping_asks_why(self, theme, facilitator):
        answer = facilitator.post(at(theme, "drop"), data={"why": ""})
        assert answer.status_code == 400
        assert "Say why, in a few words" in words(answer)
        facilitator.post(at(theme, "drop"), data={"why": "nothing in common"})
        page = words(facilitator.get(at(theme)))
        assert "It was dropped: “nothing in common” Sam decided so on" in page

    def test_a_decision_is_taken_back_on_its_page(self, theme, facilitator):
        facilitator.post(at(theme, "drop"), data={"why": "no"})
        there = facilitator.post(at(theme, "undo"), data=form_of(facilitator, at(theme)))
        page = words(facilitator.get(there.location))
        assert "Taken back. It is as it was before." in page
        assert "Make it a theme" in page
        assert [one.what for one in found_history.of(theme)] == ["undo", "drop"]

    def test_what_was_built_on_says_why_it_stays(self, survey, theme, said, facilitator, kim):
        data = form_of(facilitator, at(theme, "accept"))
        facilitator.post(at(theme, "accept"), data={**data, **NEW})
        now = times.now() + timedelta(minutes=1)
        db.session.expire_all()
        coding_by_hand.decide(said[0], {}, by=kim, now=now)
        db.session.commit()
        there = facilitator.post(at(theme, "undo"))
        page = words(facilitator.get(there.location))
        assert "Somebody has decided on some of its statements since." in page
        assert again(theme).state == "accepted"

    @pytest.mark.parametrize("what", ["accept", "merge", "drop"])
    def test_the_forms_of_one_decided_on_lead_to_what_was_decided(self, theme, facilitator, what):
        facilitator.post(at(theme, "drop"), data={"why": "no"})
        assert facilitator.get(at(theme, what)).location == at(theme)

    def test_a_large_theme_is_on_several_pages(self, survey, facilitator):
        many = statements(survey, *(f"bus fare {nth}" for nth in range(51)))
        theme = a_search(survey, {"bus": many})["bus"]
        assert "“bus fare 50”" not in words(facilitator.get(at(theme)))
        assert "“bus fare 50”" in words(facilitator.get(at(theme) + "?page=2"))

    @pytest.mark.parametrize("what", ["", "accept", "merge", "drop"])
    def test_a_theme_that_is_not_there_is_not_found(self, app, facilitator, what):
        missing = FoundTheme(id=uuid.uuid4())
        assert facilitator.get(at(missing, what)).status_code == 404
