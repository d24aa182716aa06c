"""Folders on the disk that are there whole or not at all, and what the disk refuses to do.

In: folders of packages. Whatever is written is made under a hidden name and renamed when it is whole;
whatever is removed is renamed first. A process that is killed leaves hidden names only: a folder that was
about to be replaced comes back, the rest goes a day later. This module must not know what lies in them.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.errors import ConfigError

LEFT_OVER_S = 24 * 60 * 60
"""A scratch file or folder that nobody has touched for so long is of a process that was killed; no
unpacking and no pause of a download lasts a day."""
BRING_BACK_S = 60
"""A package that is being replaced stands aside for far less than a second; one that still does after so
long is of a process that was killed in between."""
SCRATCH = (".download-", ".unpack-", ".discarded-", ".replaced-")
"""How the names of scratch files and folders begin."""


def sweep(folder: Path) -> None:
    """Removes what processes that were killed have left in `folder`; younger scratch stays, for it may
    be in use."""
    with suppress(OSError):
        for path in list(folder.iterdir()):
            if path.name.startswith(SCRATCH) and time.time() - path.lstat().st_mtime > LEFT_OVER_S:
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def need_room(wanted_bytes: int, folder: Path) -> None:
    """Raises ConfigError when the disk that `folder` lies on has less room than that."""
    free = shutil.disk_usage(folder).free
    if wanted_bytes > free:
        raise ConfigError(
            f"the disk of {folder} is too full: {wanted_bytes / 1e6:.1f} MB are needed, "
            f"{free / 1e6:.1f} MB are free"
        )


@contextmanager
def disk_errors(task: str) -> Iterator[None]:
    """Tells what the disk refuses to do as a ConfigError: "cannot TASK: why"."""
    try:
        yield
    except OSError as exc:
        raise ConfigError(f"cannot {task}: {exc}") from exc


def visible(folder: Path) -> list[Path]:
    """What lies in the folder, without the scratch of an unpacking that is under way."""
    with disk_errors(f"read {folder}"):
        if not folder.is_dir():
            return []
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def put_in_place(new: Path, folder: Path) -> None:
    """Puts `new` in the place of `folder`; what was there goes aside first and then away."""
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".replaced-"))
    old = aside / folder.name
    try:
        with suppress(FileNotFoundError):
            folder.rename(old)
        new.rename(folder)
    except BaseException:  # also Ctrl-C: what was there is there again
        with suppress(OSError):
            old.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)
        raise
    with suppress(OSError):  # what is not taken away now is swept later, and never comes back
        gone = aside.rename(aside.with_name(aside.name.replace(".replaced-", ".discarded-")))
        shutil.rmtree(gone, ignore_errors=True)


def bring_back(folder: Path) -> None:
    """Puts packages back that a killed process had set aside."""
    with suppress(OSError):
        for aside in folder.glob(".replaced-*"):
            if time.time() - aside.stat().st_mtime > BRING_BACK_S:
                for old in aside.iterdir():
                    if not (folder / old.name).exists():
                        old.rename(folder / old.name)


def discard(path: Path) -> None:
    """Takes a folder away at once, then its files one by one; of a link the link alone."""
    if path.is_symlink():
        path.unlink()
        return
    aside = Path(tempfile.mkdtemp(dir=path.parent, prefix=".discarded-"))
    with suppress(FileNotFoundError):  # another process was first
        path.rename(aside / path.name)
    shutil.rmtree(aside)
