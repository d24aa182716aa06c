"""The words that people write in a language: text in, bot/data/written_LANGUAGE.txt out.

    python -m training.translation.written --language en --exclude DEV... --out bot/data/written_en.txt \\
        --mono NEWS.en.txt.xz -- CORPUS.tsv.xz...

A translation with a word that is in no text is one in which a model lost its way for a word. The words of the
lexicon's translations are left out: they are known anyway. It must not know networks nor vocabularies.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from bot.translation.written import LANGUAGES, plain_words, translated_words
from training.translation.lexicon import LEFT_OUT
from training.translation.prepare import excluded_lines, lines, read_corpora
from training.translation.text import cleaned

LEAST_SEEN = 4
"""Words that stand in fewer lines may be misspelt."""
SIDES = ("id", "en")
"""The columns of parallel text."""
HEADER = (
    "# Words that people write in this language, beside the translations in the lexicon's tables.",
    "# Source: counted by python -m training.translation.written in parallel text and news.",
)


def written(texts: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    """Return the words in small letters that stand in enough of the texts, without the known ones, sorted."""
    seen = Counter(chain.from_iterable(set(plain_words(cleaned(text))) for text in texts))
    return (word for word in sorted(seen) if seen[word] >= LEAST_SEEN and word not in known)


def main() -> None:
    """Read, count, write."""
    parser = argparse.ArgumentParser(description="the words that people write in a language")
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--language", choices=LANGUAGES, required=True)
    parser.add_argument("--mono", nargs="*", type=Path, default=[], help="text in that language")
    parser.add_argument("--exclude", nargs="*", type=Path, default=[], help="development sets")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    paths = [path for path in arguments.corpora if path.name.split(".")[0] not in LEFT_OUT]
    corpora = read_corpora(paths, excluded_lines(arguments.exclude))
    side = SIDES.index(arguments.language)
    texts = chain((pair[side] for pairs in corpora.values() for pair in pairs), *map(lines, arguments.mono))
    found = list(written(texts, translated_words(arguments.language)))
    arguments.out.write_text("".join(f"{line}\n" for line in (*HEADER, *found)), encoding="utf-8")
    print(f"{len(found)} words", flush=True)


if __name__ == "__main__":
    main()
