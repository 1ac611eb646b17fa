"""The main job on real input: 113 replies by signed text and by web, read off a summary page."""

from __future__ import annotations

import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page
from sqlalchemy import select

from engage import safeguarding, staff, times
from engage.extensions import db
from engage.models import Answer, Response
from nlp import anonymise, codebook, statements
from nlp.themes import shipped
from tests.factories import AREAS, DEFINITION, a_survey
from tests.peers.chromium import chromium
from tests.peers.needed import need
from tests.peers.twilio_stand_in import TwilioStandIn, twilio_stand_in
from tests.service.running import Running, Service, a_service, a_webhook, wait_for

REPLIES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "replies.jsonl").read_text("utf-8").splitlines()
]
QUESTIONS = sorted({row["question"] for row in REPLIES})
PUBLIC = "http://feedback.example.org"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def key_of(question: str) -> str:
    return f"ask-{QUESTIONS.index(question) + 1}"


HALF = len(REPLIES) // 2
"""By text; the rest reply on the web."""


def make_surveys() -> None:
    for question in QUESTIONS:
        word = f"ASK{QUESTIONS.index(question) + 1}"
        a_survey(
            key_of(question),
            text_word=word,
            title=question,
            questions=[
                *DEFINITION["questions"][:2],
                {"key": "said", "kind": "free_text", "wording": question},
            ],
        )


def by_text(
    service: Service, running: Running, network: TwilioStandIn, number: int, row: dict[str, str]
) -> None:
    """One person texts the word, says yes, and answers three questions, each as it is asked."""
    word = f"ASK{QUESTIONS.index(row['question']) + 1}"
    area = AREAS[number % len(AREAS)]["label"]
    for body in (word, "yes", area, str(number % 5 + 1), row["text"]):
        phone = f"+447700900{number:03d}"
        heard = len(network.to(phone))
        fields = a_webhook(phone, body)
        answer = service.post(running, "/texts/in", fields, signed_for=f"{PUBLIC}/texts/in")
        assert answer.status == 200
        wait_for(partial(_has_heard, network, phone, heard), about=running.logged)


def _has_heard(network: TwilioStandIn, phone: str, before: int) -> bool:
    return len(network.to(phone)) > before


def by_web(running: Running, number: int, row: dict[str, str]) -> None:
    """One person answers the same three questions on the web and sends them."""
    visitor = requests.Session()
    start = f"http://127.0.0.1:{running.port}/s/{key_of(row['question'])}"

    def post(url: str, **fields: str) -> requests.Response:
        token = TOKEN.search(visitor.get(url, timeout=20).text)
        assert token, url
        answer = visitor.post(url, {"csrf_token": token[1], **fields}, timeout=20)
        assert answer.status_code == 200, (url, answer.status_code)
        return answer

    post(start)
    post(f"{start}/q/area", answer=AREAS[number % len(AREAS)]["value"])
    post(f"{start}/q/safe", answer=str(number % 5 + 1))
    post(f"{start}/q/said", answer=row["text"])
    assert post(f"{start}/check").url.endswith("/thanks")


def expected() -> dict[str, Counter[str]]:
    """For each question, how many people raise each code, straight from the language tools.

    Words by text that tell of danger are for a person, and are kept from the themes.
    """
    coder = shipped.best_coder()
    counts: dict[str, Counter[str]] = {question: Counter() for question in QUESTIONS}
    for number, row in enumerate(REPLIES):
        if number < HALF and safeguarding.look(row["text"]).tiers:
            continue
        text = anonymise.anonymise(row["text"]).text
        codes = {
            coding.code
            for start, end in statements.split(text)
            for coding in coder.code(text[start:end], question=row["question"]).codings
        }
        counts[row["question"]].update(codes)
    return counts


def themes_on(page: Page) -> dict[str, str]:
    """The themes table as a reader sees it: name to people, in words."""
    rows = page.locator("table").first.locator("tbody tr")
    return {
        row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows.all()
    }


@pytest.mark.browser
def test_every_reply_is_counted_once_under_the_right_themes(tmp_path, migrated):
    need("browser")
    given = {"ENGAGE_PUBLIC_URL": PUBLIC}
    with (
        twilio_stand_in() as twilio,
        a_service(tmp_path, twilio, migrated=migrated, **given) as service,
    ):
        with service.inside():
            make_surveys()
            reader = staff.add("priya@example.org", "Priya", ("policy",))
            key = staff.new_link(reader, now=times.now())
            db.session.commit()

        running = service.together()
        with ThreadPoolExecutor(4) as people:
            work = [
                people.submit(by_text, service, running, twilio, number, row)
                for number, row in enumerate(REPLIES[:HALF])
            ]
            work += [
                people.submit(by_web, running, number, row)
                for number, row in enumerate(REPLIES[HALF:])
            ]
            for one in work:
                one.result()
        with service.inside():
            wait_for(all_read, seconds=60, about=running.logged)

        with chromium() as browser:
            page = browser.new_page()
            address = f"http://127.0.0.1:{running.port}"
            page.goto(f"{address}/staff/link/{key}")
            page.get_by_role("main").get_by_role("button", name="Sign in").click()
            for question, counts in expected().items():
                page.goto(f"{address}/staff/summaries/{key_of(question)}")
                people = sum(row["question"] == question for row in REPLIES)
                assert page.get_by_text(f"{people} people took part").is_visible()
                names = {c.id: c.name for c in codebook.load().codes}
                wanted = {
                    names[code]: str(count) if count >= 5 else "fewer than 5"
                    for code, count in counts.items()
                }
                assert themes_on(page) == wanted


def all_read() -> bool:
    """Every response is in and every answer with words has been read."""
    db.session.rollback()
    sent = db.session.scalars(select(Response).where(Response.sent_on.is_not(None))).all()
    waiting = db.session.scalars(
        select(Answer.id).where(Answer.reading.in_(("waiting", "reading")))
    ).all()
    return len(sent) == len(REPLIES) and not waiting
