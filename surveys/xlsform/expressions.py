"""XLSForm's expressions, such as `${age} >= 18 and selected(${needs}, 'food')`, as a tree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_DEEPEST = 40
_TOKEN = re.compile(
    r"""(?P<gap>\s+)
      | (?P<ref>\$\{\s*[^\s{}]+\s*\})
      | (?P<text>"[^"]*"|'[^']*'|“[^”]*”|‘[^’]*’)
      | (?P<number>\d+(?:\.\d*)?|\.\d+)
      | (?P<sign><=|>=|!=|=|<|>)
      | (?P<mark>[(),])
      | (?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)
      | (?P<self>\.(?![.\w/]))
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_SUMS = {"+": "adds", "*": "multiplies", "-": "takes away", "div": "divides", "mod": "divides"}
SELF = "."
"""The name that stands for the answer to the question itself, in a constraint."""


class NotRead(ValueError):
    """An expression we cannot read, with a sentence on why and where, for its author."""


@dataclass(frozen=True)
class Text:
    """Words in quotes."""

    words: str


@dataclass(frozen=True)
class Amount:
    """A number."""

    value: Decimal


@dataclass(frozen=True)
class Answer:
    """The answer to a question, by its name; `SELF` for the question in hand."""

    name: str


@dataclass(frozen=True)
class Call:
    """A function with what it is given: `selected(${needs}, 'food')`."""

    function: str
    given: tuple["Expression", ...] = ()


@dataclass(frozen=True)
class Compared:
    """Two things compared by one of = != < <= > >=."""

    left: "Expression"
    sign: str
    right: "Expression"


@dataclass(frozen=True)
class Joined:
    """Parts joined by one word, "and" or "or"; a part is never joined by the same word."""

    word: str
    parts: tuple["Expression", ...]


Expression = Text | Amount | Answer | Call | Compared | Joined


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(written: str) -> Expression:
    """The tree of an expression; raises NotRead."""
    parser = _Parser(_tokens(written), len(written) + 1)
    found = parser.either()
    if left_over := parser.peek():
        raise NotRead(_unexpected(left_over))
    return found


def joined(word: str, parts: Sequence[Expression]) -> Expression:
    """Parts joined by "and" or "or", those joined by the same word already taken apart."""
    flat: list[Expression] = []
    for part in parts:
        same = isinstance(part, Joined) and part.word == word
        flat += part.parts if same and isinstance(part, Joined) else [part]
    return flat[0] if len(flat) == 1 else Joined(word, tuple(flat))


def _tokens(written: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(written):
        kind, text = str(match.lastgroup), match[0]
        if kind == "gap":
            continue
        token = _Token(kind, text, match.start() + 1)
        if kind == "other" and text not in _SUMS:
            raise NotRead(_strange(token))
        found.append(token)
    return found


def _strange(token: _Token) -> str:
    if token.text in "\"'“‘":
        return f"The quote that starts at character {token.at} has no end."
    if token.text == "$":
        return f"At character {token.at} a question's name is not written as ${{name}}."
    if token.text in "./":
        return f"At character {token.at} there is a path. Name the question as ${{name}}."
    return f"We do not know the sign “{token.text}” at character {token.at}."


def _unexpected(token: _Token) -> str:
    if token.text in _SUMS:
        return f"At character {token.at} it {_SUMS[token.text]}, and we do no sums here."
    return f"We did not expect “{token.text}” at character {token.at}."


class _Parser:
    """Reads tokens from left to right, one rule a method, the loosest rule first."""

    def __init__(self, tokens: Sequence[_Token], end: int) -> None:
        self._tokens = tokens
        self._place = 0
        self._end = end
        self._depth = 0

    def peek(self) -> _Token | None:
        """The token that comes next; None at the end."""
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def either(self) -> Expression:
        """Parts joined by "or"."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotRead(
                f"It has brackets inside brackets, {_DEEPEST} deep. Write it more simply."
            )
        parts = [self._both()]
        while self._takes("name", "or"):
            parts.append(self._both())
        self._depth -= 1
        return joined("or", parts)

    def _both(self) -> Expression:
        parts = [self._compared()]
        while self._takes("name", "and"):
            parts.append(self._compared())
        return joined("and", parts)

    def _compared(self) -> Expression:
        left = self._value()
        token = self.peek()
        if token is None or token.kind != "sign":
            return left
        self._place += 1
        return Compared(left, token.text, self._value())

    def _value(self) -> Expression:
        token = self._next()
        if token.kind == "text":
            return Text(token.text[1:-1])
        if token.kind == "number":
            return Amount(Decimal(token.text))
        if token.kind == "ref":
            return Answer(token.text[2:-1].strip())
        if token.kind == "self":
            return Answer(SELF)
        if token.text == "-":
            return self._negative(token)
        if token.text == "(":
            inside = self.either()
            self._closes(token)
            return inside
        if token.kind == "name" and self._takes("mark", "("):
            return self._call(token)
        raise NotRead(_unexpected(token))

    def _negative(self, minus: _Token) -> Expression:
        number = self.peek()
        if number is None or number.kind != "number":
            raise NotRead(_unexpected(minus))
        self._place += 1
        return Amount(-Decimal(number.text))

    def _call(self, name: _Token) -> Expression:
        given: list[Expression] = []
        if not self._takes("mark", ")"):
            given.append(self.either())
            while self._takes("mark", ","):
                given.append(self.either())
            self._closes(name)
        return Call(name.text, tuple(given))

    def _next(self) -> _Token:
        token = self.peek()
        if token is None:
            raise NotRead(f"It stops too soon, at character {self._end}.")
        self._place += 1
        return token

    def _takes(self, kind: str, text: str) -> bool:
        token = self.peek()
        if token is None or (token.kind, token.text) != (kind, text):
            return False
        self._place += 1
        return True

    def _closes(self, opened: _Token) -> None:
        if self._takes("mark", ")"):
            return
        following = self.peek()
        if following is not None and following.text in _SUMS:
            raise NotRead(_unexpected(following))
        raise NotRead(f"The bracket that opens at character {opened.at} has no end.")
