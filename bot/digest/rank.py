"""Which sentences of an article say most of it.

In: an Article and its Sentences. Out: the indices of those that make the summary, in the order of the
document. This module owns sumy; it must not know how sentences are found, translated or shown.

Each sentence gets named features, a weight each (bot/data/summary_weights.toml), and their sum is its
rating. Sentences are then taken one by one, the best first, less what they repeat (maximal marginal
relevance; Carbonell and Goldstein 1998) and less what a reader of the summary alone would stumble over.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from bot.data import read_table
from bot.digest.words import content_words, words
from bot.records import MAX_SENTENCE_COUNT, Article, Sentence

MIN_RATED_SENTENCES = 4
"""With fewer, LexRank's inverse document frequencies are all zero and its matrix has no direction."""

MAX_RATED_SENTENCES = 100
"""Sentences that sumy rates, from the first on: its matrices grow with the square of their number (100
sentences cost a tenth of a second), news is told within these, and the rest has its other features."""

REPEAT_SHARE = 0.75
"""Two sentences say the same when this share of the shorter one's content words stands in the other. A
standfirst and the first sentence lie above it; of neighbours in 600 shared articles 1 in 100 does."""

MIN_REPEAT_WORDS = 4
"""Content words below which sharing them says nothing."""

SHORT_WORDS = 6
"""Fewer words than this hold no fact."""

LONG_WORDS = 60
"""More words than this lose the reader of a brief: 1 in 200 of 11,791 sentences of the shared articles."""

BRIEF_WORDS = 10
WORDY_WORDS = 30
"""About a tenth of those 11,791 sentences lies below the first, and another tenth above the second."""

BARE_SHARE = 0.9
"""A sentence with more than this share of its words inside quotation marks names no speaker."""

SAID_SHARE = 0.85
"""A sentence is the headline again when this share of its content words stands there."""

DASHES = frozenset("-–—") | {"--"}

REDUNDANCY_WEIGHT = 1.0
"""How much a full overlap with a chosen sentence costs, in units of the rating (log-odds). Of 0, 1 and 2
the best on IndoSum, cross-validated: ROUGE-1 64.98, 65.00, 64.87."""

PENALTIES: Mapping[str, float] = {
    "furniture": 8.0,
    "bare_quotation": 4.0,
    "short": 3.0,
    "long": 1.5,
    "unfinished": 2.0,
    "said_by_title": 3.0,
    "announcing": 3.0,
    "question": 2.0,
}
"""What a sentence loses, in units of the rating, for what reads badly in a chat. Chosen by hand, not fitted:
IndoSum's abstracts were written for another purpose."""

LEANING_PENALTIES: Mapping[str, float] = {
    "dangling": 3.5,
    "pointing_subject": 3.0,
    "pointing": 1.0,
    "pointing_here": 1.0,
}
"""What a sentence loses that leans on the one before while that one is left out: by its first word
("Ia", "Namun"), by a subject that points back ("Isu itu", "Modul ini"), or by a later word. By hand too."""

TITLE_WEIGHT = 1.5
"""Rating for sharing all content words of the headline; by hand, for IndoSum has no headlines."""

Features = Mapping[str, float]
"""A sentence's features by name, each about 0 to 1."""

_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”»]?")
_CREDIT = re.compile(r"\(([^()]{2,80})\)[\s.]*$")
_ENDING = re.compile(r"[.!?…][\"”’')\]\s]*$")
_CAPITAL = re.compile(r"(?<=[^.!?\s\"“] )[A-Z]\w+")
_NUMBER = re.compile(r"\d[\d.,/]*")
_DATE = re.compile(r"\d ?/ ?\d")


@dataclass(frozen=True, slots=True)
class _Openings:
    dangling: tuple[tuple[str, ...], ...]
    dangling_endings: tuple[str, ...]
    standing: frozenset[str]
    pointing: frozenset[str]
    time_words: frozenset[str]
    announcing: tuple[tuple[str, ...], ...]
    reporting: frozenset[str]
    furniture: tuple[tuple[str, ...], ...]
    credits: frozenset[str]


@lru_cache(maxsize=1)
def _openings() -> _Openings:
    table = read_table("openings.toml")
    return _Openings(
        dangling=tuple(tuple(entry.split()) for entry in table["dangling"]),
        dangling_endings=tuple(table["dangling_endings"]),
        standing=frozenset(table["standing"]),
        pointing=frozenset(table["pointing"]),
        time_words=frozenset(table["time_words"]),
        announcing=tuple(tuple(entry.split()) for entry in table["announcing"]),
        reporting=frozenset(table["reporting"]),
        furniture=tuple(tuple(entry.split()) for entry in table["furniture"]),
        credits=frozenset(table["credits"]),
    )


