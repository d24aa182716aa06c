"""The Transformer that is trained, and its loss. In: batches of ids. Out: a loss, or scores of the next word.

Pre-norm, shared embeddings, ReLU, sinusoids as CTranslate2 computes them, so that package.py can hand every
array over as it is (Vaswani et al., 2017; https://opennmt.net/CTranslate2). It must not know files, text or
clocks.

Attention, dropout and loss are written out where PyTorch's own were measured to be slow on a CPU; together
they make a step 2.6 times faster there (two cores with bfloat16, d 256, 2,048 subwords).
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from training.translation.arrays import PAD
from training.translation.shape import Shape

LONGEST = 512
"""Positions that the model knows; pairs for training have at most prepare.py's LIMIT_SUBWORDS."""
MASKED = -1e9


class Dropout(nn.Module):
    """Sets a share of the values to zero; on a CPU from a pool of random masks, read at a random place.

    Drawing fresh random numbers took a tenth of a step there.
    """

    POOL = 1 << 24
    _pools: ClassVar[dict[float, Tensor]] = {}

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.share:
            return x
        if x.is_cuda or 2 * x.numel() > self.POOL:
            return F.dropout(x, self.share)
        if self.share not in self._pools:
            kept = (torch.rand(self.POOL) >= self.share).to(torch.bfloat16)
            self._pools[self.share] = kept / (1 - self.share)
        at = int(torch.randint(self.POOL - x.numel(), ()))
        return x * self._pools[self.share][at : at + x.numel()].view(x.shape).to(x.dtype)


