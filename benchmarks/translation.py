"""How fast the engine translates, beside Argos' own code and CTranslate2 alone, in one run.

    python -m benchmarks.translation [--rounds N] [--articles N] [--package F.argosmodel] [--results FOLDER]

Inputs: whole articles of ../shared/data/articles (this project's own sentences where that is not there),
cut into sentences by the bot. Each contender has a process of its own (benchmarks/contenders.py); the
rounds of all take turns, so that a busy moment of the machine meets all of them; what is printed is the
median of the rounds with the least and the most. Warm-up is not counted, and nobody may remember a sentence
from an earlier round, but for the line that says so.

- Argos: `argostranslate.translate.translate`, at its defaults and at the best of a few settings. Its splitter
  is replaced by ours and stanza and minisbd are empty modules, so that it downloads nothing; what they would
  cost is not counted. Its defaults get one article and three rounds: they may take half a minute for that.
- The engine: a whole article as the bot translates it, the names of its digest held, and the same without
  names; then what a reply needs: headline, summary, key quotations, names of bodies.
- The limit: CTranslate2 with the best workers, threads and batch, the same beam and type, and subwords ready;
  once more with the package's shortlist of subwords, which the engine uses and Argos does not.

Out: a table, the ratios and what is wanted of them; with them translation.json and translation.svg.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from itertools import groupby, product
from pathlib import Path
from typing import Any

from benchmarks.decoding import BATCH_TOKENS, BEAM_SIZE, COMPUTE_TYPE, cores, packages_of
from benchmarks.plot import draw_bars
from bot.digest.tagger import Tagger
from bot.intake.paste import read_paste
from bot.pipeline import digest_article
from bot.records import PARAGRAPH_BREAK, Article
from bot.translation.brief import translate_all, translate_shown
from bot.translation.package import Package, chain

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
NAMES_MODEL = ROOT / "models" / "entities.npz"
ARTICLES = ROOT.parent / "shared" / "data" / "articles" / "articles.jsonl"
ARTICLE_SENTENCES = range(20, 46)
"""The articles that are taken: news of ordinary to good length."""
REPLY_SENTENCES = 5
"""With its headline and key quotations such a reply has some eight texts, more than the bot's default."""
DEFAULTS_ROUNDS = 3
SEARCH_ROUNDS = 3
IDLE_LOAD = 0.5
"""Processes that want to run, on average over a minute; with more, others work on the machine."""
SEED = 4
SOURCE, TARGET = "id", "en"
TEMPLATES = (
    "Pemerintah kota menambah {} bus baru untuk warga di pinggiran mulai bulan depan.",
    "Sebanyak {} warga mengungsi ke balai desa setelah sungai meluap pada Minggu malam.",
    "Harga beras di pasar induk naik menjadi Rp{}.500 per kilogram dibandingkan pekan lalu.",
    "Kepala dinas mengatakan pembangunan {} sekolah akan selesai sebelum tahun ajaran baru.",
    "Para peneliti menemukan {} spesies ikan yang belum pernah dicatat di danau itu.",
)
OWN_SENTENCES = 30
ARGOS_DEFAULTS: Mapping[str, Any] = {}
ARGOS_BATCH_TOKENS = (32, 1024)
"""Argos' own batch, and one that an article's paragraph never fills."""


@dataclass(frozen=True, slots=True)
class Workload:
    """An article: what a whole translation needs, and what a reply needs."""

    paragraphs: tuple[tuple[str, ...], ...]
    """Sentences by paragraph, the headline first."""
    reply: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)


@dataclass(slots=True)
class Measured:
    """A contender with its settings and what was measured."""

    name: str
    kind: str
    settings: Mapping[str, Any]
    load_s: float = 0.0
    peak_bytes: int = 0
    rounds_s: list[list[float]] = field(default_factory=list)
    """For each round, the seconds for each piece of work."""
    cpu_s: list[float] = field(default_factory=list)
    """For each round, the seconds of all threads together: others on the machine change them less."""
    sentences: int = 0
    written_chars: int = 0
    """What it wrote: near the same for all who translate the same, or somebody does less than the others."""

    def totals_s(self, works: int | None = None) -> list[float]:
        """The seconds of each round, for the first `works` pieces of work."""
        return [sum(times[:works]) for times in self.rounds_s]

    def median_s(self, works: int | None = None) -> float:
        return statistics.median(self.totals_s(works))

    def least_s(self, works: int | None = None) -> float:
        return min(self.totals_s(works))


