"""The same stand-in for the same name: what it is called, and which letter it gets."""

import pytest

from nlp import anonymise, pseudonyms


class InTurn(dict[str, str]):
    """Letters handed out in the order in which names come."""

    def __call__(self, name: str) -> str:
        return self.setdefault(name, pseudonyms.letters_of(len(self)))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("tracy told dave no, tracy did", "[person A] told [person B] no, [person A] did"),
        ("dave is kind. my worker dave", "[worker A] is kind. my worker [worker A]"),
        ("Mary Jones rang. Mary is kind", "[person A] rang. [person A] is kind"),
        ("me son Kyle and his mate kev", "me son [child A] and his mate [friend B]"),
        ("ring 07700 900123", "ring [phone number]"),
    ],
)
def test_each_name_has_a_stand_in_of_its_own(text, expected):
    assert anonymise.anonymise(text, letters=InTurn()).text == expected


def test_a_name_keeps_its_letter_from_text_to_text():
    letters = InTurn()
    anonymise.anonymise("tracy and dave", letters=letters)

    assert anonymise.anonymise("asked Dave", letters=letters).text == "asked [person B]"


def test_a_text_with_stand_ins_has_nothing_more_to_take_out():
    once = anonymise.anonymise("my worker dave and his son kyle", letters=InTurn()).text

    assert anonymise.anonymise(once, letters=InTurn()).text == once


@pytest.mark.parametrize("number, letters", [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_letters_go_on_after_z(number, letters):
    assert pseudonyms.letters_of(number) == letters
