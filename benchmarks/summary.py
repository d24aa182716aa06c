"""Summaries on IndoSum, a command:

    python -m benchmarks.summary [--file F] [--limit N] [--only SYSTEM] [--rouge-l] [--headlines] [--time]

Prints ROUGE-1, ROUGE-2 and, with --rouge-l, summary-level ROUGE-L (F, times 100) of our summaries, of the
first three sentences, of sumy's LexRank, TextRank and LSA alone, and of the sentences that readers extracted;
each without the datelines ("Jakarta, CNN Indonesia --"), which the program cuts from what it is sent, and, in
the last columns, as given. Then how many summaries lean on a sentence that they leave out.

The scorer is the one that reproduces the published Lead-3 (Kurniawan and Louvan 2018: 62.86 / 54.50 / 62.10,
datelines as given): lower case, marks dropped, every digit of the candidate, but not of the reference,
replaced by 0; ROUGE with the definitions and the tokenizer of the rouge-score package, written out here since
it is not installed. The oracle takes all that the readers extracted, mostly three to five sentences.

The shipped model learnt from the shared file: on it the figures of "ours" are in-sample. What it gives on
articles that it has not seen is printed by `python -m training.summary --cross-validate`. IndoSum has no
headlines; --headlines takes the words of each article's address for one.
"""

from __future__ import annotations

import argparse
import json
import re
import string
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.digest import rank
from bot.digest.rank_sumy import rate_with_sumy
from bot.digest.segment import segment
from bot.digest.words import content_words
from bot.intake.dateline import split_dateline
from bot.intake.paste import read_paste
from bot.records import PARAGRAPH_BREAK, Article, Sentence

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
COUNT = 3
"""Sentences in a summary, as in the published Lead-3."""

DATELINE_SENTENCES = 4
"""Sentences at the top in which a dateline is looked for: a deck may come before it."""

DEFAULT_FILE = SHARED / "summaries" / "indosum.jsonl"

LEANING_CASES = 500
"""IndoSum's articles of which the leaning summaries are counted: four summaries each take time."""

CHARS_A_WORD = 7
"""Of Indonesian news, the blank included."""

LEAST_HEADLINE_WORDS = 3
"""Fewer words at the end of an address are no headline."""

Vector = NDArray[np.float64]
Unit = TypeVar("Unit")


@dataclass(frozen=True, slots=True)
class Case:
    """An article of IndoSum with its abstract and the sentences that a reader extracted."""

    article: Article
    sentences: tuple[Sentence, ...]
    extracted: tuple[bool, ...]
    candidates: tuple[str, ...]
    """The sentences as the scorer wants them, the dateline cut as the program cuts it."""
    as_given: tuple[str, ...]
    """The same with the dateline, as the published systems were scored."""
    reference: tuple[str, ...]


