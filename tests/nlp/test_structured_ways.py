"""Numbers in the many ways people write them, and what looks alike and is none."""

import json
import time
from pathlib import Path

import pytest

from nlp import anonymise, evaluation, structured
from nlp.spans import DIRECT

MESSAGES = Path(anonymise.__file__).parent / "training" / "messages"
FOUND, RIGHT = 0.96, 0.98
"""Shares of the details in our own strangest messages: those that the rules were written by."""


@pytest.mark.parametrize(
    "marked",
    [
        "its |07700 9 double 0 5 3 1| now",
        "on |0151 496 0 one hundred and two|",
        "nhs one is |999.716.0348|",
        "|999 / 502 / 6618| it says",
        "the nurse said |999 three one eight four four oh two|",
        "|9 9 9 8 0 0 1 1 7 6| is it",
        "national insurance |LT 09 err 33 81 B|",
        "nat ins |hg seven two one one nine zero b|",
        "which is |QQ 11 90 54 D|",
        "|K, C, 20, 31, 99, D| is mine",
        "sort code 40.61.19, number |33 90 17 52|",
        "sort er |60 hang on 24 then 77|",
        "|83:71:20| n that",
        "me cards been cloned |4000 9183 2207 6614|",
        "born |christmas eve 1961| me",
        "born on |st patricks day 1973|",
        "|the tenth of the third, eighty|",
        "me 19yr old (|19/07/05|) is out",
        "im |ninth of feb nineteen seventy four|",
        "moved to |WA9 3YR|",
        "|wa10.2pq| is it",
        "|l31 1 p q| is new",
        "an old red car |S209 NDA|",
        "van |PN-05-VJA| parks here",
        "write it down |g u 6 3 k t l|",
        "|shay.b(at)mailpoint(dot)example|",
        "|shay (dot) b [at] mailpoint (dot) example| is me",
        "no more letters to |9 Sallowfield Close, Flat 2|. He opens them",
        "find |kev underscore 74| its on gmail",
        "|gary.t at gmail dot co uk| is best",
        "|jobs4u at warehouse hyphen north dot example|",
        "|rosie_under_the_bridge| is me",
        "the pin is |mango.tidal.verse| by the lock",
        "im at |1st floor flat, 135 Thornycroft Road, Wavertree|",
        "it is |10 Hawk Lodge, Rake Lane|",
        "|5 myrtle crecent|",
        "prison no was |a 9120 cq|",
        "it starts |C H for hotel forty one, six P for papa Q for queen| got it",
        "the code is |M twenty three four RT| I think",
        "write |J for juliet W for whisky thirty oh nine eighty four A| down",
        "mine is |november victor five four golf hotel tango| at the kerb",
        "on the front |D for dog, 4, 4, M for mother, 9, 1, 7|",
        "it goes |C like a cat, 4, 1, P like a pig, 8, 2, 6| I think",
        "|gw 14 90 27\nb|",
        "it was |lou.bell@\npost.example| sorry",
        "I said before they wrote it, it is |14/09/1983|",
        "DOBs in the order of the form: |4/11/1988|, |2 May 2015| and |19.08.2019|",
        "our share code is |w7d 3am 8kr|",
        "the code |R4K 9PM T2X| was on it",
        "nurse wrote |RB4 2209417| on my arm",
        "that is |LT-418 0937| again",
        "bunk in |room 4 st edmunds night hostel| tonight",
        "my email is |daisy 7 all one word at inbox dot example|",
    ],
)
def test_a_detail_is_taken_out_whole(marked):
    text, details = "", []
    for at, part in enumerate(marked.split("|")):
        if at % 2:
            details.append((len(text), len(text + part)))
        text += part
    found = anonymise.find(text)

    assert details
    assert all(evaluation.is_covered(text, start, end, found) for start, end in details)


