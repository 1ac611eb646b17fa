"""Every process that runs tests collects the same ones."""

import ast

import pytest

from tests.guards import collecting, tree


def lines(source):
    return list(collecting.differing_values(ast.parse(source)))


def test_no_test_is_parametrized_with_what_differs_from_process_to_process():
    found = {
        str(path.relative_to(tree.ROOT)): where
        for path in tree.python_files()
        if path.is_relative_to(tree.ROOT / "tests")
        and (where := list(collecting.differing_values(tree.parsed(path))))
    }

    assert found == {}


@pytest.mark.parametrize(
    "value",
    [
        "str(uuid.uuid4())",
        "uuid4()",
        "{'who': [str(uuid.uuid1())]}",
        "datetime.now(UTC)",
        "times.now() + timedelta(days=1)",
        "date.today()",
        "time.time()",
        "random.randint(1, 6)",
        "random.Random().random()",
        "secrets.token_hex()",
        "os.urandom(4)",
        "f'{times.now()}'",
        "pytest.param(uuid4(), id='who')",
    ],
)
def test_a_value_by_chance_is_noticed(value):
    assert lines(f"@pytest.mark.parametrize('one', [{value}])\ndef test(one): ...") != []


def test_a_name_for_such_a_value_is_noticed_however_far_it_was_handed_on():
    source = "NOW = times.now()\nLATER: object = NOW + DAY\n"
    assert lines(source + "mark = pytest.mark.parametrize('one', [LATER])") == [3]


@pytest.mark.parametrize(
    "source",
    [
        "@pytest.mark.parametrize('one', ['now', 'uuid4', 'random'])\ndef test(one): ...",
        "@pytest.mark.parametrize('one', [UUID('4d1adf82-2227-4665-93d9-07825fe0a8e5')])\n"
        "def test(one): uuid4()",
        "@pytest.mark.parametrize('make', [lambda: uuid4(), times.now])\ndef test(make): make()",
        "who = uuid4()\n@pytest.mark.parametrize('one', [1])\ndef test(one): who",
    ],
)
def test_what_is_the_same_everywhere_or_made_in_the_test_is_let_be(source):
    assert lines(source) == []
