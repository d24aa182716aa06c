"""What of a story is kept, and what of the rest goes, on the real texts beside the project.

Floors stand a little under what `python -m benchmarks.cleaning` and `benchmarks.pages` print, so that
no later change loses quality unseen.
"""

from __future__ import annotations

import json
from functools import cache

from benchmarks.cleaning import ARTICLES, DIRT, PAGES, kept_words, wrapped_in_furniture
from benchmarks.pages import DEFAULT_FOLDER, mean, ours, token_bag_score
from tests.conftest import needs_shared


@cache
def clean_articles() -> tuple[str, ...]:
    """Every third article that holds no sign of furniture."""
    with ARTICLES.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    return tuple(text for text in texts if not DIRT.search(text))[::3]


@needs_shared
def test_articles_without_furniture_are_kept() -> None:
    kept, total = kept_words(clean_articles())
    assert kept / total >= 0.998


@needs_shared
def test_the_true_texts_of_pages_are_kept() -> None:
    pages = json.loads(PAGES.read_text(encoding="utf-8"))
    kept, total = kept_words([page["content"] for page in pages])
    assert kept / total >= 0.98


@needs_shared
def test_furniture_around_an_article_goes_and_the_article_stays() -> None:
    gone, kept, wrapped, _ = wrapped_in_furniture(clean_articles())
    assert wrapped > 1_000
    assert gone >= 0.99
    assert kept >= 0.998


@needs_shared
def test_of_a_page_the_story_is_kept_and_the_rest_goes() -> None:
    pages = json.loads((DEFAULT_FOLDER / "truth.json").read_text(encoding="utf-8"))
    scores = [
        token_bag_score(ours((DEFAULT_FOLDER / page["file"]).read_bytes()), page["content"]) for page in pages
    ]
    precision, recall, _ = mean(scores)
    assert precision >= 0.98
    assert recall >= 0.96
