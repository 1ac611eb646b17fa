"""Writing a survey as an XLSForm: an Excel workbook for KoboToolbox, ODK and the like.

What XLSForm has no column for goes into columns of our own, which other tools leave alone, so that
reading the form gives the same survey again.
"""

from collections.abc import Iterator, Sequence

from surveys.kinds.about_you import ABOUT_YOU as GATE_KEY
from surveys.questionnaire import Questionnaire
from surveys.translation import Translation
from surveys.wording import Sentence, say
from surveys.xlsform.cells import Row
from surveys.xlsform.exact import plain
from surveys.xlsform.languages import column_name
from surveys.xlsform.lists import Lists
from surveys.xlsform.question_rows import QuestionRows
from surveys.xlsform.settings import UNNAMED
from surveys.xlsform.sheets import workbook
from surveys.xlsform.walking import ABOUT_YOU, GATE

_TEXTS = ("title", "purpose", "thanks")


def write(questionnaire: Questionnaire) -> bytes:
    """The survey as an .xlsx file that pyxform accepts; raises DoesNotFit."""
    survey = questionnaire.original or questionnaire
    lists = Lists(survey)
    rows = QuestionRows(survey, lists)
    questions = [row for one in survey.questions for row in rows.of(one)]
    about_you = list(_about_you(survey, rows, lists)) if survey.about_you else []
    sheets = {
        "survey": [*questions, *about_you],
        "choices": lists.rows or [{"list_name": "", "name": ""}],
        "settings": [_settings(survey)],
    }
    return workbook(sheets)


def _about_you(survey: Questionnaire, rows: QuestionRows, lists: Lists) -> Iterator[dict[str, str]]:
    """The equality questions in a group, after the question whether they may be asked."""
    gate, group = rows.name_for(GATE_KEY), rows.name_for("about_you_questions")
    count = len(survey.about_you)
    asked = Row({"type": f"select_one {lists.yes_no()}", "name": gate, "engage::part": GATE})
    for code in lists.codes:
        wording = say(Sentence.ABOUT_YOU, language=code, count=count)
        asked.write(f"label::{column_name(code)}", wording)
    yield asked.finished("engage::exact")
    opens = {"type": "begin_group", "name": group, "engage::part": ABOUT_YOU}
    yield {**opens, "relevant": f"${{{gate}}} = 'yes'"}
    for one in survey.about_you:
        yield from rows.of(one)
    yield {"type": "end_group"}


def _settings(survey: Questionnaire) -> dict[str, str]:
    main = column_name(survey.language)
    row = Row({"form_title": plain(survey.title), "form_id": survey.key})
    row.write("engage::key", survey.key if survey.key == UNNAMED else "")
    row.write("default_language", main)
    row.write("engage::languages", " ".join(one.language for one in survey.translations))
    checked = (one.language for one in survey.translations if one.checked)
    row.write("engage::checked", " ".join(checked))
    for code, words in ((survey.language, survey), *_by_code(survey.translations)):
        for name in _TEXTS:
            text = getattr(words, name)
            if name != "title" or words is not survey:
                row.write(f"engage::{name}::{column_name(code)}", plain(text))
            if plain(text) != text:
                row.exact[f"{name}::{code}"] = text
    return row.finished("engage::exact")


def _by_code(translations: Sequence[Translation]) -> Iterator[tuple[str, Translation]]:
    return ((one.language, one) for one in translations)
