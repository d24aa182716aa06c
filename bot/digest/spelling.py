"""Two spellings of one word.

In: words. Out: whether they differ by one letter, and keys under which such words meet. This module must not
know whose names they are.
"""

from __future__ import annotations

from collections.abc import Sequence

MIN_TYPO_CHARS = 8
"""A word at least this long with one letter more, less or other is the same word misspelt; "Hartono" and
"Hartoyo" are two names."""
MIN_SHORTENED_CHARS = 7
"""The same for a word with one letter less: "Siddiqi" is "Shiddiqi"."""

MIN_TYPO_WORDS = 3
MIN_TYPO_BESIDE_CHARS = 5
"""Enough where two other words are the same."""

MIN_SLIP_CHARS = 6
"""Letters of a name of which another one may be a slip; "Ratna" and "Ratno" are two names."""


def one_edit_apart(one: str, other: str) -> bool:
    """Return whether one letter added, dropped or changed turns one word into the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]


def is_misspelt(one: str, other: str) -> bool:
    """Return whether both are long, begin alike and are one edit apart."""
    least = MIN_TYPO_CHARS if len(one) == len(other) else MIN_SHORTENED_CHARS
    return min(len(one), len(other)) >= least and one[0] == other[0] and one_edit_apart(one, other)


def is_slip_of_the_pen(one: str, other: str) -> bool:
    """Return whether words that begin alike are one edit apart, or have the same letters otherwise arranged.

    Enough where nobody else can be meant, else "Hartono" is "Hartoyo".
    """
    shorter = min(len(one), len(other))
    if shorter < MIN_TYPO_BESIDE_CHARS or one[0] != other[0] or one == other:
        return False
    is_shuffled = one[:2] == other[:2] and sorted(one) == sorted(other)
    return is_shuffled or (shorter >= MIN_SLIP_CHARS and one_edit_apart(one, other))


def is_one_name_misspelt(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether names of three words or more differ by one letter of one word."""
    if len(one) != len(other) or len(one) < MIN_TYPO_WORDS:
        return False
    apart = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    if len(apart) != 1:
        return False
    ((first, second),) = apart
    return (
        min(len(first), len(second)) >= MIN_TYPO_BESIDE_CHARS
        and first[0] == second[0]
        and one_edit_apart(first, second)
    )


def traces(word: str) -> tuple[str, ...]:
    """Return keys of which two spellings of one word share at least one: the word, and it less each letter.

    Words one edit apart share such a key (the deletion neighbourhood of Mor and Fraenkel 1982), so that they
    are found without comparing every pair.
    """
    if len(word) < MIN_SHORTENED_CHARS:
        return (word,)
    return (word, *(word[:i] + word[i + 1 :] for i in range(1, len(word))))
