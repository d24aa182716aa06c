"""Whole summaries held against one another: the sets of sentences that could be one.

In: the sentences' log-odds, features and words. Out: sets of them, and a row of named numbers for each set.
This module must not know how the log-odds came about, nor which sets read well.

A summary is more than its sentences: three good ones may say the same or be too long together. So the sets
of one to five of the likeliest sentences are listed, and each is described by its length, by what it takes
and leaves, and by how much it agrees with the other sets by their likelihood (minimum Bayes risk).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LIKELIEST = 9
"""Sentences of which sets are made: 381 sets of one to five. The best set of them reaches ROUGE-1 83.6 on
IndoSum, the best of the first twelve sentences 83.7."""

MAX_SET_SIZE = 5
"""Of 2,713 abstracts' extracts 97 in 100 have at most five sentences."""

USUAL_PIECES = 59
"""Runs of letters or digits in an abstract of IndoSum: mean 58.9, standard deviation 4.2."""

FEWEST_PIECES = 25
MOST_PIECES = 105
"""Shorter and longer sets than these are looked at only when there is none between."""

KEPT_SETS = 40
"""Sets, those with the best agreement, that are described in full. Asked for by training too."""

RIVALS = 20
"""Likeliest sets with which each set is compared."""

RIVAL_SHARPNESS = 0.7
"""Exponent on a rival's likelihood: sentences are not taken independently of one another. Not tuned."""

FIRST_PLACES = 6
"""Places at the top that get a number of their own."""

SUMMED = ("quoted", "title", "figures", "names", "lex_rank")
"""Features of the sentences that are summed over a set."""


def list_sets(
    log_odds: Sequence[float], pieces: Sequence[int], allowed: Sequence[int], *, any_length: bool = False
) -> list[tuple[int, ...]]:
    """Sets of one to MAX_SET_SIZE of the LIKELIEST allowed sentences, each ascending.

    `pieces` is the length of each sentence; `any_length` takes sets that are shorter or longer than a summary
    is too. At least one set if anything is allowed.
    """
    likeliest = sorted(sorted(allowed, key=lambda at: (-log_odds[at], at))[:LIKELIEST])
    sets = [taken for size in range(1, MAX_SET_SIZE + 1) for taken in combinations(likeliest, size)]
    within = [taken for taken in sets if FEWEST_PIECES <= sum(pieces[at] for at in taken) <= MOST_PIECES]
    return sets if any_length else within or sets


def describe_sets(
    sets: Sequence[tuple[int, ...]],
    log_odds: Sequence[float],
    rows: Sequence[Mapping[str, float]],
    counts: Sequence[Mapping[str, int]],
) -> tuple[list[tuple[int, ...]], list[str], Floats]:
    """The KEPT_SETS of `sets` that agree best with the others, the names of the columns, and a row for each.

    `counts` holds how often each sentence has each of its pieces.
    """
    import numpy as np

    used = sorted({at for taken in sets for at in taken})
    column = {at: place for place, at in enumerate(used)}
    member = np.zeros((len(sets), len(used)))
    for number, taken in enumerate(sets):
        member[number, [column[at] for at in taken]] = 1.0
    odds = np.array([log_odds[at] for at in used])
    bags = _bags([counts[at] for at in used])
    likelihood = member @ odds
    agreement = _agreement(member @ bags, likelihood)
    kept = np.argsort(-agreement, kind="stable")[:KEPT_SETS]
    chosen = [sets[number] for number in kept]
    columns: dict[str, Any] = {
        "agreement": agreement[kept],
        "agreement_lost": agreement[kept] - agreement.max(),
        "likelihood": likelihood[kept],
        "likelihood_lost": likelihood[kept] - likelihood[kept].max(),
    }
    columns |= _lengths(member[kept], bags)
    columns |= _chances(member[kept], np.array(used), np.array(log_odds))
    columns |= _places(chosen, rows)
    for name in SUMMED:
        columns[f"sum_{name}"] = member[kept] @ np.array([rows[at][name] for at in used])
    columns["sentences"] = np.full(len(kept), float(len(rows)))
    for place in range(3):
        length = sum(counts[place].values()) if place < len(counts) else 0
        columns[f"length_{place}"] = np.full(len(kept), float(length))
    return chosen, list(columns), np.column_stack(list(columns.values()))


