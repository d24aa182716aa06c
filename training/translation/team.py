"""Processes that train one network together, a core each. In: gradients. Out: their sum over all processes,
and what is made of them, each part made by one process.

On a processor, two processes of one thread each are quicker than one of two threads: small matrices gain
little from a second thread, and when other work runs beside, every one of its thousands of meetings a second
waits for it. It must not know networks or data.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, distributed

LOOPBACK = "127.0.0.1"
SENT = torch.bfloat16
"""Half the bytes; what is sent was multiplied in it anyway."""


class Team:
    """One member of it."""

    def __init__(self, rank: int = 0, size: int = 1, port: int = 0) -> None:
        """`port`: a free one, the same for all members. Blocks until all are there."""
        self.rank, self.size = rank, size
        if size > 1:
            cores = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(0, {cores[rank % len(cores)]})
            torch.set_num_threads(1)
            address = f"tcp://{LOOPBACK}:{port}"
            distributed.init_process_group("gloo", init_method=address, rank=rank, world_size=size)

    def add_up(self, parameters: Iterable[Tensor], number: float) -> float:
        """Give every member the sum of all gradients, sent as SENT, and return the first member's number."""
        if self.size == 1:
            return number
        gradients = [weight.grad for weight in parameters if weight.grad is not None]
        row = _row(gradients)
        distributed.all_reduce(row)
        for gradient, whole in zip(gradients, _taken_apart(row, gradients), strict=True):
            gradient.copy_(whole)
        first = torch.tensor([number])
        distributed.broadcast(first, 0)
        return float(first)

    def made(self, make: Callable[[Tensor], Tensor], tensors: Sequence[Tensor]) -> list[Tensor]:
        """Return what `make` gives for each tensor, of its shape; each member makes some, sent as SENT."""
        if self.size == 1:
            return [make(tensor) for tensor in tensors]
        by_size = sorted(range(len(tensors)), key=lambda at: -tensors[at].numel())
        mine = _row([make(tensors[at]) for at in by_size[self.rank :: self.size]])
        found = list(tensors)
        for member in range(self.size):
            its = by_size[member :: self.size]
            count = sum(tensors[at].numel() for at in its)
            row = mine if member == self.rank else torch.empty(count, dtype=SENT)
            distributed.broadcast(row, member)
            for at, part in zip(its, _taken_apart(row, [tensors[at] for at in its]), strict=True):
                found[at] = part
        return found


def _row(tensors: Sequence[Tensor]) -> Tensor:
    return torch.cat([tensor.reshape(-1).to(SENT) for tensor in tensors])


def _taken_apart(row: Tensor, like: Sequence[Tensor]) -> list[Tensor]:
    """Return the pieces of a row in the shapes and types of `like`."""
    pieces = row.split([tensor.numel() for tensor in like])
    return [piece.view_as(tensor).to(tensor.dtype) for piece, tensor in zip(pieces, like, strict=True)]


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
