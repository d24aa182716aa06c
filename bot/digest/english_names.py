"""Where an English article names somebody or something.

In: an article, its sentences and a tagger. Out: mentions with their label, titles taken off, the same words
labelled the same throughout. This module must not know how mentions are joined into entities.

Runs of words with capitals (english_runs.py) are read by what stands in and around them (english_readings.py,
english_persons.py): a title or an office before, a word of saying or an office after, the head of an
organization or a place, tables of countries, cities and well-known bodies. The tagger, which learnt
Indonesian news, only speaks for persons of whom nothing else is known: their names look alike in both
languages. What nothing speaks for is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.digest.english_lines import OPENERS, Found, Line, adjoins, lines_of, small_words
from bot.digest.english_readings import read_run
from bot.digest.english_runs import runs
from bot.digest.english_words import Key, english_words, key_of
from bot.digest.mentions import Mention
from bot.digest.tokens import tokenize
from bot.records import Article, EntityLabel, Sentence

Tag = Callable[[Sequence[str]], Sequence[str]]

_MIN_PART_CHARS = 3
"""A part of a person's name shorter than this ("Al", "Un") is not looked for alone."""

_CHUNK_TOKENS = 300
"""A "sentence" longer than this is a table or a list without stops; the tagger gets it in pieces."""

_FIRM_OPENINGS = frozenset({"pt", "cv"})
_FIRM_ENDS = frozenset({"tbk", "persero", "ltd", "inc", "corp"})
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z][A-Z0-9-]{0,5}")


def find_english_mentions(article: Article, sentences: Sequence[Sentence], tag: Tag) -> tuple[Mention, ...]:
    """Return every mention of a name in reading order, the title's first; none overlap.

    Headlines are searched for the names of the body alone.
    """
    lines = list(lines_of(article, sentences))
    small = small_words(lines)
    found = [list(_names_of(line, small, tag)) if line.reliable else [] for line in lines]
    labels = _labels(lines, found)
    mentions: list[Mention] = []
    for line, here in zip(lines, found, strict=True):
        taken = {at for name in here for at in range(name.start, name.end)}
        more = _known_names(line, labels, taken)
        mentions += [
            _mention(line, name, labels) for name in sorted([*here, *more], key=lambda name: name.start)
        ]
    return tuple(mentions)


def _names_of(line: Line, small: frozenset[str], tag: Tag) -> Iterator[Found]:
    """Yield the names of a line that something speaks for, in order."""
    tagged: frozenset[int] | None = None
    for start, end in runs(line, small):
        for name in read_run(line, start, end):
            if name.label == "person" and not name.sure:
                tagged = _tagged_persons(line, tag) if tagged is None else tagged
                if not tagged.issuperset(range(name.start, name.end)):
                    continue
            yield name


def _tagged_persons(line: Line, tag: Tag) -> frozenset[int]:
    """The words of a line that the tagger takes for a person's."""
    tokens = tokenize(line.text)
    spans: list[tuple[int, int]] = []
    for first in range(0, len(tokens), _CHUNK_TOKENS):
        chunk = tokens[first : first + _CHUNK_TOKENS]
        tags = tag([token.text for token in chunk])
        spans += [(t.start, t.end) for t, label in zip(chunk, tags, strict=True) if label.endswith("PER")]
    return frozenset(
        at
        for at, word in enumerate(line.words)
        if any(start <= word.start and word.end <= end for start, end in spans)
    )


def _labels(lines: Sequence[Line], found: Sequence[Sequence[Found]]) -> dict[Key, EntityLabel]:
    """The label of each name, the one that it bears most often; short forms and bracketed ones too."""
    votes: dict[Key, Counter[EntityLabel]] = {}
    for line, here in zip(lines, found, strict=True):
        for name in here:
            key = tuple(word.plain for word in line.words[name.start : name.end])
            votes.setdefault(key, Counter())[name.label] += 1
    labels = {key: count.most_common(1)[0][0] for key, count in votes.items()}
    labels |= {
        key: label for line, here in zip(lines, found, strict=True) for key, label in _bracketed(line, here)
    }
    table = english_words()
    for key, label in list(labels.items()):
        short = _firm_in_short(key)
        if short:
            labels.setdefault(short, "organization")
        if label != "person" or len(key) < 2:
            continue
        for part in (key[0], key[-1]):
            if len(part) >= _MIN_PART_CHARS and part not in table.not_names and (part,) not in table.known:
                labels.setdefault((part,), "person")
    return labels


def _firm_in_short(key: Key) -> Key:
    """A firm's name without what it is by law, as news goes on with; none of one word."""
    if key[0] not in _FIRM_OPENINGS:
        return ()
    short = key[1:-1] if key[-1] in _FIRM_ENDS else key[1:]
    return short if len(short) > 1 else ()


def _bracketed(line: Line, found: Sequence[Found]) -> Iterator[tuple[Key, EntityLabel]]:
    """Yield the short forms in brackets behind full names: "Asian Development Bank (ADB)"."""
    for name in found:
        inside = line.words[name.end : name.end + 3]
        if name.end - name.start < 2 or [word.text for word in inside[::2]] != ["(", ")"]:
            continue
        if _ACRONYM.fullmatch(inside[1].text):
            yield (inside[1].plain,), name.label


def _known_names(line: Line, labels: Mapping[Key, EntityLabel], taken: set[int]) -> Iterator[Found]:
    """Yield the names of the article that stand in a line where none was seen."""
    longest = max(map(len, labels), default=0)
    at = 0
    while at < len(line.words):
        size = next(
            (
                size
                for size in range(min(longest, len(line.words) - at), 0, -1)
                if _is_known_at(line, at, size, labels, taken)
            ),
            0,
        )
        if size:
            yield Found(at, at + size, labels[tuple(word.plain for word in line.words[at : at + size])])
        at += max(1, size)


def _is_known_at(line: Line, at: int, size: int, labels: Mapping[Key, EntityLabel], taken: set[int]) -> bool:
    words = line.words[at : at + size]
    if not words[0].is_capital or not words[-1].is_capital or not taken.isdisjoint(range(at, at + size)):
        return False
    if tuple(word.plain for word in words) not in labels:
        return False
    if size > 1 or not line.reliable:
        return True
    follows = at + 1 < len(line.words) and line.words[at + 1].is_capital and adjoins(line, at + 1)
    precedes = at > 0 and line.words[at - 1].is_capital and adjoins(line, at)
    titles = english_words().honorifics | english_words().roles | english_words().ranks
    titled = precedes and line.words[at - 1].plain in titles
    opened = precedes and (at == 1 or line.words[at - 2].text in OPENERS)
    loose = not follows or line.words[at].possessive or at + 1 in taken
    return loose and (not precedes or titled or opened or line.words[at - 1].possessive or at - 1 in taken)


def _mention(line: Line, name: Found, labels: Mapping[Key, EntityLabel]) -> Mention:
    words = line.words[name.start : name.end]
    start, end = words[0].start, words[-1].end
    text = line.text[start:end]
    label = labels.get(key_of(text), name.label)
    spelt = tuple(word.text for word in words)
    return Mention(text, spelt, label, line.sentence, line.offset + start, line.offset + end)
