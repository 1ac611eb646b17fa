"""The choices sheet while it is written: a list for each question that has something to pick."""

from collections.abc import Iterator, Mapping

from surveys.kinds.consent import Consent
from surveys.kinds.pick_several import NONE_OF_THESE
from surveys.questionnaire import Questionnaire
from surveys.questions import Option, Picking, PickSeveral, Question, Scale, YesNo
from surveys.translation import QuestionWords
from surveys.wording import Sentence, say
from surveys.xlsform.cells import Row
from surveys.xlsform.exact import plain
from surveys.xlsform.languages import column_name
from surveys.xlsform.saying_conditions import choice_name

_EXACT = "engage_exact"


class Lists:
    """Every list of choices, and the rows they make."""

    def __init__(self, survey: Questionnaire) -> None:
        self.rows: list[dict[str, str]] = []
        self.codes = (survey.language, *(one.language for one in survey.translations))
        self._survey = survey
        self._keys = {one.key for one in (*survey.questions, *survey.about_you)}
        self._shared: dict[str, str] = {}

    def yes_no(self) -> str:
        """The name of the list of yes, no and not sure."""
        question = YesNo(key="yes_no", wording="?")
        return self._shared_list("yes_no", question)

    def uses_of_words(self) -> str:
        """The name of the list of what may be done with somebody's words."""
        return self._shared_list("use_of_words", Consent(key="words", wording="?", about="words"))

    def _shared_list(self, name: str, question: Question) -> str:
        """A list that is written once, whatever asks for it."""
        if name not in self._shared:
            self._shared[name] = choice_name(name, sorted(self._keys))
            offered = {code: dict(question.on_offer(code)) for code in self.codes}
            for value in offered[self.codes[0]]:
                row = Row({"list_name": self._shared[name], "name": f"{value}"})
                for code in self.codes:
                    row.write(f"label::{column_name(code)}", offered[code][value])
                self.rows.append(row.cells)
        return self._shared[name]

    def options(self, question: Picking) -> Mapping[str, str]:
        """Write the options of a question; gives the name of each by its value."""
        is_several = isinstance(question, PickSeveral)
        names: dict[str, str] = {}
        for option in question.options:
            taken = [*names.values(), *([NONE_OF_THESE] if is_several else [])]
            names[option.value] = choice_name(option.value, taken)
            self._option(question, option, names[option.value])
        if is_several:
            none = Row({"list_name": question.key, "name": NONE_OF_THESE, "engage_none": "yes"})
            for code in self.codes:
                none.write(f"label::{column_name(code)}", say(Sentence.NONE_SAID, language=code))
            self.rows.append(none.finished(_EXACT))
        return names

    def points(self, question: Scale) -> None:
        """Write every point of a scale that has words for each."""
        for place, (point, _) in enumerate(question.points):
            row = Row({"list_name": question.key, "name": f"{point}"})
            self._label(row, question.labels[place], self.codes[0])
            for words, code in self._translations(question):
                if place < len(words.labels):
                    self._label(row, words.labels[place], code)
            self.rows.append(row.finished(_EXACT))

    def ends(self, question: Scale) -> str | None:
        """Write the words at the ends of a scale; the list's name, or None when it has none."""
        is_any = False
        for point, name in ((question.low, "low_label"), (question.high, "high_label")):
            row = Row({"list_name": question.key, "name": f"{point}"})
            row.write(f"label::{column_name(self.codes[0])}", plain(getattr(question, name)))
            for words, code in self._translations(question):
                row.write(f"label::{column_name(code)}", plain(getattr(words, name)))
            if len(row.cells) > 2:
                self.rows.append(row.cells)
                is_any = True
        return question.key if is_any else None

    def _option(self, question: Picking, option: Option, name: str) -> None:
        row = Row({"list_name": question.key, "name": name})
        self._label(row, option.label, self.codes[0])
        for words, code in self._translations(question):
            self._label(row, dict(words.options).get(option.value, ""), code)
        if name != option.value:
            row.exact |= {"value": option.value, "name": name}
        for part in ("short", "picture"):
            text = getattr(option, part) or ""
            row.write(f"engage_{part}", plain(text))
            if plain(text) != text:
                row.exact[part] = text
        self.rows.append(row.finished(_EXACT))

    def _label(self, row: Row, label: str, code: str) -> None:
        row.write(f"label::{column_name(code)}", plain(label))
        if plain(label) != label:
            row.exact[f"label::{code}"] = label

    def _translations(self, question: Question) -> Iterator[tuple[QuestionWords, str]]:
        for one in self._survey.translations:
            if words := one.of(question.key):
                yield words, one.language
