"""How much of a page's story is found, and how little beside it.

`python -m benchmarks.pages [--folder D]`: token-bag precision, recall and F1 of each page of the folder
against its truth.json, beside trafilatura's own text as anchor; how many of its index pages
(*-mainpage.html) are refused; and how many headlines, outlets, authors and times are the truth's, where
the truth has them. truth.json is a list of {"file", "content"} and as many of "url", "title", "site",
"authors", "published" (ISO 8601) as are known. The folder that is read without --folder belongs to no
repository: its pages are their publishers'. Its truth holds datelines and initials ("Jakarta -",
"(fyk/ash)") that a digest has no use for and that are taken off here; they cost about half a point of
recall. `--folder tests/pages/today` reads this project's own pages.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

import trafilatura

from bot.errors import NotAnArticlePage
from bot.intake.extract import extract_html
from bot.intake.outlets import outlet_name
from bot.records import Article

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "pages"

Score = tuple[float, float, float]
"""Precision, recall, F1; 0 to 1."""


def token_bag_score(text: str, truth: str) -> Score:
    """Precision, recall and F1 over words as multisets; the measure of the data's own score_html.py."""
    got, gold = Counter(re.findall(r"\w+", text.lower())), Counter(re.findall(r"\w+", truth.lower()))
    common = (got & gold).total()
    precision, recall = common / max(1, got.total()), common / max(1, gold.total())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def ours(content: bytes) -> str:
    try:
        return extract_html(content).text
    except NotAnArticlePage:
        return ""


def anchor(*, precision: bool) -> Callable[[bytes], str]:
    return lambda content: (
        trafilatura.extract(content, include_comments=False, include_tables=False, favor_precision=precision)
        or ""
    )


def mean(scores: Sequence[Score]) -> Score:
    precisions, recalls, f1s = zip(*scores, strict=True)
    return sum(precisions) / len(scores), sum(recalls) / len(scores), sum(f1s) / len(scores)


def measure_stories(folder: Path) -> None:
    systems = {
        "ours": ours,
        "trafilatura": anchor(precision=False),
        "trafilatura precision": anchor(precision=True),
    }
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    scores: dict[str, list[Score]] = {name: [] for name in systems}
    seconds = 0.0
    for entry in truth:
        content = (folder / entry["file"]).read_bytes()
        for name, system in systems.items():
            start = perf_counter()
            scores[name].append(token_bag_score(system(content), entry["content"]))
            seconds += perf_counter() - start if name == "ours" else 0.0
        row = "   ".join(
            f"{name} P {s[-1][0]:.3f} R {s[-1][1]:.3f} F1 {s[-1][2]:.3f}" for name, s in scores.items()
        )
        print(f"{entry['file']:<32} {row}")
    for name, of_system in scores.items():
        print("mean of {} pages, {}: P {:.3f} R {:.3f} F1 {:.3f}".format(len(truth), name, *mean(of_system)))
    print(f"ours: {1000 * seconds / len(truth):.0f} ms a page")


def measure_refusals(folder: Path) -> None:
    pages = sorted(folder.glob("*-mainpage.html"))
    taken = [path.name for path in pages if ours(path.read_bytes())]
    print(f"index pages refused: {len(pages) - len(taken)} of {len(pages)}", *taken)


def measure_facts(folder: Path) -> None:
    """Print for how many pages what the page says of its article is what the truth says."""
    right: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for entry in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
        try:
            article = extract_html((folder / entry["file"]).read_bytes(), url=entry.get("url"))
        except NotAnArticlePage:
            article = Article("")
        published = article.published.isoformat() if article.published else ""
        read = {**asdict(article), "authors": list(article.authors), "published": published}
        for name in filter(entry.get, ("title", "site", "authors", "published")):
            known[name] += 1
            right[name] += read[name] in (entry[name], outlet_name(str(entry[name])))
    print("as the truth has it:", ", ".join(f"{name} {right[name]} of {known[name]}" for name in known))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=DEFAULT_FOLDER, help="pages with a truth.json")
    folder = parser.parse_args().folder
    if not (folder / "truth.json").exists():
        reason = ": ../shared is not there" if folder == DEFAULT_FOLDER else ""
        print(f"no truth.json in {folder}{reason}, and nothing was measured", file=sys.stderr)
        return 2
    measure_stories(folder)
    measure_refusals(folder)
    measure_facts(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
