"""Makes the seeds of pairs that are to be written: news of both languages in, files of rows out.

    M=../shared/data/translation/mono
    python -m training.translation.seeds --out .train/seeds --files 100 --seed 2 \\
        $M/news_misc.id.txt.xz $M/globalvoices.en.txt.xz

A row says in what style, how long and about what a pair is to be (seeds.toml, WRITING.md): words that stand
together in one sentence of the news, so that what is written is as manifold as the news, while no sentence of
it is written again. It must not know what is made of a seed.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.translation.lexicon import WORD
from training.translation.prepare import lines

STYLES = Path(__file__).with_name("seeds.toml")
ROWS = 100
"""A file has, as much as one is glad to write at a time."""
LENGTHS = {"s": 22, "m": 43, "l": 35}
"""Short, middling and long ones, in a hundred: about as in the news."""
HEADLINE, HEADLINE_LENGTH = "judul", "s"
WORDS_A_SEED = (2, 2, 3)
SEEN = {"id": (4, 3_000), "en": (15, 9_000)}
"""In how many of 230,000 and 400,000 sentences a word stands that says something: not in fewer, where it may
be misspelt, nor in more, where it is grammar."""
MOST_SEEDS_A_WORD = 4
SENTENCE_WORDS = (6, 40)
SHORTEST_WORD = 4
TRIES = 200
"""Sentences that are looked at for a seed, before it gets but one word."""


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of text: its share of all, and where its seeds come from."""

    name: str
    share: int
    language: Literal["id", "en"]
    topics: tuple[str, ...]


class News:
    """Sentences of one language, and how often their words come up."""

    def __init__(self, sentences: Iterable[str], least: int, most: int) -> None:
        """`least`, `most`: in so many sentences a word stands that may be a seed."""
        self._sentences = [text for text in sentences if _within(len(text.split()), SENTENCE_WORDS)]
        counts = Counter(word for text in self._sentences for word in set(_plain(text)))
        self._seen = {word: count for word, count in counts.items() if least <= count <= most}
        self._given: Counter[str] = Counter()

    def words(self, count: int, chance: random.Random) -> list[str]:
        """Return words that stand together in a sentence, rarer ones more likely, none in too many seeds.

        Raises IndexError where no word may be a seed.
        """
        for _ in range(TRIES):
            text = chance.choice(self._sentences)
            fit = [word for word in dict.fromkeys(_plain(text)) if self._may_be_given(word)]
            if len(fit) >= count:
                chosen = sorted(fit, key=lambda word: self._seen[word] ** 0.5 * chance.random())[:count]
                self._given.update(chosen)
                return chosen
        return [chance.choice(list(self._seen))]

    def _may_be_given(self, word: str) -> bool:
        return word in self._seen and self._given[word] < MOST_SEEDS_A_WORD


def _plain(text: str) -> list[str]:
    """The words in small letters: names are not what a seed is about."""
    return [word for word in WORD.findall(text) if word.islower() and len(word) >= SHORTEST_WORD]


def _within(count: int, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= count <= bounds[1]


def styles() -> tuple[Style, ...]:
    """Return the kinds of text that pairs are written in."""
    table = tomllib.loads(STYLES.read_text(encoding="utf-8"))
    return tuple(
        Style(name, row["share"], row["words"], tuple(row.get("topics", ()))) for name, row in table.items()
    )


def seeds(news: dict[str, News], chance: random.Random) -> Iterator[str]:
    """Return one seed after another, without end: style, length, a tab, words or a topic with one."""
    kinds: Sequence[Style] = styles()
    while True:
        (style,) = chance.choices(kinds, [kind.share for kind in kinds])
        (length,) = chance.choices(list(LENGTHS), list(LENGTHS.values()))
        if style.name == HEADLINE:
            length = HEADLINE_LENGTH
        count = 1 if style.topics else chance.choice(WORDS_A_SEED)
        words = ", ".join(news[style.language].words(count, chance))
        about = f"{chance.choice(style.topics)}: {words}" if style.topics else words
        yield f"{style.name} {length}\t{about}"


def main() -> None:
    """Read the news, write the files."""
    parser = argparse.ArgumentParser(description="what pairs are to be written about")
    parser.add_argument("indonesian", type=Path)
    parser.add_argument("english", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--files", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True, help="another one for other seeds")
    arguments = parser.parse_args()
    news = {
        "id": News(lines(arguments.indonesian), *SEEN["id"]),
        "en": News(lines(arguments.english), *SEEN["en"]),
    }
    rows = seeds(news, random.Random(arguments.seed))  # noqa: S311
    arguments.out.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.files):
        text = "".join(f"{row}\t{next(rows)}\n" for row in range(1, ROWS + 1))
        (arguments.out / f"{number:03}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
