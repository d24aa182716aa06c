"""Makes a checkpoint of a package that ships, so that training can go on. In: a package. Out: MODEL.pt.

    python -m training.translation.resume models/translate-id_en-1_9.argosmodel .train/id_en.pt

The package's sentencepiece.model is written beside it: text is to be encoded with that (prepare.py
--vocabulary). Weights come back from int8, within half a step of its scale; what the optimizers knew is gone.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.translation.checkpoint import Checkpoint
from training.translation.model_bin import read
from training.translation.unpacked import unpacked


def checkpoint_of(package: Path) -> Checkpoint:
    """Return the checkpoint that a package (file or folder) holds, at step 0."""
    with unpacked(package) as folder:
        shape, arrays = read((folder / "model" / "model.bin").read_bytes())
    weights = {name: torch.from_numpy(array.copy()) for name, array in arrays.items()}
    return Checkpoint(shape, weights, weights)


def main() -> None:
    """Write the checkpoint and the vocabulary."""
    parser = argparse.ArgumentParser(description="an Argos package to a checkpoint")
    parser.add_argument("package", type=Path)
    parser.add_argument("checkpoint", type=Path)
    arguments = parser.parse_args()
    checkpoint = checkpoint_of(arguments.package)
    arguments.checkpoint.parent.mkdir(parents=True, exist_ok=True)
    checkpoint.write(arguments.checkpoint)
    with unpacked(arguments.package) as folder:
        vocabulary = (folder / "sentencepiece.model").read_bytes()
    arguments.checkpoint.with_name("sentencepiece.model").write_bytes(vocabulary)
    print(checkpoint.shape)


if __name__ == "__main__":
    main()
