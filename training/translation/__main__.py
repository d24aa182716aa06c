"""Remakes the packages that ship, on a processor: ../shared in, models/translate-*.argosmodel out.

    python -m training.translation --minutes 100

Each direction is trained for so many minutes by recipe.SMALL, one after the other. Run again, training goes
on from the checkpoints in --work for as long again. What swapped.py and switched.py make is learnt from too,
and pairs that decode.py and taught.py wrote there (synthetic_id_en.npz, taught_id_en.npz and their likes).
`--tiny` tries all of it in three minutes, into .train/tiny.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.translation.commands import run
from training.translation.recipe import DIRECTIONS, SMALL, TINY, VOCABULARY, Recipe, training_pairs
from training.translation.taken_in import parts

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "translation"
MODELS = Path(__file__).resolve().parents[2] / "models"
TINY_MINUTES = 0.5
TINY_CORPORA = ("pud", "panl_spo")


def prepare(work: Path, recipe: Recipe, *, tiny: bool) -> None:
    """Make the vocabulary and the arrays, unless they are there."""
    if (work / "vocabulary_size").exists():
        return
    if not SHARED.exists():
        raise SystemExit("../shared is not there: the parallel text is read from it")
    mono = [] if tiny else sorted((SHARED / "mono").iterdir())
    corpora = [
        path
        for path in (*sorted((SHARED / "corpus").iterdir()), *parts())
        if not tiny or path.name.split(".")[0] in TINY_CORPORA
    ]
    excluded = ("--exclude", *sorted((SHARED / "dev").iterdir()))
    work.mkdir(parents=True, exist_ok=True)
    swapped = work / "swapped.tsv"
    run("swapped", "--out", swapped, *excluded, "--", *corpora)
    run(
        "prepare", "--out", work, "--size", recipe.vocabulary,
        *excluded, "--more", *mono, "--mono", *mono, "--", *corpora, swapped,
    )  # fmt: skip


def make(direction: str, work: Path, recipe: Recipe, minutes: float, version: str, out: Path) -> None:
    """Make of the arrays what one direction needs besides, train it and package it."""
    for module in ("switched", "shortlist"):
        run(module, "--direction", direction, work)
    checkpoint, vocabulary = work / f"{direction}.pt", work / "vocabulary_size"
    run(
        "train", "--direction", direction, "--checkpoint", checkpoint, "--minutes", minutes,
        "--vocabulary", vocabulary.read_text(encoding="utf-8").strip(), *recipe.arguments(),
        *training_pairs(sorted(work.glob("*.npz")), direction),
    )  # fmt: skip
    run(
        "package", "--checkpoint", checkpoint, "--vocabulary", work / VOCABULARY,
        "--direction", direction, "--version", version, "--out", out,
        "--can-be-told", "--shortlist", work / f"vmap.{direction}.txt",
    )  # fmt: skip


def main() -> None:
    """Prepare, train, package."""
    parser = argparse.ArgumentParser(description="remake the packages that ship, on a processor")
    parser.add_argument("--minutes", type=float, default=100, help="of training, for each direction")
    parser.add_argument("--directions", nargs="+", choices=DIRECTIONS, default=DIRECTIONS)
    parser.add_argument("--version", default="1.1", help="of the packages")
    parser.add_argument("--work", type=Path, help=".train, or .train/tiny")
    parser.add_argument("--out", type=Path, help="models, or .train/tiny/models")
    parser.add_argument("--tiny", action="store_true", help="only try it")
    arguments = parser.parse_args()
    work = arguments.work or Path(".train", *(["tiny"] if arguments.tiny else []))
    out = arguments.out or (work / "models" if arguments.tiny else MODELS)
    recipe, minutes = (TINY, TINY_MINUTES) if arguments.tiny else (SMALL, arguments.minutes)
    prepare(work, recipe, tiny=arguments.tiny)
    for direction in arguments.directions:
        make(direction, work, recipe, minutes, arguments.version, out)


if __name__ == "__main__":
    main()
