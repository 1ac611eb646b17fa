"""How near two words are, for slips of the finger and plurals."""

_SHORTEST = 4


def stem(word: str) -> str:
    """A word without the s of its plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def distance(one: str, other: str) -> int:
    """How many slips of the finger apart two words are; two letters swapped are one slip."""
    rows = [list(range(len(other) + 1))]
    for i, left in enumerate(one, 1):
        row = [i]
        for j, right in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def is_misspelt(word: str, meant: str) -> bool:
    """Whether a word is near enough to another to be that word mistyped.

    Four letters with one changed are as often another word: "cake" is not "care".
    """
    allowed = 0 if len(meant) < _SHORTEST else 1 if len(meant) < 7 else 2
    if not allowed or len(word) < _SHORTEST or abs(len(word) - len(meant)) > allowed:
        return False
    if len(meant) == _SHORTEST and len(word) == len(meant) and sorted(word) != sorted(meant):
        return False
    return (word[0] == meant[0] or len(meant) > 6) and distance(word, meant) <= allowed
