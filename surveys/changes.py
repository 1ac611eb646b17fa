"""What is different in the next version of a survey, and what that does to answers already given.

Nothing is done to them: each stays with the version it was given to. What changes is how they are
counted beside new ones, as `surveys.versions` has it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from surveys.questionnaire import Questionnaire
from surveys.questions import Consent, Number, Option, Picking, Question, Scale
from surveys.versions import KIND_NAMES, why_apart


class Kind(StrEnum):
    """What is different."""

    SURVEY_TEXT = "survey_text"
    LANGUAGE = "language"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    IN_TEXTS = "in_texts"
    EASY_READ = "easy_read"
    KIND = "kind"
    SCALE_ENDS = "scale_ends"
    SCALE_WORDS = "scale_words"
    LIMITS = "limits"
    UNIT = "unit"
    OPTION_ADDED = "option_added"
    OPTION_REMOVED = "option_removed"
    OPTION_RELABELLED = "option_relabelled"
    OPTIONS_MOVED = "options_moved"
    CONDITION = "condition"
    CONSENT = "consent"
    DETAILS = "details"
    TRANSLATION_ADDED = "translation_added"
    TRANSLATION_REMOVED = "translation_removed"
    TRANSLATION_CHANGED = "translation_changed"


@dataclass(frozen=True)
class Change:
    """One thing that is different: `what` says it in a sentence.

    `effect` is a sentence on how the answers given before are counted: those to `question`, and
    of them those that were `value`, where it names one. It is empty where no answer is touched.
    """

    kind: Kind
    what: str
    effect: str = ""
    question: str | None = None
    value: str | None = None

    def means(self, people: int) -> str:
        """What it means where so many people gave the answers that it touches."""
        if not self.effect:
            return "It does not touch the answers given so far."
        if self.question is None:
            return self.effect
        if not people:
            return "Nobody has answered it yet."
        have = "1 person has" if people == 1 else f"{people} people have"
        done = "picked it" if self.value is not None else "answered it"
        return f"{have} {done}. {self.effect}"


_TOGETHER = "Old and new answers are counted together, because it is the same question."
_APART = "Old and new answers are counted apart, because {why}."
_GONE = "Their answers stay and are counted apart, because it is no longer asked."
_SAME_TO_US = (
    "Old and new answers are counted together. If it now asks something else, take it out and "
    "write a new question."
)
_TEXTS = {"title": "title", "purpose": "words on why we ask", "thanks": "thanks"}
_WORDS = {"wording", "hint", "body"}
_EASY = {"easy", "easy_hint", "picture", "faces"}
_ELSEWHERE = {"kind", "text", "options", "show_when", "labels", "low_label", "high_label"}
_ELSEWHERE |= {"low", "high", "unit"}


def what_changes(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Everything that is different between two versions of a survey, in the order it is asked."""
    before, after = _by_key(old), _by_key(new)
    return (
        *_of_survey(old, new),
        *(_removed(before[key]) for key in before if key not in after),
        *_of_questions(old, new, before, after),
        *_of_translations(old, new),
    )


def _by_key(survey: Questionnaire) -> dict[str, Question]:
    return {one.key: one for one in (*survey.questions, *survey.about_you)}


