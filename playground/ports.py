"""Ports on loopback: the one that is wished for where it is free, or any.

In: a port; out: a port. Between the answer and its use somebody else may take it: who needs it for sure asks
the operating system by binding to 0.
"""

from __future__ import annotations

import socket

from playground.bot_api import LOOPBACK


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def this_or_any(port: int) -> int:
    """Return the port if nobody listens there, or else 0, which stands for any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return 0
    return port
