"""Surveys of every shape for property tests: each kind, condition and awkward character."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from surveys.keywords import is_reserved
from surveys.kinds.about_you import ABOUT_YOU
from surveys.loading import from_dict
from surveys.piping import pipes
from surveys.questionnaire import Questionnaire

OTHERS = ("pl", "ar", "fa", "cy")
PIECES = (
    *("=1+1", "+44", "-", "@x", "'", '"', "“so”", "don’t", 'it\'s "so"', "#N/A", "TRUE", "1.0"),
    *("\u202e", "\u200f", "😀", "👩🏽\u200d🚀", "مرحبا", "ሰላም", "Zażółć", "ﬁ", "e\u0301"),
    *("\n", "\n\n", "\r\n", " \n \n ", "\t", "  ", "\xa0", "\x00", "\x0b", "\x85", "\u2028"),
    *("${", "}", "${nobody|x}", "$", "{", "|", "$ {", "${area", "\\", "_x0041_", "x005F_x000D_"),
    *("**bold**", "# Title", "<b>&amp;</b>", "<output/>", "]]>", "\ue018", "\ufffe", "Stop", "0"),
)
AWKWARD = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
    st.text(max_size=12),
    st.lists(st.sampled_from((*PIECES, "word", " ")), max_size=6).map(" ".join),
)
KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,12}", fullmatch=True).filter(lambda one: one != ABOUT_YOU)
NAMES = ("kind", "key", "title", "options", "questions", "labels", "value", "not", "wording")
"""What a survey file calls its own parts: a question or an answer may be called so too."""
TAKEN_NAMES = ("meta", "data", "yes_no", "area", "area_label", "k" * 60, *NAMES)
KEYS = st.one_of(KEYS, st.sampled_from(TAKEN_NAMES))
KINDS = ("pick_one", "pick_several", "yes_no", "scale", "number", "date", "free_text")
DAYS = st.dates().map(lambda day: day.isoformat())


def words() -> st.SearchStrategy[str]:
    """Words that are not blank, now and then with awkward characters."""
    return st.tuples(AWKWARD, st.sampled_from(("Why", "=Now", "“Who", "کجا")), AWKWARD).map("".join)


def is_no_command(label: str) -> bool:
    """Whether a label is free of what phone companies act on, such as "Stop"."""
    return not is_reserved(label)


def own_words() -> st.SearchStrategy[str]:
    """Words in the language a survey is written in: nothing is put in that is not there."""
    return words().filter(lambda text: not list(pipes(text)))


@st.composite
def piped(draw: st.DrawFn, earlier: Sequence[dict[str, Any]]) -> str:
    """Words with an earlier answer put in, where there is one to put in."""
    may_be = [one["key"] for one in earlier if one["kind"] not in {"free_text", "information"}]
    before, after = draw(own_words()), draw(AWKWARD.filter(lambda text: not list(pipes(text))))
    if not may_be or draw(st.booleans()):
        return before
    otherwise = draw(AWKWARD).replace("{", "").replace("}", "") + "it"
    return f"{before} ${{{draw(st.sampled_from(may_be))}|{otherwise}}}{after}"


@st.composite
def options(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Two options or more, with values and labels that differ."""
    found = []
    names = draw(st.permutations(NAMES))
    for place in range(draw(st.integers(2, 4))):
        plain = (f"v{place}", f"value{place} {draw(AWKWARD)}", f"{place + 1}", "abcdefgh"[place])
        values = (*plain, names[place])
        value = draw(st.sampled_from(values))
        option = {"value": value, "label": f"L{place} {draw(AWKWARD)}"}
        if draw(st.booleans()):
            option["short"] = f"S{place}{draw(AWKWARD)}"
        if draw(st.integers(0, 4)) == 0:
            option["picture"] = draw(st.sampled_from(("map", "house", draw(AWKWARD) or "map")))
        found.append(option)
    return found


@st.composite
def condition(draw: st.DrawFn, earlier: Sequence[Any], depth: int = 0) -> dict[str, Any]:
    """A condition on earlier questions."""
    shape = draw(st.sampled_from(("leaf", "leaf", "not", "all", "any"))) if depth < 3 else "leaf"
    if shape == "not":
        return {"not": draw(condition(earlier, depth + 1))}
    if shape in {"all", "any"}:
        return {shape: draw(st.lists(condition(earlier, depth + 1), min_size=1, max_size=3))}
    source = draw(st.sampled_from(earlier))
    return {"question": source["key"], **draw(_test(source))}


@st.composite
def _test(draw: st.DrawFn, source: dict[str, Any]) -> dict[str, Any]:
    kind = source["kind"]
    tests = {
        "pick_one": ("is",),
        "pick_several": ("has",),
        "yes_no": ("is",),
        "consent": ("is",),
        "scale": ("is", "at_least", "at_most"),
        "number": ("is", "at_least", "at_most"),
        "date": ("is", "at_least", "at_most"),
    }
    test = draw(st.sampled_from(("answered", *tests.get(kind, ()))))
    if test == "answered":
        return {"answered": True}
    if kind in {"pick_one", "pick_several"}:
        values = st.sampled_from([one["value"] for one in source["options"]])
    elif kind == "yes_no":
        values = st.sampled_from(("yes", "no", "dont_know"))
    elif kind == "consent":
        of_words = ("themes", "quote", "quote_with_area")
        values = st.sampled_from(of_words if source.get("about") else ("agree", "disagree"))
    elif kind == "date":
        values = st.one_of(DAYS, AWKWARD) if test == "is" else DAYS
    elif kind == "scale":
        values = st.integers(source.get("low", 1), source.get("high", 5))
    else:
        values = st.integers(-5, 400)
    if test in {"at_least", "at_most"}:
        return {test: draw(values)}
    found = draw(st.lists(values, min_size=1, max_size=3))
    return {test: found[0] if len(found) == 1 else found}


