"""Words of a place in a file that its staff write."""

import pytest
import yaml

from nlp import local_file
from nlp.local_file import LocalProblem
from nlp.rules import Local


def test_words_are_kept_as_the_lists_spell_them(tmp_path):
    path = tmp_path / "local.yaml"
    path.write_text(
        "always:\n  Big  Dave: person\nnever: [Grace Period]\ngeneral:\n  Café Oak: a cafe\n",
        encoding="utf-8-sig",
    )

    assert local_file.load(path) == Local(
        {"big dave": "PERSON"}, frozenset({"grace period"}), {"cafe oak": "a cafe"}
    )


def test_one_part_alone_is_enough():
    assert local_file.parse({"never": ["grace period"]}).never == {"grace period"}


@pytest.mark.parametrize(
    "written, words",
    [
        ("", 'Local words stand under "always:", "never:" or "general:".'),
        ("- dave", 'Local words stand under "always:"'),
        ("allways: {dave: PERSON}", '"allways:" is not known here.'),
        ("always: [dave]", 'Each line under "always:" has words, a colon, and its label'),
        ("always: {dave: }", '"always:": after "dave:" write its label, as in'),
        ("always: {dave: NAME}", '"always:": "NAME" after "dave" is not a label. The labels are'),
        ("always: {12: PERSON}", '"always:": put "12" in quotation marks.'),
        ("never: grace", '"never:" needs a list: each line starts with "- ".'),
        ("never: [no]", '"never:": put "False" in quotation marks.'),
        ("general: {oak lodge: [hostel]}", '"general:": after "oak lodge:" write what to say'),
        ('general: {oak lodge: "[hostel]"}', '"general:": write what stands for "oak lodge"'),
        ("never: [oak]\ngeneral: {Oak: x}", '"oak" stands twice, under "never:" and "general:".'),
    ],
)
def test_what_the_author_can_change_is_said_plainly(written, words):
    with pytest.raises(LocalProblem) as problem:
        local_file.parse(yaml.safe_load(written))

    assert problem.value.messages[0].startswith(words)


def test_every_problem_is_told_at_once():
    with pytest.raises(LocalProblem) as problem:
        local_file.parse({"always": {"dave": None, "kev": 4}, "never": "x"})

    assert len(problem.value.messages) == 3


@pytest.mark.parametrize(
    "content, words",
    [
        (None, "There is no file called local.yaml."),
        (b"\xff\xfe\xff", "local.yaml cannot be read as a text file."),
        (b"always:\n  dave: [", "local.yaml is not laid out as YAML: look at line 2"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, content, words):
    path = tmp_path / "local.yaml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(LocalProblem) as problem:
        local_file.load(path)

    assert problem.value.messages[0].startswith(words)
