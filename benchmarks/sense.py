"""How often the guards of sense would blame a translation that people made: false alarms, near enough.

    python -m benchmarks.sense [--show N]

On the parallel news of ../shared/data/translation (panl_*): of the pairs whose Indonesian side denies
something, those whose English side does not seem to; of those with a scaled amount, those where the amount
seems to change; days and months that seem exchanged; translations that seem to shrink to nothing or to stay
as they were. People translate freely, and some pairs are badly aligned or wrong, so that this is more than
the guards' own errors.
"""

from __future__ import annotations

import argparse
import lzma
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.translation.pieces import runs_in_circles, shrinks, stays_as_it_was
from bot.translation.sense import denies, has_amount, loses_negation, lost_amounts, with_calendar

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "data" / "translation" / "corpus"
Judge = Callable[[str, str], bool]

GUARDS: dict[str, tuple[Callable[[str], bool], Judge]] = {
    "negation": (denies, loses_negation),
    "amounts": (has_amount, lambda source, translation: lost_amounts(source, translation) > 0),
    "calendar": (lambda source: True, lambda source, text: with_calendar(source, text) != text),
    "circles": (lambda source: True, runs_in_circles),
    "shrinks": (lambda source: True, shrinks),
    "stays": (lambda source: True, stays_as_it_was),
}


def pairs() -> Iterator[tuple[str, str]]:
    """Return Indonesian and English sentences of news."""
    for path in sorted(CORPUS.glob("panl_*.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                source, _, translation = line.rstrip("\n").partition("\t")
                yield source.strip(), translation.strip()


def main() -> None:
    """Count, print, and show some."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="print N pairs that each guard blames"
    )
    arguments = parser.parse_args()
    if not CORPUS.exists():
        raise SystemExit("../shared/data is not there: the parallel news is read from it")
    everything = list(pairs())
    print(f"{len(everything)} pairs of parallel news")
    for name, (concerned, blames) in GUARDS.items():
        held = [pair for pair in everything if concerned(pair[0])]
        blamed = [pair for pair in held if blames(*pair)]
        print(
            f"{name:9} {len(held):6} concerned {len(blamed):5} blamed {100 * len(blamed) / len(held):6.2f}%"
        )
        for source, translation in blamed[:: max(1, len(blamed) // max(1, arguments.show))][: arguments.show]:
            print(f"    {source}\n    {translation}\n")


if __name__ == "__main__":
    main()