@lru_cache(maxsize=1)
def _weights() -> tuple[tuple[tuple[str, ...], float], ...]:
    """Each weight with the features whose product it belongs to."""
    table = read_table("summary_weights.toml")
    return tuple((tuple(name.split("*")), weight) for name, weight in table.items())


def summarise(article: Article, sentences: Sequence[Sentence], count: int) -> tuple[int, ...]:
    """Places in `sentences` of the summary's sentences, ascending, without repeats.

    At most `count` (1 to MAX_SENTENCE_COUNT, else the nearest of them); fewer where the article has fewer
    different sentences. Sub-headlines are left out unless there is nothing else. Never raises.
    """
    count = max(1, min(count, MAX_SENTENCE_COUNT))
    candidates = _candidates(sentences)
    rows = features(article, [sentences[place] for place in candidates])
    ratings = [rate(row) - _penalty(row) for row in rows]
    bags = [frozenset(content_words(sentences[place].source)) for place in candidates]
    leaning = [_leans(candidates, row, at) for at, row in enumerate(rows)]
    return tuple(sorted(candidates[at] for at in _choose(ratings, bags, leaning, count)))


def rate(row: Features) -> float:
    """The rating of a sentence with these features: log-odds that a reader extracts it, less a constant."""
    fitted = sum(weight * math.prod([row[name] for name in names]) for names, weight in _weights())
    return fitted + TITLE_WEIGHT * row["title"]


def _candidates(sentences: Sequence[Sentence]) -> list[int]:
    """Places of the sentences that may be chosen: no sub-headlines, nothing without words, each text once."""
    seen: set[str] = set()
    found: list[int] = []
    told = [place for place, sentence in enumerate(sentences) if not sentence.heading]
    for place in told or range(len(sentences)):
        text = " ".join(words(sentences[place].source))
        if text and text not in seen:
            seen.add(text)
            found.append(place)
    return found


def _leans(candidates: Sequence[int], row: Features, at: int) -> tuple[int, float]:
    """The candidate that a sentence leans on (the one right before it, else itself), and what that costs."""
    cost = max(penalty * row[name] for name, penalty in LEANING_PENALTIES.items())
    return (at - 1 if at and candidates[at - 1] == candidates[at] - 1 else at), cost


def _penalty(row: Features) -> float:
    return sum(cost * row[name] for name, cost in PENALTIES.items())