class Attention(nn.Module):
    """Multi-head attention over the sequence itself, or over the encoder's output."""

    def __init__(self, width: int, heads: int, *, across: bool = False) -> None:
        super().__init__()
        self.heads, self.across = heads, across
        if across:
            self.q, self.kv = nn.Linear(width, width), nn.Linear(width, 2 * width)
        else:
            self.qkv = nn.Linear(width, 3 * width)
        self.o = nn.Linear(width, width)

    def forward(self, x: Tensor, memory: Tensor | None = None, mask: Tensor | None = None) -> Tensor:
        """`mask`: added to the scores, broadcast to (rows, heads, x, memory)."""
        if self.across:
            q, (k, v) = self.q(x), self.kv(memory).chunk(2, -1)
        else:
            q, k, v = self.qkv(x).chunk(3, -1)
        q, k, v = (self._split(t) for t in (q, k, v))
        if x.is_cuda:
            narrow = None if mask is None else mask.to(q.dtype)
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=narrow)
        else:
            scores = (q / math.sqrt(q.shape[-1])) @ k.transpose(-1, -2)
            if mask is not None:
                scores = scores + mask.to(scores.dtype)
            mixed = torch.softmax(scores, -1).to(v.dtype) @ v
        out: Tensor = self.o(mixed.transpose(1, 2).reshape(x.shape))
        return out

    def _split(self, x: Tensor) -> Tensor:
        return x.reshape(len(x), -1, self.heads, x.shape[-1] // self.heads).transpose(1, 2)


class FeedForward(nn.Module):
    """Two layers with ReLU between."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.b(F.relu(self.a(x)))
        return out


class EncoderLayer(nn.Module):
    """Attention to the whole source, then the feed-forward layers."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.att = Attention(shape.width, shape.heads)
        self.ff = FeedForward(shape.width, shape.feed_forward)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = x + self.drop(self.att(self.n1(x), mask=mask))
        out: Tensor = x + self.drop(self.ff(self.n2(x)))
        return out


class DecoderLayer(nn.Module):
    """Attention to what is written so far, then to the source, then the feed-forward layers."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.n1, self.n2, self.n3 = (nn.LayerNorm(shape.width) for _ in range(3))
        self.att = Attention(shape.width, shape.heads)
        self.cross = Attention(shape.width, shape.heads, across=True)
        self.ff = FeedForward(shape.width, shape.feed_forward)
        self.drop = Dropout(dropout)

    def forward(self, y: Tensor, memory: Tensor, causal: Tensor, mask: Tensor) -> Tensor:
        y = y + self.drop(self.att(self.n1(y), mask=causal))
        y = y + self.drop(self.cross(self.n2(y), memory, mask))
        out: Tensor = y + self.drop(self.ff(self.n3(y)))
        return out


class Transformer(nn.Module):
    """The whole network."""

    pe: Tensor

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.emb = nn.Embedding(shape.vocabulary, shape.width)
        self.enc = nn.ModuleList(EncoderLayer(shape, dropout) for _ in range(shape.encoder_layers))
        self.dec = nn.ModuleList(DecoderLayer(shape, dropout) for _ in range(shape.decoder_layers))
        self.en, self.dn = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.drop = Dropout(dropout)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.register_buffer("pe", positions(LONGEST, shape.width), persistent=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2 and "emb" not in name:
                nn.init.xavier_uniform_(weight)
            elif name.endswith(".bias"):
                nn.init.zeros_(weight)
        nn.init.normal_(self.emb.weight, std=shape.width**-0.5)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Return the encoder's output and the mask that hides its padding."""
        mask = (source == PAD)[:, None, None, :] * MASKED
        x = self._embed(source)
        for layer in self.enc:
            x = layer(x, mask)
        return self.en(x), mask

    def decode(self, given: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Return the decoder's output for every position of `given`."""
        length = given.shape[1]
        causal = torch.full((length, length), MASKED, device=given.device).triu(1)
        y = self._embed(given)
        for layer in self.dec:
            y = layer(y, memory, causal, mask)
        out: Tensor = self.dn(y)
        return out

    def scores(self, states: Tensor) -> Tensor:
        """Return the scores of all words for decoder states."""
        return F.linear(states, self.emb.weight, self.bias)

    def forward(self, source: Tensor, given: Tensor, wanted: Tensor, smoothing: float) -> Tensor:
        """Return the mean loss of one batch, with label smoothing (Szegedy et al., 2016)."""
        states = self.decode(given, *self.encode(source))
        kept = wanted != PAD
        loss: Tensor = _SmoothedLoss.apply(states[kept], self.emb.weight, self.bias, wanted[kept], smoothing)
        return loss

    def _embed(self, ids: Tensor) -> Tensor:
        width = self.shape.width
        out: Tensor = self.drop(self.emb(ids) * math.sqrt(width) + self.pe[: ids.shape[1]])
        return out


def positions(length: int, width: int) -> Tensor:
    """Return sinusoids, sine and cosine interleaved, of shape (length, width)."""
    rates = torch.exp(torch.arange(0, width, 2).float() * -(math.log(10_000.0) / width))
    angles = torch.arange(length)[:, None].float() * rates
    return torch.stack([angles.sin(), angles.cos()], -1).reshape(length, width)


class _SmoothedLoss(torch.autograd.Function):
    """Projection, softmax and cross-entropy in one; the gradient is made in place at once."""

    @staticmethod
    def forward(
        ctx: Any, states: Tensor, weight: Tensor, bias: Tensor, wanted: Tensor, smoothing: float
    ) -> Tensor:
        narrow = torch.bfloat16 if torch.is_autocast_enabled(states.device.type) else states.dtype
        states_, weight_ = states.to(narrow), weight.to(narrow)
        scores = (states_ @ weight_.T).float().add_(bias)
        words = scores.shape[1]
        right, total = scores.gather(1, wanted[:, None]), scores.sum(1, keepdim=True)
        highest = scores.amax(1, keepdim=True)
        share = scores.sub_(highest).exp_()
        norm = share.sum(1, keepdim=True)
        loss = (norm.log() + highest - (1 - smoothing) * right - smoothing / words * total).mean()
        gradient = share.div_(norm).sub_(smoothing / words)
        gradient.scatter_add_(1, wanted[:, None], torch.full_like(right, smoothing - 1)).div_(len(wanted))
        short = gradient.to(narrow)
        ctx.save_for_backward(short @ weight_, short.T @ states_, gradient.sum(0))
        ctx.dtypes = states.dtype, weight.dtype
        return loss

    @staticmethod
    def backward(ctx: Any, *outer: Tensor) -> tuple[Tensor | None, ...]:
        states, weight, bias = ctx.saved_tensors
        first, second = ctx.dtypes
        scale = outer[0]
        return states.to(first) * scale, weight.to(second) * scale, bias * scale, None, None
