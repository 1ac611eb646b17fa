"""Personal details found in a text and replaced by plain words in square brackets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nlp import finding, names, pipeline, pseudonyms, reading, splits
from nlp.batches import batches
from nlp.placeholders import PLACEHOLDERS
from nlp.rules import USUAL, Rules
from nlp.spans import Span

LONGEST = 1_000_000
"""Characters in the longest text that is looked at; a longer one is held back for a person."""

_BATCH, _FEW = 1024, 128
"""Texts that are looked at until nothing new turns up, and those that one step goes over."""
_ROUNDS = 25
_WITHOUT_END = "Personal details kept turning up in this text, so a person needs to read it."


class HeldBack(Exception):
    """A text could not be looked through, so it waits for a person and goes no further."""


@dataclass(frozen=True)
class Anonymised:
    """A text without its personal details, and where they stood in the text given."""

    text: str
    spans: tuple[Span, ...]


def find(text: str, rules: Rules = USUAL) -> tuple[Span, ...]:
    """The personal details in a text: sorted, apart, in offsets of the text given.

    Raises HeldBack for a text that could not be looked through.
    """
    return _find_all([text], rules)[0]


def anonymise(
    text: str, rules: Rules = USUAL, *, letters: pseudonyms.Letters | None = None
) -> Anonymised:
    """The text with each personal detail replaced; doing it again changes nothing more.

    With `letters` each name becomes the same one wherever it stands, as "[worker B]"; without,
    every name becomes "[name]". Raises HeldBack for a text that could not be looked through.
    """
    found = _without(text, find(text, rules))
    return found if letters is None else named(text, found, letters)


def named(text: str, found: Anonymised, letters: pseudonyms.Letters) -> Anonymised:
    """What was found in a text, with its own stand-in for each name instead of "[name]"."""
    return _without(text, pseudonyms.given(text, found.spans, letters))


def many(texts: Iterable[str], rules: Rules = USUAL) -> Iterator[Anonymised]:
    """Each text anonymised, in order, in batches; the same as one at a time, but faster.

    Raises HeldBack at the first text that could not be looked through.
    """
    for batch in batches(texts, _BATCH):
        for text, spans in zip(batch, _find_all(batch, rules), strict=True):
            yield _without(text, spans)


def across(texts: Sequence[str], rules: Rules = USUAL) -> list[Anonymised]:
    """Texts of one person in order, each looked at by itself and together with its neighbours.

    A number begun in one text and ended in the next loses both parts. Raises HeldBack where one
    of them could not be looked through.
    """
    found = _find_all(texts, rules)
    for _ in range(_ROUNDS if len(texts) > 1 else 0):
        parts = _look_across(texts, found, rules)
        joined = [splits.merged(*both) for both in zip(found, parts, strict=True)]
        if joined == found:
            break
        found = _find_all(texts, rules, joined)
    return [_without(text, spans) for text, spans in zip(texts, found, strict=True)]


def _look_across(
    texts: Sequence[str], found: Sequence[tuple[Span, ...]], rules: Rules
) -> list[list[Span]]:
    """The parts of details that touch a join, with and without what is found already."""
    try:
        whole = splits.crossing([reading.read(text, (), rules.local) for text in texts])
        rest = [reading.read(*one, rules.local) for one in zip(texts, found, strict=True)]
        return [[*one, *two] for one, two in zip(whole, splits.crossing(rest), strict=True)]
    except Exception as error:
        raise HeldBack("These texts could not be looked through together.") from error
    finally:
        names.forget()


def _without(text: str, spans: Sequence[Span]) -> Anonymised:
    replaced = text
    for span in reversed(spans):
        instead = span.instead or PLACEHOLDERS[span.label]
        replaced = replaced[: span.start] + instead + replaced[span.end :]
    return Anonymised(replaced, tuple(spans))


def _find_all(
    texts: Sequence[str], rules: Rules, taken: Sequence[tuple[Span, ...]] = ()
) -> list[tuple[Span, ...]]:
    """Look again after taking out what was found, until a look finds nothing new.

    The last look reads the text as it will stand, so a second anonymising has nothing to find.
    """
    for text in texts:
        if not isinstance(text, str):
            raise HeldBack("Only text can be looked through for personal details.")
        if len(text) > LONGEST:
            raise HeldBack("This text is too long to look through for personal details.")
    found = list(taken) or [() for _ in texts]
    try:
        is_done = _look_again(texts, found, rules)
    except Exception as error:
        # Whatever went wrong, the texts have not been looked through: they may not pass.
        raise HeldBack("This text could not be looked through for personal details.") from error
    finally:
        names.forget()
    if not is_done:
        raise HeldBack(_WITHOUT_END)
    return found


def _look_again(texts: Sequence[str], found: list[tuple[Span, ...]], rules: Rules) -> bool:
    """Whether in the end nothing new was found; what each look finds is added to `found`."""
    waiting: Sequence[int] = range(len(texts))
    for _ in range(_ROUNDS):
        looks = [reading.read(texts[at], found[at], rules.local) for at in waiting]
        reads = pipeline.read(look.text for look in looks)
        new = (spans for some in batches(reads, _FEW) for spans in finding.details(some, rules))
        again = []
        for at, look, spans in zip(waiting, looks, new, strict=True):
            if spans:
                more = [look.original(span) for span in spans]
                found[at] = tuple(sorted((*found[at], *more), key=lambda span: span.start))
                again.append(at)
        if not again:
            return True
        waiting = again
    return False
