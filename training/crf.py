"""A linear-chain CRF learnt by stochastic descent, from full labels and from partial ones.

In: for each token the numbers of its features and the tags that it may have. Out: the weights. This module
must not know what the features mean. It needs PyTorch 2.4 or newer, which the program itself does without.

A token that may have several tags is learnt from by summing over them (Tsuboi et al. 2008, "Training
conditional random fields using incomplete annotations"). Features are left out at random while learning
(Sutton et al. 2006, "Reducing weight undertraining": what is always beside a stronger feature is learnt too).
AdaGrad whose sums of squares begin at 1 keeps features that stand once from large weights, which an L1 or L2
penalty did less well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

RATE = 0.5
"""AdaGrad's first step for the features; it falls in a line to a tenth."""
RATE_BETWEEN = 2e-3
"""Adam's step for the tags' weights on each other."""
SQUARES_BEFORE = 1.0
DROPPED_SHARE = 0.1
"""Features left out at random; a quarter did no better in cross-validation."""
BATCH_SENTENCES = 16
BATCH_OPEN_SENTENCES = 32
"""Each batch counts alike, so a sentence with open tags counts half as much as one that is told in full."""
LENGTH_SLACK = 6
"""Sentences whose lengths differ by less than this may stand in one batch in any order."""
FORBIDDEN = 1e4
"""Taken off the score of a tag that a token may not have."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence: the feature numbers of each token, and which tags each may have (a row of 0 and 1)."""

    features: tuple[NDArray[np.int64], ...]
    allowed: NDArray[np.float32]

    @property
    def is_open(self) -> bool:
        """Whether a token may have several tags."""
        return bool((self.allowed.sum(axis=1) > 1).any())


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt."""

    features: NDArray[np.float32]
    """A row for each feature, a column for each tag."""
    between: NDArray[np.float32]
    first: NDArray[np.float32]
    last: NDArray[np.float32]


class LinearChain:
    """The weights, and the loss of a batch."""

    def __init__(self, features: int, tags: int) -> None:
        """Begin at zero."""
        self.features = torch.zeros(features, tags, requires_grad=True)
        self.between = torch.zeros(tags, tags, requires_grad=True)
        self.first = torch.zeros(tags, requires_grad=True)
        self.last = torch.zeros(tags, requires_grad=True)

    def scores(self, batch: Sequence[Example]) -> Tensor:
        """Return the tags' scores by sentence and token, sentences filled up with zeros."""
        longest = max(len(example.features) for example in batch)
        numbers, starts, count = [], [], 0
        for example in batch:
            for i in range(longest):
                starts.append(count)
                if i < len(example.features):
                    numbers.append(example.features[i])
                    count += len(example.features[i])
        flat = torch.from_numpy(np.concatenate(numbers))
        kept = (torch.rand(len(flat)) > DROPPED_SHARE).float() / (1 - DROPPED_SHARE)
        bags = functional.embedding_bag(
            flat, self.features, torch.tensor(starts), mode="sum", per_sample_weights=kept, sparse=True
        )
        return bags.view(len(batch), longest, -1)

    def log_sums(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """Return the log of the sum over all paths of each sentence."""
        so_far = self.first + scores[:, 0]
        for i in range(1, scores.shape[1]):
            following = torch.logsumexp(so_far.unsqueeze(2) + self.between, dim=1) + scores[:, i]
            so_far = torch.where((lengths > i).unsqueeze(1), following, so_far)
        return torch.logsumexp(so_far + self.last, dim=1)

    def loss(self, batch: Sequence[Example]) -> Tensor:
        """Return how unlikely the allowed tags are, per sentence (negative log-likelihood)."""
        scores = self.scores(batch)
        forbidden = torch.zeros_like(scores)
        for row, example in enumerate(batch):
            forbidden[row, : len(example.allowed)] = (torch.from_numpy(example.allowed) - 1) * FORBIDDEN
        lengths = torch.tensor([len(example.features) for example in batch])
        both = self.log_sums(torch.cat([scores, scores + forbidden]), torch.cat([lengths, lengths]))
        return (both[: len(batch)] - both[len(batch) :]).mean()


def _batches(examples: Sequence[Example], chance: np.random.Generator) -> Iterator[list[Example]]:
    """Yield sentences of about one length together, in random order, those with open tags apart."""
    groups: dict[bool, list[Example]] = {False: [], True: []}
    for example in examples:
        groups[example.is_open].append(example)
    batches: list[list[Example]] = []
    for is_open, group in groups.items():
        keys = [len(example.features) + LENGTH_SLACK * chance.random() for example in group]
        order = sorted(range(len(group)), key=keys.__getitem__)
        size = BATCH_OPEN_SENTENCES if is_open else BATCH_SENTENCES
        batches += [[group[i] for i in order[n : n + size]] for n in range(0, len(order), size)]
    yield from (batches[i] for i in chance.permutation(len(batches)))


def learn(examples: Sequence[Example], features: int, tags: int, *, epochs: int, seed: int) -> Weights:
    """Return the weights after some rounds over the examples; the same for the same seed and machine."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    model = LinearChain(features, tags)
    rest = [model.between, model.first, model.last]
    steps = torch.optim.Adagrad([model.features], lr=RATE, initial_accumulator_value=SQUARES_BEFORE)
    rest_steps = torch.optim.AdamW(rest, lr=RATE_BETWEEN, weight_decay=1e-4)
    for epoch in range(epochs):
        share = 1 - 0.9 * epoch / epochs
        steps.param_groups[0]["lr"] = RATE * share
        rest_steps.param_groups[0]["lr"] = RATE_BETWEEN * share
        for batch in _batches(examples, chance):
            steps.zero_grad()
            rest_steps.zero_grad()
            model.loss(batch).backward()
            steps.step()
            rest_steps.step()
    arrays = [parameter.detach().numpy() for parameter in (model.features, *rest)]
    return Weights(*arrays)


def average(learnt: Sequence[Weights]) -> Weights:
    """Return the mean of some weights: one model that scores a path as the mean of all does."""
    return Weights(
        features=np.mean([weights.features for weights in learnt], axis=0),
        between=np.mean([weights.between for weights in learnt], axis=0),
        first=np.mean([weights.first for weights in learnt], axis=0),
        last=np.mean([weights.last for weights in learnt], axis=0),
    )
