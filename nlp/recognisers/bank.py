"""Bank details: sort codes, account numbers, card numbers and IBANs."""

import re
from collections.abc import Iterator

from nlp.recognisers import context, digits
from nlp.recognisers.announced import Cue
from nlp.spans import Span

_CUE = context.words(
    r"bank|account|acount|accnt|accont|acc|acct|a/c|ac|sort ?codes?|sort|s/?c|iban|card|barclays|"
    r"natwest|halifax|lloyds|santander|monzo|hsbc|nationwide|starling|revolut|tsb|post office|"
    r"pay(?:ment)?|paid|credit union|details"
)
_SORT = re.compile(r"(?<![\w£/.-])\d{2}([ \-./]?)\d{2}\1\d{2}(?![\w/-])")
_ACCOUNT = re.compile(
    r"(?<![\w£/.-])(?:\d{8}|\d{4} \d{4}|\d{2}(?: \d{2}){3}|\d{2} \d{3} \d{3}|\d{3} \d{3} \d{2})"
    r"(?![\w/-])"
)
_PAIR = re.compile(
    r"(?<![\w£])(\d{2}[ \-./]?\d{2}[ \-./]?\d{2})(\W{1,4}|[ ,;&]{1,3}(?:and|then|n) )"
    r"(\d{8}|\d{4} \d{4})(?!\w)"
)
_SORT_THEN = re.compile(
    r"(?<![\w£/.-])(\d{2}([ \-./])\d{2}\2\d{2})\D{1,40}?(?<![\w£/.-])(?:\d{8}|\d{4} \d{4})(?!\w)"
)
"""A sort code with some words between it and the account."""
_NO_DATE = re.compile(
    r"(?<![\w£/.:*-])(?P<first>\d{2})(?P<sign>[ ]?[-/*:][ ]?|[ ]slash[ ])(?P<second>\d{2})"
    r"(?P=sign)\d{2}(?![\w/:-])"
)
_IN_PARTS = re.compile(
    rf"(?<![\w£/.:-])\d{{2}}[ ,]{{1,2}}{digits.HESITATION}[ ,]{{1,2}}\d{{2}}[ ,]{{1,2}}"
    rf"{digits.HESITATION}[ ,]{{1,2}}\d{{2}}(?!\w)",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"(?<![\w£])(?:\d{4}([ \-.]{0,2})\d{4}\1\d{4}\1\d{4}|\d{4}[ -]?\d{6}[ -]?\d{5})(?!\w)"
)
_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?!\w)", re.IGNORECASE
)
_DIGITS = re.compile(
    r"\d(?:(?:[ ,.\-/]{0,2}|[ ,]{1,2}(?:and[ ])?(?:then|and|n|dash)[ ,]{1,2})\d){3,18}(?!\w)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DAYS, _CARD_DIGITS, _IBAN_DIGITS = 31, 16, 14
_LEAST_OF_A_PAIR, _LEAST_OF_AN_ACCOUNT = 14, 8
"""Digits of a sort code and an account together (a card has more), and of an account or an IBAN."""
_PHONE = re.compile(r"0[1237]\d{9}|0800\d{6,7}|44\d{10}")


def luhn_agrees(number: str) -> bool:
    """Whether the digits of a card number pass the Luhn check (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _remainder(number: str) -> int:
    """What ISO 13616 asks to be 1: the IBAN, turned round and its letters made numbers, mod 97."""
    turned = number[4:] + number[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97


def _value(text: str, at: int) -> int:
    """A sort code or an account, six digits and more, or in words."""
    iban = _IBAN.match(text, at)
    if iban and sum(map(str.isdigit, iban.group())) >= 10:
        return iban.end()
    found = _DIGITS.match(text, at)
    if found:
        solid = re.sub(r"\D", "", found.group())
        if len(solid) < 6 or _PHONE.fullmatch(solid) or re.fullmatch(r"[1-9]\d?0{4,}", solid):
            return 0
        first = _SORT.match(text, at)
        return first.end() if first and len(solid) == 14 else found.end()
    run = digits.at(text, at)
    whole = [piece for piece in run if len(piece[2]) in (6, 8)]
    return (whole or run)[-1][1] if run and len(run[-1][2]) >= 6 else 0


CUES = (
    Cue(
        "account,acount,accnt,accont,acc,acct,accnt,a c,ac,account num,bank,bank account,bank acc,"
        "bank details,sort,sort code,sortcode,sortcodes,sort codes,s c,sc,iban,i ban,card,"
        "debit card,"
        "bank card,credit card,card number,barclays,natwest,halifax,lloyds,santander,monzo,hsbc,"
        "nationwide,starling,revolut,tsb,pay into,paid into,pay it into,pay me into,put it in,"
        "credit union,roll,roll number,building society,swift,bic,post office card",
        "BANK",
        "bank: cue",
        _value,
    ),
)


def find(text: str) -> Iterator[Span]:
    """Each IBAN; each sort code and account number as a pair, or beside a bank word; each card
    number whose check digit agrees or that stands beside a bank word."""
    count = len(_DIGIT.findall(text))
    is_account, is_pair = count >= _LEAST_OF_AN_ACCOUNT, count >= _LEAST_OF_A_PAIR
    for found in _IBAN.finditer(text) if is_account else ():
        solid = re.sub(r"\W", "", found.group()).upper()
        if sum(map(str.isdigit, solid)) >= 8 and (
            (solid.isascii() and _remainder(solid) == 1)
            or sum(map(str.isdigit, solid)) >= _IBAN_DIGITS
            or context.near(_CUE, text, found, before=30, after=15)
        ):
            yield Span(found.start(), found.end(), "BANK", "bank: iban")
    for found in _CARD.finditer(text) if is_pair else ():
        solid = re.sub(r"\D", "", found.group())
        in_fours = len(solid) == _CARD_DIGITS and len(found.group()) > _CARD_DIGITS
        if in_fours or luhn_agrees(solid) or context.near(_CUE, text, found, before=40, after=20):
            yield Span(found.start(), found.end(), "BANK", "bank: card")
    yield from _sort_codes(text, is_pair=is_pair)
    patterns = [(_ACCOUNT, "bank: account")] if is_account else []
    for pattern, rule in (*patterns, (_SORT, "bank: sort code")):
        for found in pattern.finditer(text):
            if context.near(_CUE, text, found, before=45, after=30):
                yield Span(found.start(), found.end(), "BANK", rule)


def _sort_codes(text: str, *, is_pair: bool) -> Iterator[Span]:
    """Sort codes that an account follows, that cannot be dates, or whose parts words hold apart."""
    for found in _PAIR.finditer(text) if is_pair else ():
        yield Span(found.start(1), found.end(1), "BANK", "bank: pair")
        yield Span(found.start(3), found.end(3), "BANK", "bank: pair")
    for found in _NO_DATE.finditer(text):
        if int(found["first"]) > _DAYS or int(found["second"]) > _DAYS:
            yield Span(found.start(), found.end(), "BANK", "bank: sort code, no date")
    for found in _IN_PARTS.finditer(text):
        if context.near(_CUE, text, found, before=45, after=30):
            yield Span(found.start(), found.end(), "BANK", "bank: sort code")
    for found in _SORT_THEN.finditer(text) if is_pair else ():
        yield Span(found.start(1), found.end(1), "BANK", "bank: pair")
