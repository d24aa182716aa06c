"""Words that the pairs lack, put into the pairs: bot/data/words_*.tsv and parallel text in, more pairs out.

    python -m training.translation.swapped --exclude DEV... --out .train/swapped.tsv CORPUS.tsv.xz...

A word that people wrote down with its translation takes the place of one of its kind that is linked to its
own translation, in both sentences at once: "rumah itu dijual", "the house was sold" becomes "rumah itu
digeledah", "the house was searched". The sentences need not be true; a model learns from them what the word
is (Fadaee, Bisazza and Monz, 2017). It must not know networks nor vocabularies.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from bot.data import read_lines
from bot.translation.lexicon import WORD
from training.translation.lexicon import LEFT_OUT, Grid, agreed, readable, words_of
from training.translation.prepare import excluded_lines, read_corpora
from training.translation.recipe import weight

SENTENCES = 8
"""Made for each word."""
SENTENCE_WORDS = range(6, 31)
LEAST_WEIGHT = 1.0
"""Of the corpora whose sentences are taken: news and what people wrote."""
LEAST_LINKS = 3
"""How often a word must be linked to a translation to be exchanged with it."""
SAYING = frozenset({"ujarnya", "katanya", "ujar", "kata", "jelasnya", "ungkap", "tegas", "tambahnya"})
ADJECTIVE = re.compile(r".{3,}(?:ous|ful|ive|al|ic|able|ible|ent|ant|less)")
ACTIVE = re.compile(r"(?:me|ber).{3,}")
PASSIVE = re.compile(r"(?:di|ter).{3,}")
SEED = 1


@dataclass(frozen=True, slots=True)
class Place:
    """A word and its linked translation in a pair: spans of both sentences."""

    pair: tuple[str, str]
    source: tuple[int, int]
    target: tuple[int, int]
    plural: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A word that people wrote down."""

    word: str
    kind: str
    translations: tuple[str, ...]


def kind_of(source: str, target: str, nouns: frozenset[str]) -> str | None:
    """Return the kind of words that may stand where these two do; None where none is to."""
    if source in SAYING and target in {"said", "says"}:
        return "s"
    if PASSIVE.fullmatch(source) and target.endswith(("ed", "en")):
        return "p"
    if ACTIVE.fullmatch(source) and target.endswith("ed"):
        return "v"
    if target.endswith("ly") and len(target) > len("only"):
        return "r"
    if ADJECTIVE.fullmatch(target) and target not in nouns:
        return "a"
    return "n" if target in nouns and not source.startswith(("me", "di", "ber")) else None


def countable(links: Mapping[tuple[str, str], int]) -> frozenset[str]:
    """Return the English words that are linked to one word in the singular and in the plural: nouns."""
    of: dict[str, set[str]] = defaultdict(set)
    for (source, target), times in links.items():
        if times >= LEAST_LINKS:
            of[source].add(target)
    pairs = ((one, f"{one}s") for targets in of.values() for one in targets if f"{one}s" in targets)
    return frozenset(word for pair in pairs for word in pair)


def places(pairs: Sequence[tuple[str, str]]) -> dict[str, list[Place]]:
    """Return where a word may be put, by its kind."""
    source, target = (words_of(pair[side] for pair in pairs) for side in (0, 1))
    grid = Grid.of(source, target)
    both = np.flatnonzero(agreed(grid, target))
    words = [
        (source.known[one], target.known[other])
        for one, other in zip(source.flat[grid.rows[both]], target.flat[grid.columns[both]], strict=True)
    ]
    links = Counter(words)
    nouns = countable(links)
    found: dict[str, list[Place]] = defaultdict(list)
    for cell, (one, other) in zip(both.tolist(), words, strict=True):
        at = int(grid.sentence[cell])
        kind = kind_of(one, other, nouns) if links[one, other] >= LEAST_LINKS else None
        if kind and int(source.lengths[at]) in SENTENCE_WORDS:
            i, j = (int(side[cell]) for side in grid.inside)
            spans = _span(pairs[at][0], i), _span(pairs[at][1], j)
            found[kind].append(Place(pairs[at], *spans, plural=other.endswith("s")))
    return found


def _span(text: str, at: int) -> tuple[int, int]:
    return next(islice(WORD.finditer(text), at, None)).span()


def exchanged(place: Place, known: Known) -> tuple[str, str]:
    """Return the pair with the known word and its translation in the place of those that are linked."""
    source, target = place.pair
    translation = known.translations[0]
    if known.kind == "n":
        number = [each for each in known.translations if each.endswith("s") == place.plural]
        translation = number[0] if number else translation
    if known.kind == "s":
        translation = target[slice(*place.target)]
    return _put(source, place.source, known.word), _put(target, place.target, translation)


def _put(text: str, span: tuple[int, int], word: str) -> str:
    capital = text[span[0]].isupper()
    return text[: span[0]] + (word[:1].upper() + word[1:] if capital else word) + text[span[1] :]


def made(words: Iterable[Known], found: Mapping[str, Sequence[Place]]) -> Iterator[tuple[str, str]]:
    """Return the new pairs: for each word the word alone, and sentences where its kind has places."""
    chance = random.Random(SEED)  # noqa: S311
    for known in words:
        yield known.word, known.translations[0]
        some = found.get(known.kind, ())
        for place in chance.sample(some, min(SENTENCES, len(some))):
            yield exchanged(place, known)


def read_words(name: str) -> list[Known]:
    """Return the words of a table in bot/data."""
    rows = (line.split("\t") for line in read_lines(name))
    return [Known(word, kind, tuple(translations.split("|"))) for word, kind, translations in rows]


def main() -> None:
    """Read the pairs and the words, exchange, write."""
    parser = argparse.ArgumentParser(description="parallel text with words that it lacks")
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--exclude", nargs="*", type=Path, default=[], help="development sets")
    arguments = parser.parse_args()
    names = [path for path in arguments.corpora if path.name.split(".")[0] not in LEFT_OUT]
    paths = [path for path in names if weight(path.name.split(".")[0]) >= LEAST_WEIGHT]
    corpora = read_corpora(paths, excluded_lines(arguments.exclude))
    found = places([pair for _, pair in readable(corpora)])
    print({kind: len(some) for kind, some in found.items()}, flush=True)
    pairs = list(made(read_words("words_id_en.tsv"), found))
    arguments.out.write_text("".join(f"{one}\t{other}\n" for one, other in pairs), encoding="utf-8")
    print(f"{len(pairs)} pairs", flush=True)


if __name__ == "__main__":
    main()
