"""How well quotations and their speakers are found, against labelled articles.

    python -m benchmarks.quotes [--file FILE.jsonl] [--errors]

Prints precision, recall and F1 of the passages (same text, and by overlap), then the share of right
speakers and cues over the matched ones; with the project's own sentences and names, which is what users get,
with the labelled names as entities, and without any.
Pairing marks alone reaches P .945 R .981 on the whole labelled set.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.labelled import SETS, read_labelled
from bot.digest.entities import find_entities
from bot.digest.quotes import find_quotes
from bot.digest.segment import segment
from bot.digest.tagger import Tagger
from bot.intake.dateline import split_dateline
from bot.intake.furniture import related_headlines
from bot.intake.glued import unglued
from bot.records import Article, Entity, EntityLabel, Quote

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "models" / "entities.npz"
GOLD = ROOT.parent / "shared" / "data" / "quotes" / "gold.jsonl"
LABELS: tuple[EntityLabel, ...] = ("person", "organization", "place")


@dataclass(slots=True)
class Tally:
    """Counts over all articles."""

    gold: int = 0
    found: int = 0
    exact: int = 0
    overlap: int = 0
    speakers: int = 0
    cues: int = 0


def entities_of(row: dict[str, Any]) -> tuple[Entity, ...]:
    """Return the labelled names of an article as entities."""
    aliases = row["entity_aliases"]
    return tuple(
        Entity(name, label, tuple(aliases.get(name, ())))
        for label in LABELS
        for name in row["entities"][label]
    )


def pairs(gold: Sequence[dict[str, Any]], found: Sequence[Quote]) -> Iterator[tuple[dict[str, Any], Quote]]:
    """Yield each labelled quote with the found one of the same text, each used once."""
    left = list(found)
    for label in gold:
        for quote in left:
            if quote.text.strip() == label["quote"].strip():
                left.remove(quote)
                yield label, quote
                break


def is_right(label: dict[str, Any], speaker: str | None) -> bool:
    """Whether a speaker is the labelled one or another acceptable one."""
    return speaker in (label["speaker"], *(label.get("alt_speakers") or ()))


Reader = Callable[[dict[str, Any]], tuple[Quote, ...]]
"""Finds the quotes of a labelled article."""


def with_own_names(model: Path = MODEL) -> Reader:
    """Return a reader that works as the program does: glued words apart, dateline and other stories'
    headlines left out, our sentences, our entities.

    Its quotes are those of the text as it was.
    """
    tag = Tagger(model)

    def read(row: dict[str, Any]) -> tuple[Quote, ...]:
        lines = [unglued(line) for line in row["text"].split("\n")]
        article = Article("\n".join(map(_blanked, _without_dateline(lines))), row["title"])
        sentences = segment(article)
        found = find_quotes(article, sentences, find_entities(article, sentences, tag))
        places = places_before(row["text"], "\n".join(lines))
        return tuple(_as_it_was(quote, row["text"], places) for quote in found)

    return read


def _without_dateline(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines with blanks in the place of the first one's dateline."""
    dateline = split_dateline(lines[0])
    if dateline is None or dateline.lead:
        return tuple(lines)
    return (dateline.rest.rjust(len(lines[0])), *lines[1:])


def _blanked(line: str) -> str:
    """Return the line with blanks in the place of other stories' headlines."""
    for start, end in related_headlines(line):
        line = f"{line[:start]}{' ' * (end - start)}{line[end:]}"
    return line


def places_before(text: str, spaced: str) -> list[int]:
    """Return where each character of `spaced` stands in `text`, which it is but for more blanks."""
    places, at = [], 0
    for char in spaced:
        places.append(at)
        at += at < len(text) and char == text[at]
    return places


def _as_it_was(quote: Quote, text: str, places: Sequence[int]) -> Quote:
    start, end = places[quote.start], places[quote.end - 1] + 1
    return replace(quote, text=text[start:end], start=start, end=end)


def with_labelled_names(row: dict[str, Any]) -> tuple[Quote, ...]:
    """Find quotes with the labelled names as entities."""
    return find_quotes(Article(row["text"], row["title"]), (), entities_of(row))


def without_names(row: dict[str, Any]) -> tuple[Quote, ...]:
    """Find quotes without entities."""
    return find_quotes(Article(row["text"], row["title"]), (), ())


def measure(rows: Sequence[dict[str, Any]], read: Reader, *, show_errors: bool = False) -> Tally:
    """Return the counts over `rows`."""
    tally = Tally()
    for row in rows:
        found = read(row)
        matched = list(pairs(row["quotes"], found))
        tally.gold += len(row["quotes"])
        tally.found += len(found)
        tally.exact += len(matched)
        tally.overlap += sum(
            any(q.start < label["end"] and label["start"] < q.end for q in found) for label in row["quotes"]
        )
        tally.speakers += sum(is_right(label, quote.speaker) for label, quote in matched)
        tally.cues += sum(label["cue"] == quote.cue for label, quote in matched)
        if show_errors:
            _print_errors(row, matched, found)
    return tally


def _print_errors(
    row: dict[str, Any], matched: Sequence[tuple[dict[str, Any], Quote]], found: Sequence[Quote]
) -> None:
    for label in row["quotes"]:
        if not any(label is one for one, _ in matched):
            print(f"  {row['id']} missed   {label['quote'][:70]!r}")
    for quote in found:
        if not any(quote is one for _, one in matched):
            print(f"  {row['id']} extra    {quote.text[:70]!r}")
    for label, quote in matched:
        if not is_right(label, quote.speaker):
            print(f"  {row['id']} speaker  {label['speaker']} != {quote.speaker}  {quote.text[:50]!r}")
        if label["cue"] != quote.cue:
            print(f"  {row['id']} cue      {label['cue']} != {quote.cue}")


def report(name: str, tally: Tally) -> str:
    """Return one line of figures."""
    precision, recall = tally.exact / max(1, tally.found), tally.exact / max(1, tally.gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return (
        f"{name:18} spans P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
        f" (overlap R {tally.overlap / max(1, tally.gold):.3f})"
        f"  speakers {tally.speakers / max(1, tally.exact):.3f}  cues {tally.cues / max(1, tally.exact):.3f}"
        f"  of {tally.gold}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--file", type=Path, help="labelled articles (benchmarks/labelled.py)")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    readers: dict[str, Reader] = {
        "our names": with_own_names(),
        "names given": with_labelled_names,
        "no names": without_names,
    }
    for path in (arguments.file,) if arguments.file else (GOLD, *SETS):
        rows = read_labelled(path)
        print(path.name)
        for name, read in readers.items():
            print(report(name, measure(rows, read, show_errors=arguments.errors)))


if __name__ == "__main__":
    main()
