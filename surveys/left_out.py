"""What of a survey file we do not know: sifted out and told, since no page could mend it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys import conditions, loading, on_offer, translation
from surveys.side_by_side import asked

Part = Mapping[Any, Any]
_NO_QUESTION = "This is not written as a question."
_NOT_KNOWN = "We do not know “{name}” here."
_GONE_QUESTION = "The survey has no question “{name}” for these words."
_GONE_ANSWER = "The question has no answer “{name}” for these words."
_NO_ANSWER = "This is not written as an answer to pick, with a value and a label."


@dataclass(frozen=True)
class LeftOut:
    """One thing that we do not know, and the places of the file where it stands."""

    what: str
    places: tuple[str, ...]


class Sieve:
    """Lets through what we know of a survey file, and keeps account of all else.

    A thing that stands in many places is told once. What is given is never altered.
    """

    def __init__(self) -> None:
        self._lost: dict[str, dict[str, None]] = {}

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What did not come through so far."""
        return tuple(LeftOut(what, tuple(places)) for what, places in self._lost.items())

    def questions(self, survey: Part) -> dict[Any, Any]:
        """The survey as far as we know its names; its words in other languages are as they were."""
        kept = self._known(survey, loading.NAMES, "The whole survey")
        for name, sift in (("questions", self._questions), ("about_you", self._about_you)):
            if isinstance(kept.get(name), list):
                kept[name] = list(sift(kept[name]))
        return kept

    def words(self, survey: Part) -> dict[Any, Any]:
        """The survey with those of its words in other languages that are for something it has."""
        kept, languages = dict(survey), survey.get("translations")
        if isinstance(languages, Mapping):
            values = {key: _values(question) for key, question in asked(survey)}
            kept["translations"] = {
                code: self._language(words, f"Translation {code}", values)
                for code, words in languages.items()
            }
        return kept

    def _drop(self, what: str, place: str) -> None:
        self._lost.setdefault(what, {})[place] = None

    def _known(
        self, part: Part, names: Collection[str], place: str, *, else_say: str = _NOT_KNOWN
    ) -> dict[Any, Any]:
        for name in part:
            if name not in names:
                self._drop(else_say.format(name=name), place)
        return {name: one for name, one in part.items() if name in names}

    def _questions(self, listed: Sequence[Any]) -> Iterator[Any]:
        for number, one in enumerate(listed, 1):
            if isinstance(one, Mapping):
                yield self._question(one, f"Question {number}{_named(one)}")
            else:
                self._drop(_NO_QUESTION, f"Question {number}")

    def _question(self, written: Part, place: str) -> dict[Any, Any]:
        """The question with the names that its kind has; all of them where we know no such kind."""
        kind = loading.kind_of(written)
        names = ("kind", *loading.fields_of(kind)) if kind else tuple(written)
        kept = self._known(written, names, place)
        if isinstance(kept.get("options"), list):
            kept["options"] = list(self._options(kept["options"], place))
        if "show_when" in kept:
            kept["show_when"] = self._condition(kept["show_when"], f"{place}, when to ask")
        return kept

    def _options(self, listed: Sequence[Any], place: str) -> Iterator[dict[Any, Any]]:
        for number, one in enumerate(listed, 1):
            if isinstance(one, Mapping):
                yield self._known(one, loading.OPTION_NAMES, f"{place}, answer {number}")
            else:
                self._drop(_NO_ANSWER, f"{place}, answer {number}")

    def _condition(self, plain: Any, place: str) -> Any:
        if isinstance(plain, list):
            return [self._condition(one, place) for one in plain]
        if not isinstance(plain, Mapping):
            return plain
        kept = self._known(plain, conditions.NAMES, place)
        inner = {n: self._condition(one, place) for n, one in kept.items() if n in conditions.PARTS}
        return {**kept, **inner}

    def _about_you(self, listed: Sequence[Any]) -> Iterator[Any]:
        """Those of the bank that we have, and its own, which no page of the writer can change."""
        for one in listed:
            if isinstance(one, Mapping):
                yield from self._own(one, f"About the person{_named(one)}")
            elif isinstance(one, str) and one in loading.bank():
                yield one
            elif isinstance(one, str):
                self._drop(f"We have no usual question “{one}”.", "About the person")
            else:
                self._drop(_NO_QUESTION, "About the person")

    def _own(self, written: Part, place: str) -> Iterator[dict[Any, Any]]:
        if loading.kind_of(written) is None:
            self._drop("We do not know this kind of question.", place)
            return
        kept = self._question(written, place)
        when = kept.get("show_when")
        if when is not None and isinstance(conditions.read(when), str):
            self._drop("We cannot tell when to ask this, so it is asked always.", place)
            del kept["show_when"]
        yield kept

    def _language(self, words: Any, place: str, values: Mapping[str, Collection[str]]) -> Any:
        if not isinstance(words, Mapping):
            return words
        kept = self._known(words, translation.NAMES, place)
        if isinstance(kept.get("questions"), Mapping):
            theirs = self._known(kept["questions"], values, place, else_say=_GONE_QUESTION)
            kept["questions"] = {
                key: self._entry(one, f"{place}, question {key}", values[key])
                for key, one in theirs.items()
            }
        return kept

    def _entry(self, words: Any, place: str, values: Collection[str]) -> Any:
        """The words of one question, none of them for an answer that it does not have."""
        if not isinstance(words, Mapping):
            return words
        kept = self._known(words, translation.QUESTION_NAMES, place)
        if isinstance(kept.get("options"), Mapping):
            kept["options"] = self._known(kept["options"], values, place, else_say=_GONE_ANSWER)
        return kept


def _named(question: Part) -> str:
    key = on_offer.words(question, "key")
    return f" ({key})" if key else ""


def _values(question: Part) -> Collection[str]:
    return {str(one.get("value")) for one in on_offer.options(question)}
