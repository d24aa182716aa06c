"""benchmarks.digest: how long each stage takes, without a clock of its own in the tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from benchmarks import digest, fresh
from bot.digest.tagger import Tagger
from bot.kit import shipped_models
from bot.records import PARAGRAPH_BREAK, Page

SAMPLE = (digest.SAMPLES / "harga-cabai.txt").read_text(encoding="utf-8")


def ticking() -> Callable[[], float]:
    """A clock that is a second later each time."""
    seconds: Iterator[int] = count()
    return lambda: float(next(seconds))


def test_every_stage_is_timed_and_they_add_up() -> None:
    taken = {**digest.stages(SAMPLE, Tagger(shipped_models() / "entities.npz"), ticking())}
    assert taken.pop("in all") == sum(taken.values()) == 1000 * len(taken)
    assert {"language", "sentences", "summary", "entities", "quotes", "key quotes"} < set(taken)


def test_a_web_page_is_timed_by_itself() -> None:
    page = Page(digest.article_pages()[0].read_bytes(), "text/html")
    assert digest.read_web_page(page, ticking()) == {"read a web page": 1000}


def test_of_each_stage_the_shortest_time_counts() -> None:
    rounds = iter([{"a": 3.0, "b": 1.0}, {"a": 5.0, "b": 5.0}, {"a": 2.0, "b": 4.0}, {"a": 6.0, "b": 4.0}])
    shortest = digest.fastest([lambda: next(rounds)] * 2, rounds=2)
    assert shortest == [{"a": 2.0, "b": 1.0}, {"a": 5.0, "b": 4.0}]


def test_the_median_and_the_95th_percentile_are_those_of_the_articles() -> None:
    rows = [{"a": float(value)} for value in range(1, 101)]
    assert digest.percentiles(rows) == {"a": (50.5, 95.0)}


@pytest.mark.parametrize(("power", "exponent"), [(1, 1.0), (2, 2.0)])
def test_the_exponent_tells_linear_growth_from_quadratic(power: int, exponent: float) -> None:
    growth = {words: {"a": 0.01 * words**power} for words in digest.LENGTHS_WORDS}
    assert digest.exponents(growth)["a"] == pytest.approx(exponent)


def test_articles_are_joined_until_the_text_is_long_enough() -> None:
    text = digest.grown(["satu dua\ntiga", "empat lima"], words=9)
    assert text.split(PARAGRAPH_BREAK) == ["satu dua", "tiga", "empat lima", "satu dua", "tiga", "empat"]


def test_the_usual_articles_have_about_the_usual_length() -> None:
    texts = [" ".join(["kata"] * words) for words in (100, 590, 700, 610, 605)]
    assert [len(text.split()) for text in digest.usual_articles(texts, 2)] == [590, 610]


def test_a_process_tells_what_it_pays_at_each_step(tmp_path: Path) -> None:
    steps = fresh.figures(tmp_path, digests=2)
    assert list(steps) == ["begun", "imports", "build_kit", "first digest", "last digest"]
    assert digest.memory_mib(steps) == steps["last digest"]["mib"] - steps["imports"]["mib"]
    assert digest.start_s(steps) == steps["imports"]["s"] + steps["build_kit"]["s"]


def test_figures_are_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    step = {"s": 0.5, "cpu_s": 0.5, "mib": 10.0}
    found = {
        "stages_ms": {"samples (1)": {"summary": (1.0, 2.0), "in all": (1.0, 2.0)}},
        "growth_ms": {600: {"in all": 30.0}, 1_200: {"in all": 60.0}},
        "exponents": {"in all": 1.2},
        "fresh": {"begun": {"s": 0.0, "cpu_s": 0.0, "mib": 10.0}}
        | {"imports": step, "build_kit": step, "last digest": {**step, "mib": 100.0}},
    }
    digest.show(found)
    digest.write(tmp_path, found)
    shown = capsys.readouterr().out
    assert "OVER" in shown
    assert "until it can digest 1.00 s" in shown
    assert "90 MiB more" in shown
    assert json.loads((tmp_path / "digest.json").read_text("utf-8"))["exponents"] == {"in all": 1.2}
