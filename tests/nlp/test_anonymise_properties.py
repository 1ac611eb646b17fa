"""What holds for any text at all when personal details are taken out."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import anonymise, reading
from nlp.placeholders import PLACEHOLDERS
from nlp.rules import LEVELS, Local, Rules

WORDS = """dave Mark will my worker called its here from cheers x . , - ' @ [name] [phone number]
07700 900123 oh seven seven double five 12 Fernhill Road flat 9 L99 9ZZ nhs 999 000 0018 dob
1/2/80 room 4 ref HSG-882 12/ a/c snap: ///a.bc.de born third of may passport
AB123456C sort code 11-22-33 87654321 sam@mail.example at dot example May june Okafor n
and 's é ٠٧٧ toxteth in Bootle oak lodge Oak Lodge hope street huyton's st helens Asda aged i was
23 nine year old twenty-three [Liverpool] [hostel] 3rd 12/03/2024 polish barber veteran only midwife
[2024] [age 20 to 29] l8 the St. Mary's Rock - Ferry"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\u200b", "\ud83d", "\x00", "\u0300"])
TEXTS = st.one_of(
    st.text(st.characters(), max_size=200),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
)
WORDED = st.one_of(
    st.sampled_from(
        ["dave", "oak lodge", "oak", "the", "07700", "900 123", "s", "[hostel]", "in", "st mary's"]
    ),
    st.text(max_size=8),
)
LOCALS = st.builds(
    Local,
    always=st.dictionaries(WORDED, st.sampled_from(sorted(PLACEHOLDERS)), max_size=4),
    never=st.frozensets(WORDED, max_size=4),
    general=st.dictionaries(WORDED, WORDED, max_size=4),
)
RULES = st.builds(Rules, st.sampled_from(LEVELS), st.one_of(st.just(Local()), LOCALS))
thoroughly = settings(max_examples=150, deadline=None)


@thoroughly
@given(TEXTS, RULES)
def test_offsets_are_in_the_text_sorted_and_apart(text, rules):
    at = 0
    for span in anonymise.find(text, rules):
        assert at <= span.start < span.end <= len(text)
        assert span.label in PLACEHOLDERS
        at = span.end


@thoroughly
@given(TEXTS, RULES)
def test_what_is_outside_the_spans_stays_as_it_was(text, rules):
    done = anonymise.anonymise(text, rules)
    expected, at = "", 0
    for span in done.spans:
        expected += text[at : span.start] + (span.instead or PLACEHOLDERS[span.label])
        at = span.end

    assert done.text == expected + text[at:]


@thoroughly
@given(TEXTS, RULES)
def test_anonymising_twice_changes_nothing_more(text, rules):
    once = anonymise.anonymise(text, rules).text

    assert anonymise.anonymise(once, rules).text == once


@thoroughly
@given(TEXTS)
def test_a_reading_maps_each_character_back_to_one_of_the_text(text):
    look = reading.read(text)

    assert len(look.text) == len(look.starts)
    assert sorted(set(look.starts)) == list(look.starts)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, max_size=12), st.integers())
def test_the_order_and_company_of_messages_do_not_matter(texts, seed):
    alone = {text: anonymise.anonymise(text) for text in texts}
    random.Random(seed).shuffle(texts)

    assert list(anonymise.many(texts)) == [alone[text] for text in texts]


@pytest.mark.parametrize(
    "piece",
    ["a", "a ", "(", "0", "0 ", "07700 900123 ", "@", "a.", "my worker dave ", "\x00", "\ud83d",
     "one ", "Dave ", "12 Dave Street ", "[name]", "-", "a@", "\n", "ab1 ", "at ", "a at b ",
     "bootle ", "st. ", "oak lodge ", "in toxetth ", "i was 23 ", "23 and ", "twenty-", "Oak ",
     "rainhill midwife ", "bootle Dave ", "veteran 23 ", "road ", "3rd May ",
     "1 2 3 ", "ab12 ", "one two ", "12/", "room 4 ", "ref ", "a/", "12-", "ref ab ", "the ref is ",
     "insta ", "1.23,", "hotel room ", "born ", "may 4 ", "///a.b.c", "a dot b ", "o o ", "AB 12 ",
     "abc.def.ghi 1 "],
)  # fmt: skip
@pytest.mark.long
def test_time_grows_with_length_only(piece):
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        started = time.process_time()
        anonymise.anonymise(text)
        return time.process_time() - started

    seconds(500)
    short = max(seconds(5_000), 0.02)
    long = seconds(50_000)
    if long >= 30 * short:  # once may be chance, on a machine that does other things
        long = seconds(50_000)

    assert long < 30 * short
    assert long < 20


def test_a_hundred_thousand_characters_are_looked_through():
    text = "my worker dave is on 07700 900123. " * 2_900

    done = anonymise.anonymise(text)

    assert len(text) > 100_000
    assert "dave" not in done.text
    assert "07700" not in done.text
