"""Argos packages: which are there, how they chain, and how they come and go.

In: a folder with the packages that ship (`*.argosmodel`, or folders with a `metadata.json`), a data
folder of our own, and Argos' index over the network. Out: `Package` records whose `path` is an
unpacked folder. This module owns argostranslate; it must not know how a model is run, and it never
imports `argostranslate.translate`, which needs stanza.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
import stat
import sys
import tempfile
import threading
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from bot.errors import BadStatus, ConfigError, FetchTimeout, NoPackage, TooLarge, Unreachable

if TYPE_CHECKING:
    import httpx

Progress = Callable[[int, int], None]
"""Called with the bytes that are here and the bytes in all (0 when the server does not say)."""

UNPACKED_LIMIT_BYTES = 4 << 30
"""The largest package that is unpacked: Argos' own take 0.1 to 0.5 GB; a zip bomb takes more."""
DOWNLOAD_LIMIT_BYTES = 2 << 30
"""The largest download: the same, packed."""
INDEX_LIMIT_BYTES = 16 << 20
"""Argos' index is 0.1 MB."""
DOWNLOAD_TIMEOUT_S = 30.0
"""Without a byte for so long, a download is given up; there is no limit on the whole."""
CHUNK_BYTES = 1 << 16

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


@dataclass(frozen=True, slots=True)
class Offer:
    """A package in Argos' index."""

    source: str
    target: str
    version: str
    links: tuple[str, ...]
    source_name: str = ""
    target_name: str = ""


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
    is unpacked into `data` once; later calls only read, so `data` may then be read-only.

    Raises ConfigError naming a file or folder that is no package, or that cannot be unpacked.
    """
    best: dict[tuple[str, str], Package] = {}
    for package in sorted(
        all_packages(shipped, data), key=lambda p: (p.origin == "installed", version_key(p.version))
    ):
        best[package.source, package.target] = package
    return tuple(best[pair] for pair in sorted(best))


def all_packages(shipped: Path, data: Path) -> tuple[Package, ...]:
    """Every package that is there, also those that `find_packages` passes over; errors as there."""
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

    Raises ConfigError when it is no package or `data` cannot be written.
    """
    with _unpacked(path, _installed_folder(data)) as scratch:
        package = read_package(scratch, "installed")
        folder = _installed_folder(data) / f"translate-{package.source}_{package.target}"
        _replace(scratch, folder)
    return read_package(folder, "installed")


def remove(source: str, target: str, data: Path) -> None:
    """Removes the installed package of the pair; those that ship stay. Raises NoPackage."""
    folders = [p.path for p in _installed(data) if (p.source, p.target) == (source, target)]
    if not folders:
        raise NoPackage(source, target)
    for folder in folders:
        shutil.rmtree(folder)


def available(client: httpx.Client | None = None) -> tuple[Offer, ...]:
    """What Argos' own index offers: the highest version of each pair, ordered by pair.

    `client` is for tests and proxies. Raises a FetchError leaf, or ConfigError when the index
    cannot be read.
    """
    url = str(_argos().settings.remote_package_index)
    with _client(client) as opened, tempfile.SpooledTemporaryFile(INDEX_LIMIT_BYTES) as sink:
        _download(opened, url, sink, INDEX_LIMIT_BYTES, None)
        sink.seek(0)
        content = sink.read()
    try:
        entries = json.loads(content)
        offers = [_offer(entry) for entry in entries if entry.get("type", "translate") == "translate"]
    except (ValueError, AttributeError, TypeError) as exc:
        raise ConfigError(f"the package index at {url} cannot be read: {exc}") from exc
    best: dict[tuple[str, str], Offer] = {}
    for offer in sorted((o for o in offers if o.links), key=lambda o: version_key(o.version)):
        best[offer.source, offer.target] = offer
    return tuple(best[pair] for pair in sorted(best))


def install_from_index(
    source: str,
    target: str,
    data: Path,
    *,
    progress: Progress | None = None,
    client: httpx.Client | None = None,
    offers: Sequence[Offer] | None = None,
) -> Package:
    """Downloads the package of the pair from Argos' index and installs it; nothing stays of a broken one.

    `offers` saves reading the index again. Raises NoPackage, a FetchError leaf, or ConfigError when
    what came is no package.
    """
    with _client(client) as opened:
        offered = available(opened) if offers is None else offers
        offer = next((o for o in offered if (o.source, o.target) == (source, target)), None)
        if offer is None:
            raise NoPackage(source, target)
        folder = _installed_folder(data)
        _make(folder)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".download-", suffix=".argosmodel") as sink:
            _download_any(opened, offer.links, sink, progress)
            return install_file(Path(sink.name), data)


def bpe_tokenizer(package: Package) -> Tokenizer:
    """Argos' tokenizer for packages with a `bpe.model`: Moses' rules, then byte pairs."""
    argos = _argos()
    tokenizer: Tokenizer = argos.BPETokenizer(package.path / "bpe.model", package.source, package.target)
    return tokenizer


def version_key(version: str) -> tuple[int, ...]:
    """Something to order versions by: their numbers ("1.10" after "1.9")."""
    digits = "".join(c if c.isascii() and c.isdigit() else " " for c in version)
    return tuple(int(part[:9]) for part in digits.split())


