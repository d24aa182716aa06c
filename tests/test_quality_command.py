"""The one command for all figures, on small files of our own; the model is the one that ships."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import parts, quality
from tests.packages import make_package

TEXT = 'Jembatan baru diresmikan di Semarang. "Ini hasil kerja warga," kata Sutan Rahmadi. Warga gembira.'
SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "harga-cabai.txt"
QUOTE = "Ini hasil kerja warga,"


def write(path: Path, *lines: str) -> str:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def figures(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    """What `--json` prints, after a run that measured all that it was asked for."""
    assert quality.main([*arguments, "--json"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


def article(folder: Path) -> str:
    """A labelled article: one quotation, one person, one place."""
    start = TEXT.index(QUOTE)
    quote = {
        "quote": QUOTE, "start": start, "end": start + len(QUOTE), "speaker": "Sutan Rahmadi", "cue": "kata",
    }  # fmt: skip
    row = {
        "id": "a1", "title": "Jembatan Baru Diresmikan", "text": TEXT, "quotes": [quote],
        "entities": {"person": ["Sutan Rahmadi"], "organization": [], "place": ["Semarang"]},
        "entity_aliases": {}, "entities_optional": [],
    }  # fmt: skip
    return write(folder / "articles.jsonl", json.dumps(row))


def test_translation_scores_any_pair_of_files_beside_plain_decoding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "f.id", "Harga beras naik.", "Ratusan warga mengungsi karena banjir.")
    reference = write(tmp_path / "f.en", "Rice prices rise.", "Hundreds of residents fled from floods.")
    rows = figures(capsys, "translation", "--source", source, "--reference", reference)
    assert [(row["part"], row["set"], row["name"]) for row in rows] == [
        ("translation", "f", "BLEU"), ("translation", "f", "chrF"),
    ]  # fmt: skip
    assert all(0 < row["value"] <= 100 and row["anchor_name"] == "plain decoding" for row in rows)


def test_the_direction_and_the_package_can_be_named_and_what_was_predicted_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make_package(tmp_path, "id", "xx", model=True)
    lines = ("Harga beras naik.", "Warga mengungsi.", "Sungai meluap.")
    source = write(tmp_path / "f.id", *lines)
    command = ["translation", "--source", source, "--reference", source, "--to", "xx", "--lines", "2"]
    figures(capsys, *command, "--package", str(package), "--predictions", str(tmp_path / "out"))
    engine, plain = ((tmp_path / "out" / f"translation-f.{name}.txt") for name in ("engine", "plain"))
    assert len(engine.read_text("utf-8").splitlines()) == len(plain.read_text("utf-8").splitlines()) == 2
    assert "rice" in engine.read_text("utf-8").lower()


def test_a_reference_of_another_length_is_no_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, reference = write(tmp_path / "f.id", "Satu.", "Dua."), write(tmp_path / "f.en", "One.")
    assert quality.main(["translation", "--source", source, "--reference", reference]) == 1
    assert "f.id has 2 lines, its reference 1" in capsys.readouterr().err


def test_a_language_that_no_package_reaches_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "f.id", "Satu.")
    assert quality.main(["translation", "--source", source, "--reference", source, "--to", "xx"]) == 1
    assert "translation: not measured" in capsys.readouterr().err


def test_without_sacrebleu_it_is_said_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sacrebleu", None)
    source = write(tmp_path / "f.id", "Satu.")
    assert quality.main(["translation", "--source", source, "--reference", source]) == 1
    assert "sacrebleu is not installed" in capsys.readouterr().err


def test_entities_scores_tags(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ("Sutan B-PER", "Rahmadi I-PER", "tiba O", "di O", "Semarang B-LOC", ". O")
    out = tmp_path / "out"
    command = ["entities", "--file", write(tmp_path / "tags.txt", *rows), "--predictions", str(out)]
    scores = {row["name"]: row["value"] for row in figures(capsys, *command)}
    assert scores["F1 LOC"] == 1
    (predicted,) = out.iterdir()
    assert [line.split()[0] for line in predicted.read_text("utf-8").splitlines() if line] == [
        row.split()[0] for row in rows
    ]


def test_entities_scores_the_lists_of_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scores = {row["name"]: row["value"] for row in figures(capsys, "entities", "--file", article(tmp_path))}
    assert scores["F1 person"] == scores["F1 place"] == 1


def test_quotes_scores_passages_and_speakers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = figures(capsys, "quotes", "--file", article(tmp_path))
    assert {row["name"]: row["value"] for row in rows} == {
        "spans F1": 1, "right speakers": 1, "right cues": 1,
    }  # fmt: skip


def test_summary_scores_a_file_of_indosum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = ("Desa Lama menanam pohon bakau .", "Harga cabai turun pekan ini .", "Sungai itu meluap lagi .")
    sentences = [sentence.split() for sentence in story]
    row = {"paragraphs": [sentences], "gold_labels": [[True, False, False]], "summary": sentences[:1]}
    rows = figures(capsys, "summary", "--file", write(tmp_path / "sums.jsonl", json.dumps(row)))
    measures = ("ROUGE-1", "ROUGE-2", "ROUGE-L")
    assert [row["name"] for row in rows] == [
        f"{measure}, {how}" for how in ("as given", "datelines cut") for measure in measures
    ]
    assert all(0 < row["anchor"] <= row["value"] <= 100 for row in rows)


def test_sentences_scores_a_treebank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "bank.conllu", "# text = Warga tiba.", "# text = Hujan turun.")
    rows = figures(capsys, "sentences", "--file", path)
    assert {row["name"]: (row["value"], row["anchor"]) for row in rows}["F1"] == (1, 1)


def test_pages_scores_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    title, *story = filter(None, SAMPLE.read_text("utf-8").splitlines())
    html = "".join(f"<p>{line}</p>" for line in story)
    page = f"<html><body><article><h1>{title}</h1>{html}</article></body></html>"
    write(tmp_path / "one.html", page)
    write(tmp_path / "truth.json", json.dumps([{"file": "one.html", "content": "\n".join(story)}]))
    rows = {row["name"]: row["value"] for row in figures(capsys, "pages", "--folder", str(tmp_path))}
    assert rows["F1"] > 0.9
    assert "index pages refused" not in rows


def test_language_scores_the_files_that_are_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "tatoeba.ind.txt", "Saya tidak tahu ke mana mereka pergi kemarin sore.")
    (row,) = figures(capsys, "language", "--folder", str(tmp_path))
    assert (row["set"], row["name"], row["value"]) == ("tatoeba.ind", "one sentence", 1)


def test_the_table_has_part_set_figure_and_the_anchors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "bank.conllu", "# text = Warga tiba.", "# text = Hujan turun.")
    assert quality.main(["sentences", "--file", path]) == 0
    header, *_, last = capsys.readouterr().out.splitlines()
    assert header.split() == ["part", "set", "figure", "value", "anchor"]
    assert last.split() == ["sentences", "bank", "F1", "1.000", "a", "regular", "expression", "1.000"]


def test_an_unknown_part_is_told_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        quality.main(["translations"])
    assert stopped.value.code == 2
    error = capsys.readouterr().err
    assert "unknown part 'translations'" in error
    assert all(name in error for name in parts.PARTS)


@pytest.mark.parametrize(
    "arguments",
    [["pages", "--file", "f.txt"], ["entities", "quotes", "--lines", "3"], ["--file", "f.txt"]],
)
def test_data_that_a_part_does_not_take_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        quality.main(arguments)
    assert "name one part with its own data" in capsys.readouterr().err


def test_a_source_without_its_reference_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        quality.main(["translation", "--source", "f.id"])
    assert "go together" in capsys.readouterr().err


def test_where_the_shared_data_is_not_it_is_said_for_each_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (parts, quality):
        monkeypatch.setattr(module, "SHARED", tmp_path / "nowhere")
    assert quality.main([]) == 1
    out, error = capsys.readouterr()
    assert len(out.splitlines()) == 1  # the table's head
    assert "../shared/data is not there" in error
    assert all(f"{name}: not measured: " in error for name in parts.PARTS)


def test_a_figure_counts_out_of_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    quality.show("fidelity", parts.Outcome("news", (parts.Figure("loops", 2, digits=0, of=300),)))
    assert capsys.readouterr().out.split()[-3:] == ["2", "of", "300"]


def test_a_figure_under_its_floor_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"part": "quotes", "set": "a", "name": "spans F1", "value": 0.97}]
    floors = {"quotes": {"a": {"spans F1": 0.98}}, "pages": {"b": {"F1": 0.9}}}
    assert quality.under_floors(rows, floors)
    assert "quotes a spans F1: 0.97 is under its floor 0.98" in capsys.readouterr().err
    assert not quality.under_floors(rows, {"quotes": {"a": {"spans F1": 0.97}}})


def test_a_figure_that_vanished_is_under_its_floor() -> None:
    rows = [{"part": "quotes", "set": "a", "name": "another", "value": 1.0}]
    assert quality.under_floors(rows, {"quotes": {"a": {"spans F1": 0.5}}})


def test_every_floor_is_of_a_part_that_is_measured() -> None:
    floors = quality._floors()
    assert set(floors) <= set(parts.PARTS)
    assert all(
        0 < floor <= 100 for sets in floors.values() for figs in sets.values() for floor in figs.values()
    )


def test_without_the_shared_data_the_gate_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quality, "SHARED", tmp_path / "none")
    assert quality.main(["--gate"]) == 0
    assert "is not there" in capsys.readouterr().err


def test_figures_are_written_and_drawn(tmp_path: Path) -> None:
    row = {
        "part": "pages", "set": "own", "name": "F1", "value": 0.98, "anchor": 0.88, "anchor_name": "other",
        "digits": 3, "of": None,
    }  # fmt: skip
    quality.write_results(tmp_path, [row])
    assert json.loads((tmp_path / "quality.json").read_text(encoding="utf-8")) == [row]
    assert "98.0" in (tmp_path / "quality-pages.svg").read_text(encoding="utf-8")


def test_a_run_of_some_parts_leaves_what_is_written_of_the_others(tmp_path: Path) -> None:
    rows = [
        {"part": part, "set": "own", "name": "F1", "value": value, "anchor": None, "digits": 3, "of": None}
        for part, value in (("summary", 0.5), ("pages", 0.9), ("summary", 0.6))
    ]
    for row in rows:
        quality.write_results(tmp_path, [row])
    assert json.loads((tmp_path / "quality.json").read_text(encoding="utf-8")) == rows[2:] + rows[1:2]
