"""Unpacks the files that Argos packages come in, and holds them to be no more than that.

In: an `.argosmodel` file, which a stranger may have made. Out: a scratch folder with the one folder that it
holds, without what is not needed. Entries that lead out of it, bombs and damage are refused. This module must
not know what a package says of itself.
"""

from __future__ import annotations

import hashlib
import lzma
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from bot.translation.disk import need_room
from bot.translation.package import NotAPackage

UNPACKED_LIMIT_BYTES = 4 << 30
"""The largest package that is unpacked: Argos' own take 0.1 to 0.5 GB; a zip bomb takes more."""
ENTRY_LIMIT = 10_000
"""The most files in a package: Argos' own hold about 20; a bomb may hold millions of empty ones."""
SENTENCE_SPLITTERS = frozenset({"stanza", "minisbd", "spacy"})
"""Folders of a package that find the ends of sentences for Argos. We do that ourselves: they are not
unpacked."""
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, IndexError, RuntimeError, ValueError,
)  # fmt: skip
"""What zipfile raises over a file that is no archive, or over one that is damaged or encrypted."""


def is_whole(copy: Path, path: Path) -> bool:
    """Whether each file of the package is there in its length: a power cut may have taken some."""
    with _opened(path) as archive:
        root, entries = _wanted(path, archive.infolist())
    files = {PurePosixPath(e.filename).relative_to(root): e.file_size for e in entries if not e.is_dir()}
    try:
        return all((copy / name).stat().st_size == size for name, size in files.items())
    except OSError:
        return False


def content_mark(path: Path) -> str:
    with _opened(path) as archive:
        entries = "\n".join(f"{i.filename} {i.CRC} {i.file_size}" for i in archive.infolist())
    return hashlib.sha256(entries.encode("utf-8", "replace")).hexdigest()[:12]


@contextmanager
def unpacked(path: Path, folder: Path) -> Iterator[Path]:
    """The package's root in a scratch folder inside `folder`, which is gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unpack-", ignore_cleanup_errors=True) as scratch:
        with _opened(path) as archive:
            root, entries = _wanted(path, archive.infolist())
            need_room(sum(entry.file_size for entry in entries), folder)
            archive.extractall(scratch, entries)
        yield Path(scratch) / root


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except BROKEN_ARCHIVE as exc:
        raise NotAPackage(f"{path} is no Argos package: {exc}") from exc


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
