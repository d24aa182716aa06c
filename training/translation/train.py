"""Trains a Transformer on prepare.py's arrays, by the clock, and goes on from its checkpoint.

    python -m training.translation.train --direction id_en --checkpoint .train/id_en.pt --minutes 90 \\
        .train/panl_eco.npz:3 .train/ms_learning.npz:0.3 ...

On an accelerator in bfloat16, else on the processor, in bfloat16 too. The rate rises for `--warmup` steps,
stays, and falls to zero over the last share of the time (`--decay`). `--processes` share the batches of a
step among them. It must not know how text became arrays.
"""

from __future__ import annotations

import argparse
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, multiprocessing, nn

from training.translation.arrays import PAD, Batch, Ids, Mixture, Pairs
from training.translation.checkpoint import Checkpoint
from training.translation.network import Transformer
from training.translation.optimizer import optimizers
from training.translation.shape import Shape
from training.translation.team import Team, free_port

SMOOTHING = 0.1
"""Of the labels, as in Vaswani et al. (2017)."""
CLIP = 1.0
"""The largest norm of a gradient."""
AVERAGED_EVERY, AVERAGED_SHARE = 10, 0.02
"""Steps between two steps of the moving average, and what the newest weights count for in it."""
LOWEST_RATE = 0.02
"""Share of the rate that the decay ends at."""
AHEAD = 8
"""Batches made ahead by a thread, so that the accelerator does not wait for Python."""
SAVED_EVERY_S = 300
LOGGED_EVERY = 100


class Run:
    """One network in training; that of a checkpoint keeps the shape it has there."""

    def __init__(
        self, shape: Shape, checkpoint: Path, dropout: float, rate: float, warmup: int, team: Team
    ) -> None:
        self._path, self._rate, self._warmup, self.team = checkpoint, rate, warmup, team
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        if self.device == "cuda":
            torch.set_float32_matmul_precision("high")
        saved = Checkpoint.read(checkpoint) if checkpoint.exists() else None
        self.network = Transformer(saved.shape if saved else shape, dropout).to(self.device)
        self.optimizers = optimizers(self.network, rate, team)
        self.step = 0
        if saved:
            self._resume(saved)
        self._started = self.step
        self._average = {name: weight.clone() for name, weight in self.network.state_dict().items()}

    def _resume(self, saved: Checkpoint) -> None:
        self.network.load_state_dict(saved.weights)
        for optimizer, state in zip(self.optimizers, saved.optimizers, strict=False):
            optimizer.load_state_dict(state)
        self.step = saved.step

    def learn(self, batches: list[Batch], left: float, decay: float) -> Tensor | None:
        """Take one step on several batches, shared among the team, and return their mean loss.

        `left`: share of the time; when it is up no step is taken, and None returned. `decay`: the last share
        of the time, in which the rate falls.
        """
        losses = []
        self.network.zero_grad(set_to_none=True)
        for batch in batches[self.team.rank :: self.team.size]:
            rows = map(self._moved, (batch.source, batch.given, batch.wanted))
            with torch.autocast(self.device, torch.bfloat16):
                loss = self.network(*rows, SMOOTHING)
            (loss / len(batches)).backward()
            losses.append(loss.detach())
        left = self.team.add_up(self.network.parameters(), left)
        if left <= 0:
            return None
        self._update(left / decay if decay else 1.0)
        return torch.stack(losses).mean()

    def _update(self, fall: float) -> None:
        self.step += 1
        rate = self._rate * min(1, (self.step - self._started) / self._warmup, max(LOWEST_RATE, fall))
        nn.utils.clip_grad_norm_(self.network.parameters(), CLIP)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.step()
        if self.step % AVERAGED_EVERY == 0:
            self._update_average()

    def _moved(self, ids: Ids) -> Tensor:
        rows = torch.from_numpy(ids)
        return rows.pin_memory().to(self.device, non_blocking=True) if self.device == "cuda" else rows

    @torch.no_grad()
    def _update_average(self) -> None:
        for name, weight in self.network.state_dict().items():
            self._average[name].lerp_(weight, AVERAGED_SHARE)

    def save(self) -> None:
        """Write the checkpoint; one member of the team does."""
        if self.team.rank:
            return
        Checkpoint(
            self.network.shape, self.network.state_dict(), self._average, self.step,
            [optimizer.state_dict() for optimizer in self.optimizers],
        ).write(self._path)  # fmt: skip


