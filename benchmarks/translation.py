"""How fast the engine translates, against CTranslate2 alone and against Argos' own way.

    python -m benchmarks.translation [--rounds N]

Inputs: a reply (6 sentences) and an article (40), this project's own sentences with numbers put in, so
that no sentence comes twice. The limit is CTranslate2 with the same model, beam and batch on subwords
that are ready: no cutting, no guards. The anchor is `argostranslate.translate`; where its stanza is not
installed, it is said so. Then, where ../shared/data is there, what the guards keep: names and numbers
of 150 news sentences that are lost with and without them.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import sentencepiece

from bot.translation.engine import BATCH_TOKENS, BEAM_SIZE, COMPUTE_TYPE, Engine, _cores
from bot.translation.fidelity import NUMBER, Roster, lost_names, lost_numbers
from bot.translation.packages import Package, find_packages

MODELS = Path(__file__).resolve().parents[1] / "models"
ARTICLES = Path(__file__).resolve().parents[2] / "shared" / "data" / "articles" / "articles.jsonl"
REPLY_SENTENCES = 6
ARTICLE_SENTENCES = 40
NEWS_SENTENCES = 150
TEMPLATES = (
    "Pemerintah kota menambah {} bus baru untuk warga di pinggiran mulai bulan depan.",
    "Sebanyak {} warga mengungsi ke balai desa setelah sungai meluap pada Minggu malam.",
    "Harga beras di pasar induk naik menjadi Rp{}.500 per kilogram dibandingkan pekan lalu.",
    "Kepala dinas mengatakan pembangunan {} sekolah akan selesai sebelum tahun ajaran baru.",
    "Para peneliti menemukan {} spesies ikan yang belum pernah dicatat di danau itu.",
)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+")
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def sentences(count: int) -> list[str]:
    """Different sentences of ordinary length."""
    return [TEMPLATES[i % len(TEMPLATES)].format(i + 2) for i in range(count)]


def median_s(work: Callable[[], object], rounds: int) -> float:
    """The median wall time of `work` in seconds, after one run that is not counted."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def limit(package: Package, texts: Sequence[str]) -> Callable[[], object]:
    """CTranslate2 alone."""
    processor: Any = sentencepiece.SentencePieceProcessor(
        model_file=str(package.path / "sentencepiece.model")
    )
    translator: Any = ctranslate2.Translator(
        str(package.path / "model"), compute_type=COMPUTE_TYPE, inter_threads=_cores(), intra_threads=1
    )
    subwords = processor.encode(list(texts), out_type=str)
    return lambda: translator.translate_batch(
        subwords, beam_size=BEAM_SIZE, batch_type="tokens", max_batch_size=BATCH_TOKENS
    )


def argos(texts: Sequence[str]) -> Callable[[], object] | None:
    """Argos' own translation of the same texts, one call for the whole; None where it cannot be had."""
    try:
        translate = importlib.import_module("argostranslate.translate")
    except ImportError:
        return None
    return lambda: translate.translate("\n".join(texts), "id", "en")


def speed(package: Package, rounds: int) -> None:
    engine = Engine([package])
    start = time.perf_counter()
    engine.warm("id", "en")
    print(f"load {time.perf_counter() - start:.3f} s, {_cores()} workers of 1 thread")
    for name, count in (("reply", REPLY_SENTENCES), ("article", ARTICLE_SENTENCES)):
        texts = sentences(count)
        ours = median_s(lambda texts=texts: engine.translate(texts, "id", "en"), rounds)  # type: ignore[misc]
        bound = median_s(limit(package, texts), rounds)
        print(
            f"{name:8} {count:3} sentences: engine {ours:.3f} s ({count / ours:.0f}/s), "
            f"CTranslate2 alone {bound:.3f} s ({count / bound:.0f}/s), ratio {ours / bound:.2f}"
        )
        theirs = argos(texts)
        if theirs is None:
            print("         argostranslate.translate cannot be imported here (it needs stanza): no anchor")
        else:
            slow = median_s(theirs, 1)
            print(f"         Argos {slow:.3f} s, {slow / ours:.1f} times the engine's")


def fidelity(package: Package) -> None:
    if not ARTICLES.exists():
        print("../shared/data is not there: names and numbers are not measured")
        return
    texts, names = news()
    roster = Roster(names)
    mentions = [roster.find(text) for text in texts]
    engine = Engine([package])
    wanted = sum(len({m.agreed for m in found}) for found in mentions)
    numbers = sum(len(NUMBER.findall(text)) for text in texts)
    plain = engine.translate(texts, "id", "en")
    held = engine.translate(texts, "id", "en", names=names)
    for label, outputs in (("without names", plain), ("with names", held)):
        lost = sum(len(lost_names(m, o)) for m, o in zip(mentions, outputs, strict=True))
        gone = sum(len(lost_numbers(t, o)) for t, o in zip(texts, outputs, strict=True))
        print(f"{label:14} lost names {lost} of {wanted}, lost numbers {gone} of {numbers}")


def news() -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Sentences of different articles, and the runs of capitalised words inside them."""
    with ARTICLES.open(encoding="utf-8") as lines:
        articles = [json.loads(line)["text"] for line in lines]
    order = random.Random(3)  # noqa: S311  # a sample that is the same each time
    texts: list[str] = []
    for article in order.sample(articles, len(articles)):
        fit = [s for s in SENTENCE.split(article.replace("\n", " ")) if 40 < len(s) < 260 and NAME.search(s)]
        if fit and len(texts) < NEWS_SENTENCES:
            texts.append(order.choice(fit))
    return texts, {name: (name,) for text in texts for name in NAME.findall(text)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as data:
        package = next(p for p in find_packages(MODELS, Path(data)) if (p.source, p.target) == ("id", "en"))
        speed(package, rounds)
        fidelity(package)


if __name__ == "__main__":
    main()
