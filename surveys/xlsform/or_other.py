"""`select_one areas or_other`: a choice "Other", and a question that asks what it is."""

from collections.abc import Mapping
from typing import Any

from surveys.xlsform.choices import OTHER
from surveys.xlsform.context import Context, row_of
from surveys.xlsform.fields import Words
from surveys.xlsform.questions import Taken

_ASKED = "Specify other."
_PARENT = "_other"
_WHAT_OTHER = {
    "en": "You picked other. What is it?",
    "cy": "Dewisoch arall. Beth yw ef?",
    "pl": "Wybrano: inne. Co to jest?",
    "ar": "اخترت «غير ذلك». ما هو؟",
    "fa": "«مورد دیگر» را انتخاب کردید. چیست؟",
    "ro": "Ați ales altceva. Ce anume?",
    "uk": "Ви вибрали «інше». Що саме?",
}


def is_asked_of_other(row: Mapping[str, Any]) -> bool:
    """Whether pyxform made this row for the "other" of the question before it."""
    return row_of(row) is None and row.get("label") == _ASKED


def other_question(row: Mapping[str, Any], context: Context, number: int | None) -> Taken | None:
    """The question that asks what the "other" is; None when the one before it is left out.

    `number` is the row of the one before it.
    """
    name = str(row.get("name")).removesuffix(_PARENT)
    source = context.sources.known.get(name)
    if source is None or OTHER not in source.values:
        return None
    codes = (context.languages.main, *context.languages.others)
    words = Words({"wording": {code: _WHAT_OTHER[code] for code in codes if code in _WHAT_OTHER}})
    test = "has" if source.kind == "pick_several" else "is"
    entry = {
        "key": context.key_for(row),
        "kind": "free_text",
        "wording": words.of(context.languages.main).get("wording", _WHAT_OTHER["en"]),
        "show_when": {"question": source.key, test: source.values[OTHER]},
    }
    context.notes.add(
        number,
        name,
        "The form adds a choice “Other”, with a question that asks what it is.",
        "We wrote the words of both. Change them to suit.",
    )
    return Taken(entry, words)