def read_cases(path: Path, limit: int | None, *, headlines: bool = False) -> Iterator[Case]:
    """The articles of an IndoSum file; with `headlines` each gets the one that its address tells."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            entry = json.loads(line)
            case = read_case(entry)
            title = headline_in_address(entry.get("source_url", "")) if headlines else ""
            yield replace(case, article=replace(case.article, title=title)) if title else case


def read_case(entry: dict[str, Any]) -> Case:
    """An article as a reader would send it: without blanks before marks, and with the dateline cut.

    Sentences without words are left out. The headline stays empty: IndoSum has none.
    """
    sentences: list[Sentence] = []
    extracted: list[bool] = []
    given: list[str] = []
    paragraphs: list[str] = []
    start = 0
    for number, (paragraph, labels) in enumerate(zip(entry["paragraphs"], entry["gold_labels"], strict=True)):
        sources: list[str] = []
        for tokens, label in zip(paragraph, labels, strict=True):
            whole = joined(tokens)
            source = _without_dateline(whole) if len(sentences) < DATELINE_SENTENCES else whole
            if not _tokens(source):
                continue
            place = start + sum(len(other) + 1 for other in sources)
            sentences.append(Sentence(len(sentences), number, place, place + len(source), source))
            extracted.append(bool(label))
            given.append(_as_scored(" ".join(t for t in tokens if t not in string.punctuation)))
            sources.append(source)
        paragraphs.append(" ".join(sources))
        start += len(paragraphs[-1]) + len(PARAGRAPH_BREAK)
    return Case(
        article=Article(text=PARAGRAPH_BREAK.join(paragraphs)),
        sentences=tuple(sentences),
        extracted=tuple(extracted),
        candidates=tuple(_as_scored(sentence.source) for sentence in sentences),
        as_given=tuple(given),
        reference=tuple(" ".join(tokens).lower() for tokens in entry["summary"]),
    )


def _as_scored(line: str) -> str:
    return re.sub(r"\d", "0", line.lower())


def _without_dateline(source: str) -> str:
    dateline = split_dateline(source)
    return dateline.rest.strip() if dateline and not dateline.lead else source


def joined(tokens: Sequence[str]) -> str:
    """Tokens as running text: "( FP1 ) ," becomes "(FP1),", and quotation marks cling to what they quote."""
    text = " ".join(token.strip() for token in tokens if token.strip()).replace("- -", "--")
    text = re.sub(r" ([,.;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[]) ", r"\1", text)
    text = re.sub(r"(\w) / (?=\w)", r"\1/", text)
    text = re.sub(r"\b([a-z]\w{2,}) - (\w*?\1\w*)", r"\1-\2", text)
    inside = False
    parts: list[str] = []
    for part in re.split('(["“”])', text):
        if part and part in '"“”':
            inside = not inside if part == '"' else part == "“"
            if not inside and parts:
                parts[-1] = parts[-1].rstrip()
            parts.append('"')
        else:
            parts.append(part.lstrip() if inside else part)
    return "".join(parts).strip()


def headline_in_address(address: str) -> str:
    """The words at the end of an article's address, mostly its headline; empty where they are none."""
    end = re.sub(r"[?#].*", "", address).rstrip("/").rpartition("/")[2]
    found = re.split(r"[-._]+", re.sub(r"\.html?$", "", end))
    kept = [word for word in found if word and not re.fullmatch(r"\d{4,}|[a-z]+\d{5,}", word)]
    return " ".join(kept) if len(kept) >= LEAST_HEADLINE_WORDS else ""


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
    """Our summary, as long as it wants to be."""
    return rank.summarise(case.article, case.sentences)


def ours_of_three(case: Case) -> tuple[int, ...]:
    """Our summary of three sentences."""
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
        ratings = rate_with_sumy([case.sentences[at].source for at in chosen], name)
        best = sorted(zip(ratings, chosen, strict=True), key=lambda pair: (-pair[0], pair[1]))
        return tuple(sorted(at for _, at in best[:COUNT]))

    return choose


SYSTEMS: dict[str, Callable[[Case], tuple[int, ...]]] = {
    "ours": ours,
    "ours, three": ours_of_three,
    "lead-3": lead,
    "lexrank": by_sumy("lex_rank"),
    "textrank": by_sumy("text_rank"),
    "lsa": by_sumy("lsa"),
    "oracle": oracle,
}


def measure(
    cases: Sequence[Case],
    system: Callable[[Case], tuple[int, ...]],
    *,
    with_l: bool,
    as_given: bool = False,
) -> Vector:
    """Mean ROUGE of a system, times 100; `as_given` scores the sentences with their datelines."""
    return score([system(case) for case in cases], cases, with_l=with_l, as_given=as_given)


def score(
    chosen: Sequence[Sequence[int]], cases: Sequence[Case], *, with_l: bool, as_given: bool = False
) -> Vector:
    """Mean ROUGE of the sentences chosen from each case, times 100."""
    scores: list[tuple[float, float, float]] = []
    for places, case in zip(chosen, cases, strict=True):
        lines = case.as_given if as_given else case.candidates
        scores.append(rouge([lines[at] for at in places], case.reference, with_l=with_l))
    means: Vector = 100 * np.asarray(scores).mean(axis=0)
    return means


def leaning_share(texts: Sequence[tuple[Article, Sequence[Sentence]]], count: int | None) -> float:
    """The share of summaries, 0 to 1, that hold a sentence which leans on what they leave out.

    That is one whose opening joins on to a missing sentence ("Namun", "Selain itu"), a "dia" whose person no
    sentence before names, a "kapal tersebut" with no ship before it, and a short name that neither the
    headline nor a sentence before gives in full (bot/digest/rank_needs.py). The first sentence of an article
    leans on nothing.
    """
    leaning = [
        rank.leaning(article, sentences, rank.summarise(article, sentences, count))
        for article, sentences in texts
    ]
    return sum(map(bool, leaning)) / max(1, len(texts))


