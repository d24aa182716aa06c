"""The store keeps digests over a restart, and forgets when it should."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.records import Article, Digest, Entity, Quote, Sentence
from bot.runtime.store import (
    ADMISSION_PERIOD_S,
    ON_ITS_WAY_S,
    REFUSAL_PAUSE_S,
    Refusal,
    Sending,
    Store,
    open_store,
)

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
    longest_summary=1,
    quotes=(Quote("Kami siap", 13, 22, speaker="Rina Sari", key=True),),
    entities=(Entity("Rina Sari", "person", ("Rina",), 2),),
)


def store_at(path: Path) -> Store:
    return open_store(f"sqlite:///{path / 'deep' / 'ringkas.db'}")


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


def test_the_newest_digest_of_the_same_request_is_found_in_whatever_chat(tmp_path: Path) -> None:
    clock = [datetime(2026, 1, 1, tzinfo=UTC)]
    store = Store(store_at(tmp_path)._engine, now=lambda: clock[0])
    store.add_digest(CHAT, DIGEST, "key")
    clock[0] += timedelta(hours=1)
    newer = replace(DIGEST, target="fr")
    store.add_digest(OTHER_CHAT, newer, "key")
    assert store.digest_for("key") == newer
    assert store.digest_for("another") is None
    store.close()


def test_attempts_are_counted_for_each_request_and_forgotten_with_its_time(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    assert [store.begin_attempt("a"), store.begin_attempt("a"), store.begin_attempt("b")] == [1, 2, 1]
    store.sweep(retention_days=-1)
    assert store.begin_attempt("a") == 1
    store.close()


def test_a_worker_that_was_alive_is_known_until_somebody_strikes_it_off(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.beat("first")
    store.beat("first")
    store.beat("second")
    assert set(store.workers()) == {"first", "second"}
    assert all(0 <= age_s < 60 for age_s in store.workers().values())
    store.leave("first")
    assert set(store.workers()) == {"second"}
    store.close()


def test_a_chat_that_sends_too_much_is_told_now_and_then_when_to_come_back(tmp_path: Path) -> None:
    clock = [datetime(2026, 1, 1, tzinfo=UTC)]
    store = Store(store_at(tmp_path)._engine, now=lambda: clock[0])
    assert [store.refusal(f"r{number}", CHAT, limit=2) for number in range(2)] == [None, None]
    clock[0] += timedelta(seconds=100)
    assert store.refusal("r2", CHAT, limit=2) == Refusal(ADMISSION_PERIOD_S - 100, told=True)
    assert store.refusal("r3", CHAT, limit=2) == Refusal(ADMISSION_PERIOD_S - 100, told=False)
    assert store.refusal("r4", OTHER_CHAT, limit=2) is None
    clock[0] += timedelta(seconds=REFUSAL_PAUSE_S)
    later = store.refusal("r6", CHAT, limit=2)
    assert later is not None
    assert later.told
    clock[0] += timedelta(seconds=ADMISSION_PERIOD_S)
    assert store.refusal("r5", CHAT, limit=2) is None
    store.close()


def test_who_asks_on_and_on_is_told_after_each_pause(tmp_path: Path) -> None:
    clock = [datetime(2026, 1, 1, tzinfo=UTC)]
    store = Store(store_at(tmp_path)._engine, now=lambda: clock[0])
    assert store.refusal("first", CHAT, limit=1) is None
    told = []
    for number in range(6):
        refusal = store.refusal(f"r{number}", CHAT, limit=1, pause_s=5)
        told.append(refusal is not None and refusal.told)
        clock[0] += timedelta(seconds=2)
    assert told == [True, False, False, True, False, False]
    store.close()


@pytest.mark.parametrize(("unread", "has_room"), [(0, False), (1, True), (2, True)])
def test_what_turned_out_to_be_no_article_counts_no_longer(
    tmp_path: Path, unread: int, has_room: bool
) -> None:
    store = store_at(tmp_path)
    assert store.refusal("r0", CHAT, limit=2, articles=2) is None
    for _ in range(2):  # a request that is run again gives the same ones back
        store.give_back("r0", 2, unread)
    assert (store.refusal("r1", CHAT, limit=2) is None) is has_room
    store.close()


def test_a_refused_request_that_is_run_again_after_room_was_made_may_come_at_once(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    assert store.refusal("r0", CHAT, limit=1) is None
    assert store.refusal("r1", CHAT, limit=1) is not None
    store.give_back("r0", 1, 1)
    again = store.refusal("r1", CHAT, limit=1)
    assert again is not None
    assert again.retry_after_s == 1
    store.close()


def test_a_request_of_several_articles_comes_in_whole_and_counts_as_that_many(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    for _ in range(2):
        assert store.refusal("r0", CHAT, limit=5, articles=4) is None
    assert store.refusal("r1", CHAT, limit=5, articles=4) is None
    assert store.refusal("r2", CHAT, limit=8) is not None
    assert store.refusal("r3", CHAT, limit=9) is None
    store.close()


def test_a_request_that_is_run_again_is_judged_as_it_was(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    for _ in range(2):
        assert store.refusal("r0", CHAT, limit=1) is None
    for _ in range(2):
        refusal = store.refusal("r1", CHAT, limit=1)
        assert refusal is not None
        assert refusal.told
    store.close()


def test_a_digest_that_was_changed_answers_no_other_request(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    digest_id = store.add_digest(CHAT, DIGEST)
    store.replace_digest(CHAT, digest_id, DIGEST, "key")
    assert store.digest_for("key") == DIGEST
    store.replace_digest(CHAT, digest_id, replace(DIGEST, summary=()))
    assert store.digest_for("key") is None
    store.close()


def test_a_message_is_known_to_stand_where_it_was_sent(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    assert store.begin_sending("r0/a", CHAT) == Sending(begun=False, message_id=None)
    assert store.begin_sending("r0/a", CHAT) == Sending(begun=True, message_id=None)
    store.end_sending("r0/a", 12)
    assert store.begin_sending("r0/a", CHAT) == Sending(begun=True, message_id=12)
    assert store.sent(CHAT, 11, "r0") == frozenset({12})
    assert store.sent(CHAT, 12, "r0") == store.sent(OTHER_CHAT, 0, "r0") == frozenset()
    store.close()


def test_while_another_request_s_message_is_on_its_way_not_all_are_known(tmp_path: Path) -> None:
    clock = [datetime(2026, 1, 1, tzinfo=UTC)]
    store = Store(store_at(tmp_path)._engine, now=lambda: clock[0])
    store.begin_sending("r0/a", CHAT)
    assert store.sent(CHAT, 0, "r0") == frozenset()
    assert store.sent(CHAT, 0, "r1") is None
    assert store.sent(OTHER_CHAT, 0, "r1") == frozenset()
    clock[0] += timedelta(seconds=ON_ITS_WAY_S)
    assert store.sent(CHAT, 0, "r1") == frozenset()
    store.close()


def test_a_digest_may_be_had_with_its_id_alone(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    digest_id = store.add_digest(CHAT, DIGEST)
    assert store.digest_anywhere(digest_id) == (CHAT, DIGEST)
    assert store.digest_anywhere("another") is None
    store.close()


def test_a_digest_is_kept_in_each_language_that_it_was_in(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    digest_id = store.add_digest(CHAT, DIGEST)
    french = replace(DIGEST, target="fr", title_translation="Titre")
    store.keep_translation(digest_id, DIGEST)
    store.keep_translation(digest_id, french)
    store.replace_digest(CHAT, digest_id, replace(DIGEST, target="de"))
    assert store.translation(digest_id, "fr") == french
    assert store.translation(digest_id, "en") == DIGEST
    assert store.translation(digest_id, "de") is None
    assert store.translation("another", "fr") is None
    store.close()


def test_what_was_read_and_posted_nowhere_is_nothing_that_a_place_has_had(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    since = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=1)
    posted, _ = store.add_digest(CHAT, DIGEST), store.add_digest(CHAT, DIGEST)
    store.stands_at(CHAT, posted, 12)
    assert [(made.digest_id, made.message_id) for made in store.made_since(CHAT, 0, since)] == [(posted, 12)]
    store.close()