def _choose(
    ratings: Sequence[float],
    bags: Sequence[frozenset[str]],
    leaning: Sequence[tuple[int, float]],
    count: int,
) -> list[int]:
    """The candidates to take, the best first. A sentence that leans on a left-out one waits for it."""
    chosen: list[int] = []
    left = set(range(len(ratings)))
    while left and len(chosen) < count:

        def worth(at: int) -> tuple[float, int]:
            overlap = max((_overlap(bags[at], bags[other]) for other in chosen), default=0.0)
            support, cost = leaning[at]
            return ratings[at] - REDUNDANCY_WEIGHT * overlap - cost * (support not in chosen), -at

        best = max(left, key=worth)
        chosen.append(best)
        left = {at for at in left - {best} if not _repeats(bags[at], bags[best])}
    return chosen


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Cosine of two bags of words, 0 to 1."""
    return len(first & second) / math.sqrt(len(first) * len(second)) if first and second else 0.0


def _repeats(first: frozenset[str], second: frozenset[str]) -> bool:
    fewer = min(len(first), len(second))
    return fewer >= MIN_REPEAT_WORDS and len(first & second) >= REPEAT_SHARE * fewer


def features(article: Article, sentences: Sequence[Sentence]) -> tuple[Features, ...]:
    """A row of named features for each sentence: where it stands, what it shares with the rest, how it reads.

    Pure, and the same names in every row. `sentences` are those that may be chosen, in document order.
    Values lie between 0 and 1, a few above by little.
    """
    bags = [content_words(sentence.source) for sentence in sentences]
    surfaces = [_surface(sentence.source) for sentence in sentences]
    columns: list[Sequence[Features]] = [
        _places(sentences),
        _shared_words(article.title, bags),
        surfaces,
        _neighbours(surfaces),
        _new_names(sentences),
        _sumy_ratings([sentence.source for sentence in sentences]),
    ]
    rows = zip(*columns, strict=True)
    return tuple({name: value for part in parts for name, value in part.items()} for parts in rows)


def _places(sentences: Sequence[Sentence]) -> list[Features]:
    """Where each sentence stands in the article and in its paragraph."""
    lengths = Counter(sentence.paragraph for sentence in sentences)
    paragraphs = {number: order for order, number in enumerate(dict.fromkeys(s.paragraph for s in sentences))}
    rows: list[Features] = []
    seen: Counter[int] = Counter()
    for at, sentence in enumerate(sentences):
        within, paragraph = seen[sentence.paragraph], paragraphs[sentence.paragraph]
        seen[sentence.paragraph] += 1
        row = {f"place_{number}": float(at == number) for number in range(6)}
        row |= {f"paragraph_{number}": float(paragraph == number) for number in range(5)}
        row |= {f"within_{number}": float(within == number) for number in range(4)}
        row |= {
            "early": 1 / (at + 1),
            "depth": at / len(sentences),
            "late": math.log1p(at) / 4,
            "paragraph_length": min(4, lengths[sentence.paragraph]) / 4,
            "paragraph_depth": paragraph / len(paragraphs),
            "last": float(at == len(sentences) - 1),
            "sentences_a_paragraph": len(sentences) / len(paragraphs) / 3,
            "article_length": min(1.0, len(sentences) / 30),
        }
        rows.append(row)
    return rows


def _shared_words(title: str, bags: Sequence[Sequence[str]]) -> list[Features]:
    """What each sentence shares with the headline, the lead, its neighbours and the article."""
    title_bag = frozenset(content_words(title))
    sets = [frozenset(bag) for bag in bags]
    spread = Counter(word for own in sets for word in own)
    top = max(spread.values(), default=1)
    rows: list[Features] = []
    for at, own in enumerate(sets):
        size = max(1, len(own))
        row = {
            "title": len(own & title_bag) / len(title_bag) if title_bag else 0.0,
            "said_by_title": float(bool(own) and len(own & title_bag) >= SAID_SHARE * len(own)),
            "lead": _overlap(own, sets[0]) if at else 0.0,
            "before": _overlap(own, sets[at - 1]) if at else 0.0,
            "after": _overlap(own, sets[at + 1]) if at + 1 < len(sets) else 0.0,
            "centre": sum(spread[word] for word in own) / (size * top),
            "mass": math.log1p(sum(spread[word] - 1 for word in own)) / 5,
            "fresh": sum(spread[word] == 1 for word in own) / size,
        }
        rows.append(row)
    return rows


def _surface(source: str) -> Features:
    """How a sentence reads, whatever stands around it."""
    tokens = words(source)
    length = len(tokens)
    pieces = source.split()
    reporting = _openings().reporting
    quoted = sum(len(words(found)) for found in _QUOTED.findall(source)) / max(1, length)
    return {
        "length": math.log1p(length) / 4,
        "brief": float(length < BRIEF_WORDS),
        "short": float(length < SHORT_WORDS),
        "wordy": float(length > WORDY_WORDS),
        "long": float(length > LONG_WORDS),
        "word_length": min(1.0, sum(map(len, tokens)) / max(1, length) / 10),
        "numbers": min(1.0, len(_NUMBER.findall(source)) / 4),
        "dated": float(_DATE.search(source) is not None),
        "names": min(1.0, len(_CAPITAL.findall(source)) / 8),
        "capitals": sum(piece[0].isupper() for piece in pieces[1:]) / max(1, len(pieces)),
        "dateline": float(any(piece in DASHES for piece in pieces[:10])),
        "bracketed": float("(" in source),
        "colon": float(": " in source),
        "quoted": quoted,
        "opens_with_quotation": float(source[:1] in '"“'),
        "bare_quotation": float(quoted > BARE_SHARE),
        "reports": float(any(word in reporting for word in tokens)),
        "reports_at_end": float(any(word in reporting for word in tokens[-6:])),
        "asks": float("?" in source),
        "unfinished": float(_ENDING.search(source) is None),
        "dangling": float(_dangles(tokens)),
        "pointing": float(any(word in _openings().pointing for word in tokens[1:4])),
        "pointing_subject": float(_points_back_first(tokens)),
        "pointing_here": float(_points_here(tokens)),
        "furniture": float(_is_furniture(source, tokens)),
        "announcing": float(source.endswith(":") or _begins(tokens, _openings().announcing)),
        "question": float(source.endswith("?")),
    }


def _neighbours(surfaces: Sequence[Features]) -> list[Features]:
    """What the sentences before and after look like."""
    blank = dict.fromkeys(("quoted", "length", "dangling"), 0.0)
    around = [blank, *surfaces, blank]
    return [
        {
            "quoted_before": before["quoted"],
            "quoted_after": after["quoted"],
            "length_before": before["length"],
            "length_after": after["length"],
            "dangling_after": after["dangling"],
        }
        for before, after in zip(around, around[2:], strict=False)
    ]


def _new_names(sentences: Sequence[Sentence]) -> list[Features]:
    """How many words with a capital each sentence brings in for the first time."""
    seen: set[str] = set()
    rows: list[Features] = []
    for sentence in sentences:
        pieces = sentence.source.split()
        names = {piece for piece in pieces[1:] if piece[0].isupper()}
        rows.append({"new_names": min(1.0, len(names - seen) / 6)})
        seen |= names | set(pieces[:1])
    return rows


def _dangles(tokens: Sequence[str]) -> bool:
    """Whether a sentence begins with words whose meaning stands before it."""
    table = _openings()
    if not tokens:
        return False
    if _begins(tokens, table.dangling):
        return True
    return tokens[0].endswith(table.dangling_endings) and tokens[0] not in table.standing


def _points_back_first(tokens: Sequence[str]) -> bool:
    """Whether the first word is one of those meant before: "Isu itu", "Masalah ini", but not "Hari ini"."""
    table = _openings()
    return tokens[1:2] != [] and tokens[1] in table.pointing | {"ini"} and tokens[0] not in table.time_words


def _points_here(tokens: Sequence[str]) -> bool:
    """Whether "ini" near the beginning means something said before: "Modul ini", but not "Saat ini"."""
    time_words = _openings().time_words
    return any(word == "ini" and before not in time_words for before, word in pairwise(tokens[:5]))


def _begins(tokens: Sequence[str], openings: Iterable[tuple[str, ...]]) -> bool:
    beginnings = {tuple(tokens[:size]) for size in range(1, 5)}
    return any(opening in beginnings for opening in openings)


def _is_furniture(source: str, tokens: Sequence[str]) -> bool:
    """Whether a line belongs to the page: a pointer to other pages, a caption with its credit."""
    table = _openings()
    credit = _CREDIT.search(source)
    if credit and any(word in table.credits for word in words(credit[1])):
        return True
    if re.search(r"[A-Za-z]/[A-Z]", credit[1] if credit else ""):
        return True
    return _begins(tokens, table.furniture)


def _sumy_ratings(texts: Sequence[str]) -> list[Features]:
    """LexRank's rating of each text, the best being 1; 0 beyond MAX_RATED_SENTENCES."""
    rows: list[Features] = [{"lex_rank": 0.0} for _ in texts]
    rated = [at for at, text in enumerate(texts[:MAX_RATED_SENTENCES]) if content_words(text)]
    if len(rated) < MIN_RATED_SENTENCES:
        return rows
    values = rate_with_sumy([texts[at] for at in rated], "lex_rank")
    best = max(values)
    for at, value in zip(rated, values, strict=True):
        rows[at] = {"lex_rank": value / best if best > 0 else 0.0}
    return rows