@pytest.mark.parametrize(
    "text",
    [
        "buses 10 82 86 500",
        "scores 1 2 3 4 5 6 7 8 9",
        "it was 1,000,000 quid",
        "open 10:30:00 til late",
        "from 2019 2020 2021 on",
        "court is 12/11/2026",
        "no one two ever came",
        "christmas day was sad",
        "on the 3rd of the 3 days",
        "rent went 500 550 600",
        "L8 2ND FLOOR",
        "meds 20mg 50mg 100mg",
        "one first time two or three said no",
        "started 3 june, 40 days off work",
        "use his address 2 post it",
        "bed 4 moans, bed 7 cries. that hostel never sleeps",
        "a for effort two of us got 12",
        "I do one a day, two on sundays",
        "we won 4-1 200 people came",
    ],
)
def test_what_looks_alike_is_left(text):
    assert not [span for span in anonymise.find(text) if span.label in DIRECT]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "row",
    ["_", ".", "-", "_-", "a_", "a.", "1-", "1 ", "dot ", "(dot) ", "@", "two B ", "A for a "],
)
@pytest.mark.parametrize("before", ["sign here ", "my email is ", "ref "])
def test_a_row_of_signs_takes_no_time(before, row):
    """A pattern that could cut it in many ways would try them all, for hours."""
    began = time.process_time()
    structured.find(f"{before}{row * 200} @ 5pm")
    assert time.process_time() - began < 1


@pytest.mark.long
def test_most_numbers_in_our_own_messages_are_found():
    wanted = found = given = right = 0
    for path in sorted(MESSAGES.glob("structured*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            spans = anonymise.find(row["text"])
            for start, end, label in row["spans"]:
                if label in evaluation.STRUCTURED:
                    wanted += 1
                    found += evaluation.is_covered(row["text"], start, end, spans)
            for span in spans:
                if span.label in evaluation.STRUCTURED:
                    given += 1
                    right += any(
                        start < span.end and span.start < end and label in DIRECT
                        for start, end, label in row["spans"]
                    )

    assert found / wanted >= FOUND
    assert right / given >= RIGHT


@pytest.mark.parametrize(
    "said, without",
    [
        ("nato il 5 aprile 1969 a Bari", "5 aprile 1969"),
        ("nací el 12 de mayo de 1980", "12 de mayo de 1980"),
        ("née le 1er février 1975", "1er février 1975"),
        ("urodzony 3 października 1983", "3 października 1983"),
        ("születtem 1987. április 16.", "1987. április 16"),
        ("doğum tarihim 5 Mayıs 1990", "5 Mayıs 1990"),
        ("народився 7 березня 1988 року", "7 березня 1988"),
        ("ولد ٣ كانون الثاني ١٩٧٧", "٣ كانون الثاني ١٩٧٧"),
        ("متولد ۱۲ خرداد ۱۳۶۵ هستم", "۱۲ خرداد ۱۳۶۵"),
        ("sinh ngày 5 tháng 4 năm 1969", "ngày 5 tháng 4 năm 1969"),
        ("nasci no dia 1º de maio de 1970", "1º de maio de 1970"),
        ("vaig néixer el 5 d'abril de 1969", "5 d'abril de 1969"),
        ("urodzona 12 czerwca 1980r.", "12 czerwca 1980"),
    ],
)
def test_a_date_of_birth_goes_whatever_language_its_month_is_in(said, without):
    found = [span for span in anonymise.find(said) if span.label == "DOB"]

    assert [said[span.start : span.end] for span in found] == [without]


@pytest.mark.parametrize(
    "said",
    [
        "sono qui da 5 aprile 2019",
        "abito qui dal marzo 2001 con 3",
        "sono qui dal 5 aprile 1999",
        "sans abri depuis le 5 mars 1999",
        "از ۱۲ مرداد ۱۳۷۸ در خیابان",
        "۱۲ مرداد ۱۴۰۳ آمدم",
    ],
)
def test_a_date_of_late_or_without_its_day_stays_and_so_does_an_event_s(said):
    assert [span for span in anonymise.find(said) if span.label == "DOB"] == []
