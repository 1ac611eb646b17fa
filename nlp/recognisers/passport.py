"""Passport numbers: nine digits, or letters and digits, after the word."""

from nlp.recognisers import values
from nlp.recognisers.announced import Cue

CUES = (
    Cue("passport,passports,pasport,passprt,passport book", "OTHER_ID", "passport", values.code(6)),
)
