"""Translates arrays of subwords: back-translation, distillation. In: NAME.mono.npz, or pairs. Out: pairs.

    python -m training.translation.decode --checkpoint .train/gpu/base_en_id.pt --direction en_id \\
        .train/gpu/globalvoices.en.mono.npz .train/gpu/synthetic_id_en.npz
    python -m training.translation.decode --package models/translate-en_id-1_6.argosmodel --direction en_id \\
        .train/globalvoices.en.mono.npz .train/synthetic_id_en.npz

The first form is for an accelerator and needs PyTorch and NumPy alone; the second is for a processor and lets
CTranslate2 do it. Words are drawn from the ten likeliest (Edunov et al., 2018: noise teaches more than the
best translation does); `--greedy` takes the best, for distillation. Text never appears: ids in, ids out.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.translation.arrays import BOS, EOS, PAD, Pairs, Ragged, padded
from training.translation.checkpoint import Checkpoint
from training.translation.network import Attention, DecoderLayer, Transformer
from training.translation.recipe import DIRECTIONS
from training.translation.unpacked import unpacked

DRAWN_FROM = 10
"""Words that sampling chooses from: all of them would let nonsense in."""
TOKENS = 60_000
"""Padded source subwords decoded together on an accelerator."""
GROWTH, SLACK = 1.6, 8
"""A translation is cut at so many times its source's subwords, and so many more."""
LIKE_LENGTH = 2.5
"""Sides whose lengths differ by more (and by `SLACK`) are dropped: loops, and sources that are lists."""
LOOK_EVERY = 8
"""Steps between two looks at which rows have ended: a look makes the processor wait for the accelerator."""
LOGGED_EVERY_S = 20.0

Rows = Sequence[Sequence[int]]


@dataclass(slots=True)
class _Kept:
    """Keys and values of one decoder layer: of what is written so far, and of the source."""

    keys: Tensor
    values: Tensor
    source_keys: Tensor
    source_values: Tensor

    def select(self, rows: Tensor) -> _Kept:
        return _Kept(self.keys[rows], self.values[rows], self.source_keys[rows], self.source_values[rows])


class Writer:
    """Writes the translations of one batch, a subword of each row at a time, keeping what was computed."""

    def __init__(self, network: Transformer, source: Tensor, limit: int) -> None:
        self._network, self.at = network, 0
        memory, self._mask = network.encode(source)
        self._decoder = cast("list[DecoderLayer]", list(network.dec))
        self._layers = []
        for layer in self._decoder:
            keys, values = (_heads(layer.cross, part) for part in layer.cross.kv(memory).chunk(2, -1))
            empty = keys.new_empty(len(source), keys.shape[1], limit, keys.shape[3])
            self._layers.append(_Kept(empty, torch.empty_like(empty), keys, values))

    def scores(self, words: Tensor) -> Tensor:
        """Return the scores of what follows `words`, the last subword of each row: (rows, vocabulary)."""
        network = self._network
        y = (network.emb(words) * math.sqrt(network.shape.width) + network.pe[self.at])[:, None]
        for layer, kept in zip(self._decoder, self._layers, strict=True):
            y = y + self._own(layer.att, layer.n1(y), kept)
            query = _heads(layer.cross, layer.cross.q(layer.n2(y)))
            mask = self._mask.to(query.dtype)
            y = y + layer.cross.o(_attended(query, kept.source_keys, kept.source_values, mask))
            y = y + layer.ff(layer.n3(y))
        self.at += 1
        return network.scores(network.dn(y[:, 0])).float()

    def keep(self, rows: Tensor) -> None:
        """Forget all rows but these."""
        self._mask = self._mask[rows]
        self._layers = [kept.select(rows) for kept in self._layers]

    def _own(self, attention: Attention, x: Tensor, kept: _Kept) -> Tensor:
        query, key, value = (_heads(attention, part) for part in attention.qkv(x).chunk(3, -1))
        kept.keys[:, :, self.at], kept.values[:, :, self.at] = key[:, :, 0], value[:, :, 0]
        until = self.at + 1
        out: Tensor = attention.o(_attended(query, kept.keys[:, :, :until], kept.values[:, :, :until]))
        return out


def _heads(attention: Attention, x: Tensor) -> Tensor:
    return x.reshape(len(x), x.shape[1], attention.heads, -1).transpose(1, 2)


