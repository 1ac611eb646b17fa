"""The form of a theme: what was typed, what it becomes, and what to do when two typed at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import request

from engage import codebook_changes, codebook_proposals, codebook_versions, codebooks
from engage.codebook_changes import Theme
from engage.codebook_proposals import Proposal
from engage.codebook_versions import LISTED, WORDED
from engage.models.codebooks import NAME, NEW, PARTLY, SPLIT, TAKEN, WORDS
from engage.web import codebook_words
from engage.web.coding_shown import group_name
from engage.web.from_ids import by_id


def typed(code_id: str = "") -> Theme:
    """The theme as it was typed; a blank line is none, and a line stands once."""
    given = request.form
    words = {field: given.get(field, "").strip() for field in WORDED}
    words["group"] = given.get("other_group", "").strip() or words["group"]
    words |= {field: " ".join(words[field].split()) for field in ("name", "group", "definition")}
    words |= {field: "\n".join(words[field].splitlines()) for field in ("include", "exclude")}
    return Theme(
        id=code_id,
        name=words["name"],
        group=words["group"],
        definition=words["definition"],
        include=words["include"],
        exclude=words["exclude"],
        keywords=lines_of(given.get("keywords", "")),
        examples=lines_of(given.get("examples", "")),
    )


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a box, each without blanks at its ends, none twice."""
    tidy = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in tidy if line))


def made_out_of() -> int:
    """The number of the version that a form was made out of."""
    return request.form.get("on", -1, type=int)


def proposal() -> Proposal | None:
    """The proposal that a page is there for, if it was taken up."""
    named = by_id(request.values.get("proposal", ""))
    found = codebook_proposals.one(named) if named else None
    return found if found and found.state in (TAKEN, PARTLY) else None


def filled_in(code: Theme, found: Proposal | None) -> Theme:
    """A theme with what a proposal asks for typed in."""
    if found is None:
        return code
    words = found.row.words
    if found.row.kind in (NAME, NEW, SPLIT):
        return replace(code, name=name_in(words))
    if found.row.kind == WORDS:
        said = in_quotes(words) or lines_of(words.replace(",", "\n"))
        return replace(code, keywords=tuple(dict.fromkeys((*code.keywords, *said))))
    return code


def in_group(code: Theme, group: str) -> Theme:
    """A theme that is yet to be written, in a group."""
    return replace(code, group=group)


def name_in(words: str) -> str:
    """The name that words put forward: what stands in quotation marks, else all of them."""
    quoted = in_quotes(words)
    name = (quoted[0] if quoted else words)[: codebook_changes.LONGEST["name"]]
    return name[:1].upper() + name[1:]


def in_quotes(words: str) -> tuple[str, ...]:
    """What stands in quotation marks, curly or straight."""
    parts = words.replace("“", '"').replace("”", '"').split('"')
    return lines_of("\n".join(parts[1::2])) if len(parts) > 2 else ()


def kept_together(was: Theme, mine: Theme, theirs: Theme) -> Theme:
    """What one person typed, with what another changed meanwhile where the first changed nothing.

    `was` is what both began with. Of lists, lines that either added are there, and none that
    either took out.
    """
    both: dict[str, Any] = {
        field: getattr(theirs if getattr(mine, field) == getattr(was, field) else mine, field)
        for field in WORDED
    }
    for field in LISTED:
        both[field] = _lines(*(getattr(one, field) for one in (was, mine, theirs)))
    return replace(mine, **both)


def _lines(was: Iterable[str], mine: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    before, now = set(was), set(mine)
    stays = [line for line in theirs if line in now or line not in before]
    return (*stays, *(line for line in mine if line not in before and line not in stays))


def groups() -> list[tuple[str, str]]:
    """Each group there is, with what it is called."""
    found = dict.fromkeys(code.group for code in codebooks.current().codes if code.group)
    return [(group, group_name(group)) for group in found]


def of_form(code: Theme, problems: Mapping[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """What the template of a form needs for a theme, with what is to be put right."""
    problems, known = problems or {}, groups()
    is_known = code.group in dict(known)
    found = more.pop("proposal", None)
    default_why = _why(found) if found else ""
    return {
        "theme": code,
        "groups": known,
        "group": code.group if is_known else "",
        "other_group": "" if is_known else code.group,
        "why": request.form.get("why", default_why),
        "on": codebooks.number(),
        "problems": problems,
        "errors": list(problems.items()),
        "proposal": found,
        **more,
    }


def _why(found: Proposal) -> str:
    return found.row.words[: codebook_changes.LONGEST_WHY]


def since(number: int) -> dict[str, Any]:
    """What others did since the version that a form was made out of, for its page."""
    number = number if number >= codebooks.SHIPPED else codebooks.number()
    return {"since": codebook_words.since_told(codebook_versions.since(number))}
