"""Argos packages: which are here, how they chain, and how files become packages.

In: a folder with the packages that ship (`*.argosmodel`, or folders with a `metadata.json`) and a data
folder of our own. Out: `Package` records whose `path` is an unpacked folder. This module owns
argostranslate; it must not know how a model is run nor that there is a network, and it never imports
`argostranslate.translate`, which needs stanza.

Whatever is written is made under a hidden name and renamed when it is whole; whatever is removed is
renamed first. A process that is killed leaves hidden names only: a package that was about to be replaced
comes back, the rest goes a day later.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import lzma
import os
import re
import shutil
import stat
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal, Protocol, TypeVar

from bot.errors import ConfigError, NoPackage

log = logging.getLogger(__name__)

UNPACKED_LIMIT_BYTES = 4 << 30
"""The largest package that is unpacked: Argos' own take 0.1 to 0.5 GB; a zip bomb takes more."""
ENTRY_LIMIT = 10_000
"""The most files in a package: Argos' own hold about 20; a bomb may hold millions of empty ones."""
SENTENCE_SPLITTERS = frozenset({"stanza", "minisbd", "spacy"})
"""Folders of a package that find the ends of sentences for Argos. We do that ourselves: they are not
unpacked."""
LEFT_OVER_S = 24 * 60 * 60
"""A scratch file or folder that nobody has touched for so long is of a process that was killed; no
unpacking and no pause of a download lasts a day."""
BRING_BACK_S = 60
"""A package that is being replaced stands aside for far less than a second; one that still does after so
long is of a process that was killed in between."""
SCRATCH = (".download-", ".unpack-", ".discarded-", ".replaced-")
"""How the names of scratch files and folders begin."""
FIELD_CHARS = 60
"""What is shown of a version or of a language's name; real ones have 3 to 21 characters."""
CAN_BE_TOLD = "can_be_told"
"""A field of metadata.json that Argos has not: see bot/translation/telling.py."""
LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
"""ISO codes, two that Argos made up ("zt", "pb"), and codes with a region or script ("pt-BR")."""
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, IndexError, RuntimeError, ValueError,
)  # fmt: skip
"""What zipfile raises over a file that is no archive, or over one that is damaged or encrypted."""

_import_lock = threading.Lock()


class NotAPackage(ConfigError):
    """A file or folder that holds no package for one pair of languages; the message says why."""


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
    can_be_told: bool = False
    """Whether its model has learnt to take over words of the target that stand in its source."""
    fault: str = ""
    """Why the package cannot be used; its pair is then the one in the name of its folder or file."""
    fallback: Package | None = field(default=None, compare=False)
    """The next best of the pair, for when this one turns out damaged as it is loaded."""


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


def ranked(packages: Iterable[Package]) -> tuple[Package, ...]:
    """The packages ordered by pair, and those of a pair by preference: the whole ones, of them the
    installed ones, of them the highest version."""
    by_preference = sorted(
        packages, key=lambda p: (not p.fault, p.origin == "installed", version_key(p.version)), reverse=True
    )
    return tuple(sorted(by_preference, key=lambda p: (p.source, p.target)))


def best_packages(packages: Iterable[Package]) -> tuple[Package, ...]:
    """The one of each pair that is used, ordered by pair; each knows the next best of its pair."""
    best: dict[tuple[str, str], Package] = {}
    for package in reversed(ranked(p for p in packages if not p.fault)):
        pair = (package.source, package.target)
        best[pair] = replace(package, fallback=best.get(pair))
    return tuple(reversed(best.values()))


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


def install_file(path: Path, data: Path, *, pair: tuple[str, str] | None = None) -> Package:
    """Unpacks an `.argosmodel` file into `data`; one of the same pair that was there is replaced.

    The folder keeps its name, so that a program that has found it before can still load it.

    Raises NotAPackage when it is none, or not for `pair`, and ConfigError when the file cannot be read
    or `data` cannot be written.
    """
    home = data / "installed"
    with disk_errors(f"install {path} into {data}"):
        sweep(home)
        with _unpacked(path, home) as scratch:
            package = _read_scratch(scratch, path, "installed")
            if pair not in (None, (package.source, package.target)):
                raise NotAPackage(f"{path} is for {package.source} -> {package.target}")
            folder = home / f"translate-{package.source}_{package.target}"
            _replace(scratch, folder)
        for other in _folders_of(package.source, package.target, data):
            if other != folder:
                _discard(other)
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
            _discard(folder)


