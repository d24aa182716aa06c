"""Labelled articles: which passages are speech and whose, and who and what is named.

    python -m benchmarks.labelled BY_HAND.jsonl > benchmarks/labels/blind.jsonl

In: rows with the words of an article, as in ../shared/data/quotes/gold.jsonl, or with places in it, as in
labels/, which so hold no text of others. A place is [start, end] in characters of the headline, a line
break and the text of the shared article of that id. Out: rows with words. The command makes rows with places
of rows with words. It must not know what is measured.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT.parent / "shared" / "data" / "articles" / "articles.jsonl"
READ = Path(__file__).parent / "labels" / "read.jsonl"
"""400 articles whose errors were read, and many of them mended; the tagger of names learns from them too."""
NAMES = Path(__file__).parent / "labels" / "names.jsonl"
"""360 articles of which only the names are labelled, for the tagger to learn from."""
MENDED = Path(__file__).parent / "labels" / "mended.jsonl"
"""360 articles whose errors were read, and many of them mended; nothing learns from them."""
BLIND = Path(__file__).parent / "labels" / "blind.jsonl"
"""60 articles that no rule was made with: measured, their errors never looked at."""
SETS = (READ, MENDED, BLIND)

Row = dict[str, Any]
Place = Sequence[int]


def read_labelled(path: Path, articles: Path = ARTICLES) -> list[Row]:
    """Return the file's rows, with words.

    Raises FileNotFoundError where the articles are not there, KeyError where one of them is not among them.
    """
    rows = list(read_rows(path))
    texts = {} if all("text" in row for row in rows) else {row["id"]: row for row in read_rows(articles)}
    return [row if "text" in row else with_words(row, texts[row["id"]]) for row in rows]


def read_rows(path: Path) -> Iterable[Row]:
    """Return the lines of a file of JSON lines."""
    return map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").split("\n")))


def with_words(row: Row, article: Row) -> Row:
    """Return a row with words for one with places in `article`."""
    whole = _whole(article)

    def words(place: Place) -> str:
        return whole[slice(*place)]

    def quote(label: Row) -> Row:
        start, end = (at - len(article["title"]) - 1 for at in label["quote"])
        return {
            "quote": words(label["quote"]), "start": start, "end": end,
            **{key: label[key] and words(label[key]) for key in ("speaker", "cue")},
            "alt_speakers": list(map(words, label["alt_speakers"])),
        }  # fmt: skip

    return {
        **article,
        "quotes": list(map(quote, row["quotes"])),
        "entities": {label: list(map(words, names)) for label, names in row["entities"].items()},
        "entity_aliases": {words(name): list(map(words, forms)) for name, forms in row["entity_aliases"]},
        "entities_optional": list(map(words, row["entities_optional"])),
    }


def with_places(row: Row, article: Row) -> Row:
    """Return a row with places in `article` for one with words, the quotations in their order in the text.

    Raises ValueError where words do not stand there.
    """
    whole = _whole(article)
    after = len(article["title"]) + 1

    def place(words: str, start: int = 0) -> Place:
        at = whole.index(words, start)
        return at, at + len(words)

    quotes = []
    for label in row["quotes"]:
        speech = place(label["quote"], after)
        after = speech[1]
        quotes.append({
            "quote": speech,
            **{key: label[key] and place(label[key]) for key in ("speaker", "cue")},
            "alt_speakers": list(map(place, label["alt_speakers"])),
        })  # fmt: skip
    return {
        "id": article["id"],
        "quotes": quotes,
        "entities": {label: list(map(place, names)) for label, names in row["entities"].items()},
        "entity_aliases": [
            [place(name), list(map(place, forms))] for name, forms in row["entity_aliases"].items()
        ],
        "entities_optional": list(map(place, row["entities_optional"])),
    }


def _whole(article: Mapping[str, str]) -> str:
    return f"{article['title']}\n{article['text']}"


def main() -> None:
    """Read labels made by hand, and print them as places."""
    parser = argparse.ArgumentParser(description="turn labels into places in the shared articles")
    parser.add_argument("labels", type=Path)
    arguments = parser.parse_args()
    articles = {row["id"]: row for row in read_rows(ARTICLES)}
    for row in read_rows(arguments.labels):
        print(json.dumps(with_places(row, articles[row["id"]]), separators=(",", ":")))


if __name__ == "__main__":
    main()
