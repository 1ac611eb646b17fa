"""What changed in a codebook, and what is put forward for it, in words."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext, ngettext

from engage.codebook_moves import Carried
from engage.codebook_versions import Difference, Version
from engage.codes import CodeName, names_ever
from engage.models import CodebookProposal
from engage.models.codebooks import (
    AGAIN,
    DROP,
    MADE,
    NAME,
    NEW,
    NOT_TAKEN,
    PARTLY,
    SAID,
    SPLIT,
    TAKEN,
    TOGETHER,
    WORDS,
)
from engage.web.coding_shown import group_name


def told(difference: Difference) -> str:
    """One difference between two versions, as a sentence."""
    one, name = difference, difference.name
    if one.what == "added":
        return gettext("“%(name)s” is new.", name=name)
    if one.what == "dropped":
        return gettext("“%(name)s” is no longer in the codebook.", name=name)
    if one.what == "order":
        return gettext("The themes stand in another order.")
    if one.what == "name":
        return gettext("“%(was)s” is now called “%(now)s”.", was=one.was, now=one.now)
    if one.what == "group":
        group = group_name(one.now)
        return gettext("“%(name)s” is now in the group “%(group)s”.", name=name, group=group)
    if one.what in ("keywords", "examples"):
        return _told_of_lines(one)
    return _told_of_words(one)


def _told_of_words(one: Difference) -> str:
    name, now = one.name, one.now
    if one.what == "definition":
        return gettext("What “%(name)s” is about now reads: “%(now)s”", name=name, now=now)
    if one.what == "include":
        if not now:
            return gettext("“%(name)s” no longer says what belongs in it.", name=name)
        return gettext("What belongs in “%(name)s” now reads: “%(now)s”", name=name, now=now)
    if not now:
        return gettext("“%(name)s” no longer says what to leave out.", name=name)
    return gettext("What “%(name)s” leaves out now reads: “%(now)s”", name=name, now=now)


def _told_of_lines(one: Difference) -> str:
    new, gone = _quoted(one.new), _quoted(one.gone)
    said = []
    if one.what == "keywords":
        if new:
            said.append(gettext("Words added to “%(name)s”: %(new)s.", name=one.name, new=new))
        if gone:
            words = gettext("Words taken out of “%(name)s”: %(gone)s.", name=one.name, gone=gone)
            said.append(words)
        return " ".join(said)
    if new:
        said.append(gettext("Examples added to “%(name)s”: %(new)s.", name=one.name, new=new))
    if gone:
        words = gettext("Examples taken out of “%(name)s”: %(gone)s.", name=one.name, gone=gone)
        said.append(words)
    return " ".join(said)


def _quoted(lines: Iterable[str]) -> str:
    return ", ".join(f"“{line}”" for line in lines)


def all_told(differences: Iterable[Difference]) -> list[str]:
    """Differences, a sentence each."""
    return [told(one) for one in differences]


def since_told(versions: Iterable[Version]) -> list[tuple[Version, list[str]]]:
    """Versions that came while a form was filled in, each with what it changed."""
    return [(version, all_told(version.differences)) for version in versions]


def proposed() -> dict[str, str]:
    """What can be put forward, in words."""
    return {
        NAME: gettext("Another name for a theme"),
        WORDS: gettext("Other words that mean a theme"),
        NEW: gettext("A new theme"),
        TOGETHER: gettext("Put two themes together"),
        SPLIT: gettext("Split a theme in two"),
        DROP: gettext("Drop a theme"),
    }


def about(proposal: CodebookProposal) -> str:
    """What a proposal is about, as a sentence."""
    names = names_ever()
    name = names.get(proposal.code or "", CodeName(proposal.code or "", "")).name
    other = names.get(proposal.with_code or "", CodeName(proposal.with_code or "", "")).name
    return {
        NAME: gettext("Another name for “%(name)s”", name=name),
        WORDS: gettext("Other words that mean “%(name)s”", name=name),
        NEW: gettext("A new theme"),
        TOGETHER: gettext("Put “%(name)s” together with “%(other)s”", name=name, other=other),
        SPLIT: gettext("Split “%(name)s” in two", name=name),
        DROP: gettext("Drop “%(name)s”", name=name),
    }[proposal.kind]


def states() -> dict[str, str]:
    """How far a proposal can be, in words."""
    return {
        "open": gettext("Open"),
        TAKEN: gettext("Taken up"),
        PARTLY: gettext("Taken up in part"),
        NOT_TAKEN: gettext("Not taken up"),
    }


def happened(what: str) -> str:
    """What happened to a proposal, in a word or two."""
    return {
        **states(),
        SAID: gettext("Comment"),
        AGAIN: gettext("Opened again"),
        MADE: gettext("In the codebook"),
    }[what]


def carried_in_words(carried: Carried) -> str:
    """How many statements carry a theme, for staff who read replies."""
    all_of_them = ngettext("%(num)s statement", "%(num)s statements", carried.whole)
    if not carried.by_people:
        return all_of_them
    by_people = gettext("%(many)s decided by people", many=f"{carried.by_people:,}")
    return f"{all_of_them}, {by_people}"
