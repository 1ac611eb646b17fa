"""What of a form we cannot take over, each said so that its author can act on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
_SHEETS = (SETTINGS, SURVEY, CHOICES)


@dataclass(frozen=True)
class Note:
    """One thing that is not as it was in the form, and what there is instead.

    `row` is the row of the sheet, the first of them where `name` lists several.
    """

    row: int | None
    name: str
    what: str
    instead: str
    sheet: str = SURVEY

    def __str__(self) -> str:
        """The whole note on one line, with where it is."""
        place = f"row {self.row}" if self.row else ""
        where = f"{self.sheet.capitalize()} {place}".strip()
        named = f" ({self.name})" if self.name else ""
        return f"{where}{named}: {self.what} {self.instead}".strip()


REQUIRED = ("An answer is required.", "Every question may be skipped here, so nobody gets stuck.")
MESSAGES = (
    "There are words of your own for an answer that does not fit.",
    "Our own words help people to put an answer right.",
)
BACKGROUND = (
    "This gathers facts in the background, such as the time or the phone.",
    "We left it out on purpose. We keep only what people choose to tell us.",
)
GUIDANCE = (
    "There is a hint for an interviewer.",
    "People answer by themselves here. Put what they need to know into the hint.",
)
STYLED = ("Some words are bold, coloured or styled.", "Words are plain here. The words are kept.")
RENAMED = (
    "Some names have changed.",
    "Names have small letters, digits, - and _ here, and each is used once.",
)
SAID_TWICE = (
    "Two columns have words in the same language.",
    "We kept those of the first column.",
)
TIDY = "Pages have one look here, made for small phones."


@dataclass
class Notes:
    """The notes on one form as they are found; what holds for many questions is said once."""

    _single: dict[Note, None] = field(default_factory=dict)
    _gathered: dict[tuple[str, str, str], list[tuple[int | None, str]]] = field(
        default_factory=dict
    )

    def add(
        self, row: int | None, name: str, what: str, instead: str, *, sheet: str = SURVEY
    ) -> None:
        """One thing about one row; said twice it counts once."""
        self._single[Note(row, name, what, instead, sheet)] = None

    def gather(
        self, row: int | None, name: str, said: tuple[str, str], *, sheet: str = SURVEY
    ) -> None:
        """The same thing about one more row."""
        rows = self._gathered.setdefault((*said, sheet), [])
        if (row, name) not in rows:
            rows.append((row, name))

    def all(self) -> tuple[Note, ...]:
        """Every note, in the order of the sheets and their rows."""
        found = [*self._single, *self._together()]
        return tuple(sorted(found, key=lambda one: (_SHEETS.index(one.sheet), one.row or 0)))

    def _together(self) -> Iterator[Note]:
        for (what, instead, sheet), rows in self._gathered.items():
            names = ", ".join(name for _, name in rows)
            yield Note(rows[0][0], names, what, instead, sheet)
