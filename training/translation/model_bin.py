"""CTranslate2's side of a model: where each weight stands in its files, written and read back.

In: a shape, weights by the names of network.py, a vocabulary. Out: a folder that CTranslate2 loads; or, from
its `model.bin`, the shape and the weights again, int8 made float. It must not know packages, nor PyTorch.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import Activation, TransformerSpec
from ctranslate2.specs.model_spec import index_spec
from numpy.typing import NDArray

from training.translation.shape import Shape

POSITIONS = 512
"""Positions whose sinusoids are written; CTranslate2 stops after 256 subwords by itself."""
BINARY_VERSION = 6
"""Of model.bin, since CTranslate2 2.0."""
TYPES: tuple[type[np.generic] | None, ...] = (np.float32, np.int8, np.int16, np.int32, np.float16, None)
"""By their numbers in model.bin; the last is bfloat16, which NumPy lacks."""

Weights = Mapping[str, NDArray[np.float32]]


def places(shape: Shape) -> dict[str, str]:
    """Return CTranslate2's name of each weight -> network.py's."""
    table = {
        "encoder/embeddings_0/weight": "emb.weight",
        "decoder/embeddings/weight": "emb.weight",
        "decoder/projection/weight": "emb.weight",
        "decoder/projection/bias": "bias",
        **_norm("encoder", "en"),
        **_norm("decoder", "dn"),
    }
    for at in range(shape.encoder_layers):
        table |= _layer(f"encoder/layer_{at}", f"enc.{at}", across=False)
    for at in range(shape.decoder_layers):
        table |= _layer(f"decoder/layer_{at}", f"dec.{at}", across=True)
    return table


def write(folder: Path, shape: Shape, weights: Weights, vocabulary: Sequence[str], quantization: str) -> None:
    """Write model.bin, config.json and the vocabulary; `quantization`: int8, float16 or float32."""
    spec = TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers), shape.heads, pre_norm=True, activation=Activation.RELU
    )
    for place, name in places(shape).items():
        _put(spec, place, weights[name].copy())  # quantization works in place
    for half in ("encoder", "decoder"):
        _put(spec, f"{half}/scale_embeddings", True)
        _put(spec, f"{half}/position_encodings/encodings", sinusoids(POSITIONS, shape.width))
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    spec.config.add_source_eos = True
    spec.validate()
    spec.optimize(quantization)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


def read(content: bytes) -> tuple[Shape, dict[str, NDArray[np.float32]]]:
    """Return the shape and the weights, by network.py's names, of a model.bin that `write` wrote.

    Raises ValueError when it is of another version or another kind of model.
    """
    variables = _Reader(content).variables()
    norms = [name for name in variables if name.endswith("/self_attention/layer_norm/gamma")]
    layers = [sum(name.startswith(half) for name in norms) for half in ("encoder", "decoder")]
    words, width = variables["decoder/embeddings/weight"].shape
    inner = len(variables["encoder/layer_0/ffn/linear_0/bias"])
    shape = Shape(words, width, int(variables["encoder/num_heads"]), inner, *layers)
    weights = {name: _dequantized(variables, place) for place, name in places(shape).items()}
    return shape, weights


def sinusoids(length: int, width: int) -> NDArray[np.float32]:
    """Return the encodings of positions, sine and cosine interleaved, of shape (length, width)."""
    rates = np.exp(np.arange(0, width, 2) * -(math.log(10_000.0) / width))
    angles = np.arange(length)[:, None] * rates
    return np.stack([np.sin(angles), np.cos(angles)], -1).reshape(length, width).astype(np.float32)


def _layer(there: str, here: str, *, across: bool) -> dict[str, str]:
    table = {
        **_norm(f"{there}/self_attention", f"{here}.n1"),
        **_linear(f"{there}/self_attention/linear_0", f"{here}.att.qkv"),
        **_linear(f"{there}/self_attention/linear_1", f"{here}.att.o"),
        **_norm(f"{there}/ffn", f"{here}.n3" if across else f"{here}.n2"),
        **_linear(f"{there}/ffn/linear_0", f"{here}.ff.a"),
        **_linear(f"{there}/ffn/linear_1", f"{here}.ff.b"),
    }
    if across:
        table |= _norm(f"{there}/attention", f"{here}.n2")
        for at, part in enumerate(("q", "kv", "o")):
            table |= _linear(f"{there}/attention/linear_{at}", f"{here}.cross.{part}")
    return table


def _norm(there: str, here: str) -> dict[str, str]:
    return {f"{there}/layer_norm/gamma": f"{here}.weight", f"{there}/layer_norm/beta": f"{here}.bias"}


def _linear(there: str, here: str) -> dict[str, str]:
    return {f"{there}/{part}": f"{here}.{part}" for part in ("weight", "bias")}


def _put(spec: Any, place: str, value: object) -> None:
    scope, _, name = place.rpartition("/")
    setattr(index_spec(spec, scope), name, value)


def _dequantized(variables: Mapping[str, NDArray[Any]], place: str) -> NDArray[np.float32]:
    stored = variables[place]
    if stored.dtype == np.int8:
        scale = variables[f"{place}_scale"].astype(np.float32)
        return stored.astype(np.float32) / scale[:, None]
    return stored.astype(np.float32)


@dataclass
class _Reader:
    """Reads the parts of a model.bin one after another."""

    content: bytes
    at: int = 0

    def variables(self) -> dict[str, NDArray[Any]]:
        version, kind, _ = self._number("I"), self._string(), self._number("I")
        if version != BINARY_VERSION or kind != "TransformerSpec":
            raise ValueError(f"a model.bin of version {version} that holds a {kind} cannot be read")
        found = dict(self._variable() for _ in range(self._number("I")))
        return found | dict(self._aliases(found))

    def _variable(self) -> tuple[str, NDArray[Any]]:
        name = self._string()
        shape = [self._number("I") for _ in range(self._number("B"))]
        kind, size = TYPES[self._number("B")], self._number("I")
        if kind is None:
            raise ValueError("bfloat16 cannot be read")
        values: NDArray[Any] = np.frombuffer(self._bytes(size), kind).reshape(shape)
        return name, values

    def _aliases(self, found: Mapping[str, NDArray[Any]]) -> Iterator[tuple[str, NDArray[Any]]]:
        for _ in range(self._number("I")):
            alias, name = self._string(), self._string()
            yield alias, found[name]
            if f"{name}_scale" in found:
                yield f"{alias}_scale", found[f"{name}_scale"]

    def _number(self, kind: str) -> int:
        return int(struct.unpack(f"<{kind}", self._bytes(struct.calcsize(f"<{kind}")))[0])

    def _string(self) -> str:
        return self._bytes(self._number("H"))[:-1].decode()

    def _bytes(self, count: int) -> bytes:
        self.at += count
        return self.content[self.at - count : self.at]
