"""Processes that train one network together, a core each. In: gradients. Out: their sum over all processes.

On a processor, two processes of one thread each are quicker than one of two threads: small matrices gain
little from a second thread, and when other work runs beside, every one of its thousands of meetings a second
waits for it. It must not know networks or data.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable

import torch
from torch import Tensor, distributed

LOOPBACK = "127.0.0.1"


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
        """Give every member the sum of all gradients, and return the first member's number."""
        if self.size == 1:
            return number
        gradients = [weight.grad for weight in parameters if weight.grad is not None]
        first = torch.tensor([number if self.rank == 0 else 0.0])
        row = torch.cat([first, *(gradient.reshape(-1) for gradient in gradients)])
        distributed.all_reduce(row)
        at = 1
        for gradient in gradients:
            gradient.copy_(row[at : at + gradient.numel()].view_as(gradient))
            at += gradient.numel()
        return float(row[0])


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
