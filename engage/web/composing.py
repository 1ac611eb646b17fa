"""Trying out a text before it is used: its length, its cost, and what makes it dear."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import composing
from engage.composing import Cost
from engage.web.access import only
from engage.web.costs import not_to_ask, size_in_words, why_dear
from engage.web.languages import language_names

bp = Blueprint("composing", __name__, url_prefix="/staff/texts")
LONGEST = 1600
MOST_PEOPLE = 1_000_000


@dataclass(frozen=True)
class Tried:
    """A text as it is tried out in one language: as typed, as it would be sent, and its cost."""

    language: str
    name: str
    words: str
    options: str
    whole: str
    cost: Cost
    wrong: str


@bp.route("/write", methods=["GET", "POST"])
@only("facilitator")
def write() -> ResponseReturnValue:
    """A message or a question, in as many languages as it will go out in."""
    names = language_names()
    chosen = [code for code in names if f"words-{code}" in request.form] or ["en"]
    added = request.form.get("add_language", "")
    if "add" in request.form and added in names and added not in chosen:
        chosen.append(added)
    people = _people(request.form.get("people", ""))
    tried = [_try(code, names[code], people or 1) for code in chosen]
    errors = [(f"options-{one.language}", one.wrong) for one in tried if one.wrong]
    if people is None:
        errors.append(("people", gettext("Write how many people in digits, such as 60")))
    page = render_template(
        "composing/write.html",
        tried=tried,
        more=[(code, name) for code, name in names.items() if code not in chosen],
        people=request.form.get("people", ""),
        people_error=dict(errors).get("people", ""),
        errors=errors,
    )
    return page, 400 if errors else 200


@bp.post("/cost")
@only("facilitator")
def cost() -> ResponseReturnValue:
    """The cost of a text in words, as JSON, while it is written."""
    code = request.form.get("language", "en")
    found = _tried(
        code,
        code,
        request.form.get("words", ""),
        request.form.get("options", ""),
        _people(request.form.get("people", "")) or 1,
    )
    return jsonify(
        {
            "size": size_in_words(found.cost),
            "why": why_dear(found.cost),
            "not": found.wrong or not_to_ask(found.cost),
            "whole": found.whole,
            "segments": found.cost.segments,
            "units": found.cost.units,
            "encoding": found.cost.encoding,
            "swap": composing.plain(found.whole, code) != found.whole,
        }
    )


def _try(code: str, name: str, people: int) -> Tried:
    words = request.form.get(f"words-{code}", "")
    options = request.form.get(f"options-{code}", "")
    if request.form.get("swap") == code:
        words, options = composing.plain(words, code), composing.plain(options, code)
    return _tried(code, name, words, options, people)


def _tried(code: str, name: str, words: str, options: str, people: int) -> Tried:
    words = composing.unix_lines(words)[:LONGEST]
    options = composing.unix_lines(options)[:LONGEST]
    known = code if code in language_names() else "en"
    listed = [line.strip() for line in options.splitlines() if line.strip()]
    whole = composing.question(words, listed, known)
    wrong = composing.not_answers(listed)
    return Tried(
        language=code,
        name=name,
        words=words,
        options=options,
        whole=whole,
        cost=composing.cost(whole, known, people),
        wrong=_why_not(wrong) if wrong else "",
    )


def _why_not(wrong: tuple[str, ...]) -> str:
    return str(
        gettext(
            "%(words)s cannot be an answer: the phone company takes it as a word to stop or "
            "start texts, or to ask for help. Please find another word",
            words=", ".join(wrong),
        )
    )


def _people(typed: str) -> int | None:
    """How many people, as typed; 1 when nothing is, None when it is not a number to use."""
    typed = typed.strip().replace(",", "")
    if not typed:
        return 1
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_PEOPLE))):
        return None
    return int(typed) if 1 <= int(typed) <= MOST_PEOPLE else None
