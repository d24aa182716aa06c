"""A sentence, or a part of one, on its way through one package.

In: a part of a line that fits a model, the names that were agreed upon, the words whose meaning is sure. Out:
the piece, with what must stand in its translation and where. Pure; this module must know no model, and not
what becomes of a piece.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain

from bot.translation.decoder import Hypothesis
from bot.translation.fidelity import Mention, Roster, as_subject
from bot.translation.figures import dates
from bot.translation.kept import kept_names
from bot.translation.lexicon import HeldWord, Lexicon
from bot.translation.marks import Mark
from bot.translation.numerals import number_pairs, numerals, with_years_apart
from bot.translation.pieces import abbreviations, is_text, verbatim

TERM_MARK = "…"
"""Stands for a term where only the rest of a sentence is looked at."""
FIRST_WORD = re.compile(r" ([a-z]+)(?![\w-])")
ITEM_SIGN = re.compile(r"(?:[-•–—·●▪◦*]|\d{1,2}[.)])\s+")
"""Before an item of a list; a model takes the number of one for part of a number behind it."""
OPENING_MARKS = "\"“‘'(["


@dataclass(slots=True)
class Piece:
    """A sentence, or a part of one, on its way through one package."""

    source: str
    mentions: tuple[Mention, ...] = ()
    words: tuple[HeldWord, ...] = ()
    before: str = ""
    """Opening marks that were taken off, and the sign of a list's item: a model takes the capital behind one
    for a name's."""
    read: str = ""
    """What the model reads, and where `mentions` and `words` stand: the source, perhaps with words told."""
    output: str = ""
    is_text: bool = True
    failed: bool = False
    best: Hypothesis = field(default_factory=lambda: Hypothesis([], []))
    marks: tuple[Mark, ...] = ()
    """Marks of what stood before `source`, and of it."""
    made_of: Piece | None = None
    """Another try, from which the output was taken."""

    def __post_init__(self) -> None:
        self.read = self.read or self.source

    def again(self) -> Piece:
        """The same, to be tried once more; what it was given stays with this one."""
        return Piece(self.source, self.mentions, self.words, read=self.read)


def piece_of(part: str, roster: Roster, lexicon: Lexicon) -> Piece:
    """A piece with what must stand in its translation: agreed names; addresses, handles, dates, numerals
    as they are; the sure words."""
    at = _opening(part)
    source = part[at:]
    if not is_text(source):
        return Piece(source, before=part[:at], is_text=False)
    mentions = _with_subject(source, _mentions(source, roster), lexicon)
    words = lexicon.held(source, mentions)
    return Piece(source, mentions, words, part[:at], read=with_years_apart(source))


def beside_terms(piece: Piece) -> str:
    """What is read but for its terms: the table knows what "tanpa busana" denies, naked."""
    text = piece.read
    for term in sorted((word for word in piece.words if " " in word.written), key=lambda word: -word.start):
        text = f"{text[: term.start]}{TERM_MARK}{text[term.end :]}"
    return text


def _mentions(source: str, roster: Roster) -> tuple[Mention, ...]:
    """What must stand in the translation: agreed names, and as they are addresses and abbreviations that are
    introduced, but for those that the other language has too (AS, US)."""
    found = roster.find(source)
    short_in_both = {
        (name.start, name.end) for name in found if " " not in name.agreed[0].removeprefix("the ")
    }
    as_is = {span for span in abbreviations(source) if span not in short_in_both}.union(verbatim(source))
    names = (name for name in found if (name.start, name.end) not in as_is)
    kept = [Mention(start, end, source[start:end], (source[start:end],)) for start, end in sorted(as_is)]
    return (*names, *kept, *_held(source, [*found, *kept]))


def _held(source: str, others: Collection[Mention]) -> Iterator[Mention]:
    """The dates, numerals, pairs of numbers, and names of ordinary words that are no part of another name or
    address."""
    for start, end, forms in chain(dates(source), numerals(source), number_pairs(source), kept_names(source)):
        if not any(other.start < end and start < other.end for other in others):
            yield Mention(start, end, source[start:end], forms)


def _with_subject(source: str, mentions: tuple[Mention, ...], lexicon: Lexicon) -> tuple[Mention, ...]:
    """The mentions, a country that begins a sentence by its noun alone where a headline's verb follows."""
    if not mentions or mentions[0].start:
        return mentions
    following = FIRST_WORD.match(source, mentions[0].end)
    is_verb = following is not None and lexicon.is_bare_verb(following.group(1))
    return (as_subject(mentions[0]), *mentions[1:]) if is_verb else mentions


def _opening(text: str) -> int:
    """How many signs `text` begins with that are no words: a list item's, opening marks; none of them when
    nothing else is there."""
    item = ITEM_SIGN.match(text)
    at = item.end() if item else 0
    at = len(text) - len(text[at:].lstrip(OPENING_MARKS))
    return at if at < len(text) else 0
