"""Opens an Argos package for reading. In: an .argosmodel file or a folder. Out: a folder, for a while."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def unpacked(package: Path) -> Iterator[Path]:
    """Give the folder with the package's metadata.json; that of a file is gone afterwards.

    The file is one of our own: nothing guards against an archive that means harm, as bot/translation does.
    """
    if package.is_dir():
        yield package
        return
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder)
        yield next(Path(folder).glob("*/metadata.json")).parent
