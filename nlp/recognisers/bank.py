"""Bank details: sort codes, account numbers, card numbers and IBANs."""

import re
from collections.abc import Iterator

from nlp.recognisers import context
from nlp.spans import Span

_CUE = context.words(
    r"bank|account|acount|accnt|acc|acct|a/c|ac|sort ?codes?|sort|s/c|iban|card|barclays|natwest|"
    r"halifax|lloyds|santander|monzo|hsbc|nationwide|starling|paid into|pay into|credit union"
)
_SORT = re.compile(r"(?<![\w£/])\d{2}([ \-./]?)\d{2}\1\d{2}(?![\w/])")
_ACCOUNT = re.compile(r"(?<![\w£])(?:\d{8}|\d{4} \d{4}|\d{7})(?!\w)")
_PAIR = re.compile(r"(?<![\w£])(\d{2}[ \-]\d{2}[ \-]\d{2})(\W{1,4}|[ ,;&]{1,3}and )(\d{8})(?!\w)")
_CARD = re.compile(r"(?<![\w£])\d{4}([ \-]?)\d{4}\1\d{4}\1\d{4}(?!\w)")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?(?!\w)")


def luhn_agrees(number: str) -> bool:
    """Whether the digits of a card number pass the Luhn check (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def find(text: str) -> Iterator[Span]:
    """Each sort code and account number beside a bank word, or standing as a pair; each card
    number whose check digit agrees or that stands beside a bank word; each IBAN."""
    for found in _PAIR.finditer(text):
        yield Span(found.start(1), found.end(1), "BANK", "bank: pair")
        yield Span(found.start(3), found.end(3), "BANK", "bank: pair")
    for found in _CARD.finditer(text):
        solid = re.sub(r"\D", "", found.group())
        if luhn_agrees(solid) or context.near(_CUE, text, found, before=40, after=20):
            yield Span(found.start(), found.end(), "BANK", "bank: card")
    for pattern, rule in ((_ACCOUNT, "bank: account"), (_SORT, "bank: sort code")):
        for found in pattern.finditer(text):
            if context.near(_CUE, text, found, before=45, after=30):
                yield Span(found.start(), found.end(), "BANK", rule)
    for found in _IBAN.finditer(text):
        yield Span(found.start(), found.end(), "BANK", "bank: iban")