def _bags(counts: Sequence[Mapping[str, int]]) -> Floats:
    """A row for each sentence with how often it has each piece."""
    import numpy as np

    places: dict[str, int] = {}
    for own in counts:
        for piece in own:
            places.setdefault(piece, len(places))
    bags = np.zeros((len(counts), len(places)))
    for number, own in enumerate(counts):
        for piece, times in own.items():
            bags[number, places[piece]] = times
    return bags


def _agreement(bags: Floats, likelihood: Floats) -> Floats:
    """The mean ROUGE-1 of each set with its likeliest rivals, by their likelihood."""
    import numpy as np

    weights = np.exp(RIVAL_SHARPNESS * (likelihood - likelihood.max()))
    rivals = np.argsort(-weights, kind="stable")[:RIVALS]
    lengths = bags.sum(axis=1)
    total = np.zeros(len(bags))
    for rival in rivals:
        shared = np.minimum(bags, bags[rival]).sum(axis=1)
        total += weights[rival] * 2 * shared / np.maximum(1, lengths + lengths[rival])
    agreement: Floats = total / weights[rivals].sum()
    return agreement


def _lengths(member: Floats, bags: Floats) -> dict[str, Any]:
    import numpy as np

    lengths = bags.sum(axis=1)
    words = member @ bags
    total = words.sum(axis=1)
    last = lengths[[int(np.flatnonzero(row)[-1]) for row in member]]
    return {
        "pieces": total,
        "off_usual": np.abs(total - USUAL_PIECES),
        "size": member.sum(axis=1),
        "repeated": (words > 1).sum(axis=1) / np.maximum(1, (words > 0).sum(axis=1)),
        "shortest": np.where(member > 0, lengths, np.inf).min(axis=1),
        "longest": (member * lengths).max(axis=1),
        "last_length": last,
        "without_last": total - last,
    }


def _chances(member: Floats, used: Any, log_odds: Floats) -> dict[str, Any]:
    """What a set takes and what it leaves, in chances of being extracted."""
    import numpy as np

    chance = 1 / (1 + np.exp(-log_odds))
    own = chance[used]
    ends = [np.flatnonzero(row)[[0, -1]] for row in member]
    first, last = np.array([end[0] for end in ends]), np.array([end[1] for end in ends])
    left = (1 - member) * own
    before_last = left * (np.arange(len(used)) < last[:, None])
    return {
        "chance_mean": (member @ own) / member.sum(axis=1),
        "chance_least": np.where(member > 0, own, 1.0).min(axis=1),
        "chance_most": (member * own).max(axis=1),
        "chance_first": own[first],
        "chance_last": own[last],
        "left_most": left.max(axis=1),
        "skipped_most": before_last.max(axis=1),
        "skipped": before_last.sum(axis=1),
    }


def _places(sets: Sequence[tuple[int, ...]], rows: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    import numpy as np

    columns: dict[str, list[float]] = {
        "first": [float(taken[0]) for taken in sets],
        "last": [float(taken[-1]) for taken in sets],
        "gaps": [float(sum(after - before > 1 for before, after in pairwise(taken))) for taken in sets],
        "leaps": [float(taken[-1] - taken[0] + 1 - len(taken)) for taken in sets],
        "paragraphs": [float(len({rows[at]["paragraph"] for at in taken})) for taken in sets],
        "most_quoted": [max(rows[at]["quoted"] for at in taken) for taken in sets],
        "best_title": [max(rows[at]["title"] for at in taken) for taken in sets],
    }
    for place in range(FIRST_PLACES):
        columns[f"has_{place}"] = [float(place in taken) for taken in sets]
    return {name: np.array(values) for name, values in columns.items()}
