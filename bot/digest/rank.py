"""Which sentences of an article say most of it.

In: an Article and its Sentences. Out: the indices of those that make the summary, in the order of the
document. This module owns sumy; it must not know how sentences are found, translated or shown.

Each sentence gets named features, sumy's rating among them, and gradient-boosted trees make of these the
log-odds that an editor would take it (models/summary-ranker.npz). In Indonesian, word vectors tell the trees
what a sentence and its article are about (word_vectors.py). Where nobody says how many to take, sets of one
to five are held against one another by a second row of trees, which learnt what ROUGE-1 a set earns
(rank_sets.py). Where a number is asked for, sentences are taken one by one, the best first, less what they
repeat (maximal marginal relevance; Carbonell and Goldstein 1998). Either way, what a reader of the summary
alone would stumble over stays out: furniture, bare quotations, sentences that lean on one that is left out
(rank_needs.py).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import Any

from bot.digest.openings import (
    Openings,
    announces,
    dangles,
    is_furniture,
    openings,
    points_back,
    points_back_first,
    points_here,
)
from bot.digest.rank_needs import Need, met, needs_of
from bot.digest.rank_sets import describe_sets, list_sets
from bot.digest.rank_trees import Forest, models_folder, read_forests
from bot.digest.word_vectors import read_vectors
from bot.digest.words import content_words, words
from bot.records import MAX_SENTENCE_COUNT, Article, Sentence

MIN_RATED_SENTENCES = 4
"""With fewer, LexRank's inverse document frequencies are all zero and its matrix has no direction."""

MAX_RATED_SENTENCES = 12
"""Sentences that sumy rates, from the first on: its matrices grow with the square of their number. Twenty
cost almost three times as much, and the rating as a whole changes ROUGE-1 by less than 0.1."""

MOST_CANDIDATES = 60
"""Sentences that are looked at, from the first on, so that a long text takes no longer than this. The forests
learnt from the first forty, from beyond which hardly any is extracted."""

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

TOP_WORDS = 5
"""Words of a sentence, those that most others share, by which it is held to be central."""

DASHES = frozenset("-–—") | {"--"}

REDUNDANCY_WEIGHT = 1.0
"""How much a full overlap with a chosen sentence costs, in log-odds. Of 0, 1 and 2 the best on IndoSum with
three sentences, cross-validated, when the ratings were still linear."""

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
"""What a sentence loses, in log-odds, for what reads badly in a chat. Chosen by hand, not fitted: IndoSum's
abstracts were written for another purpose."""

UNFIT = ("furniture", "bare_quotation", "short", "said_by_title", "announcing", "question")
"""Of these, what keeps a sentence out while there are others."""

FEWEST_SENTENCES = 4
"""With fewer an article is its own summary: the usual summary takes three."""

NEVER = -1
"""The place of a sentence that is not among those to choose from."""

POINTING_PENALTY = 1.0
"""What a sentence loses, by hand too, that says "ini" of what the one before, left out, is about."""

MODEL_FILE = "summary-ranker.npz"
VECTORS_FILE = "word-vectors.npz"

VECTORS_LANGUAGE = "id"
"""The language of the word vectors; articles in others are rated by forests that know nothing of vectors."""

BARE = "bare_"
"""What the names of these forests begin with."""

Features = Mapping[str, float]
"""A sentence's features by name."""

_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”»]?")
_ENDING = re.compile(r"[.!?…][\"”’')\]\s]*$")
_CAPITAL = re.compile(r"(?<=[^.!?\s\"“] )[A-Z]\w+")
_NUMBER = re.compile(r"\d[\d.,/]*")
_PIECE = re.compile(r"[a-z0-9]+")
_DATE = re.compile(r"\d ?/ ?\d")


@lru_cache(maxsize=1)
def _forests() -> dict[str, Forest]:
    return read_forests(models_folder() / MODEL_FILE)


def _forest(name: str, language: str) -> Forest:
    return _forests()[name if language == VECTORS_LANGUAGE else BARE + name]


