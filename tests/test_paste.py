"""Pasted text, forwards and text files become articles."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NoArticle
from bot.intake.paste import read_paste
from bot.records import PARAGRAPH_BREAK

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEED = SHARED / "seed" / "article.txt"
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "paste.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_paste_is_read_as_its_reader_would(case: dict[str, Any]) -> None:
    article = read_paste(case["text"], title=case.get("given", ""))
    assert article.text.split(PARAGRAPH_BREAK) == case["paragraphs"]
    assert article.title == case["title"]
    assert list(article.headings) == case.get("headings", [])
    assert list(article.authors) == case.get("authors", [])
    assert article.site == case.get("site")
    assert (article.published.isoformat() if article.published else None) == case.get("published")


@pytest.mark.parametrize("text", ["", " \n ", "😀", "Bagikan", "@kabar #kabar", "\ud800", "​"])
def test_what_holds_no_story_is_no_article(text: str) -> None:
    with pytest.raises(NoArticle):
        read_paste(text)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_becomes_an_article_or_none(text: str, title: str) -> None:
    try:
        article = read_paste(text, title=title)
    except NoArticle:
        return
    assert all(paragraph.strip() for paragraph in article.text.split(PARAGRAPH_BREAK))


@pytest.mark.skipif(not SEED.exists(), reason="../shared is not there")
def test_the_first_article_ever_handed_in_is_read_whole() -> None:
    text = SEED.read_text(encoding="utf-8")
    article = read_paste(text)
    paragraphs = article.text.split(PARAGRAPH_BREAK)
    assert article.title == text.split("\n", 1)[0]
    assert article.published is not None
    assert article.published.isoformat() == "2023-09-15T21:34:00+07:00"
    assert len(article.authors) == 1
    assert [len(paragraphs[index].split()) for index in article.headings] == [11, 8]
    assert article.text.count('"') == text.count('"')
    assert not any(
        word in article.text for word in ("Pool Photo", "AFP", "Infografis", "Rekomendasi", "POPULER")
    )