def rate_with_sumy(texts: Sequence[str], name: str) -> list[float]:
    """The ratings of different texts, each with content words, by sumy's "lex_rank", "text_rank" or "lsa".

    Summaries use LexRank alone: TextRank and LSA beside it change ROUGE-1 on IndoSum by less than 0.05 and
    take most of the time. sumy is imported here because that takes 0.4 s (nltk, requests and numpy come
    along), which those parts of the program that rate nothing should not pay.
    """
    import numpy as np
    from sumy.models.dom import ObjectDocumentModel, Paragraph
    from sumy.models.dom import Sentence as RatedSentence
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.lsa import LsaSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer

    summarizers = {"lex_rank": LexRankSummarizer, "text_rank": TextRankSummarizer, "lsa": LsaSummarizer}
    document = ObjectDocumentModel([Paragraph([RatedSentence(text, _Tokenizer()) for text in texts])])
    collected: list[Any] = []

    def collect(infos: Sequence[Any]) -> Sequence[Any]:
        collected.extend(infos)
        return infos

    with np.errstate(all="ignore"):  # a matrix of zeros makes LexRank divide by zero
        summarizers[name]()(document, collect)
    values = [float(info.rating) for info in sorted(collected, key=lambda info: info.order)]
    return [value if math.isfinite(value) else 0.0 for value in values]


class _Tokenizer:
    """What sumy asks of a tokenizer; its own knows no Indonesian."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(content_words(text))
