"""Pasted text is worked on in the bot's own process: it takes the time that its length takes.

FUZZ_EXAMPLES in the environment runs more examples than the suite has time for.
"""

from __future__ import annotations

import os
import time
import tomllib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.tagger import Tagger
from bot.errors import RingkasError
from bot.intake.links import find_links
from bot.kit import shipped_models
from bot.pipeline import digest_article, is_article_beside_link, is_published, read_text
from bot.records import Article, Request
from bot.reply.page import page
from bot.reply.render import render_digest, render_full
from bot.reply.wording import Wording

CASES = tomllib.loads(Path(__file__).with_name("cases").joinpath("hostile_texts.toml").read_text("utf-8"))
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "8"))
LENGTH_CHARS = 40_000
"""Ten messages."""
LIMIT_S = 3.0
"""Of the processor's time; an article of that length takes a third of it. What grows with the square of the
length takes five times as much."""

ALPHABET = st.sampled_from([
    "a", "A", "1", " ", "\n", "\n\n", "\u00a0", ".", ",", '"', "“", "”", "'", "’", "(", ")", "[", "-", "–",
    ":", ";", "!", "…", "/", "\\", "@", "#", "&", "<", "|", "*", "_", "`", "„", "»", "Rp ", "1.", "1. ",
    "A. ", "Aa ", "kata ", "Budi ", "Budi Santoso, ", "menurut ", "said ", "Dr. ", "PT ", "di ",
    "yang ", "the ", "http://a.b/", "Foto: ", "Baca juga: ", "tersebut ", "JAKARTA - ", "(5/2/2026)",
])  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: case["why"])
def test_a_hostile_text_takes_no_longer_than_its_length_does(case: dict[str, str], language: str) -> None:
    assert seconds_for(case["unit"], language) < LIMIT_S


@settings(max_examples=EXAMPLES, deadline=None)
@given(unit=st.lists(ALPHABET, min_size=1, max_size=4).map("".join), language=st.sampled_from(["id", "en"]))
def test_whatever_is_repeated_takes_no_longer_than_its_length_does(unit: str, language: str) -> None:
    assert seconds_for(unit, language) < LIMIT_S


def seconds_for(unit: str, language: str) -> float:
    """What all stages in the bot's process take of the processor for a text that repeats the same."""
    text = (unit * LENGTH_CHARS)[:LENGTH_CHARS]
    return sum(
        _seconds(stage)
        for stage in (
            lambda: read_text(Request(text=text)),
            lambda: find_links(text),
            lambda: is_published(text),
            lambda: is_article_beside_link(text),
            lambda: _digested_and_shown(text, language),
        )
    )


def _digested_and_shown(text: str, language: str) -> None:
    digest = digest_article(Article(text, title="Harga cabai", language=language), _tagger())
    render_digest(digest, Wording("en"), digest_id="abc")
    render_full(digest, Wording("id"))
    page(digest, Wording("en"))


def _seconds(stage: Callable[[], object]) -> float:
    began_s = time.thread_time()
    with suppress(RingkasError):
        stage()
    return time.thread_time() - began_s


@cache
def _tagger() -> Tagger:
    return Tagger(shipped_models() / "entities.npz")
