"""Train the ranker of summaries and write models/summary-ranker.npz.

In: ../shared/data/summaries, models/word-vectors.npz. Out: the model, remade the same from the same data,
features and tables. This module must not know how a summary is chosen; what it is measured by stands in
benchmarks/summary.py.

    python -m training.summary [--file F.jsonl] [--out models/summary-ranker.npz]
    python -m training.summary --cross-validate

Two forests are grown with LightGBM (lightgbm>=4.6,<5; training alone needs it). The first gives the log-odds
that an editor takes a sentence, learnt from the extracted sentences. The second judges whole sets of
sentences, learnt from the ROUGE-1 that each set earns against the abstract. The second is taught with
log-odds from first forests that have not seen the article, since that is how it will meet them. Both are
grown a second time without what word vectors tell, for the languages that have none.

--cross-validate prints, once the model is written, what five folds give, each scored by forests that saw
nothing of it. An article's fold comes from its id. Three articles in four are given their headline (the
words at the end of the address), so that the forests know both cases.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.summary import DEFAULT_FILE, Case, headline_in_address, read_case
from bot.digest.rank import BARE, Pool, best_ones, best_set, pool, readable_sets
from bot.digest.rank_features import pieces
from bot.digest.rank_sets import describe_sets
from bot.digest.rank_trees import Forest
from bot.digest.word_vectors import PREFIX

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "models" / "summary-ranker.npz"

FOLDS = 5
UNTITLED = 4
"""One article in so many is learnt from without its headline."""

LEARNT_SENTENCES = 40
"""Sentences of an article that are learnt from: hardly any is extracted from further down."""

SHARED_PARAMETERS = {
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.5,
    "num_leaves": 15,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "seed": 1,
}
SENTENCE_PARAMETERS = SHARED_PARAMETERS | {
    "objective": "binary",
    "learning_rate": 0.04,
    "min_data_in_leaf": 60,
    "lambda_l2": 5,
}
SENTENCE_TREES = 300
GRADES = 20
"""Steps of 0.025 ROUGE-1 below the best set of an article; the judge learns to put sets in this order."""

SET_PARAMETERS = SHARED_PARAMETERS | {
    "objective": "lambdarank",
    "learning_rate": 0.07,
    "min_data_in_leaf": 300,
    "lambda_l2": 10,
    "label_gain": [float(grade) for grade in range(GRADES + 1)],
    "lambdarank_truncation_level": 5,
}
SET_TREES = 100

Vector = NDArray[np.float64]
Booster = Any


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article with all that is learnt from it."""

    case: Case
    candidates: tuple[int, ...]
    pool: Pool
    names: tuple[str, ...]
    """The columns of the matrix: what a sentence's log-odds come from."""
    matrix: Vector
    labels: Vector
    counts: tuple[Counter[str], ...]
    """The pieces of each sentence, as they are scored."""
    given_counts: tuple[Counter[str], ...]
    """The same with datelines."""
    reference: Counter[str]
    fold: int