@st.composite
def question(
    draw: st.DrawFn, key: str, kind: str, earlier: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """One question of a kind, after these."""
    entry: dict[str, Any] = {"key": key, "kind": kind, "wording": draw(piped(earlier))}
    for name in ("hint", "text", "easy", "easy_hint"):
        if draw(st.integers(0, 3)) == 0:
            entry[name] = draw(piped(earlier))
    if draw(st.integers(0, 4)) == 0:
        entry["picture"] = draw(st.sampled_from(("map", "house")))
    if draw(st.integers(0, 5)) == 0:
        entry["optional"] = False
    entry |= draw(_of_kind(kind, earlier))
    answered = [one for one in earlier if one["kind"] != "information"]
    is_asked_of_some: bool = bool(answered) and draw(st.booleans())
    if is_asked_of_some:
        entry["show_when"] = draw(condition(answered))
    return entry


@st.composite
def _of_kind(draw: st.DrawFn, kind: str, earlier: Sequence[dict[str, Any]]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if kind in {"pick_one", "pick_several"}:
        entry["options"] = draw(options())
    elif kind == "scale":
        low = draw(st.integers(0, 2))
        entry |= {"low": low, "high": low + draw(st.integers(1, 6)), "faces": draw(st.booleans())}
        if draw(st.booleans()):
            entry["labels"] = [
                f"{draw(AWKWARD)}P{point}" for point in range(low, entry["high"] + 1)
            ]
        for end in ("low_label", "high_label"):
            if draw(st.integers(0, 2)) == 0:
                entry[end] = draw(AWKWARD.filter(is_no_command))
    elif kind == "number":
        entry |= {"low": draw(st.integers(0, 5)), "unit": draw(AWKWARD)}
        if draw(st.booleans()):
            entry["high"] = entry["low"] + draw(st.integers(1, 400))
    elif kind == "date":
        entry["when"] = draw(st.sampled_from(("", "past", "future")))
    elif kind == "free_text":
        entry["limit"] = draw(st.sampled_from((10_000, 1, 500)))
    elif kind == "information":
        entry["body"] = draw(st.sampled_from(("", draw(piped(earlier)))))
    return entry


@st.composite
def translation(draw: st.DrawFn, asked: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Some words of a survey in another language: not always all of them."""
    found: dict[str, Any] = {}
    for name in ("title", "purpose", "thanks"):
        if draw(st.booleans()):
            found[name] = draw(words())
    found["checked"] = draw(st.booleans())
    found["questions"] = {}
    for one in asked:
        if draw(st.integers(0, 3)) == 0:
            continue
        entry: dict[str, Any] = {"wording": draw(words())} if draw(st.integers(0, 3)) else {}
        for name in ("hint", "text", "body", "easy", "low_label", "unit"):
            if draw(st.integers(0, 4)) == 0:
                entry[name] = draw(AWKWARD)
        if "options" in one:
            entry["options"] = {
                option["value"]: f"{draw(AWKWARD)}T"
                for option in one["options"]
                if draw(st.booleans())
            }
        if draw(st.integers(0, 2)) == 0:
            entry["labels"] = draw(st.lists(AWKWARD.filter(is_no_command), max_size=4))
        found["questions"][one["key"]] = entry
    return found


@st.composite
def surveys(draw: st.DrawFn) -> Questionnaire:
    """A survey with nothing to put right."""
    keys = draw(st.lists(KEYS, min_size=1, max_size=8, unique=True))
    opening = draw(
        st.lists(st.sampled_from(("information", "consent", "consent-words")), max_size=2)
    )
    body = st.sampled_from((*KINDS, *KINDS, "information"))
    kinds = [*opening, *(draw(body) for _ in keys)][: len(keys)]
    asked: list[dict[str, Any]] = []
    for kind, key in zip(kinds, keys, strict=True):
        plain_kind, _, about = kind.partition("-")
        entry = draw(question(key, plain_kind, asked))
        if about and not any("about" in one for one in asked):
            entry["about"] = about
        elif plain_kind == "consent":
            entry.pop("show_when", None)
        asked.append(entry)
    about_you: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 2))):
        kind = draw(st.sampled_from(("pick_one", "scale", "number", "yes_no")))
        about_you.append(draw(question(f"about{number}", kind, [*asked, *about_you])))
    codes = draw(st.lists(st.sampled_from(OTHERS), max_size=2, unique=True))
    return from_dict(
        {
            "key": draw(KEYS),
            "title": draw(words()),
            "purpose": draw(words()),
            "thanks": draw(words()),
            "language": draw(st.sampled_from(("en", "uk"))),
            "questions": asked,
            **({"about_you": about_you} if about_you else {}),
            "translations": {code: draw(translation([*asked, *about_you])) for code in codes},
        }
    )
