"""All that belongs to a chat or a person moves with it and is forgotten with it, whichever table it is in."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, Table, insert, select
from sqlalchemy.engine import Engine

import bot.runtime
from bot.runtime.chats import CHAT, PERSON, Chats, Forgotten
from bot.runtime.choices import Choices, Place
from bot.runtime.correspondence import Answer, Correspondence, Writer
from bot.runtime.database import METADATA, keeping_of
from bot.runtime.feedback import Feedback
from bot.runtime.people import People
from bot.runtime.store import Store
from tests.test_store import DIGEST

for module in pkgutil.iter_modules(bot.runtime.__path__):
    importlib.import_module(f"bot.runtime.{module.name}")

HERE, ELSEWHERE, SUPERGROUP = -7, -8, -1007

ALEX, SAM = 70, 80

OF_NOBODY = {"attempts", "workers", "feedback", "holds"}
"""Tables without a word about anybody: numbers of requests, names of processes, jobs and votes under hashes
that tell of nobody whose they are."""

ABOUT_A_DIGEST = {"feedback"}
"""Tables that name nobody, whose rows are of the chat that has their digest."""

AS_LONG_AS_THEIR_CHAT = {"choices", "groups"}
"""Tables of which no row grows old: what a chat has chosen, and that it was greeted."""

OF_SOMEBODY = re.compile(r"chat|user|person|sender|member|reader|author|owner")

EVERY_TABLE = sorted(set(METADATA.tables) - OF_NOBODY - ABOUT_A_DIGEST)


class Requests:
    """Remembers whose requests were forgotten."""

    def __init__(self) -> None:
        self.forgotten: list[str] = []
        self.running = frozenset[str]()
        self.later = frozenset[str]()
        self.at: datetime | None = None

    def put_down_at(self) -> datetime | None:
        return self.at

    def forget(self, chat: str, before: datetime | None) -> int:
        self.forgotten.append(chat)
        return 3

    def forget_these(self, request_ids: Collection[str], before: datetime | None) -> int:
        self.forgotten.extend(request_ids)
        return len(request_ids)

    def begun(self, chat: str, request_ids: Collection[str], before: datetime | None) -> frozenset[str]:
        return self.running & frozenset(request_ids)

    def since(self, chat: str, request_ids: Collection[str], at: datetime) -> frozenset[str]:
        return self.later


def filling(column: Column[Any], number: int) -> Any:
    """Some value of a column's kind."""
    if isinstance(column.type, DateTime):
        return datetime(2026, 3, 9, tzinfo=UTC).replace(tzinfo=None)
    try:
        return {int: number, str: f"x{number}", bool: True, float: 0.5, bytes: b"x"}[column.type.python_type]
    except (KeyError, NotImplementedError):
        return {}


def put_row(engine: Engine, table: Table, chat_id: int) -> None:
    """A row of a chat, and of the person of the same number where the table knows persons."""
    row = {column.name: filling(column, abs(chat_id)) for column in table.columns}
    if "sending_id" in row:
        row["sending_id"] = f"{row['sending_id']}/status"
    row |= {name: chat_id for name in (CHAT, PERSON) if name in table.c}
    with engine.begin() as connection:
        connection.execute(insert(table).values(**row))


def owners(engine: Engine, table: Table) -> set[int]:
    column = table.c[CHAT] if CHAT in table.c else table.c[PERSON]
    with engine.connect() as connection:
        return set(connection.execute(select(column)).scalars())


@pytest.mark.parametrize("name", sorted(METADATA.tables))
def test_whose_a_row_is_stands_in_a_column_that_forgetting_knows(name: str) -> None:
    """A new table with a chat or a person under another name would be forgotten by nobody."""
    columns = {column.name for column in METADATA.tables[name].columns}
    known = {CHAT, PERSON, "former_chat_id", "sender_id"}  # who wrote in a chat, whose row it is
    assert {column for column in columns - known if OF_SOMEBODY.search(column)} == set()
    assert bool(columns & {CHAT, PERSON}) == (name in EVERY_TABLE)


@pytest.mark.parametrize("name", sorted(METADATA.tables))
def test_each_table_says_by_columns_that_it_has_how_its_rows_are_kept(name: str) -> None:
    """Whoever forgets and sweeps knows no table by name: a new one that says nothing fails here."""
    table, needed = METADATA.tables[name], {"request": "request_id", "digest": "digest_id"}
    kept = keeping_of(table)
    assert kept.at is None or isinstance(table.c[kept.at].type, DateTime)
    assert (kept.at is None) == (kept.told_by == "nothing")
    assert kept.message is None or not kept.is_left_behind
    assert name in OF_NOBODY or kept.told_by not in needed or needed[kept.told_by] in table.c


