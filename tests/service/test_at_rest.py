"""What lies on the disk after all that people say and leave: nothing of it can be read there."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from engage import conversations, phones, receipts, times
from engage.extensions import db
from engage.models import (
    Answer,
    HearBack,
    InboundText,
    OutboundText,
    Phone,
    Response,
    Statement,
)
from tests.factories import a_person, a_session, a_survey, a_text, phone_of
from tests.service.running import Service, a_service, wait_for
from tests.service.sessions import everybody_said_yes, remind
from tests.service.visitor import Visitor
from tests.web.codes import code_on
from tests.web.survey_pages import S

NUMBER = "+447700900457"
NAME = "Ermintrude"
WORDS = "the tangerine stairwell at Quillfeather House leaks, ask Ermintrude Vellacott"
WRITTEN = {
    "name": [NAME, "Vellacott"],
    "words": ["tangerine", "stairwell", "Quillfeather", WORDS],
    "number": ["+447700900457", "447700900457", "7700900457", "07700 900457", "7700 900 457"],
    "email": ["quillfeather@example.org"],
    "left to hear back": ["+447700900654", "447700900654", "7700900654", "07700 900654"],
}


def encodings(text: str) -> Iterator[bytes]:
    """A text in every form in which it might lie in a file."""
    for shape in (
        text,
        text.upper(),
        text.lower(),
        text.replace(" ", "+"),
        text.replace(" ", "%20"),
    ):
        for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
            raw = shape.encode(code)
            yield raw
            yield raw.hex().encode()
            yield raw.hex().upper().encode()
            if len(raw) > 8:
                yield from in_base64(raw)
        yield shape[::-1].encode()


def in_base64(raw: bytes) -> Iterator[bytes]:
    """The part of its base64 that does not change with what stands before and after."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw)
        yield coded[(before * 8 + 5) // 6 : (before + len(raw)) * 8 // 6]
        coded = base64.urlsafe_b64encode(b"\0" * before + raw)
        yield coded[(before * 8 + 5) // 6 : (before + len(raw)) * 8 // 6]


def readable(file: Path, *codes: str) -> list[str]:
    """Everything personal that can be read in a file, these receipt codes among it."""
    held = file.read_bytes()
    return [
        f"{file.name}: {text}"
        for text in itertools.chain(codes, *WRITTEN.values())
        if any(form in held for form in encodings(text))
    ]


@pytest.mark.parametrize("text", list(itertools.chain(*WRITTEN.values())))
@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_the_search_finds_what_is_hidden_by_no_more_than_an_encoding(tmp_path, text, before):
    file = tmp_path / "file"
    raw = f"{before}{text}, and more".encode()
    forms = (raw, raw.decode().encode("utf-16"), base64.b64encode(raw), raw.hex().encode())
    for form in forms:
        file.write_bytes(b"\xff\x00" + form + b"\x00")
        assert readable(file) != []


@pytest.fixture(scope="module")
def used(tmp_path_factory, migrated, network) -> Iterator[tuple[Service, str]]:
    """A service that people have used in every way there is, and the code one of them got."""
    folder = tmp_path_factory.mktemp("rest")
    with a_service(folder, network, migrated=migrated, ENGAGE_LOG_LEVEL="DEBUG") as service:
        talk(service, network)
        yield service, visit(service)


@pytest.fixture
def service(used: tuple[Service, str]) -> Service:
    """The service, used."""
    return used[0]


@pytest.fixture
def code(used: tuple[Service, str]) -> str:
    """The receipt code that somebody got on the web."""
    return used[1]


def visit(service: Service) -> str:
    """Answer on the web, leave a number, and use the code that comes; that code."""
    visitor = Visitor(service.processes[0])
    visitor.open(S)
    visitor.send(S)
    for question, answer in (("area", "wirral"), ("safe", "2"), ("change", WORDS)):
        visitor.send(f"{S}/q/{question}", answer=answer)
    code = code_on(visitor.send(f"{S}/check")) or ""
    visitor.send(f"{S}/hear-back", number="not 07700 900654")
    visitor.send(f"{S}/hear-back", number="07700 900654")
    visitor.open("/mine")
    visitor.send("/mine", code=f"{code} and more")
    assert WORDS in visitor.send("/mine", code=code.upper())
    visitor.open(f"/mine?code={code.split()[0]}")
    return code


def talk(service: Service, network) -> None:
    with service.inside():
        person = a_person(NAME, number=NUMBER)
        phone = phone_of(person)
        conversations.invite(a_survey(), phone, now=times.now())
        session = everybody_said_yes(a_session(starts_in=timedelta(hours=5)), 1)
        session.invitations[0].person = person
        remind(session, times.now() - timedelta(minutes=5))
        db.session.commit()
    network.tell("503", "drop_after")  # the first to go, so that no question goes between answers
    running = service.together()
    said = ("yes", "sefton", "4", WORDS, "my email is quillfeather@example.org", "STOP")
    for number, body in enumerate(said):
        service.text(running, NUMBER, body, sid=f"SM{number:032x}")
    service.text(running, NUMBER, WORDS, sid="not a sid")
    service.post(running, f"/texts/in?name={NAME}", {"Body": WORDS}, signature="forged")
    service.get(running, f"/s/{NAME}")
    with service.inside():
        wait_for(everything_is_read, about=running.logged)
        a_text(phone_of_number(), f"one more thing: {WORDS}")


def phone_of_number() -> Phone:
    key = phones.key_of(NUMBER)
    return db.session.scalars(select(Phone).where(Phone.number_key == key)).one()


def everything_is_read() -> bool:
    db.session.rollback()
    waiting = select(InboundText.id).where(InboundText.state == "stored")
    unread = select(Answer.id).where(Answer.reading.in_(("waiting", "reading")))
    return (
        db.session.scalar(waiting) is None
        and db.session.scalar(unread) is None
        and db.session.scalar(select(Statement.id).limit(1)) is not None
    )


def test_the_conversation_took_place_and_opens_with_the_keys(service):
    with service.inside():
        words = set(db.session.scalars(select(Answer.words)))
        numbers = set(db.session.scalars(select(OutboundText.number)))
        statements = " ".join(db.session.scalars(select(Statement.text)))
    assert any(WORDS in (one or "") for one in words)
    assert NUMBER in numbers
    assert "tangerine" in statements
    assert NAME not in statements
    assert "Vellacott" not in statements


def test_nothing_on_the_disk_can_be_read_without_the_keys(service, code):
    files = [file for file in service.folder.rglob("*") if file.is_file()]
    names = {file.name for file in files}
    assert {"engage.sqlite", "engage.sqlite-wal", "queue.sqlite", "0.out", "0.err"} <= names
    forms = (code, code.replace(" ", ""), code.replace(" ", "-"), code.title())
    assert [found for file in files for found in readable(file, *forms)] == []


def test_the_code_and_the_number_were_kept_and_open_with_the_keys(service, code):
    with service.inside():
        kept = set(db.session.scalars(select(Response.receipt_key)))
        assert receipts.key_of(code) in kept
        assert db.session.scalars(select(HearBack.number)).all() == ["+447700900654"]


def test_the_logs_say_what_was_done_and_nothing_of_who_or_what_was_said(service):
    logged = service.processes[0].logged()
    assert '"event": "text.in"' in logged
    assert '"event": "text.out"' in logged
    assert '"event": "answer.read"' in logged
    assert "Traceback" not in logged
    assert "/mine" not in logged
