"""A form's lists of choices as our options, and which kind of question they make."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from surveys.keywords import is_reserved
from surveys.kinds.pick_several import NONE_OF_THESE
from surveys.lexicon import written_for
from surveys.normalise import matching_form, spoken_words
from surveys.wording import Sentence, say
from surveys.xlsform.exact import read_copy
from surveys.xlsform.languages import Languages
from surveys.xlsform.words import said, unstyled
from surveys.xlsform.workbook import ROW

_NONE_NAMES = {"none", "none_of_these", "none_of_the_above", "noneofthese", "none_of_them"}
_NONE_LABELS = {"none", "none of these", "none of the above", "none of them"}
_NOT_SURE_LABELS = {"not sure", "don't know", "do not know", "i don't know", "i do not know"}
OTHER = "other"
"""The name of the choice that `or_other` adds."""
_OTHER_SAID = {
    "en": "Other",
    "cy": "Arall",
    "pl": "Inne",
    "ar": "غير ذلك",
    "fa": "مورد دیگر",
    "ro": "Altceva",
    "uk": "Інше",
}
_DEGREE = re.compile(
    r"\b(very|not at all|never|always|strongly|completely|totally|extremely|excellent|poor|good|bad"
    r"|worst|best|(?:un|dis)?satisfied|unsafe|safe|(?:dis)?agree|(?:un)?likely)\b"
)
_REFERENCE = re.compile(r"(?<!\s)\s*\$\{[^{}]*\}")
_LONGEST_VALUE = 40


@dataclass(frozen=True)
class Choice:
    """One choice: its name in the form, our value for it, and its words in each language."""

    name: str
    value: str
    labels: Mapping[str, str]
    row: int | None = None
    written: Mapping[str, Any] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """Its words in one language; "" where it has none."""
        return self.labels.get(language, "")


@dataclass(frozen=True)
class Choices:
    """A list of choices in order; `none` is the one that became our own "none of these"."""

    listed: tuple[Choice, ...]
    none: Choice | None = None

    @property
    def values(self) -> Mapping[str, str]:
        """Our value for each name."""
        return {one.name: one.value for one in self.listed}


def choices_of(
    listed: Sequence[Mapping[str, Any]], languages: Languages, *, is_several: bool, is_own: bool
) -> Choices:
    """The choices of a question, each with a value of ours; `is_own` where we wrote the form."""
    found = [_choice(one, languages, is_own=is_own) for one in listed]
    none = next((one for one in found if _is_none(one, languages.main, is_own=is_own)), None)
    if not is_several or len(found) < 2:
        none = None
    kept = [one for one in found if one is not none]
    return Choices(tuple(kept if is_own else _with_values(kept, languages)), none)


def _choice(written: Mapping[str, Any], languages: Languages, *, is_own: bool) -> Choice:
    name, row = str(written.get("name", "")), str(written.get(ROW, ""))
    labels = said(written.get("label"), languages)
    if name == OTHER and ROW not in written:
        codes = (languages.main, *languages.others)
        labels = {code: _OTHER_SAID[code] for code in codes if code in _OTHER_SAID} or labels
    if not is_own:
        labels = {code: _alone(text) for code, text in labels.items()}
    copies = read_copy(written.get("engage_exact"))
    value = copies.get("value") if copies.get("name") == name else None
    number = int(row) if row.isdecimal() else None
    return Choice(name, value if isinstance(value, str) else name, labels, number, written)


def _alone(text: str) -> str:
    """A label without styling, and without answers put in: choices are the same for everyone."""
    return _REFERENCE.sub("", unstyled(text)).strip()


def _is_none(choice: Choice, main: str, *, is_own: bool) -> bool:
    if is_own:
        return bool(choice.written.get("engage_none"))
    return choice.name.lower() in _NONE_NAMES or matching_form(choice.label(main)) in _NONE_LABELS


def _with_values(found: Sequence[Choice], languages: Languages) -> Iterator[Choice]:
    """The choices with values that people may text: names where they fit, or words for codes."""
    taken: set[str] = set()
    are_codes = all(one.name.isdecimal() for one in found)
    is_code = are_codes and not all(_fits(one.name, n) for n, one in enumerate(found, 1))
    for place, choice in enumerate(found, 1):
        words = _slug(choice.label(languages.main))
        offered = (words, choice.name) if is_code else (choice.name, words)
        fits = (one for one in offered if _fits(one, place) and matching_form(one) not in taken)
        value = next(fits, "") or next(_numbered(place, taken))
        taken.add(matching_form(value))
        yield Choice(choice.name, value, choice.labels, choice.row, choice.written)


def _numbered(place: int, taken: set[str]) -> Iterator[str]:
    """Values that say no more than where the choice stands, the first of them if it is free."""
    for number in count(1):
        value = f"choice_{place}" if number == 1 else f"choice_{place}_{number}"
        if matching_form(value) not in taken:
            yield value


def _fits(value: str, place: int) -> bool:
    """Whether people may text this value and mean this choice by it."""
    form = matching_form(value)
    if not spoken_words(value) or is_reserved(value) or value == NONE_OF_THESE:
        return False
    if form.isdecimal():
        return form == str(place)
    return not (len(form) == 1 and "a" <= form <= "z") or ord(form) - ord("a") + 1 == place


def _slug(label: str) -> str:
    plain_letters = unicodedata.normalize("NFKD", label.replace("'", "").replace("’", ""))
    ascii_letters = plain_letters.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", ascii_letters).strip("_")[:_LONGEST_VALUE].strip("_")


def are_yes_and_no(choices: Choices, languages: Languages) -> bool:
    """Whether these are yes, no and perhaps not sure, in words that are ours in each language."""
    if not 2 <= len(choices.listed) <= 3:
        return False
    sentences = (Sentence.YES_SAID, Sentence.NO_SAID, Sentence.DONT_KNOW_SAID)
    return all(
        written_for("wording", code) and _says(choice.label(code), sentence, code)
        for code in (languages.main, *languages.others)
        for choice, sentence in zip(choices.listed, sentences, strict=False)
    )


def _says(label: str, sentence: Sentence, language: str) -> bool:
    form = matching_form(label)
    if language == "en" and sentence is Sentence.DONT_KNOW_SAID and form in _NOT_SURE_LABELS:
        return True
    return form == matching_form(say(sentence, language=language))


def points_of(choices: Choices, appearance: str, main: str) -> Mapping[str, int] | None:
    """The point of a scale that each choice is, by name; None where they are no scale.

    They are one where the form shows them so (likert), or where they count up one by one and
    the words at both ends say how much. Areas are often numbered as well.
    """
    names = [one.name for one in choices.listed]
    if not 3 <= len(names) <= 11:
        return None
    low = int(names[0]) if names[0] in {"0", "1"} else 1
    points = {name: point for point, name in enumerate(names, low)}
    counts_up = all(name == str(point) for name, point in points.items())
    ends = (choices.listed[0].label(main), choices.listed[-1].label(main))
    says_how_much = all(_DEGREE.search(matching_form(one)) for one in ends)
    if "likert" in appearance.split() and (counts_up or not any(map(str.isdecimal, names))):
        return points
    return points if counts_up and says_how_much else None
