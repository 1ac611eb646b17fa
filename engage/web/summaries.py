"""The themed summary: as it stands now for staff, and as it was published for anyone.

What it tells is written in English, so a page that tells any of it is in English throughout.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from babel.lists import format_list as babel_list
from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date, get_locale, gettext, ngettext
from flask_security import current_user

from engage import (
    actions,
    blind_hiding,
    blind_rounds,
    codebooks,
    counting,
    summaries,
    summary_drafts,
    times,
)
from engage.answering import survey_by_key
from engage.models import Action
from engage.models.findings import NOT_WORKING, WANTED, WORKING
from engage.models.people import BOROUGHS
from engage.quotes import Quote
from engage.summaries import Part, Theme, Themed
from engage.web.access import anyone, may, only
from engage.web.languages import ENGLISH, page_in
from engage.what_is_said import SEVERAL, UNTOLD

bp = Blueprint("summaries", __name__)


@bp.get("/staff/summaries")
@only("facilitator", "policy")
def listed() -> ResponseReturnValue:
    """Every survey, with its summary now and what has been published."""
    now = times.now()
    still_open, finished = counting.surveys_for_staff(now=now)
    found = [*finished, *still_open]
    return render_template(
        "summaries/listed.html",
        surveys=[(one, summaries.published(one), blind_rounds.last_over(one)) for one in found],
        drafts=summary_drafts.all_open() if may("facilitator") else {},
        may_publish=may("facilitator"),
        open_keys={one.key for one in still_open},
        now=now,
    )


@bp.get("/staff/summaries/<key>")
@only("facilitator", "policy")
def live(key: str) -> ResponseReturnValue:
    """The summary as it stands now."""
    survey = survey_by_key(key) or abort(404)
    now = times.now()
    themed = without_blind(summaries.build(survey, now=now))
    return render_template(
        "summaries/live.html",
        **page_parts(themed, actions.actions_for(survey)),
        title=gettext("What people told us: %(title)s", title=themed.title),
        kicker=gettext("As it stands now, not yet checked by people"),
        stamp=gettext("Counted on %(day)s.", day=format_date(times.today(now), "d MMMM y")),
        published=summaries.published(survey),
        survey=survey,
        draft=summary_drafts.open_one(survey),
        may_publish=may("facilitator"),
    )


def without_blind(themed: Themed) -> Themed:
    """No words under the name of a theme that whoever is signed in has still to read blind."""
    hidden = blind_hiding.texts_hidden_from(current_user)
    if not hidden:
        return themed
    themes = tuple(
        replace(theme, quotes=tuple(one for one in theme.quotes if one.text not in hidden))
        for theme in themed.themes
    )
    return replace(themed, themes=themes)


@bp.get("/told-us")
@anyone
def all_published() -> ResponseReturnValue:
    """Every published summary, for anyone."""
    return render_template("summaries/all.html", published=summaries.all_published())


@bp.get("/told-us/<key>")
@anyone
def published(key: str) -> ResponseReturnValue:
    """The newest published summary of a survey, for anyone."""
    survey = survey_by_key(key)
    found = summaries.published(survey) if survey else None
    if survey is None or found is None:
        return render_template("summaries/none_yet.html"), 404
    themed = summaries.from_dict(found.content)
    page_in(ENGLISH)
    return render_template(
        "summaries/published.html",
        **page_parts(themed, actions.actions_for(survey)),
        title=themed.title,
        kicker=themed.kicker,
        stamp=stamp(themed, format_date(found.published_on, "d MMMM y")),
    )


@bp.get("/did")
@anyone
def did() -> ResponseReturnValue:
    """What was promised in answer to every survey, and where each promise is."""
    found = actions.all_actions()
    if found:
        page_in(ENGLISH)
    promised = [(survey, [_did_row(action) for action in rows]) for survey, rows in found]
    return render_template("summaries/did.html", promised=promised)


def stamp(themed: Themed, day: str) -> str:
    """Who checked a summary, which version it is and of which day."""
    published = gettext("Version %(number)s, %(day)s.", number=themed.version, day=day)
    if not themed.checked:
        return str(published)
    return f"{gettext('Checked by: %(who)s.', who=themed.checked)} {published}"


def page_parts(themed: Themed, promised: list[Action]) -> dict[str, Any]:
    """What the summary's template needs, all of it already protected."""
    return {
        "themed": themed,
        "asked": _asked(themed),
        "fact_boxes": _facts(themed),
        "boroughs": _areas(themed),
        "themes": [_theme(theme) for theme in themed.themes],
        "of_codebook": _of_codebook(themed),
        "cautions": cautions(themed),
        "did": [_did_row(action) for action in promised],
    }


