"""How long everything but translation takes, stage by stage, and what memory it needs.

    python -m benchmarks.digest [--rounds N] [--articles N] [--write]

On one core; what is counted is the processor's time, which other programs disturb least (start-up is counted
on the wall too: it reads files). In: this project's samples and pages, and, where ../shared is there,
articles of about ARTICLE_WORDS words. Out: for each stage the median and the 95th percentile over the
articles (of each the fastest of N rounds), the time until a fresh process can digest, its memory, and how
each stage grows from 600 to 10,000 words (articles joined): milliseconds for 1,000 words, and the exponent of
the growth, 1.0 being linear. `--write` writes all of it into benchmarks/results/.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.plot import draw_bars
from bot.digest.entities import find_entities
from bot.digest.quotes import find_quotes, mark_key_quotes
from bot.digest.rank import summarise
from bot.digest.segment import segment
from bot.digest.tagger import Tagger
from bot.intake.document import read_page
from bot.intake.language import detect_language
from bot.intake.paste import read_paste
from bot.kit import shipped_models
from bot.pipeline import Tag
from bot.records import PARAGRAPH_BREAK, Page

ROOT = Path(__file__).resolve().parents[1]
SAMPLES, PAGES = ROOT / "samples", ROOT / "tests" / "pages" / "today"
SHARED = ROOT.parent / "shared" / "data"
RESULTS = Path(__file__).with_name("results")

ARTICLE_WORDS, NEAR_WORDS = 600, 40
"""Articles of so many words, give or take, are the usual ones that are measured."""
LENGTHS_WORDS = (600, 1_200, 2_500, 5_000, 10_000)
MEMORY_DIGESTS = 100
FRESH_RUNS = 3
WANTED = {"in all, ms": 40.0, "memory, MiB": 150.0, "start, s": 1.0, "exponent": 1.15}
"""For the median article; over the process before the kit is built; imports and build_kit; what is
over 1 in the exponents is noise of timing, and articles that hold more quotations than the first ones."""

Times = Mapping[str, float]
"""Stage -> milliseconds."""


def stages(text: str, tag: Tag, clock: Callable[[], float] = time.process_time) -> Times:
    """Digest a pasted article and return how long each stage took, and all of them, in milliseconds."""
    marks = [clock()]
    article = read_paste(text)
    marks.append(clock())
    detect_language(article.text)
    marks.append(clock())
    sentences = segment(article)
    marks.append(clock())
    summary = summarise(article, sentences)
    marks.append(clock())
    entities = find_entities(article, sentences, tag)
    marks.append(clock())
    quotes = find_quotes(article, sentences, entities)
    marks.append(clock())
    mark_key_quotes(quotes, sentences, summary)
    marks.append(clock())
    names = ("read a paste", "language", "sentences", "summary", "entities", "quotes", "key quotes")
    taken = {
        name: 1000 * (after - before) for name, before, after in zip(names, marks, marks[1:], strict=False)
    }
    return taken | {"in all": sum(taken.values())}


def fastest(measures: Sequence[Callable[[], Times]], rounds: int) -> list[Times]:
    """Of each its stages' shortest times: what else runs on the machine only ever adds.

    They take turns, so that a moment in which the machine is busy meets a round, not an article.
    """
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [_shortest(times) for times in zip(*taken, strict=True)]


def _shortest(times: Sequence[Times]) -> Times:
    return {name: min(each[name] for each in times) for name in times[0]}


def read_web_page(page: Page, clock: Callable[[], float] = time.process_time) -> Times:
    """Read a web page and return how long that took, in milliseconds."""
    began = clock()
    read_page(page)
    return {"read a web page": 1000 * (clock() - began)}


def article_pages() -> list[Path]:
    """Our own pages in the outlets' markup of today, as large and noisy as theirs."""
    truth = json.loads((PAGES / "truth.json").read_text(encoding="utf-8"))
    return [PAGES / entry["file"] for entry in truth]


def percentiles(rows: Sequence[Times]) -> dict[str, tuple[float, float]]:
    """Stage -> median and 95th percentile."""
    return {name: _percentiles([row[name] for row in rows]) for name in rows[0]}


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return statistics.median(ordered), ordered[math.ceil(0.95 * len(ordered)) - 1]


def shared_texts() -> list[str]:
    """The shared articles; none where they are not there."""
    path = SHARED / "articles" / "articles.jsonl"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def usual_articles(texts: Iterable[str], count: int) -> list[str]:
    """The first articles of about the usual length."""
    near = (text for text in texts if abs(len(text.split()) - ARTICLE_WORDS) <= NEAR_WORDS)
    return [text for text, _ in zip(near, range(count), strict=False)]


def grown(texts: Sequence[str], words: int) -> str:
    """A text of so many words: articles joined, the last one cut."""
    paragraphs: list[str] = []
    left = words
    for number in range(words):
        if left <= 0:
            break
        for paragraph in texts[number % len(texts)].split("\n"):
            own = paragraph.split()[:left]
            left -= len(own)
            paragraphs += [" ".join(own)] if own else []
    return PARAGRAPH_BREAK.join(paragraphs)


