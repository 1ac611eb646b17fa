"""Tables as spreadsheets save them: read whole, and written back the way they came."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import tables
from nlp.tables import TableProblem


def read(content, column="said", adding=()):
    told: list[str] = []
    table = tables.read(content, column, adding=adding, tell=told.append)
    return table, told


def written(table):
    return table.start() + b"".join(map(table.line, table.rows))


@pytest.mark.parametrize(
    "content",
    [
        b"id,said\n1,hello\n",
        b"id;said\n1;hello, you\n",
        b"id\tsaid\n1\thello; you\n",
        b"id,said\r\n1,hello\r\n",
        b"\xef\xbb\xbfid,said\r\n1,hello\r\n",
        b'id,said\n1,"two\nlines, and ""words"""\n',
        b'id,said\r\n1,"two\nlines"\r\n',
        b'id,said\n1,"a lone\rline end"\n',
        "id,said\n1,dzień dobry\n".encode(),
        b"id,said\n",
    ],
    ids=[
        "plain",
        "semicolons",
        "tabs",
        "Windows line ends",
        "with a mark",
        "line ends and quotes in a cell",
        "another line end in a cell",
        "a line end of old",
        "Polish",
        "no rows",
    ],
)
def test_a_table_is_written_back_as_it_came(content):
    table, told = read(content)

    assert written(table) == content
    assert told == []


def test_a_table_in_utf_16_is_written_in_utf_8_with_a_mark():
    table, _ = read("id\tsaid\r\n1\tdzień\r\n".encode("utf-16"))

    assert written(table) == "\ufeffid\tsaid\r\n1\tdzień\r\n".encode()


def test_the_delimiter_is_the_one_with_which_the_column_is_there():
    table, _ = read(b"a,b,c,d;said\n1,2,3,4;hello\n")

    assert (table.head, table.rows) == (["a,b,c,d", "said"], [["1,2,3,4", "hello"]])


def test_a_short_row_is_filled_and_an_empty_line_left_out():
    table, _ = read(b"\nid,said,by\n1\n\n2,x,y\n")

    assert table.rows == [["1", "", ""], ["2", "x", "y"]]


def test_a_row_with_too_many_cells_is_left_out_and_told_as_its_words_may_stand_in_any():
    table, told = read(b"id,said\n1,hi, its dave\n2,fine\n")

    assert (table.rows, table.problems) == ([["2", "fine"]], 1)
    assert told[0].startswith("Line 2 has more cells than the head line, which has 2.")


@pytest.mark.parametrize(
    "content, words",
    [
        (b"id,text\n1,x\n", 'There is no column called "said". The columns are: id, text.'),
        (b"said,said\n1,x\n", 'There are 2 columns called "said".'),
        (b"", "This table is empty."),
        (b"\n\n", "This table is empty."),
        (b"id,said\n1,ok\n2,caf\xe9\n", "Line 3 of this table is not written in UTF-8."),
        (b'id,said\n1,"never closed\n2,x\n', "Look at the quotation marks near line 3"),
        (b"id,said,held\n1,x,y\n", 'The table has a column called "held" already'),
    ],
    ids=["no column", "twice", "empty", "blank", "another encoding", "open quote", "in the way"],
)
def test_what_is_wrong_with_a_table_is_said_plainly(content, words):
    with pytest.raises(TableProblem) as problem:
        read(content, adding=("held",))

    assert problem.value.messages[0].startswith(words)


def test_a_very_long_cell_is_read():
    table, _ = read(b"said\n" + b"a" * 300_000 + b"\n")

    assert len(table.rows[0][0]) == 300_000


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.tuples(CELL, CELL), max_size=5), st.sampled_from(",;\t"))
def test_any_cells_come_through(rows, delimiter):
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([("id", "said"), *rows])
    table, _ = read(made.getvalue().encode())
    again, _ = read(written(table))

    assert table.rows == again.rows == [list(row) for row in rows]
