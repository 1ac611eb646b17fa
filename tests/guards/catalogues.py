"""The files of translators, as they should be now: what to translate, and what has been."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po

from engage.web.catalogues import CHECKED, PUBLIC, STAFF, forms, ids, is_checked, is_said
from engage.web.languages import ENGLISH, LANGUAGES
from tests.guards import tree
from tests.guards.sides import Sides

FOLDER = tree.ROOT / "translations"
TEMPLATES = tree.ROOT / "templates"
NOT_CHECKED = "No native speaker has checked this."
CHECKED_HERE = "Checked by a native speaker."
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
# How each language counts, in the order of the Unicode CLDR: zero, one, two, few, many, other.
PLURALS = {
    "cy": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);",
    "pl": ("nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"),
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ),
    "fa": "nplurals=2; plural=(n > 1);",
    "ro": "nplurals=3; plural=(n==1 ? 0 : n==0 || (n%100>=1 && n%100<=19) ? 1 : 2);",
    "uk": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
    ),
    "ckb": "nplurals=2; plural=(n != 1);",
    "ti": "nplurals=2; plural=(n > 1);",
}
HEAD = f"""\
# {{name}}: the words of the pages that anyone can open.
# Where you have checked one, write "{CHECKED_HERE}" above it.
# When you have checked them all, write your name in place of "no" below.
msgid ""
msgstr ""
"Language: {{code}}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {{plurals}}\\n"
"{CHECKED}: no\\n"

"""


@dataclass(frozen=True)
class State:
    """How far a language is: how many sentences are said of how many, and who says it is right."""

    code: str
    said: int
    wanted: int
    is_checked: bool

    def __str__(self) -> str:
        checked = "checked" if self.is_checked else "not checked by a native speaker"
        return f"{LANGUAGES[self.code].in_english}: {self.said} of {self.wanted}, {checked}"


def wanted() -> Iterator[tuple[Path, str]]:
    """Each file of translators with what should be in it now; what was translated stays."""
    public, staff = gathered()
    yield FOLDER / f"{PUBLIC}.pot", plain(public)
    yield FOLDER / f"{STAFF}.pot", plain(staff)
    for code in LANGUAGES:
        if code != ENGLISH:
            path = place(code)
            yield path, brought_up_to_date(code, read(path), public)


def states() -> Iterator[State]:
    """How far each language is, by the files as they are now."""
    public, _ = gathered()
    for code in LANGUAGES:
        if code != ENGLISH:
            text = read(place(code))
            catalogue = parsed(code, text)
            done = [one for one in public if one.id and is_done(one, catalogue)]
            yield State(code, len(done), len(public), is_checked(text))


def is_done(one: Message, catalogue: Catalog) -> bool:
    message = catalogue.get(one.id)
    return message is not None and is_said(message, catalogue, one)


def place(code: str) -> Path:
    return FOLDER / code / "LC_MESSAGES" / f"{PUBLIC}.po"


def read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def parsed(code: str, text: str) -> Catalog:
    return read_po(BytesIO(text.encode()), locale=code)


def brought_up_to_date(code: str, text: str, public: Catalog) -> str:
    """A catalogue with every sentence there is now; its head is its translators' own."""
    name = LANGUAGES[code].in_english
    head = text.partition("\n\n")[0] or HEAD.format(code=code, name=name, plurals=PLURALS[code])
    old, fresh = parsed(code, text), parsed(code, head)
    for one in public:
        if one.id:
            was = old.get(one.id) or Message(one.id)
            was = was if ids(was) == ids(one) else Message(one.id)
            comments = remarks(was, checked=is_checked(head))
            fresh.add(one.id, was.string, flags=one.flags | was.flags, user_comments=comments)
    return f"{head.strip()}\n\n{plain(fresh)}"


def remarks(was: Message, *, checked: bool) -> list[str]:
    """What translators noted on a sentence, and that nobody has checked it while that is so."""
    noted = [one for one in was.user_comments if one != NOT_CHECKED]
    is_new = any(forms(was)) and not checked and CHECKED_HERE not in noted
    return [*noted, NOT_CHECKED] if is_new else noted


def plain(catalogue: Catalog) -> str:
    """A catalogue's sentences without places and dates, so that two can be compared."""
    written = BytesIO()
    write_po(written, catalogue, no_location=True, omit_header=True, sort_output=True)
    return written.getvalue().decode()


@cache
def gathered() -> tuple[Catalog, Catalog]:
    """Every sentence in the code: what anyone can see, and what else staff can."""
    sides, places = this_tree()
    public, staff = Catalog(), Catalog()
    for name, path in places.items():
        if name in sides.public_templates | sides.public_modules:
            add(public, path)
    for path in places.values():
        add(staff, path, besides=public)
    return public, staff


def this_tree() -> tuple[Sides, dict[str, Path]]:
    """The templates and modules of this project, and where each is kept."""
    templates = {
        path.relative_to(TEMPLATES).as_posix(): path
        for path in tree.files()
        if TEMPLATES in path.parents
    }
    modules = tree.our_modules()
    sides = Sides(
        {name: path.read_text("utf-8") for name, path in templates.items()},
        {name: tree.parsed(path) for name, path in modules.items()},
        links(modules),
    )
    return sides, templates | modules


def links(modules: Iterable[str]) -> dict[str, frozenset[str]]:
    """What each module of ours imports of ours."""
    known, found = set(modules), {name: set[str]() for name in modules}
    for one in tree.our_imports():
        for name in (one.imported, one.imported.rpartition(".")[0]):
            if name in known:
                found[one.module].add(name)
                break
    return {name: frozenset(names) for name, names in found.items()}


def add(catalogue: Catalog, path: Path, *, besides: Catalog | None = None) -> None:
    """Add the sentences of one file, all but those another catalogue has."""
    method = "python" if path.suffix == ".py" else "jinja2"
    options = {} if method == "python" else {"silent": "false"}
    for _, said, _, context in extract_from_file(method, path, KEYWORDS, options=options):
        if besides is None or besides.get(said, context) is None:
            catalogue.add(said, context=context)
