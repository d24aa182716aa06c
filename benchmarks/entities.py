"""How well names are found: tags against labelled sentences, lists against labelled articles.

    python -m benchmarks.entities [--file F.txt ...] [--quotes F.jsonl]

In: sentences in CoNLL form (token first, BIO tag last on the line) and labelled articles (labelled.py).
Out: F1 of exact spans, of each label and all, and F1 of the lists of names after aliases are joined.
Nothing is learnt or tuned here.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.labelled import SETS, read_labelled
from bot.digest.entities import find_entities
from bot.digest.name_features import Style
from bot.digest.segment import segment
from bot.digest.tagger import Tagger
from bot.intake.paste import read_paste
from bot.records import Article, Entity

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
MODEL = ROOT / "models" / "entities.npz"
LABELS = {"PER": "PER", "PERSON": "PER", "ORG": "ORG", "ORGANISATION": "ORG", "LOC": "LOC", "PLACE": "LOC"}

STYLE_OF_LABEL: Mapping[str, Style] = {"PERSON": "wiki", "ORGANISATION": "wiki", "PLACE": "wiki"}
"""NERGrit writes its labels in full, idner-news-2k in three letters: so a file tells whose way it follows."""

LabelledSentence = tuple[tuple[str, ...], tuple[str, ...]]
Span = tuple[int, int, str]


@dataclass(slots=True)
class Score:
    """Counts of what was found, what should be and what agrees, by label."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        """Count what another score counted."""
        self.right.update(other.right)
        self.found.update(other.found)
        self.wanted.update(other.wanted)

    def f1(self, label: str | None = None) -> tuple[float, float, float]:
        """Return precision, recall and F1 of one label or of all together, 0..1."""
        right, found, wanted = (
            count[label] if label else sum(count.values()) for count in (self.right, self.found, self.wanted)
        )
        precision = right / found if found else 0.0
        recall = right / wanted if wanted else 0.0
        return precision, recall, 2 * right / (found + wanted) if found + wanted else 0.0


def read_conll(path: Path) -> list[LabelledSentence]:
    """Return sentences of tokens and tags, the sets' label names turned into PER, ORG and LOC."""
    sentences: list[LabelledSentence] = []
    rows: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        fields = line.split()
        if fields:
            tag = fields[-1]
            rows.append((fields[0], tag if tag == "O" else tag[:2] + LABELS[tag[2:]]))
        elif rows:
            sentences.append((tuple(word for word, _ in rows), tuple(tag for _, tag in rows)))
            rows = []
    return sentences


def style_of(path: Path, asked: Style) -> Style:
    """Return whose way of labelling a file follows, by the names of its labels; what was asked for where none
    of them tells."""
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if fields and (style := STYLE_OF_LABEL.get(fields[-1][2:])):
            return style
    return asked


def spans(tags: Sequence[str]) -> Iterator[Span]:
    """Yield start, end and label of each name; an I without its B opens one, as seqeval counts."""
    start: int | None = None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (not tag.startswith("I") or tag[2:] != tags[start][2:]):
            yield start, i, tags[start][2:]
            start = None
        if start is None and tag != "O":
            start = i


