"""Runs of words, by which one text is recognised in another.

In: texts. Out: their shingles. It must not know what the texts are, nor what is made of a likeness.
"""

from __future__ import annotations

import re

Shingles = frozenset[tuple[str, ...]]

SHINGLE_WORDS = 4
"""Words in a row that tell one sentence from another; shorter runs recur on a page by chance."""

_WORD = re.compile(r"\w+")


def shingles(text: str) -> Shingles:
    """The runs of SHINGLE_WORDS words of a text, without case and marks; none of a shorter text."""
    words = _WORD.findall(text.casefold())
    return frozenset(zip(*(words[i:] for i in range(SHINGLE_WORDS)), strict=False))