def read_package(path: Path, origin: Literal["installed", "shipped"]) -> Package:
    """The package in the folder `path`. Raises ConfigError when something of it is missing or wrong."""
    if not (path / "model" / "model.bin").is_file():
        raise ConfigError(f"{path} is no translation package: model/model.bin is missing")
    if not any((path / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise ConfigError(f"{path} is no translation package: it has no sentencepiece.model or bpe.model")
    try:
        metadata = json.loads((path / "metadata.json").read_bytes())
        argos = _argos().AvailablePackage(metadata)
    except (OSError, ValueError, AttributeError, TypeError) as exc:
        raise ConfigError(f"{path}: metadata.json cannot be read: {exc}") from exc
    codes = (argos.from_code, argos.to_code)
    if not all(isinstance(code, str) and code.isidentifier() for code in codes):
        raise ConfigError(f"{path}: metadata.json names no languages (from_code, to_code)")
    return Package(
        *codes, str(argos.package_version), path, origin, target_prefix=str(argos.target_prefix or "")
    )


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


def _installed_folder(data: Path) -> Path:
    return data / "installed"


def _installed(data: Path) -> Iterator[Package]:
    for path in _visible(_installed_folder(data)):
        if (path / "metadata.json").is_file():
            yield read_package(path, "installed")


def _shipped(shipped: Path, data: Path) -> Iterator[Package]:
    for path in _visible(shipped):
        if (path / "metadata.json").is_file():
            yield read_package(path, "shipped")
        elif path.suffix == ".argosmodel":
            yield read_package(_unpacked_once(path, data / "shipped"), "shipped")


def _visible(folder: Path) -> list[Path]:
    """What lies in the folder, without the scratch of an unpacking that is under way."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _unpacked_once(path: Path, folder: Path) -> Path:
    """The folder where the file lies unpacked; its name holds the content's mark, so that a new file
    under the old name is unpacked anew."""
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
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as exc:
        raise ConfigError(f"{path} is no Argos package: {exc}") from exc
    except FileNotFoundError as exc:
        raise ConfigError(f"{path} is not there") from exc


@contextmanager
def _unpacked(path: Path, folder: Path) -> Iterator[Path]:
    """The package's root in a scratch folder inside `folder`, which is gone afterwards."""
    _make(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unpack-", ignore_cleanup_errors=True) as scratch:
        with _opened(path) as archive:
            root = _root(path, archive.infolist())
            try:
                archive.extractall(scratch)
            except OSError as exc:
                raise ConfigError(f"cannot unpack {path} into {folder}: {exc}") from exc
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
        with suppress(FileNotFoundError):
            folder.rename(Path(aside) / folder.name)
        try:
            new.rename(folder)
        except OSError as exc:
            raise ConfigError(f"cannot install into {folder}: {exc}") from exc


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(f"not writable: {folder}")
    except OSError as exc:
        raise ConfigError(f"packages cannot be unpacked into {folder}: {exc}") from exc


def _offer(entry: Mapping[str, Any]) -> Offer:
    argos = _argos().AvailablePackage(dict(entry))
    links = tuple(str(link) for link in argos.links if str(link).startswith(("https://", "http://")))
    return Offer(
        str(argos.from_code), str(argos.to_code), str(argos.package_version), links,
        str(argos.from_name), str(argos.to_name),
    )  # fmt: skip


@contextmanager
def _client(client: httpx.Client | None) -> Iterator[httpx.Client]:
    if client is not None:
        yield client
        return
    import httpx

    with httpx.Client(timeout=DOWNLOAD_TIMEOUT_S, follow_redirects=True) as opened:
        yield opened


class _Sink(Protocol):
    def write(self, content: bytes, /) -> int: ...
    def seek(self, offset: int, /) -> int: ...
    def truncate(self, size: int, /) -> int: ...
    def flush(self) -> None: ...


def _download_any(client: httpx.Client, links: Sequence[str], sink: _Sink, progress: Progress | None) -> None:
    """The first of several addresses that gives the whole file; the error is the last one's."""
    for place, link in enumerate(links, start=1):
        sink.seek(0)
        sink.truncate(0)
        try:
            _download(client, link, sink, DOWNLOAD_LIMIT_BYTES, progress)
        except (FetchTimeout, Unreachable, BadStatus):
            if place == len(links):
                raise
        else:
            sink.flush()
            return


def _download(
    client: httpx.Client, url: str, sink: _Sink, limit_bytes: int, progress: Progress | None
) -> None:
    import httpx

    try:
        with client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as response:
            if response.status_code != httpx.codes.OK:
                raise BadStatus(response.status_code, url=url)
            declared = response.headers.get("content-length", "")
            packed = "content-encoding" in response.headers
            whole = int(declared) if declared.isdigit() and not packed else 0
            done = 0
            for chunk in response.iter_bytes(CHUNK_BYTES):
                sink.write(chunk)
                done += len(chunk)
                if done > limit_bytes:
                    raise TooLarge(limit_bytes, url=url)
                if progress is not None:
                    progress(done, whole)
    except httpx.TimeoutException as exc:
        raise FetchTimeout(DOWNLOAD_TIMEOUT_S, url=url) from exc
    except httpx.HTTPError as exc:
        raise Unreachable(url=url) from exc
    if whole and done != whole:
        raise Unreachable(url=url)


def _argos() -> Any:
    """argostranslate.package, imported at the first call.

    Its settings make folders in the user's home when they are imported and read them from the
    environment; they get a scratch folder instead, and nothing of theirs is used but the metadata
    reader and the address of the index.
    """
    name = "argostranslate.package"
    with _import_lock:
        if name not in sys.modules:
            with tempfile.TemporaryDirectory() as scratch, _environment(scratch):
                importlib.import_module(name)
        return sys.modules[name]


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
