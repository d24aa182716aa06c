"""The lines of an article in tokens, and which of them are headlines.

In: an article and its sentences. Out: a line for the headline and for each sentence. This module must not
know what a name is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.digest.name_features import is_plain
from bot.digest.titles import load_titles
from bot.digest.tokens import Token, tokenize
from bot.records import Article, Sentence

TITLE_POSITION = -1
"""`Line.sentence` of what stands in the headline."""
_TITLE_WORDS = 4
_TITLE_SHARE = 0.7
"""Words with capitals in a headline, which leaves "dari" and "untuk" small."""
_CLOSING_MARKS = frozenset(".!?:;,)\"”»’'…")


@dataclass(frozen=True, slots=True)
class Line:
    """A tokenized sentence, sub-headline or title."""

    text: str
    offset: int
    sentence: int
    tokens: tuple[Token, ...]
    reliable: bool
    """False in headlines, where capitals say little."""


def lines_of(article: Article, sentences: Sequence[Sentence]) -> Iterator[Line]:
    if article.title:
        yield Line(article.title, 0, TITLE_POSITION, tokenize(article.title), False)
    for sentence in sentences:
        tokens = tokenize(sentence.source)
        reliable = not sentence.heading and not _is_title(sentence.source, tokens)
        yield Line(sentence.source, sentence.start, sentence.index, tokens, reliable)


def _is_title(text: str, tokens: Sequence[Token]) -> bool:
    """Return whether a line is a headline that no mark closes, its plain words written with capitals."""
    words = [token.text for token in tokens if token.text.isalpha()]
    capitals = [word for word in words if word[0].isupper()]
    if text[-1:] in _CLOSING_MARKS or len(words) < _TITLE_WORDS or len(capitals) < _TITLE_SHARE * len(words):
        return False
    return sum(is_plain(word) and word.lower() not in load_titles().kinds for word in capitals) > 1
