"""Forms of every shape for property tests, as rows of cells: most of them odd."""

from collections.abc import Sequence

from hypothesis import strategies as st

Table = dict[str, str]
LISTS = ("yes_no", "area", "codes", "likert")
SELECTS = (
    *(f"select_one {name}" for name in LISTS),
    *(f"select_multiple {name}" for name in LISTS),
    *("select_one area or_other", "select_multiple codes or_other", "rank area"),
)
OTHER_TYPES = (
    *("text", "integer", "decimal", "range", "date", "dateTime", "time", "note", "acknowledge"),
    *("calculate", "geopoint", "image", "barcode", "start", "hidden", "percentage", "begin_odd"),
    *("select_one_from_file a.csv", "phone number", "xml-external"),
)
LABELS = (
    *("Why?", "# Head\nBody", "**b** {x}", "{y} and {x}", "<b>x</b>", "x" * 99 + ". y", "a\n\nb"),
    *("{x}", "", "**", "=1+1", "’“"),
)
EXPRESSIONS = (
    *("{x} = 'yes'", "{x} != 'x' and {y} > 3", "selected({x}, 'n')", "true()", "{x} + 1", "("),
    *("today()", "{x}", "'", "if(1,2,3)", "not({x} = '' or {y} = 1)", "{x} = {y}", "{x} < '2'"),
    *("jr:choice-name({x}, '{x}')", "if({x} = '', 'x', {x})", "coalesce({x}, 'b')", "{x} >= 2"),
    *("selected({x}, 'none')", ". >= 0 and . <= 7", ". < 3", "count-selected(.) > 1"),
    *(". <= today()", "no", "not(selected(., 'none'))", "{x} > date('2026-01-01')"),
)  # fmt: skip
CELLS = {
    "label": LABELS,
    "label::Polish (pl)": LABELS,
    "label::Klingon": LABELS,
    "hint": LABELS,
    "guidance_hint": LABELS,
    "relevant": EXPRESSIONS,
    "constraint": EXPRESSIONS,
    "calculation": EXPRESSIONS,
    "required": ("yes", "no", "{x} = 'x'"),
    "appearance": ("likert", "minimal", "label", "list-nolabel w1"),
    "default": LABELS,
    "choice_filter": EXPRESSIONS,
    "media::image": ("a.png",),
    "read_only": ("yes",),
    "engage::kind": ("pick_one", "pick_several", "scale", "consent", "yes_no", "information"),
    "engage::exact": ("{{", "[]", '{{"wording::en": 3}}', "[" * 3_000, '{{"show_when":[1]}}'),
    "engage::part": ("gate", "about_you", "x"),
    "engage::about": ("borough", "words"),
    "engage::key": ("a", "Ü", "about-you"),
    "bind::odd": ("x",),
}
CHOICES = st.fixed_dictionaries(
    {
        "list_name": st.sampled_from(LISTS),
        "name": st.sampled_from(("none", "n", "s", "1", "2", "99", "é", "other", "refused")),
    },
    optional={
        "label": st.sampled_from(("Yes", "Don't know", "Very bad", "Very good", "None", "")),
        "label::Polish (pl)": st.sampled_from(("Tak", "Nie", "")),
        "media::image": st.just("a.png"),
        "engage_exact": st.sampled_from(("{", '{"name": "n", "value": 4}')),
    },
)  # fmt: skip
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "form_title": st.sampled_from(("A form", "=1", "Ł")),
        "form_id": st.sampled_from(("a", "Ü", "data", "x" * 90)),
        "default_language": st.sampled_from(("English (en)", "Klingon", "Polish (pl)", "pl")),
        "version": st.just("3"),
        "engage::exact": st.sampled_from(("{", '{"title::en": []}')),
        "engage::languages": st.sampled_from(("pl ar", "pl pl", "x")),
        "sms_keyword": st.just("hi"),
    },
)
WHOLE = [
    {"list_name": name, "name": choice, "label": label}
    for name in LISTS
    for choice, label in (("yes", "Yes"), ("no", "No"))
]


@st.composite
def rows(draw: st.DrawFn) -> list[Table]:
    """The rows of a survey sheet, in groups that end, with names that are there."""
    found: list[Table] = [{"type": "select_one area", "name": "first", "label": "Where?"}]
    names = ["first"]
    opened: list[str] = []
    for number in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from((*SELECTS, *OTHER_TYPES, "begin_group", "begin_repeat", "end")))
        if kind == "end":
            found += [{"type": f"end_{opened.pop()}"}] if opened else []
            continue
        opened += [kind.removeprefix("begin_")] if kind in {"begin_group", "begin_repeat"} else []
        name = draw(st.sampled_from((f"n{number}", f"N.{number}", f"_n-{number}")))
        found.append({"type": kind, "name": name, **draw(_cells(kind, names))})
        names += [] if kind.startswith("begin_") else [name]
    return [*found, *({"type": f"end_{kind}"} for kind in reversed(opened))]


@st.composite
def _cells(draw: st.DrawFn, kind: str, names: Sequence[str]) -> Table:
    columns = draw(st.lists(st.sampled_from(tuple(CELLS)), unique=True, max_size=7))
    if kind == "calculate":
        columns = [*columns, "calculation"]
    x, y = (f"${{{draw(st.sampled_from(names))}}}" for _ in range(2))
    cells = {one: draw(st.sampled_from(CELLS[one])).format(x=x, y=y) for one in columns}
    if kind == "range":
        ends = ("start=0 end=5 step=1", "start=9 end=-9 step=0.5", "start=1 end=99", "")
        cells["parameters"] = draw(st.sampled_from(ends))
    if "or_other" in kind:
        cells.pop("choice_filter", None)
    return {"label": "Why?", **cells}


def csv_of(survey: Sequence[Table], choices: Sequence[Table], settings: Table) -> bytes:
    """The form as the CSV that pyxform reads."""
    sheets = {"survey": survey, "choices": choices, "settings": [settings] if settings else []}
    lines = []
    for name, listed in sheets.items():
        columns = list(dict.fromkeys(column for row in listed for column in row))
        if columns:
            lines += [[name], ["", *columns]]
            lines += [["", *(row.get(column, "") for column in columns)] for row in listed]
    return "\n".join(",".join(map(_cell, line)) for line in lines).encode()


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
