"""benchmarks.share: what is asked of the system for a share of a core; a folder stands for its groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.share import NoSharesError, share_of_a_core


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    """A list of mounts with a hierarchy of the second version in it, without the controller."""
    (tmp_path / "groups").mkdir()
    (tmp_path / "groups" / "cgroup.controllers").write_text("hugetlb\n")
    listed = tmp_path / "mounts"
    listed.write_text(f"proc /proc proc rw 0 0\ncgroup2 {tmp_path / 'groups'} cgroup2 rw,relatime 0 0\n")
    return listed


def test_a_group_is_made_with_its_share_takes_processes_in_and_is_gone_at_the_end(mounts: Path) -> None:
    groups = mounts.with_name("groups")
    (groups / "cgroup.controllers").write_text("hugetlb cpu\n")
    with share_of_a_core(0.25, mounts) as group:
        group.hold([7])
        written = {path.name: path.read_text() for path in group.folder.iterdir()}
        for path in tuple(group.folder.iterdir()):  # the system takes its own files away itself
            path.unlink()
    assert written == {"cpu.max": "5000 20000", "cgroup.procs": "7"}
    assert not group.folder.exists()
    assert (groups / "cgroup.subtree_control").read_text() == "+cpu"


def test_without_the_controller_it_says_so(mounts: Path) -> None:
    with (
        pytest.raises(NoSharesError, match="no control groups with the cpu controller"),
        share_of_a_core(0.25, mounts),
    ):
        raise AssertionError


@pytest.mark.parametrize("share", [0.0, -1.0])
def test_no_share_is_none(mounts: Path, share: float) -> None:
    with pytest.raises(NoSharesError, match="is no share"), share_of_a_core(share, mounts):
        raise AssertionError


def test_where_no_group_can_be_made_it_says_why(tmp_path: Path) -> None:
    with (
        pytest.raises(NoSharesError, match=r"no control group can be made: .*No such file"),
        share_of_a_core(0.25, tmp_path / "mounts"),
    ):
        raise AssertionError
