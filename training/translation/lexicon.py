"""Parallel text in, a lexicon out: which word is which, and how surely, as two languages' sentences show.

    python -m training.translation.lexicon --exclude DEV... --out bot/data/lexicon_id_en.tsv CORPUS.tsv.xz...

A line of OUT is a word, how often it was seen, the share of its links that its best translation has (with
that one's inflections, in percent), and its translations, the best first. The words of each pair are linked
by IBM's model 1 in both directions (Brown et al., 1993), with a preference for like places in the sentence
(Dyer et al., 2013); links that both directions agree upon count. It must not know networks nor vocabularies.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.translation.lexicon import WORD, family
from training.translation.prepare import excluded_lines, read_corpora
from training.translation.recipe import DIRECTIONS, weight

LEFT_OUT = ("ms_powershell", "electron_docs")
"""Corpora that say the same again and again, translated by machines."""
LONGEST_WORDS = 80
ROUNDS = 6
"""Of expectation and maximization: the likelihood changes by a hundredth after that."""
DIAGONAL = 4.0
"""How steeply likeliness falls with the distance of two words' places, of Dyer et al.'s order."""
UNLINKED = 1e-5
"""What speaks for no link at all."""
AGREED = 0.25
"""Product of both directions' probabilities from which a link counts: half and half."""
LEAST_SEEN, LEAST_LINKS = 2, 2
LEAST_OF_BEST = 0.05
"""Translations with a smaller share of the best one's weight are mostly wrong links."""
MOST_TRANSLATIONS = 12