def full_articles(limit: int | None = None) -> list[tuple[Article, tuple[Sentence, ...]]]:
    """The first shared articles with their headlines, cleaned as a paste is, and their sentences."""
    path = SHARED / "articles" / "articles.jsonl"
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit)]
    articles = [read_paste(row["text"], title=row["title"]) for row in rows]
    return [(article, segment(article)) for article in articles]


def show_leaning(cases: Sequence[Case], limit: int | None) -> None:
    """Prints how many summaries of each length lean on what they leave out."""
    sets = {
        "these articles": [(case.article, case.sentences) for case in cases[:LEANING_CASES]],
        "full articles": full_articles(limit) if (SHARED / "articles").exists() else [],
    }
    print("summaries that lean on a sentence left out, in percent: free length, one, three, five sentences")
    for name, texts in sets.items():
        if texts:
            shares = [100 * leaning_share(texts, count) for count in (None, 1, COUNT, 5)]
            print(f"{f'{len(texts)} {name}':24}" + "  ".join(f"{share:5.2f}" for share in shares))


def show_times(limit: int = 50) -> None:
    """Milliseconds to cut and to summarise shared articles of 600 words, and 10,000 words of them."""
    whole = full_articles()
    chosen = [article for article, _ in whole if 550 <= len(article.text.split()) <= 650][:limit]
    long = PARAGRAPH_BREAK.join(article.text for article, _ in whole)
    rank.summarise(chosen[0], segment(chosen[0]))
    for name, articles in (
        (f"{len(chosen)} articles of 600 words", chosen),
        ("one of 2,500 words", [Article(text=long[: 2_500 * CHARS_A_WORD])] * 5),
        ("one of 10,000 words", [Article(text=long[: 10_000 * CHARS_A_WORD])] * 5),
    ):
        cut, taken = np.median(np.asarray([_times(article) for article in articles]), axis=0)
        print(f"{name}: {cut:.1f} ms sentences, {taken:.1f} ms summary")


def _times(article: Article) -> tuple[float, float]:
    begun = time.perf_counter()
    sentences = segment(article)
    cut = time.perf_counter()
    rank.summarise(article, sentences)
    return 1000 * (cut - begun), 1000 * (time.perf_counter() - cut)


def main() -> None:
    """Prints what was asked for."""
    parser = argparse.ArgumentParser(description="Summaries on IndoSum.")
    parser.add_argument("--file", type=Path, default=DEFAULT_FILE)
    parser.add_argument("--limit", type=int, help="only the first N articles")
    parser.add_argument("--only", choices=sorted(SYSTEMS), action="append", help="only this system")
    parser.add_argument("--rouge-l", action="store_true", help="ROUGE-L too, which takes longer")
    parser.add_argument("--time", action="store_true", help="only the time for an article")
    parser.add_argument("--headlines", action="store_true", help="give each article that of its address")
    options = parser.parse_args()
    if options.time:
        return show_times()
    if not options.file.exists():
        parser.exit(1, f"{options.file} is not there; name an IndoSum file with --file\n")
    cases = list(read_cases(options.file, options.limit, headlines=options.headlines))
    columns = ("R-1", "R-2", "R-L")[: 3 if options.rouge_l else 2]
    head = "  ".join(f"{column:>5}" for column in (*columns, *(f"{column}*" for column in columns)))
    print(f"{f'{len(cases)} articles':20}{head}    * with datelines, as given")
    for name in options.only or SYSTEMS:
        chosen = [SYSTEMS[name](case) for case in cases]
        figures = [
            figure
            for given in (False, True)
            for figure in score(chosen, cases, with_l=options.rouge_l, as_given=given)[: len(columns)]
        ]
        print(f"{name:20}" + "  ".join(f"{figure:5.2f}" for figure in figures))
    show_leaning(cases, options.limit)
    return None


if __name__ == "__main__":
    main()
