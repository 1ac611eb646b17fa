"""Sharing a survey: its link, its short address, its text word, its poster and its QR code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
import segno

from engage import times
from engage.extensions import db
from engage.models import SurveyVersion
from surveys.loading import from_dict
from tests.conftest import settings_for
from tests.factories import DEFINITION, a_survey
from tests.pages import words
from tests.web.pretend_languages import Page, catalogue, english_on, translations
from tests.web.survey_pages import S

SHARE = "/staff/surveys/test-survey/share"
POSTER = "/staff/surveys/test-survey/poster"
QR = "/staff/surveys/test-survey/qr.svg"
PUBLIC = "https://say.example.org"
NAMES = ("Your Say", "HOME", "say.", "example.", "org/", "s/", "home")


@pytest.fixture
def settings(tmp_path):
    """A service that people reach at an address of its own."""
    return settings_for(tmp_path, public_url=PUBLIC)


@pytest.fixture
def speak(app, tmp_path) -> Callable[..., None]:
    """Let the pages' own words be in these languages and no others."""

    def give(**catalogues: str) -> None:
        app.config["BABEL_TRANSLATION_DIRECTORIES"] = translations(tmp_path / "words", **catalogues)

    return give


def seen(answer) -> str:
    """What a page says, an address or a number in pieces put together again."""
    html = answer.get_data(as_text=True).replace('</span><wbr><span class="part">', "")
    answer.set_data(re.sub("[\u2066\u2069]", "", html.replace("\xa0", " ")))
    return words(answer)


def translate(survey, code="pl", **changes) -> None:
    """A second version of the survey that can be answered in one more language, and in Farsi."""
    purpose = "We want to know what should change. It takes no time."
    translated = {"title": "Gdzie mieszkasz", "purpose": "Pytamy, co zmienić.", "thanks": "Tak."}
    definition = {
        **DEFINITION,
        "purpose": purpose,
        "translations": {code: translated | changes, "fa": {"title": "کجا زندگی می‌کنید"}},
    }
    plain = from_dict(definition).to_dict()
    survey.versions.append(SurveyVersion(number=2, definition=plain, published_at=times.now()))
    db.session.commit()


def test_every_way_in_is_there_to_copy(facilitator):
    a_survey(text_word="HOME")
    db.session.commit()

    page = facilitator.get(SHARE).get_data(as_text=True)

    assert re.findall(r'class="code copy">([^<]+)<', page) == [
        "https://say.example.org/s/test-survey",
        "say.example.org/s/home",
        "Text HOME to 07700 900000",
    ]


def test_the_page_of_a_survey_leads_to_sharing_it_and_that_to_the_poster(facilitator, survey):
    page = facilitator.get("/staff/surveys/test-survey").get_data(as_text=True)
    share = facilitator.get(SHARE).get_data(as_text=True)

    assert f'href="{SHARE}"' in page
    assert all(f'href="{way}"' in share for way in (POSTER, f"{POSTER}?size=a5", QR))


def test_a_word_that_would_lead_to_another_survey_is_not_its_address(facilitator):
    a_survey(text_word="HOME")
    a_survey("home")
    db.session.commit()

    assert "say.example.org/s/test-survey" in seen(facilitator.get(POSTER))


def test_without_a_word_nothing_is_said_of_texting(facilitator, survey):
    assert "has no text word" in seen(facilitator.get(SHARE))
    assert "07700" not in seen(facilitator.get(POSTER))


@pytest.mark.parametrize(
    "anonymous, line", [(True, "Anonymous: we keep no link"), (False, "Private: on the web we do")]
)
def test_staff_are_told_who_sees_what(facilitator, anonymous, line):
    a_survey(anonymous=anonymous)
    db.session.commit()

    assert line in seen(facilitator.get(SHARE))


def test_the_last_day_of_a_survey_that_closes_at_midnight_is_the_day_before(facilitator):
    a_survey().closes_at = times.from_local(datetime(2099, 3, 4))
    db.session.commit()

    assert "Last day to answer: 3 March 2099" in seen(facilitator.get(POSTER))


@pytest.mark.parametrize("page", [SHARE, POSTER])
def test_a_survey_that_is_over_has_its_posters_taken_down(facilitator, page):
    a_survey(open_for=timedelta(hours=-1))
    db.session.commit()

    assert "Please take its posters down" in seen(facilitator.get(page))


