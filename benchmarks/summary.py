"""Summaries on IndoSum: `python -m benchmarks.summary [--file F] [--limit N] [--rouge-l] [--time] [--fit]`.

Prints ROUGE-1, ROUGE-2 and, with --rouge-l, summary-level ROUGE-L (F, times 100) of our summaries, of the
first three sentences, of sumy's LexRank, TextRank and LSA alone, and of the sentences that readers extracted.

The scorer is the one that reproduces the published Lead-3 (Kurniawan and Louvan 2018: 62.86 / 54.50 / 62.10):
lower case, marks dropped, every digit of the candidate, but not of the reference, replaced by 0; ROUGE
with the definitions and the tokenizer of the rouge-score package, written out here since it is not
installed. The oracle takes all that the readers extracted, mostly three to five sentences.

--fit prints the weights of bot/data/summary_weights.toml: logistic regression on the sentences
that readers extracted, after a cross-validation over five folds that says what the fit is worth.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import string
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.digest import rank
from bot.digest.segment import segment
from bot.digest.words import content_words
from bot.records import PARAGRAPH_BREAK, Article, Sentence

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
COUNT = 3
"""Sentences in a summary, as in the published Lead-3."""

FOLDS = 5
RIDGE = 3.0
"""Strength of the ridge of --fit. Cross-validated ROUGE-1: 65.13 at 1, 65.00 at 3, 64.82 at 10."""

WITH_PLACE = (  # noqa: SIM905 - as words they are read and compared more easily
    "length quoted lex_rank centre dangling pointing numbers names before lead reports dated "
    "dateline dangling_after sentences_a_paragraph article_length"
).split()
"""Features that weigh differently at the top of an article and further down."""

PRODUCTS = [
    *((f"paragraph_{paragraph}", f"within_{within}") for paragraph in range(5) for within in range(4)),
    *((name, place) for name in WITH_PLACE for place in ("early", "depth")),
    *((f"place_{place}", "length") for place in range(4)),
    *((f"place_{place}", "length_before") for place in range(4)),
    *((f"place_{place}", "sentences_a_paragraph") for place in range(4)),
    *((f"paragraph_{paragraph}", "paragraph_length") for paragraph in range(3)),
]
"""Pairs of features whose product gets a weight of its own."""

BY_HAND = ("title", "said_by_title", "pointing_subject", "pointing_here", "announcing", "question")
"""Features without a fitted weight: IndoSum has no headlines, and how a summary reads is not scored there."""

Vector = NDArray[np.float64]
Unit = TypeVar("Unit")


@dataclass(frozen=True, slots=True)
class Case:
    """An article of IndoSum with its abstract and the sentences that a reader extracted."""

    article: Article
    sentences: tuple[Sentence, ...]
    extracted: tuple[bool, ...]
    candidates: tuple[str, ...]
    """The sentences as the scorer wants them."""
    reference: tuple[str, ...]


def read_cases(path: Path, limit: int | None) -> Iterator[Case]:
    """The articles of an IndoSum file, their tokens joined by blanks."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            yield read_case(json.loads(line))


def read_case(entry: dict[str, Any]) -> Case:
    """An article, its paragraphs and sentences as given; sentences without words are left out."""
    sentences: list[Sentence] = []
    extracted: list[bool] = []
    candidates: list[str] = []
    paragraphs: list[str] = []
    start = 0
    for number, (paragraph, labels) in enumerate(zip(entry["paragraphs"], entry["gold_labels"], strict=True)):
        paragraphs.append(" ".join(" ".join(tokens) for tokens in paragraph))
        for tokens, label in zip(paragraph, labels, strict=True):
            source = " ".join(tokens)
            kept = [token for token in tokens if token not in string.punctuation]
            candidate = re.sub(r"\d", "0", " ".join(kept).lower())
            if candidate:
                place = (start, start + len(source))
                sentences.append(Sentence(len(sentences), number, *place, source))
                extracted.append(bool(label))
                candidates.append(candidate)
            start += len(source) + 1
        start += len(PARAGRAPH_BREAK) - 1
    reference = tuple(" ".join(tokens).lower() for tokens in entry["summary"])
    article = Article(text=PARAGRAPH_BREAK.join(paragraphs))
    return Case(article, tuple(sentences), tuple(extracted), tuple(candidates), reference)