def score_spans(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Score:
    """Return the counts of exact spans over pairs of wanted and found tags."""
    score = Score()
    for wanted_tags, found_tags in pairs:
        wanted, found = set(spans(wanted_tags)), set(spans(found_tags))
        score.wanted.update(label for _, _, label in wanted)
        score.found.update(label for _, _, label in found)
        score.right.update(label for _, _, label in wanted & found)
    return score


def _norm(name: str) -> str:
    return " ".join(name.casefold().split())


def score_list(gold: dict[str, Any], entities: Sequence[Entity], score: Score, misses: list[str]) -> None:
    """Add one article's list: a found name is right where its name or an alias is a form of a wanted one.

    Names that the labels call optional count neither way; a second find of the same name is wrong.
    """
    forms: dict[tuple[str, str], tuple[str, str]] = {}
    for label, names in gold["entities"].items():
        for name in names:
            score.wanted[label] += 1
            for form in (name, *gold["entity_aliases"].get(name, ())):
                forms.setdefault((label, _norm(form)), (label, name))
    optional = {_norm(name) for name in gold["entities_optional"]}
    met: set[tuple[str, str]] = set()
    for entity in entities:
        names = [_norm(entity.name), *map(_norm, entity.aliases)]
        hit = next((forms[entity.label, name] for name in names if (entity.label, name) in forms), None)
        if hit is None and not optional.isdisjoint(names):
            continue
        score.found[entity.label] += 1
        if hit is not None and hit not in met:
            met.add(hit)
            score.right[entity.label] += 1
        else:
            misses.append(f"{gold['id']} + {entity.label} {entity.name} {list(entity.aliases)}")
    missed = set(forms.values()) - met
    misses += [f"{gold['id']} - {label} {name}" for label, name in sorted(missed)]


def label_figures(score: Score) -> str:
    """Return the F1 of all and of each label on one line."""
    return ", ".join(f"{label or 'all'} {score.f1(label)[2]:.3f}" for label in (None, *sorted(score.wanted)))


def _print_score(title: str, score: Score) -> None:
    print(f"{title:28} {'P':>6} {'R':>6} {'F1':>6} {'names':>6}")
    for label in (None, *sorted(score.wanted)):
        precision, recall, f1 = score.f1(label)
        wanted = score.wanted[label] if label else sum(score.wanted.values())
        print(f"  {label or 'all':26} {precision:6.3f} {recall:6.3f} {f1:6.3f} {wanted:6}")


def measure_tags(path: Path, style: Style, model: Path = MODEL) -> None:
    """Print the span scores on one file of labelled sentences."""
    tag = Tagger(model, style=style)
    score = score_spans((tags, tag(words)) for words, tags in read_conll(path))
    _print_score(f"{path.parent.name}/{path.name} ({style})", score)


def find_lists(path: Path) -> Iterator[tuple[dict[str, Any], tuple[Entity, ...], float]]:
    """Yield each labelled article with the names found in it and the time that took, in milliseconds."""
    tag = Tagger(MODEL)
    for gold in read_labelled(path):
        article: Article = read_paste(gold["text"], title=gold.get("title", ""), url=gold.get("url"))
        sentences = segment(article)
        start = time.perf_counter()
        entities = find_entities(article, sentences, tag)
        yield gold, entities, (time.perf_counter() - start) * 1000


def measure_lists(path: Path, *, verbose: bool) -> None:
    """Print the scores of the lists of names, and the time an article takes."""
    score, misses, times_ms = Score(), list[str](), list[float]()
    for gold, entities, time_ms in find_lists(path):
        times_ms.append(time_ms)
        score_list(gold, entities, score, misses)
    _print_score(f"{path.parent.name}/{path.name} (lists)", score)
    median_ms = statistics.median(times_ms)
    print(f"  {len(times_ms)} articles, median {median_ms:.1f} ms, longest {max(times_ms):.1f} ms")
    if verbose:
        print("\n".join(misses))


def main() -> None:
    """Measure the files named, or those of the shared data."""
    parser = argparse.ArgumentParser(description="F1 of names found")
    parser.add_argument(
        "--file", type=Path, action="append", default=[], help="labelled sentences, CoNLL form"
    )
    parser.add_argument(
        "--style",
        choices=("news", "wiki"),
        default="news",
        help="whose labels --file follows where their names do not tell",
    )
    parser.add_argument("--quotes", type=Path, help="labelled articles (benchmarks/labelled.py)")
    parser.add_argument("--verbose", action="store_true", help="print what was missed and what was too much")
    arguments = parser.parse_args()
    for path in arguments.file:
        measure_tags(path, style_of(path, arguments.style))
    if arguments.quotes:
        measure_lists(arguments.quotes, verbose=arguments.verbose)
    if arguments.file or arguments.quotes:
        return
    if not SHARED.exists():
        raise SystemExit("../shared is not there: name the files with --file and --quotes")
    measure_tags(SHARED / "entities" / "idner_news_2k" / "dev.txt", "news")
    measure_tags(SHARED / "entities" / "nergrit" / "valid.txt", "wiki")
    for path in (SHARED / "quotes" / "gold.jsonl", *SETS):
        measure_lists(path, verbose=arguments.verbose)


if __name__ == "__main__":
    main()
