"""Takes pairs that were written (WRITING.md) into written/: files of rows in, one more part of the table out.

    python -m training.translation.taken_in .train/written/*.tsv

A row is a number, Indonesian, English. Left out, and said, is what has another shape, says the same in both
languages, was written before, may quote somebody whom everybody knows, or has a number on one side that the
other does not have. A part is packed and never written again, so that the history keeps each pair once. It
must not know networks nor vocabularies.
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from bot.digest.known_names import same_names
from bot.translation.fidelity import lost_numbers
from training.translation.prepare import lines
from training.translation.text import cleaned

FOLDER = Path(__file__).with_name("written")
PART = "written_pairs.{:02}.tsv.xz"
"""All parts are one corpus for prepare.py, which goes by what stands before the first dot."""
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


def parts(folder: Path = FOLDER) -> list[Path]:
    """Return the files of the table, in the order in which they were written."""
    return sorted(folder.glob(PART.replace("{:02}", "*")))


def main() -> None:
    """Read what was written, and add it to the table as a part of its own."""
    parser = argparse.ArgumentParser(description="written pairs, taken into the table")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--into", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    there = parts(arguments.into)
    known = {line.partition("\t")[0].casefold() for path in there for line in lines(path)}
    rows = (row for path in sorted(arguments.files) for row in lines(path))
    new = [f"{source}\t{translation}\n" for source, translation in sound(rows, known)]
    if new:
        part = arguments.into / PART.format(len(there) + 1)
        with lzma.open(part, "wt", encoding="utf-8", preset=9 | lzma.PRESET_EXTREME) as file:
            file.writelines(new)
    print(f"{len(new)} pairs more, {len(known)} in all")


if __name__ == "__main__":
    main()
