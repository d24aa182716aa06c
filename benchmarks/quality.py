"""How good each part is: one command for all figures.

    python -m benchmarks.quality [PART ...] [--json] [--predictions FOLDER]
    python -m benchmarks.quality translation --source F.id --reference F.en [--from id --to en] [--lines N]
    python -m benchmarks.quality fidelity
    python -m benchmarks.quality entities --file F.txt      tokens and BIO tags; F.jsonl: labelled articles
    python -m benchmarks.quality summary|quotes --file F.jsonl
    python -m benchmarks.quality sentences --file F.conllu
    python -m benchmarks.quality pages|language --folder D
    python -m benchmarks.quality --gate      holds the figures against benchmarks/floors.toml
    python -m benchmarks.quality --write     into benchmarks/results/: quality.json, a drawing for each part

In: the sets of ../shared/data, or the user's own of the same form. Out: a table of part, set, figure, and the
same figure of an anchor. Exit status: 1 where something that was asked for could not be measured, or where a
figure is under its floor. What is measured, and how, is told in benchmarks/parts.py.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from benchmarks.parts import PARTS, SHARED, Asked, Figure, MissingData, Outcome
from benchmarks.plot import draw_bars
from bot.errors import RingkasError

FLOORS = Path(__file__).with_name("floors.toml")
RESULTS = Path(__file__).with_name("results")
GATE_LINES = 300
"""Lines of each development set that the gate translates; their figures have floors of their own."""
Floors = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Part -> set -> figure -> the least that it must be."""

ROW = "{:12} {:28} {:24} {:>12}   {}"
"""A line of the table."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    floors = _floors() if options.gate else {}
    names = options.parts or list(floors or PARTS)
    options.packages = tuple(options.packages)
    asked = Asked(**{field.name: getattr(options, field.name) for field in fields(Asked)})
    _check(parser, names, asked)
    if not SHARED.is_dir():
        print("../shared/data is not there: only files that are named can be measured", file=sys.stderr)
        if options.gate:
            return 0
    if not options.json:
        print(ROW.format("part", "set", "figure", "value", "anchor"))
    rows: list[dict[str, object]] = []
    failed = False
    for name in names:
        try:
            for outcome in PARTS[name].measure(_for_gate(asked, name) if options.gate else asked):
                rows += [_row(name, outcome, figure) for figure in outcome.figures]
                if not options.json:
                    show(name, outcome)
                if options.predictions:
                    write_predictions(options.predictions, name, outcome)
        except (MissingData, RingkasError) as exc:
            failed = True
            print(f"{name}: not measured: {exc}", file=sys.stderr)
    if options.json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    if options.write:
        write_results(RESULTS, rows)
    return int(failed | under_floors(rows, floors))


def under_floors(rows: Sequence[Mapping[str, Any]], floors: Floors) -> bool:
    """Whether a figure is under its floor, or a figure with a floor is missing; says which."""
    found = {(row["part"], row["set"], row["name"]): row["value"] for row in rows}
    parts = {row["part"] for row in rows}
    under = False
    for part in floors.keys() & parts:
        for name, figures in floors[part].items():
            for figure, floor in figures.items():
                value = found.get((part, name, figure))
                if value is None or value < floor:
                    under = True
                    print(f"{part} {name} {figure}: {value} is under its floor {floor}", file=sys.stderr)
    return under


def write_results(folder: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes the figures into FOLDER/quality.json, and each part's as FOLDER/quality-PART.svg.

    A run replaces the parts that it measured and leaves the others, in the order of PARTS.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "quality.json"
    before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    measured = {row["part"] for row in rows}
    every = [*rows, *(row for row in before if row["part"] not in measured)]
    every.sort(key=lambda row: list(PARTS).index(row["part"]))
    content = json.dumps(every, indent=1, ensure_ascii=False) + "\n"
    file.write_text(content, encoding="utf-8")
    for part in dict.fromkeys(str(row["part"]) for row in rows):
        bars = []
        for row in rows:
            if row["part"] == part and row["of"] is None:
                bars.append((f"{row['set']} {row['name']}", 100 ** (row["digits"] == 3) * row["value"]))
                if row["anchor"] is not None:
                    bars.append((f"  {row['anchor_name']}", 100 ** (row["digits"] == 3) * row["anchor"]))
        if bars:
            draw_bars(folder / f"quality-{part}.svg", f"{part} (shares in percent)", bars)


def _floors() -> Floors:
    found: Floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    return found


def _for_gate(asked: Asked, part: str) -> Asked:
    """The same, with fewer lines to translate: the gate runs with every change."""
    return replace(asked, lines=GATE_LINES) if part == "translation" and asked.lines is None else asked


def show(part: str, outcome: Outcome) -> None:
    """Prints a set's rows of the table."""
    for figure in outcome.figures:
        value = f"{figure.value:.{figure.digits}f}" + (f" of {figure.of}" if figure.of is not None else "")
        anchor = "" if figure.anchor is None else f"{figure.anchor_name} {figure.anchor:.{figure.digits}f}"
        print(ROW.format(part, outcome.name, figure.name, value, anchor).rstrip(), flush=True)


def write_predictions(folder: Path, part: str, outcome: Outcome) -> None:
    """Writes what was predicted on a set: FOLDER/PART-SET.ENDING for each file of it."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(c if c.isalnum() or c in "._" else "-" for c in f"{part}-{outcome.name}")
    for ending, lines in outcome.predicted.items():
        content = "".join(f"{line}\n" for line in lines)
        (folder / f"{name}.{ending}").write_text(content, encoding="utf-8")


def _row(part: str, outcome: Outcome, figure: Figure) -> dict[str, object]:
    return {"part": part, "set": outcome.name, **asdict(figure)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--predictions", type=Path, metavar="FOLDER", help="write what was predicted there")
    parser.add_argument("--gate", action="store_true", help="fail where a figure is under its floor")
    parser.add_argument(
        "--write", action="store_true", help="write figures and drawings to benchmarks/results"
    )
    parser.add_argument("--file", type=Path, help="instead of the shared sets")
    parser.add_argument("--folder", type=Path, help="instead of the shared sets")
    parser.add_argument("--source", type=Path, help="lines to translate")
    parser.add_argument("--reference", type=Path, help="their translations")
    parser.add_argument("--from", dest="from_language", default="id", help="the source's language")
    parser.add_argument("--to", dest="to_language", default="en", help="the reference's language")
    parser.add_argument("--lines", type=int, help="only the first N lines, articles or sentences")
    parser.add_argument(
        "--style", choices=("news", "wiki"), default="news", help="whose labels --file follows"
    )
    parser.add_argument(
        "--package", dest="packages", type=Path, action="append", default=[],
        help="an .argosmodel file, before those that ship",
    )  # fmt: skip
    return parser


def _check(parser: argparse.ArgumentParser, names: Sequence[str], asked: Asked) -> None:
    """Ends the program where a part is unknown, or where it does not take what is given."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        parser.error(f"unknown part {unknown[0]!r}: there are {', '.join(PARTS)}")
    for name in names:
        given = {field.name for field in fields(Asked) if getattr(asked, field.name) != field.default}
        wrong = sorted(given - PARTS[name].takes)
        if wrong:
            parser.error(f"{name} takes no {', '.join(wrong)}: name one part with its own data")
    if (asked.source is None) != (asked.reference is None):
        parser.error("--source and --reference go together")


if __name__ == "__main__":
    sys.exit(main())
