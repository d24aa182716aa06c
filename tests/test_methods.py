"""The playground plays all that this bot needs of Telegram: its calls, and the updates that it asks for."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import telegram

from bot.app import UPDATES
from playground.methods import METHODS
from playground.rules import load_rules
from playground.world import Chat, User, World

ROOT = Path(__file__).resolve().parents[1]
LIBRARYS_OWN = {"getMe", "getUpdates", "setWebhook", "deleteWebhook"}
"""What python-telegram-bot calls by itself to run a bot; getUpdates is the server's, as it waits."""
ASKED = {
    "answer": {"answerCallbackQuery", "answerInlineQuery"},
}
"""Names that mean several methods, of which the bot's updates lead to some alone."""


def method_of(name: str) -> str | None:
    """The Bot API's method behind a name of the library's ("send_message")."""
    return load_rules().names.get(name.replace("_", ""))


def meanings() -> dict[str, set[str]]:
    """What a call by this name asks of Telegram: the library's methods, and its shortcuts on what came in."""
    meant: dict[str, set[str]] = {}
    for class_ in vars(telegram).values():
        if not (inspect.isclass(class_) and issubclass(class_, telegram.TelegramObject)):
            continue
        for name, function in inspect.getmembers(class_, inspect.iscoroutinefunction):
            called = [name] if class_ is telegram.Bot else GET_BOT.findall(inspect.getsource(function))
            meant.setdefault(name, set()).update(found for one in called if (found := method_of(one)))
    return {name: methods for name, methods in meant.items() if methods}


GET_BOT = re.compile(r"get_bot\(\)\.(\w+)\(")


def named_in_the_bot() -> Iterator[str]:
    for folder in ("bot", "handlers"):
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            yield from (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))


def test_every_method_that_is_played_stands_in_the_table() -> None:
    assert METHODS.keys() <= load_rules().methods.keys()


def test_every_method_that_the_bot_calls_is_played() -> None:
    meant = meanings() | ASKED
    called = set.union(*(meant[name] for name in set(named_in_the_bot()) & meant.keys()))
    assert {"sendMessage", "editMessageText", "getFile", "setMyCommands", "getChatMember"} <= called
    assert (called | LIBRARYS_OWN) - METHODS.keys() == {"getUpdates"}


HAPPENINGS: dict[str, Callable[[World, Chat, Chat, User], object]] = {
    "message": lambda world, chat, group, sari: world.send_text(chat, "halo"),
    "edited_message": lambda world, chat, group, sari: world.edit_text(world.send_text(chat, "halo"), "hai"),
    "callback_query": lambda world, chat, group, sari: world.press_forged(world.send_text(chat, "a"), "b"),
    "inline_query": lambda world, chat, group, sari: world.inline_query(sari, "cabai"),
    "my_chat_member": lambda world, chat, group, sari: world.kick_bot(group),
    "chat_member": lambda world, chat, group, sari: world.promote(group, sari),
}


def test_every_kind_of_update_that_the_bot_asks_for_is_among_those_that_happen() -> None:
    assert sorted(UPDATES) == sorted(HAPPENINGS)


@pytest.mark.parametrize("kind", UPDATES)
def test_a_kind_of_update_that_the_bot_asks_for_happens(kind: str) -> None:
    world = World()
    sari, budi = world.user("Sari"), world.user("Budi")
    chat, group = world.private_chat(sari), world.group("Redaksi", [budi, sari], bot_is_admin=True)
    world.allowed_updates = frozenset({kind})
    HAPPENINGS[kind](world, chat, group, sari)
    assert kind in {update.kind for update in world.updates}
