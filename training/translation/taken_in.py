"""Takes pairs that were written (WRITING.md) into written_pairs.tsv: files of rows in, the table grown.

    python -m training.translation.taken_in .train/written/*.tsv

A row is a number, Indonesian, English. Left out, and said, is what has another shape, says the same in both
languages, was written before, may quote somebody whom everybody knows, or has a number on one side that the
other does not have. It must not know networks nor vocabularies.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from bot.digest.known_names import same_names
from bot.translation.fidelity import lost_numbers
from training.translation.prepare import lines
from training.translation.text import cleaned

TABLE = Path(__file__).with_name("written_pairs.tsv")
COLUMNS = 3
_SPOKEN = re.compile(r"[\"“”]")
MOST_WORDS = 60
"""More are several sentences, which the bot cuts."""


def fault(pair: tuple[str, str], known: set[str]) -> str | None:
    """Return what speaks against a pair, or None. `known`: the Indonesian sides there are, case folded."""
    source, translation = pair
    if not source or not translation:
        return "a side is empty"
    if source == translation:
        return "both sides say the same"
    if source.casefold() in known:
        return "written before"
    if len(source.split()) > MOST_WORDS:
        return "too long"
    if _SPOKEN.search(source) and _well_known().search(source):
        return "somebody whom everybody knows may be quoted"
    return "a number is lost" if lost_numbers(source, translation) else None


@lru_cache(maxsize=1)
def _well_known() -> re.Pattern[str]:
    """The short and full names of persons whom everybody knows."""
    names = sorted(
        {" ".join(name) for pair in same_names()["person"] for name in pair}, key=len, reverse=True
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.I)


def sound(rows: Iterable[str], known: set[str]) -> Iterator[tuple[str, str]]:
    """Return the pairs that can be learnt from, and print the others; `known` grows by them."""
    for row in rows:
        columns = list(map(cleaned, row.split("\t")))
        pair = (columns[1], columns[2]) if len(columns) == COLUMNS else ("", "")
        if why := fault(pair, known):
            print(f"{why}: {row}")
            continue
        known.add(pair[0].casefold())
        yield pair


def main() -> None:
    """Read what was written, and add it to the table."""
    parser = argparse.ArgumentParser(description="written pairs, taken into the table")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--into", type=Path, default=TABLE)
    arguments = parser.parse_args()
    there = arguments.into.read_text(encoding="utf-8").splitlines() if arguments.into.exists() else []
    known = {line.partition("\t")[0].casefold() for line in there}
    rows = (row for path in sorted(arguments.files) for row in lines(path))
    there += [f"{source}\t{translation}" for source, translation in sound(rows, known)]
    arguments.into.write_text("".join(f"{line}\n" for line in there), encoding="utf-8")
    print(f"{len(there)} pairs")


if __name__ == "__main__":
    main()
