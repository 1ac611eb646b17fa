"""The shared look: stylesheets, layouts and macros, with no application behind them."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from engage.web.assets import drawings, own_words

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
SHARED = ("layouts", "macros", "errors", "security")
TEMPLATES = sorted(p for part in SHARED for p in (ROOT / "templates" / part).rglob("*.html"))
ERROR_PAGES = ["400", "403", "404", "405", "413", "429", "500", "503", "expired"]


def an_environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda words: words, lambda one, many, n: one if n == 1 else many, newstyle=True
    )
    env.globals.update(
        asset=lambda name: f"/static/{name}",
        drawings=drawings(STATIC / "pictures"),
        csrf_token=lambda: "a-token",
        service_name="Your Say",
        get_flashed_messages=lambda **_: [],
        waiting_alerts=lambda: None,
        request=SimpleNamespace(endpoint="replies.surveys"),
    )
    env.filters["own_words"] = own_words
    return env


def rendered(source: str, **names: Any) -> str:
    return an_environment().from_string(source).render(**names)


def asked(kind: str = "pick_one", **details: Any) -> SimpleNamespace:
    options = [
        SimpleNamespace(value="own", label="My own home"),
        SimpleNamespace(value="b", label="B&B"),
    ]
    points = [(1, "Not safe"), (2, "In between"), (3, "Very safe")]
    on_offer = points if kind == "scale" else [(one.value, one.label) for one in options]
    shape = {
        "hint": "",
        "options": options,
        "points": points,
        "faces": False,
        "on_offer": lambda *_: on_offer,
    }
    return SimpleNamespace(kind=kind, wording="Where do you stay?", **(shape | details))


def a_question(question: SimpleNamespace, **names: Any) -> str:
    source = (
        '{% from "macros/question.html" import question %}{{ question(q, value, error=error) }}'
    )
    return rendered(source, q=question, **({"value": None, "error": ""} | names))


@pytest.mark.parametrize(
    "name, most", [("public.css", 12_000), ("staff.css", 24_000), ("poster.css", 8_000)]
)
def test_a_stylesheet_stays_small(name: str, most: int) -> None:
    assert len((STATIC / name).read_bytes()) < most


@pytest.mark.parametrize("beyond_old_phones", ["var(", "gap:", "display: grid", "@import", "@font"])
def test_the_public_stylesheet_keeps_to_what_old_phones_draw(beyond_old_phones: str) -> None:
    assert beyond_old_phones not in (STATIC / "public.css").read_text()


@pytest.mark.parametrize("name", ["public.css", "staff.css", "poster.css"])
def test_a_stylesheet_asks_no_other_host(name: str) -> None:
    assert not re.search(r"url\(|https?:", (STATIC / name).read_text())


def test_there_is_a_bar_for_every_share() -> None:
    css = (STATIC / "staff.css").read_text()

    assert re.findall(r"\.w(\d+)\{width:(\d+)", css) == [(str(n), str(n)) for n in range(101)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
@pytest.mark.parametrize(
    "unwanted", [r"\sstyle=", r"<style", r"<script(?![^>]*\ssrc=)", r"\son\w+=", r"\srequired\b"]
)
def test_no_template_holds_what_the_browser_is_told_to_refuse(
    template: Path, unwanted: str
) -> None:
    written = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)

    assert not re.search(unwanted, written)


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_says_what_happened_and_what_to_do_next(name: str) -> None:
    page = an_environment().get_template(f"errors/{name}.html").render()

    assert page.count("<h1>") == 1
    assert "What you can do" in page
    assert not re.search(r"\b(failed|invalid|must|user)\b", page, flags=re.IGNORECASE)


@pytest.mark.parametrize("layout", ["layouts/public.html", "layouts/staff.html"])
def test_a_page_with_errors_says_so_first_in_its_title_and_before_its_heading(layout: str) -> None:
    source = '{% extends "' + layout + '" %}{% block title %}Safe{% endblock %}'
    source += "{% block content %}<h1>Safe</h1>{% endblock %}"

    page = rendered(source, errors=[("answer-1", "Pick one answer")])

    assert "<title>Error: Safe – Your Say</title>" in page
    assert page.index('href="#answer-1"') < page.index("<h1>")
    assert "errors.js" in page


@pytest.mark.parametrize("layout", ["layouts/public.html", "layouts/staff.html"])
def test_a_page_without_errors_sends_no_script(layout: str) -> None:
    assert "<script" not in rendered('{% extends "' + layout + '" %}')


def test_the_page_carries_its_language_and_direction() -> None:
    page = rendered('{% extends "layouts/public.html" %}', page_lang="fa", page_dir="rtl")

    assert '<html lang="fa" dir="rtl">' in page


def test_signing_out_is_a_posted_form() -> None:
    page = rendered('{% extends "layouts/staff.html" %}', sign_out_url="/out")

    assert re.search(r'<form method="post" action="/out"><input type="hidden" name="csrf', page)


def test_a_question_has_nothing_chosen_until_it_is_answered() -> None:
    assert "checked" not in a_question(asked())


@pytest.mark.parametrize(
    "kind, value, chosen",
    [("pick_one", "b", "answer-2"), ("scale", 3, "answer-3"), ("scale", "3", "answer-3")],
)
def test_a_saved_answer_shows_as_chosen(kind: str, value: object, chosen: str) -> None:
    found = re.findall(
        r'id="([\w-]+)" value="[\w-]+" checked', a_question(asked(kind), value=value)
    )

    assert found == [chosen]


def test_rather_not_say_comes_last_and_can_be_the_saved_answer() -> None:
    page = a_question(asked(), value="rather_not_say")

    assert re.findall(r'id="answer-(\d)" value="(\w+)"( checked)?', page)[-1] == (
        "3",
        "rather_not_say",
        " checked",
    )


def test_what_was_typed_stays_and_is_escaped() -> None:
    page = a_question(asked("free_text"), value="a <b> & c")

    assert "a &lt;b&gt; &amp; c</textarea>" in page


@pytest.mark.parametrize("kind", ["pick_one", "scale", "free_text"])
def test_a_hint_and_an_error_are_tied_to_the_answer(kind: str) -> None:
    page = a_question(asked(kind, hint="Pick one."), error="Pick one answer")

    tied = re.search(r'aria-describedby="([^"]+)"', page)
    assert tied
    for name in tied[1].split():
        assert f'id="{name}"' in page
    assert len(tied[1].split()) == 2


def test_the_happiest_face_goes_to_the_highest_number() -> None:
    rising = a_question(asked("scale", faces=True))
    falling = a_question(asked("scale", faces=True, points=[(3, "c"), (2, "b"), (1, "a")]))

    mouths = [re.findall(r'd="(M11 [^"]+)"', page) for page in (rising, falling)]
    assert mouths[0] == ["M11 26q7-9 14 0", "M11 24h14", "M11 21q7 10 14 0"]
    assert mouths[1] == mouths[0][::-1]


def test_a_hidden_number_is_words_with_no_share_and_no_bar() -> None:
    row = {"name": "Pets", "url": "", "people": None, "share": 3, "strength": "early"}
    source = '{% from "macros/summary.html" import theme_table %}{{ theme_table([r], "h", "c") }}'

    page = rendered(source, r=row)

    assert "fewer than 5" in page
    assert "3%" not in page
    assert 'class="w' not in page


def test_a_theme_too_small_to_show_keeps_its_words_and_quotes_back() -> None:
    source = (
        '{% from "macros/summary.html" import theme_card %}'
        '{{ theme_card("t", "Pets", none, "early", text="Two people said", quotes=[q]) }}'
    )

    page = rendered(source, q={"words": "my dog", "source": "Text"})

    assert "Two people said" not in page
    assert "my dog" not in page


def test_a_handset_says_who_wrote_each_text_and_how_many_parts_it_took() -> None:
    source = (
        '{% from "macros/phone.html" import handset %}'
        '{{ handset("Kev", "07700 900001", texts, "/send", "Your Say") }}'
    )
    texts = [
        {"mine": True, "words": "HOME", "time": "10:41", "parts": 1},
        {"mine": False, "words": "<hello>", "time": "10:42", "parts": 2},
    ]

    page = rendered(source, texts=texts)

    assert 'id="conversation"' in page
    assert page.index("This phone:") < page.index("HOME") < page.index("10:41 · 1 part<")
    assert page.index("Your Say:") < page.index("&lt;hello&gt;") < page.index("10:42 · 2 parts")
