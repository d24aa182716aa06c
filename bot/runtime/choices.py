"""What a chat, or one topic of it, has chosen: language, length, parts of a brief, and how it is spoken to.

In: an engine (database.py); out: Settings of a place, in which a topic's own choices stand before its chat's.
Calls block, so callers in the event loop run them in a thread. This module must know no chat library, and not
what a choice leads to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Integer,
    String,
    Table,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.records import DEFAULT_PARTS, Part
from bot.runtime.database import METADATA, Keeping, keeping

WHOLE_CHAT = 0
"""The topic of what is chosen for a chat as a whole; Telegram's topics are numbered from 1 on."""

AS_NEEDED = 0
"""Kept as the length of a place that wants as many sentences as tell the story: chosen, unlike NULL."""

READERS_OWN = ""
"""Kept as the interface language of a place that leaves it to each reader: chosen, unlike NULL."""

Choice = Literal["target", "sentence_count", "parts", "interface", "every_link"]
"""What can be chosen; the columns of the table have these names."""

_CHOICES = Table(
    "choices",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", BigInteger, primary_key=True, autoincrement=False),
    Column("target", String(8)),
    Column("sentence_count", Integer),
    Column("parts", String(64)),
    Column("interface", String(8)),
    Column("every_link", Boolean),
    info=keeping(Keeping(at=None, told_by="nothing", is_swept=False)),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where people talk with the bot: a chat, or one topic of it."""

    chat_id: int
    topic_id: int = WHOLE_CHAT


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds in a place."""

    target: str | None = None
    """The language of the replies; None: the operator's default."""
    sentence_count: int | None = None
    """The length of the summaries; None: as many sentences as tell the story."""
    parts: frozenset[Part] = DEFAULT_PARTS
    """What a brief shows under its headline."""
    interface: str | None = None
    """The language of everything else that is said; None: the reader's own."""
    every_link: bool = False
    """Whether every link to an Indonesian article is answered in a group, asked or not."""


class Choices:
    """The choices of all places in one database; safe to call from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._listening: dict[Place, bool] = {}

    def look(self) -> None:
        """Read where every link is answered, for `listens`; other processes choose too."""
        query = select(_CHOICES.c.chat_id, _CHOICES.c.topic_id, _CHOICES.c.every_link)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(_CHOICES.c.every_link.is_not(None))).all()
        self._listening = {Place(row.chat_id, row.topic_id): row.every_link for row in rows}

    def listens(self, place: Place) -> bool:
        """Whether every link is answered in a place, as of the last look or choice here; asks no database.

        For whoever has to know before anything of a message may be kept.
        """
        whole = self._listening.get(Place(place.chat_id), False)
        return self._listening.get(place, whole)

    def settings(self, place: Place) -> Settings:
        """Return what holds in a place: the topic's choices, then the chat's, then the defaults."""
        query = select(_CHOICES).where(
            _CHOICES.c.chat_id == place.chat_id, _CHOICES.c.topic_id.in_({place.topic_id, WHOLE_CHAT})
        )
        chosen: dict[str, Any] = {}
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_CHOICES.c.topic_id)).mappings().all()
        for row in rows:  # the whole chat's first
            chosen |= {name: value for name, value in row.items() if value is not None}
        return Settings(
            target=chosen.get("target"),
            sentence_count=chosen.get("sentence_count") or None,
            parts=_parts(chosen.get("parts")),
            interface=chosen.get("interface") or None,
            every_link=chosen.get("every_link", False),
        )

    def own(self, place: Place) -> frozenset[Choice]:
        """Return what a place has chosen itself; in a topic all else is as in its chat."""
        with self._engine.connect() as connection:
            row = connection.execute(select(_CHOICES).where(_here(place))).mappings().first()
        return frozenset(name for name in get_args(Choice) if row is not None and row[name] is not None)

    def take_back(self, place: Place, names: Iterable[Choice] = get_args(Choice)) -> None:
        """Let a place have chosen nothing in these respects: a topic is then again as its chat."""
        self._choose(place, **dict.fromkeys(names))
        self.look()

    def choose_target(self, place: Place, target: str) -> None:
        """Keep the language of the briefs."""
        self._choose(place, target=target)

    def choose_sentence_count(self, place: Place, sentence_count: int | None) -> None:
        """Keep the length of the summaries; None: as many sentences as tell the story."""
        self._choose(place, sentence_count=AS_NEEDED if sentence_count is None else sentence_count)

    def choose_parts(self, place: Place, parts: Iterable[Part]) -> None:
        """Keep what a brief shows under its headline."""
        wanted = frozenset(parts)
        self._choose(place, parts=" ".join(part for part in get_args(Part) if part in wanted))

    def choose_interface(self, place: Place, language: str | None) -> None:
        """Keep the language in which everything else is said; None: each reader's own."""
        self._choose(place, interface=language or READERS_OWN)

    def choose_every_link(self, place: Place, *, every_link: bool) -> None:
        """Keep whether links are answered unasked."""
        self._choose(place, every_link=every_link)
        self.look()

    def _choose(self, place: Place, **chosen: str | int | bool | None) -> None:
        """Write the columns that were chosen and no others, so that two choices at once both hold."""
        change = update(_CHOICES).where(_here(place)).values(**chosen)
        with self._engine.begin() as connection:
            if connection.execute(change).rowcount:
                return
        row = {"chat_id": place.chat_id, "topic_id": place.topic_id, **chosen}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(_CHOICES).values(**row))
        except IntegrityError:  # somebody else was the first in between
            with self._engine.begin() as connection:
                connection.execute(change)


def _here(place: Place) -> ColumnElement[bool]:
    return (_CHOICES.c.chat_id == place.chat_id) & (_CHOICES.c.topic_id == place.topic_id)


def _parts(kept: str | None) -> frozenset[Part]:
    if kept is None:
        return DEFAULT_PARTS
    names = frozenset(kept.split())
    return frozenset(part for part in get_args(Part) if part in names)
