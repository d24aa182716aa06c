"""Of which kind each name of an article is, wherever it stands: one name is one thing throughout.

In: the names of an article with the kind that each seems to be at each place, and the lines around them.
Out: a kind for each name. This module must not know where a name begins and ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from bot.digest.known_names import (
    FULL_NAME_WORDS,
    Key,
    Span,
    comparable,
    listed_places,
    name_words,
    public_names,
)
from bot.digest.name_lines import Line
from bot.records import EntityLabel

_MIN_PART_CHARS = 3
"""A part of a person's name shorter than this ("Al", "Un") is not looked for alone."""
_INITIALS_CHARS = 3
"""Letters of a name that is held back; longer ones are an organization's."""
_AGE_DIGITS = 2
"""Behind initials one digit counts goals or seats."""


def settle_labels(
    lines: Sequence[Line],
    spans: Sequence[Sequence[Span]],
    employers: Container[str],
    seen: Iterable[tuple[Key, EntityLabel]],
) -> dict[Key, EntityLabel]:
    """Return the kind of each name that was seen, of parts of persons' names, and of public names."""
    labels = _majority(seen)
    labels = _with_person_parts(labels | dict.fromkeys(_persons_in_full(labels), "person"))
    labels = {**public_names(), **labels, **dict.fromkeys(_split_off(lines, spans), "organization")}
    labels |= dict.fromkeys(_short_for_organizations(labels), "organization")
    labels |= dict.fromkeys(_short_for_companies(labels), "organization")
    labels |= dict.fromkeys(_called_as_companies(labels), "organization")
    labels |= dict.fromkeys(_branches(labels, employers), "organization")
    labels |= {key: "person" for key in _held_back(lines) if key in labels}
    return labels | dict.fromkeys(_named_with_kind(labels), "place")


def _majority(seen: Iterable[tuple[Key, EntityLabel]]) -> dict[Key, EntityLabel]:
    """Return the label that each name bears most often; the earliest of equals."""
    votes: dict[Key, Counter[EntityLabel]] = {}
    for key, label in seen:
        votes.setdefault(key, Counter())[label] += 1
    return {key: count.most_common(1)[0][0] for key, count in votes.items()}


def _with_person_parts(labels: dict[Key, EntityLabel]) -> dict[Key, EntityLabel]:
    """Add the first and last word of each full name of a person, and settle them as persons."""
    words = name_words()
    common = words["calendar"] | words["nationalities"] | words["place_kinds"] | words["organization_kinds"]
    common |= words["sasak"]
    found = dict(labels)
    for key, label in labels.items():
        if label != "person" or len(key) < 2:
            continue
        for part in (key[key[0] in ("i", "ni")], key[-1]):
            if len(part) < _MIN_PART_CHARS or part in common or not part.isalpha():
                continue
            if found.get((part,)) != "place":
                found[(part,)] = "person"
    return found


def _persons_in_full(labels: Mapping[Key, EntityLabel]) -> Iterator[Key]:
    """Yield names taken for organizations that end as a person is called: "Keir Starmer", of "Starmer"."""
    words = name_words()
    common = words["organization_kinds"] | words["place_kinds"]
    for key, label in labels.items():
        is_like_a_name = len(key) == FULL_NAME_WORDS and all(map(str.isalpha, key)) and common.isdisjoint(key)
        if label == "organization" and is_like_a_name and labels.get(key[-1:]) == "person":
            yield key


def _split_off(lines: Sequence[Line], spans: Sequence[Sequence[Span]]) -> Iterator[Key]:
    """Yield the organizations that stand right before a name: they are no persons elsewhere either."""
    for line, found in zip(lines, spans, strict=True):
        for (start, end, label), (following, _, other) in pairwise(found):
            if (label, other, end) == ("organization", "person", following) and end - start == 1:
                yield (comparable(line.tokens[start]),)


def _short_for_organizations(labels: Mapping[Key, EntityLabel]) -> Iterator[Key]:
    """Yield the single names taken for persons that open a longer organization's name and no person bears."""
    kinds = name_words()["organization_kinds"]
    own = (
        (key, [word for word in key if word not in kinds])
        for key, label in labels.items()
        if label == "organization"
    )
    openings = {words[0] for key, words in own if words and len(key) > 1}
    in_full_names = {
        word for key, label in labels.items() if label == "person" and len(key) > 1 for word in key
    }
    for key, label in labels.items():
        if label == "person" and len(key) == 1 and key[0] in openings and key[0] not in in_full_names:
            yield key


def _short_for_companies(labels: Mapping[Key, EntityLabel]) -> Iterator[Key]:
    """Yield the persons that are a part of a company's name: "Cakra Lestari" of PT Sawit Cakra Lestari."""
    kinds = name_words()["companies"]
    parts = {
        key[start:end]
        for key, label in labels.items()
        if label == "organization" and key[0] in kinds
        for start in range(1, len(key))
        for end in range(start + 2, len(key) + 1)
    }
    yield from (key for key, label in labels.items() if label == "person" and key in parts)


def _called_as_companies(labels: Mapping[Key, EntityLabel]) -> Iterator[Key]:
    """Yield the places that are all of a company's name but its kind: "Pasar Jaya" of Perumda Pasar Jaya."""
    kinds, listed = name_words()["companies"], listed_places()
    own = {key[1:] for key, label in labels.items() if label == "organization" and key[0] in kinds}
    for key, label in labels.items():
        if label == "place" and key in own and len(key) > 1 and key not in listed:
            yield key


def _branches(labels: Mapping[Key, EntityLabel], employers: Container[str]) -> Iterator[Key]:
    """Yield the places that are an organization's name and a place: "Nusatama Jepang" of PT Nusatama."""
    listed = listed_places()

    def is_place(key: Key) -> bool:
        return key in listed or labels.get(key) == "place"

    for key, label in labels.items():
        if label == "place" and key[0] in employers and is_place(key[1:]) and not is_place(key[:1]):
            yield key


def _held_back(lines: Sequence[Line]) -> Iterator[Key]:
    """Yield the initials of persons whose names are held back: "SR (34)", "berinisial AP"."""
    for line in lines:
        texts = [token.text for token in line.tokens]
        for i, word in enumerate(texts):
            if not (word.isalpha() and word.isupper() and len(word) <= _INITIALS_CHARS):
                continue
            aged = texts[i + 1 : i + 2] == ["("] and texts[i + 3 : i + 4] == [")"] and _is_age(texts[i + 2])
            if aged or (i and texts[i - 1].casefold() in name_words()["before_initials"]):
                yield (comparable(line.tokens[i]),)


def _is_age(text: str) -> bool:
    return text.isdigit() and len(text) == _AGE_DIGITS


def _named_with_kind(labels: Mapping[Key, EntityLabel]) -> Iterator[Key]:
    """Yield the single names taken for persons that a place bears with its kind: "Bima", of "Kota Bima"."""
    kinds = name_words()["place_kinds"]
    in_full_names = {
        word for key, label in labels.items() if label == "person" and len(key) > 1 for word in key
    }
    for key, label in labels.items():
        own = key[1:] if len(key) == 2 and label == "place" and key[0] in kinds else ()
        if own and labels.get(own) == "person" and own[0] not in in_full_names:
            yield own
