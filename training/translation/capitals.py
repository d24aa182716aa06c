"""The words that people write with a capital: text in, bot/data/capitals_LANGUAGE.txt out.

    M=../shared/data/translation/mono
    python -m training.translation.capitals id $M/news_misc.id.txt.xz --out bot/data/capitals_id.txt
    python -m training.translation.capitals en $M/globalvoices.en.txt.xz --out bot/data/capitals_en.txt

Counted is inside sentences alone, where a capital says something. Of the words that people write
(bot/translation/written.py) those come out that have one more often than not. It must not know networks nor
vocabularies.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from bot.translation.written import LANGUAGES, written_words
from training.translation.prepare import lines

LEAST_SEEN = 2
"""Places in which a word must have a capital: once may be a slip."""
MOST_CAPITALS = 0.6
"""Share of the words of a sentence; with more it is a headline, or a list of names."""
HEADER = (
    "# Words that people write with a capital more often than without, in small letters.",
    "# Source: counted by python -m training.translation.capitals in news.",
)
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")


def capitals(texts: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    """Return the known words that have a capital inside sentences more often than not, sorted."""
    large, small = Counter[str](), Counter[str]()
    for text in texts:
        words = _INSIDE.findall(text)
        written = [word for word in words if word[0].isupper()]
        if len(written) <= MOST_CAPITALS * len(words):
            large.update(map(str.lower, written))
            small.update(word for word in words if not word[0].isupper())
    return (word for word in sorted(known) if large[word] >= LEAST_SEEN and large[word] > small[word])


def main() -> None:
    """Read, count, write."""
    parser = argparse.ArgumentParser(description="the words that people write with a capital")
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    texts = chain.from_iterable(map(lines, arguments.texts))
    found = list(capitals(texts, written_words(arguments.language)))
    arguments.out.write_text("".join(f"{line}\n" for line in (*HEADER, *found)), encoding="utf-8")
    print(f"{len(found)} words", flush=True)


if __name__ == "__main__":
    main()
