"""What processes take of this machine, as Linux tells it under /proc.

In: the number of a process. Out: processor time and memory of it and of all below it; and processor time of
everybody. This module must not know what the processes are.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

MIB = 1 << 20
"""Bytes in a mebibyte."""


def family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        tasks = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [pid, *(one for words in tasks for child in words.split() for one in family(int(child)))]


def cpu_s(pid: int) -> float:
    """Processor time of a process, of those below it, and of those that were."""
    ticks = 0
    for one in family(pid):
        with suppress(FileNotFoundError):  # it has ended meanwhile
            stat = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, stat[11:15]))  # utime, stime, cutime, cstime: proc_pid_stat(5)
    return ticks / os.sysconf("SC_CLK_TCK")


def machine_cpu_s() -> float:
    """Processor time of everybody: all but idle and waiting for disks, proc_stat(5)."""
    user, nice, system, _, _, irq, softirq = map(int, Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def idle_s() -> float:
    """What the cores that we may use had nothing to do, proc_stat(5)."""
    ours = {f"cpu{core}" for core in os.sched_getaffinity(0)}
    lines = [line.split() for line in Path("/proc/stat").read_text().splitlines()]
    return sum(int(line[4]) + int(line[5]) for line in lines if line[0] in ours) / os.sysconf("SC_CLK_TCK")


def rss_mib(pid: int) -> float:
    """Memory of a process and of those below it that is in use."""
    pages = 0
    for one in family(pid):
        with suppress(FileNotFoundError):
            pages += int(Path(f"/proc/{one}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB
