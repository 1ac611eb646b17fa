"""Files that are no forms, or are made to do harm: each gets a sentence, and none gets through."""

import random
import struct
import tracemalloc
import warnings
import zlib
from io import BytesIO
from time import perf_counter
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from surveys.xlsform import NotAForm, read
from surveys.xlsform.workbook import opened
from tests.surveys.xlsform.workbooks import FORMS, form_file, workbook

FORM = """
| survey   |            |        |            |
|          | type       | name   | label      |
|          | select_one area | area | Which area? |
|          | text       | why    | Why there? |
| choices  |            |        |            |
|          | list_name  | name   | label      |
|          | area       | a      | Here       |
|          | area       | b      | There      |
"""
SHEET = "xl/worksheets/sheet1.xml"


def why_not(data: bytes) -> str:
    with pytest.raises(NotAForm) as told:
        read(data, "file")
    message = str(told.value)
    assert not {"failed", "invalid", "user", "must"} & set(message.lower().split())
    return message


def a_zip(**parts: bytes) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def with_part(name: str, change, *, packed: int = ZIP_DEFLATED) -> bytes:
    """The form as a workbook in which one part of the zip is changed."""
    written = BytesIO()
    with ZipFile(BytesIO(workbook(FORM))) as whole, ZipFile(written, "w", packed) as changed:
        for part in whole.namelist():
            content = whole.read(part)
            changed.writestr(part, change(content) if part == name else content)
    return written.getvalue()


def sheet_in(name: str, change) -> bytes:
    """The form as a workbook whose first sheet is in a part of another name, and changed."""
    written = BytesIO()
    with ZipFile(BytesIO(workbook(FORM))) as whole, ZipFile(written, "w", ZIP_DEFLATED) as moved:
        for part in whole.namelist():
            content = whole.read(part).replace(b"sheet1.xml", name.encode())
            is_sheet = part == SHEET
            named = part.replace("sheet1.xml", name)
            moved.writestr(named, change(content) if is_sheet else content)
    return written.getvalue()


def that_claims(data: bytes, part: str, size: int) -> bytes:
    """A zip whose directory says a part has this size, with the checksum of as much of it."""
    with ZipFile(BytesIO(data)) as archive, archive.open(part) as packed:
        checksum = zlib.crc32(packed.read(size))
    start = data.rindex(part.encode()) - 46
    assert data[start:].startswith(b"PK\x01\x02")
    lie = bytearray(data)
    struct.pack_into("<L", lie, start + 16, checksum)
    struct.pack_into("<L", lie, start + 24, size)
    return bytes(lie)


