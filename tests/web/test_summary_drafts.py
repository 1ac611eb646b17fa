"""Publishing a summary on its pages: freezing, asking, a second person, and what they are told."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from engage import blind_rounds, summaries, summary_drafts, times
from engage.extensions import db
from engage.models import Answer, Statement, Summary, SummaryDraft
from tests.factories import a_survey
from tests.pages import words
from tests.replied import responses
from tests.rounds_made import somebody
from tests.summaries_made import QUOTE, a_told_survey, an_asked_one

AT = "/staff/summaries/test-survey/publish"
TYPED = {"title": "What people told us", "in_short": "Locks matter.\n\n Doors too. "}


@pytest.fixture
def survey(jo):
    return a_told_survey(jo)


@pytest.fixture
def asker(survey, jo, sign_in):
    return sign_in(jo)


@pytest.fixture
def second(survey, sign_in):
    return sign_in(somebody("Lou"))


def hidden(client) -> dict[str, str]:
    """What the forms on the page say was seen."""
    page = client.get(AT).text
    found = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', page) for name in ("draft", "seen")
    }
    return {name: values[0] for name, values in found.items() if values}


def freeze(client, **typed):
    seen = hidden(client).get("seen", "")
    return client.post(AT, data={**TYPED, "seen": seen, **typed}, follow_redirects=True)


def press(client, what, **more):
    return client.post(f"{AT}/{what}", data={**hidden(client), **more}, follow_redirects=True)


def test_two_people_publish_a_summary(asker, second, client):
    live = asker.get("/staff/summaries/test-survey")
    assert f'href="{AT}"' in live.text
    assert "It takes two people." in words(asker.get(AT))
    page = words(freeze(asker))
    assert "Frozen by Jo: Today" in page
    assert "Nothing that a machine can see." in page
    assert "Checked by: Two people. Version 1, " in page
    assert f"“{QUOTE}”" in page
    assert "Doors too." in page
    assert "Waits for a second person" in words(press(asker, "ask"))

    assert "Waits for a second person" in words(second.get("/staff/summaries"))
    page = words(press(second, "out"))
    assert "It is published. Anyone can read it now." in page
    assert "Version 1 was published by Lou. Read it as anyone does" in page
    assert "Version 1 was published by Lou. Today" in page
    assert "Frozen by Jo" in page

    told = words(client.get("/told-us/test-survey"))
    assert "Checked by: Two people. Version 1, " in told
    assert QUOTE in told
    assert "People then checked this summary." in told
    assert not re.search(r"\b(Jo|Lou)\b", told)


def test_the_draft_reads_as_what_is_published_does(asker, second, client):
    freeze(asker)
    press(asker, "ask")
    draft = words(second.get(AT))
    press(second, "out")
    published = words(client.get("/told-us/test-survey"))
    start, end = published.index("What people told us"), published.index("How we use your")

    assert published[start:end] in draft


@pytest.mark.parametrize("what", ["out", "send-back"])
def test_whoever_asked_is_never_the_second_person(asker, survey, what):
    freeze(asker)
    page = press(asker, "ask")
    assert "Publish it<" not in page.text
    assert "That takes another person" in words(press(asker, what, reason="No"))
    assert summaries.published(survey) is None


@pytest.mark.parametrize("role", ["policy", "peer", "contact"])
def test_others_neither_see_nor_publish_what_is_not_out(survey, jo, as_staff, role):
    an_asked_one(survey, jo)
    other = as_staff(role)
    assert other.get(AT).status_code == 403
    for what in ("", "/ask", "/out", "/send-back", "/take-back", "/leave-out"):
        assert other.post(f"{AT}{what}", data={}).status_code == 403
    if role == "policy":
        assert AT not in other.get("/staff/summaries").text
        assert AT not in other.get("/staff/summaries/test-survey").text


def test_an_admin_may_be_the_second_person(asker, as_staff, survey):
    freeze(asker)
    press(asker, "ask")
    press(as_staff("admin"), "out")

    assert summaries.published(survey) is not None


def test_it_is_sent_back_with_a_reason_that_is_there_to_read(asker, second, survey):
    freeze(asker)
    press(asker, "ask")
    refused = second.post(f"{AT}/send-back", data={**hidden(second), "reason": " "})
    assert (refused.status_code, "Say why" in words(refused)) == (400, True)
    press(second, "send-back", reason="The title is <too> long")

    page = asker.get(AT)
    assert "Sent back by Lou. The title is &lt;too&gt; long" in words(page)
    assert 'value="What people told us"' in page.text
    assert summaries.published(survey) is None
    assert "Frozen by Jo" in words(freeze(asker, title="Told"))


def test_whoever_asked_takes_it_back_and_the_second_person_finds_it_gone(asker, second, survey):
    freeze(asker)
    press(asker, "ask")
    seen = hidden(second)
    assert "You took it back." in words(press(asker, "take-back"))
    late = second.post(f"{AT}/out", data=seen, follow_redirects=True)

    assert "That is over already." in words(late)
    assert "Taken back by Jo." in words(late)
    assert summaries.published(survey) is None


def test_pressing_twice_does_nothing_more(asker, second):
    seen = hidden(asker)
    freeze(asker)
    assert "There is a frozen summary already." in words(
        asker.post(AT, data={**TYPED, **seen}, follow_redirects=True)
    )
    press(asker, "ask")
    press(asker, "ask")
    seen = hidden(second)
    for said in ("It is published.", "That is over already."):
        page = second.post(f"{AT}/out", data=seen, follow_redirects=True)
        assert said in words(page)
    assert len(db.session.scalars(select(Summary)).all()) == 1


@pytest.mark.parametrize("draft", ["", "nothing", "8d2b1a62-6f0d-4b6f-9a51-0b8f3b9a7c11"])
def test_a_form_that_names_no_draft_leads_back(asker, draft):
    freeze(asker)
    assert asker.post(f"{AT}/ask", data={"draft": draft}).location == AT


def test_figures_that_changed_are_told_and_frozen_again(asker, second, survey):
    freeze(asker)
    press(asker, "ask")
    responses(survey, 6, said="no lock", codes=["safety"])
    db.session.commit()
    told = "When it was frozen, 9 people had taken part. Now it is 15."
    assert told in words(second.get(AT))
    assert "Or send it back, so that it is frozen again." in words(second.get(AT))
    seen = hidden(second)
    again = asker.get(f"{AT}/words")
    assert told in words(asker.get(AT))
    assert "What people told us" in again.text
    page = words(freeze(asker))
    assert (told in page, "Frozen, not asked for yet" in page) == (False, True)

    late = second.post(f"{AT}/out", data=seen, follow_redirects=True)
    assert "It changed while you read it." in words(late)
    assert "Jo has not asked for it to be published yet." in words(late)


def test_as_many_people_who_said_other_things_are_told_too(asker, survey):
    freeze(asker)
    for one in db.session.scalars(select(Statement)).all()[:6]:
        one.codes = []
    db.session.commit()

    assert "what they said is counted otherwise now." in words(asker.get(AT))


def test_only_whoever_froze_it_gets_to_its_words(asker, second):
    assert asker.get(f"{AT}/words").location == AT
    freeze(asker)
    assert second.get(f"{AT}/words").location == AT


def test_what_may_point_at_somebody_stands_in_the_way_until_it_is_put_right(asker):
    page = words(freeze(asker, cautions="Ring 07700 900123"))
    assert "“Take care with this” holds what may point at somebody: “07700 900123”." in page
    assert "Put right what stands in the way first." in page
    assert "Something still stands in the way." in words(press(asker, "ask"))
    page = words(freeze(asker, cautions=""))
    assert "holds what may point at somebody" not in page
    assert "Waits for a second person" in words(press(asker, "ask"))


def test_a_quote_in_the_way_is_left_out_or_put_right(asker, survey):
    statement = db.session.scalars(
        select(Statement).where(Statement.released_by.is_not(None))
    ).one()
    statement.text = "ring me on 07700 900123"
    db.session.commit()
    page = freeze(asker)
    assert "A quote holds what may point at somebody: “07700 900123”." in words(page)
    assert f"/staff/statements/{statement.id}/put-right" in page.text
    page = words(press(asker, "leave-out", quote=str(statement.id)))
    assert "That quote is left out." in page
    assert "07700" not in page


def test_what_is_good_to_know_is_told_plainly(asker, survey):
    responses(survey, 7, reading="waiting")
    responses(survey, 1, reading="held")
    for one in responses(survey, 2, said="hello"):
        one.answers[0].statements[0].outcome = "needs a person"
    responses(survey, 1, said="hello there")
    db.session.commit()
    page = words(freeze(asker, kicker="Told by 3 people", **{"note-safety": "Dave has no lock"}))

    for told in (
        "People can still answer this survey.",
        "11 statements could be quoted, and nobody has read them yet. Read them",
        "7 answers are still being read.",
        "1 answer is held for a person to read. Look at the replies",
        "1 statement has not been sorted into themes yet. Look at them",
        "The machine is not sure what 2 statements are about. Look at them",
        "The line above the title has a small number: “3 people”.",
        "What you wrote of a theme has what looks like a name: “Dave”.",
    ):
        assert told in page
    assert "Nothing that a machine can see." in page


def test_a_quote_that_was_taken_back_is_missed(asker, survey):
    freeze(asker)
    quoted = select(Answer).join(Statement).where(Statement.released_by.is_not(None))
    db.session.scalars(quoted).one().response.use_of_words = "themes"
    db.session.commit()
    page = words(asker.get(AT))

    assert "1 quote is out of it since it was frozen" in page
    assert QUOTE not in page


def test_whoever_reads_its_quotes_blind_waits(asker, sign_in, survey, jo, mo):
    freeze(asker)
    press(asker, "ask")
    second = sign_in(lou := somebody("Lou"))
    blind_rounds.make(survey, size=40, coders=[lou, mo], by=jo, now=times.now())
    db.session.commit()
    page = words(second.get(AT))

    assert "It quotes what you still have to read blind" in page
    assert "A blind round is still open." in page
    assert QUOTE not in page
    assert "Something still stands in the way." in words(press(second, "out"))


def test_what_was_typed_is_still_there_when_it_cannot_be_kept(asker):
    refused = asker.post(AT, data={"title": "", "kicker": "k" * 121, "in_short": "Locks."})

    assert refused.status_code == 400
    assert "Say what it is" in words(refused)
    assert "Make it 120 letters or fewer" in words(refused)
    assert "Locks." in refused.text


def test_of_a_survey_that_few_answered_there_is_no_form(asker):
    a_survey("few")
    db.session.commit()

    page = asker.get("/staff/summaries/few/publish")
    assert "Too few people have replied." in words(page)
    assert "Freeze it" not in words(page)


def test_the_next_version_begins_with_the_words_of_the_last(asker, second):
    freeze(asker)
    press(asker, "ask")
    press(second, "out")
    page = asker.get(AT)

    assert "These are the words of version 1." in words(page)
    assert 'value="What people told us"' in page.text
    assert "Version 2, " in words(freeze(asker))


def test_there_is_no_page_for_a_survey_that_is_not_there(asker):
    assert asker.get("/staff/summaries/nothing/publish").status_code == 404


def test_a_press_without_the_token_of_the_form_does_nothing(app, asker, second, survey):
    freeze(asker)
    press(asker, "ask")
    seen = hidden(second)
    app.config["WTF_CSRF_ENABLED"] = True
    assert second.post(f"{AT}/out", data=seen).status_code == 400
    app.config["WTF_CSRF_ENABLED"] = False
    assert summaries.published(survey) is None
    assert summary_drafts.open_one(survey) == db.session.scalars(select(SummaryDraft)).one()