@pytest.mark.parametrize("name", sorted(METADATA.tables))
def test_rows_are_swept_in_time_where_they_do_not_stay_as_long_as_their_chat(
    engine: Engine, name: str
) -> None:
    table, store = METADATA.tables[name], Store(engine, now=lambda: datetime(2026, 3, 12, tzinfo=UTC))
    row = {column.name: filling(column, 7) for column in table.columns}
    with engine.begin() as connection:
        connection.execute(insert(table).values(**row))
    kept = []
    for days in (4, 2):
        store.sweep(days)
        with engine.connect() as connection:
            kept.append(connection.execute(select(table)).first() is not None)
    assert kept == [True, name in AS_LONG_AS_THEIR_CHAT]


def test_who_forgets_a_chat_knows_no_table_but_those_that_others_hang_on() -> None:
    code = Path(inspect.getfile(Chats)).read_text(encoding="utf-8").partition("class Chats")[2]
    named = {name for name in METADATA.tables if re.search(rf"""['"]{name}['"]""", code)}
    assert named == {"digests", "choices"}  # of which it is counted how much was there


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_forgetting_a_chat_leaves_no_row_of_it_and_every_other_one(engine: Engine, name: str) -> None:
    table = METADATA.tables[name]
    put_row(engine, table, HERE)
    put_row(engine, table, ELSEWHERE)
    Chats(engine, Requests()).forget(HERE)
    assert owners(engine, table) == {ELSEWHERE}


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_what_came_after_the_word_to_forget_stays(engine: Engine, name: str) -> None:
    """Its rows have a later time, a later request, or hang on what has one."""
    for each in {"digests", "letters", name}:
        put_row(engine, METADATA.tables[each], HERE)
    requests = Requests()
    requests.at, requests.later = (
        datetime(2026, 3, 8, tzinfo=UTC).replace(tzinfo=None),
        frozenset({f"x{-HERE}"}),
    )
    Chats(engine, requests).forget(HERE, rest=True)
    assert owners(engine, METADATA.tables[name]) == {HERE}


@pytest.mark.parametrize("name", sorted(ABOUT_A_DIGEST))
def test_what_was_said_of_a_chats_digest_is_forgotten_with_it(engine: Engine, name: str) -> None:
    table, digests = METADATA.tables[name], METADATA.tables["digests"]
    with engine.begin() as connection:
        for digest_id, chat_id in (("mine", HERE), ("other", ELSEWHERE)):
            row = {column.name: filling(column, 7) for column in digests.columns}
            connection.execute(insert(digests).values(**row | {"digest_id": digest_id, "chat_id": chat_id}))
            row = {column.name: filling(column, 7) for column in table.columns}
            connection.execute(insert(table).values(**row | {"digest_id": digest_id}))
    Chats(engine, Requests()).forget(HERE)
    with engine.connect() as connection:
        assert set(connection.execute(select(table.c.digest_id)).scalars()) == {"other"}


@pytest.mark.parametrize("name", sorted(set(EVERY_TABLE) - {"groups"}))
def test_a_supergroup_has_what_the_group_had_but_for_where_its_messages_stand(
    engine: Engine, name: str
) -> None:
    table = METADATA.tables[name]
    put_row(engine, table, HERE)
    put_row(engine, table, ELSEWHERE)
    Chats(engine, Requests()).move(HERE, SUPERGROUP)
    moved = set() if keeping_of(table).is_left_behind or CHAT not in table.c else {SUPERGROUP}
    left = {HERE} if CHAT not in table.c else set()
    assert owners(engine, table) == {ELSEWHERE} | moved | left


def test_what_was_chosen_in_the_supergroup_already_stays(engine: Engine) -> None:
    choices, chats = Choices(engine), Chats(engine, Requests())
    choices.choose_target(Place(HERE), "fr")
    choices.choose_target(Place(HERE, 5), "nl")
    choices.choose_target(Place(SUPERGROUP), "de")
    for _ in range(2):
        chats.move(HERE, SUPERGROUP)
    assert choices.settings(Place(SUPERGROUP)).target == "de"
    assert choices.settings(Place(SUPERGROUP, 5)).target == "nl"
    assert choices.settings(Place(HERE)).target is None