HEADER = (
    "# Words in the other language, learnt from parallel text: python -m training.translation.lexicon",
    "# word, times seen, percent of its links that go to the best translation, translations (best first)",
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Words:
    """One side of all pairs: the words' numbers in one row, where each sentence ends, and the words."""

    flat: Ints
    lengths: Ints
    known: Sequence[str]

    @classmethod
    def of(cls, sentences: Iterable[Sequence[str]]) -> Words:
        """Return the words of sentences, numbered."""
        numbers: dict[str, int] = {}
        rows = [[numbers.setdefault(word, len(numbers)) for word in sentence] for sentence in sentences]
        flat = np.array([number for row in rows for number in row], np.int64)
        return cls(flat, np.array([len(row) for row in rows], np.int64), list(numbers))


@dataclass(frozen=True, slots=True)
class Grid:
    """Each word of each sentence beside each word of its translation, as cells of one long row."""

    sentence: Ints
    inside: tuple[Ints, Ints]
    """The places of the two words in their sentences."""
    rows: Ints
    """Which of all the source's words, and of the target's."""
    columns: Ints
    pair: Ints
    """Which pair of words it is, as a place in `pairs`."""
    pairs: Ints
    """The different pairs, as source word times target words plus target word."""
    near: Floats
    """How like their places are, 0..1."""

    @classmethod
    def of(cls, source: Words, target: Words) -> Grid:
        """Return the cells of all sentences."""
        n, m = source.lengths, target.lengths
        sentence = np.repeat(np.arange(len(n)), n * m)
        inside = np.arange(len(sentence)) - np.repeat(np.cumsum(n * m) - n * m, n * m)
        i, j = np.divmod(inside, m[sentence])
        rows = i + (np.cumsum(n) - n)[sentence]
        columns = j + (np.cumsum(m) - m)[sentence]
        apart = np.abs((i + 0.5) / n[sentence] - (j + 0.5) / m[sentence])
        keys = source.flat[rows] * len(target.known) + target.flat[columns]
        pairs, pair = np.unique(keys, return_inverse=True)
        return cls(sentence, (i, j), rows, columns, pair, pairs, np.exp(-DIAGONAL * apart))


def linked(grid: Grid, given: Ints, explained: Ints) -> Floats:
    """Return for each cell how likely its words are linked, when each of `explained` has one origin.

    `given`: the word of each different pair that is the origin; `explained`: the place of each cell's other.
    """
    chances = np.ones(len(grid.pairs))
    for _ in range(ROUNDS):
        counts = np.bincount(grid.pair, _shares(grid, chances, explained), len(grid.pairs))
        chances = counts / np.bincount(given, counts)[given]
    return _shares(grid, chances, explained)


def _shares(grid: Grid, chances: Floats, explained: Ints) -> Floats:
    weights = chances[grid.pair] * grid.near
    shares: Floats = weights / (np.bincount(explained, weights) + UNLINKED)[explained]
    return shares


def agreed(grid: Grid, target: Words) -> NDArray[np.bool_]:
    """Return for each cell whether both directions link its words."""
    first, second = np.divmod(grid.pairs, len(target.known))
    likely = linked(grid, first, grid.columns) * linked(grid, second, grid.rows)
    return np.asarray(likely >= AGREED)


def entries(source: Words, target: Words, weights: Floats) -> Iterator[str]:
    """Return the lexicon's lines, in alphabetical order."""
    grid = Grid.of(source, target)
    both = agreed(grid, target)
    heavy = np.repeat(weights, source.lengths)[grid.rows[both]]
    times = np.bincount(grid.pair[both], minlength=len(grid.pairs))
    heavies = np.bincount(grid.pair[both], heavy, len(grid.pairs))
    found: dict[int, list[tuple[float, int, str]]] = defaultdict(list)
    for at in np.flatnonzero(times).tolist():
        word, other = divmod(int(grid.pairs[at]), len(target.known))
        found[word].append((float(heavies[at]), int(times[at]), target.known[other]))
    seen = np.bincount(source.flat)
    for at in sorted(found, key=source.known.__getitem__):
        line = _entry(source.known[at], int(seen[at]), found[at])
        if line:
            yield line


def _entry(word: str, seen: int, translations: list[tuple[float, int, str]]) -> str | None:
    """A word's line; None where too little is known. A word that stays as it is has no translation."""
    ranked = sorted((each for each in translations if each[2] != word), reverse=True)
    if not word[0].isalpha() or seen < LEAST_SEEN or sum(times for _, times, _ in ranked) < LEAST_LINKS:
        return None
    heaviest, _, best = ranked[0]
    total = sum(heavy for heavy, _, _ in ranked)
    share = sum(heavy for heavy, _, text in ranked if family(text) == family(best)) / total
    # Of links that are few against the word's own number, most are chance.
    share *= min(1.0, 2 * sum(times for _, times, _ in ranked) / seen)
    kept = [text for heavy, _, text in ranked if heavy >= LEAST_OF_BEST * heaviest][:MOST_TRANSLATIONS]
    return f"{word}\t{seen}\t{100 * share:.0f}\t{'|'.join(kept)}"


def readable(corpora: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Return the pairs, each with its corpus's name, but for those with an empty or a very long side."""
    for name, rows in corpora.items():
        for pair in rows:
            if all(0 < len(WORD.findall(side)) <= LONGEST_WORDS for side in pair):
                yield name, pair


def words_of(texts: Iterable[str]) -> Words:
    """Return the words of sentences in small letters."""
    return Words.of(WORD.findall(text.lower()) for text in texts)


def main() -> None:
    """Read the pairs, link their words, write the lexicon."""
    parser = argparse.ArgumentParser(description="parallel text to a lexicon")
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--direction", choices=DIRECTIONS, default="id_en")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--exclude", nargs="*", type=Path, default=[], help="development sets")
    arguments = parser.parse_args()
    paths = [path for path in arguments.corpora if path.name.split(".")[0] not in LEFT_OUT]
    pairs = list(readable(read_corpora(paths, excluded_lines(arguments.exclude))))
    source, target = (words_of(pair[side] for _, pair in pairs) for side in (0, 1))
    weights = np.array([weight(name) for name, _ in pairs])
    if arguments.direction == "en_id":
        source, target = target, source
    lines = [*HEADER, *entries(source, target, weights)]
    arguments.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} lines", flush=True)


if __name__ == "__main__":
    main()