def _of_codebook(themed: Themed) -> str:
    """Which list of themes the words were sorted into, in plain words."""
    if themed.codebook is None:
        return ""
    if themed.codebook == codebooks.SHIPPED:
        return str(gettext("We sorted what people said into the first version of our themes."))
    number = themed.codebook
    return str(
        gettext("We sorted what people said into version %(number)s of our themes.", number=number)
    )


def _asked(themed: Themed) -> str:
    start = format_date(themed.asked_from, "d MMMM y")
    if themed.asked_to is None:
        return str(gettext("Asked from %(start)s on.", start=start))
    end = format_date(themed.asked_to, "d MMMM y")
    if themed.asked_from.year == themed.asked_to.year:
        start = format_date(themed.asked_from, "d MMMM")
    return str(gettext("Asked %(start)s to %(end)s.", start=start, end=end))


def _or_fewer(number: int | None, limit: int) -> str:
    if number is None:
        return str(gettext("Fewer than %(limit)s", limit=limit))
    return f"{number:,}"


def _facts(themed: Themed) -> list[tuple[str, str]]:
    areas = [part for part in themed.boroughs if part.name in BOROUGHS.values()]
    enough = sum(1 for part in areas if part.people)
    people = ngettext("person took part", "people took part", themed.people or 2)
    found = [(_or_fewer(themed.people, themed.limit), people)]
    if themed.people is not None:
        statements = gettext("statements read and grouped")
        found.append((_or_fewer(themed.statements, themed.limit), statements))
    found.append(_ways(themed.channels))
    found.append(
        (
            gettext("%(some)s of %(all)s", some=enough, all=len(areas)),
            gettext("boroughs with enough people to show"),
        )
    )
    return found


def _areas(themed: Themed) -> list[tuple[str, str]]:
    return [
        (part.name, gettext("not shown") if part.people is None else f"{part.people:,}")
        for part in themed.boroughs
    ]


def _ways(channels: tuple[Part, ...]) -> tuple[str, str]:
    """The ways people took part; when one is hidden, how many there are is not told either."""
    shown = [f"{part.name} {part.people:,}" for part in channels if part.people]
    if any(part.people is None for part in channels):
        rest = gettext("others not shown") if shown else gettext("text, web or session")
        return gettext("3 ways"), gettext("to take part: %(ways)s", ways=", ".join([*shown, rest]))
    ways = ngettext("%(num)s way", "%(num)s ways", len(shown))
    return ways, ", ".join(shown) or gettext("to take part so far")


def _theme(theme: Theme) -> dict[str, Any]:
    where = []
    if theme.boroughs:
        where.append(
            ngettext("%(num)s borough", "%(num)s boroughs", theme.boroughs)
            if theme.boroughs < len(BOROUGHS)
            else gettext("all %(num)s boroughs", num=len(BOROUGHS))
        )
    if theme.channels:
        where.append(babel_list(theme.channels, locale=get_locale()))
    return {
        "id": f"theme-{theme.code}",
        "url": f"#theme-{theme.code}",
        "name": theme.name,
        "people": theme.people,
        "share": theme.share,
        "strength": theme.strength,
        "where": ", ".join(where),
        "text": theme.note or theme.definition,
        "said": _said(theme.said),
        "quotes": [{"words": quote.text, "source": _source(quote)} for quote in theme.quotes],
    }


def _said(said: tuple[Part, ...]) -> str:
    """How many people say what of a theme, without what nobody says or is too small to show."""
    names = {
        WORKING: gettext("praise it"),
        NOT_WORKING: gettext("complain"),
        WANTED: gettext("wish for something"),
        SEVERAL: gettext("more than one of these"),
        UNTOLD: gettext("not clear"),
    }
    what = ", ".join(f"{names[part.name]} {part.people:,}" for part in said if part.people)
    if what and any(part.people is None for part in said):
        return gettext("What people say of it: %(what)s. The rest is too small to show.", what=what)
    return gettext("What people say of it: %(what)s.", what=what) if what else ""