def test_a_group_is_met_once_and_again_after_it_was_forgotten(engine: Engine) -> None:
    chats = Chats(engine, Requests())
    assert [chats.meet(HERE), chats.meet(HERE), chats.meet(ELSEWHERE)] == [True, False, True]
    chats.forget(HERE)
    assert chats.meet(HERE)


def test_a_group_that_became_a_supergroup_is_met_and_known_by_its_former_number(engine: Engine) -> None:
    chats = Chats(engine, Requests())
    chats.meet(HERE)
    chats.move(HERE, SUPERGROUP)
    assert not chats.meet(SUPERGROUP)
    assert chats.former(SUPERGROUP) == HERE
    assert chats.former(HERE) is None


def test_what_was_forgotten_is_counted_the_requests_of_the_former_group_too(engine: Engine) -> None:
    requests = Requests()
    chats = Chats(engine, requests)
    Choices(engine).choose_target(Place(HERE), "fr")
    chats.move(HERE, SUPERGROUP)
    assert chats.forget(SUPERGROUP) == Forgotten(digests=0, choices=1, requests=6)
    assert sorted(requests.forgotten) == sorted([str(HERE), str(SUPERGROUP)])


def test_what_was_made_in_a_group_is_found_under_the_number_that_it_had(engine: Engine) -> None:
    store, chats = Store(engine), Chats(engine, Requests())
    digest_id = store.add_digest(HERE, DIGEST)
    chats.move(HERE, SUPERGROUP)
    late = store.add_digest(HERE, DIGEST)
    assert store.digest(HERE, digest_id) == store.digest(SUPERGROUP, digest_id) == DIGEST
    assert store.digest(HERE, late) == DIGEST
    assert store.digest(ELSEWHERE, digest_id) is None
    chats.forget(SUPERGROUP)
    assert store.digest(HERE, digest_id) is None
    assert store.digest(HERE, late) is None


def test_a_person_s_votes_on_the_briefs_of_groups_go_though_nobody_is_named_in_them(engine: Engine) -> None:
    store, feedback = Store(engine), Feedback(engine)
    briefs = [store.add_digest(HERE, DIGEST), store.add_digest(ELSEWHERE, DIGEST)]
    for person in (ALEX, SAM):
        for digest_id in briefs:
            feedback.vote(digest_id, person, "good", "en")
    Chats(engine, Requests()).forget(ALEX)
    assert sorted(vote.digest_id for vote in feedback.votes()) == sorted(briefs)
    Chats(engine, Requests()).forget(SAM)
    assert feedback.votes() == ()


def test_people_in_a_request_that_comes_twice_at_once_are_noted_once(any_database: Engine) -> None:
    people, both = People(any_database), Barrier(2)

    def note(number: int) -> None:
        both.wait()
        people.note(f"request {number}", {ALEX, SAM})

    with ThreadPoolExecutor(2) as receivers:
        for number in range(20):
            list(receivers.map(note, (number, number)))
    with any_database.connect() as connection:
        assert len(connection.execute(select(METADATA.tables["requests"])).all()) == 40


def test_a_request_with_a_person_s_words_goes_and_is_known_as_theirs_while_it_is_worked_on(
    engine: Engine,
) -> None:
    people, requests = People(engine), Requests()
    people.note("asked", {ALEX, SAM})
    people.note("asked", {ALEX})
    people.note("running", {ALEX})
    people.note("other", {SAM})
    requests.running = frozenset({"running"})
    chats = Chats(engine, requests)
    chats.forget(ALEX)
    assert set(requests.forgotten) == {str(ALEX), "asked", "running"}
    requests.running = frozenset()
    requests.forgotten.clear()
    chats.forget(ALEX)
    assert set(requests.forgotten) == {str(ALEX), "running"}
    chats.forget(ALEX)
    requests.forgotten.clear()
    chats.forget(SAM)
    assert set(requests.forgotten) == {str(SAM), "asked", "other"}


def test_what_others_wrote_about_a_person_s_article_goes_with_it(engine: Engine) -> None:
    letters, at = Correspondence(engine), datetime(2026, 3, 9, tzinfo=UTC).replace(tzinfo=None)
    for number, person, said in ((1, ALEX, "article"), (2, SAM, "/ringkas"), (3, SAM, "something else")):
        letters.note(Writer(HERE, 0, person), number, at, {"text": said})
    letters.keep_answer(HERE, Answer(2, 1, (10,), "a", is_brief=True))
    letters.keep_answer(HERE, Answer(3, 3, (11,), "b", is_brief=True))
    Chats(engine, Requests()).forget(ALEX)
    assert [letters.letter(HERE, number) is None for number in (1, 2, 3)] == [True, True, False]
