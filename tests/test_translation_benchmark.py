"""The benchmark of speed: its workloads, its contenders in their processes, its ratios. No time is judged."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import translation as benchmark
from benchmarks.decoding import packages_of
from benchmarks.plot import draw_bars
from benchmarks.translation import Measured, Process, own_article, ratios, read_workload
from bot.digest.tagger import Tagger
from bot.translation.package import chain

WORK = {
    "sentences": ["Harga beras naik.", "Warga mengungsi."],
    "paragraphs": [["Harga beras naik.", "Warga mengungsi."]],
    "names": {"Semarang": ["Semarang"]},
}


def test_no_two_articles_of_our_own_share_a_sentence() -> None:
    tag = Tagger(benchmark.NAMES_MODEL)
    first, second = (read_workload(own_article(number), tag) for number in (0, 1))
    assert len(set(first.sentences)) == len(first.sentences) == benchmark.OWN_SENTENCES + 1
    assert set(first.sentences).isdisjoint(second.sentences)


def test_a_reply_needs_the_headline_and_a_part_of_the_article() -> None:
    load = read_workload(own_article(0), Tagger(benchmark.NAMES_MODEL))
    assert load.sentences[0] == "Kota Menyiapkan 2 Program Baru"
    assert len(load.reply) >= 1 + benchmark.REPLY_SENTENCES
    assert len(set(load.reply) & set(load.sentences)) >= benchmark.REPLY_SENTENCES
    assert len(load.reply) < len(load.sentences)


def test_articles_of_ordinary_length_are_taken_and_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [own_article(number).text for number in range(3)] + ["Terlalu pendek. Sungguh."]
    path = tmp_path / "articles.jsonl"
    rows = (json.dumps({"text": text, "title": "Kota Menambah Bus"}) for text in texts)
    path.write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.setattr(benchmark, "ARTICLES", path)
    found = benchmark.workloads(9)
    assert [len(load.sentences) in benchmark.ARTICLE_SENTENCES for load in found] == [True] * 3
    assert benchmark.workloads(2) == found[:2]


def test_the_whole_command_runs_without_the_shared_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(benchmark, "ARTICLES", tmp_path / "none")
    monkeypatch.setattr(benchmark, "OWN_SENTENCES", 4)
    for choices in ("argos_choices", "limit_choices"):
        first = next(getattr(benchmark, choices)())
        monkeypatch.setattr(benchmark, choices, lambda first=first: [first])
    benchmark.main(["--rounds", "1", "--articles", "1", "--results", str(tmp_path)])
    out = capsys.readouterr().out
    assert "../shared/data/articles is not there" in out
    assert "article, against Argos at its best" in out
    figures = json.loads((tmp_path / "translation.json").read_text("utf-8"))
    chars = {entry["name"]: entry["written_chars"] for entry in figures["contenders"]}
    assert chars["Argos, defaults"] == pytest.approx(chars["engine, article"], rel=0.4)


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("argos", {"inter_threads": 1, "intra_threads": 1}),
        ("engine", {}),
        ("engine", {"remembers": True}),
        ("limit", {"workers": 1, "threads": 1, "batch_tokens": 64}),
    ],
)
def test_each_contender_does_its_work_again_and_again(kind: str, settings: dict[str, Any]) -> None:
    with packages_of() as packages:
        package = chain(packages, "id", "en")[0]
        with Process(kind, settings, package, [WORK]) as process:
            answers = [process.run(0) for _ in range(2)]
    assert process.load_s > 0
    assert all(answer["seconds"] > 0 and answer["peak_bytes"] > 10e6 for answer in answers)
    assert answers[0]["written_chars"] == answers[1]["written_chars"] > len("Rice prices")


def test_a_contender_that_cannot_work_ends_the_benchmark() -> None:
    with packages_of() as packages, pytest.raises(SystemExit, match="before its time"):
        Process("limit", {"workers": 1, "batch_tokens": "many"}, packages[0], [WORK])


def made_up(name: str, *rounds_s: list[float]) -> Measured:
    return Measured(name, "engine", {}, rounds_s=[*rounds_s], cpu_s=[1.0], sentences=10)


def contest() -> list[Measured]:
    return [
        made_up("Argos, defaults", [16.0], [15.0], [14.0]),
        made_up("Argos, best settings", [1.0, 2.0], [1.0, 2.0]),
        made_up("engine, article", [0.5, 0.5], [0.5, 0.5], [9.0, 9.0]),
        made_up("engine, article, no names", [0.4, 0.4]),
        made_up("engine, reply", [0.1, 0.1]),
        made_up("limit, article", [0.4, 0.4]),
    ]


def test_ratios_are_of_medians_and_the_defaults_are_held_against_the_first_article() -> None:
    found = {ratio.name: round(ratio.value, 3) for ratio in ratios(contest())}
    assert found == {
        "article, against Argos at its best": 3,
        "the same, no names held": 3.75,
        "article, against Argos at its defaults": 30,
        "reply, against Argos at its best on the article": 15,
        "article, share of the limit's speed": 0.8,
        "no names held, share of the limit's speed": 1,
    }


def test_the_figures_are_written_and_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measured = contest()
    tried: list[tuple[float, dict[str, Any]]] = [(0.5, {"workers": 2})]
    with packages_of() as packages:
        benchmark.write(tmp_path / "results", packages[0], measured, tried, ratios(measured), 0.1)
    figures = json.loads((tmp_path / "results" / "translation.json").read_text("utf-8"))
    assert [entry["name"] for entry in figures["contenders"]] == [entry.name for entry in measured]
    assert figures["contenders"][2]["median_s"] == 1
    drawing = (tmp_path / "results" / "translation.svg").read_text("utf-8")
    assert all(entry.name in drawing for entry in measured)


def test_without_leather_nothing_is_drawn_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "leather", None)
    assert not draw_bars(tmp_path / "a.svg", "Speed", [("one", 1.0)])
    assert "leather is not installed" in capsys.readouterr().out
    assert not (tmp_path / "a.svg").exists()


def test_the_table_and_the_ratios_say_what_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    measured = contest()
    benchmark.show(measured)
    benchmark.show_ratios(ratios(measured), measured[2])
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("engine, article ") and "(1.00-18.00)" in line for line in lines)
    (limit,) = [line for line in lines if line.startswith("article, share of the limit's speed")]
    assert "0.80 times (by the least times 0.80)" in limit
    assert limit.endswith("wanted 0.9  (missed)")
