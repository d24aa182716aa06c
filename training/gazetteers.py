"""Make the compact tables of names in bot/data/gazetteers from the lists of the shared data.

In: ../shared/data/entities, ../shared/data/translation, ../shared/data/articles. Out: persons.txt,
places.txt, states.txt, organizations.txt, word_clusters.txt. This module must not know
how the tagger uses them.

    python -m training.gazetteers
"""

from __future__ import annotations

import csv
import json
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.digest.tokens import tokenize
from training.word_clusters import cluster

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
TABLES = ROOT / "bot" / "data" / "gazetteers"

NEWS_CORPORA = ("panl_eco", "panl_int", "panl_sci", "panl_spo", "globalvoices", "desmond_smeru", "pud")
"""Parallel corpora whose Indonesian side is news or reports."""
MIN_ORGANIZATION_WORD_COUNT = 2
"""A word that only one organisation bears says nothing about others."""


def _words(line: str) -> list[str]:
    return [token.text for token in tokenize(line)]


def _column(name: str, column: str) -> list[str]:
    with (SHARED / "entities" / "gazetteers" / name).open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


def _lines(name: str) -> list[str]:
    return (
        (SHARED / "entities" / "gazetteers" / name)
        .read_text(encoding="cp1252", errors="replace")
        .splitlines()
    )


def person_words() -> list[str]:
    """Return "word flags" lines: f where the word opens a name of several, l where it ends one, o where
    it stands alone."""
    flags: dict[str, set[str]] = {}
    listed = [
        [word.lower() for word in _words(line) if word[0].isupper() and len(word) > 1]
        for line in _lines("gazetteer_person.txt")
    ]
    for words in listed:
        for i, word in enumerate(words):
            place = "o" if len(words) == 1 else "f" if i == 0 else "l"
            flags.setdefault(word, set()).add(place)
    return [f"{word}\t{''.join(sorted(found))}" for word, found in sorted(flags.items()) if "�" not in word]


def place_phrases() -> list[str]:
    """Return names of countries, provinces, regencies and districts, lower case, without their kind."""
    names = _column("country_id.csv", "value") + _column("country_en.csv", "value")
    for level in ("provinces", "regencies", "districts"):
        names += _column(f"cahyadsn_{level}.csv", "name")
    kinds = ("kabupaten ", "kota administrasi ", "kota ", "kab. ")
    phrases = set()
    for name in names:
        phrase = " ".join(_words(name)).lower()
        for kind in kinds:
            phrase = phrase.removeprefix(kind)
        if len(phrase) > 2:
            phrases.add(phrase)
    return sorted(phrases)


def state_names() -> list[str]:
    """Return the names of countries in Indonesian and of Indonesia's provinces, as written in news."""
    names = _column("country_id.csv", "value") + _column("cahyadsn_provinces.csv", "name")
    return sorted({name for name in names if "(" not in name and "," not in name})


def organization_words() -> list[str]:
    """Return the words that at least two listed organisations share, lower case."""
    counts = Counter(
        word for line in _lines("gazetteer_organization.txt") for word in set(_words(line.lower()))
    )
    return sorted(
        word
        for word, count in counts.items()
        if count >= MIN_ORGANIZATION_WORD_COUNT and word.isalpha() and len(word) > 1 and "�" not in word
    )


def news_sentences() -> Iterator[list[str]]:
    """Yield the words of each line of unlabelled Indonesian news."""
    with lzma.open(SHARED / "translation" / "mono" / "news_misc.id.txt.xz", "rt", encoding="utf-8") as file:
        yield from map(_words, file)
    for name in NEWS_CORPORA:
        with lzma.open(SHARED / "translation" / "corpus" / f"{name}.tsv.xz", "rt", encoding="utf-8") as file:
            yield from (_words(line.split("\t")[0]) for line in file)
    with (SHARED / "articles" / "articles.jsonl").open(encoding="utf-8") as file:
        for line in file:
            yield from map(_words, json.loads(line)["text"].split("\n"))


def _write(name: str, header: str, lines: Iterable[str]) -> None:
    TABLES.mkdir(parents=True, exist_ok=True)
    comment = "".join(f"# {line}\n" for line in header.splitlines())
    (TABLES / name).write_text(comment + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def main() -> None:
    """Write the tables."""
    _write(
        "persons.txt",
        "Words of persons' names. Flags: f opens a name, l goes on, o stands alone.\n"
        "Read by bot/digest/name_features.py.\n"
        'Source: list of persons whose authors state "may be used for free"; reduced to words.',
        person_words(),
    )
    _write(
        "places.txt",
        "Countries, and Indonesia's provinces, regencies and districts. Read by bot/digest/known_names.py.\n"
        "Sources: umpirsky/country-list (MIT), cahyadsn/wilayah (MIT).",
        place_phrases(),
    )
    _write(
        "states.txt",
        "Countries in Indonesian, and Indonesia's provinces. Read by bot/digest/known_names.py.\n"
        "Sources: umpirsky/country-list (MIT), cahyadsn/wilayah (MIT).",
        state_names(),
    )
    _write(
        "organizations.txt",
        "Words that names of organisations share. Read by bot/digest/name_features.py.\n"
        'Source: list of organisations whose authors state "may be used for free"; reduced to words.',
        organization_words(),
    )
    groups: dict[tuple[int, int], list[str]] = {}
    for word, pair in cluster(news_sentences()).items():
        groups.setdefault(pair, []).append(word)
    _write(
        "word_clusters.txt",
        "Words by what stands next to them: coarse group, fine group, words.\n"
        "Read by bot/digest/name_features.py.\n"
        "Source: made by training/word_clusters.py from unlabelled Indonesian news; holds no sentence of it.",
        (f"{coarse}\t{fine}\t{' '.join(words)}" for (coarse, fine), words in sorted(groups.items())),
    )


if __name__ == "__main__":
    main()
