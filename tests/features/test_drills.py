"""Drills: run by a worker when they are due, compared with the one before, and said in figures."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engage import audit, clock, drilling, drills, local_words, staff, times, work
from engage.drills import Checked, People
from engage.extensions import db
from engage.local_words import Entry
from engage.models import AuditEvent, Drill, LocalCase
from nlp import anonymise, drill
from nlp.evaluation import Share
from tests.factories import a_survey
from tests.replied import a_response

NOW = times.now()


def a_case(template: str, *expected: str | None, kind: str = "missed") -> LocalCase:
    case = LocalCase(
        id=uuid.uuid4(), template=template, expected=list(expected), kind=kind, made_on=NOW.date()
    )
    db.session.add(case)
    db.session.commit()
    return case


def run_all() -> None:
    """Run what waits, as a worker does."""
    for one in drilling.due(now=NOW):
        drilling.run_one(one, now=NOW)
    db.session.expire_all()


def a_drill(
    leaking: tuple[str, ...] = (), right: dict[str, bool] | None = None, of: str = "a"
) -> Drill:
    """A drill of so many messages that leak, and of cases that came right or not."""
    return Drill(
        ran_at=NOW,
        version="1",
        kind="gold",
        figures={"of": of, "leaking": list(leaking), "leaks": [len(leaking), 100]},
        local_figures={"before": None, "now": right or {}},
    )


FIVE = ("g1", "g2", "g3", "g4", "g5")


@pytest.mark.parametrize(
    "now,before,worse",
    [
        (a_drill(FIVE), a_drill(), True),
        (a_drill(FIVE[:4]), a_drill(), False),
        (a_drill(), a_drill(FIVE), False),
        (a_drill(FIVE), a_drill(FIVE), False),
        (a_drill((*FIVE, "g6")), a_drill(FIVE), False),
        (a_drill(FIVE, of="b"), a_drill(), False),
        (a_drill(right=dict.fromkeys(FIVE, False)), a_drill(right=dict.fromkeys(FIVE, True)), True),
        (a_drill(right=dict.fromkeys(FIVE, False)), a_drill(), False),
        (
            a_drill(FIVE[:3], {"g1": False, "g2": False}),
            a_drill(right={"g1": True, "g2": True}),
            True,
        ),
    ],
)
def test_only_what_is_worse_by_more_than_chance_counts(now, before, worse):
    assert drills.is_worse(now, before) is worse


@pytest.mark.parametrize(
    "leaks,warned",
    [
        ([(), FIVE], True),
        ([(), FIVE, FIVE], True),
        ([(), FIVE, FIVE, ()], False),
        ([(), FIVE, FIVE[:1]], False),
        ([FIVE, FIVE], False),
        ([FIVE], False),
        ([], False),
    ],
)
def test_running_it_once_more_does_not_end_the_warning(app, leaks, warned):
    for day, leaking in enumerate(leaks):
        ran = a_drill(leaking)
        ran.ran_at = NOW + timedelta(days=day)
        db.session.add(ran)
    assert drills.warning() is warned


def test_a_drill_is_run_by_a_worker_and_says_how_many_messages_leak(app):
    a_case("my worker {PERSON} helps", "PERSON")
    asked = drills.ask("gold", by=None, now=NOW)
    db.session.commit()
    run_all()
    figures, cases = asked.figures or {}, asked.local_figures or {}
    assert figures["messages"] > 200
    assert len(figures["leaking"]) == figures["leaks"][0]
    assert asked.version == drills.version_now()
    assert list(cases["now"].values()) == [True]


def test_a_nudge_is_enough_and_a_drill_is_run_once(app):
    asked = drills.ask("gold", by=None, now=NOW)
    db.session.commit()
    work.run_drill(str(asked.id))
    assert drilling.due(now=NOW) == []
    assert drilling.run_one(asked.id, now=NOW) is False


def test_one_drill_waits_at_a_time(app):
    first = drills.ask("gold", by=None, now=NOW)
    assert drills.ask("gold", by=None, now=NOW) is first


def test_a_drill_that_keeps_stopping_is_given_up_and_says_so(app, monkeypatch):
    asked = drills.ask("gold", by=None, now=NOW)
    db.session.commit()

    def stops(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(drill, "run", stops)
    for nth in range(drilling.TRIES):
        with pytest.raises(RuntimeError):
            drilling.run_one(asked.id, now=NOW + nth * timedelta(hours=1))
        db.session.rollback()
    drilling.run_one(asked.id, now=NOW + timedelta(days=1))
    assert asked.figures == {"held": True}


def test_messages_that_are_held_back_are_no_figures(app, monkeypatch):
    def held(*_given: object) -> None:
        raise anonymise.HeldBack

    monkeypatch.setattr(drill, "run", held)
    asked = drills.ask("gold", by=None, now=NOW)
    db.session.commit()
    run_all()
    assert asked.figures == {"held": True}


def test_a_change_of_the_lists_tries_every_case_before_and_now(app):
    case = a_case("my worker {=dave} shed", None, kind="false_alarm")
    before = drills.lists_now()
    local_words.add(Entry("dave", "never"), by=None, now=NOW)
    drills.lists_changed(before, now=NOW)
    db.session.commit()
    run_all()
    [done] = drills.done("cases")
    assert done.local_figures == {"before": {str(case.id): False}, "now": {str(case.id): True}}
    assert done.before is None
    assert drills.checked(done) == Checked(Share(1, 0), Share(1, 1), ())


def test_a_case_that_goes_the_wrong_way_is_named_by_its_template(app):
    a_case("my worker {PERSON} and {=dave} shed", "PERSON", None)
    word = local_words.add(Entry("dave", "never"), by=None, now=NOW)
    before = drills.lists_now()
    local_words.remove(word)
    drills.lists_changed(before, now=NOW)
    db.session.commit()
    run_all()
    worse = ("my worker {PERSON} and {=dave} shed",)
    assert drills.checked(drills.done("cases")[0]) == Checked(Share(1, 1), Share(1, 0), worse)


def test_changes_soon_after_each_other_are_compared_with_the_lists_before_all_of_them(app):
    a_case("{PERSON}", "PERSON")
    for word in ("hope", "grace"):
        before = drills.lists_now()
        local_words.add(Entry(word, "never"), by=None, now=NOW)
        drills.lists_changed(before, now=NOW)
    assert db.session.scalars(select(Drill)).one().before == []


def test_a_drill_that_could_not_be_run_does_not_end_the_warning(app):
    for day, leaking in enumerate([(), FIVE, None, FIVE]):
        ran = a_drill(leaking or ())
        ran.ran_at = NOW + timedelta(days=day)
        if leaking is None:
            ran.figures = {"held": True}
        db.session.add(ran)
    assert drills.warning()


def test_lists_that_change_while_the_cases_are_tried_have_them_tried_again(app, monkeypatch):
    a_case("{PERSON}", "PERSON")
    drills.lists_changed([], now=NOW)
    db.session.commit()
    real = drilling._figures

    def change_meanwhile(*given):
        if not local_words.listed():
            before = drills.lists_now()
            local_words.add(Entry("hope", "never"), by=None, now=NOW)
            drills.lists_changed(before, now=NOW)
            db.session.commit()
        return real(*given)

    monkeypatch.setattr(drilling, "_figures", change_meanwhile)
    [first] = drilling.due(now=NOW)
    drilling.run_one(first, now=NOW)
    [second] = drilling.due(now=NOW)
    drilling.run_one(second, now=NOW)
    db.session.expire_all()
    assert db.session.get_one(Drill, second).version == drills.version_now()


def test_cases_are_tried_again_with_each_drill_and_compared_with_the_last_try(app):
    case = a_case("my worker {PERSON} helps", "PERSON")
    earlier = a_drill(right={str(case.id): False})
    earlier.ran_at = NOW - timedelta(days=31)
    db.session.add(earlier)
    drills.ask_when_due(now=NOW)
    db.session.commit()
    run_all()
    last = drills.last_try()
    assert last is not None
    assert drills.checked(last) == Checked(Share(1, 0), Share(1, 1), ())
    assert drills.cases() == [(case, True)]


def test_without_cases_nothing_is_tried(app):
    drills.lists_changed([], now=NOW)
    assert db.session.scalars(select(Drill)).all() == []


@pytest.mark.parametrize("days,due", [(1, False), (29, False), (31, True)])
def test_a_drill_is_due_at_first_and_then_each_month(app, days, due):
    drills.ask_when_due(now=NOW)
    run_all()
    drills.ask_when_due(now=NOW + timedelta(days=days))
    assert (len(db.session.scalars(select(Drill)).all()) == 2) is due


def test_a_drill_is_due_when_the_service_has_another_anonymiser(app):
    db.session.add(a_drill())
    drills.ask_when_due(now=NOW)
    assert len(drilling.due(now=NOW)) == 1


def test_the_clock_has_the_drill_in_its_table(app):
    assert "drill" in {job.name for job in clock.jobs(30)}
    work.sweep_monthly_drill()
    assert drilling.due(now=times.now()) != []


def test_the_local_version_changes_with_the_lists_and_only_then(app):
    before = drills.version_now()
    word = local_words.add(Entry("oak lodge", "general", general="hostel"), by=None, now=NOW)
    changed = drills.version_now()
    local_words.remove(word)
    assert (changed == before, drills.version_now()) == (False, before)


def test_a_drill_by_people_is_written_down(app):
    sam = staff.add("sam@example.org", "Sam", ("facilitator",))
    db.session.commit()
    kept = drills.write_down(People(date(2026, 3, 3), 50, 2, "a job"), by=sam, now=NOW)
    assert (kept.kind, kept.by, kept.note) == ("people", sam.id, "a job")
    assert kept.figures == {"on": "2026-03-03", "read": 50, "pointed": 2}
    assert drilling.due(now=NOW) == []


def test_what_readers_found_in_the_last_90_days_is_counted(app):
    survey = a_survey()
    for days_ago, missed in ((1, 0), (5, 0), (80, 0), (3, 2), (100, 1)):
        when = NOW - timedelta(days=days_ago)
        statement = a_response(survey, said="the lift").answers[0].statements[0]
        statement.released_on = times.today(when)
        for _ in range(missed):
            statement.put_right_on = times.today(when)
            audit.note(drills.MISSED, statement.id, by=None, now=when)
    assert drills.live(now=NOW) == drills.Live(2, Share(4, 1))


def test_nothing_read_is_nothing_found(app):
    assert drills.live(now=NOW) == drills.Live(0, Share(0, 0))


def test_the_day_of_the_last_change_is_known_from_the_trail(app):
    assert drills.lists_changed_on() is None
    audit.note("took words off a local list", "x", by=None, now=NOW - timedelta(days=2))
    db.session.add(AuditEvent(at=NOW, staff_id=None, what="something else", subject="x"))
    assert drills.lists_changed_on() == times.today(NOW - timedelta(days=2))
