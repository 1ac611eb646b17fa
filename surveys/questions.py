"""The kinds of question, by name.

Adding a kind is one module in `surveys.kinds` with `kind`, `prompt`, `read`, `say`, `ask_again`
and `faults`, and its name in KINDS; loading, the database form and the conversation need
nothing more.
"""

from surveys.kinds.about_you import ABOUT_YOU, AboutYou
from surveys.kinds.consent import Consent
from surveys.kinds.date import DateQuestion
from surveys.kinds.free_text import FREE_TEXT_LIMIT, FreeText
from surveys.kinds.information import Information
from surveys.kinds.number import Number
from surveys.kinds.pick_one import PickOne
from surveys.kinds.pick_several import PickSeveral
from surveys.kinds.picking import BOROUGHS, Picking
from surveys.kinds.question import ABOUT, HEARD, Option, Question
from surveys.kinds.scale import Scale
from surveys.kinds.yes_no import YesNo
from surveys.wording import segments

__all__ = [
    "ABOUT",
    "ABOUT_YOU",
    "BOROUGHS",
    "FREE_TEXT_LIMIT",
    "HEARD",
    "KINDS",
    "AboutYou",
    "Consent",
    "DateQuestion",
    "FreeText",
    "Information",
    "Number",
    "Option",
    "PickOne",
    "PickSeveral",
    "Picking",
    "Question",
    "Scale",
    "YesNo",
    "fits_one_text",
]

KINDS: dict[str, type[Question]] = {
    one.kind: one
    for one in (
        PickOne,
        PickSeveral,
        Scale,
        YesNo,
        Number,
        DateQuestion,
        FreeText,
        Information,
        Consent,
    )
}


def fits_one_text(question: Question, *, number: int, total: int | None) -> bool:
    """Whether asking this question costs one text only."""
    return segments(question.prompt(number=number, total=total)).count == 1