@pytest.mark.parametrize(
    "data, told",
    [
        (b"", "There is nothing in this file."),
        (b" \n ", "There is nothing in this file."),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "This file is not a form we can read."),
        (b"%PDF-1.7 hello", "This file is not a form we can read."),
        (b"\x00" * 1_000, "There is nothing in this file."),
        (bytes(6_000_000), "This file is 6 MB."),
        (b"key: demo\ntitle: Demo\n", "This file is not a form we can read."),
        (a_zip(a=b"a"), "This is a zip file or a document"),
        (a_zip(word__document=b"a"), "This is a zip file or a document"),
        (b"PK\x03\x04 and nothing", "This file is not a form we can read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This file is not a form we can read."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "This file is locked with a password.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_file_that_is_no_form_is_told_kindly(data, told):
    assert told in why_not(data)


def test_a_zip_that_grows_without_end_is_not_opened():
    began = perf_counter()
    bomb = with_part(SHEET, lambda content: content + b" " * 60_000_000)

    assert "There is too much in this workbook." in why_not(bomb)
    assert len(bomb) < 100_000
    assert perf_counter() - began < 20


def test_a_sheet_of_any_name_is_read_and_counted():
    assert read(sheet_in("sheet1.dat", lambda content: content), "f.xlsx").definition["questions"]
    for name in ("sheet1.dat", "sheet1", "sheet1.png"):
        bomb = sheet_in(name, lambda content: content + b" " * 13_000_000)
        assert "There is too much in this workbook." in why_not(bomb)


def test_a_part_that_is_larger_than_it_claims_takes_no_memory():
    bomb = with_part(SHEET, lambda content: content + b" " * 60_000_000)
    with ZipFile(BytesIO(workbook(FORM))) as whole:
        lie = that_claims(bomb, SHEET, whole.getinfo(SHEET).file_size)

    tracemalloc.start()
    try:
        assert "There is too much in this workbook." in why_not(lie)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("more", [-10, 10])
def test_a_part_is_of_the_size_it_claims(more):
    with ZipFile(BytesIO(workbook(FORM))) as whole:
        size = whole.getinfo(SHEET).file_size
    padded = with_part(SHEET, lambda content: content + b" " * 20)

    assert "not a form we can read" in why_not(that_claims(padded, SHEET, size + 20 + more))


def test_a_part_packed_in_a_way_that_cannot_be_read_in_pieces_is_refused():
    assert "not a form we can read" in why_not(with_part("none", bytes, packed=ZIP_BZIP2))


@pytest.mark.parametrize("coded", ["utf-8", "utf-16"])
def test_a_workbook_that_declares_entities_is_not_read(coded):
    laughs = (
        '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>&b;</si></sst>'
    )
    for name in ("sheet1.xml", "sheet1.dat"):
        told = why_not(sheet_in(name, lambda _: laughs.encode(coded)))
        assert "parts that no form has" in told


def test_a_form_with_a_hundred_thousand_rows_is_too_long():
    rows = "\n".join(f"| | area | c{n} | Choice {n} |" for n in range(6_000))

    assert "more than 5000 rows" in why_not((FORM + rows).encode())


@pytest.mark.parametrize(
    "tables, told",
    [
        ("| questions | |\n| | type |\n| other | |\n| | a | b | c |", "no sheet named survey"),
        (
            FORM.replace("| why ", "| area"),
            "Row 3 of the survey sheet: The name area is used twice.",
        ),
        (FORM.replace("select_one area", "select_one place"), "has no list named place."),
        (FORM.replace("| type ", "| kind "), "The survey sheet has no column 'type'."),
        (FORM.replace("| a      |", "|        |"), "There is a choice with no name."),
        (FORM.replace("| b      |", "| a      |"), "Two choices in one list have the same name."),
        (FORM.replace("| text       |", "|            |"), "There is a question with no type."),
        (FORM.replace("| why    |", "|        |"), "There is a question or group with no name."),
        (FORM.replace("| why    |", "| 1 why  |"), "A name starts with a letter"),
        (FORM.replace("Why there?", "Why ${place}?"), "It names ${place}, which is not in"),
        (FORM.replace("| text  ", "| begin_group"), "A group begins here and has no end."),
        (FORM.replace("| text  ", "| end_group"), "A group ends here that did not begin."),
        (FORM.split("| choices", maxsplit=1)[0], "Add a sheet named choices."),
    ],
)
def test_a_form_that_does_not_work_is_told_what_to_put_right(tables, told):
    message = why_not(tables.encode())

    assert message.startswith("This form does not work yet.")
    assert told in message


@pytest.mark.parametrize("name", ["form.csv", "form.md", "form.xlsx", "whatever"])
def test_what_a_file_is_told_by_what_is_in_it(name):
    assert read(form_file("registration"), name).definition["title"] == "Registration"


def test_a_form_in_plain_text_is_read_as_well():
    csv = "survey,,,\n,type,name,label\n,text,why,“Why, oh why?”\n,integer,age,How old?\n"

    form = read(b"\xef\xbb\xbf" + csv.replace("“Why, oh why?”", '"Why, oh why?"').encode(), "a.csv")

    assert [one["wording"] for one in form.definition["questions"]] == ["Why, oh why?", "How old?"]


def test_cells_that_are_worked_out_are_read_as_they_were_shown_and_told_about():
    book = openpyxl.load_workbook(BytesIO(workbook(FORM)))
    book["survey"]["D3"] = '=CONCATENATE("Why ","there?")'
    written = BytesIO()
    book.save(written)

    form = read(written.getvalue(), "form.xlsx")

    told = [str(one) for one in form.not_supported]
    assert told == [
        "Survey (D3): These cells are worked out by Excel. "
        "We took what they showed when the file was saved. Check that nothing is missing."
    ]


def test_a_file_broken_anywhere_is_read_or_told_about():
    whole = form_file("exit-interview")
    dice = random.Random(7)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(dice.randint(1, 30)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        assert read_or_told(bytes(broken[: dice.randint(0, len(broken))]))


def read_or_told(data: bytes) -> str:
    try:
        return str(read(data, "form.xlsx").definition["key"])
    except NotAForm as problem:
        return str(problem)


def test_every_form_of_the_tests_is_opened_without_a_warning():
    with warnings.catch_warnings(record=True) as told:
        for path in FORMS.glob("*.md"):
            opened(form_file(path.stem))

    assert told == []
