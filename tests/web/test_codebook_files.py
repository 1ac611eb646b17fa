"""The codebook as a file on its pages: saved, brought, shown, and kept."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from engage import codebook_changes, codebook_file, codebook_versions, codebooks, staff, times
from engage.codebooks import SHIPPED
from engage.extensions import db
from nlp import codebook
from tests.factories import a_survey, a_theme
from tests.pages import words
from tests.replied import a_response

BOOK = "/staff/codebook"
MOVED_CODE = replace(
    codebook.load().codes[0],
    id="moved",
    name="Being moved about",
    definition="Moved.",
    examples=("They moved me",),
)


@pytest.fixture
def kim(app):
    """A colleague."""
    found = staff.add("kim@example.org", "Kim", ("facilitator",))
    db.session.commit()
    return found


def change(by, why="asked", **changed):
    code, on = replace(a_theme("safety"), **changed), codebooks.number()
    codebook_changes.edit(code, by=by, now=times.now(), why=why, on=on)
    db.session.commit()


def bring(client, text, **more):
    data = {"file": (io.BytesIO(text.encode()), "codebook.yaml"), **more}
    return client.post(f"{BOOK}/bring", data=data, content_type="multipart/form-data")


def test_a_file_is_read_by_the_command_that_codes(facilitator, kim, tmp_path):
    change(kim, name="Being safe: “really”, yes")
    answer = facilitator.get(f"{BOOK}/file")
    assert 'filename="codebook-1.yaml"' in answer.headers["Content-Disposition"]
    path = tmp_path / "codebook.yaml"
    path.write_bytes(answer.data)
    assert codebook.load(path) == codebooks.current()


def test_what_a_file_would_change_is_shown_before_it_is_kept(facilitator):
    text = facilitator.get(f"{BOOK}/file").text.replace("name: Safety", "name: Being safe")
    shown = bring(facilitator, text)
    assert "“Safety” is now called “Being safe”." in words(shown)
    assert codebooks.number() == SHIPPED
    data = {"rows": text, "on": "0", "why": "from the council"}
    assert facilitator.post(f"{BOOK}/bring/keep", data=data).status_code == 303
    assert a_theme("safety").name == "Being safe"


def test_themes_that_a_file_does_not_have_stay_unless_somebody_says_so(facilitator):
    a_response(a_survey(), said="no lock", codes=["safety"])
    db.session.commit()
    one = codebook_file.written(replace(codebooks.current(), codes=(MOVED_CODE,))).decode()
    shown = words(bring(facilitator, one))
    assert "They stay as they are: " in shown
    assert "“Being moved about” is new." in shown
    assert "no longer in the codebook" not in shown
    shown = words(bring(facilitator, one, drop="1"))
    assert "“Safety” is no longer in the codebook." in shown
    data = {"rows": one, "on": "0", "why": "x", "drop": "1"}
    facilitator.post(f"{BOOK}/bring/keep", data=data)
    assert [code.id for code in codebooks.current().codes] == ["moved"]


@pytest.mark.parametrize(
    "text,told",
    [
        ("", ["There is nothing in this file."]),
        ("a: [", ["line"]),
        ("a: &x [1]\nb: *x", ["stand for others"]),
        ("[" * 3000, ["too many deep"]),
        ("codes: no", ["a list called"]),
        (
            "codes:\n- {id: [a], name: 5}\n- {id: b, name: B, definition: c}",
            ["quotation marks"],
        ),
        (
            "codes:\n- {id: New, name: A, definition: b, examples: [c]}\n"
            "- {id: versions, name: a, definition: b, examples: [c]}",
            ["The id “New” cannot be used", "“versions” cannot be used", "has this name"],
        ),
        ("#" * (201 * 1024), ["too big"]),
    ],
)
def test_all_that_is_wrong_with_a_file_is_told_at_once(facilitator, text, told):
    answer = bring(facilitator, text)
    assert answer.status_code == 400
    page = words(answer)
    assert all(one in page for one in told)


def test_a_file_that_is_no_text_is_told_so(facilitator):
    data = {"file": (io.BytesIO(b"\xff\xfe\x00"), "codebook.yaml")}
    answer = facilitator.post(f"{BOOK}/bring", data=data)
    assert "We cannot read this file" in words(answer)
    assert "Choose a file first" in words(facilitator.post(f"{BOOK}/bring", data={}))


def test_without_a_reason_or_too_late_the_file_is_still_there(facilitator, kim):
    text = facilitator.get(f"{BOOK}/file").text.replace("name: Safety", "name: Safe")
    data = {"rows": text, "on": "0", "why": ""}
    answer = facilitator.post(f"{BOOK}/bring/keep", data=data)
    assert answer.status_code == 400
    assert "name: Safe" in answer.text
    change(kim, definition="Hers.", why="hers")
    answer = facilitator.post(f"{BOOK}/bring/keep", data={**data, "why": "mine"})
    assert answer.status_code == 409
    assert "“hers”" in words(answer)
    assert "name: Safe" in answer.text
    assert codebook_versions.since(1) == []


def test_a_file_that_changes_nothing_says_so(facilitator):
    text = facilitator.get(f"{BOOK}/file").text
    assert "says the same as this file already" in words(bring(facilitator, text))


def test_a_big_file_in_another_alphabet_is_kept_too(facilitator):
    text = facilitator.get(f"{BOOK}/file").text.replace("name: Safety", "name: السلامة")
    text += "".join(f"# {'ش' * 90}\n" for _ in range(800))
    assert "السلامة" in words(bring(facilitator, text))
    data = {"rows": text, "on": "0", "why": "from the council"}
    assert facilitator.post(f"{BOOK}/bring/keep", data=data).status_code == 303
    assert a_theme("safety").name == "السلامة"