def steps(mixture: Mixture, tokens: int, accumulate: int) -> Iterator[list[Batch]]:
    """Return the batches of one step after another, without end, made ahead by a thread."""
    ready: queue.Queue[list[Batch]] = queue.Queue(AHEAD)

    def fill() -> None:
        waiting: list[Batch] = []
        while True:
            for batch in mixture.epoch(tokens):
                waiting.append(batch)
                if len(waiting) == accumulate:
                    ready.put(waiting)
                    waiting = []

    threading.Thread(target=fill, daemon=True).start()
    while True:
        yield ready.get()


def train(run: Run, mixture: Mixture, minutes: float, tokens: int, accumulate: int, decay: float) -> None:
    """Train until the time is up, then save."""
    started = saved = logged = time.monotonic()
    losses: list[Tensor] = []
    words = 0
    for batches in steps(mixture, tokens, accumulate):
        now = time.monotonic()
        loss = run.learn(batches, 1 - (now - started) / (60 * minutes), decay)
        if loss is None:
            break
        losses.append(loss)
        words += sum(int((batch.wanted != PAD).sum()) for batch in batches)
        if run.step % LOGGED_EVERY == 0 and not run.team.rank:
            mean = float(torch.stack(losses).mean())
            speed, minute = words / (now - logged), (now - started) / 60
            print(f"step {run.step} loss {mean:.3f} words/s {speed:.0f} min {minute:.1f}", flush=True)
            losses, words, logged = [], 0, now
        if now - saved > SAVED_EVERY_S:
            run.save()
            saved = now
    run.save()


def _weighted(corpus: str) -> tuple[Pairs, float]:
    name, _, weight = corpus.partition(":")
    return Pairs.read(Path(name)), float(weight or 1)


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description="train one direction")
    parser.add_argument("corpora", nargs="+", help="NAME.npz or NAME.npz:WEIGHT")
    parser.add_argument("--direction", choices=("id_en", "en_id"), required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--vocabulary", type=int, default=16_000)
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--heads", type=int, default=8)
    parser.add_argument("--feed-forward", type=int, default=2048)
    parser.add_argument("--layers", type=int, nargs=2, default=(6, 3), help="of the encoder, of the decoder")
    parser.add_argument("--tokens", type=int, default=32_000, help="padded subwords a batch, a side")
    parser.add_argument("--accumulate", type=int, default=1, help="batches a step")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--warmup", type=int, default=300)
    parser.add_argument("--decay", type=float, default=0.5)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="of a single process")
    parser.add_argument("--processes", type=int, default=1, help="that share a step's batches, a core each")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    if arguments.processes > 1:
        members = (arguments, arguments.processes, free_port())
        multiprocessing.spawn(_member, members, nprocs=arguments.processes)
    else:
        _member(0, arguments)


def _member(rank: int, arguments: argparse.Namespace, size: int = 1, port: int = 0) -> None:
    team = Team(rank, size, port)
    corpora = [_weighted(corpus) for corpus in arguments.corpora]
    shape = Shape(
        arguments.vocabulary, arguments.width, arguments.heads, arguments.feed_forward, *arguments.layers
    )
    torch.manual_seed(1)
    run = Run(shape, arguments.checkpoint, arguments.dropout, arguments.rate, arguments.warmup, team)
    torch.manual_seed(1 + rank)  # the same weights to begin with, different dropout
    if not rank:
        count = sum(weight.numel() for weight in run.network.parameters())
        print(f"{count} parameters on {run.device}, from step {run.step}", flush=True)
    mixture = Mixture(corpora, arguments.direction, seed=run.step + 1)
    train(run, mixture, arguments.minutes, arguments.tokens, arguments.accumulate, arguments.decay)


if __name__ == "__main__":
    main()
