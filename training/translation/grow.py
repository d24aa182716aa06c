"""Makes a deeper network of a trained one. In: a checkpoint. Out: one with more encoder layers, at step 0.

    python -m training.translation.grow .train/id_en.pt .train/deep/id_en.pt --encoder-layers 8

The new layers stand behind the old ones and add nothing at first: what they write to the sum is zero, so that
the network translates as before. The encoder reads all words at once, so that depth there costs a translation
little (Kasai et al. 2021, "Deep encoder, shallow decoder"). It must not know data.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.translation.shape import Shape

SILENT = ("att.o", "ff.b")
"""What a layer of the encoder adds to the sum is written by these."""
SEED = 1

Weights = dict[str, NDArray[np.float32]]


def grown(shape: Shape, weights: Mapping[str, NDArray[np.float32]], layers: int) -> tuple[Shape, Weights]:
    """Return a network with so many encoder layers that computes the same. Raises ValueError for fewer."""
    if layers < shape.encoder_layers:
        raise ValueError(f"the network has {shape.encoder_layers} encoder layers")
    random, more = np.random.default_rng(SEED), dict(weights)
    first = [name.removeprefix("enc.0.") for name in weights if name.startswith("enc.0.")]
    for layer in range(shape.encoder_layers, layers):
        for name in first:
            more[f"enc.{layer}.{name}"] = _new(name, weights[f"enc.0.{name}"], random)
    return replace(shape, encoder_layers=layers), more


def _new(name: str, like: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """Return weights as a network begins with (Glorot and Bengio 2010), zeros where they must add nothing."""
    owner, _, kind = name.rpartition(".")
    if kind == "bias" or owner in SILENT:
        return np.zeros_like(like)
    if like.ndim == 1:  # of a norm
        return np.ones_like(like)
    reach = math.sqrt(6 / sum(like.shape))
    return random.uniform(-reach, reach, like.shape).astype(np.float32)


def main() -> None:
    """Read, grow and write a checkpoint."""
    import torch

    from training.translation.checkpoint import Checkpoint

    parser = argparse.ArgumentParser(description="a deeper network that translates as before")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder-layers", type=int, required=True)
    arguments = parser.parse_args()
    saved = Checkpoint.read(arguments.checkpoint)
    arrays = {name: weight.float().numpy() for name, weight in saved.average.items()}
    shape, deeper = grown(saved.shape, arrays, arguments.encoder_layers)
    weights = {name: torch.from_numpy(array) for name, array in deeper.items()}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    Checkpoint(shape, weights, weights).write(arguments.out)
    print(shape)


if __name__ == "__main__":
    main()
