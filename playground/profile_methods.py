"""What a bot says of itself: who it is, its commands by scope and language, its name and descriptions.

In: the world and the parameters of a call. Out: the result as a JSON value, or BotApiError with Telegram's
code and words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy

from playground.checks import Method, Parameters, chat_with
from playground.formatted import utf16_length
from playground.keyboards import bad_request
from playground.world import Json, World

MAX_COMMANDS = 100
COMMAND_DESCRIPTION_LIMIT_UTF16 = 256
NAME_LIMIT_UTF16 = 64
DESCRIPTION_LIMIT_UTF16 = 512
SHORT_DESCRIPTION_LIMIT_UTF16 = 120


def get_me(world: World, p: Parameters) -> Json:
    """getMe"""
    return world.bot.to_json() | {
        "can_join_groups": True, "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": world.inline_mode, "can_connect_to_business": False,
        "has_main_web_app": False,
    }  # fmt: skip


def done(world: World, p: Parameters) -> bool:
    """logOut and close, which have nothing to do here."""
    return True


def set_my_commands(world: World, p: Parameters) -> bool:
    """setMyCommands"""
    if len(p["commands"]) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in p["commands"]:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command["description"]) <= COMMAND_DESCRIPTION_LIMIT_UTF16:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.commands[_scope(world, p), _language(p)] = deepcopy(p["commands"])
    return True


def get_my_commands(world: World, p: Parameters) -> list[Json]:
    """getMyCommands"""
    return world.profile.commands.get((_scope(world, p), _language(p)), [])


def delete_my_commands(world: World, p: Parameters) -> bool:
    """deleteMyCommands"""
    world.profile.commands.pop((_scope(world, p), _language(p)), None)
    return True


def _profile_methods(attribute: str, parameter: str, limit_utf16: int) -> tuple[Method, Method]:
    """The setter and the getter of a text that a bot says about itself."""

    def setter(world: World, p: Parameters) -> bool:
        text = p.get(parameter, "")
        if utf16_length(text) > limit_utf16:
            raise bad_request(f"{parameter.removeprefix('short_').upper()}_TOO_LONG")
        getattr(world.profile, attribute)[_language(p)] = text
        return True

    def getter(world: World, p: Parameters) -> Json:
        texts: dict[str, str] = getattr(world.profile, attribute)
        default = world.bot.first_name if parameter == "name" else ""
        return {parameter: texts.get(_language(p)) or texts.get("") or default}

    return setter, getter


def _scope(world: World, p: Parameters) -> str:
    scope = p.get("scope") or {"type": "default"}
    parts = [scope["type"]]
    if "chat_id" in scope:
        parts.append(str(chat_with(world, scope["chat_id"]).id))
    if "user_id" in scope:
        parts.append(str(scope["user_id"]))
    return ":".join(parts)


def _language(p: Parameters) -> str:
    code: str = p.get("language_code", "")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


_set_name, _get_name = _profile_methods("names", "name", NAME_LIMIT_UTF16)
_set_description, _get_description = _profile_methods("descriptions", "description", DESCRIPTION_LIMIT_UTF16)
_set_short, _get_short = _profile_methods(
    "short_descriptions", "short_description", SHORT_DESCRIPTION_LIMIT_UTF16
)

PROFILE_METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "logOut": done,
    "close": done,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _set_name,
    "getMyName": _get_name,
    "setMyDescription": _set_description,
    "getMyDescription": _get_description,
    "setMyShortDescription": _set_short,
    "getMyShortDescription": _get_short,
}
