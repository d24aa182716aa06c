"""Train the tagger of names and write models/entities.crfsuite.

In: ../shared/data/entities. Out: the model, remade the same from the same data and tables. This module must
not know how articles are read; what it is measured by stands in benchmarks/entities.py.

    python -m training.entities [--out models/entities.crfsuite]

The tables that the features look into are made by training/gazetteers.py and ship with the program.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite

from benchmarks.entities import LabelledSentence, measure_tags, read_conll
from bot.digest.tagger import Style, features

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "entities"
MODEL = ROOT / "models" / "entities.crfsuite"

PARAMETERS = {
    "c1": 0.2,  # L1, prunes the features that hardly tell, and with them the file
    "c2": 1.0,  # L2; chosen with c1 and minfreq on the dev sets out of eight settings
    "feature.minfreq": 1,  # with the L1 above, what stands once still helps NERGrit by 0.01
    "max_iterations": 120,  # not tuned; some two minutes on one core
}
_OPENING, _CLOSING = "(\"'", ")?\"'!;,"


def apart(sentence: LabelledSentence) -> LabelledSentence:
    """Return the sentence with brackets and marks as tokens of their own, as the program cuts its text.

    idner-news-2k writes "(PBB)" and "Indonesia?" as one token.
    """
    words: list[str] = []
    tags: list[str] = []
    for word, tag in zip(*sentence, strict=True):
        core = word
        opening = len(core) - len(core.lstrip(_OPENING)) if len(core) > 1 else 0
        closing = len(core) - len(core.rstrip(_CLOSING)) if len(core) > 1 else 0
        core = word[opening : len(word) - closing]
        if not core:
            core, opening, closing = word, 0, 0
        words += [*word[:opening], core, *word[len(word) - closing :]]
        tags += ["O"] * opening + [tag] + ["O"] * closing
    return tuple(words), tuple(tags)


def training_sets() -> list[tuple[Style, list[LabelledSentence]]]:
    """Return the labelled sentences by the style of their labels, news with its marks apart too."""
    news = read_conll(DATA / "idner_news_2k" / "train.txt")
    cut = [after for before in news if (after := apart(before)) != before]
    return [("news", news + cut), ("wiki", read_conll(DATA / "nergrit" / "train.txt"))]


def train(sets: Iterable[tuple[Style, Sequence[LabelledSentence]]], out: Path) -> None:
    """Train on the labelled sentences and write the model. L-BFGS starts from zero: no seed is needed."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for style, sentences in sets:
        for words, tags in sentences:
            trainer.append(pycrfsuite.ItemSequence(features(words, style)), tags)
    unfinished = out.with_name(f"{out.name}.part")
    trainer.train(str(unfinished))
    unfinished.replace(out)


def main() -> None:
    """Train, write and say how well the model does on the dev sets."""
    parser = argparse.ArgumentParser(description="train the tagger of names")
    parser.add_argument("--out", type=Path, default=MODEL)
    arguments = parser.parse_args()
    if not DATA.exists():
        raise SystemExit("../shared is not there: the labelled sentences are read from it")
    start = time.perf_counter()
    train(training_sets(), arguments.out)
    print(
        f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB in {time.perf_counter() - start:.0f} s"
    )
    measure_tags(DATA / "idner_news_2k" / "dev.txt", "news", arguments.out)
    measure_tags(DATA / "nergrit" / "valid.txt", "wiki", arguments.out)


if __name__ == "__main__":
    main()
