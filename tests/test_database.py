"""A database is made, or brought to the newest version, before anything else happens."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import ConfigError
from bot.runtime.choices import Choices, Place, Settings
from bot.runtime.database import METADATA, claim, is_shared, open_engine
from bot.runtime.migrations import versions
from bot.runtime.store import Store

_CHANGES = sorted(pkgutil.iter_modules(versions.__path__), key=lambda each: each.name)

ORDER_BEFORE = ("0001", "0002", "0003", "0004", "0008", "0006", "0005", "0009")
"""In which changes were made up to the ninth, before they stood in the order of their numbers."""


def test_a_new_database_has_every_table_with_the_columns_that_the_store_reads(any_database_url: str) -> None:
    engine = open_engine(any_database_url)
    found = inspect(engine)
    for table in METADATA.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}
    assert is_shared(engine) == any_database_url.startswith("postgresql")
    engine.dispose()


def test_a_second_start_changes_nothing(any_database_url: str) -> None:
    for _ in range(2):
        engine = open_engine(any_database_url)
        store = Store(engine)
        Choices(engine).choose_sentence_count(Place(7), 5)
        store.beat("worker")
        assert store.workers()["worker"] < 60
        engine.dispose()
    engine = open_engine(any_database_url)
    assert Choices(engine).settings(Place(7)) == Settings(sentence_count=5)
    engine.dispose()


def test_a_database_of_the_first_version_keeps_what_it_holds(any_database_url: str, tmp_path: Path) -> None:
    (tmp_path / "new folder").mkdir()
    first = create_engine(any_database_url.replace("postgresql:", "postgresql+psycopg:"))
    with first.begin() as connection:
        connection.execute(
            text(
                "CREATE TABLE chats (chat_id BIGINT PRIMARY KEY, target VARCHAR(8),"
                " sentence_count INT NOT NULL)"
            )
        )
        connection.execute(text("INSERT INTO chats VALUES (7, 'fr', 5), (8, 'en', 0)"))
    first.dispose()
    engine = open_engine(any_database_url)
    choices = Choices(engine)
    assert choices.settings(Place(7)) == Settings("fr", 5)
    assert choices.settings(Place(8)) == Settings("en", None)
    engine.dispose()


def test_each_change_follows_the_one_numbered_before_it() -> None:
    modules = [importlib.import_module(f"{versions.__name__}.{each.name}") for each in _CHANGES]
    assert [each.down_revision for each in modules] == [None, *(each.revision for each in modules[:-1])]


def test_a_database_whose_changes_were_made_in_the_order_of_before_becomes_the_same(
    any_database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "new folder").mkdir()
    first = create_engine(any_database_url.replace("postgresql:", "postgresql+psycopg:"))
    by_number = {each.name[1:5]: f"{versions.__name__}.{each.name}" for each in _CHANGES}
    with first.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        for number in ORDER_BEFORE:
            importlib.import_module(by_number[number]).upgrade()
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0009')"))
    first.dispose()
    engine = open_engine(any_database_url)
    found = inspect(engine)
    for table in METADATA.sorted_tables:
        assert {each["name"] for each in found.get_columns(table.name)} == set(table.columns.keys())
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    ["nonsense", "sqlite:////proc/nowhere/x.db", "oracle://u:pw@h/db", "postgresql://u:pw@127.0.0.1:1/db"],
)
def test_an_address_that_will_not_do_stops_the_start_without_its_password(url: str) -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL") as caught:
        open_engine(url)
    assert "pw" not in str(caught.value)


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=f"unable to open database file: {tmp_path}$"):
        open_engine(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "ringkas.db"
    path.write_bytes(b"no database " * 500)
    with pytest.raises(ConfigError, match="not a database"):
        open_engine(f"sqlite:///{path}")


def test_an_sqlite_file_belongs_to_one_process_at_a_time(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'ringkas.db'}")
    held = claim(engine)
    assert held
    with pytest.raises(ConfigError, match="another process"):
        claim(engine)
    held.close()
    again = claim(engine)
    assert again
    again.close()
    engine.dispose()


def test_a_database_that_another_process_keeps_locked_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'ringkas.db'}"
    monkeypatch.setattr("bot.runtime.database.BUSY_TIMEOUT_MS", 1)
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(ConfigError, match="locked"):
            open_engine(url)
    engine.dispose()


def test_what_people_wrote_is_in_no_error_of_the_database(any_database: Engine) -> None:
    with pytest.raises(SQLAlchemyError) as caught, any_database.begin() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "Harga cabai naik"})
    assert "Harga cabai" not in str(caught.value)
