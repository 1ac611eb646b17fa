"""What people write on the web, however odd, is kept just as a text would keep it, or explained."""

from __future__ import annotations

import html as markup
import re
from typing import Any
from urllib.parse import quote_from_bytes

import pytest

from engage.extensions import db
from engage.models import Answer, Survey
from tests.factories import a_survey
from tests.web.survey_pages import LONG, S, give, page, responses

CHANGE: dict[str, Any] = {"key": "change", "kind": "free_text", "wording": "What should change?"}
AREA: dict[str, Any] = {
    "key": "area",
    "kind": "pick_one",
    "wording": "Which area?",
    "options": [{"value": "a", "label": "Wirral"}, {"value": "b", "label": "Sefton"}],
}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def survey(app) -> Survey:
    made = a_survey(questions=[CHANGE, AREA])
    db.session.commit()
    return made


def kept() -> Answer:
    db.session.expire_all()
    [answer] = responses()[0].answers
    return answer


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_lines_end_as_texts_end_them(client, survey, ending):
    client.post(S)
    give(client, "change", ending.join(["Locks.", "", "Heating.", ""]))

    assert kept().words == "Locks.\n\nHeating."


@pytest.mark.parametrize(
    "said",
    [
        "Locks on the doors",
        "Locks.\r\nAnd heating",
        "  spaced   out  ",
        "cafe\u0301 on the corner",
        "😀👍🏽 family 👨‍👩‍👧",
        "\u202eback to front\u202c",
        "سلام، گرما",
        "a\x00b",
        "x" * 3000,
        "Don’t know really, maybe “locks”?",
    ],
)
def test_what_is_written_on_the_web_is_kept_byte_for_byte_as_by_text(
    client, survey, say, asked, said
):
    phone = asked(key="by-text", questions=[CHANGE, AREA])
    say(phone, said)
    client.post(S)
    give(client, "change", said)

    by_text, by_web = (
        next(r for r in responses() if r.channel == channel).answer_to("change")
        for channel in ("text", "web")
    )
    assert by_text is not None
    assert by_web is not None
    told = [(a.outcome, a.value, a.words, a.rather_not_say, a.language) for a in (by_text, by_web)]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "sent",
    [
        b"\xed\xa0\x80",
        b"lock\xff\xfes",
        b"\xf0\x9f\x98",
        b"%ED%A0%BD",
        b"\xef\xbf\xbe\xf4\x8f\xbf\xbf",
    ],
)
def test_bytes_that_are_no_letters_are_kept_as_far_as_they_can_be(client, survey, sent):
    client.post(S)
    body = b"answer=ok+" + quote_from_bytes(sent).encode()

    came = client.post(f"{S}/q/change", data=body, content_type=FORM)

    assert came.location == f"{S}/q/area"
    assert (kept().words or "").startswith("ok")
    assert client.get(f"{S}/q/change").status_code == 200


def test_ten_thousand_words_are_told_in_words_and_none_is_cut(client, survey):
    client.post(S)

    came = client.post(f"{S}/q/change", data={"answer": LONG})
    html = came.get_data(as_text=True)

    assert came.status_code == 400
    assert "about 8000 words more than we can take" in html
    assert html.count("word ") >= 10_000
    assert responses()[0].answers == []


def test_one_word_too_many_is_told_as_one(client, survey):
    client.post(S)

    came = client.post(f"{S}/q/change", data={"answer": "x" * 10_001})

    assert "about one word more than we can take" in came.get_data(as_text=True)


def test_as_many_as_there_is_room_for_are_kept(client, survey):
    client.post(S)

    assert give(client, "change", "x" * 10_000) == f"{S}/q/area"


def test_the_room_is_told_to_the_script_that_counts(client, survey):
    client.post(S)

    html = page(client, f"{S}/q/change")

    assert 'data-most="10000"' in html
    assert "Words left: about {n}" in html


@pytest.mark.parametrize(
    "form",
    [
        {"answer": ["a", "b"]},
        {"answer": "c"},
        {"answer[]": ["a", "nobody"]},
        {"area": "a"},
        {"answer": "b" * 50_000},
        {"ANSWER": "a"},
    ],
)
def test_a_choice_that_is_not_on_the_page_is_explained_and_not_kept(client, survey, form):
    client.post(S)
    give(client, "change", None, skip="1")

    came = client.post(f"{S}/q/area", data=form, follow_redirects=True)

    assert came.status_code == 400
    assert "Pick one answer" in came.get_data(as_text=True)
    assert list(responses()[0].values) == ["change"]


@pytest.mark.parametrize("extra", ["person_id", "words", "may_quote", "answers[0]", "\x00", "💥"])
def test_a_field_that_is_not_in_the_survey_changes_nothing(client, survey, extra):
    client.post(S)

    came = client.post(f"{S}/q/change", data={"answer": "Locks", extra: "x" * 100})

    assert came.location == f"{S}/q/area"
    assert kept().words == "Locks"


def test_thousands_of_fields_are_left_alone(client, survey):
    client.post(S)
    form = {f"field{n}": "x" for n in range(2000)}

    assert client.post(f"{S}/q/change", data={"answer": "Locks", **form}).status_code == 303
    assert kept().words == "Locks"


def test_a_file_in_place_of_words_is_explained(client, survey):
    client.post(S)
    head = b'--b\r\nContent-Disposition: form-data; name="answer"; filename="a.txt"\r\n\r\n'

    came = client.post(
        f"{S}/q/change",
        data=head + b"hello\r\n--b--",
        content_type="multipart/form-data; boundary=b",
        follow_redirects=True,
    )

    assert came.status_code == 400
    assert "Write something" in came.get_data(as_text=True)


def test_words_that_look_like_markup_stay_words(client, survey):
    typed = "</textarea><script>alert(1)</script>"
    client.post(S)
    give(client, "change", typed)

    html = page(client, f"{S}/q/change")

    assert markup.escape(typed, quote=False) in html
    assert not re.search(r"<script>alert", html)
