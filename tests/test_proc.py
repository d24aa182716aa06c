"""benchmarks.proc: what Linux tells of processes, asked about this one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks import proc

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")


def test_a_family_is_a_process_and_what_it_started() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as child:
        assert {os.getpid(), child.pid} <= {*proc.family(os.getpid())}
        assert proc.family(child.pid) == [child.pid]
        child.communicate()


def test_a_process_that_is_gone_takes_nothing() -> None:
    with subprocess.Popen(["true"]) as child:
        child.wait()
    assert proc.cpu_s(child.pid) == proc.rss_mib(child.pid) == 0


def test_nobody_takes_more_than_everybody() -> None:
    assert proc.cpu_s(os.getpid()) > 0
    assert proc.rss_mib(os.getpid()) > 1
    assert proc.machine_cpu_s() > 0
    assert proc.idle_s() > 0
