"""The same messages told with names of each origin."""

import pytest

from nlp import by_origin
from nlp.by_origin import Names, NamesProblem
from nlp.evaluation import Share

NAMES = Names(("Tesfay",), ("Gebremariam",))


def told(text, *names):
    marked = [
        (text.index(name), text.index(name) + len(name), "PERSON")
        if isinstance(name, str)
        else name
        for name in names
    ]
    other, spans = by_origin.retold([(text, marked)], NAMES, "x")[0]
    return other, [other[start:end] for start, end, _ in spans]


@pytest.mark.parametrize(
    "text, name, wanted",
    [
        ("my worker dave rang", "dave", "my worker tesfay rang"),
        ("My worker Dave rang", "Dave", "My worker Tesfay rang"),
        ("DAVE RANG", "DAVE", "TESFAY RANG"),
        ("Darren Whitlock rang", "Darren Whitlock", "Tesfay Gebremariam rang"),
        ("Mrs Whitlock rang", "Whitlock", "Mrs Gebremariam rang"),
        ("Mr. Whitlock's flat", "Whitlock", "Mr. Gebremariam's flat"),
        ("D. Whitlock rang", "D. Whitlock", "T. Gebremariam rang"),
        ("sue-ann rang", "sue-ann", "tesfay rang"),
        ("me and O'Neil-Smith", "O'Neil-Smith", "me and Tesfay"),
    ],
)
def test_a_name_is_changed_and_nothing_else(text, name, wanted):
    other, names = told(text, name)

    assert other == wanted
    assert names[0].lower().startswith("t") or "Gebremariam" in names[0]


def test_other_details_keep_their_marks():
    other, spans = told("dave on 07700 900123", "dave", (8, 20, "PHONE"))

    assert (other, spans) == ("tesfay on 07700 900123", ["tesfay", "07700 900123"])


def test_the_same_name_becomes_the_same_one_in_a_message():
    names = Names(tuple(f"Name{number}" for number in range(50)), ("Last",))
    text = "kev said kev"
    marked = [(0, 3, "PERSON"), (9, 12, "PERSON")]

    for other, _ in by_origin.retold([(text, marked)], names, "x"):
        first, _, last = other.split()
        assert first == last


def test_messages_that_name_nobody_are_left_out_and_the_same_is_told_each_time():
    gold = [("no names", []), ("kev rang", [(0, 3, "PERSON")])]

    assert len(by_origin.retold(gold, NAMES, "x")) == by_origin.TELLINGS
    assert by_origin.retold(gold, NAMES, "x") == by_origin.retold(gold, NAMES, "x")


def test_each_origin_is_measured_on_as_many_names_and_the_best_stands_first():
    gold = [("my name is dave", [(11, 15, "PERSON")])]
    odd = Names(("the",), ("the",))

    shares = by_origin.measure(gold, {"none": odd, "english": Names(("Kevin",), ("Smith",))})

    assert [(origin, share.of) for origin, share in shares.items()] == [("english", 3), ("none", 3)]
    assert by_origin.spread(shares) == 1.0


def test_the_spread_of_nothing_is_nothing():
    assert by_origin.spread({}) == 0.0
    assert by_origin.spread({"a": Share(4, 3), "b": Share(4, 1)}) == 0.5


def test_names_are_read_from_a_table(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("origin,part,name\nx,first,Tesfay\nx,last,Gebremariam\n", encoding="utf-8")

    assert by_origin.read(path) == {"x": NAMES}


@pytest.mark.parametrize(
    "written, words",
    [
        ("origin,name\nx,Tesfay\n", "names.csv needs the columns origin, part, name."),
        ("origin,part,name\nx,middle,Ann\n", 'names.csv: the part of "Ann" needs to be first'),
        ("origin,part,name\nx,first,Ann\n", "names.csv has no last names for x."),
    ],
)
def test_what_is_wrong_with_a_table_of_names_is_said_plainly(tmp_path, written, words):
    path = tmp_path / "names.csv"
    path.write_text(written, encoding="utf-8")

    with pytest.raises(NamesProblem) as problem:
        by_origin.read(path)

    assert problem.value.messages[0].startswith(words)
