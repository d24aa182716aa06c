"""What each sentence needs beside it, so that a reader of the summary alone knows who and what is meant.

In: the sentences that may be chosen, which of them lean by their opening, and the headline. Out: for each
sentence its needs: groups of sentences, of each of which one must be in the summary. This module must not
know how sentences are rated, nor what a summary is.

A sentence leans on the one before by its opening ("Namun", "Selain itu"). One with "dia" needs the sentence
that names the person; one with "kapal tersebut" needs one before it that speaks of a ship; one that opens
with a short name ("Ratna mengatakan") needs one that gives it in full, unless the headline has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.digest.openings import Openings, dangles, openings, points_back, points_back_first, points_here
from bot.digest.words import content_words, words

Need = frozenset[int]
"""Places of which one must be taken; nothing meets an empty one."""

NAME_REACH = 3
"""Sentences before a pronoun in which its person is looked for."""

THING_REACH = 4
"""Sentences before "kapal tersebut" in which a ship is looked for."""

_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”»]?")
_NAME = re.compile(r"[A-Z][\w'’-]+(?: (?:bin |binti |al |de |van )?[A-Z][\w'’-]*\.?)*")
_OPENING_NAME = re.compile(r"([A-Z][\w'’-]+) [a-z]")
_POINTED_AT = re.compile(r"\b(\w{1,40}) (?:tersebut|tadi)\b")
_OPENING_THE = re.compile(r"^(?:The|Both|All|Other|More) (?:\w+ )??([a-z]+)\b(?! (?:of|in|for)\b)")
_OPENING_POINTED_AT = re.compile(r"^(?:\S+ ){0,2}?(\w+) (?:tersebut|tadi|itu|ini)\b")


def needs_of(
    texts: Sequence[str], before: Sequence[int | None], title: str, language: str = "id"
) -> tuple[tuple[Need, ...], ...]:
    """The needs of each of `texts`, all by place in it.

    `before` is the place of the sentence right before, -1 where that one may not be chosen, None at the top
    of the article, where nothing is needed.
    """
    table = openings(language)
    told = [_QUOTED.sub(" ", text) for text in texts]
    inner = frozenset(word for text in texts for word in _capitals_inside(text)) - table.calendar
    runs = [_names(text, inner, table) for text in told]
    title_words = frozenset(words(title))
    tokens = [words(text) for text in texts]
    bags = [frozenset(own) for own in tokens]
    in_full = _in_full(runs)
    found: list[tuple[Need, ...]] = []
    for at, text in enumerate(texts):
        support = before[at]
        if support is None:
            found.append(())
            continue
        prior = frozenset({support}) if support >= 0 else frozenset[int]()
        own: list[Need] = []
        if dangles(tokens[at], table):
            own.append(prior)
        elif _points(tokens[at], table):
            own.append(prior | _spoken_of(at, text, bags, table))
        if _unnamed_person(told[at], inner, table, language):
            own.append(prior)
            own += _namers(at, runs)
        own += [prior | thing for thing in _things(at, told[at], bags, title_words, table)]
        own += _introductions(at, text, in_full, title_words, language)
        found.append(tuple(dict.fromkeys(own)))
    return tuple(found)


def met(needs: Sequence[Need], taken: Sequence[int]) -> bool:
    """Whether a summary that takes these places meets all these needs."""
    return all(not need.isdisjoint(taken) for need in needs)


def _capitals_inside(text: str) -> list[str]:
    return re.findall(r"(?<=[a-z,)] )[A-Z][\w'’-]+", text)


def _points(tokens: Sequence[str], table: Openings) -> bool:
    """Whether the opening of a sentence points at something said before."""
    return points_back_first(tokens, table) or points_back(tokens, table) or points_here(tokens, table)


def _names(text: str, inner: frozenset[str], table: Openings) -> list[str]:
    """The names in a text: runs of words with a capital, the first word only if it is one elsewhere."""
    return [
        run
        for match in _NAME.finditer(text)
        if (run := _without_calendar(match, inner, table))
        and (match.start() > 0 or " " in run or run in inner)
    ]


def _without_calendar(match: re.Match[str], inner: frozenset[str], table: Openings) -> str:
    """A run of words with a capital without days and months, nor what opened the sentence before one:
    "On"."""
    if not table.calendar:
        return match[0]
    words = [word for word in match[0].split() if word not in table.calendar]
    if words and match.start() == 0 and len(words) < len(match[0].split()) and words[0] not in inner:
        words = words[1:]
    return " ".join(words)


def _unnamed_person(text: str, inner: frozenset[str], table: Openings, language: str) -> bool:
    """Whether a sentence says "dia" of somebody whom it has not named."""
    pronoun = _person_pattern(language).search(text)
    return pronoun is not None and not _names(text[: pronoun.start()], inner, table)


@lru_cache
def _person_pattern(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(openings(language).persons))})\b", re.IGNORECASE)


def _namers(at: int, runs: Sequence[Sequence[str]]) -> list[Need]:
    """The nearest sentence before that names somebody, where that is not the one right before."""
    for other in range(at - 1, max(-1, at - 1 - NAME_REACH), -1):
        if runs[other]:
            return [] if other == at - 1 else [frozenset({other})]
    return []


def _spoken_of(at: int, text: str, bags: Sequence[frozenset[str]], table: Openings) -> Need:
    """Where the thing was spoken of with which a sentence opens: "Kapal itu", "Kedua pemimpin itu"."""
    opening = _OPENING_POINTED_AT.match(text)
    return _holding(opening[1].lower(), at, bags, table) if opening else frozenset()


def _things(
    at: int, text: str, bags: Sequence[frozenset[str]], title_words: frozenset[str], table: Openings
) -> list[Need]:
    """A need for each thing that a sentence calls "tersebut" and has not spoken of yet; in English for what
    stands with "the" at its head, "The minister"."""
    needs: list[Need] = []
    opening = _OPENING_THE.match(text) if table.definite else None
    if opening is not None and (thing := opening[1]) in table.definite and thing not in title_words:
        needs.append(_holding(thing, at, bags, table))
    for match in _POINTED_AT.finditer(text):
        thing = match[1].lower()
        known = thing in title_words and thing not in table.general
        if not known and thing not in words(text[: match.start()]):
            needs.append(_holding(thing, at, bags, table))
    return needs


def _holding(thing: str, at: int, bags: Sequence[frozenset[str]], table: Openings) -> Need:
    if thing in table.general or not content_words(thing):
        return frozenset()
    return frozenset(other for other in range(max(0, at - THING_REACH), at) if thing in bags[other])


def _in_full(runs: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """Where each word of a name stands as a part of a longer one, ascending."""
    found: dict[str, list[int]] = {}
    for at, own in enumerate(runs):
        for word in {word for run in own if " " in run for word in run.split()}:
            found.setdefault(word, []).append(at)
    return found


def _introductions(
    at: int, text: str, in_full: Mapping[str, Sequence[int]], title_words: frozenset[str], language: str
) -> list[Need]:
    """Where the person is introduced whose short name a sentence opens with, or who says it at its end."""
    matches = (_OPENING_NAME.match(text), *_speaker_pattern(language).finditer(text))
    named = sorted({match[1] for match in matches if match and match[1].lower() not in title_words})
    if language == "en":  # "The" opens sentences and names alike
        named = [name for name in named if content_words(name, language)]
    needs = [frozenset(other for other in in_full.get(name, ()) if other < at) for name in named]
    return [need for need in needs if need]


@lru_cache
def _speaker_pattern(language: str) -> re.Pattern[str]:
    reporting = "|".join(sorted(openings(language).reporting))
    return re.compile(rf"\b(?:[Mm]enurut|[Aa]ccording to|{reporting}) ([A-Z][\w'’-]+)(?! [A-Z(])")