def rouge(candidate: Sequence[str], reference: Sequence[str], *, with_l: bool) -> tuple[float, float, float]:
    """ROUGE-1, ROUGE-2 and summary-level ROUGE-L of some sentences, F between 0 and 1 (Lin 2004)."""
    ours, theirs = [_tokens(line) for line in candidate], [_tokens(line) for line in reference]
    flat, flat_reference = list(chain(*ours)), list(chain(*theirs))
    one = _f1(Counter(flat), Counter(flat_reference))
    two = _f1(Counter(pairwise(flat)), Counter(pairwise(flat_reference)))
    return one, two, _rouge_l(ours, theirs) if with_l else 0.0


def _tokens(line: str) -> list[str]:
    return re.sub(r"[^a-z0-9]+", " ", line.lower()).split()


def _f1(ours: Counter[Unit], theirs: Counter[Unit]) -> float:
    right = (ours & theirs).total()
    total = ours.total() + theirs.total()
    return 2 * right / total if total else 0.0


def _rouge_l(ours: list[list[str]], theirs: list[list[str]]) -> float:
    left, left_reference = Counter(chain(*ours)), Counter(chain(*theirs))
    total = sum(left.values()) + sum(left_reference.values())
    hits = 0
    for sentence in theirs:
        for at in sorted(set().union(*(_common(sentence, other) for other in ours))):
            token = sentence[at]
            if left[token] > 0 and left_reference[token] > 0:
                hits += 1
                left[token] -= 1
                left_reference[token] -= 1
    return 2 * hits / total if total else 0.0


def _common(first: list[str], second: list[str]) -> set[int]:
    """Places in `first` of a longest common subsequence."""
    table = [[0] * (len(second) + 1)]
    for word in first:
        row = [0]
        for at, other in enumerate(second):
            row.append(table[-1][at] + 1 if word == other else max(table[-1][at + 1], row[at]))
        table.append(row)
    places: set[int] = set()
    i, j = len(first), len(second)
    while i and j:
        if first[i - 1] == second[j - 1]:
            places.add(i - 1)
            i, j = i - 1, j - 1
        elif table[i][j - 1] > table[i - 1][j]:
            j -= 1
        else:
            i -= 1
    return places


def ours(case: Case) -> tuple[int, ...]:
    """Our summary."""
    return rank.summarise(case.article, case.sentences, COUNT)


def lead(case: Case) -> tuple[int, ...]:
    """The first sentences."""
    return tuple(range(min(COUNT, len(case.sentences))))


def oracle(case: Case) -> tuple[int, ...]:
    """What the reader extracted."""
    return tuple(at for at, chosen in enumerate(case.extracted) if chosen)


def by_sumy(name: str) -> Callable[[Case], tuple[int, ...]]:
    """The sentences that one of sumy's summarizers rates highest."""

    def choose(case: Case) -> tuple[int, ...]:
        places = {" ".join(content_words(s.source)): s.index for s in reversed(case.sentences)}
        chosen = sorted(at for text, at in places.items() if text)
        ratings = rank.rate_with_sumy([case.sentences[at].source for at in chosen], name)
        best = sorted(zip(ratings, chosen, strict=True), key=lambda pair: (-pair[0], pair[1]))
        return tuple(sorted(at for _, at in best[:COUNT]))

    return choose


SYSTEMS: dict[str, Callable[[Case], tuple[int, ...]]] = {
    "ours": ours,
    "lead-3": lead,
    "lexrank": by_sumy("lex_rank"),
    "textrank": by_sumy("text_rank"),
    "lsa": by_sumy("lsa"),
    "oracle": oracle,
}


