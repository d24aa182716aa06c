"""The lines of an English article in words, and which of them are headlines.

In: an article and its sentences. Out: a line for the headline and for each sentence, its words without the
mark of the possessive. This module must not know how the names in a line are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.digest.name_lines import TITLE_POSITION
from bot.records import Article, EntityLabel, Sentence

_HEADLINE_SHARE = 0.8
"""Share of the longer words with capitals from which a line is a headline, where capitals say little."""

_DESCRIBING = (
    "led|based|backed|born|owned|run|held|controlled|administered|funded|style|made|registered|sponsored|linked"
    "|affiliated|brokered|trained|appointed|listed|wide|era|dominated|occupied|educated|language|speaking|bound"
    "|built|facing|themed|like|related|loving"
)
"""Ends words that tell how something is: "Jakarta-based" holds a name and belongs to none."""

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"
    rf"|[^\W_]+(?=-(?:{_DESCRIBING})\b)"
    r"|(?<![^\W_])[A-Z]\.(?=\s[A-Z])"
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Maj|Brig|Lt|Col|Capt|Sgt|Cmdr|Adm|Insp|Supt|Comr|Rev|Hon|St|Mt|Jr|Sr|Inc|Corp|Co|Ltd)\.(?=\s)"
    r"|[0-9]+(?:[.,:/][0-9]+)*"
    r"|[^\W_]+(?:[-'’‘&/][^\W_]+)*(?:(?<=s)['’](?=\s[^\W_]))?"
    r"|\S"
)
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_HANGING = re.compile(r"(?:al|el|ad|an|ar|as|ash|az|ibn)-[A-Z]")
"""A part of a person's name that is written small: "Nuri al-Maliki"."""

OPENERS = frozenset({".", "?", "!", '"', "“", ":", "—", "–", "-", "•", "…", "'", "‘", "”"})


@dataclass(frozen=True, slots=True)
class Word:
    """A token: `text` without the mark of the possessive, covering start..end of its line."""

    text: str
    start: int
    end: int
    possessive: bool = False

    @property
    def plain(self) -> str:
        """The word as it is compared with others."""
        return self.text.casefold().rstrip(".")

    @property
    def is_capital(self) -> bool:
        """Whether the word begins with a capital as names do."""
        return self.text[0].isupper() or _HANGING.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, sub-headline or title with its words."""

    text: str
    offset: int
    sentence: int
    words: tuple[Word, ...]
    reliable: bool
    """False in headlines, where capitals say little."""


@dataclass(frozen=True, slots=True)
class Found:
    """Words first..last of a line that are a name, and how surely."""

    start: int
    end: int
    label: EntityLabel
    sure: bool = True


def lines_of(article: Article, sentences: Sequence[Sentence]) -> Iterator[Line]:
    """Yield the lines of an article, its headline first."""
    if article.title:
        yield Line(article.title, 0, TITLE_POSITION, _words(article.title), False)
    for sentence in sentences:
        words = _words(sentence.source)
        reliable = not sentence.heading and not _is_headline_like(words)
        yield Line(sentence.source, sentence.start, sentence.index, words, reliable)


def _words(text: str) -> tuple[Word, ...]:
    words = []
    for match in _TOKEN.finditer(text):
        bare = _POSSESSIVE.sub("", match[0]) if len(match[0]) > 2 else match[0]
        words.append(
            Word(bare, match.start(), match.start() + len(bare), possessive=len(bare) < len(match[0]))
        )
    return tuple(words)


def _is_headline_like(words: Sequence[Word]) -> bool:
    if words and words[-1].text in OPENERS:
        return False
    long = [word for word in words if len(word.text) > 3 and word.text.isalpha()]
    return len(long) >= 6 and sum(word.is_capital for word in long) >= _HEADLINE_SHARE * len(long)


def adjoins(line: Line, at: int) -> bool:
    """Whether nothing but a blank stands between a word and the one before it."""
    between = line.text[line.words[at - 1].end : line.words[at].start]
    return between in (" ", "\u00a0")


def small_words(lines: Sequence[Line]) -> frozenset[str]:
    """The words that the article writes small somewhere: no names, where they open a sentence."""
    return frozenset(word.text for line in lines for word in line.words if word.text.islower())
