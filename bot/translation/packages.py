"""Argos packages: which are here, and how files become packages.

In: a folder with the packages that ship (`*.argosmodel`, or folders with a `metadata.json`) and a data
folder of our own. Out: `Package` records whose `path` is an unpacked folder. This module must not know how a
model is run nor that there is a network.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from bot.errors import ConfigError, NoPackage
from bot.translation.archive import content_mark, is_whole, unpacked
from bot.translation.argos import read_package
from bot.translation.disk import bring_back, discard, disk_errors, put_in_place, sweep, visible
from bot.translation.package import NotAPackage, Package, best_packages

log = logging.getLogger(__name__)


def find_packages(shipped: Path, data: Path) -> tuple[Package, ...]:
    """The best package for each pair of languages, ordered by pair.

    An installed package goes before one that ships, a higher version before a lower. A shipped file
    is unpacked into `data` once; later calls only read, so `data` may then be read-only. An installed
    package that is broken is left out with a warning: perhaps nobody needs it.

    Raises ConfigError naming a shipped file or folder that is no package, or that cannot be unpacked.
    """
    packages = all_packages(shipped, data)
    for package in packages:
        if package.fault and package.origin == "shipped":
            raise ConfigError(package.fault)
        if package.fault:
            log.warning("a broken package is left out: %s", package.fault)
    return best_packages(packages)


def all_packages(shipped: Path, data: Path) -> tuple[Package, ...]:
    """Every package that is there, the installed ones first, also those that are passed over.

    A broken one has a `fault`. Raises ConfigError when a folder cannot be read.
    """
    return (*_installed(data), *_shipped(shipped, data))


def install_file(path: Path, data: Path, *, pair: tuple[str, str] | None = None) -> Package:
    """Unpacks an `.argosmodel` file into `data`; one of the same pair that was there is replaced.

    The folder keeps its name, so that a program that has found it before can still load it.

    Raises NotAPackage when it is none, or not for `pair`, and ConfigError when the file cannot be read
    or `data` cannot be written.
    """
    home = data / "installed"
    with disk_errors(f"install {path} into {data}"):
        sweep(home)
        with unpacked(path, home) as scratch:
            package = _read_scratch(scratch, path, "installed")
            if pair not in (None, (package.source, package.target)):
                raise NotAPackage(f"{path} is for {package.source} -> {package.target}")
            folder = home / f"translate-{package.source}_{package.target}"
            put_in_place(scratch, folder)
        for other in _folders_of(package.source, package.target, data):
            if other != folder:
                discard(other)
        return replace(package, path=folder)


def remove(source: str, target: str, data: Path) -> None:
    """Removes the installed package of the pair, also a broken one; those that ship stay.

    Raises NoPackage, or ConfigError when the disk refuses.
    """
    folders = _folders_of(source, target, data)
    if not folders:
        raise NoPackage(source, target)
    for folder in folders:
        with disk_errors(f"remove {folder}"):
            discard(folder)


def disk_bytes(package: Package) -> int:
    """How much of the disk the package takes; 0 where it cannot be read."""
    with suppress(OSError):
        if package.path.is_file():
            return package.path.stat().st_size
        return sum(path.stat().st_size for path in package.path.rglob("*") if path.is_file())
    return 0


def _installed(data: Path) -> list[Package]:
    bring_back(data / "installed")
    return [_read(path, "installed") for path in visible(data / "installed") if path.is_dir()]


def _folders_of(source: str, target: str, data: Path) -> list[Path]:
    return [p.path for p in _installed(data) if (p.source, p.target) == (source, target)]


def _read(path: Path, origin: Literal["installed", "shipped"], copies: Path | None = None) -> Package:
    """The package in a folder, or in a file that is unpacked into `copies`, perhaps with a fault."""
    try:
        return read_package(path if copies is None else _unpacked_once(path, copies), origin)
    except ConfigError as exc:
        name = path.name.removesuffix(".argosmodel").removeprefix("translate-")
        source, _, rest = name.partition("_")
        return Package(source, rest.partition("-")[0] or "?", "", path, origin, fault=str(exc))


def _shipped(shipped: Path, data: Path) -> list[Package]:
    copies = data / "shipped"
    before = set(visible(copies))
    found = []
    for path in visible(shipped):
        if path.suffix == ".argosmodel" and path.is_file():
            found.append(_read(path, "shipped", copies))
        elif (path / "metadata.json").is_file():
            found.append(_read(path, "shipped"))
    _sweep_copies(copies, before, found)
    return found


def _sweep_copies(copies: Path, before: set[Path], found: Sequence[Package]) -> None:
    """Once a new file has been unpacked, removes the copies of files that are no longer there.

    Only those of `before`: what another process has unpacked meanwhile stays. With a fault nothing
    goes, for it is not known which copy was the broken file's.
    """
    used = {package.path for package in found}
    new = any(path.parent == copies and path not in before for path in used)
    if new and not any(package.fault for package in found):
        sweep(copies)
        for path in before - used:
            with suppress(OSError):
                discard(path)


def _unpacked_once(path: Path, folder: Path) -> Path:
    """The folder where the file lies unpacked; its name holds the content's mark, so that a new file
    under the old name is unpacked anew. A copy that has lost something is made again."""
    with disk_errors(f"unpack {path} into {folder}"):
        target = folder / f"{path.stem}-{content_mark(path)}"
        if target.is_dir() and not is_whole(target, path):
            discard(target)
        if not target.is_dir():
            with unpacked(path, folder) as scratch:
                _read_scratch(scratch, path, "shipped")
                # Another process may have been first: its folder is as good as ours.
                with suppress(OSError):
                    scratch.rename(target)
                if not target.is_dir():
                    raise ConfigError(f"cannot unpack {path} into {target}")
    return target


def _read_scratch(scratch: Path, path: Path, origin: Literal["installed", "shipped"]) -> Package:
    """The package that was unpacked from `path`; an error names the file and not the scratch."""
    try:
        return read_package(scratch, origin)
    except NotAPackage as exc:
        raise NotAPackage(str(exc).replace(str(scratch), str(path))) from exc
