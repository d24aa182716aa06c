"""Train the tagger of names and write models/entities.npz.

In: ../shared/data/entities, the shared articles that benchmarks/labels has names of, and the plain news that
training/gazetteers.py reads. Out: the model, the same from the same data and tables. This module must not
know how articles are read; what it is measured by stands in benchmarks/entities.py.

    python -m training.entities [--out models/entities.npz]
    python -m training.entities --cross-validate

It needs PyTorch 2.4 or newer, which the program itself does without. --cross-validate writes nothing and
prints what five folds of the training sets give, each tagged by a model that saw nothing of it. The tables
that the features look into are made by training/gazetteers.py and ship with the program.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.entities import LabelledSentence, Score, label_figures, measure_tags, read_conll, score_spans
from benchmarks.labelled import NAMES, READ, read_labelled
from bot.digest.name_features import Style, features
from bot.digest.tagger import TAGS, Tagger
from training.crf import Example, Weights, average, learn
from training.gazetteers import news_sentences
from training.named_articles import ANY, tagged_sentences
from training.recasing import Recaser

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "entities"
MODEL = ROOT / "models" / "entities.npz"

EPOCHS = 12
"""Rounds over the sentences; by cross-validation nothing is gained after about ten."""
SEEDS = (1, 2, 3)
"""The weights of so many trainings are averaged: each leaves out other features by chance."""
COUNTED: Mapping[Style, int] = {"news": 2, "wiki": 2}
"""How often the sentences of a set are learnt from, where not once: those of articles are more by far."""
FOLDS = 5
SMALLEST_WEIGHT = 0.02
"""A feature whose weights all stay below this is left out of the file."""
NAME_LEANING = 0.3
"""Taken off the score of "no name" in the style "wiki", whose likeliest labels leave out more names than they
make up (on the folds precision .778, recall .731). In the other styles it gained nothing beyond chance."""
UNSAID = "?"
"""The tag of a token that the labels leave open."""
OPEN_TAGS = ("O", "B-ORG", "I-ORG")
"""What a token of NERP may be that it labels as no person and no place: NERP knows no organizations."""
NERP_LABELS: Mapping[str, str] = {"PPL": "PER", "PLC": "LOC"}
_OPENING, _CLOSING = "(\"'", ")?\"'!;,"

Sets = dict[Style, list[LabelledSentence]]


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


def with_marks_apart(sentences: Sequence[LabelledSentence]) -> list[LabelledSentence]:
    """Return the sentences, and those whose marks cling to words a second time with the marks apart."""
    return [*sentences, *(cut for whole in sentences if (cut := apart(whole)) != whole)]


def lowered_sentences(path: Path, recaser: Recaser) -> list[LabelledSentence]:
    """Return NERP's sentences with their capitals given back; what it does not say is UNSAID."""
    sentences = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split() for line in block.split("\n") if line.strip()]
        words, labels = [row[0] for row in rows], [row[-1] for row in rows]
        tags = [
            label[:2] + NERP_LABELS[label[2:]] if label[2:] in NERP_LABELS else UNSAID for label in labels
        ]
        if rows:
            restored = recaser.restore(words, [label != "O" for label in labels])
            sentences.append((tuple(restored), tuple(tags)))
    return sentences


def labelled_sets() -> Sets:
    """Return the labelled sentences by the style of their labels."""
    recaser = Recaser(news_sentences())
    lowered = [
        sentence
        for name in ("train.txt", "valid.txt")
        for sentence in lowered_sentences(DATA / "nerp_lowercased" / name, recaser)
    ]
    return {
        "news": read_conll(DATA / "idner_news_2k" / "train.txt"),
        "wiki": read_conll(DATA / "nergrit" / "train.txt"),
        "lowered": lowered,
        "listed": [s for path in (READ, NAMES) for row in read_labelled(path) for s in tagged_sentences(row)],
    }


def _allowed(tag: str) -> list[float]:
    return [float(tag == ANY or (other in OPEN_TAGS if tag == UNSAID else other == tag)) for other in TAGS]


