"""The comment that came with an answer: "2 cos of the noise" keeps both."""

import re
from collections.abc import Iterator, Sequence

from surveys.mentions import Mention, Said

_LONGEST_IDLE = 2
_BEFORE_A_COMMENT = re.compile(r"""^[\s.,:;!?)*'"\u2013\u2014-]+""")


def words_beside(said: Said, mentions: Sequence[Mention]) -> str:
    """The comment that came with a choice, as typed: the rest if the choice came first."""
    inside = {place for one in mentions for place in range(one.start, one.end)}
    last = max(one.end for one in mentions)
    telling = list(_telling(said, inside))
    after = sum(token.is_word for token in said.tokens[last:])
    if not telling and after <= _LONGEST_IDLE:
        return ""
    if any(place < last for place in telling):
        return said.typed
    rest = said.typed[said.tokens[last - 1].end :]
    return _BEFORE_A_COMMENT.sub("", rest)


def _telling(said: Said, inside: set[int]) -> Iterator[int]:
    for place, token in enumerate(said.tokens):
        is_mark = not (token.is_word or token.is_number) and ord(token.form[0]) < 0x2600
        idle = any(said.is_in(place, name) for name in ("filler", "joins", "corrections"))
        if place not in inside and not is_mark and not idle:
            yield place
