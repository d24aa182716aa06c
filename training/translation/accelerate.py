"""The whole plan on one rented accelerator: three commands of under ten minutes that follow each other.

Before it is rented, on any processor (some minutes; the development sets are left out):

    D=../shared/data/translation
    python -m training.translation.swapped --out .train/swapped.tsv --exclude $D/dev/* -- $D/corpus/*.tsv.xz
    python -m training.translation.prepare --out .train/gpu --size 16000 --exclude $D/dev/* \\
        --more $D/mono/*.txt.xz --mono $D/mono/*.txt.xz -- $D/corpus/*.tsv.xz .train/swapped.tsv
    for d in id_en en_id; do
        python -m training.translation.switched --direction $d .train/gpu
        python -m training.translation.shortlist --direction $d .train/gpu
    done

On the rented machine, in a copy of this folder with .train/gpu in it; $OUT is what comes back from there:

    python -m training.translation.accelerate base     both directions on the true pairs, at the same time
    python -m training.translation.accelerate id_en    English news translated back, then Indonesian-English
    python -m training.translation.accelerate en_id    the same the other way round

It needs Python 3.11, NumPy and PyTorch 2.4 or newer there, nothing else: text has become arrays before.
Checkpoints stay in .train/gpu; each command also leaves its model in $OUT (else .train/gpu/out) as int8
pieces of at most 15 MiB. Carry .train/gpu there once: carried again, it would replace the checkpoints. On a
new machine carry it with the pieces in it (`cp OUT/base_en_id.* .train/gpu/`): the next command puts them
together. A command run again goes on from its own model, with what the other direction has learnt since.

Back at home:

    python -m training.translation.checkpoint unpack OUT id_en .train/gpu/id_en.pt
    python -m training.translation.package --checkpoint .train/gpu/id_en.pt \\
        --vocabulary .train/gpu/sentencepiece.model --direction id_en --version 2.0 --out models \\
        --can-be-told --shortlist .train/gpu/vmap.id_en.txt

`--tiny` tries all of it on a processor in a few minutes (its prepare: `--out .train/tiny --size 2000`).
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from training.translation.arrays import Pairs
from training.translation.checkpoint import Checkpoint, pack, unpack
from training.translation.commands import finish, run, start
from training.translation.recipe import (
    DIRECTIONS,
    LARGE,
    MONO_SUFFIX,
    OTHER,
    SWITCHED,
    SYNTHETIC,
    TINY,
    Recipe,
    training_pairs,
)

STAGE_MINUTES = 9.0
"""Of a command that may take ten: the rest is for reading, saving and packing."""
LEAST_MINUTES = 3.0
BASE_MINUTES = 8.5
TINY_MINUTES, TINY_LINES = 0.5, 300
REVERSE = {"id_en": "en_id", "en_id": "id_en"}


class Plan:
    """The stages, in one folder."""

    def __init__(
        self, work: Path, out: Path, recipe: Recipe, *, minutes: float | None, lines: int | None
    ) -> None:
        self._work, self._out, self._recipe = work, out, recipe
        self._minutes, self._lines = minutes, lines
        self._started = time.monotonic()

    def base(self) -> None:
        """Train both directions on the true pairs; hand back the one that the next stage needs."""
        minutes = self._minutes or BASE_MINUTES
        finish([start("train", *self._training(d, f"base_{d}", minutes)) for d in DIRECTIONS])
        self._hand_back("base_en_id")

    def with_back_translation(self, direction: str) -> None:
        """Translate news in the target language back, and train on that and the true pairs."""
        made = self._translate_back(direction)
        self._begin(direction)
        took = (time.monotonic() - self._started) / 60
        minutes = self._minutes or max(LEAST_MINUTES, STAGE_MINUTES - took)
        print(f"back-translation took {took:.1f} minutes, training has {minutes:.1f}", flush=True)
        run("train", *self._training(direction, direction, minutes), f"{made}:{OTHER}")
        self._hand_back(direction)

    def _training(self, direction: str, name: str, minutes: float) -> list[str]:
        pairs = list(training_pairs(sorted(self._work.glob("*.npz")), direction, (SWITCHED,)))
        if not pairs:
            raise SystemExit(f"{self._work} holds no arrays: prepare.py makes them")
        return [
            "--direction", direction, "--checkpoint", f"{self._work / name}.pt",
            "--minutes", f"{minutes:.2f}", "--vocabulary", f"{self._vocabulary()}",
            *self._recipe.arguments(), *pairs,
        ]  # fmt: skip

    def _vocabulary(self) -> int:
        """Return the size that the arrays were made with; sentencepiece itself may be missing here."""
        return int((self._work / "vocabulary_size").read_text(encoding="utf-8"))

    def _translate_back(self, direction: str) -> Path:
        reverse, language = REVERSE[direction], direction[-2:]
        text = next(self._work.glob(f"*.{language}{MONO_SUFFIX}"), None)
        model, made = self._newest(reverse), self._work / f"{SYNTHETIC}{direction}.npz"
        if model is None:
            raise SystemExit(f"{self._work} holds no model {reverse}: run the stages in their order")
        if text is None:
            raise SystemExit(f"{self._work} holds no text in {language}: prepare.py --mono makes it")
        limit = [] if self._lines is None else ["--lines", self._lines]
        run("decode", "--checkpoint", model, "--direction", reverse, *limit, text, made)
        if not len(Pairs.read(made)):
            print("nothing usable was translated back: the true pairs alone are left", flush=True)
        return made

    def _newest(self, direction: str) -> Path | None:
        """Return the best checkpoint of the direction if any, put together from its pieces if need be."""
        for name in (direction, f"base_{direction}"):
            path = self._work / f"{name}.pt"
            if not path.exists() and (self._work / f"{name}.0").exists():
                unpack(self._work, name).write(path)
            if path.exists():
                return path
        return None

    def _begin(self, direction: str) -> None:
        """Let training begin from the averaged weights of what is there, if anything is."""
        if path := self._newest(direction):
            before = Checkpoint.read(path)
            Checkpoint(before.shape, before.average, before.average).write(self._work / f"{direction}.pt")

    def _hand_back(self, name: str) -> None:
        size = pack(Checkpoint.read(self._work / f"{name}.pt"), self._out, name)
        print(f"{name}: {size / 1e6:.1f} MB in pieces in {self._out}", flush=True)


def main() -> None:
    """Run one stage."""
    parser = argparse.ArgumentParser(description="the plan for one rented accelerator, a stage at a time")
    parser.add_argument("stage", choices=("base", *DIRECTIONS))
    parser.add_argument("--work", type=Path, help="folder with the arrays; .train/gpu, or .train/tiny")
    parser.add_argument("--minutes", type=float, help="of training, instead of what is left of ten")
    parser.add_argument("--tiny", action="store_true", help="try it on a processor")
    arguments = parser.parse_args()
    os.environ.setdefault("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True")  # batches differ in shape
    work = arguments.work or Path(".train", "tiny" if arguments.tiny else "gpu")
    plan = Plan(
        work, Path(os.environ.get("OUT", work / "out")), TINY if arguments.tiny else LARGE,
        minutes=arguments.minutes or (TINY_MINUTES if arguments.tiny else None),
        lines=TINY_LINES if arguments.tiny else None,
    )  # fmt: skip
    if arguments.stage == "base":
        plan.base()
    else:
        plan.with_back_translation(arguments.stage)


if __name__ == "__main__":
    main()