def _attended(query: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
    mixed = F.scaled_dot_product_attention(query, keys, values, attn_mask=mask)
    return mixed.transpose(1, 2).reshape(len(query), 1, -1)


def likeliest(scores: Tensor) -> Tensor:
    """Return the best word of each row."""
    return scores.argmax(-1)


def drawn(scores: Tensor) -> Tensor:
    """Return one of the likeliest words of each row, drawn by their probabilities."""
    best, words = scores.topk(DRAWN_FROM)
    return words.gather(1, torch.multinomial(best.softmax(-1), 1))[:, 0]


@torch.no_grad()
def translate_batch(
    network: Transformer, source: Tensor, choose: Callable[[Tensor], Tensor]
) -> list[list[int]]:
    """Return what each row (padded, with EOS) is in the other language; empty where no end was found."""
    limit = int(GROWTH * source.shape[1]) + SLACK
    written = torch.full((len(source), limit), PAD, device=source.device)
    writer, rows = Writer(network, source, limit), torch.arange(len(source), device=source.device)
    words = torch.full((len(source),), BOS, device=source.device)
    ended = torch.zeros_like(words, dtype=torch.bool)
    for at in range(limit):
        words = choose(writer.scores(words))
        written[rows, at] = words
        ended |= words == EOS
        if at % LOOK_EVERY == LOOK_EVERY - 1:
            going = (~ended).nonzero()[:, 0]
            if not len(going):
                break
            if 2 * len(going) <= len(ended):
                writer.keep(going)
                rows, words, ended = rows[going], words[going], ended[going]
    return [row[: row.index(EOS)] if EOS in row else [] for row in written.tolist()]


def translate(network: Transformer, source: Ragged, *, greedy: bool, tokens: int = TOKENS) -> list[list[int]]:
    """Return the translation of every row of ids, in order; empty where none was found."""
    device = next(network.parameters()).device
    made: list[list[int]] = [[] for _ in source.ends]
    started = logged = time.monotonic()
    done = 0
    for batch in _batches(source, tokens):
        rows = torch.from_numpy(padded([source[row] for row in batch], after=EOS)).to(device)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            found = translate_batch(network, rows, likeliest if greedy else drawn)
        for row, ids in zip(batch, found, strict=True):
            made[row] = ids
        done += len(batch)
        if (now := time.monotonic()) - logged > LOGGED_EVERY_S:
            logged = now
            print(f"{done} of {len(made)} lines in {now - started:.0f} s", flush=True)
    return made


def translate_by_package(package: Path, source: Ragged, *, greedy: bool, threads: int) -> list[list[int]]:
    """Return the same, made by CTranslate2 from a package of the same vocabulary."""
    import ctranslate2
    import sentencepiece

    with unpacked(package) as folder:
        subwords = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
        translator = ctranslate2.Translator(str(folder / "model"), inter_threads=threads, intra_threads=1)
    results = translator.translate_iterable(
        ([subwords.id_to_piece(int(at)) for at in source[row]] for row in range(len(source.ends))),
        max_batch_size=2_048, batch_type="tokens", beam_size=1, max_decoding_length=200,
        sampling_topk=1 if greedy else DRAWN_FROM,
    )  # fmt: skip
    return [[subwords.piece_to_id(piece) for piece in result.hypotheses[0]] for result in results]


def synthetic(source: Ragged, made: Rows, direction: str) -> Pairs:
    """Return the rows paired with what was made of them; without pairs of unlike lengths."""
    kept = [row for row, ids in enumerate(made) if ids and _alike(len(ids), len(source[row]))]
    given, written = Ragged.of([source[row] for row in kept]), Ragged.of([made[row] for row in kept])
    return Pairs(given, written) if direction == "id_en" else Pairs(written, given)


def _alike(one: int, other: int) -> bool:
    return max(one, other) <= LIKE_LENGTH * min(one, other) + SLACK


def _batches(source: Ragged, tokens: int) -> Iterator[list[int]]:
    """Return rows of like lengths, longest first: what does not fit in memory fails at once."""
    lengths = source.lengths
    batch: list[int] = []
    for row in np.argsort(-lengths, kind="stable").tolist():
        if batch and (len(batch) + 1) * (int(lengths[batch[0]]) + 1) > tokens:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def read_source(path: Path, direction: str, lines: int | None) -> Ragged:
    """Return the rows to translate: a file of one language, or the source side of pairs."""
    with np.load(path) as file:
        paired = "flat" not in file.files
    if not paired:
        source = Ragged.read(path)
    else:
        pairs = Pairs.read(path)
        source = pairs.indonesian if direction == "id_en" else pairs.english
    return source if lines is None else source.first(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="pairs whose other side a model writes")
    parser.add_argument("source", type=Path, help="NAME.mono.npz, or NAME.npz of pairs")
    parser.add_argument("out", type=Path, help="NAME.npz")
    model = parser.add_mutually_exclusive_group(required=True)
    model.add_argument("--checkpoint", type=Path)
    model.add_argument("--package", type=Path, help="of the vocabulary that the source was encoded with")
    parser.add_argument("--direction", choices=DIRECTIONS, required=True, help="of the model")
    parser.add_argument("--greedy", action="store_true", help="the best word each time, none drawn")
    parser.add_argument("--lines", type=int, help="only the first so many")
    parser.add_argument("--tokens", type=int, default=TOKENS, help="padded source subwords a batch")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    return parser.parse_args()


def main() -> None:
    """Translate and write the pairs."""
    arguments = _arguments()
    torch.manual_seed(1)
    torch.set_num_threads(arguments.threads)
    source = read_source(arguments.source, arguments.direction, arguments.lines)
    started = time.monotonic()
    if arguments.package:
        made = translate_by_package(
            arguments.package, source, greedy=arguments.greedy, threads=arguments.threads
        )
    else:
        device = "cuda" if torch.cuda.is_available() else "cpu"
        network = Checkpoint.read(arguments.checkpoint).network().to(device).eval()
        made = translate(network, source, greedy=arguments.greedy, tokens=arguments.tokens)
    pairs = synthetic(source, made, arguments.direction)
    pairs.write(arguments.out)
    print(f"{len(pairs)} of {len(source.ends)} lines became pairs in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
