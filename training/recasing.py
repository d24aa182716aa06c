"""Capitals given back to text in lower case, as plain news writes its words.

In: sentences of plain news to count in, then words in lower case. Out: the words as they would stand there.
This module must not know what the text is learnt for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

SENTENCE_ENDS = frozenset('.?!:"“')
"""After these, and first of all, a capital says nothing of the word."""
CAPITAL_SHARE = 0.5
"""A word that stands capitalised more often than this in mid-sentence is written so."""
KNOWN_COUNT = 3
"""Seen more often than this, a word's own habit decides even inside a name."""
RARELY = 0.3


class Recaser:
    """How often plain text writes each word with a capital, and with which ones."""

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        """Count the words of plain text."""
        self._capitals: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()
        forms: dict[str, Counter[str]] = {}
        for sentence in sentences:
            for i, word in enumerate(sentence):
                if not word[0].isalpha():
                    continue
                lower = word.lower()
                if i and sentence[i - 1] not in SENTENCE_ENDS:
                    self._seen[lower] += 1
                    self._capitals[lower] += word[0].isupper()
                if word[0].isupper():
                    forms.setdefault(lower, Counter())[word] += 1
        self._form = {lower: counts.most_common(1)[0][0] for lower, counts in forms.items()}

    def _share(self, word: str) -> float:
        return self._capitals[word] / self._seen[word] if self._seen[word] else 0.0

    def restore(self, words: Sequence[str], named: Sequence[bool]) -> list[str]:
        """Return the words with capitals: at the start, where plain text has them, and in names.

        `named` tells which words a name holds, by its label; a well-known word that is hardly ever
        capitalised stays as it is there too.
        """
        found, before = [], "."
        for word, inside in zip(words, named, strict=True):
            share = self._share(word)
            plain = self._seen[word] > KNOWN_COUNT and share < RARELY
            capital = share > CAPITAL_SHARE or before in SENTENCE_ENDS or (inside and not plain)
            found.append(
                (self._form.get(word) or word.capitalize()) if capital and word[0].isalpha() else word
            )
            before = word
        return found
