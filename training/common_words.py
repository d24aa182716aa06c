"""The Indonesian words that news uses often: text in, bot/data/common_words.txt out.

    python -m training.common_words --roots ROOTS --out bot/data/common_words.txt NEWS.id.txt.xz...

Two of them that stand together without a blank are told from a word by bot/intake/glued.py. Names are left
out, and words that Indonesian took from English as they are, unless a list of its roots has them. It must not
know what is done with the words.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from bot.data import read_lines
from training.translation.prepare import lines

LEAST_SEEN = 40
"""Of 3.9 million words of news: in ten million there are 100 of the rarest."""
LEAST_CHARS = 4
"""Letters from which a word counts that is not among SMALL_WORDS."""
SMALL_WORDS = frozenset({
    "ada", "bus", "dan", "dia", "hal", "ini", "itu", "per", "pun",
})  # fmt: skip
"""Shorter ones that count; others are the syllables of longer words."""
HEADER = (
    "# Indonesian words that news uses often. Read by bot/intake/common.py alone.",
    "# Source: counted by python -m training.common_words in 232,000 sentences of news.",
)
_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]+(?![\w'’-])")


def common(texts: Iterable[str], roots: frozenset[str]) -> Iterator[str]:
    """Return the words that the texts use often and mostly in small letters, sorted."""
    seen, capital = Counter[str](), Counter[str]()
    for word in chain.from_iterable(map(_WORD.findall, texts)):
        (seen if word.islower() else capital)[word.lower()] += 1
    own = roots | _native()
    for word in sorted(seen):
        long_enough = len(word) >= LEAST_CHARS or word in SMALL_WORDS
        if long_enough and seen[word] >= LEAST_SEEN and seen[word] > capital[word] and word in own:
            yield word


def _native() -> frozenset[str]:
    """The words of the tables that are not the same in English."""
    learnt, written = (
        {row[0]: row[-1].split("|")[0] for row in (line.split("\t") for line in read_lines(name))}
        for name in ("lexicon_id_en.tsv", "words_id_en.tsv")
    )
    english = {line.split("\t")[0] for line in read_lines("lexicon_en_id.tsv")}.union(
        read_lines("written_en.txt")
    )
    best = {word: learnt[word] for word in learnt.keys() - english} | written
    return frozenset(word for word in best if learnt.get(word, best[word]) != word)


def main() -> None:
    """Read, count, write."""
    parser = argparse.ArgumentParser(description="the words that news uses often")
    parser.add_argument("news", nargs="+", type=Path)
    parser.add_argument("--roots", type=Path, required=True, help="Indonesian root words, one a line")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    roots = frozenset(line.split(" ")[0] for line in arguments.roots.read_text(encoding="utf-8").splitlines())
    found = list(common(chain.from_iterable(map(lines, arguments.news)), roots))
    arguments.out.write_text("".join(f"{line}\n" for line in (*HEADER, *found)), encoding="utf-8")
    print(f"{len(found)} words", flush=True)


if __name__ == "__main__":
    main()