def _source(quote: Quote) -> str:
    """Where words came from, as far as it tells nothing about the person."""
    ways = {
        "text": gettext("Text message"),
        "web": gettext("Web page"),
        "session": gettext("Group session"),
        "paper": gettext("Paper form"),
        "phone": gettext("Told by phone"),
    }
    by = {
        "human": gettext("put into English by a person"),
        "machine": gettext("put into English by a machine"),
    }
    said = [ways.get(quote.channel, gettext("Someone who took part"))]
    said += [BOROUGHS[quote.area]] if quote.area else []
    said += [by[quote.translated]] if quote.translated else []
    return ", ".join(said)


def cautions(themed: Themed) -> list[tuple[str, str]]:
    """What to take care with: what people wrote first, then what the data itself tells.

    What people wrote in their own words takes the place of our line that begins the same.
    """
    written = [_lead_and_rest(line) for line in themed.cautions]
    said = [lead for lead, _ in written]
    ours = [one for one in _ours(themed) if not any(lead.startswith(one[0]) for lead in said)]
    return written + ours


def _lead_and_rest(line: str) -> tuple[str, str]:
    lead, dot, rest = line.partition(". ")
    return lead + dot.strip(), rest


def _ours(themed: Themed) -> list[tuple[str, str]]:
    limit = themed.limit
    found = [
        (gettext("People chose to take part."), gettext("This is not the view of everyone.")),
        (
            gettext("People told us how things were for them."),
            gettext("We have not checked each account."),
        ),
        (
            gettext("Numbers under %(limit)s are hidden", limit=limit),
            gettext("so that no one can be picked out."),
        ),
    ]
    sessions = summaries.CHANNEL_NAMES["session"]
    if any(part.name == sessions and part.people != 0 for part in themed.channels):
        found.append(
            (
                gettext("Numbers from sessions are of those who said a thing or agreed."),
                gettext("We count the most people behind one line, so that nobody counts twice."),
            )
        )
    if any(part.people is None for part in (*themed.channels, *themed.boroughs)):
        found.append(
            (
                gettext("“Not shown” can be a small number or a bigger one."),
                gettext("We hide both, so that nobody can work the small one out."),
            )
        )
    if themed.versions > 1:
        found.append(
            (
                gettext("The questions changed while people were answering."),
                gettext("Each answer is to the words its person was asked."),
            )
        )
    found.append(
        (
            gettext(
                "A machine grouped the statements, by their words and what it learned from "
                "made-up replies."
            ),
            gettext("People then checked this summary.")
            if themed.checked
            else gettext("It waits for a person to check it."),
        )
    )
    return found + _not_counted(themed)


def _not_counted(themed: Themed) -> list[tuple[str, str]]:
    found = []
    if themed.not_coded:
        words = ngettext(
            "%(num)s statement fits no theme.", "%(num)s statements fit no theme.", themed.not_coded
        )
        found.append((words, gettext("They are read, but are in none of the numbers by theme.")))
    elif themed.not_coded is None:
        found.append(
            (
                gettext("Some statements may fit no theme."),
                gettext("There are too few of one kind to say how many."),
            )
        )
    waiting = (
        (
            themed.still_reading,
            gettext("answers are still being read."),
            gettext("They count soon."),
        ),
        (
            themed.held,
            gettext("answers are held for a person to read."),
            gettext("What they say is not in this summary yet."),
        ),
    )
    for number, lead, rest in waiting:
        if number != 0:
            found.append((f"{_or_fewer(number, themed.limit)} {lead}", rest))
    return found


def _did_row(action: Action) -> dict[str, str]:
    when = gettext("by %(day)s", day=format_date(action.due_on, "MMMM y")) if action.due_on else ""
    return {
        "said": action.said,
        "change": " ".join(part for part in (action.change, action.reason) if part),
        "who": ", ".join(part for part in (action.who, when) if part),
        "status": action.status,
    }
