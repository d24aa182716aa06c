"""Says how large a network is. Pure: it must not know what the network is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a Transformer: subwords, values a position, heads of attention, values inside, layers."""

    vocabulary: int
    width: int
    heads: int
    feed_forward: int
    encoder_layers: int
    decoder_layers: int