def summarise(article: Article, sentences: Sequence[Sentence], count: int | None = None) -> tuple[int, ...]:
    """Places in `sentences` of the summary's sentences, ascending, without repeats.

    At most `count` (1 to MAX_SENTENCE_COUNT, else the nearest of them); fewer where the article has no more
    that differ, tell something and can be understood. With None one to five, as many as tell the story in
    some sixty words. Sub-headlines are left out unless there is nothing else. Raises only when the model
    file is missing or broken.
    """
    candidates, held = pool(article, sentences)
    if not candidates:
        return ()
    log_odds = _forest("sentences", article.language).rate(held.rows).tolist()
    if count is None:
        judge = _forest("sets", article.language)
        return tuple(candidates[at] for at in best_set(held, log_odds, judge))
    count = max(1, min(count, MAX_SENTENCE_COUNT))
    return tuple(sorted(candidates[at] for at in best_ones(held, log_odds, count)))


def is_brief(sentences: Sequence[Sentence]) -> bool:
    """Whether an article has fewer than FEWEST_SENTENCES different sentences: it is better shown whole."""
    return len(_candidates(sentences)) < FEWEST_SENTENCES


@dataclass(frozen=True, slots=True)
class Pool:
    """The sentences that may be chosen, as the choice sees them: all by place in the pool."""

    rows: tuple[Features, ...]
    bags: tuple[frozenset[str], ...]
    """Their content words."""
    counts: tuple[Counter[str], ...]
    """How often each has each of its pieces, the units of length."""
    supports: tuple[int | None, ...]
    """The sentence right before, or NEVER where that may not be chosen; None at the top of the article."""

    needs: tuple[tuple[Need, ...], ...]
    """What each cannot be understood without (rank_needs.py)."""

    def with_needs(self, at: int, taken: Sequence[int]) -> list[int]:
        """A sentence and those before it that it needs beside `taken`; empty where it cannot be helped."""
        bundle = [at]
        for one in bundle:
            for need in self.needs[one]:
                if need.isdisjoint(bundle) and need.isdisjoint(taken):
                    if not need:
                        return []
                    bundle.append(max(need))
        return bundle

    def fits(self, at: int) -> bool:
        """Whether a sentence tells something by itself, and something new."""
        return not any(self.rows[at][name] for name in UNFIT)


def pool(article: Article, sentences: Sequence[Sentence]) -> tuple[tuple[int, ...], Pool]:
    """The places of the sentences that may be chosen, and what is known of them."""
    candidates = _candidates(sentences)[:MOST_CANDIDATES]
    chosen = [sentences[place] for place in candidates]
    bags = [content_words(sentence.source, article.language) for sentence in chosen]
    supports = [_support(candidates, at) for at in range(len(candidates))]
    return tuple(candidates), Pool(
        rows=_features(article, chosen, bags),
        bags=tuple(map(frozenset, bags)),
        counts=tuple(Counter(pieces(sentence.source)) for sentence in chosen),
        supports=tuple(supports),
        needs=needs_of([sentence.source for sentence in chosen], supports, article.title, article.language),
    )


def leaning(article: Article, sentences: Sequence[Sentence], taken: Sequence[int]) -> tuple[int, ...]:
    """Which of the `taken` places cannot be understood, since what they need beside them is not taken."""
    candidates = _candidates(sentences)[:MOST_CANDIDATES]
    needs = needs_of(
        [sentences[place].source for place in candidates],
        [_support(candidates, at) for at in range(len(candidates))],
        article.title,
        article.language,
    )
    chosen = [at for at, place in enumerate(candidates) if place in taken]
    return tuple(candidates[at] for at in chosen if not met(needs[at], chosen))


def _support(candidates: Sequence[int], at: int) -> int | None:
    place = candidates[at]
    if place == 0:
        return None
    return at - 1 if at and candidates[at - 1] == place - 1 else NEVER


