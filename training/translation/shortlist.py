"""Which subwords a decoder has to consider for which source: arrays of pairs in, a package's vmap.txt out.

    python -m training.translation.shortlist --direction id_en .train

A sentence needs a few hundred of the vocabulary's subwords; to rate the others is a third of a small model's
work. The subwords that each source subword is linked to by IBM's model 1 are written in CTranslate2's form: a
line is a source subword, tab, what may be written for it; the first line has what may always be written.
FOLDER holds the arrays and the vocabulary; FOLDER/vmap.DIRECTION.txt comes of it. It must not know networks.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import sentencepiece

from training.translation.arrays import EOS, Pairs, Ragged
from training.translation.lexicon import Floats, Grid, Ints, Words, linked
from training.translation.recipe import DIRECTIONS, SWITCHED, VOCABULARY, training_pairs

ALWAYS, FOR_EACH, LEAST_LINKS = 500, 40, 1.0
"""The target's commonest subwords, which any sentence may have; those that a source subword may become; the
sum of its links to such a one, for what is less is chance.

On 400 lines each of the news and the general development set, with id_en 1.4 in the making, without a list
BLEU 20.0 and 22.0. At these numbers 20.0 and 21.8 in 0.7 of the time; at 1,500, 60, 0.5 19.9 and 21.7 in
0.75; at 150, 20, 2 19.8 and 21.8 in 0.62: all within the noise."""
MOST_PAIRS = 40_000
"""Of one file: what is linked in more has been seen before."""
CELLS = 40_000_000
"""Pairs of subwords looked at together: 6 GB of memory."""


def counts(source: Ragged, target: Ragged, size: int) -> Floats:
    """Return how often each subword (row) is linked to each of the target's (column)."""
    found = np.zeros((size, size), np.float64)
    for rows in _parts(source.lengths * target.lengths):
        words = [Words.of([side[row].tolist() for row in rows]) for side in (source, target)]
        grid = Grid.of(*words)
        first, second = np.divmod(grid.pairs, len(words[1].known))
        sums = np.bincount(grid.pair, linked(grid, first, grid.columns), len(grid.pairs))
        known = [np.array(side.known, np.int64) for side in words]
        np.add.at(found, (known[0][first], known[1][second]), sums)
    return found


def _parts(cells: Ints) -> Iterator[list[int]]:
    """Return runs of rows with so many cells together that memory holds them."""
    part: list[int] = []
    room = CELLS
    for row, size in enumerate(cells.tolist()):
        if part and size > room:
            yield part
            part, room = [], CELLS
        part.append(row)
        room -= size
    yield part


def lines(found: Floats, subwords: Sequence[str]) -> Iterator[str]:
    """Return the lines of vmap.txt. A subword may always be written as it is: names are."""
    seen = found.sum(0)
    always = [at for at in np.argsort(-seen, kind="stable")[:ALWAYS].tolist() if seen[at] > 0]
    yield _line("", (subwords[at] for at in always))
    rest = set(range(len(subwords))) - set(always)
    for at, row in enumerate(found):
        best = np.argsort(-row, kind="stable")[:FOR_EACH].tolist()
        kept = [other for other in best if row[other] >= LEAST_LINKS and other in rest]
        own = [at] if at in rest and at not in kept else []
        if at > EOS and (own or kept):
            yield _line(subwords[at], (subwords[other] for other in (*own, *kept)))


def _line(source: str, subwords: Iterable[str]) -> str:
    return f"{source}\t{' '.join(subwords)}"


def main() -> None:
    """Read the pairs, link their subwords, write."""
    parser = argparse.ArgumentParser(description="which subwords a decoder has to consider")
    parser.add_argument("folder", type=Path, help="with NAME.npz and sentencepiece.model")
    parser.add_argument("--direction", choices=DIRECTIONS, required=True)
    arguments = parser.parse_args()
    folder, direction = arguments.folder, arguments.direction
    vocabulary = sentencepiece.SentencePieceProcessor(model_file=str(folder / VOCABULARY))
    subwords = [vocabulary.id_to_piece(at) for at in range(vocabulary.get_piece_size())]
    found = np.zeros((len(subwords), len(subwords)))
    for corpus in training_pairs(sorted(folder.glob("*.npz")), direction, (SWITCHED,)):
        pairs = Pairs.read(Path(corpus.rpartition(":")[0]))
        sides = (pairs.indonesian.first(MOST_PAIRS), pairs.english.first(MOST_PAIRS))
        found += counts(*(sides if direction == "id_en" else sides[::-1]), len(subwords))
        print(f"{corpus}: {len(sides[0].ends)} pairs", flush=True)
    text = "".join(f"{line}\n" for line in lines(found, subwords))
    (folder / f"vmap.{direction}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
