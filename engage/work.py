"""What workers do: nudged about a row, a worker looks and does what the row says."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta

from flask import Flask, current_app
from huey.consumer import Consumer
from sqlalchemy.exc import OperationalError

from engage import (
    alerts,
    analysis,
    answers_wanted,
    asking,
    concerns,
    discovering,
    drilling,
    drills,
    inbound,
    outbox,
    places,
    pretend_network,
    recoding,
    reminders,
    reruns,
    restoring,
    retention,
    sender,
    sending,
    silences,
    sweeping,
    times,
    turns,
)
from engage.extensions import db, queue, settings
from engage.log import log
from engage.texting.choosing import make_provider
from engage.texting.protocol import Provider


def provider() -> Provider:
    """The running app's provider, made on first use so that web processes never need it."""
    found = current_app.extensions.get("engage.provider")
    if found is None:
        found = current_app.extensions["engage.provider"] = make_provider(settings())
    return found


def handle_texts(from_key: str) -> None:
    """Handle every waiting text of one phone, oldest first."""
    try:
        while inbound.handle_oldest(from_key, now=times.now()):
            pass
    except OperationalError as error:
        # The database is busy or full, which is no fault of the text: a sweep tries again.
        db.session.rollback()
        log.error("text.in.trouble", error=error)
    except Exception as error:
        db.session.rollback()
        log.error("text.in.trouble", error=error)
        inbound.note_trouble(from_key, now=times.now())
        db.session.commit()


def send_text(row_id: str) -> None:
    """Send one text that is due."""
    sending.send_one(uuid.UUID(row_id), provider(), now=times.now())


def settle_text(row_id: str) -> None:
    """Find out what became of one text in doubt."""
    sending.settle(uuid.UUID(row_id), provider(), now=times.now())


def remind(reminder_id: str) -> None:
    """Queue one reminder for everybody it is for."""
    reminders.send_one(uuid.UUID(reminder_id), now=times.now())


def go_on_asking(asking_id: str) -> None:
    """Ask the next few hundred people of a group."""
    asking.go_on(uuid.UUID(asking_id), now=times.now())


def read_answer(answer_id: str) -> None:
    """Anonymise and code one answer."""
    analysis.read_one(uuid.UUID(answer_id), now=times.now())


def look_through_notes(notes_id: str) -> None:
    """Look one session's notes through before they are saved: somebody waits for it."""
    analysis.look_through(uuid.UUID(notes_id), now=times.now())


def run_drill(drill_id: str) -> None:
    """Measure the anonymiser once."""
    drilling.run_one(uuid.UUID(drill_id), now=times.now())


def code_again(recoding_id: str) -> None:
    """Do one re-run of the coding."""
    recoding.run_one(uuid.UUID(recoding_id), now=times.now())


def look_for_themes(search_id: str) -> None:
    """Look once for themes in a survey: somebody may wait for it."""
    discovering.look(uuid.UUID(search_id), now=times.now())


def report_on_screen(row_id: str) -> None:
    """Have the on-screen network say what became of one text."""
    pretend_network.report(uuid.UUID(row_id), now=times.now())


def go_on(conversation_id: str) -> None:
    """Ask what comes next, once an answer in somebody's own words has come to its end."""
    turns.go_on_after_gathering(uuid.UUID(conversation_id), now=times.now())
    db.session.commit()


def look_at_silence(conversation_id: str) -> None:
    """Nudge somebody who has not answered, or let them be."""
    silences.look(uuid.UUID(conversation_id), now=times.now())
    db.session.commit()


FEW, MANY = 200, 2000
TASKS: dict[str, Callable[[str], None]] = {
    "texts.handle": handle_texts,
    "texts.go_on": go_on,
    "outbox.answer": send_text,
    "outbox.send": send_text,
    "phones.report": report_on_screen,
    "notes.look": look_through_notes,
    "answers.read": read_answer,
    "drills.run": run_drill,
    "codes.again": code_again,
    "themes.look": look_for_themes,
    "asking.go_on": go_on_asking,
}


def _each(sweep: str, do: Callable[[str], None], items: Iterable[object]) -> None:
    """Do one item after another; trouble with one never keeps the others waiting.

    It ends when the time between two sweeps is over, or when the process is told to stop, so
    that a slow network holds up neither. Whatever is left is there for the next sweep.
    """
    over = times.now() + timedelta(seconds=settings().sweep_seconds)
    stopping: threading.Event = current_app.extensions["engage.stopping"]
    for item in items:
        if stopping.is_set() or times.now() >= over:
            return
        try:
            do(str(item))
        except Exception as error:
            db.session.rollback()
            log.error("sweep.trouble", sweep=sweep, error=error)


def sweep_texts() -> None:
    """Pick up texts whose nudge was lost."""
    _each("texts", handle_texts, inbound.waiting_phones(now=times.now()))


def _most_to_look_at() -> int:
    """Rather more texts than the sender may send until the next sweep: a large group's invitations
    have no nudge of their own."""
    rate = settings().rate
    return MANY if rate is None else max(FEW, int(2 * rate * settings().sweep_seconds))


