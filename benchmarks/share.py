"""A share of a core for some processes, by Linux' control groups: as if they had a slower machine.

In: a share, and processes; out: a group that holds them to it, and whatever they start. It takes the cpu
controller, of either version of control groups, and the right to make groups, which root has.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PERIOD_US = 20_000
"""The share is given out anew so often: whoever has used it up with a row locked, or a connection in hand,
keeps the others waiting for milliseconds, as on a slower core, and not for tenths of a second."""

SHARE_OF_OTHERS = 0.1
"""What runs beside the groups on the same core has this much of the weight of each: a share is to be had on a
machine that is not quite idle too. Both versions say 1 in their own units."""

WEIGHTS = {"cpu.shares": 1024, "cpu.weight": 100}
"""What a group weighs by default: the first version's file and the second's."""

EMPTY_TIMEOUT_S = 30.0
"""How long processes that were killed may take to be gone."""


class NoSharesError(Exception):
    """This machine, or this user, cannot hold a process to a share; says why."""


@dataclass(frozen=True, slots=True)
class Group:
    """Processes that have a share together."""

    folder: Path

    def hold(self, pids: Iterable[int]) -> None:
        """Take processes in; those that have ended meanwhile are none."""
        for pid in pids:
            with suppress(ProcessLookupError):
                (self.folder / "cgroup.procs").write_text(str(pid))


@contextmanager
def share_of_a_core(share: float, mounts: Path = Path("/proc/mounts")) -> Iterator[Group]:
    """Make a group for a share of a core, 1.0 for a whole one; raises NoSharesError.

    At the end its processes are to be gone, or about to be.
    """
    if round(PERIOD_US * share) <= 0:  # to the system, less than nothing is no limit
        raise NoSharesError(f"{share:g} of a core is no share")
    try:
        folder = _controller(mounts) / f"ringkas-{secrets.token_hex(4)}"
        folder.mkdir()
    except OSError as exc:
        raise NoSharesError(f"no control group can be made: {exc}") from exc
    try:
        _limit(folder, share)
        yield Group(folder)
    finally:
        _remove(folder)


def _controller(mounts: Path) -> Path:
    """The folder under which groups with a share of the processor can be made."""
    for line in mounts.read_text().splitlines():
        _, folder, kind, options, *_ = line.split()
        if kind == "cgroup" and "cpu" in options.split(","):
            return Path(folder)
        if kind == "cgroup2" and "cpu" in (Path(folder) / "cgroup.controllers").read_text().split():
            (Path(folder) / "cgroup.subtree_control").write_text("+cpu")
            return Path(folder)
    raise NoSharesError("no control groups with the cpu controller are mounted here")


def _limit(folder: Path, share: float) -> None:
    quota_us = round(PERIOD_US * share)
    for name, usual in WEIGHTS.items():
        if (folder / name).exists():
            (folder / name).write_text(str(round(usual / SHARE_OF_OTHERS)))
    try:
        if (folder / "cpu.cfs_quota_us").exists():
            (folder / "cpu.cfs_period_us").write_text(str(PERIOD_US))
            (folder / "cpu.cfs_quota_us").write_text(str(quota_us))
        else:
            (folder / "cpu.max").write_text(f"{quota_us} {PERIOD_US}")
    except OSError as exc:
        raise NoSharesError(f"{share:g} of a core cannot be had: {exc}") from exc


def _remove(folder: Path) -> None:
    ends_s = time.monotonic() + EMPTY_TIMEOUT_S
    while True:
        try:
            folder.rmdir()
        except OSError:
            if time.monotonic() > ends_s:
                raise
            time.sleep(0.05)
        else:
            return
