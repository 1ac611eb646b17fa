"""What a quick look at a text rules out, nothing finds: tried on texts put together by chance."""

import random

import numpy as np
import pytest

from nlp import anonymise, names, reading, structured
from nlp.recognisers import address, dob, handle_url, map_position, postcode, vehicle_reg

_SAID = (
    "at live address post to box po flat room bed the in on my a n street Road lane close house "
    "paddock Oakfield Mill dob born of may december 3rd tenth third twenty nineteen one two oh "
    "double christmas new year what words map grid os SJ lat insta @ _ www. .com dot mail ni ref "
    "account sort card reg car crime L8 7TY CH41 AB12 CDE 0 1 7 12 19 1979 07700 900123 12b 10-12 "
    "12/03/1979 53.4 / . , - : + \u0130 \u0131 \u212a \ufffc"
)
_PIECES = _SAID.split()
_LOOKS = {
    "address": (lambda said: address.may_be_in(said.lowered, said.words), address.find),
    "handle_url": (lambda said: handle_url.may_be_in(said.lowered, said.words), handle_url.find),
    "dob": (lambda said: dob.may_be_in(said.lowered), dob.find),
    "postcode": (lambda said: postcode.may_be_in(said.lowered), postcode.find),
    "vehicle_reg": (lambda said: vehicle_reg.may_be_in(said.lowered), vehicle_reg.find),
    "announced": (
        lambda said: structured._ANNOUNCED.may_be_in(said.words), structured._ANNOUNCED.find
    ),
    "map_position": (
        lambda said: map_position.may_be_in(said.lowered, said.words, has_digit=True),
        map_position.find,
    ),
}  # fmt: skip


def _texts(draw, many):
    for _ in range(many):
        said = draw.choices(_PIECES, k=draw.randint(1, 12))
        yield reading.read(
            "".join(piece + draw.choice(("", " ", " ", ", ")) for piece in said)
        ).text


@pytest.mark.parametrize("kind", _LOOKS)
def test_what_a_quick_look_rules_out_is_not_there(kind):
    may_be_in, find = _LOOKS[kind]
    ruled_out = [
        text for text in _texts(random.Random(1), 2_000) if not may_be_in(structured._Said(text))
    ]

    assert len(ruled_out) > 100
    assert [text for text in ruled_out if list(find(text))] == []


def test_what_is_kept_of_words_by_themselves_is_of_everyday_ones():
    anonymise.find("Quizzlebert Frumiousley asked my worker about the Zyzzogeton")

    kept = {number for words in names._EVERYDAY.values() for _, _, number, _ in words.values()}
    (worked_out,) = np.nonzero(names.asked(is_english=True)._is_kept)
    assert len(worked_out) > 0
    assert set(worked_out.tolist()) <= kept
