"""Makes Argos packages for tests out of the one that ships; nothing is downloaded."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

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
    contents: dict[str, bytes] | None = None,
    entries: dict[str, bytes] | None = None,
    without: str = "",
    compression: int = zipfile.ZIP_STORED,
    **metadata: Any,
) -> Path:
    """An `.argosmodel` file in `folder`.

    With `model` the shipped model lies in it under the codes given, else `contents`, else a few bytes.
    `entries` are put in as they are named; the file called `without` is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    root = f"translate-{source}_{target}"
    path = folder / f"{name or root}.argosmodel"
    about = {"package_version": version, "from_code": source, "to_code": target, **metadata}
    if model:
        contents = _shipped_contents()
    contents = {**(contents or {"model/model.bin": b"0", "sentencepiece.model": b"0"})}
    contents["metadata.json"] = json.dumps(about).encode()
    with zipfile.ZipFile(path, "w", compression) as archive:
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


BYTE_PAIRS = "#version: 0.2\nJ e\nJe m\na n</w>\nt an</w>\nb a\nba tan</w>\nr u</w>\n"
"""Merges for "Jembatan" and "baru", in the order in which they are made."""


def make_bpe_package(folder: Path, source: str, target: str, said: Sequence[str]) -> Path:
    """An `.argosmodel` file with a `bpe.model` and a tiny model that says `said`, whatever it is given."""
    return make_tiny_package(folder, source, target, said)


def make_tiny_package(
    folder: Path,
    source: str,
    target: str,
    said: Sequence[str],
    *,
    subwords: Literal["bpe", "sentencepiece"] = "bpe",
    vocabulary: Literal["json", "txt"] = "json",
    beside: dict[str, bytes] | None = None,
    **metadata: Any,
) -> Path:
    """An `.argosmodel` file in one of the shapes of Argos' own: subword units of either kind, vocabularies
    as CTranslate2 writes them now or has written them, and what lies `beside` the model."""
    with tempfile.TemporaryDirectory() as scratch:
        _save_model(scratch, said)
        contents = {f"model/{path.name}": path.read_bytes() for path in Path(scratch).iterdir()}
    if vocabulary == "txt":
        del contents["model/config.json"]  # until version 5 of the format there was none
        contents["model/model.bin"] = (5).to_bytes(4, "little") + contents["model/model.bin"][4:]
        for name in ("source_vocabulary", "target_vocabulary"):
            words = json.loads(contents.pop(f"model/{name}.json"))
            contents[f"model/{name}.txt"] = "\n".join(words).encode()
    if subwords == "bpe":
        contents["bpe.model"] = BYTE_PAIRS.encode()
    else:
        contents["sentencepiece.model"] = _shipped_contents()["sentencepiece.model"]
    return make_package(folder, source, target, contents={**contents, **(beside or {})}, **metadata)


def _save_model(folder: str, said: Sequence[str]) -> None:
    """A transformer whose layers add nothing; its output is the subword after the last one it wrote."""
    from ctranslate2.specs import TransformerSpec
    from ctranslate2.specs.model_spec import visit_spec

    source = ["<unk>", "<s>", "</s>", "Jem@@", "batan", "ba@@", "ru", "."]
    target = ["<s>", *said, "</s>", "<unk>"]
    width = 4 * (1 + len(target) // 4)
    heights = {"self_attention/linear_0/weight": 3, "/attention/linear_1/weight": 2}

    def fill(layer: Any, name: str, value: object) -> None:
        if value is None:
            kind = name.rsplit("/", 1)[-1]
            height = next((height for end, height in heights.items() if name.endswith(end)), 1)
            shape = (height * width, width) if kind == "weight" else (width,)
            setattr(layer, kind, np.full(shape, kind == "gamma", np.float32))

    spec = TransformerSpec.from_config(1, 1, pre_norm=True)
    visit_spec(spec, fill)
    for half in (spec.encoder, spec.decoder):
        half.position_encodings.encodings = np.zeros((512, width), np.float32)
    spec.encoder.embeddings[0].weight = np.zeros((len(source), width), np.float32)
    spec.decoder.embeddings.weight = np.eye(len(target), width, dtype=np.float32)
    spec.decoder.projection.weight = 10 * np.eye(len(target), width, k=-1, dtype=np.float32)
    spec.register_source_vocabulary(source)
    spec.register_target_vocabulary(target)
    spec.validate()
    spec.save(folder)


def left_in(data: Path) -> list[str]:
    """The hidden names in a folder: what a process leaves that is killed."""
    return sorted(path.name for path in data.rglob("*") if path.name.startswith("."))