def read_lessons(path: Path, *, headlines: Callable[[int], bool]) -> list[Lesson]:
    """The articles of an IndoSum file; `headlines` says which of them, by number, are given theirs."""
    lessons: list[Lesson] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            number = int(hashlib.sha1(entry["id"].encode(), usedforsecurity=False).hexdigest(), 16)
            case = read_case(entry)
            if headlines(number // FOLDS):
                title = headline_in_address(entry["source_url"])
                case = replace(case, article=replace(case.article, title=title))
            lessons.append(_lesson(case, number % FOLDS))
    return lessons


def _lesson(case: Case, fold: int) -> Lesson:
    candidates, held = pool(case.article, case.sentences)
    names = tuple(held.rows[0])
    return Lesson(
        case=case,
        candidates=candidates,
        pool=held,
        names=names,
        matrix=np.array([[row[name] for name in names] for row in held.rows], dtype=float),
        labels=np.array([case.extracted[place] for place in candidates], dtype=float),
        counts=tuple(Counter(pieces(case.candidates[place])) for place in candidates),
        given_counts=tuple(Counter(pieces(case.as_given[place])) for place in candidates),
        reference=Counter(pieces(" ".join(case.reference))),
        fold=fold,
    )


def without_vectors(lesson: Lesson) -> Lesson:
    """The same without what word vectors tell."""
    kept = [at for at, name in enumerate(lesson.names) if not name.startswith(PREFIX)]
    names = tuple(lesson.names[at] for at in kept)
    return replace(lesson, names=names, matrix=lesson.matrix[:, kept])


def grow_sentences(lessons: Sequence[Lesson]) -> Forest:
    """The forest that gives the log-odds of sentences."""
    matrix = np.vstack([lesson.matrix[:LEARNT_SENTENCES] for lesson in lessons])
    labels = np.concatenate([lesson.labels[:LEARNT_SENTENCES] for lesson in lessons])
    booster = grow(SENTENCE_PARAMETERS, SENTENCE_TREES, matrix, labels)
    return as_forest(booster, lessons[0].names)


def grow_judge(lessons: Sequence[Lesson], log_odds: Sequence[Vector]) -> Forest:
    """The forest that judges sets; `log_odds` are each lesson's, from forests that have not seen it."""
    matrices: list[Vector] = []
    grades: list[Vector] = []
    names: list[str] = []
    for lesson, odds in zip(lessons, log_odds, strict=True):
        listed = readable_sets(lesson.pool, odds.tolist())
        sets, names, matrix = describe_sets(listed, odds.tolist(), lesson.pool.rows, lesson.pool.counts)
        earned = np.array([score(lesson, taken) for taken in sets])
        matrices.append(matrix.astype(np.float32))
        grades.append(np.clip((earned - earned.max()) * 40 + GRADES, 0, GRADES).astype(int))
    groups = [len(own) for own in grades]
    booster = grow(SET_PARAMETERS, SET_TREES, np.vstack(matrices), np.concatenate(grades), group=groups)
    return as_forest(booster, tuple(names))


def grow(parameters: dict[str, Any], trees: int, matrix: Any, labels: Vector, **more: Any) -> Booster:
    """LightGBM's trees, the same from the same numbers."""
    import lightgbm  # no requirement of the program

    return lightgbm.train(parameters, lightgbm.Dataset(matrix, labels, **more), trees)


def score(lesson: Lesson, taken: Sequence[int], *, as_given: bool = False) -> float:
    """ROUGE-1 of a set of the pool's sentences, as benchmarks/summary.py has it."""
    own = lesson.given_counts if as_given else lesson.counts
    ours: Counter[str] = Counter()
    for at in taken:
        ours.update(own[at])
    shared = sum(min(times, lesson.reference[piece]) for piece, times in ours.items())
    return 2 * shared / max(1, ours.total() + lesson.reference.total())


def as_forest(booster: Booster, names: tuple[str, ...]) -> Forest:
    """LightGBM's trees, laid end to end."""
    nodes: list[tuple[int, float, int, int, float]] = []
    depth = 0

    def lay(node: dict[str, Any], level: int) -> int:
        nonlocal depth
        depth = max(depth, level)
        place = len(nodes)
        if "split_feature" not in node:
            nodes.append((0, np.inf, place, place, node["leaf_value"]))
            return place
        nodes.append((0, 0.0, 0, 0, 0.0))
        left, right = lay(node["left_child"], level + 1), lay(node["right_child"], level + 1)
        nodes[place] = (node["split_feature"], node["threshold"], left, right, 0.0)
        return place

    roots = [lay(tree["tree_structure"], 0) for tree in booster.dump_model()["tree_info"]]
    column, limit, left, right, value = zip(*nodes, strict=True)
    return Forest(
        names=names,
        roots=np.array(roots, dtype=np.int32),
        column=np.array(column, dtype=np.int32),
        limit=np.array(limit, dtype=float),
        left=np.array(left, dtype=np.int32),
        right=np.array(right, dtype=np.int32),
        value=np.array(value, dtype=float),
        depth=depth,
    )


def write_forests(path: Path, forests: dict[str, Forest]) -> None:
    """Writes what bot/digest/rank_trees.py reads; leaves lose what float32 cannot hold."""
    arrays: dict[str, Any] = {}
    for name, forest in forests.items():
        arrays[f"{name}.names"] = np.array(forest.names)
        arrays[f"{name}.roots"] = forest.roots
        arrays[f"{name}.column"] = forest.column.astype(np.int16)
        arrays[f"{name}.limit"] = forest.limit
        arrays[f"{name}.left"] = forest.left
        arrays[f"{name}.right"] = forest.right
        arrays[f"{name}.value"] = forest.value.astype(np.float32)
        arrays[f"{name}.depth"] = np.array(forest.depth)
    np.savez_compressed(path, **arrays)


class Growth:
    """Forests for sentences, each grown once for the folds that it must not see."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        """`lessons` are all that there are."""
        self._lessons = lessons
        self._grown: dict[frozenset[int], Forest] = {}

    def without(self, folds: frozenset[int]) -> Forest:
        """The forest that has seen nothing of these folds."""
        if folds not in self._grown:
            self._grown[folds] = grow_sentences(
                [lesson for lesson in self._lessons if lesson.fold not in folds]
            )
        return self._grown[folds]

    def forests(self, folds: frozenset[int]) -> dict[str, Forest]:
        """Both forests, neither of which has seen anything of these folds."""
        seen = [lesson for lesson in self._lessons if lesson.fold not in folds]
        unseen = [self.without(folds | {lesson.fold}).rate_matrix(lesson.matrix) for lesson in seen]
        return {"sentences": self.without(folds), "sets": grow_judge(seen, unseen)}


def cross_validate(lessons: Sequence[Lesson], growth: Growth) -> None:
    """Prints what five folds give, each scored by forests that saw nothing of it."""
    rows: list[list[float]] = []
    for fold in range(FOLDS):
        forests = growth.forests(frozenset({fold}))
        own = [_scores(lesson, forests) for lesson in lessons if lesson.fold == fold]
        rows += own
        print(f"fold {fold}: {_told(own)}", flush=True)
    print(f"all:    {_told(rows)}")


def _scores(lesson: Lesson, forests: dict[str, Forest]) -> list[float]:
    odds = forests["sentences"].rate_matrix(lesson.matrix).tolist()
    free, three = best_set(lesson.pool, odds, forests["sets"]), sorted(best_ones(lesson.pool, odds, 3))
    figures = [score(lesson, taken, as_given=given) for taken in (free, three) for given in (False, True)]
    return [*figures, len(free) / 100, float(bool(lesson.case.article.title))]


def _told(rows: list[list[float]]) -> str:
    table = 100 * np.array(rows)
    titled = table[:, 5] > 0
    mean = table.mean(axis=0)
    return (
        f"free length {mean[0]:.2f} (as given {mean[1]:.2f}; with headline {table[titled, 0].mean():.2f}, "
        f"without {table[~titled, 0].mean():.2f}), {mean[4]:.2f} sentences; "
        f"three {mean[2]:.2f} (as given {mean[3]:.2f})"
    )


def main() -> None:
    """Trains and writes, and prints the cross-validation if asked."""
    parser = argparse.ArgumentParser(description="Train the ranker of summaries.")
    parser.add_argument("--file", type=Path, default=DEFAULT_FILE)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--cross-validate", action="store_true")
    options = parser.parse_args()
    begun = time.perf_counter()
    lessons = read_lessons(options.file, headlines=lambda number: number % UNTITLED != 0)
    print(f"{len(lessons)} articles read in {time.perf_counter() - begun:.0f} s", flush=True)
    growth = Growth(lessons)
    bare = Growth([without_vectors(lesson) for lesson in lessons]).forests(frozenset())
    forests = growth.forests(frozenset()) | {BARE + name: forest for name, forest in bare.items()}
    write_forests(options.out, forests)
    print(f"{options.out.name}: {options.out.stat().st_size / 1000:.0f} kB", flush=True)
    if options.cross_validate:
        cross_validate(lessons, growth)
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
