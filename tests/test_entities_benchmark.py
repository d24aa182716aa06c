"""What the measure of names reads out of a file of labelled sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.entities import read_conll, score_spans, style_of


def written(folder: Path, *rows: str) -> Path:
    path = folder / "rows.txt"
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("tag", "style"),
    [("B-PERSON", "wiki"), ("I-ORGANISATION", "wiki"), ("B-PLACE", "wiki"), ("B-LOC", "news")],
)
def test_the_names_of_the_labels_tell_whose_way_a_file_follows(tmp_path: Path, tag: str, style: str) -> None:
    assert style_of(written(tmp_path, "di O", f"Ambon {tag}"), "news") == style


def test_a_file_without_names_follows_the_way_that_was_asked_for(tmp_path: Path) -> None:
    assert style_of(written(tmp_path, "di O", "sana O"), "wiki") == "wiki"


def test_both_sets_are_read_with_the_same_labels(tmp_path: Path) -> None:
    assert read_conll(written(tmp_path, "Ambon\tB-PLACE")) == [(("Ambon",), ("B-LOC",))]


def test_scores_of_parts_add_up() -> None:
    one = score_spans([(["B-PER"], ["B-PER"])])
    one.add(score_spans([(["B-LOC", "O"], ["O", "B-LOC"])]))
    assert one.f1() == (0.5, 0.5, 0.5)