def test_the_poster_says_what_somebody_at_a_wall_wants_to_know(facilitator):
    translate(a_survey(text_word="HOME"))

    said = seen(facilitator.get(POSTER))

    for line in (
        "Temporary accommodation We want to know what should change. No name needed.",
        "Stop any time. About 2 minutes.",
        "Or type this in your phone say.example.org/s/home",
        "Or text this word HOME to 07700 900000 Each text costs what you usually pay.",
        "Answer in: English Polski فارسی",
    ):
        assert line in said
    assert "It takes no time" not in said


def test_each_language_is_named_in_its_own_script_and_way(facilitator, survey):
    translate(survey)

    page = facilitator.get(POSTER).get_data(as_text=True)

    assert '<b lang="pl" dir="ltr">Polski</b> <b lang="fa" dir="rtl">فارسی</b>' in page


@pytest.mark.parametrize("size, strips", [("a4", 6), ("a5", 0)])
def test_strips_to_tear_off_are_on_the_big_poster(facilitator, size, strips):
    a_survey(text_word="HOME")
    db.session.commit()

    page = facilitator.get(f"{POSTER}?size={size}")

    assert seen(page).count("Text HOME to 07700 900000") == strips


@pytest.mark.parametrize("query", ["size=a3", "lang=zz", "lang=pl"])
def test_a_poster_there_is_none_of_is_not_found(facilitator, survey, query):
    assert facilitator.get(f"{POSTER}?{query}").status_code == 404


@pytest.mark.parametrize(
    "left_out, change", [("Stop any time.", {}), ("", {"title": ""}), ("", {"purpose": ""})]
)
def test_a_poster_is_in_another_language_only_when_all_of_it_is(
    speak, facilitator, survey, left_out, change
):
    speak(pl=catalogue("pl", leave_out=left_out))
    translate(survey, **change)

    assert facilitator.get(f"{POSTER}?lang=pl").status_code == 404
    assert "Language of the poster" not in facilitator.get(POSTER).get_data(as_text=True)


def test_a_poster_in_another_language_is_in_it_from_end_to_end(speak, facilitator):
    speak(ar=catalogue("ar"))
    survey = a_survey(text_word="HOME")
    translate(survey, code="ar", title="أين تسكن", purpose="نسأل عما يجب أن يتغير.")

    page = facilitator.get(f"{POSTER}?lang=ar").get_data(as_text=True)
    sheet = page.split("<article", 1)[1].split("</article>", 1)[0]

    assert sheet.startswith(' class="sheet a4" lang="ar" dir="rtl">')
    on_paper = Page(f'<html lang="ar" dir="rtl"><article{sheet}</article></html>')
    assert english_on(on_paper, *NAMES) == []
    assert "Poster, A4: Temporary accommodation" in page


@pytest.mark.parametrize("checked, warned", [("no", True), ("Amina", False)])
def test_staff_hear_when_nobody_who_speaks_a_language_has_read_it(
    speak, facilitator, survey, checked, warned
):
    speak(pl=catalogue("pl", checked=checked))
    translate(survey)

    said = seen(facilitator.get(f"{POSTER}?lang=pl"))

    assert ("No native speaker has checked these words yet." in said) is warned


def test_the_qr_code_is_a_file_with_a_name_big_enough_for_a_letter(facilitator, survey):
    answer = facilitator.get(QR)
    drawn = ElementTree.fromstring(answer.data)

    assert answer.content_type == "image/svg+xml; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="test-survey-qr.svg"'
    assert float(drawn.attrib["width"].removesuffix("mm")) >= 20
    assert "say.example.org/s/test-survey" in "".join(drawn.itertext())


def test_the_qr_code_drawn_is_the_one_of_the_short_address_and_it_opens(facilitator):
    a_survey(text_word="HOME")
    db.session.commit()
    drawn = facilitator.get(QR).get_data(as_text=True)
    across = int(drawn.split('viewBox="0 0 ', 1)[1].split()[0])

    dark = {
        (int(x) + n, int(y))
        for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn)
        for n in range(int(wide))
    }

    meant = segno.make(f"{PUBLIC}/s/home", error="q", boost_error=False)
    assert across == meant.symbol_size(border=4)[0]
    assert dark == {
        (x + 4, y + 4) for y, row in enumerate(meant.matrix) for x, on in enumerate(row) if on
    }
    assert facilitator.get("/s/home").location == S
