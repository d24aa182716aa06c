"""Which sentences of an article say most of it.

In: an Article and its Sentences. Out: the indices of those that make the summary, in the order of the
document. This module must not know how sentences are found, translated or shown.

Each sentence gets named features (rank_features.py), sumy's rating among them (rank_sumy.py), and
gradient-boosted trees make of these the log-odds that an editor would take it (models/summary-ranker.npz). In
Indonesian, word vectors tell the trees what a sentence and its article are about (word_vectors.py). Where
nobody says how many to take, sets of one to five are held against one another by a second row of trees, which
learnt what ROUGE-1 a set earns (rank_sets.py). Where a number is asked for, sentences are taken one by one,
the best first, less what they repeat (maximal marginal relevance; Carbonell and Goldstein 1998). Either way,
what a reader of the summary alone would stumble over stays out: furniture, bare quotations, sentences that
lean on one that is left out (rank_needs.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, product

from bot.digest.interview import interview_in
from bot.digest.rank_features import VECTORS_LANGUAGE, Features, features, overlap, pieces
from bot.digest.rank_needs import Need, met, needs_of
from bot.digest.rank_sets import describe_sets, list_sets
from bot.digest.rank_trees import Forest, models_folder, read_forests
from bot.digest.words import content_words, words
from bot.records import MAX_SENTENCE_COUNT, Article, Sentence

MOST_CANDIDATES = 60
"""Sentences that are looked at, from the first on, so that a long text takes no longer than this. The forests
learnt from the first forty, from beyond which hardly any is extracted."""

REPEAT_SHARE = 0.75
"""Two sentences say the same when this share of the shorter one's content words stands in the other. A
standfirst and the first sentence lie above it; of neighbours in 600 shared articles 1 in 100 does."""

MIN_REPEAT_WORDS = 4
"""Content words below which sharing them says nothing."""

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

SPOKEN: Mapping[str, float] = {"bare_quotation": 1.0}
"""What is known of a sentence that somebody says without marks around it, in an interview."""

FEWEST_SENTENCES = 4
"""With fewer an article is its own summary: the usual summary takes three."""

NEVER = -1
"""The place of a sentence that is not among those to choose from."""

POINTING_PENALTY = 1.0
"""What a sentence loses, by hand too, that says "ini" of what the one before, left out, is about."""

MODEL_FILE = "summary-ranker.npz"

BARE = "bare_"
"""What the names of these forests begin with."""


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


def _forest(name: str, language: str) -> Forest:
    return _forests()[name if language == VECTORS_LANGUAGE else BARE + name]


@lru_cache(maxsize=1)
def _forests() -> dict[str, Forest]:
    return read_forests(models_folder() / MODEL_FILE)


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
                if not need:
                    return []
                if need.isdisjoint((*bundle, *taken)):
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
    interview = interview_in(sentences)
    talk = interview.talk if interview else frozenset()
    rows = zip(candidates, features(article, chosen, bags), strict=True)
    return tuple(candidates), Pool(
        rows=tuple({**row, **SPOKEN} if place in talk else row for place, row in rows),
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


def _candidates(sentences: Sequence[Sentence]) -> list[int]:
    """Places of the sentences that may be chosen: no sub-headlines, nothing that an interviewer says, nothing
    without words, each text once."""
    seen: set[str] = set()
    found: list[int] = []
    interview = interview_in(sentences)
    asked = interview.asked if interview else frozenset()
    told = [place for place, sentence in enumerate(sentences) if not sentence.heading and place not in asked]
    for place in told or range(len(sentences)):
        text = " ".join(words(sentences[place].source))
        if text and text not in seen:
            seen.add(text)
            found.append(place)
    return found


def _support(candidates: Sequence[int], at: int) -> int | None:
    place = candidates[at]
    if place == 0:
        return None
    return at - 1 if at and candidates[at - 1] == place - 1 else NEVER


def best_set(held: Pool, log_odds: Sequence[float], judge: Forest) -> tuple[int, ...]:
    """The set of sentences that `judge` rates highest, ascending."""
    sets, names, matrix = describe_sets(readable_sets(held, log_odds), log_odds, held.rows, held.counts)
    order = [names.index(name) for name in judge.names]
    return sets[int(judge.rate_matrix(matrix[:, order]).argmax())]


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


def best_ones(held: Pool, log_odds: Sequence[float], count: int) -> list[int]:
    """At most `count` sentences, the best first, each other than what is taken already.

    One that needs a left-out sentence waits for it, or brings it along where nothing else is left; where that
    does not help, and for what is no news by itself, the summary is rather shorter.
    """
    ratings = [
        odds - sum(cost * row[name] for name, cost in PENALTIES.items())
        for odds, row in zip(log_odds, held.rows, strict=True)
    ]
    choice = _Choice(held, ratings)
    left = set(range(len(ratings)))
    fit = {at for at in left if held.fits(at)}
    while len(choice.taken) < count:
        new = choice.next_ones(left & fit, count)
        if not new and not choice.taken:
            new = choice.next_ones(left, count) or sorted(left, key=choice.worth)[-1:]
        if not new:
            break
        choice.taken += new
        left = {
            at for at in left - set(new) if not any(_repeats(held.bags[at], held.bags[one]) for one in new)
        }
    return choice.taken


@dataclass(slots=True)
class _Choice:
    """Sentences taken one by one, and what the others are worth beside them."""

    held: Pool
    ratings: Sequence[float]
    taken: list[int] = field(default_factory=list)

    def worth(self, at: int) -> tuple[float, int]:
        """The rating of a sentence less what it repeats and points at; of equals the first is worth more."""
        bags = self.held.bags
        repeated = max((overlap(bags[at], bags[other]) for other in self.taken), default=0.0)
        pointing = POINTING_PENALTY * self.held.rows[at]["pointing_here"]
        alone = self.held.supports[at] is not None and self.held.supports[at] not in self.taken
        return self.ratings[at] - REDUNDANCY_WEIGHT * repeated - pointing * alone, -at

    def next_ones(self, open_to: set[int], count: int) -> list[int]:
        """The best that stands by itself, else the best with those that it needs, while there is room."""
        if standing := {at for at in open_to if met(self.held.needs[at], self.taken)}:
            return [max(standing, key=self.worth)]
        room = count - len(self.taken)
        helped = (self.held.with_needs(at, self.taken) for at in open_to)
        bundles = [found for found in helped if 0 < len(found) <= room and open_to.issuperset(found)]
        return max(bundles, key=lambda found: (-len(found), self.worth(found[0])), default=[])


def _repeats(first: frozenset[str], second: frozenset[str]) -> bool:
    fewer = min(len(first), len(second))
    return fewer >= MIN_REPEAT_WORDS and len(first & second) >= REPEAT_SHARE * fewer