class Process:
    """A contender in its process."""

    def __init__(
        self, kind: str, settings: Mapping[str, Any], package: Package, works: Sequence[Any]
    ) -> None:
        warm_up = tuple(template.format(7) for template in TEMPLATES)
        job = {
            "kind": kind, "settings": dict(settings), "package": str(package.path),
            "source": package.source, "target": package.target, "warm_up": warm_up,
            "works": [{"sentences": warm_up, "paragraphs": [warm_up]}, *works],
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.contenders"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        self.load_s: float = self._ask(json.dumps(job))["load_s"]
        self.run(-1)

    def _ask(self, line: str) -> dict[str, float]:
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        print(line, file=self._process.stdin, flush=True)
        reply = self._process.stdout.readline()
        if not reply:
            raise SystemExit(f"a contender ended before its time (exit status {self._close()})")
        answer: dict[str, float] = json.loads(reply)
        return answer

    def run(self, work: int) -> dict[str, float]:
        """What a piece of work (-1: the warm-up) took: seconds, peak_bytes so far, written_chars."""
        return self._ask(str(work + 1))

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> int:
        """Lets the process end, and returns its exit status."""
        self._process.communicate()
        return self._process.returncode


class _Recorder:
    """In the engine's place: keeps what it was asked for."""

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ()
        self.names: Mapping[str, tuple[str, ...]] = {}

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        names: Mapping[str, tuple[str, ...]] | None = None,
        **_: object,
    ) -> tuple[str, ...]:
        self.texts, self.names = tuple(texts), names or {}
        return self.texts


def read_workload(article: Article, tag: Tagger) -> Workload:
    """What the bot would have translated of an article."""
    digest = digest_article(article, tag, REPLY_SENTENCES)
    paragraphs = [
        tuple(" ".join(sentence.source.split()) for sentence in group)
        for _, group in groupby(digest.sentences, lambda sentence: sentence.paragraph)
    ]
    shown, everything = _Recorder(), _Recorder()
    translate_shown(replace(digest, target=TARGET), shown)
    translate_all(replace(digest, target=TARGET), everything)
    return Workload(((article.title,), *paragraphs), shown.texts, everything.names)


def workloads(count: int) -> list[Workload]:
    """Different articles, the same ones each time."""
    tag = Tagger(NAMES_MODEL)
    if not ARTICLES.exists():
        print("../shared/data/articles is not there: measured on this project's own sentences")
        return [read_workload(own_article(number), tag) for number in range(count)]
    with ARTICLES.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(SEED).shuffle(rows)  # noqa: S311
    found: list[Workload] = []
    for row in rows:
        article = read_paste(row["text"], title=row["title"])
        workload = read_workload(article, tag)
        if len(workload.sentences) in ARTICLE_SENTENCES:
            found.append(workload)
        if len(found) == count:
            break
    return found


def own_article(number: int) -> Article:
    """An article of our own; no two share a sentence."""
    sentences = [
        TEMPLATES[at % len(TEMPLATES)].format(number * OWN_SENTENCES + at + 2) for at in range(OWN_SENTENCES)
    ]
    paragraphs = [" ".join(sentences[at : at + 2]) for at in range(0, OWN_SENTENCES, 2)]
    return Article(text=PARAGRAPH_BREAK.join(paragraphs), title=f"Kota Menyiapkan {number + 2} Program Baru")


def argos_choices() -> Iterator[dict[str, Any]]:
    """Argos' settings that are tried beside its defaults."""
    for compute_type in (COMPUTE_TYPE, "auto"):
        for inter, intra, batch in product(sorted({1, 2, cores()}), (1, 2), ARGOS_BATCH_TOKENS):
            yield {
                "inter_threads": inter,
                "intra_threads": intra,
                "compute_type": compute_type,
                "batch_size": batch,
            }


