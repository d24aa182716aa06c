"""Makes Argos packages for tests out of the one that ships; nothing is downloaded."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).resolve().parents[1] / "models"


def shipped_file() -> Path:
    """The Indonesian-English package that ships."""
    return next(iter(sorted(SHIPPED.glob("translate-id_en-*.argosmodel"))))


def make_package(
    folder: Path,
    source: str,
    target: str,
    *,
    version: str = "1.0",
    name: str = "",
    model: bool = False,
    entries: dict[str, bytes] | None = None,
    without: str = "",
    **metadata: Any,
) -> Path:
    """An `.argosmodel` file in `folder`.

    With `model` the shipped model lies in it under the codes given, else a few bytes in its place.
    `entries` are put in as they are named; the file called `without` is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    root = f"translate-{source}_{target}"
    path = folder / f"{name or root}.argosmodel"
    about = {"package_version": version, "from_code": source, "to_code": target, **metadata}
    contents = _shipped_contents() if model else {"model/model.bin": b"0", "sentencepiece.model": b"0"}
    contents["metadata.json"] = json.dumps(about).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in contents.items():
            if entry != without:
                archive.writestr(f"{root}/{entry}", content)
        for entry, content in (entries or {}).items():
            archive.writestr(entry, content)
    return path


def _shipped_contents() -> dict[str, bytes]:
    with zipfile.ZipFile(shipped_file()) as archive:
        return {
            info.filename.split("/", 1)[1]: archive.read(info)
            for info in archive.infolist()
            if not info.is_dir()
        }
