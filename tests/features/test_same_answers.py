"""The same answers are kept the same by text, on the web, half by each, on paper and by phone.

What is kept is compared as bytes; only the ways differ, the ids, and whether somebody helped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import String, cast, select

from engage import conversations, times
from engage.extensions import db
from engage.models import Answer, Phone, Response, Survey
from tests.factories import AREAS, a_person, a_survey, phone_of
from tests.surveys.branching import BRANCHED
from tests.web.pretend_languages import catalogue, translations

ASKED: dict[str, Any] = {
    "questions": [
        *BRANCHED["questions"][:2],
        {
            "key": "area",
            "kind": "pick_one",
            "wording": "Which area are you in?",
            "about": "borough",
            "options": AREAS,
        },
        *BRANCHED["questions"][2:],
        {"key": "safe", "kind": "scale", "wording": "How safe is it?", "faces": True},
        {"key": "since", "kind": "date", "wording": "Since when?", "when": "past"},
    ],
    "about_you": BRANCHED["about_you"],
}
NOT_SAY = "rather_not_say"
LEAVE_OUT = "SKIP"


@dataclass(frozen=True)
class Said:
    """One answer: as it is texted, as a page sends it, and as it is typed in from paper.

    With no values it is skipped: by a text, by a button, by leaving it empty.
    """

    text: str
    values: tuple[str, ...] = ()
    on_paper: tuple[str, ...] | None = None

    @property
    def typed(self) -> tuple[str, ...]:
        """What is typed in from paper."""
        return self.values if self.on_paper is None else self.on_paper


def picked(text: str, *values: str) -> Said:
    return Said(text, values)


def own_words(text: str) -> Said:
    """Browsers end a line in two characters."""
    return Said(text, (text.replace("\n", "\r\n"),))


SKIPPED = Said(LEAVE_OUT)
NOT_SAID_PICKED = Said("I would rather not say", (NOT_SAY,))
NOT_SAID_WRITTEN = Said("I would rather not say", ("I would rather not say",), ("", NOT_SAY))
LINES = "Keep a lock on every door 😀\n\n  and a hob.\nمرحبا \u202eabc\u200f"
Story = Mapping[str, Said]
STORIES: dict[str, Story] = {
    "all of it answered": {
        "words": picked("3", "quote_with_area"),
        "area": picked("wirral", "wirral"),
        "place": picked("1", "hostel"),
        "nights": picked("5", "5"),
        "needs": picked("1 2", "lock", "hob"),
        "change": own_words(LINES),
        "again": picked("yes", "yes"),
        "safe": picked("2", "2"),
        "since": picked("3/3/2024", "3/3/2024"),
        "about-you": picked("yes", "yes"),
        "age": picked("25 to 34", "25-34"),
    },
    "none of these, and not sure": {
        "words": picked("2", "quote"),
        "area": picked("3", "liverpool"),
        "place": picked("outside", "out"),
        "nights": picked("four", "four"),
        "needs": picked("none", "none_of_these"),
        "change": own_words("  more   warm rooms \n"),
        "again": picked("not sure", "dont_know"),
        "safe": picked("5", "5"),
        "since": picked("1 June 2023", "1 June 2023"),
        "about-you": picked("no", "no"),
    },
    "all of it skipped": {
        **dict.fromkeys(("words", "area", "place", "change", "again", "safe", "since"), SKIPPED),
        "about-you": picked("no", "no"),
    },
    "rather not say": {
        "words": picked("1", "themes"),
        "area": NOT_SAID_PICKED,
        "place": picked("1", "hostel"),
        "nights": NOT_SAID_WRITTEN,
        "change": NOT_SAID_WRITTEN,
        "again": NOT_SAID_PICKED,
        "safe": NOT_SAID_PICKED,
        "since": NOT_SAID_WRITTEN,
        "about-you": picked("yes", "yes"),
        "age": NOT_SAID_PICKED,
    },
    "another way through": {
        "words": picked("1", "themes"),
        "area": picked("st helens", "st-helens"),
        "place": picked("my own home", "own"),
        "happy": picked("no", "no"),
        "change": own_words("A bus that comes."),
        "again": picked("no", "no"),
        "safe": picked("3", "3"),
        "since": SKIPPED,
        "about-you": picked("yes", "yes"),
        "age": picked("65 or over", "65-over"),
    },
}


def kept(survey: Survey) -> bytes:
    """All that is kept of the one response to a survey, but for what may differ."""
    db.session.expire_all()
    response = db.session.scalars(select(Response).where(Response.survey_id == survey.id)).one()
    rows = db.session.execute(
        select(
            Answer.question,
            Answer.outcome,
            cast(Answer.value, String),
            Answer.words,
            Answer.rather_not_say,
            Answer.language,
            Answer.reading,
        )
        .where(Answer.response_id == response.id)
        .order_by(Answer.question)
    )
    whole = [response.use_of_words, response.borough, response.version]
    days = [str(response.started_on), str(response.sent_on), str(response.finished_on)]
    return json.dumps([whole, days, [list(row) for row in rows]], ensure_ascii=False).encode()


@dataclass(frozen=True)
class Ways:
    """Each way of answering one survey, in one language."""

    text: Callable[[Phone, str], list[str]]
    web: FlaskClient
    staff: FlaskClient
    drain: Callable[[], None]
    language: str = "en"
    asked: Mapping[str, Any] = field(default_factory=lambda: ASKED)

    def taken(self, way: Callable[[Ways, Survey, Story], None], story: Story) -> str:
        """All that is kept once a survey of its own has been answered in this way."""
        survey = a_survey(way.__name__.replace("_", "-"), **self.asked)
        db.session.commit()
        self.web.get(f"/?lang={self.language}")
        way(self, survey, story)
        self.drain()
        return kept(survey).decode()

    def by_text(self, survey: Survey, story: Story) -> None:
        phone = self._invited(survey)
        for said in story.values():
            self.text(phone, said.text)

    def on_the_web(self, survey: Survey, story: Story) -> None:
        self.web.post(f"/s/{survey.key}")
        self._answer(survey, story)
        self.web.post(f"/s/{survey.key}/check")

    def half_by_each(self, survey: Survey, story: Story) -> None:
        phone, half = self._invited(survey), len(story) // 2
        for said in list(story.values())[:half]:
            self.text(phone, said.text)
        [link] = re.findall(r"/w/[\w-]+", self.text(phone, "WEB")[0])
        self.web.post(link)
        self._answer(survey, dict(list(story.items())[half:]))
        self.web.post(f"/s/{survey.key}/check")

    def half_by_each_the_other_way_round(self, survey: Survey, story: Story) -> None:
        phone, half = self._invited(survey, "WEB"), len(story) // 2
        self._answer(survey, dict(list(story.items())[:half]))
        self.text(phone, "back on texts")
        for said in list(story.values())[half:]:
            self.text(phone, said.text)

    def on_paper(self, survey: Survey, story: Story) -> None:
        self._typed_in(survey, story, way="paper")

    def by_phone(self, survey: Survey, story: Story) -> None:
        self._typed_in(survey, story, way="phone")

    def _invited(self, survey: Survey, begin: str = "yes") -> Phone:
        phone = phone_of(a_person(language=self.language))
        assert conversations.invite(survey, phone, now=times.now())
        db.session.commit()
        self.drain()
        said = self.text(phone, begin)
        if begin == "WEB":
            self.web.post(re.findall(r"/w/[\w-]+", said[0])[0])
        return phone

    def _answer(self, survey: Survey, story: Story) -> None:
        for key, said in story.items():
            if key == "about-you":
                self.web.post(f"/s/{survey.key}/check")
                self.web.post(f"/s/{survey.key}/about-you", data=_form(said))
            else:
                self.web.post(f"/s/{survey.key}/q/{key}", data=_form(said))

    def _typed_in(self, survey: Survey, story: Story, *, way: str) -> None:
        address = f"/staff/surveys/{survey.key}/enter?lang={self.language}"
        page = self.staff.get(address).get_data(as_text=True)
        [form] = re.findall(r'name="form" value="([^"]+)"', page)
        typed = {f"answer-{key}[]": list(said.typed) for key, said in story.items()}
        came = self.staff.post(address, data={**typed, "form": form, "way": way})
        assert came.status_code == 303, came.get_data(as_text=True)


def _form(said: Said) -> dict[str, Sequence[str]]:
    return {"answer": list(said.values)} if said.values else {"skip": ["1"]}


WAYS = (
    Ways.by_text,
    Ways.on_the_web,
    Ways.half_by_each,
    Ways.half_by_each_the_other_way_round,
    Ways.on_paper,
    Ways.by_phone,
)


@pytest.fixture
def ways(say, client, as_staff, drain) -> Ways:
    return Ways(say, client, as_staff("facilitator"), drain)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_the_same_answers_are_kept_the_same_whichever_way_they_came(ways, story):
    rows = {way.__name__: ways.taken(way, story) for way in WAYS}

    assert rows == dict.fromkeys(rows, rows["by_text"])


POLISH = {
    "title": "Gdzie mieszkasz",
    "purpose": "Pytamy, co zmienić.",
    "thanks": "Dziękujemy.",
    "questions": {
        "again": {"wording": "Czy możemy zapytać znowu?"},
        "change": {"wording": "Co trzeba zmienić?"},
    },
}


def test_answers_in_another_language_keep_it_whichever_way_they_came(ways, app, tmp_path):
    words = translations(tmp_path / "words", pl=catalogue("pl"))
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = words
    questions = [
        {"key": "again", "kind": "yes_no", "wording": "May we ask again?"},
        {"key": "change", "kind": "free_text", "wording": "What should change?"},
    ]
    asked = {"questions": questions, "about_you": [], "translations": {"pl": POLISH}}
    story = {"again": Said("tak", ("yes",)), "change": own_words("Więcej zamków w drzwiach")}
    in_polish = replace(ways, language="pl", asked=asked)

    rows = {way.__name__: in_polish.taken(way, story) for way in WAYS}

    assert rows == dict.fromkeys(rows, rows["by_text"])
    assert rows["by_text"].count('"pl"') == 2
