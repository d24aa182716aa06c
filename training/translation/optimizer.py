"""Muon for the matrices, AdamW for the rest. In: a network and its gradients. Out: changed weights.

Newton-Schulz was a quarter of a step where two processes each made all of it, so the team shares it.

Muon (Jordan et al., 2024, https://kellerjordan.github.io/posts/muon) replaces a matrix's momentum by the
nearest semi-orthogonal matrix, found by a Newton-Schulz iteration. It must not know data or schedules.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

from training.translation.team import Team

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Of the quintic iteration, from the same source."""
STEPS = 5
RMS_OF_ADAM = 0.2
"""Scales an update to AdamW's size, so that both share one rate (Liu et al., 2025, arXiv:2502.16982)."""


def orthogonal(gradient: Tensor) -> Tensor:
    """Return nearly the semi-orthogonal matrix nearest to `gradient`; in bfloat16, which suffices."""
    a, b, c = COEFFICIENTS
    x = gradient.to(torch.bfloat16)
    x = x / (x.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    if tall:
        x = x.T
    for _ in range(STEPS):
        square = x @ x.T
        x = torch.addmm(x, torch.addmm(square, square, square, beta=b, alpha=c), x, beta=a)
    return (x.T if tall else x).to(gradient.dtype)


class Muon(torch.optim.Optimizer):
    """Momentum, made orthogonal; matrices that hold several (query, key, value) are taken apart."""

    def __init__(
        self, matrices: Iterable[Tensor], team: Team, lr: float, momentum: float = 0.95, decay: float = 0.01
    ) -> None:
        super().__init__(matrices, {"lr": lr, "momentum": momentum, "decay": decay})
        self._team = team

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:
        for group in self.param_groups:
            pairs = [(matrix, matrix.grad) for matrix in group["params"] if matrix.grad is not None]
            matrices = [matrix for matrix, _ in pairs]
            ahead = [self._ahead(matrix, gradient, group["momentum"]) for matrix, gradient in pairs]
            for matrix, update in zip(matrices, self._team.made(_orthogonal_parts, ahead), strict=True):
                matrix.mul_(1 - group["lr"] * group["decay"])
                longest = max(matrix.shape[0] // _parts(matrix), matrix.shape[1])
                matrix.add_(update, alpha=-group["lr"] * RMS_OF_ADAM * longest**0.5)

    def _ahead(self, matrix: Tensor, gradient: Tensor, momentum: float) -> Tensor:
        """Return Nesterov's look ahead along the momentum, which takes the gradient in."""
        state = self.state[matrix]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(matrix)
        state["momentum"].lerp_(gradient, 1 - momentum)
        return gradient.lerp(state["momentum"], momentum)


def _parts(matrix: Tensor) -> int:
    """Return how many matrices a matrix holds, one below another: queries, keys and values."""
    rows, columns = matrix.shape
    return rows // columns if rows in (2 * columns, 3 * columns) else 1


def _orthogonal_parts(matrix: Tensor) -> Tensor:
    return torch.cat([orthogonal(part) for part in matrix.chunk(_parts(matrix), 0)])


def optimizers(network: nn.Module, lr: float, team: Team) -> list[torch.optim.Optimizer]:
    """Return Muon over the inner matrices and AdamW over embeddings, norms and biases."""
    named = list(network.named_parameters())
    inner = [weight for name, weight in named if weight.dim() == 2 and "emb" not in name]
    rest = [weight for name, weight in named if weight.dim() != 2 or "emb" in name]
    return [
        torch.optim.AdamW(rest, lr=lr, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.0, fused=True),
        Muon(inner, team, lr=lr),
    ]