def _examples(sets: Sets, numbers: dict[str, int]) -> Iterator[Example]:
    """Yield the sentences as numbers; features that are met for the first time are added to `numbers`."""
    for style, sentences in sets.items():
        counted = [*(with_marks_apart(sentences) if style == "news" else sentences)] * COUNTED.get(style, 1)
        for words, tags in counted:
            found = tuple(
                np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)
                for names in features(words, style)
            )
            yield Example(found, np.array([_allowed(tag) for tag in tags], dtype=np.float32))


def lean(names: Sequence[str], steps: NDArray[np.int8], scale: float) -> None:
    """Take NAME_LEANING off the weight of "no name" for every token of the style "wiki"."""
    steps[names.index("wiki|"), TAGS.index("O")] -= round(NAME_LEANING / scale)


def write(names: Sequence[str], weights: Weights, out: Path) -> None:
    """Write the model, weights of features in eight bits: the file that bot/digest/tagger.py reads."""
    kept: NDArray[np.int64] = np.flatnonzero(np.abs(weights.features).max(axis=1) >= SMALLEST_WEIGHT)
    scale = np.abs(weights.features).max() / 127
    kept_names, steps = [names[row] for row in kept], np.round(weights.features[kept] / scale).astype(np.int8)
    lean(kept_names, steps, float(scale))
    unfinished = out.with_name(f"{out.name}.part")
    with unfinished.open("wb") as file:
        np.savez_compressed(
            file,
            features=np.frombuffer("\n".join(kept_names).encode("utf-8"), dtype=np.uint8),
            weights=steps,
            scale=np.float32(scale),
            between=weights.between,
            first=weights.first,
            last=weights.last,
        )
    unfinished.replace(out)


def train(sets: Sets, out: Path) -> None:
    """Train on the labelled sentences and write the model."""
    numbers: dict[str, int] = {}
    examples = list(_examples(sets, numbers))
    learnt = [learn(examples, len(numbers), len(TAGS), epochs=EPOCHS, seed=seed) for seed in SEEDS]
    write(list(numbers), average(learnt), out)


def cross_validate(sets: Sets) -> None:
    """Print the F1 of five folds of idner-news-2k and NERGrit."""
    totals: dict[Style, Score] = {"news": Score(), "wiki": Score()}
    chance = np.random.default_rng(SEEDS[0])
    places = {style: chance.permutation(len(sets[style])).tolist() for style in totals}
    for fold in range(FOLDS):
        held = {style: frozenset(order[fold::FOLDS]) for style, order in places.items()}
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "fold.npz"
            seen: Sets = {
                style: [s for i, s in enumerate(sentences) if i not in held.get(style, ())]
                for style, sentences in sets.items()
            }
            train(seen, out)
            for style, score in totals.items():
                tag = Tagger(out, style=style)
                pairs = [(sets[style][i][1], tag(sets[style][i][0])) for i in held[style]]
                score.add(score_spans(pairs))
        for style, score in totals.items():
            print(f"folds 1-{fold + 1}, {style}: {label_figures(score)}", flush=True)


def main() -> None:
    """Train, write and say how well the model does on the dev sets; or cross-validate."""
    parser = argparse.ArgumentParser(description="train the tagger of names")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--cross-validate", action="store_true", help="print what five folds give")
    arguments = parser.parse_args()
    if not DATA.exists():
        raise SystemExit("../shared is not there: the labelled sentences are read from it")
    if arguments.cross_validate:
        cross_validate(labelled_sets())
        return
    start = time.perf_counter()
    train(labelled_sets(), arguments.out)
    size_mb = arguments.out.stat().st_size / 1e6
    print(f"{arguments.out}: {size_mb:.1f} MB in {time.perf_counter() - start:.0f} s")
    measure_tags(DATA / "idner_news_2k" / "dev.txt", "news", arguments.out)
    measure_tags(DATA / "nergrit" / "valid.txt", "wiki", arguments.out)


if __name__ == "__main__":
    main()
