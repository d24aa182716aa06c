"""Many articles at once: a line in, a line out, whatever happens to a line or to a process."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import bot.batch
from bot.batch import Part, Wish, digest_lines
from bot.digest.rank import summarise
from bot.schema import digest_from_json
from bot.settings import load_settings

ARTICLE = (Path(__file__).resolve().parents[1] / "samples" / "harga-cabai.txt").read_text("utf-8")
WISH = Wish("en", 3, frozenset({"quotes"}))
DEADLY = '{"id": "deadly", "text": "mati"}'


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def line(record_id: object, **fields: str) -> str:
    return json.dumps({"id": record_id, **fields})


def test_several_processes_answer_in_order() -> None:
    lines = [line(number, text=ARTICLE) for number in range(5)]
    answers = [json.loads(answer) for answer in digest_lines(lines, WISH, load_settings(), 2)]
    assert [answer["id"] for answer in answers] == list(range(5))
    assert all(answer["digest"]["quotes"] for answer in answers)


@pytest.mark.parametrize("count", [None, 1, 4])
def test_where_no_length_is_asked_for_each_article_has_its_own(count: int | None) -> None:
    wish = Wish("en", count, frozenset({"summary"}))
    (answer,) = digest_lines([line(1, text=ARTICLE)], wish, load_settings(), 1)
    digest = digest_from_json(json.loads(answer)["digest"])
    assert digest.summary == summarise(digest.article, digest.sentences, count)


@pytest.mark.parametrize(("part", "whole"), [("summary", True), ("quotes", False)])
def test_a_very_short_article_is_said_to_be_whole_beside_its_summary(part: Part, whole: bool) -> None:
    text = " ".join(ARTICLE.split("\n\n")[1:2])
    (answer,) = digest_lines([line(1, text=text)], Wish("en", None, frozenset({part})), load_settings(), 1)
    digest = json.loads(answer)["digest"]
    assert digest["whole"] is whole
    assert digest["summary"] == ([0, 1] if whole else [])


@pytest.mark.parametrize(
    ("written", "record_id"),
    [
        ("not json", None),
        ("[1]", None),
        ('{"id": 1e999, "text": "x"}', None),
        ('{"id": "a"}', "a"),
        ('{"id": "b", "text": 5}', "b"),
        ('{"id": "c", "url": "http://127.0.0.1:1/x"}', "c"),
        ("[" * 100_000, None),
    ],
    ids=["no JSON", "a list", "infinite id", "nothing to read", "a number", "unsafe link", "nested"],
)
def test_a_bad_line_is_an_error_line(written: str, record_id: str | None) -> None:
    (answer,) = digest_lines([written], WISH, load_settings(), 1)
    record = json.loads(answer)
    assert record["error"]
    assert record["id"] == (record_id if record_id else record["id"])


def test_half_of_a_surrogate_pair_does_not_break_the_output() -> None:
    (answer,) = digest_lines(['{"id": "\\ud800", "text": "pendek"}'], WISH, load_settings(), 1)
    assert json.loads(answer.encode().decode())["id"] == "\ud800"


def deadly(line: str) -> str:
    """Stands in for a line that takes its process along."""
    if line == DEADLY:
        os._exit(9)
    return line


def test_a_line_that_kills_its_process_costs_no_other_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.batch, "_digest_line", deadly)
    monkeypatch.setattr(bot.batch, "_open_worker", print)
    lines = [line("a"), DEADLY, line("b"), line("c")]
    answers = [json.loads(answer) for answer in digest_lines(lines, WISH, load_settings(), 2)]
    assert [answer["id"] for answer in answers] == ["a", "deadly", "b", "c"]
    assert ["error" in answer for answer in answers] == [False, True, False, False]
