"""Keeps a network between runs. In: weights. Out: a file, or int8 pieces that pass through a narrow way home.

    python -m training.translation.checkpoint pack MODEL.pt FOLDER NAME
    python -m training.translation.checkpoint unpack FOLDER NAME MODEL.pt

Weights are kept beside their moving average, which is what ships. It must not know data.
"""

from __future__ import annotations

import argparse
import io
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.translation.network import Transformer
from training.translation.shape import Shape

PIECE_BYTES = 15 << 20
"""Rented machines hand back small files only: 16 MiB on the one that this was written for."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A network as it was saved: `average` is the moving average of its weights."""

    shape: Shape
    weights: dict[str, Tensor]
    average: dict[str, Tensor]
    step: int = 0
    optimizers: list[dict[str, Any]] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """Write the file; what stood there stays until the new one is whole."""
        unfinished = path.with_name(f"{path.name}.part")
        torch.save(asdict(self), unfinished)
        unfinished.replace(path)

    @classmethod
    def read(cls, path: Path) -> Checkpoint:
        """Read what `write` wrote."""
        saved = torch.load(path, map_location="cpu", weights_only=True)
        return cls(**saved | {"shape": Shape(**saved["shape"])})

    def network(self, dropout: float = 0.0) -> Transformer:
        """Return the network with the averaged weights."""
        network = Transformer(self.shape, dropout)
        network.load_state_dict({name: weight.float() for name, weight in self.average.items()})
        return network


def pack(checkpoint: Checkpoint, folder: Path, name: str) -> int:
    """Write the averaged weights as NAME.0, NAME.1, ... and return their bytes.

    Matrices are quantized by row, symmetrically, as CTranslate2's int8 does; the rest stays in float32.
    """
    arrays: dict[str, Any] = {"shape": np.array(json.dumps(asdict(checkpoint.shape)))}
    for key, weight in checkpoint.average.items():
        weight = weight.float()
        if weight.dim() == 2:
            scale = weight.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
            arrays[f"{key}#scale"] = scale.numpy()
            weight = (weight / scale).round().to(torch.int8)
        arrays[key] = weight.numpy()
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    raw = buffer.getvalue()
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(0, len(raw), PIECE_BYTES):
        (folder / f"{name}.{at // PIECE_BYTES}").write_bytes(raw[at : at + PIECE_BYTES])
    return len(raw)


def unpack(folder: Path, name: str) -> Checkpoint:
    """Return what `pack` wrote."""
    pieces = sorted(folder.glob(f"{name}.[0-9]*"), key=lambda piece: int(piece.suffix[1:]))
    with np.load(io.BytesIO(b"".join(piece.read_bytes() for piece in pieces))) as file:
        arrays = {key: file[key] for key in file.files}
    shape = Shape(**json.loads(str(arrays.pop("shape"))))
    scales = {key: arrays.pop(key) for key in list(arrays) if key.endswith("#scale")}
    weights = {
        key: torch.from_numpy(array.astype(np.float32) * scales.get(f"{key}#scale", np.float32(1)))
        for key, array in arrays.items()
    }
    return Checkpoint(shape, weights, weights)


def main() -> None:
    """Pack or unpack."""
    parser = argparse.ArgumentParser(description="a checkpoint in int8 pieces, and back")
    parser.add_argument("what", choices=("pack", "unpack"))
    parser.add_argument("arguments", nargs=3, help="MODEL.pt FOLDER NAME, or FOLDER NAME MODEL.pt")
    arguments = parser.parse_args()
    if arguments.what == "pack":
        model, folder, name = arguments.arguments
        print(f"{pack(Checkpoint.read(Path(model)), Path(folder), name) / 1e6:.1f} MB")
    else:
        folder, name, model = arguments.arguments
        unpack(Path(folder), name).write(Path(model))


if __name__ == "__main__":
    main()
