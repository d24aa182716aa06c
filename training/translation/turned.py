"""The table of words that people wrote down, turned round, for English words that the pairs hardly have.

    python -m training.translation.turned --out bot/data/words_en_id.tsv NEWS.id.txt.xz

An English word's translations are the words under which it stands, those first that have it first and that
Indonesian news uses most. What the pairs show often enough is left to bot/data/lexicon_en_id.tsv. A term of
several Indonesian words is no name ("Australia" no "negeri kanguru"), and where it is no noun and has many
translations, only what its best one means ("lifts" is no "angkat trofi"). It must not know networks nor
vocabularies.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.data import read_lines
from bot.translation.lexicon import SHORTEST, WORD
from training.translation.prepare import lines
from training.translation.swapped import Known, read_words

FIRST = 3.0
"""What standing first counts for; the second of a list counts a half, the third a third."""
MOST_SEEN = 30
"""Words that the pairs have more often are left to what was learnt (BLEU on the news development set, into
Indonesian: 20.2 without this table, 19.6 at 200, 20.4 at 30)."""
LEAST_SHARE_PERCENT, LEAST_SEEN = 50, 2
"""Words that the pairs link so clearly are left to them too."""
MOST_TRANSLATIONS = 14
LOOSE = 6
"""Translations of a term beyond which not all of them mean it alone."""
HEADER = (
    "# English words in Indonesian: words_id_en.tsv turned round by python -m training.translation.turned",
    "# word, class of its best translation, translations (best first)",
)


def _is_loose(known: Known) -> bool:
    """Whether the translations but the best are many, and may be verbs with another object."""
    return known.kind != "n" and len(known.translations) > LOOSE


def counted(path: Path) -> Counter[str]:
    """Return how often Indonesian news has each word in small letters."""
    return Counter(word for line in lines(path) for word in WORD.findall(line) if word.islower())


def turned(
    known: Iterable[Known], often: Mapping[str, int], learnt: Mapping[str, tuple[int, int, list[str]]]
) -> Iterator[str]:
    """Return the lines of the table.

    `learnt`: of each English word in the pairs how often it was seen, how clearly linked, and to what.
    """
    under: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
    for each in known:
        for place, translation in enumerate(each.translations):
            if " " in each.word and (translation[:1].isupper() or (place and _is_loose(each))):
                continue
            weight = FIRST if not place else 1 / (1 + place)
            under[translation.lower()][each.word] = weight * (1 + often.get(each.word, 0)), each.kind
    for word in sorted(under):
        seen, share_percent, linked = learnt.get(word, (0, 0, []))
        clear = seen >= LEAST_SEEN and share_percent >= LEAST_SHARE_PERCENT
        if len(word) < SHORTEST or " " in word or seen > MOST_SEEN or clear:
            continue
        ranked = sorted(under[word], key=lambda other: under[word][other], reverse=True)
        shown = list(dict.fromkeys([*ranked, *linked]))[:MOST_TRANSLATIONS]
        yield f"{word}\t{under[word][ranked[0]][1]}\t{'|'.join(shown)}"


def read_learnt(name: str) -> dict[str, tuple[int, int, list[str]]]:
    """Return a lexicon of the pairs."""
    rows = (line.split("\t") for line in read_lines(name))
    return {word: (int(seen), int(share), others.split("|")) for word, seen, share, others in rows}


def main() -> None:
    """Read the tables and the news, turn, write."""
    parser = argparse.ArgumentParser(description="the table of written words, turned round")
    parser.add_argument("news", type=Path, help="Indonesian sentences, one a line, packed with xz or not")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    known, learnt = read_words("words_id_en.tsv"), read_learnt("lexicon_en_id.tsv")
    table = [*HEADER, *turned(known, counted(arguments.news), learnt)]
    arguments.out.write_text("".join(f"{line}\n" for line in table), encoding="utf-8")
    print(f"{len(table)} lines", flush=True)


if __name__ == "__main__":
    main()
