"""Folders that are there whole or not at all, whatever is killed or refused."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.translation.disk import sweep
from bot.translation.packages import all_packages, find_packages, install_file, remove
from tests.packages import left_in, make_package


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    "refusing",
    [(zipfile.ZipFile, "extractall"), (tempfile, "mkdtemp"), (Path, "mkdir"), (zipfile, "ZipFile")],
    ids=["while unpacking", "no scratch folder", "no data folder", "unreadable"],
)
def test_what_the_disk_refuses_is_told_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusing: tuple[object, str]
) -> None:
    make_package(tmp_path / "models", "id", "en")
    monkeypatch.setattr(*refusing, no_space)
    with pytest.raises(ConfigError, match="No space left"):
        install_file(tmp_path / "models" / "translate-id_en.argosmodel", tmp_path / "data")
    with pytest.raises(ConfigError, match="No space left"):
        find_packages(tmp_path / "models", tmp_path / "data")
    assert [path for path in (tmp_path / "data").rglob("*") if path.is_file()] == []


def interrupted() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("refuse", "raised"),
    [(no_space, ConfigError), (interrupted, KeyboardInterrupt)],
    ids=["a full disk", "an interruption"],
)
def test_the_old_package_stays_when_the_new_one_cannot_take_its_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    refuse: Callable[[], None],
    raised: type[BaseException],
) -> None:
    install_file(make_package(tmp_path, "id", "en", version="1.0"), tmp_path / "data")
    rename = Path.rename

    def refuse_new(path: Path, target: Path) -> Path:
        if ".unpack-" in str(path):
            refuse()
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse_new)
        with pytest.raises(raised):
            install_file(make_package(tmp_path, "id", "en", version="1.1"), tmp_path / "data")
    assert [p.version for p in find_packages(tmp_path / "none", tmp_path / "data")] == ["1.0"]
    assert left_in(tmp_path / "data") == []


def test_a_linked_package_is_unlinked_and_its_folder_stays(tmp_path: Path) -> None:
    kept = install_file(make_package(tmp_path, "id", "en"), tmp_path / "elsewhere").path
    (tmp_path / "data" / "installed").mkdir(parents=True)
    (tmp_path / "data" / "installed" / "translate-id_en").symlink_to(kept)
    remove("id", "en", tmp_path / "data")
    assert find_packages(tmp_path / "none", tmp_path / "data") == ()
    assert kept.is_dir()


def test_a_removal_that_the_disk_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    monkeypatch.setattr(shutil, "rmtree", no_space)
    with pytest.raises(ConfigError, match="cannot remove"):
        remove("id", "en", tmp_path / "data")


def test_scratch_of_a_killed_process_goes_a_day_later(tmp_path: Path) -> None:
    home = tmp_path / "data" / "installed"
    for name in (".unpack-old", ".unpack-young", ".discarded-old", ".hidden-old"):
        (home / name / "translate-id_en").mkdir(parents=True)
    (home / ".download-old.argosmodel").write_bytes(b"x")
    (home / ".unpack-link-old").symlink_to(tmp_path)
    for path in home.glob(".*old*"):
        os.utime(path, (0, 0), follow_symlinks=False)
    install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    assert left_in(tmp_path / "data") == [".hidden-old", ".unpack-young"]
    assert tmp_path.is_dir()


@pytest.mark.parametrize(("age_s", "found"), [(0, []), (120, ["1.0"])], ids=["under way", "killed"])
def test_a_package_that_a_killed_process_had_set_aside_comes_back(
    tmp_path: Path, age_s: int, found: list[str]
) -> None:
    folder = install_file(make_package(tmp_path, "id", "en"), tmp_path / "data").path
    aside = folder.with_name(".replaced-x")
    aside.mkdir()
    folder.rename(aside / folder.name)
    then = aside.stat().st_mtime - age_s
    os.utime(aside, (then, then))
    assert [p.version for p in find_packages(tmp_path / "none", tmp_path / "data")] == found


def test_what_was_replaced_never_comes_back_even_if_its_removal_was_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_file(make_package(tmp_path, "id", "en", version="1.0"), tmp_path / "data")
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", lambda *_, **__: None)
        install_file(make_package(tmp_path, "id", "en", version="1.1"), tmp_path / "data")
    for path in (tmp_path / "data" / "installed").glob(".*"):
        os.utime(path, (0, 0))
    remove("id", "en", tmp_path / "data")
    assert all_packages(tmp_path / "none", tmp_path / "data") == ()


def test_a_folder_that_is_not_there_needs_no_sweeping(tmp_path: Path) -> None:
    sweep(tmp_path / "absent")
    assert not (tmp_path / "absent").exists()


def test_a_disk_that_is_too_full_is_told_before_anything_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=10))
    monkeypatch.setattr(zipfile.ZipFile, "extractall", None)
    with pytest.raises(ConfigError, match=r"too full: 0\.0 MB are needed, 0\.0 MB are free"):
        install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    assert left_in(tmp_path / "data") == []


def test_a_removal_that_is_broken_off_leaves_no_half_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", no_space)
        with pytest.raises(ConfigError, match="cannot remove"):
            remove("id", "en", tmp_path / "data")
    assert all_packages(tmp_path / "none", tmp_path / "data") == ()
