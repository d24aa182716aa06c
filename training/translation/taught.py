"""Pairs of news and what the bot makes of it: text in one language in, an array of pairs out.

    python -m training.translation.taught --direction id_en --vocabulary .train/sentencepiece.model \\
        --out .train/taught_id_en.npz NEWS.id.txt.xz

Translated with the packages in models/. What the bot makes of a sentence, with a beam, guards and the
lexicon, is better than what the model writes by itself. One that learns from it writes the likeliest words
alone nearly as well (Kim and Rush, 2016), and knows words that no pair has. What the guards gave up, or what
is no pair (text.py), is left out. It must not know networks.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

import sentencepiece

from benchmarks.decoding import packages_of
from bot.translation.engine import Engine
from training.translation.prepare import encode, lines
from training.translation.recipe import DIRECTIONS
from training.translation.text import cleaned, fit, fit_alone

LINES = 2_000
"""Translated together: enough for batches of like lengths, few enough to say how far it is."""


class Translates(Protocol):
    """The engine, as far as it is asked here."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> Sequence[str | None]: ...


def taught(engine: Translates, source: str, target: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return each text with its translation, if it has one that can be learnt from."""
    fitting = filter(fit_alone, map(cleaned, texts))
    while some := list(islice(fitting, LINES)):
        for text, translation in zip(some, engine.translate(some, source, target), strict=True):
            if translation and fit(text, cleaned(translation)):
                yield text, cleaned(translation)


def told(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Return the pairs, saying now and then how many there were."""
    started = time.monotonic()
    for count, pair in enumerate(pairs, 1):
        yield pair
        if not count % (5 * LINES):
            print(f"{count} pairs, {count / (time.monotonic() - started):.0f} a second", flush=True)


def main() -> None:
    """Read, translate, write."""
    parser = argparse.ArgumentParser(description="pairs of news and what the bot makes of it")
    parser.add_argument("news", type=Path, help="sentences, one a line, packed with xz or not")
    parser.add_argument("--direction", choices=DIRECTIONS, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lines", type=int, help="only so many of the file's")
    arguments = parser.parse_args()
    source, target = arguments.direction.split("_")
    with packages_of() as packages:
        engine = Engine(packages, memory_bytes=0)
        rows = list(told(taught(engine, source, target, islice(lines(arguments.news), arguments.lines))))
    if arguments.direction == "en_id":
        rows = [(other, one) for one, other in rows]
    encode(rows, sentencepiece.SentencePieceProcessor(model_file=str(arguments.vocabulary))).write(
        arguments.out
    )
    print(f"{len(rows)} pairs", flush=True)


if __name__ == "__main__":
    main()
