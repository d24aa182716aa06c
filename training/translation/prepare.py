"""Parallel text in, a vocabulary and arrays of subwords for train.py out (OUT/NAME.npz, one per corpus).

    python -m training.translation.prepare --out .train --exclude DEV... CORPUS.tsv.xz...
    python -m training.translation.prepare --out .train --vocabulary .train/sentencepiece.model synthetic.tsv

A line is Indonesian, tab, English. Without `--vocabulary` one is made of the pairs and of `--more` text in
either language. `--mono` NAME.LANGUAGE.txt.xz, lines in one language, become OUT/NAME.LANGUAGE.mono.npz, for
decode.py. OUT/vocabulary_size holds the number of subwords. It must not know networks.
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import sentencepiece

from training.translation.arrays import BOS, EOS, PAD, UNK, Pairs, Ragged
from training.translation.normalization import as_tsv
from training.translation.recipe import weight
from training.translation.text import cleaned, fit, fit_alone, unwrapped
from training.translation.unlearnt import without_unlearnt

LIMIT_SUBWORDS = 140
"""Pairs with a longer side are left out; the engine cuts at 60."""
COVERAGE = 0.9998
"""Share of the characters that get a subword: the rest is other scripts."""
LINES_FOR_VOCABULARY = 500_000
MORE_LINES = 60_000
"""Lines taken from each file of `--more`: news has the names, the pairs the balance."""
SEED = 1
"""Of the choice of lines: the same text gives the same vocabulary."""


def lines(path: Path) -> Iterator[str]:
    """Return the lines of a text file, packed with xz or not."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)
    else:
        with path.open(encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)


def read_corpora(paths: Iterable[Path], excluded: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the fit pairs of each file, none twice, none with a side in `excluded` (folded)."""
    seen: set[int] = set()
    corpora: dict[str, list[tuple[str, str]]] = {}
    for path in paths:
        rows = corpora.setdefault(path.name.split(".")[0], [])
        read = 0
        for line in lines(path):
            read += 1
            first, _, second = line.partition("\t")
            pair = cleaned(unwrapped(first.strip())), cleaned(unwrapped(second.strip()))
            key = hash((pair[0].casefold(), pair[1].casefold()))
            if key in seen or not fit(*pair) or any(_folded(side) in excluded for side in pair):
                continue
            seen.add(key)
            rows.append(pair)
        print(f"{path.name}: {read} lines, {len(rows)} kept", flush=True)
    return corpora


def excluded_lines(paths: Iterable[Path]) -> set[str]:
    """Return the lines of development sets, folded, raw and without the marks around a whole line."""
    return {
        _folded(form)
        for path in paths
        for line in lines(path)
        for form in (line, unwrapped(line.strip()))
    }  # fmt: skip


def read_mono(path: Path, excluded: set[str]) -> list[str]:
    """Return the fit lines of a file in one language, none twice, none in `excluded` (folded)."""
    kept: dict[str, str] = {}
    for line in lines(path):
        text = cleaned(unwrapped(line.strip()))
        if fit_alone(text) and (key := text.casefold()) not in excluded:
            kept.setdefault(key, text)
    return list(kept.values())


def make_vocabulary(text: Iterable[str], size: int, out: Path) -> None:
    """Write OUT/sentencepiece.model: unigram subwords of both languages, case kept."""
    sentencepiece.set_random_generator_seed(SEED)
    with TemporaryDirectory() as folder:
        sample, rules = Path(folder, "text"), Path(folder, "rules.tsv")
        sample.write_text("".join(f"{line}\n" for line in text), encoding="utf-8")
        rules.write_text("".join(as_tsv()), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(sample), model_prefix=str(out / "sentencepiece"), vocab_size=size, model_type="unigram",
            character_coverage=COVERAGE, unk_id=UNK, bos_id=BOS, eos_id=EOS, pad_id=PAD,
            input_sentence_size=LINES_FOR_VOCABULARY, shuffle_input_sentence=True,
            normalization_rule_tsv=str(rules), minloglevel=1,
        )  # fmt: skip


def occurrences(corpora: Mapping[str, Sequence[tuple[str, str]]], model: Path) -> list[float]:
    """Return how often each subword comes up in one epoch, both sides together."""
    vocabulary = sentencepiece.SentencePieceProcessor(model_file=str(model))
    seen = np.zeros(vocabulary.get_piece_size())
    for name, rows in corpora.items():
        pairs = encode(rows, vocabulary)
        for side in (pairs.indonesian, pairs.english):
            seen += weight(name) * np.bincount(side.flat, minlength=len(seen))
    return [float(count) for count in seen]


def encode(rows: Sequence[tuple[str, str]], vocabulary: sentencepiece.SentencePieceProcessor) -> Pairs:
    """Return the pairs in subwords, those with an empty or too long side left out."""
    sides = zip(vocabulary.encode([a for a, _ in rows]), vocabulary.encode([b for _, b in rows]), strict=True)
    kept = [(a, b) for a, b in sides if 0 < len(a) <= LIMIT_SUBWORDS and 0 < len(b) <= LIMIT_SUBWORDS]
    return Pairs(Ragged.of([a for a, _ in kept]), Ragged.of([b for _, b in kept]))


def encode_mono(text: Sequence[str], vocabulary: sentencepiece.SentencePieceProcessor) -> Ragged:
    """Return the lines in subwords, too long ones left out."""
    return Ragged.of([row for row in vocabulary.encode(list(text)) if 0 < len(row) <= LIMIT_SUBWORDS])


def _folded(text: str) -> str:
    return cleaned(text).casefold()


def _some(path: Path, count: int) -> list[str]:
    """Return `count` lines of a file, the same ones at each call."""
    everything = [cleaned(line) for line in lines(path)]
    return random.Random(SEED).sample(everything, min(count, len(everything)))  # noqa: S311


def main() -> None:
    """Read, filter, encode and write."""
    parser = argparse.ArgumentParser(description="parallel text to arrays of subwords")
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, help="use this sentencepiece.model instead of making one")
    parser.add_argument("--size", type=int, default=16_000, help="subwords of the vocabulary that is made")
    parser.add_argument("--more", nargs="*", type=Path, default=[], help="more text for the vocabulary")
    parser.add_argument("--mono", nargs="*", type=Path, default=[], help="text in one language to be encoded")
    parser.add_argument("--exclude", nargs="*", type=Path, default=[], help="development sets")
    arguments = parser.parse_args()
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    excluded = excluded_lines(arguments.exclude)
    corpora = read_corpora(arguments.corpora, excluded)
    model = arguments.vocabulary or out / "sentencepiece.model"
    if not arguments.vocabulary:
        sides = [side for rows in corpora.values() for pair in rows for side in pair]
        more = [line for path in arguments.more for line in _some(path, MORE_LINES)]
        make_vocabulary(sides + more, arguments.size, out)
        model.write_bytes(without_unlearnt(model.read_bytes(), occurrences(corpora, model)))
    vocabulary = sentencepiece.SentencePieceProcessor(model_file=str(model))
    (out / "vocabulary_size").write_text(f"{vocabulary.get_piece_size()}\n", encoding="utf-8")
    total = 0
    for name, rows in corpora.items():
        pairs = encode(rows, vocabulary)
        pairs.write(out / f"{name}.npz")
        total += len(pairs)
    print(f"{total} pairs", flush=True)
    for path in arguments.mono:
        mono = encode_mono(read_mono(path, excluded), vocabulary)
        mono.write(out / f"{path.name.split('.txt')[0]}.mono.npz")
        print(f"{path.name}: {len(mono.ends)} lines", flush=True)


if __name__ == "__main__":
    main()