def disk_bytes(package: Package) -> int:
    """How much of the disk the package takes; 0 where it cannot be read."""
    with suppress(OSError):
        if package.path.is_file():
            return package.path.stat().st_size
        return sum(path.stat().st_size for path in package.path.rglob("*") if path.is_file())
    return 0


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
    """The package in the folder `path`. Raises NotAPackage when something of it is missing or wrong."""
    try:
        with disk_errors(f"read {path}"):
            about = json.loads((path / "metadata.json").read_bytes())
        refusal = _refusal(about)
        argos = load_argos().AvailablePackage(about)
    except (ValueError, AttributeError, TypeError, RecursionError) as exc:
        raise NotAPackage(f"{path}: metadata.json cannot be read: {exc}") from exc
    if refusal:
        raise NotAPackage(f"{path} is no package for one pair of languages: {refusal}")
    codes = (argos.from_code, argos.to_code)
    if not all(isinstance(code, str) and LANGUAGE_CODE.fullmatch(code) for code in codes):
        raise NotAPackage(f"{path}: metadata.json names no languages (from_code, to_code)")
    with disk_errors(f"read {path}"):
        if not (path / "model" / "model.bin").is_file():
            raise NotAPackage(f"{path} is no translation package: model/model.bin is missing")
        if not any((path / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
            raise NotAPackage(f"{path} is no translation package: no sentencepiece.model, no bpe.model")
    version, prefix = printable(argos.package_version), str(argos.target_prefix or "")
    can_be_told = about.get(CAN_BE_TOLD) is True
    return Package(*codes, version, path, origin, target_prefix=prefix, can_be_told=can_be_told)


def printable(value: object) -> str:
    """What a stranger wrote into a field, as text that a terminal can show; empty for null."""
    text = "" if value is None else str(value)
    return "".join(c for c in text[:FIELD_CHARS] if c.isprintable())


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


def _refusal(about: Mapping[str, Any]) -> str:
    """Why metadata describes something else than a package for one pair; empty when it does not."""
    kind = about.get("type") or "translate"
    if kind != "translate":
        return f"its type is {printable(kind)!r}"
    many = any(about.get(f"{side}languages") for side in ("", "source_", "target_"))
    if many and not (about.get("from_code") and about.get("to_code")):
        return "it is for many languages at once"
    return ""


def _installed(data: Path) -> list[Package]:
    _bring_back(data / "installed")
    return [_read(path, "installed") for path in _visible(data / "installed") if path.is_dir()]


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
    before = set(_visible(copies))
    found = []
    for path in _visible(shipped):
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
                _discard(path)


def _visible(folder: Path) -> list[Path]:
    """What lies in the folder, without the scratch of an unpacking that is under way."""
    with disk_errors(f"read {folder}"):
        if not folder.is_dir():
            return []
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _unpacked_once(path: Path, folder: Path) -> Path:
    """The folder where the file lies unpacked; its name holds the content's mark, so that a new file
    under the old name is unpacked anew. A copy that has lost something is made again."""
    with disk_errors(f"unpack {path} into {folder}"):
        target = folder / f"{path.stem}-{_mark(path)}"
        if target.is_dir() and not _is_whole(target, path):
            _discard(target)
        if not target.is_dir():
            with _unpacked(path, folder) as scratch:
                _read_scratch(scratch, path, "shipped")
                # Another process may have been first: its folder is as good as ours.
                with suppress(OSError):
                    scratch.rename(target)
                if not target.is_dir():
                    raise ConfigError(f"cannot unpack {path} into {target}")
    return target


def _is_whole(copy: Path, path: Path) -> bool:
    """Whether each file of the package is there in its length: a power cut may have taken some."""
    with _opened(path) as archive:
        root, entries = _wanted(path, archive.infolist())
    files = {PurePosixPath(e.filename).relative_to(root): e.file_size for e in entries if not e.is_dir()}
    try:
        return all((copy / name).stat().st_size == size for name, size in files.items())
    except OSError:
        return False


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
        raise NotAPackage(f"{path} is no Argos package: {exc}") from exc


@contextmanager
def _unpacked(path: Path, folder: Path) -> Iterator[Path]:
    """The package's root in a scratch folder inside `folder`, which is gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unpack-", ignore_cleanup_errors=True) as scratch:
        with _opened(path) as archive:
            root, entries = _wanted(path, archive.infolist())
            need_room(sum(entry.file_size for entry in entries), folder)
            archive.extractall(scratch, entries)
        yield Path(scratch) / root


def _read_scratch(scratch: Path, path: Path, origin: Literal["installed", "shipped"]) -> Package:
    """The package that was unpacked from `path`; an error names the file and not the scratch."""
    try:
        return read_package(scratch, origin)
    except NotAPackage as exc:
        raise NotAPackage(str(exc).replace(str(scratch), str(path))) from exc


def _wanted(path: Path, entries: Sequence[zipfile.ZipInfo]) -> tuple[str, list[zipfile.ZipInfo]]:
    """The name of the one folder that a package holds, and what is unpacked of it."""
    if len(entries) > ENTRY_LIMIT:
        raise NotAPackage(f"{path} is no Argos package: it holds more than {ENTRY_LIMIT} files")
    for entry in entries:
        name = PurePosixPath(entry.filename)
        link = stat.S_ISLNK(entry.external_attr >> 16)
        if link or name.is_absolute() or ".." in name.parts or set("\\:") & set(entry.filename):
            raise NotAPackage(f"{path} is no Argos package: entry {entry.filename!r} leads out of it")
    ways = [(PurePosixPath(entry.filename).parts, entry) for entry in entries]
    roots = {parts[0] for parts, _ in ways if parts[1:] == ("metadata.json",)}
    if len(roots) != 1:
        raise NotAPackage(f"{path} is no Argos package: not one folder with a metadata.json in it")
    (root,) = roots
    wanted = [e for parts, e in ways if parts[:1] == (root,) and not SENTENCE_SPLITTERS & set(parts[1:2])]
    if sum(entry.file_size for entry in wanted) > UNPACKED_LIMIT_BYTES:
        raise NotAPackage(f"{path} is no Argos package: it unpacks to more than {UNPACKED_LIMIT_BYTES} bytes")
    return root, wanted


def _replace(new: Path, folder: Path) -> None:
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


def _bring_back(folder: Path) -> None:
    """Puts packages back that a killed process had set aside."""
    with suppress(OSError):
        for aside in folder.glob(".replaced-*"):
            if time.time() - aside.stat().st_mtime > BRING_BACK_S:
                for old in aside.iterdir():
                    if not (folder / old.name).exists():
                        old.rename(folder / old.name)


def _discard(path: Path) -> None:
    """Takes a folder away at once, then its files one by one; of a link the link alone."""
    if path.is_symlink():
        path.unlink()
        return
    aside = Path(tempfile.mkdtemp(dir=path.parent, prefix=".discarded-"))
    with suppress(FileNotFoundError):  # another process was first
        path.rename(aside / path.name)
    shutil.rmtree(aside)


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
