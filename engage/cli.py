"""Commands for whoever runs the service: `./run flask ...`."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from engage import (
    audit,
    counting,
    people,
    publishing,
    restoring,
    sender,
    staff,
    survey_files,
    times,
)
from engage.example import removing
from engage.extensions import db, settings
from engage.models import Staff
from engage.texting.choosing import make_provider
from engage.texting.codes import meaning
from engage.texting.protocol import NoAnswer
from engage.web.pages import pages_for_checker
from surveys.problems import SurveyProblems

PAUSED_WORDS = {
    "account": "our account with the network needs a person.",
    "person": "somebody stopped them.",
    "restored": "an older copy of the database was put back. Reconcile, then resume.",
}
WAITING_WORDS = {
    "paused": "nothing is sent at the moment",
    "sent back": "the network would not take them yet",
    "turn": "for their turn, at the rate we may send",
    "later": "for the hours of their kind, a pause, a limit, or a colleague who has taken over",
    "now": "for a worker",
}


def register(app: Flask) -> None:
    """Give the app its commands."""
    for group in (staff_group, people_group, survey_group, example_group, sending_group):
        app.cli.add_command(group)
    for command in (pages, read):
        app.cli.add_command(command)


staff_group = AppGroup("staff", help="The people who work on the service.")
people_group = AppGroup("people", help="The people who have agreed to be texted.")
survey_group = AppGroup("survey", help="The surveys that people are asked to answer.")
example_group = AppGroup("example", help="The made-up content.")
sending_group = AppGroup("sending", help="Whether texts leave, and stopping or starting them all.")


def _say_link(found: Staff) -> None:
    key = staff.new_link(found, now=times.now())
    db.session.commit()
    click.echo(f"{settings().public_url}/staff/link/{key}")


@staff_group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="What to call them.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice(staff.ROLES),
    help="What they may do; give it more than once for more than one.",
)
def staff_add(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Add a member of staff, and print a link that signs them in once."""
    try:
        found = staff.add(email, name, roles)
    except IntegrityError:
        db.session.rollback()
        raise click.ClickException("There is somebody with that email already.") from None
    _say_link(found)


@staff_group.command("link")
@click.argument("email")
def staff_link(email: str) -> None:
    """Print a new link that signs a member of staff in once, within a day."""
    found = staff.by_email(email)
    if found is None:
        raise click.ClickException("There is nobody with that email. Add them with: staff add")
    _say_link(found)


@people_group.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@click.option("--consent", required=True, help="The words they agreed to, about being texted.")
def people_import(file: TextIO, consent: str) -> None:
    """Add people from a CSV file with the columns first_name, number, borough and group.

    A column interests may have what each would like to be asked about: "housing; health". Every
    row has to be right before any is added.
    """
    try:
        added = people.import_rows(csv.DictReader(file), consent=consent, now=times.now())
    except people.RowsDoNotFit as problem:
        db.session.rollback()
        for line in problem.messages:
            click.echo(line, err=True)
        raise click.ClickException("Nothing was added. Mend these rows and try again.") from None
    except (UnicodeDecodeError, csv.Error):
        db.session.rollback()
        raise click.ClickException("Save the file as CSV UTF-8 and try again.") from None
    db.session.commit()
    click.echo(f"{added} {'person' if added == 1 else 'people'} added.")


@survey_group.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--anonymous/--private", required=True, help="Keep no link to the person, or do.")
@click.option("--word", help="The word that people text to begin, such as HOME.")
@click.option("--closes", type=click.DateTime(["%Y-%m-%d"]), help="The last day, as 2027-01-31.")
def survey_publish(file: Path, anonymous: bool, word: str | None, closes: datetime | None) -> None:
    """Open a survey from a YAML file or an XLSForm (.xlsx), after saying what was left out of it.

    Check it first with: python -m surveys check FILE.
    """
    last = times.from_local(closes + timedelta(days=1)) if closes else None
    terms = publishing.Terms(anonymous=anonymous, text_word=word, closes_at=last)
    try:
        brought = survey_files.read(file.read_bytes(), file.name)
        for note in brought.notes:
            click.echo(str(note), err=True)
        survey = publishing.publish(brought.whole(), terms, now=times.now())
    except (survey_files.CannotRead, SurveyProblems, publishing.CannotPublish) as problem:
        raise click.ClickException(str(problem)) from None
    db.session.commit()
    click.echo(f"{settings().public_url}/s/{survey.key}")


@example_group.command("remove")
def example_remove() -> None:
    """Take the example content away, and leave everything else."""
    gone = removing.remove()
    db.session.commit()
    click.echo(f"The example content is gone ({gone} made-up people).")


@sending_group.command("status")
def sending_status() -> None:
    """Say whether texts leave, how many wait, and why."""
    now, standing = times.now(), sender.state()
    if standing.paused_at is None:
        click.echo("Texts are going out.")
    else:
        code = f" ({standing.code}: {meaning(standing.code)})" if standing.code else ""
        since = f"{times.local(standing.paused_at):%d %B %H:%M}"
        click.echo(f"No texts go out since {since}: {PAUSED_WORDS[standing.because or '']}{code}")
    for why, texts in sorted(counting.waiting_because(now=now).items()):
        click.echo(f"  {texts} waiting: {WAITING_WORDS[why]}")
    waited = counting.oldest_waiting(now=now)
    if waited is not None:
        click.echo(
            f"  The oldest that could go has waited {int(waited.total_seconds()) // 60} min."
        )


@sending_group.command("pause")
def sending_pause() -> None:
    """Send nothing until you say resume. STOP is still heard."""
    done = sender.pause("person", now=times.now())
    audit.note("stopped all texts", "sending", by=None, now=times.now())
    db.session.commit()
    click.echo("No texts go out now." if done else "No texts were going out before, either.")


@sending_group.command("resume")
def sending_resume() -> None:
    """Let texts go out again."""
    done = sender.resume()
    audit.note("started all texts", "sending", by=None, now=times.now())
    db.session.commit()
    click.echo("Texts go out again." if done else "Texts were going out already.")


@sending_group.command("reconcile")
def sending_reconcile() -> None:
    """After a copy was put back, ask the network what went out since, and mark it as gone."""
    try:
        found = restoring.reconcile(make_provider(settings()), now=times.now())
    except NoAnswer:
        raise click.ClickException("The network did not answer. Try again soon.") from None
    click.echo(
        f"{found.known} known, {found.found} found that were still to go here and are marked as "
        f"gone, {found.forgotten} that this copy knew nothing of, "
        f"{found.strangers} to numbers it does not know."
    )


@click.command("pages")
@click.option("--for-checker", is_flag=True, help="One page a line, with who it is for.")
def pages(*, for_checker: bool) -> None:
    """List the pages there are to look at."""
    for page in pages_for_checker():
        click.echo(" ".join(page) if for_checker else page[1])


@click.command("read")
@click.pass_context
def read(context: click.Context) -> None:
    """Say what the service makes of texts: a line of JSON in, a line of JSON out."""
    # A process of its own: looking for danger is work for those that load what it needs.
    done = subprocess.run([sys.executable, "-m", "engage.reading_lines"], check=False)
    context.exit(done.returncode)
