"""What the models are trained on, and how: every number of the plan in one place. Pure.

In: nothing. Out: weights of corpora, sizes of networks, settings of train.py. __main__.py trains by SMALL on
a processor, accelerate.py by LARGE on a rented accelerator; TINY tries either in a few minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

DIRECTIONS = ("id_en", "en_id")
VOCABULARY = "sentencepiece.model"
"""The file of the vocabulary, in a package and beside the arrays."""
MONO_SUFFIX = ".mono.npz"
"""Ends the names of arrays of text in one language; the other arrays are pairs."""
SYNTHETIC = "synthetic_"
"""Begins the names of pairs one side of which a model wrote."""
SWITCHED = "switched_"
"""Begins the names of pairs with some of the source's words translated, each for one direction."""
TAUGHT = "taught_"
"""Begins the names of pairs whose target the bot wrote, each for one direction."""
MADE = (SYNTHETIC, SWITCHED, TAUGHT)
SWITCHED_SHARES = ((1.5, 1.0), (0.7, 0.5))
"""Of a corpus with at least such a weight, what is switched: news and what is like it."""
SWITCHED_OF_MADE = {SYNTHETIC: 0.25, TAUGHT: 0.5}
"""Synthetic pairs: their English is any news there is, so that any word may have to be taken over; a quarter
is as much as the true pairs give. Pairs of what the bot wrote: as of the true ones that are not all news."""

WEIGHTS = {
    4.0: ("written_pairs",),
    3.0: ("panl_eco", "panl_int", "panl_spo", "panl_sci", "pud"),
    2.0: ("globalvoices", "nusax_mt", "desmond_ausaid"),
    1.5: ("desmond_smeru",),
    1.0: ("tatoeba", "opensource_guide", "bitcoin_org", "mozilla_lang", "openfoodfacts"),
    0.7: ("desmond_odb", "captions_3b1b"),
    0.35: (
        "k8s_docs", "ms_beginners", "ms_dynamics", "ms_learning", "react_docs", "python_docs", "tldr",
        "ui_misc",
    ),
    0.05: ("ms_powershell", "electron_docs"),
}  # fmt: skip
"""How often a corpus comes up in one epoch: what was written for this first, then news by people, manuals and
what machines wrote last.

Chosen by eye from what the corpora hold (news is what the bot reads), not by trials.
"""
OTHER = 1.0
"""Weight of a corpus that stands in no row, such as back-translated news."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of train.py, named as its arguments."""

    vocabulary: int
    width: int
    heads: int
    feed_forward: int
    layers: tuple[int, int]
    tokens: int
    accumulate: int
    rate: float
    warmup: int
    decay: float
    dropout: float
    processes: int = 1
    """That share the batches of a step; on a processor, one for each core."""

    def arguments(self) -> list[str]:
        """Return train.py's arguments but for the vocabulary's size, which is that of the arrays."""
        return [
            "--width", f"{self.width}", "--heads", f"{self.heads}",
            "--feed-forward", f"{self.feed_forward}", "--layers", *map(str, self.layers),
            "--tokens", f"{self.tokens}", "--accumulate", f"{self.accumulate}",
            "--rate", f"{self.rate}", "--warmup", f"{self.warmup}",
            "--decay", f"{self.decay}", "--dropout", f"{self.dropout}",
            "--processes", f"{self.processes}",
        ]  # fmt: skip


SMALL = Recipe(
    vocabulary=8_000, width=256, heads=4, feed_forward=1_024, layers=(8, 2),
    tokens=2_048, accumulate=2, rate=2e-3, warmup=300, decay=0.4, dropout=0.1, processes=2,
)  # fmt: skip
"""10.5 million parameters: what two cores bring to reading English in an evening."""
LARGE = Recipe(
    vocabulary=16_000, width=512, heads=8, feed_forward=2_048, layers=(6, 3),
    tokens=32_000, accumulate=1, rate=2e-3, warmup=300, decay=0.5, dropout=0.2,
)  # fmt: skip
"""40 million parameters. Under a million pairs need more dropout than the usual 0.1 at this width."""
TINY = Recipe(
    vocabulary=2_000, width=64, heads=4, feed_forward=128, layers=(2, 1),
    tokens=1_024, accumulate=1, rate=2e-3, warmup=20, decay=0.5, dropout=0.1,
)  # fmt: skip
"""Learns nothing worth reading: it only shows that the commands fit together."""


def weight(corpus: str) -> float:
    """Return the weight of a corpus by its name."""
    return next((weight for weight, names in WEIGHTS.items() if corpus in names), OTHER)


def weighted(files: Iterable[Path]) -> Iterator[str]:
    """Return train.py's arguments for the true pairs among the files, with their weights."""
    for file in files:
        if not file.name.endswith(MONO_SUFFIX) and not file.name.startswith(MADE):
            yield f"{file}:{weight(file.stem)}"


def training_pairs(files: Iterable[Path], direction: str, made: tuple[str, ...] = MADE) -> Iterator[str]:
    """Return train.py's arguments for one direction: the true pairs, and those of the kinds in `made`."""
    files = list(files)
    yield from weighted(files)
    for file in files:
        if file.stem in {f"{kind}{direction}" for kind in made}:
            yield f"{file}:{OTHER}"


def switchable(files: Iterable[Path], direction: str) -> Iterator[str]:
    """Return switched.py's arguments: which of the files are switched, and how much of them."""
    for file in files:
        share = next((share for least, share in SWITCHED_SHARES if weight(file.stem) >= least), 0.0)
        if file.name.startswith(MADE):
            share = SWITCHED_OF_MADE.get(file.stem.removesuffix(direction), 0.0)
        if share and not file.name.endswith(MONO_SUFFIX):
            yield f"{file}:{share}"
