"""Makes an Argos package of a checkpoint. In: MODEL.pt, sentencepiece.model. Out: translate-*.argosmodel.

    python -m training.translation.package --checkpoint .train/id_en.pt \\
        --vocabulary .train/sentencepiece.model --direction id_en --version 1.1 --out models

The averaged weights ship. The same checkpoint gives the same bytes. The card beside the package
(models/translate-id_en-1_9.card.md), when there is one, becomes its README. It must not know how networks are
trained.
"""

from __future__ import annotations

import argparse
import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import sentencepiece

from bot.translation.argos import CAN_BE_TOLD
from bot.translation.decoder import SHORTLIST
from training.translation.checkpoint import Checkpoint
from training.translation.model_bin import write
from training.translation.recipe import DIRECTIONS

NAMES = {"id": "Indonesian", "en": "English"}
ARGOS_VERSION = "1.9"
"""What the package asks for: an Argos that splits sentences by itself, for no model of that is in it."""
DATE = (1980, 1, 1, 0, 0, 0)
"""Of every entry, the first that zip knows: the archive then depends on its contents alone."""
QUANTIZATIONS = ("int8", "float16", "float32")


def package_name(direction: str, version: str) -> str:
    """Return the file's name without its suffix, as Argos' index writes it."""
    return f"translate-{direction}-{version.replace('.', '_')}"


def metadata(direction: str, version: str, *, can_be_told: bool = False) -> dict[str, str | bool]:
    """Return what Argos reads of a package, and whether its model learnt from what switched.py makes."""
    source, target = direction.split("_")
    return {
        "package_version": version, "argos_version": ARGOS_VERSION, "type": "translate",
        "from_code": source, "from_name": NAMES[source], "to_code": target, "to_name": NAMES[target],
        **({CAN_BE_TOLD: True} if can_be_told else {}),
    }  # fmt: skip


def write_package(
    checkpoint: Checkpoint,
    vocabulary: Path,
    direction: str,
    version: str,
    out: Path,
    quantization: str = "int8",
    *,
    can_be_told: bool = False,
    shortlist: Path | None = None,
) -> Path:
    """Write the package into the folder `out` and return its path.

    `shortlist`: what shortlist.py made for the vocabulary and direction.
    Raises ValueError when the vocabulary is not the checkpoint's.
    """
    processor = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))
    subwords = [processor.id_to_piece(at) for at in range(processor.get_piece_size())]
    if len(subwords) != checkpoint.shape.vocabulary:
        raise ValueError(
            f"{vocabulary} has {len(subwords)} subwords, the model {checkpoint.shape.vocabulary}"
        )
    name = package_name(direction, version)
    card = out / f"{name}.card.md"
    readme = card.read_text(encoding="utf-8") if card.exists() else f"# {name}\n"
    about = metadata(direction, version, can_be_told=can_be_told)
    entries = {
        "README.md": readme.encode(),
        "metadata.json": (json.dumps(about, indent=2) + "\n").encode(),
        "sentencepiece.model": vocabulary.read_bytes(),
    }
    if shortlist:
        entries[f"model/{SHORTLIST}"] = shortlist.read_bytes()
    weights = {key: weight.float().numpy() for key, weight in checkpoint.average.items()}
    with TemporaryDirectory() as folder:
        write(Path(folder), checkpoint.shape, weights, subwords, quantization)
        entries |= {f"model/{file.name}": file.read_bytes() for file in Path(folder).iterdir()}
    out.mkdir(parents=True, exist_ok=True)
    return _zipped(entries, name, out / f"{name}.argosmodel")


def _zipped(entries: dict[str, bytes], root: str, path: Path) -> Path:
    unfinished = path.with_name(f"{path.name}.part")
    with zipfile.ZipFile(unfinished, "w") as archive:
        for name, content in sorted(entries.items()):
            entry = zipfile.ZipInfo(f"{root}/{name}", DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content, compresslevel=9)
    return unfinished.replace(path)


def main() -> None:
    """Read the arguments and write the package."""
    parser = argparse.ArgumentParser(description="a checkpoint to an Argos package")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True, help="its sentencepiece.model")
    parser.add_argument("--direction", choices=DIRECTIONS, required=True)
    parser.add_argument("--version", required=True, help="such as 1.1")
    parser.add_argument("--out", type=Path, default=Path("models"))
    parser.add_argument("--quantization", choices=QUANTIZATIONS, default="int8")
    parser.add_argument("--can-be-told", action="store_true", help="it learnt from what switched.py makes")
    parser.add_argument("--shortlist", type=Path, help="what shortlist.py made")
    arguments = parser.parse_args()
    checkpoint = Checkpoint.read(arguments.checkpoint)
    path = write_package(
        checkpoint, arguments.vocabulary, arguments.direction, arguments.version, arguments.out,
        arguments.quantization, can_be_told=arguments.can_be_told, shortlist=arguments.shortlist,
    )  # fmt: skip
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, step {checkpoint.step}, {asdict(checkpoint.shape)}")


if __name__ == "__main__":
    main()
