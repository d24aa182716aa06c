"""The store keeps settings and digests over a restart, and forgets when it should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.records import Article, Digest, Entity, Quote, Sentence
from bot.runtime.store import ChatSettings, Store, open_store

CHAT, OTHER_CHAT = 7, 8

DIGEST = Digest(
    article=Article(
        "Judul Kecil\n\nKami siap.", title="Judul", headings=(0,), published=datetime(2026, 1, 2, tzinfo=UTC)
    ),
    sentences=(
        Sentence(0, 0, 0, 11, "Judul Kecil", heading=True),
        Sentence(1, 1, 13, 23, "Kami siap.", "We are ready."),
    ),
    summary=(1,),
    quotes=(Quote("Kami siap", 13, 22, speaker="Rina Sari", key=True),),
    entities=(Entity("Rina Sari", "person", ("Rina",), 2),),
)


def store_at(path: Path) -> Store:
    return open_store(f"sqlite:///{path / 'deep' / 'ringkas.db'}")


def test_a_chat_that_chose_nothing_has_the_defaults(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    assert store.settings(CHAT) == ChatSettings()
    store.close()


def test_settings_outlive_a_restart_and_are_the_chats_own(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.choose_sentence_count(CHAT, 5)
    store.choose_target(CHAT, "fr")
    store.choose_sentence_count(CHAT, 7)
    store.close()
    again = store_at(tmp_path)
    assert again.settings(CHAT) == ChatSettings("fr", 7)
    assert again.settings(OTHER_CHAT) == ChatSettings()
    again.close()


def test_a_digest_comes_back_as_it_was(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    digest_id = store.add_digest(CHAT, DIGEST)
    store.close()
    again = store_at(tmp_path)
    assert again.digest(CHAT, digest_id) == DIGEST
    again.close()


def test_a_digest_belongs_to_the_chat_where_it_was_made(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    digest_id = store.add_digest(CHAT, DIGEST)
    assert store.digest(OTHER_CHAT, digest_id) is None
    store.close()


def test_old_digests_are_swept_and_young_ones_stay(tmp_path: Path) -> None:
    clock = [datetime(2026, 1, 1, tzinfo=UTC)]
    opened = store_at(tmp_path)
    store = Store(opened._engine, now=lambda: clock[0])
    old = store.add_digest(CHAT, DIGEST)
    clock[0] += timedelta(days=31)
    young = store.add_digest(CHAT, DIGEST)
    assert store.sweep(retention_days=30) == 1
    assert store.digest(CHAT, old) is None
    assert store.digest(CHAT, young) == DIGEST
    store.close()


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////proc/nowhere/x.db", "oracle://u:pw@h/db"])
def test_an_address_that_will_not_do_stops_the_start_without_its_password(url: str) -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL") as caught:
        open_store(url)
    assert "pw" not in str(caught.value)
