"""Labels that are kept as places in articles, and read as words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.labelled import read_labelled, with_places, with_words
from benchmarks.quotes import places_before

ARTICLE = {
    "id": "a1",
    "title": "Sutan Rahmadi Resmikan Jembatan",
    "text": 'Jembatan di Semarang dibuka. "Ini hasil kerja," kata Sutan. "Ini hasil kerja," kata Dewi.',
    "url": "https://berita.example/1",
}


def label(quote: str, speaker: str | None, cue: str | None) -> dict[str, Any]:
    return {"quote": quote, "speaker": speaker, "alt_speakers": [], "cue": cue}


LABELS = {
    "id": "a1",
    "quotes": [label("Ini hasil kerja,", "Sutan Rahmadi", "kata"), label("Ini hasil kerja,", None, None)],
    "entities": {"person": ["Sutan Rahmadi", "Dewi"], "organization": [], "place": ["Semarang"]},
    "entity_aliases": {"Sutan Rahmadi": ["Sutan"]},
    "entities_optional": [],
}


def test_words_made_places_are_the_same_words_again() -> None:
    row = with_words(with_places(LABELS, ARTICLE), ARTICLE)
    places = [(quote.pop("start"), quote.pop("end")) for quote in row["quotes"]]
    assert row == {**ARTICLE, **LABELS}
    assert [ARTICLE["text"][start:end] for start, end in places] == ["Ini hasil kerja,"] * 2
    assert places[0] < places[1]


def test_places_hold_no_word_of_the_article() -> None:
    row = with_places(LABELS, ARTICLE)
    assert not any(word in json.dumps(row) for word in ("Sutan", "hasil", "Semarang", "kata"))


def test_words_that_do_not_stand_in_the_article_are_refused() -> None:
    with pytest.raises(ValueError, match="substring not found"):
        with_places({**LABELS, "entities_optional": ["Bandung"]}, ARTICLE)


def test_a_file_may_hold_rows_with_words_and_rows_with_places(tmp_path: Path) -> None:
    labels, articles = tmp_path / "labels.jsonl", tmp_path / "articles.jsonl"
    rows = [{**ARTICLE, **LABELS}, with_places(LABELS, ARTICLE)]
    labels.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    articles.write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    first, second = read_labelled(labels, articles)
    assert first["text"] == second["text"]
    assert first["entities"] == second["entities"]


def test_blanks_that_were_put_in_are_left_out_of_places() -> None:
    assert places_before("kataRina.", "kata Rina.") == [0, 1, 2, 3, 4, 4, 5, 6, 7, 8]
    assert places_before("ini Rina", "ini Rina") == list(range(8))