def sweep_outbox() -> None:
    """Send what is due, and find out what became of texts in doubt.

    While nothing is sent one text is looked at, which may be the one to try the account with.
    """
    paused = sender.state().paused_at is not None
    most = 1 if paused else _most_to_look_at()
    _each("outbox", send_text, outbox.due(now=times.now(), limit=most))
    _each("outbox", settle_text, outbox.in_doubt(now=times.now()))


def sweep_answers() -> None:
    """Read answers and notes whose nudge was lost, or whose reader died."""
    _each("notes", look_through_notes, analysis.notes_due(now=times.now()))
    _each("answers", read_answer, analysis.due(now=times.now()))


def sweep_drills() -> None:
    """Run drills whose nudge was lost, or whose worker died."""
    _each("drills", run_drill, drilling.due(now=times.now()))


def sweep_codes() -> None:
    """Code again where the codebook is another, or people have put something right."""
    reruns.ask_when_due(now=times.now())
    db.session.commit()
    _each("codes", code_again, recoding.due(now=times.now()))


def sweep_themes() -> None:
    """Look for themes where a nudge was lost, or whoever looked died."""
    _each("themes", look_for_themes, discovering.due(now=times.now()))


def sweep_monthly_drill() -> None:
    """Ask for the drill of the month."""
    drills.ask_when_due(now=times.now())
    db.session.commit()


def sweep_asking() -> None:
    """Go on asking where a nudge was lost, or a worker died."""
    _each("asking", go_on_asking, asking.due(now=times.now()))


def want_answer(invitation_id: str) -> None:
    """Remind one person that an answer to an offer is still wanted."""
    answers_wanted.send_one(uuid.UUID(invitation_id), now=times.now())


def sweep_reminders() -> None:
    """Queue the reminders that are due, of sessions and of offers."""
    _each("reminders", remind, reminders.due(now=times.now()))
    _each("reminders", want_answer, answers_wanted.due(now=times.now()))


def settle_places(session_id: str) -> None:
    """End a session's offers whose time is over, and offer what is free."""
    places.settle(uuid.UUID(session_id), now=times.now())


def sweep_places() -> None:
    """Let go of places nobody took in time, and offer the free ones."""
    _each("places", settle_places, places.due(now=times.now()))


def sweep_phones() -> None:
    """Give the reports of the on-screen network whose nudge was lost."""
    _each("phones", report_on_screen, pretend_network.due(now=times.now()))


def sweep_arrived() -> None:
    """Take in the texts that the provider has and that never reached us."""
    sweeping.sweep(provider(), now=times.now())


def sweep_conversations() -> None:
    """Go on where the rest of an answer has had time to come, and look at long silences."""
    _each("conversations", go_on, turns.gathered(now=times.now()))
    _each("conversations", look_at_silence, silences.due(now=times.now()))


def sweep_beat() -> None:
    """Let the sender's beat grow, and look that this is still the database it was."""
    restoring.beat(now=times.now())


def sweep_retention() -> None:
    """Let go of what has been kept long enough."""
    retention.sweep(now=times.now())
    retention.forget_ticks(now=times.now())
    db.session.commit()


def sweep_alerts() -> None:
    """Tell again of alerts and concerns that nobody has looked at for too long."""
    alerts.escalate_due(now=times.now())
    concerns.escalate_due(now=times.now())
    db.session.commit()


SWEEPS: dict[str, Callable[[], None]] = {
    "texts": sweep_texts,
    "outbox": sweep_outbox,
    "answers": sweep_answers,
    "phones": sweep_phones,
    "asking": sweep_asking,
    "places": sweep_places,
    "reminders": sweep_reminders,
    "conversations": sweep_conversations,
    "alerts": sweep_alerts,
    "drills": sweep_drills,
    "codes": sweep_codes,
    "themes": sweep_themes,
}


def run_sweep(name: str, sweep: Callable[[], None]) -> None:
    """Run one sweep; trouble in it never stops the clock."""
    try:
        sweep()
    except Exception as error:
        db.session.rollback()
        log.error("sweep.trouble", sweep=name, error=error)


def install(app: Flask) -> None:
    """Tell this process what the tasks do; only processes that run a consumer need it.

    Setting `engage.stopping` ends a sweep after the item in hand.
    """
    app.extensions["engage.tasks"].update(TASKS)
    app.extensions["engage.stopping"] = threading.Event()


class Embedded(Consumer):
    """A consumer that runs inside another process and leaves its signals alone."""

    def _set_signal_handlers(self) -> None:
        """The host process decides when to stop."""


def make_consumer(app: Flask) -> Embedded:
    """A consumer of the app's queue: threads that poll twice a second at most when idle."""
    with app.app_context():
        huey, threads = queue(), settings().worker_threads
    return Embedded(
        huey,
        workers=threads,
        worker_type="thread",
        periodic=False,
        initial_delay=0.05,
        backoff=1.3,
        max_delay=0.5,
        check_worker_health=True,
        health_check_interval=10,
    )