def readable_sets(held: Pool, log_odds: Sequence[float]) -> list[tuple[int, ...]]:
    """The sets of sentences that could be a summary: nothing leans on what is left out, nothing stands twice.

    Where none of the sentences that fit makes such a set, those that do not fit are looked at too, then sets
    that are shorter or longer than a summary is; where there is none even so, they are held to nothing.
    """
    everything = range(len(held.rows))
    lengths = [counts.total() for counts in held.counts]
    fit = [at for at in everything if held.fits(at)]
    for any_length, allowed in product((False, True), (fit, everything)):
        sets = list_sets(log_odds, lengths, allowed, any_length=any_length) if allowed else []
        if readable := _readable(held, sets):
            return readable
    return sets


def _readable(held: Pool, sets: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    used = sorted({at for taken in sets for at in taken})
    doubles = [
        {first, second}
        for first, second in combinations(used, 2)
        if _repeats(held.bags[first], held.bags[second])
    ]
    needs = {at: held.needs[at] for at in used if held.needs[at]}
    return [
        taken
        for taken in sets
        if all(met(needs[at], taken) for at in taken if at in needs)
        and not any(double.issubset(taken) for double in doubles)
    ]


def best_set(held: Pool, log_odds: Sequence[float], judge: Forest) -> tuple[int, ...]:
    """The set of sentences that `judge` rates highest, ascending."""
    sets, names, matrix = describe_sets(readable_sets(held, log_odds), log_odds, held.rows, held.counts)
    order = [names.index(name) for name in judge.names]
    return sets[int(judge.rate_matrix(matrix[:, order]).argmax())]


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


def best_ones(held: Pool, log_odds: Sequence[float], count: int) -> list[int]:
    """At most `count` sentences, the best first, each other than what is taken already.

    One that needs a left-out sentence waits for it, or brings it along where nothing else is left; where that
    does not help, and for what is no news by itself, the summary is rather shorter.
    """
    ratings = [
        odds - sum(cost * row[name] for name, cost in PENALTIES.items())
        for odds, row in zip(log_odds, held.rows, strict=True)
    ]
    chosen: list[int] = []
    left = set(range(len(ratings)))
    fit = {at for at in left if held.fits(at)}

    def worth(at: int) -> tuple[float, int]:
        overlap = max((_overlap(held.bags[at], held.bags[other]) for other in chosen), default=0.0)
        pointing = POINTING_PENALTY * held.rows[at]["pointing_here"]
        alone = held.supports[at] is not None and held.supports[at] not in chosen
        return ratings[at] - REDUNDANCY_WEIGHT * overlap - pointing * alone, -at

    def next_ones(open_to: set[int]) -> list[int]:
        if standing := {at for at in open_to if met(held.needs[at], chosen)}:
            return [max(standing, key=worth)]
        room = count - len(chosen)
        helped = (held.with_needs(at, chosen) for at in open_to)
        bundles = [found for found in helped if 0 < len(found) <= room and open_to.issuperset(found)]
        return max(bundles, key=lambda found: (-len(found), worth(found[0])), default=[])

    while len(chosen) < count:
        new = next_ones(left & fit)
        if not new and not chosen:
            new = next_ones(left) or sorted(left, key=worth)[-1:]
        if not new:
            break
        chosen += new
        left = {
            at for at in left - set(new) if not any(_repeats(held.bags[at], held.bags[one]) for one in new)
        }
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
    Lengths are in pieces, places count from 0, the rest lies about between 0 and 1.
    """
    bags = [content_words(sentence.source, article.language) for sentence in sentences]
    return _features(article, sentences, bags)


def _features(
    article: Article, sentences: Sequence[Sentence], bags: Sequence[Sequence[str]]
) -> tuple[Features, ...]:
    table = openings(article.language)
    surfaces = [_surface(sentence.source, table) for sentence in sentences]
    columns: list[Sequence[Features]] = [
        _places(sentences),
        _lengths(sentences),
        _shared_words(content_words(article.title, article.language), bags),
        surfaces,
        _neighbours(surfaces),
        _new_names(sentences),
        _sumy_ratings([sentence.source for sentence in sentences], bags),
        _subjects(article, sentences),
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
        row = {"place": float(at), "paragraph": float(paragraph), "within": float(within)}
        row |= {
            "early": 1 / (at + 1),
            "depth": at / len(sentences),
            "late": math.log1p(at) / 4,
            "paragraph_length": min(4, lengths[sentence.paragraph]) / 4,
            "paragraph_depth": paragraph / len(paragraphs),
            "last": float(at == len(sentences) - 1),
            "sentences": float(len(sentences)),
            "paragraphs": float(len(paragraphs)),
            "first_paragraph": float(lengths[sentences[0].paragraph]),
            "sentences_here": float(lengths[sentence.paragraph]),
            "fewest_at_top": float(min(lengths[number] for number in list(paragraphs)[:3])),
            "sentences_a_paragraph": len(sentences) / len(paragraphs) / 3,
            "article_length": min(1.0, len(sentences) / 30),
        }
        rows.append(row)
    return rows


def _lengths(sentences: Sequence[Sentence]) -> list[Features]:
    """How long each sentence is, in pieces, and how much has been said before it."""
    cut = [pieces(sentence.source) for sentence in sentences]
    lengths = [len(own) for own in cut]
    in_paragraph: Counter[int] = Counter()
    for sentence, length in zip(sentences, lengths, strict=True):
        in_paragraph[sentence.paragraph] += length
    around = [0, *lengths, 0, 0]
    kinds = [set[str](), *map(set, cut), set[str]()]
    spread = Counter(piece for own in kinds for piece in own)
    lead = Counter(*cut[:1])
    rows: list[Features] = []
    spent, heard = 0, set[str]()
    for at, own in enumerate(cut):
        different = kinds[at + 1]
        fresh = different - heard
        size, various = max(1, len(own)), max(1, len(different))
        figures = sum(piece.isdigit() for piece in own)
        row = {
            "pieces": float(len(own)),
            "spent": float(spent),
            "reach": float(spent + len(own)),
            "paragraph_pieces": float(in_paragraph[sentences[at].paragraph]),
            "pieces_before": float(around[at]),
            "pieces_after": float(around[at + 2]),
            "pieces_later": float(around[at + 3]),
            "first_pieces": float(lengths[0]),
            "second_pieces": float(around[2]),
            "pieces_a_sentence": sum(lengths) / len(lengths),
            "pieces_a_paragraph": sum(lengths) / len(in_paragraph),
            "figures": float(figures),
            "figures_share": figures / size,
            "fresh_pieces": len(fresh) / various,
            "lead_pieces": (Counter(own) & lead).total() / size if at else 0.0,
            "pieces_shared": sum(spread[piece] - 1 for piece in different) / various,
            "shared_before": len(different & kinds[at]) / various,
            "shared_after": len(different & kinds[at + 2]) / various,
        }
        rows.append(row)
        spent += len(own)
        heard |= fresh
    return rows


def pieces(text: str) -> list[str]:
    """The runs of plain letters or of digits, in lower case: the units in which ROUGE measures length."""
    return _PIECE.findall(text.lower())


def _shared_words(title: Sequence[str], bags: Sequence[Sequence[str]]) -> list[Features]:
    """What each sentence shares with the headline, the lead, its neighbours and the article."""
    title_bag = frozenset(title)
    sets = [frozenset(bag) for bag in bags]
    spread = Counter(word for own in sets for word in own)
    top = max(spread.values(), default=1)
    rows: list[Features] = []
    for at, own in enumerate(sets):
        size = max(1, len(own))
        row = {
            "title": len(own & title_bag) / len(title_bag) if title_bag else 0.0,
            "title_share": len(own & title_bag) / size,
            "titled": float(bool(title_bag)),
            "said_by_title": float(bool(own) and len(own & title_bag) >= SAID_SHARE * len(own)),
            "lead": _overlap(own, sets[0]) if at else 0.0,
            "before": _overlap(own, sets[at - 1]) if at else 0.0,
            "after": _overlap(own, sets[at + 1]) if at + 1 < len(sets) else 0.0,
            "centre": sum(spread[word] for word in own) / (size * top),
            "mass": math.log1p(sum(spread[word] - 1 for word in own)) / 5,
            "top_words": float(sum(sorted((spread[word] - 1 for word in own), reverse=True)[:TOP_WORDS])),
            "fresh": sum(spread[word] == 1 for word in own) / size,
        }
        rows.append(row)
    return rows


def _surface(source: str, table: Openings) -> Features:
    """How a sentence reads, whatever stands around it."""
    tokens = words(source)
    length = len(tokens)
    pieces = source.split()
    reporting = table.reporting
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
        "opens_with_figure": float(any(mark.isdigit() for mark in source[:3])),
        "holds_quotation": float('"' in source or "“" in source),
        "commas": float(source.count(",")),
        "quoted": quoted,
        "opens_with_quotation": float(source[:1] in '"“'),
        "bare_quotation": float(quoted > BARE_SHARE),
        "reports": float(any(word in reporting for word in tokens)),
        "reports_at_end": float(any(word in reporting for word in tokens[-6:])),
        "asks": float("?" in source),
        "unfinished": float(_ENDING.search(source) is None),
        "dangling": float(dangles(tokens, table)),
        "pointing": float(points_back(tokens, table)),
        "pointing_subject": float(points_back_first(tokens, table)),
        "pointing_here": float(points_here(tokens, table)),
        "furniture": float(is_furniture(source, tokens, table)),
        "announcing": float(announces(source, tokens, table)),
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


def _sumy_ratings(texts: Sequence[str], bags: Sequence[Sequence[str]]) -> list[Features]:
    """LexRank's rating of each text, the best being 1; 0 beyond MAX_RATED_SENTENCES."""
    rows: list[Features] = [{"lex_rank": 0.0} for _ in texts]
    rated = [at for at, bag in enumerate(bags[:MAX_RATED_SENTENCES]) if bag]
    if len(rated) < MIN_RATED_SENTENCES:
        return rows
    values = rate_with_sumy([texts[at] for at in rated], "lex_rank", [bags[at] for at in rated])
    best = max(values)
    for at, value in zip(rated, values, strict=True):
        rows[at] = {"lex_rank": value / best if best > 0 else 0.0}
    return rows


def _subjects(article: Article, sentences: Sequence[Sentence]) -> Sequence[Features]:
    """What each sentence is about; nothing in a language of which there are no word vectors."""
    if article.language != VECTORS_LANGUAGE:
        return [{} for _ in sentences]
    vectors = read_vectors(models_folder() / VECTORS_FILE)
    return vectors.describe([sentence.source for sentence in sentences], article.title)


def rate_with_sumy(
    texts: Sequence[str], name: str, bags: Sequence[Sequence[str]] | None = None
) -> list[float]:
    """The ratings of different texts, each with content words, by sumy's "lex_rank", "text_rank" or "lsa".

    `bags` are their content words, where they are known already. Summaries use LexRank alone: the ratings of
    TextRank, LSA, Luhn, SumBasic and KL beside it change ROUGE-1 on IndoSum by less than 0.1 and take most of
    the time. sumy is imported here because that takes 0.4 s (nltk, requests and numpy come along), which
    those parts of the program that rate nothing should not pay.
    """
    import numpy as np
    from sumy.models.dom import ObjectDocumentModel, Paragraph
    from sumy.models.dom import Sentence as RatedSentence
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.lsa import LsaSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer

    summarizers = {"lex_rank": LexRankSummarizer, "text_rank": TextRankSummarizer, "lsa": LsaSummarizer}
    tokenizer = _Tokenizer(dict(zip(map(str.strip, texts), bags or map(content_words, texts), strict=True)))
    document = ObjectDocumentModel([Paragraph([RatedSentence(text, tokenizer) for text in texts])])
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

    def __init__(self, bags: Mapping[str, Sequence[str]]) -> None:
        self._bags = bags

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(self._bags[text])