def measure(cases: Sequence[Case], system: Callable[[Case], tuple[int, ...]], *, with_l: bool) -> Vector:
    """Mean ROUGE of a system, times 100."""
    taken = [[case.candidates[at] for at in system(case)] for case in cases]
    scores = [rouge(lines, case.reference, with_l=with_l) for lines, case in zip(taken, cases, strict=True)]
    means: Vector = 100 * np.asarray(scores).mean(axis=0)
    return means


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """Weights of the features, and on the way the figures of a cross-validation."""
    rows = [rank.features(case.article, case.sentences) for case in cases]
    single = [(name,) for name in rows[0][0] if name not in BY_HAND]
    terms: list[tuple[str, ...]] = [*single, *PRODUCTS]
    matrices = [
        np.asarray([[math.prod(row[name] for name in term) for term in terms] for row in block])
        for block in rows
    ]
    labels = [np.asarray(case.extracted, dtype=float) for case in cases]
    scores: list[tuple[float, float, float]] = []
    for fold in range(FOLDS):
        train = [at for at in range(len(cases)) if at % FOLDS != fold]
        known = [labels[at] for at in train]
        weights = logistic(np.vstack([matrices[at] for at in train]), np.concatenate(known))
        for at in range(fold, len(cases), FOLDS):
            best = sorted(np.argsort(-(matrices[at] @ weights), kind="stable")[:COUNT])
            taken = [cases[at].candidates[i] for i in best]
            scores.append(rouge(taken, cases[at].reference, with_l=False))
    print("cross-validated, features alone:", np.round(100 * np.mean(scores, axis=0), 2)[:2])
    weights = logistic(np.vstack(matrices), np.concatenate(labels))
    return {"*".join(term): weight for term, weight in zip(terms, weights.tolist(), strict=True)}


def logistic(matrix: Vector, labels: Vector) -> Vector:
    """Weights of a logistic regression with a ridge, by Newton's method; its bias is left out."""
    design = np.hstack([matrix, np.ones((len(matrix), 1))])
    ridge = np.full(design.shape[1], RIDGE)
    ridge[-1] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (chance - labels) + ridge * weights
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(ridge)
        weights = weights - np.linalg.solve(hessian, gradient)
    return weights[:-1]


def show_times(limit: int = 50) -> None:
    """Milliseconds to cut and to summarise the shared articles of about 600 words."""
    path = SHARED / "articles" / "articles.jsonl"
    with path.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"].replace("\n", PARAGRAPH_BREAK) for line in lines]
    chosen = [text for text in texts if 550 <= len(text.split()) <= 650][:limit]
    rank.summarise(Article(text=chosen[0]), segment(Article(text=chosen[0])), COUNT)
    spent: list[tuple[float, float]] = []
    for text in chosen:
        article = Article(text=text)
        begun = time.perf_counter()
        sentences = segment(article)
        cut = time.perf_counter()
        rank.summarise(article, sentences, COUNT)
        spent.append((cut - begun, time.perf_counter() - cut))
    middle = 1000 * np.median(np.asarray(spent), axis=0)
    print(f"{len(chosen)} articles of 600 words: {middle[0]:.1f} ms sentences, {middle[1]:.1f} ms summary")


def main() -> None:
    """Prints what was asked for."""
    parser = argparse.ArgumentParser(description="Summaries on IndoSum.")
    parser.add_argument("--file", type=Path, default=SHARED / "summaries" / "indosum.jsonl")
    parser.add_argument("--limit", type=int, help="only the first N articles")
    parser.add_argument("--only", choices=sorted(SYSTEMS), action="append", help="only this system")
    parser.add_argument("--rouge-l", action="store_true", help="ROUGE-L too, which takes longer")
    parser.add_argument("--time", action="store_true", help="only the time for an article")
    parser.add_argument("--fit", action="store_true", help="only fit the weights, and print them")
    options = parser.parse_args()
    if options.time:
        return show_times()
    if not options.file.exists():
        parser.exit(1, f"{options.file} is not there; name an IndoSum file with --file\n")
    cases = list(read_cases(options.file, options.limit))
    if options.fit:
        for name, weight in fit(cases).items():
            print(f'"{name}" = {weight:.3f}')
        return None
    columns = ("R-1", "R-2", "R-L")[: 3 if options.rouge_l else 2]
    print(f"{f'{len(cases)} articles':20}" + "  ".join(f"{column:>5}" for column in columns))
    for name in options.only or SYSTEMS:
        figures = measure(cases, SYSTEMS[name], with_l=options.rouge_l)
        print(f"{name:20}" + "  ".join(f"{figure:5.2f}" for figure in figures[: len(columns)]))
    return None


if __name__ == "__main__":
    main()
