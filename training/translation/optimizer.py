"""Muon for the matrices, AdamW for the rest. In: a network and its gradients. Out: changed weights.

Muon (Jordan et al., 2024, https://kellerjordan.github.io/posts/muon) replaces a matrix's momentum by the
nearest semi-orthogonal matrix, found by a Newton-Schulz iteration. It must not know data or schedules.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

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
        self, matrices: Iterable[Tensor], lr: float, momentum: float = 0.95, decay: float = 0.01
    ) -> None:
        super().__init__(matrices, {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:
        for group in self.param_groups:
            for matrix in group["params"]:
                self._update(matrix, **{key: group[key] for key in ("lr", "momentum", "decay")})

    def _update(self, matrix: Tensor, lr: float, momentum: float, decay: float) -> None:
        state, gradient = self.state[matrix], matrix.grad
        if gradient is None:
            return
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(matrix)
        state["momentum"].lerp_(gradient, 1 - momentum)
        ahead = gradient.lerp(state["momentum"], momentum)
        rows, columns = matrix.shape
        parts = rows // columns if rows in (2 * columns, 3 * columns) else 1
        update = torch.cat([orthogonal(part) for part in ahead.chunk(parts, 0)])
        matrix.mul_(1 - lr * decay)
        matrix.add_(update, alpha=-lr * RMS_OF_ADAM * max(rows // parts, columns) ** 0.5)


def optimizers(network: nn.Module, lr: float) -> list[torch.optim.Optimizer]:
    """Return Muon over the inner matrices and AdamW over embeddings, norms and biases."""
    named = list(network.named_parameters())
    inner = [weight for name, weight in named if weight.dim() == 2 and "emb" not in name]
    rest = [weight for name, weight in named if weight.dim() != 2 or "emb" in name]
    return [
        torch.optim.AdamW(rest, lr=lr, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.0, fused=True),
        Muon(inner, lr=lr),
    ]