def _of_survey(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    for name, called in _TEXTS.items():
        if getattr(old, name) != getattr(new, name):
            yield Change(Kind.SURVEY_TEXT, f"The {called} now says “{getattr(new, name)}”.")
    if old.language != new.language:
        yield Change(Kind.LANGUAGE, f"It is written in “{new.language}”, not “{old.language}”.")


def _removed(question: Question) -> Change:
    named = f"Taken out: “{question.wording}”."
    if not question.takes_answer:
        return Change(Kind.REMOVED, named, question=question.key)
    effect = _GONE
    if isinstance(question, Consent) and question.is_of_words:
        effect += " From now on nobody is asked, so nobody’s words are quoted."
    return Change(Kind.REMOVED, named, effect, question.key)


def _of_questions(
    old: Questionnaire,
    new: Questionnaire,
    before: Mapping[str, Question],
    after: Mapping[str, Question],
) -> Iterator[Change]:
    moved = _moved(before, after) | (
        {one.key for one in old.about_you} ^ {one.key for one in new.about_you}
    )
    for key, question in after.items():
        if key not in before:
            started = "Nobody was asked it before, so its count starts now."
            effect = started if question.takes_answer else ""
            yield Change(Kind.ADDED, f"New: “{question.wording}”.", effect)
            continue
        if key in moved:
            yield Change(Kind.MOVED, f"Moved: “{question.wording}”.", _TOGETHER, key)
        yield from _of_question(before[key], question)


def _moved(before: Mapping[str, Question], after: Mapping[str, Question]) -> set[str]:
    """The fewest questions whose moving explains the new order of those that were kept."""
    places = {key: place for place, key in enumerate(before)}
    kept = [key for key in after if key in before]
    return set(kept) - set(_longest_in_order(kept, places))


def _longest_in_order(keys: Sequence[str], places: Mapping[str, int]) -> Iterator[str]:
    """The most of the keys, in order, whose places only ever grow (patience sorting)."""
    ends: list[int] = []
    runs: list[tuple[str, ...]] = []
    for key in keys:
        at = bisect_left(ends, places[key])
        run = (*(runs[at - 1] if at else ()), key)
        ends[at : at + 1], runs[at : at + 1] = [places[key]], [run]
    return iter(runs[-1] if runs else ())


def _of_question(old: Question, new: Question) -> Iterator[Change]:
    apart = why_apart(old, new)
    counted = _APART.format(why=apart) if apart else _TOGETHER
    changes = [*_of_what_is_asked(old, new, counted), *_of_words(old, new, apart, counted)]
    for one in changes:
        yield one if old.takes_answer else replace(one, effect="")


def _of_what_is_asked(old: Question, new: Question, counted: str) -> Iterator[Change]:
    named = f"“{new.wording}”"
    if old.kind != new.kind:
        kinds = f"{KIND_NAMES[new.kind]}, not {KIND_NAMES[old.kind]}"
        yield Change(Kind.KIND, f"{named} now asks for {kinds}.", counted, new.key)
    else:
        yield from _of_kind(old, new, counted)
    if old.show_when != new.show_when:
        whom = "everyone" if new.show_when is None else "other people than before"
        yield Change(Kind.CONDITION, f"{named} is now asked of {whom}.", counted, new.key)


def _of_words(old: Question, new: Question, apart: str | None, counted: str) -> Iterator[Change]:
    before, after = old.to_dict(), new.to_dict()
    differ = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    named = f"“{new.wording}”"
    if differ & _WORDS:
        effect = counted if apart else _SAME_TO_US
        yield Change(Kind.REWORDED, _reworded(old, new), effect, new.key)
    if "text" in differ:
        yield Change(Kind.IN_TEXTS, f"{named} has other words in texts.", counted, new.key)
    if differ & _EASY:
        yield Change(Kind.EASY_READ, f"{named} is different in Easy Read.", counted, new.key)
    told = {"about"} if isinstance(old, Consent) and isinstance(new, Consent) else set()
    if differ - _WORDS - _EASY - _ELSEWHERE - told:
        yield Change(Kind.DETAILS, f"{named} has other settings.", counted, new.key)


def _reworded(old: Question, new: Question) -> str:
    if old.wording != new.wording:
        return f"“{old.wording}” now says “{new.wording}”."
    return f"“{new.wording}” has other words under it."


def _of_kind(old: Question, new: Question, counted: str) -> Iterator[Change]:
    named = f"“{new.wording}”"
    if isinstance(old, Scale) and isinstance(new, Scale):
        if (old.low, old.high) != (new.low, new.high):
            ends = f"{new.low} to {new.high}, not {old.low} to {old.high}"
            yield Change(Kind.SCALE_ENDS, f"{named} goes from {ends}.", counted, new.key)
        elif _scale_words(old) != _scale_words(new):
            what = f"{named} has other words along its scale."
            yield Change(Kind.SCALE_WORDS, what, _SAME_TO_US, new.key)
    if isinstance(old, Number) and isinstance(new, Number):
        if old.unit != new.unit:
            what = f"{named} counts {new.unit or 'no unit'}, not {old.unit or 'no unit'}."
            yield Change(Kind.UNIT, what, counted, new.key)
        if (old.low, old.high) != (new.low, new.high):
            what = f"{named} takes other numbers than before."
            yield Change(Kind.LIMITS, what, counted, new.key)
    if isinstance(old, Consent) and old.about != new.about:
        yield Change(Kind.CONSENT, f"{named} asks for consent to something else.", counted, new.key)
    if isinstance(old, Picking) and isinstance(new, Picking):
        yield from _of_options(old, new)


def _scale_words(scale: Scale) -> tuple[object, ...]:
    return scale.labels, scale.low_label, scale.high_label


def _of_options(old: Picking, new: Picking) -> Iterator[Change]:
    before = {one.value: one for one in old.options}
    after = {one.value: one for one in new.options}
    named = f"“{new.wording}”"
    for value, option in after.items():
        if value not in before:
            effect = (
                f"“{option.label}” was not there to pick. Old and new answers are counted together."
            )
            what = f"{named} has a new answer, “{option.label}”."
            yield Change(Kind.OPTION_ADDED, what, effect, new.key)
        elif before[value] != option:
            yield _relabelled(new, before[value], option)
    for value, option in before.items():
        if value not in after:
            effect = "Their answer stays, on a line of its own, because it is no longer on offer."
            what = f"{named} no longer has the answer “{option.label}”."
            yield Change(Kind.OPTION_REMOVED, what, effect, new.key, value)
    kept = [value for value in before if value in after]
    if kept != [value for value in after if value in before]:
        what = f"{named} has its answers in another order."
        yield Change(Kind.OPTIONS_MOVED, what, _TOGETHER, new.key)


def _relabelled(question: Question, old: Option, new: Option) -> Change:
    if old.label == new.label:
        what = f"“{new.label}” has other words in texts, or another picture."
        effect = "Old and new answers are counted together, because it is the same answer."
    else:
        what = f"“{old.label}” is now “{new.label}”, in “{question.wording}”."
        effect = (
            "They are counted with those who pick the new words. If it now means something else, "
            "take it out and write a new answer."
        )
    return Change(Kind.OPTION_RELABELLED, what, effect, question.key, new.value)


def _of_translations(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    before = {one.language: one for one in old.translations}
    after = {one.language: one for one in new.translations}
    for code, words in after.items():
        if code not in before:
            yield Change(Kind.TRANSLATION_ADDED, f"It can be answered in “{code}” too.")
        elif before[code] != words:
            yield Change(Kind.TRANSLATION_CHANGED, f"Its words in “{code}” are different.")
    for code in before:
        if code not in after:
            yield Change(Kind.TRANSLATION_REMOVED, f"It can no longer be answered in “{code}”.")
