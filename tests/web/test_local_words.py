"""The local lists on their pages: added to, looked through, taken away and brought as a file."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from engage import local_words, times
from engage.extensions import db
from engage.local_words import Entry
from engage.models import AuditEvent, LocalCase, LocalWord
from tests.pages import words
from tests.replied import a_response

LISTS = "/staff/local-words"
OAK = {"words": "Oak Lodge", "kind": "general", "general": "hostel"}


def listed(text: str, kind: local_words.Kind = "never", **more: str) -> LocalWord:
    word = local_words.add(Entry(text, kind, **more), by=None, now=times.now())
    db.session.commit()
    return word


def bring(client, text: str):
    file = (io.BytesIO(text.encode("utf-8-sig")), "words.csv")
    return client.post(f"{LISTS}/bring", data={"file": file})


@pytest.mark.parametrize("path", ["", "/add", "/bring", "/cases", "/words.csv"])
@pytest.mark.parametrize("role,status", [("facilitator", 200), ("admin", 200), ("policy", 403)])
def test_only_facilitators_and_admins_open_the_lists(app, as_staff, path, role, status):
    assert as_staff(role).get(LISTS + path).status_code == status


def test_words_are_added_with_who_did_it_and_when(app, facilitator):
    facilitator.post(f"{LISTS}/add", data=OAK)
    page = words(facilitator.get(LISTS))
    assert "oak lodge becomes “hostel”" in page
    assert "Added by Sam on" in page
    assert "put words on a local list" in set(db.session.scalars(select(AuditEvent.what)))


def test_what_words_touch_is_said_before_anything_is_saved(survey, facilitator):
    a_response(survey, said="Oak Lodge is cold")
    db.session.commit()
    page = words(facilitator.post(f"{LISTS}/add", data={**OAK, "look": "1"}))
    assert "1 passage that we have now holds these words. Nothing is saved yet." in page
    assert local_words.listed() == []


@pytest.mark.parametrize(
    "data,told",
    [
        ({**OAK, "words": ""}, "Write the words."),
        ({**OAK, "kind": ""}, "Choose what to do with these words."),
        ({**OAK, "general": ""}, "Write what to say instead."),
        ({"words": "dazza", "kind": "always"}, "Choose what these words are."),
        ({"words": "x", "kind": "never"}, "is too short"),
        (
            {"words": "07700 900123", "kind": "always", "label": "PHONE"},
            "looks like a phone number",
        ),
        ({"words": "the", "kind": "always", "label": "PERSON"}, "It stands in 1 passage"),
        ({"words": "lift", "kind": "always", "label": "PLACE"}, "It stands in 1 passage"),
        ({"words": "Dave", "kind": "never"}, "is also a name"),
        ({"words": "Tosh", "kind": "never"}, "is on the list “always taken out”. It would move."),
    ],
)
def test_what_is_wrong_or_doubtful_is_said_and_nothing_is_saved(survey, facilitator, data, told):
    a_response(survey, said="the lift")
    listed("tosh", "always", label="PERSON")
    answer = facilitator.post(f"{LISTS}/add", data=data)
    assert answer.status_code == 400
    assert told in words(answer)
    assert [one.words for one in local_words.listed()] == ["tosh"]


def test_whoever_is_sure_may_add_what_is_doubtful_and_move_words(app, facilitator):
    listed("tosh", "always", label="PERSON")
    facilitator.post(f"{LISTS}/add", data={"words": "Tosh", "kind": "never", "sure": "1"})
    assert local_words.local().never == {"tosh"}
    assert local_words.local().always == {}


def test_an_everyday_word_by_itself_goes_on_no_list_however_sure_somebody_is(app, facilitator):
    data = {"words": "the", "kind": "always", "label": "PERSON", "sure": "1"}
    assert facilitator.post(f"{LISTS}/add", data=data).status_code == 400


def test_words_are_taken_off(app, facilitator):
    word = listed("tosh")
    facilitator.post(f"{LISTS}/{word.id}/remove")
    assert local_words.listed() == []
    assert "took words off a local list" in set(db.session.scalars(select(AuditEvent.what)))


def test_a_word_is_looked_for(app, facilitator):
    listed("oak lodge", "general", general="hostel")
    listed("tosh")
    page = words(facilitator.post(LISTS, data={"find": "LODGE"}))
    assert "oak lodge becomes" in page
    assert "tosh" not in page


def test_the_lists_go_away_as_a_file_and_come_back_the_same(app, facilitator):
    listed("oak lodge", "general", general="hostel")
    listed("dazza", "always", label="PERSON")
    listed("@tosh", "always", label="HANDLE_URL")
    listed("grace period")
    before = local_words.local()
    file = facilitator.get(f"{LISTS}/words.csv").get_data(as_text=True)
    assert "'@tosh" in file
    for one in local_words.listed():
        local_words.remove(one)
    db.session.commit()
    page = bring(facilitator, file.removeprefix("\ufeff"))
    assert "4 entries would be added." in words(page)
    assert local_words.listed() == []
    facilitator.post(f"{LISTS}/bring", data={"rows": file})
    assert local_words.local() == before


def test_rows_that_cannot_be_added_are_left_out_with_the_reason(app, facilitator):
    listed("tosh", "always", label="PERSON")
    page = words(
        bring(
            facilitator,
            "kind,words,becomes\nalways,tosh,name\nsometimes,x,\nalways,the,name\n"
            "never,tosh,\nalways,dazza,\ngeneral,oak lodge,hostel\ngeneral,Oak Lodge,shelter\n",
        )
    )
    assert "1 entry would be added. 1 is there already." in page
    for told in (
        "Row 3: the kind is always, never or general.",
        "Row 4: “the” is an everyday word.",
        "Row 5: “tosh” is on the list",
        "Row 6: Choose what these words are.",
        "Row 8: “oak lodge” stands in an earlier row too.",
    ):
        assert told in page


@pytest.mark.parametrize(
    "text,told",
    [
        ("a,b\n1,2\n", "The first row needs to be"),
        ("", "The first row needs to be"),
        ("kind,words,becomes\n" + "never,ab cd,\n" * 2001, "2000 rows or fewer"),
        ("kind,words,becomes\n" + "x" * 70_000, "too long"),
    ],
)
def test_a_file_that_is_no_list_says_what_is_needed(app, facilitator, text, told):
    answer = bring(facilitator, text)
    assert answer.status_code == 400
    assert told in words(answer)


def test_a_file_in_another_encoding_and_no_file_say_what_is_needed(app, facilitator):
    data = {"file": (io.BytesIO(b"kind,words,becomes\n\xff\xfe"), "words.csv")}
    assert "UTF-8" in words(facilitator.post(f"{LISTS}/bring", data=data))
    assert "Choose a file first" in words(facilitator.post(f"{LISTS}/bring", data={}))


def test_what_never_words_touch_is_read_again(survey, facilitator):
    response = a_response(survey, said="my [name] shed")
    response.answers[0].words = "my dave shed"
    word = listed("dave")
    page = words(facilitator.get(f"{LISTS}/{word.id}/passages"))
    assert "1 more answer may have had these words taken out." in page
    facilitator.post(f"{LISTS}/{word.id}/passages")
    assert response.answers[0].reading == "waiting"
    assert "1 answer is being read again." in words(facilitator.get(LISTS))


def test_the_word_counts_at_once_wherever_it_was_added_from(survey, facilitator):
    word = listed("oak lodge", "general", general="hostel")
    a_response(survey, said="no lock at Oak Lodge")
    db.session.commit()
    answer = facilitator.post(f"{LISTS}/{word.id}/passages", data={"survey": "none"})
    assert answer.location == LISTS
    assert "1 passage changed. It waits to be read." in words(facilitator.get(LISTS))


@pytest.mark.parametrize("way", ["page", "file"])
def test_words_that_go_on_a_list_go_out_of_the_cases_too(app, facilitator, way):
    case = LocalCase(template="{PERSON} told Tosh no", expected=["PERSON"], kind="missed")
    case.made_on = times.today(times.now())
    db.session.add(case)
    db.session.commit()
    if way == "page":
        data = {"words": "tosh", "kind": "always", "label": "PERSON", "sure": "1"}
        facilitator.post("/staff/local-words/add", data=data)
    else:
        rows = "kind,words,becomes\nalways,tosh,name\n"
        facilitator.post("/staff/local-words/bring", data={"rows": rows})
    db.session.expire_all()
    assert (case.template, case.expected) == ("{PERSON} told {PERSON} no", ["PERSON", None])


def test_cases_are_listed_and_taken_away(app, facilitator):
    case = LocalCase(
        template="{PERSON} gives me {=hope}",
        expected=["PERSON", None],
        kind="missed",
        made_on=times.now().date(),
    )
    db.session.add(case)
    db.session.commit()
    assert "“[a name] gives me hope” Something was missed." in words(
        facilitator.get(f"{LISTS}/cases")
    )
    facilitator.post(f"{LISTS}/cases/{case.id}/remove")
    assert "Nothing has been put right yet." in words(facilitator.get(f"{LISTS}/cases"))
    assert "took a local case away" in set(db.session.scalars(select(AuditEvent.what)))