def limit_choices() -> Iterator[dict[str, Any]]:
    """CTranslate2's settings that are tried."""
    most = cores()
    for workers in sorted({1, max(1, most // 2), most}):
        for threads in (1, 2):
            yield {"workers": workers, "threads": threads, "batch_tokens": BATCH_TOKENS}
    for batch in (BATCH_TOKENS // 4, BATCH_TOKENS // 2, BATCH_TOKENS * 2, BATCH_TOKENS * 4):
        yield {"workers": most, "threads": 1, "batch_tokens": batch}


def search(
    kind: str, choices: Iterable[Mapping[str, Any]], package: Package, works: Sequence[Any]
) -> list[tuple[float, Mapping[str, Any]]]:
    """Each choice with the least of its seconds for the works, the fastest first. Prints them.

    The choices take turns, as the contenders do later: a busy moment of the machine decides nothing.
    """
    with ExitStack() as stack:
        racers = [
            (settings, stack.enter_context(Process(kind, settings, package, works))) for settings in choices
        ]
        rounds = [
            [sum(process.run(at)["seconds"] for at in range(len(works))) for _, process in racers]
            for _ in range(SEARCH_ROUNDS)
        ]
    least = [min(times) for times in zip(*rounds, strict=True)]
    tried = sorted(zip(least, (settings for settings, _ in racers), strict=True), key=lambda pair: pair[0])
    for seconds, settings in tried:
        print(f"  {kind} {_settings_text(settings)}: {seconds:.2f} s", flush=True)
    return tried


def compete(entries: Sequence[tuple[Measured, Sequence[Any]]], package: Package, rounds: int) -> None:
    """Fills the entries: in each round each contender does all of its work, one after the other.

    The memory is that after the first round, before a contender has been made anew.
    """
    with ExitStack() as stack:
        racers = []
        for entry, works in entries:
            process = stack.enter_context(Process(entry.kind, entry.settings, package, works))
            entry.load_s = process.load_s
            entry.sentences = sum(len(work["sentences"]) for work in works)
            racers.append((entry, process, range(len(works))))
        for number in range(rounds):
            for entry, process, works_range in racers:
                answers = [process.run(at) for at in works_range]
                entry.rounds_s.append([answer["seconds"] for answer in answers])
                entry.cpu_s.append(sum(answer["cpu_s"] for answer in answers))
                if number == 0:
                    entry.peak_bytes = int(answers[-1]["peak_bytes"])
                    entry.written_chars = int(sum(answer["written_chars"] for answer in answers))


def measure(package: Package, loads: Sequence[Workload], rounds: int) -> tuple[list[Measured], list[Any]]:
    """All contenders, and what the search for the best settings found."""
    plain = [{"sentences": load.sentences, "paragraphs": load.paragraphs} for load in loads]
    held = [{"sentences": load.sentences, "names": load.names} for load in loads]
    replies = [{"sentences": load.reply, "names": load.names} for load in loads]
    print("the best settings, on the first article:")
    argos_tried = search("argos", argos_choices(), package, plain[:1])
    limit_tried = search("limit", limit_choices(), package, plain[:1])
    limit = limit_tried[0][1]
    entries: list[tuple[Measured, Sequence[Any]]] = [
        (Measured("Argos, best settings", "argos", argos_tried[0][1]), plain),
        (Measured("engine, article", "engine", {}), held),
        (Measured("engine, article, no names", "engine", {}), plain),
        (Measured("limit, article", "limit", limit), plain),
        (Measured("limit with the shortlist", "limit", {**limit, "shortlist": True}), plain),
        (Measured("engine, reply", "engine", {}), replies),
        (Measured("limit, reply", "limit", limit), replies),
        (Measured("engine, article again", "engine", {"remembers": True}), held),
    ]
    compete(entries, package, rounds)
    defaults = Measured("Argos, defaults", "argos", ARGOS_DEFAULTS)
    compete([(defaults, plain[:1])], package, min(rounds, DEFAULTS_ROUNDS))
    return [defaults, *(entry for entry, _ in entries)], [*argos_tried, *limit_tried]


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as fast, and how many times was wanted."""

    name: str
    value: float
    wanted: float
    of_least: float
    """The same by the least times, which a busy machine spoils less."""


def ratios(measured: Sequence[Measured]) -> list[Ratio]:
    """What is asked of the engine. Against Argos' defaults, the first article alone is compared."""
    by = {entry.name: entry for entry in measured}
    best, defaults = by["Argos, best settings"], by["Argos, defaults"]
    article, bare, reply = by["engine, article"], by["engine, article, no names"], by["engine, reply"]
    limit = by["limit, article"]
    return [
        _ratio("article, against Argos at its best", best, article, 3),
        _ratio("the same, no names held", best, bare, 3),
        _ratio("article, against Argos at its defaults", defaults, article, 15, works=1),
        _ratio("reply, against Argos at its best on the article", best, reply, 10),
        _ratio("article, share of the limit's speed", limit, article, 0.9),
        _ratio("no names held, share of the limit's speed", limit, bare, 0.9),
    ]


def _ratio(name: str, slow: Measured, quick: Measured, wanted: float, works: int | None = None) -> Ratio:
    return Ratio(
        name, slow.median_s(works) / quick.median_s(works), wanted, slow.least_s(works) / quick.least_s(works)
    )


def show(measured: Sequence[Measured]) -> None:
    print(f"\n{'':27}{'texts':>6}{'median s':>10}{'(least-most)':>16}{'CPU s':>7}{'texts/s':>9}"
          f"{'chars out':>10}{'peak MB':>9}{'load s':>8}  settings")  # fmt: skip
    for entry in measured:
        totals = entry.totals_s()
        spread = f"({min(totals):.2f}-{max(totals):.2f})"
        print(
            f"{entry.name:27}{entry.sentences:6}{entry.median_s():10.3f}{spread:>16}"
            f"{statistics.median(entry.cpu_s):7.2f}{entry.sentences / entry.median_s():9.1f}"
            f"{entry.written_chars:10}{entry.peak_bytes / 1e6:9.0f}{entry.load_s:8.2f}"
            f"  {_settings_text(entry.settings)}"
        )


def show_ratios(found: Sequence[Ratio], engine: Measured) -> None:
    print()
    for ratio in found:
        met = "" if ratio.value >= ratio.wanted else "  (missed)"
        least = f"(by the least times {ratio.of_least:.2f})"
        print(f"{ratio.name:50}{ratio.value:8.2f} times {least:28} wanted {ratio.wanted:g}{met}")
    print(f"{'engine, peak resident memory':50}{engine.peak_bytes / 1e6:8.0f} MB, wanted under 300")
    print(f"{'engine, import and load':50}{engine.load_s:8.2f} s, wanted under 1.5")


def write(
    folder: Path,
    package: Package,
    measured: Sequence[Measured],
    tried: Sequence[Any],
    found: Sequence[Ratio],
    load: float,
) -> None:
    """The figures as JSON, and a drawing of the speeds. `load`: the machine's load before it began."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = {
        "machine": {
            "cores": cores(),
            "processor": processor(),
            "python": platform.python_version(),
            "load_before": load,
        },
        "versions": {name: version(name) for name in ("ctranslate2", "argostranslate", "sentencepiece")},
        "package": f"{package.source}-{package.target} {package.version}",
        "beam": BEAM_SIZE,
        "contenders": [asdict(entry) | {"median_s": entry.median_s()} for entry in measured],
        "search": [{"settings": settings, "seconds": seconds} for seconds, settings in tried],
        "ratios": [asdict(ratio) for ratio in found],
    }
    path = folder / "translation.json"
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    speeds = [
        (entry.name, entry.sentences / entry.median_s())
        for entry in measured
        if not entry.settings.get("remembers")  # its bar would be hundreds of times as long
    ]
    draw_bars(folder / "translation.svg", "Texts translated in a second", speeds)
    print(f"written to {folder}")


def processor() -> str:
    """The processor's name, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _settings_text(settings: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in settings.items()) or "-"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=3, help="how many")
    parser.add_argument(
        "--package", type=Path, action="append", default=[], help="instead of the shipped one"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures are written")
    options = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    loads = workloads(options.articles)
    texts = sum(len(load.sentences) for load in loads)
    print(f"{len(loads)} articles, {texts} sentences with headlines, {cores()} cores")
    if load > IDLE_LOAD:
        print(f"the machine is busy with other work (load {load:.1f}): times are longer than they would be")
    with packages_of(options.package) as packages:
        package = chain(packages, SOURCE, TARGET)[0]
        measured, tried = measure(package, loads, options.rounds)
    found = ratios(measured)
    show(measured)
    show_ratios(found, next(entry for entry in measured if entry.name == "engine, article"))
    write(options.results, package, measured, tried, found, load)


if __name__ == "__main__":
    main()
