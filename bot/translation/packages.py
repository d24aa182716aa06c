"""Argos packages: which are here, how they chain, and how files become packages.

In: a folder with the packages that ship (`*.argosmodel`, or folders with a `metadata.json`) and a data
folder of our own. Out: `Package` records whose `path` is an unpacked folder. This module owns
argostranslate; it must not know how a model is run nor that there is a network, and it never imports
`argostranslate.translate`, which needs stanza.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import lzma
import os
import shutil
import stat
import sys
import tempfile
import threading
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal, Protocol, TypeVar

from bot.errors import ConfigError, NoPackage

log = logging.getLogger(__name__)

UNPACKED_LIMIT_BYTES = 4 << 30
"""The largest package that is unpacked: Argos' own take 0.1 to 0.5 GB; a zip bomb takes more."""
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, IndexError, RuntimeError, ValueError,
)  # fmt: skip
"""What zipfile raises over a file that is no archive, or over one that is damaged or encrypted."""

_import_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Package:
    """An unpacked package that translates from `source` to `target` (ISO codes)."""

    source: str
    target: str
    version: str
    path: Path
    origin: Literal["installed", "shipped"]
    target_prefix: str = ""
    """A token that the decoder must begin with; empty for most."""
    fault: str = ""
    """Why an installed package cannot be used; its pair is then the one in its folder's name."""


class Step(Protocol):
    """Anything that leads from one language to another."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...


StepT = TypeVar("StepT", bound=Step)


class Tokenizer(Protocol):
    """Text to subwords and back."""

    def encode(self, sentence: str) -> list[str]: ...
    def decode(self, tokens: list[str]) -> str: ...


def find_packages(shipped: Path, data: Path) -> tuple[Package, ...]:
    """The best package for each pair of languages, ordered by pair.

    An installed package goes before one that ships, a higher version before a lower. A shipped file
    is unpacked into `data` once; later calls only read, so `data` may then be read-only. An installed
    package that is broken is left out with a warning: perhaps nobody needs it.

    Raises ConfigError naming a shipped file or folder that is no package, or that cannot be unpacked.
    """
    best: dict[tuple[str, str], Package] = {}
    for package in sorted(
        all_packages(shipped, data), key=lambda p: (p.origin == "installed", version_key(p.version))
    ):
        if package.fault:
            log.warning("a broken package is left out: %s", package.fault)
        else:
            best[package.source, package.target] = package
    return tuple(best[pair] for pair in sorted(best))


def all_packages(shipped: Path, data: Path) -> tuple[Package, ...]:
    """Every package that is there, also those that `find_packages` passes over; errors as there.

    A broken installed package has a `fault`.
    """
    return (*_installed(data), *_shipped(shipped, data))


def chain(packages: Iterable[StepT], source: str, target: str) -> tuple[StepT, ...]:
    """The shortest way from `source` to `target`; of equal ones the first in the order of `packages`.

    Empty when both are the same. Works on offers as on packages. Raises NoPackage.
    """
    if source == target:
        return ()
    way = _ways(packages, source).get(target)
    if way is None:
        raise NoPackage(source, target)
    return way


def targets(packages: Iterable[Step], source: str) -> tuple[str, ...]:
    """All languages that can be reached from `source`, in alphabetical order, without itself."""
    return tuple(sorted(_ways(packages, source)))


def install_file(path: Path, data: Path) -> Package:
    """Unpacks an `.argosmodel` file into `data`; one of the same pair that was there is replaced.

    Raises ConfigError when it is no package, or when it cannot be read or `data` cannot be written.
    """
    with disk_errors(f"install {path} into {data}"), _unpacked(path, data / "installed") as scratch:
        package = read_package(scratch, "installed")
        folder = data / "installed" / f"translate-{package.source}_{package.target}"
        _replace(scratch, folder)
        return read_package(folder, "installed")


def remove(source: str, target: str, data: Path) -> None:
    """Removes the installed package of the pair, also a broken one; those that ship stay.

    Raises NoPackage, or ConfigError when the disk refuses.
    """
    folders = [p.path for p in _installed(data) if (p.source, p.target) == (source, target)]
    if not folders:
        raise NoPackage(source, target)
    for folder in folders:
        with disk_errors(f"remove {folder}"):
            if folder.is_symlink():
                folder.unlink()
            else:
                shutil.rmtree(folder)


def bpe_tokenizer(package: Package) -> Tokenizer:
    """Argos' tokenizer for packages with a `bpe.model`: Moses' rules, then byte pairs.

    It is loaded here and not at its first use, as Argos would: two threads could meet there, and a
    broken file ends the process. Raises ConfigError for such a file.
    """
    path = package.path / "bpe.model"
    tokenizer = load_argos().BPETokenizer(path, package.source, package.target)
    try:
        with disk_errors(f"read {path}"):
            tokenizer.lazy_load()
    except (SystemExit, ValueError) as exc:
        raise ConfigError(f"{path} holds no byte pairs") from exc
    loaded: Tokenizer = tokenizer
    return loaded


def version_key(version: str) -> tuple[int, ...]:
    """Something to order versions by: their numbers ("1.10" after "1.9")."""
    digits = "".join(c if c.isascii() and c.isdigit() else " " for c in version)
    return tuple(int(part[:9]) for part in digits.split())


def read_package(path: Path, origin: Literal["installed", "shipped"]) -> Package:
    """The package in the folder `path`. Raises ConfigError when something of it is missing or wrong."""
    with disk_errors(f"read {path}"):
        if not (path / "model" / "model.bin").is_file():
            raise ConfigError(f"{path} is no translation package: model/model.bin is missing")
        if not any((path / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
            raise ConfigError(f"{path} is no translation package: no sentencepiece.model, no bpe.model")
        content = (path / "metadata.json").read_bytes()
    try:
        argos = load_argos().AvailablePackage(json.loads(content))
    except (ValueError, AttributeError, TypeError, RecursionError) as exc:
        raise ConfigError(f"{path}: metadata.json cannot be read: {exc}") from exc
    codes = (argos.from_code, argos.to_code)
    if not all(isinstance(code, str) and code.isidentifier() for code in codes):
        raise ConfigError(f"{path}: metadata.json names no languages (from_code, to_code)")
    return Package(
        *codes, str(argos.package_version), path, origin, target_prefix=str(argos.target_prefix or "")
    )


@contextmanager
def disk_errors(task: str) -> Iterator[None]:
    """Tells what the disk refuses to do as a ConfigError: "cannot TASK: why"."""
    try:
        yield
    except OSError as exc:
        raise ConfigError(f"cannot {task}: {exc}") from exc


def load_argos() -> Any:
    """argostranslate.package, imported at the first call.

    Its settings make folders in the user's home when they are imported and read them from the
    environment; they get a scratch folder instead, and nothing of theirs is used but the metadata
    reader, the tokenizer and the address of the index.
    """
    name = "argostranslate.package"
    with _import_lock:
        if name not in sys.modules:
            with tempfile.TemporaryDirectory() as scratch, _environment(scratch):
                importlib.import_module(name)
        return sys.modules[name]


def _ways(packages: Iterable[StepT], source: str) -> dict[str, tuple[StepT, ...]]:
    """Breadth first: the shortest chain to each language."""
    steps = tuple(packages)
    ways: dict[str, tuple[StepT, ...]] = {source: ()}
    todo = deque([source])
    while todo:
        here = todo.popleft()
        for step in steps:
            if step.source == here and step.target not in ways:
                ways[step.target] = (*ways[here], step)
                todo.append(step.target)
    del ways[source]
    return ways


def _installed(data: Path) -> list[Package]:
    return [_installed_package(path) for path in _visible(data / "installed") if path.is_dir()]


def _installed_package(path: Path) -> Package:
    try:
        return read_package(path, "installed")
    except ConfigError as exc:
        source, _, target = path.name.removeprefix("translate-").partition("_")
        return Package(source, target or "?", "", path, "installed", fault=str(exc))


def _shipped(shipped: Path, data: Path) -> Iterator[Package]:
    for path in _visible(shipped):
        if path.suffix == ".argosmodel" and path.is_file():
            yield read_package(_unpacked_once(path, data / "shipped"), "shipped")
        elif (path / "metadata.json").is_file():
            yield read_package(path, "shipped")


def _visible(folder: Path) -> list[Path]:
    """What lies in the folder, without the scratch of an unpacking that is under way."""
    with disk_errors(f"read {folder}"):
        if not folder.is_dir():
            return []
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _unpacked_once(path: Path, folder: Path) -> Path:
    """The folder where the file lies unpacked; its name holds the content's mark, so that a new file
    under the old name is unpacked anew."""
    with disk_errors(f"unpack {path} into {folder}"):
        target = folder / f"{path.stem}-{_mark(path)}"
        if not target.is_dir():
            with _unpacked(path, folder) as scratch:
                read_package(scratch, "shipped")
                # Another process may have been first: its folder is as good as ours.
                with suppress(OSError):
                    scratch.rename(target)
                if not target.is_dir():
                    raise ConfigError(f"cannot unpack {path} into {target}")
    return target


def _mark(path: Path) -> str:
    with _opened(path) as archive:
        entries = "\n".join(f"{i.filename} {i.CRC} {i.file_size}" for i in archive.infolist())
    return hashlib.sha256(entries.encode("utf-8", "replace")).hexdigest()[:12]


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except BROKEN_ARCHIVE as exc:
        raise ConfigError(f"{path} is no Argos package: {exc}") from exc


@contextmanager
def _unpacked(path: Path, folder: Path) -> Iterator[Path]:
    """The package's root in a scratch folder inside `folder`, which is gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unpack-", ignore_cleanup_errors=True) as scratch:
        with _opened(path) as archive:
            root = _root(path, archive.infolist())
            archive.extractall(scratch)
        yield Path(scratch) / root