def exponents(growth: Mapping[int, Times]) -> dict[str, float]:
    """Stage -> by which power of the length its time grows: the slope of the logarithms, by least squares."""
    lengths = [math.log(words) for words in growth]
    return {
        name: statistics.linear_regression(
            lengths, [math.log(times[name]) for times in growth.values()]
        ).slope
        for name in next(iter(growth.values()))
    }


def fresh(digests: int) -> dict[str, dict[str, float]]:
    """The figures of benchmarks.fresh, the fastest of FRESH_RUNS; packages are unpacked before the first."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.fresh", folder]
        subprocess.run([*command, "1"], cwd=ROOT, check=True, capture_output=True)  # noqa: S603
        runs = []
        for _ in range(FRESH_RUNS):
            done = subprocess.run([*command, str(digests)], cwd=ROOT, check=True, capture_output=True)  # noqa: S603
            runs.append(json.loads(done.stdout))
    best: dict[str, dict[str, float]] = min(runs, key=lambda run: run["imports"]["s"] + run["build_kit"]["s"])
    return best


def measure(rounds: int, articles: int) -> dict[str, Any]:
    """All figures, ready for JSON."""
    tag = Tagger(shipped_models() / "entities.npz")
    samples = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    shared = shared_texts()
    sets = {
        "samples": samples,
        f"shared articles of about {ARTICLE_WORDS} words": usual_articles(shared, articles),
    }
    found: dict[str, Any] = {"stages_ms": {}, "cores": 1}
    stages(samples[0], tag)  # loads every table and model
    for name, texts in sets.items():
        if texts:
            rows = fastest([partial(stages, text, tag) for text in texts], rounds)
            found["stages_ms"][f"{name} ({len(texts)})"] = percentiles(rows)
    pages = [Page(path.read_bytes(), "text/html", url="https://example.com/a") for path in article_pages()]
    rows = fastest([partial(read_web_page, page) for page in pages], rounds)
    found["stages_ms"][f"own pages ({len(pages)})"] = percentiles(rows)
    joined = [grown(shared or samples, words) for words in LENGTHS_WORDS]
    times = fastest([partial(stages, text, tag) for text in joined], rounds)
    growth = dict(zip(LENGTHS_WORDS, times, strict=True))
    found["growth_ms"] = growth
    found["exponents"] = exponents(growth)
    found["fresh"] = fresh(MEMORY_DIGESTS)
    return found


def show(found: Mapping[str, Any]) -> None:
    """Print the tables."""
    for name, rows in found["stages_ms"].items():
        print(f"\n{name}, ms{'':20} median    95th")
        for stage, (median, high) in rows.items():
            print(f"  {stage:36} {median:8.1f} {high:7.1f}")
    print(f"  wanted in all: under {WANTED['in all, ms']:.0f} ms")
    growth = found["growth_ms"]
    print(f"\nms for 1,000 words{'':12}" + "".join(f"{words:>9,}" for words in growth) + "   exponent")
    for stage, exponent in found["exponents"].items():
        row = "".join(f"{1000 * times[stage] / words:9.2f}" for words, times in growth.items())
        print(f"  {stage:28}{row}   {exponent:8.2f}{'  OVER' * (exponent > WANTED['exponent'])}")
    steps = found["fresh"]
    print(f"\na fresh process{'':21} seconds of processor     MiB")
    for step, taken in steps.items():
        print(f"  {step:34} {taken['s']:7.2f} {taken['cpu_s']:12.2f} {taken['mib']:7.0f}")
    start, memory = start_s(steps), memory_mib(steps)
    print(f"  until it can digest {start:.2f} s (wanted under {WANTED['start, s']:.0f})")
    print(
        f"  after {MEMORY_DIGESTS} digests {memory:.0f} MiB more (wanted under {WANTED['memory, MiB']:.0f})"
    )


def start_s(steps: Mapping[str, Mapping[str, float]]) -> float:
    """Imports and build_kit."""
    return steps["imports"]["s"] + steps["build_kit"]["s"]


def memory_mib(steps: Mapping[str, Mapping[str, float]]) -> float:
    """What is in use after the last digest, less what was before the kit was built."""
    return steps["last digest"]["mib"] - steps["imports"]["mib"]


def write(folder: Path, found: Mapping[str, Any]) -> None:
    """FOLDER/digest.json, and a drawing of the usual article's stages and of the growth."""
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(_rounded(found), indent=1, ensure_ascii=False) + "\n"
    (folder / "digest.json").write_text(content, encoding="utf-8")
    bars = [
        (f"{name.partition(' (')[0]}: {stage}", median)
        for name, rows in found["stages_ms"].items()
        for stage, (median, _) in rows.items()
    ]
    bars += [(f"{words:,} words, in all", times["in all"]) for words, times in found["growth_ms"].items()]
    draw_bars(folder / "digest.svg", "everything but translation, ms on one core (median)", bars)


def _rounded(found: Any) -> Any:
    if isinstance(found, float):
        return round(found, 3)
    if isinstance(found, Mapping):
        return {key: _rounded(value) for key, value in found.items()}
    return [_rounded(value) for value in found] if isinstance(found, list | tuple) else found


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--write", action="store_true", help="into benchmarks/results/")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    found = measure(options.rounds, options.articles)
    show(found)
    if options.write:
        write(RESULTS, found)


if __name__ == "__main__":
    main()
