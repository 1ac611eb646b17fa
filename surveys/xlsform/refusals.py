"""What pyxform says about a form it cannot use, in words that its author can act on."""

import re

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_KNOWN: tuple[tuple[str, str], ...] = (
    (r"must have a sheet named 'survey'", "It has no sheet named survey."),
    (r"required column headers were not found: (.+?)\. ", "The {sheet} sheet has no column {0}."),
    (r"Duplicate column header: (.+)", "Two columns have the same name, {0}."),
    (r"different names for the same column were found: (.+?)\. ", "Two columns say the same: {0}."),
    (r"missing header row", "The {sheet} sheet has no row of column names at its top."),
    (r"Question with no type", "There is a question with no type."),
    (r"Question or group with no name", "There is a question or group with no name."),
    (r"'name' value '(.+?)' is invalid\. (?:Questions|Repeat)", "The name {0} is used twice."),
    (r"'name' value 'meta'", "The name meta is one that forms keep for themselves."),
    (
        r"Names must begin with a letter",
        "A name starts with a letter and has letters, digits, - and _ only.",
    ),
    (r"Choices must have a name", "There is a choice with no name."),
    (r"Choice names must be unique", "Two choices in one list have the same name."),
    (r"List name not in choices sheet: (\S+)", "The choices sheet has no list named {0}."),
    (r"Choice names with spaces .*?\[(.+?)\] in \[(.+?)\]", "The choice {0} of {1} has a space."),
    (r"should be a choices sheet", "There are no choices to pick from. Add a sheet named choices."),
    (r"Unmatched 'end_(\w+)'", "A {0} ends here that did not begin."),
    (r"Unmatched 'begin_(\w+)'", "A {0} begins here and has no end."),
    (r"Could not find the name '(.+?)'", "It names ${{{0}}}, which is not in the survey sheet."),
    (r"The name '(.+?)' appears more than once", "It names ${{{0}}}, and two rows are named so."),
    (r"Reference variables? must start", "A question is named in a way we cannot read, ${{name}}."),
    (r"Missing calculation", "There is a calculate with no calculation."),
)
_SOFTER = {"must": "needs to", "invalid": "not right", "failed": "did not work", "user": "person"}
_HARD = re.compile(r"\b(must|invalid|failed|user)\b", re.IGNORECASE)
_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices)' sheet|sheet: '(\w+)'")


def in_plain_words(said: str) -> str:
    """One thing that is not right with a form, and the row it is on where that is known."""
    row = _ROW.search(said)
    named = _SHEET.search(said)
    sheet = (named[1] or named[2]) if named else "survey"
    where = f"Row {row[1]} of the {sheet} sheet: " if row else ""
    return where + _sentence(said, sheet)


def _sentence(said: str, sheet: str) -> str:
    for pattern, sentence in _KNOWN:
        if found := re.search(pattern, said, re.DOTALL):
            return sentence.format(*found.groups(), sheet=sheet)
    plain = _ROW.sub("", said).split("Learn more")[0].strip()
    return _HARD.sub(lambda word: _SOFTER[word[0].lower()], plain)