def _root(path: Path, entries: Sequence[zipfile.ZipInfo]) -> str:
    """The one folder that a package holds, after a look at every entry."""
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT_BYTES:
        raise ConfigError(f"{path} is no Argos package: it unpacks to more than {UNPACKED_LIMIT_BYTES} bytes")
    for entry in entries:
        name = PurePosixPath(entry.filename)
        link = stat.S_ISLNK(entry.external_attr >> 16)
        if link or name.is_absolute() or ".." in name.parts or set("\\:") & set(entry.filename):
            raise ConfigError(f"{path} is no Argos package: entry {entry.filename!r} leads out of it")
    roots = {str(PurePosixPath(e.filename).parent) for e in entries if e.filename.endswith("metadata.json")}
    tops = [root for root in roots if len(PurePosixPath(root).parts) == 1]
    if len(tops) != 1:
        raise ConfigError(f"{path} is no Argos package: not one folder with a metadata.json in it")
    return tops[0]


def _replace(new: Path, folder: Path) -> None:
    """Puts `new` in the place of `folder`; what was there goes aside first and then away."""
    with tempfile.TemporaryDirectory(
        dir=folder.parent, prefix=".replaced-", ignore_cleanup_errors=True
    ) as aside:
        old = Path(aside) / folder.name
        with suppress(FileNotFoundError):
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            with suppress(FileNotFoundError):
                old.rename(folder)
            raise


@contextmanager
def _environment(scratch: str) -> Iterator[None]:
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, scratch))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
