"""Which times are chosen, once it is known what a reply says of each in turn."""

from dataclasses import dataclass, field


@dataclass
class Choice:
    """The times taken and refused so far, as places from 0; `wide` when a name fits several."""

    count: int
    taken: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    wide: list[set[int]] = field(default_factory=list)
    maybe: set[int] = field(default_factory=set)
    unknown: bool = False
    named: bool = False


@dataclass(frozen=True)
class Item:
    """One thing said: "named" times, or a word that turns them: no, bad, if, end, wait, others."""

    what: str
    times: frozenset[int] = frozenset()


def settled(chosen: Choice, items: list[Item]) -> set[int] | None:
    """The times chosen, or None when a fair person would ask."""
    every = set(range(chosen.count))
    turns = {one.what for one in items}
    if items and items[0].what == "none":
        return set()
    if "none" in turns and not chosen.taken:
        return set()
    if "except" in turns and chosen.refused:
        return every - chosen.refused
    if "every" in turns:
        if len(chosen.taken) > 1 and not chosen.wide:
            return chosen.taken
        within = [some for some in chosen.wide if some]
        if chosen.unknown and not (within or chosen.taken or chosen.refused):
            return None
        narrowed = set().union(*within) | chosen.taken if within else every
        return narrowed - chosen.refused
    left = every - chosen.refused - chosen.taken
    if "other" in turns:
        rest = every - chosen.refused
        return rest if len(rest) == 1 else (left if len(left) == 1 else None)
    for some in chosen.wide:
        fits = some - chosen.refused
        if len(fits) > 1:
            return None
        chosen.taken |= fits
    if chosen.unknown and not chosen.taken:
        return None
    if taken := (chosen.taken or chosen.maybe) - chosen.refused:
        return taken
    if chosen.refused and len(every - chosen.refused) <= 1:
        return every - chosen.refused
    return None


def chosen_in(items: list[Item], count: int) -> Choice:
    """Go through what was said in order, a "no" turning what follows it or else what came before.

    "tues yes not thurs" refuses Thursday; "tue yes thu no" does too.
    """
    told = _told_one_by_one(items, count)
    if told is not None:
        return told
    chosen = Choice(count)
    refusing = on_condition = False
    last: frozenset[int] = frozenset()
    for place, item in enumerate(items):
        following = items[place + 1].what if place + 1 < len(items) else ""
        if item.what == "bad" and last:
            _refuse(chosen, last)
        elif item.what in {"no", "bad", "except"} and following != "wait":
            if following in {"named", "others"} or item.what == "except":
                refusing = True
            else:
                _refuse(chosen, last)
        elif item.what == "wait":
            chosen, refusing, last = Choice(count), False, frozenset()
        elif item.what == "if":
            on_condition = True
            chosen.maybe |= chosen.taken & last
            chosen.taken -= last
        elif item.what == "end":
            refusing, on_condition, last = False, False, frozenset()
        elif item.what == "yes":
            refusing = False
        elif item.what == "others":
            last = _others(chosen)
            (_refuse if refusing else _take_all)(chosen, last)
        elif item.what == "named":
            last = item.times
            chosen.named = True
            _take(chosen, item.times, refusing=refusing, on_condition=on_condition)
    return chosen


def _told_one_by_one(items: list[Item], count: int) -> Choice | None:
    """The choice when each time has its own yes or no after it: "mon no wed yes thu maybe"."""
    said = [one for one in items if one.what not in {"end", "and"}]
    named, verdicts = said[::2], said[1::2]
    if len(said) < 4 or len(said) % 2 or any(one.what != "named" for one in named):
        return None
    if any(one.what not in {"yes", "no", "bad", "maybe"} for one in verdicts):
        return None
    chosen = Choice(count, named=True)
    for one, verdict in zip(named, verdicts, strict=True):
        if verdict.what == "maybe":
            chosen.maybe |= one.times
        else:
            _take(chosen, one.times, refusing=verdict.what in {"no", "bad"}, on_condition=False)
    return chosen


def _others(chosen: Choice) -> frozenset[int]:
    """The times that nothing was said of, if anything was said of any."""
    spoken_of = chosen.taken | chosen.refused | chosen.maybe
    return frozenset(set(range(chosen.count)) - spoken_of if spoken_of else ())


def _take_all(chosen: Choice, times: frozenset[int]) -> None:
    chosen.taken |= times


def _refuse(chosen: Choice, times: frozenset[int]) -> None:
    chosen.refused |= times
    chosen.taken -= times
    chosen.wide = [some for some in chosen.wide if some != times]


def _take(chosen: Choice, times: frozenset[int], *, refusing: bool, on_condition: bool) -> None:
    if refusing:
        _refuse(chosen, times)
    elif not times:
        chosen.unknown = True
    elif len(times) > 1:
        chosen.wide.append(set(times))
    elif on_condition and chosen.taken:
        chosen.maybe |= times
    else:
        chosen.taken |= times
