"""Pages where staff write texts: without script, and the script held to the same counts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from engage import composing, ready_replies
from engage.extensions import db
from engage.models import ReadyReply
from engage.ready_replies import Written
from surveys.wording import segments
from tests.factories import a_group, a_person, a_survey
from tests.pages import words

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "tests/surveys/data/segments_twilio.json").read_text("utf-8"))


def write(client, **given):
    return client.post("/staff/texts/write", data=given)


def test_a_message_is_counted_for_everybody_who_would_get_it(app, facilitator):
    answer = write(facilitator, **{"words-en": "x" * 161, "people": "60", "look": "1"})

    assert "161 of 306 characters: 2 texts. About 8p each, £4.80 for 60 people." in words(answer)


def test_the_character_that_makes_it_dear_is_named_with_the_plain_one(app, facilitator):
    answer = write(facilitator, **{"words-en": "It’s on", "look": "1"})

    assert "Only 70 characters fit in a text, not 160, because of: ’ (use ')." in words(answer)


def test_one_press_puts_the_plain_characters_in(app, facilitator):
    answer = write(facilitator, **{"words-en": "It’s on", "options-en": "I’m in", "swap": "en"})

    assert "It&#39;s on</textarea>" in answer.get_data(as_text=True)
    assert "I&#39;m in</textarea>" in answer.get_data(as_text=True)


def test_a_question_shows_the_whole_text_people_get(app, facilitator):
    answer = write(facilitator, **{"words-en": "How is it?", "options-en": "Good\r\n\r\nBad\r\n"})

    assert "What people get Q1 of 1. How is it? 1 Good 2 Bad" in words(answer)


@pytest.mark.parametrize("option", ["CANCEL", "End", "quit", "Stop", "START", "help", "Info"])
def test_an_answer_the_phone_company_acts_on_is_kindly_refused(app, facilitator, option):
    answer = write(facilitator, **{"words-en": "Come?", "options-en": f"Yes\n{option}"})

    assert answer.status_code == 400
    assert f"{option} cannot be an answer: the phone company takes it" in words(answer)
    assert f"Yes\n{option}</textarea>" in answer.get_data(as_text=True)


@pytest.mark.parametrize("people", ["lots", "0", "-1", "1e9", "٣", "9" * 30])
def test_a_number_of_people_we_cannot_read_is_asked_for_again(app, facilitator, people):
    answer = write(facilitator, **{"words-en": "Hi", "people": people})

    assert answer.status_code == 400
    assert "Write how many people in digits" in words(answer)


@pytest.mark.parametrize("added", ["", "xx", "en"])
def test_a_language_that_is_not_there_is_not_added(app, facilitator, added):
    answer = write(facilitator, **{"words-en": "Hi", "add": "1", "add_language": added})

    assert re.findall(r'name="words-([\w-]+)"', answer.get_data(as_text=True)) == ["en"]


def test_the_cost_is_there_for_a_script_to_ask_for(app, facilitator):
    given = {"words": "It’s on", "options": "Yes\nCANCEL", "language": "en", "people": "2"}

    told = facilitator.post("/staff/texts/cost", data=given).get_json()

    assert told["encoding"] == "UCS-2"
    assert told["segments"] == segments(told["whole"]).count
    assert "CANCEL cannot be an answer" in told["not"]


@pytest.mark.parametrize("given", [{}, {"language": "nonsense"}, {"people": "x"}, {"words": "\0"}])
def test_whatever_is_asked_the_cost_is_an_answer(app, facilitator, given):
    assert facilitator.post("/staff/texts/cost", data=given).status_code == 200


def test_before_a_group_is_texted_the_cost_is_told(app, facilitator):
    survey, group = a_survey(), a_group(a_person(), a_person("Jo"))
    db.session.commit()

    answer = facilitator.post(f"/staff/surveys/{survey.key}/invite", data={"group": str(group.id)})

    assert "About 4p each, 8p for everyone." in words(answer)


def test_a_ready_reply_is_written_changed_and_taken_away(app, facilitator):
    data = {"title": "Thanks", "words": "Thank you.", "language": "en"}
    facilitator.post("/staff/ready-replies/new", data=data)
    one = db.session.query(ReadyReply).one()
    assert "Thank you." in words(facilitator.get("/staff/ready-replies"))

    facilitator.post(f"/staff/ready-replies/{one.id}", data={**data, "words": "Ta."})
    assert "Ta." in words(facilitator.get("/staff/ready-replies"))

    facilitator.post(f"/staff/ready-replies/{one.id}/remove")
    assert db.session.query(ReadyReply).count() == 0


@pytest.mark.parametrize(
    "given, told",
    [
        ({"title": ""}, "Give it a name"),
        ({"title": "x" * 61}, "Give it a name"),
        ({"words": " "}, "Write the text"),
        ({"words": "x" * 641}, "Write the text"),
        ({"words": "Reply CANCEL to cancel"}, "The phone company acts on CANCEL"),
        ({"language": "xx"}, "Choose a language"),
    ],
)
def test_a_ready_reply_that_does_not_fit_is_explained(app, facilitator, given, told):
    data = {"title": "Thanks", "words": "Thank you.", "language": "en", **given}

    answer = facilitator.post("/staff/ready-replies/new", data=data)

    assert answer.status_code == 400
    assert told in words(answer)
    assert db.session.query(ReadyReply).count() == 0


def test_the_ready_replies_that_come_with_the_service_are_added_once(app, facilitator):
    for _ in range(2):
        facilitator.post("/staff/ready-replies/shipped")

    assert db.session.query(ReadyReply).count() == len(ready_replies.shipped())


@pytest.mark.parametrize("one", ready_replies.shipped(), ids=lambda one: one.title)
def test_a_ready_reply_that_comes_with_the_service_is_one_plain_text(app, one: Written):
    found = composing.cost(one.wording)

    assert (found.segments, found.encoding, found.reserved) == (1, "GSM-7", ())


@pytest.fixture(scope="module")
def script(browser: Browser) -> Page:
    """The script of the page, in Chromium."""
    page = browser.new_page()
    page.add_script_tag(path=ROOT / "static/compose.js")
    return page


@pytest.mark.browser
def test_the_script_counts_as_the_network_does(script):
    alone = [one["text"] for one in VECTORS]
    texts = [*alone, *(a + b for a in alone for b in alone)]

    counted = script.evaluate("texts => texts.map(text => compose.segments(text))", texts)

    expected = [segments(text) for text in texts]
    assert [(c["encoding"], c["count"], c["units"]) for c in counted] == [
        (e.encoding, e.count, e.units) for e in expected
    ]
    network = [(one["encoding"], one["segments"]) for one in VECTORS]
    assert [(c["encoding"], c["count"]) for c in counted[: len(network)]] == network


@pytest.mark.browser
def test_the_script_knows_the_same_alphabet_and_the_same_plain_characters(app, script):
    every = [chr(n) for n in (*range(0x3100), *range(0xF900, 0x10000), 0x1F600)]
    dear, plain = script.evaluate(
        """([every, table]) => [
            every.map(c => compose.dear(c).length),
            every.map(c => compose.plain(c, "en", table)),
        ]""",
        [every, composing.plain_characters()],
    )

    assert dear == [int(segments(c).encoding == "UCS-2") for c in every]
    assert plain == [composing.plain(c) for c in every]


@pytest.mark.browser
@pytest.mark.parametrize("pence", [0, 4, 7.5, 99.9, 100, 480, 125000, 1234567])
def test_the_script_writes_money_as_the_page_does(app, script, pence):
    assert script.evaluate("pence => compose.money(pence)", pence) == composing.money(pence)


@pytest.mark.browser
@pytest.mark.parametrize(
    "text", ["Reply YES or CANCEL", 'text "quit" or END', "STOP ends it", "THE END", "END END x"]
)
def test_the_script_notices_the_same_words(app, script, text):
    reserved = ["CANCEL", "END", "INFO", "QUIT"]
    found = script.evaluate("([t, r]) => compose.askedFor(t, r)", [text, reserved])

    assert sorted(found) == sorted(composing.asked_for(text))
