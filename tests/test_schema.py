"""The JSON contract: its keys, in order, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.schema import digest_from_json, digest_to_json
from tests.test_store import DIGEST


def test_the_keys_are_the_contracts() -> None:
    data = digest_to_json(DIGEST)
    assert list(data) == [
        "schema", "url", "site", "title", "published", "authors", "language", "text", "sentences",
        "summary", "whole", "longest_summary", "quotes", "entities", "timings_ms",
    ]  # fmt: skip
    assert list(data["quotes"][0]) == [
        "text", "translation", "speaker", "speaker_mention", "speaker_mention_translation",
        "speaker_role", "speaker_role_translation", "cue", "start", "end", "key",
    ]  # fmt: skip
    assert list(data["sentences"][1]) == ["index", "paragraph", "start", "end", "source", "translation"]
    assert list(data["entities"][0]) == ["name", "label", "translation", "aliases", "mentions"]


def test_a_digest_survives_the_way_there_and_back() -> None:
    assert digest_from_json(digest_to_json(DIGEST)) == DIGEST
    assert digest_from_json(digest_to_json(replace(DIGEST, whole=True))).whole


def test_how_long_a_summary_can_be_is_told_where_it_was_looked_for() -> None:
    assert "longest_summary" not in digest_to_json(replace(DIGEST, longest_summary=0))


def test_a_digest_stored_before_lengths_were_free_is_still_read() -> None:
    data = digest_to_json(DIGEST)
    del data["whole"], data["longest_summary"]
    assert digest_from_json(data) == replace(DIGEST, longest_summary=0)


@pytest.mark.parametrize("published", [None, date(2026, 3, 1)])
def test_a_date_may_be_missing_or_without_a_time(published: date | None) -> None:
    data = digest_to_json(DIGEST) | {"published": published.isoformat() if published else None}
    assert digest_from_json(data).article.published == published


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema"):
        digest_from_json(digest_to_json(DIGEST) | {"schema": 2})


def test_a_digest_stored_before_speakers_had_roles_is_still_read() -> None:
    data = digest_to_json(DIGEST)
    for quote in data["quotes"]:
        del quote["speaker_role"], quote["speaker_role_translation"], quote["speaker_mention_translation"]
    assert digest_from_json(data) == DIGEST


def test_pages_that_are_missing_are_kept_and_told_only_where_there_are_any() -> None:
    damaged = replace(DIGEST, article=replace(DIGEST.article, missing_pages=(3, 4)))
    assert digest_from_json(digest_to_json(damaged)).article.missing_pages == (3, 4)
    assert "missing_pages" not in digest_to_json(DIGEST)
