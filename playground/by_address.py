"""Files that a bot names by an address: loaded as Telegram loads them, from this machine alone.

In: the parameters of a call. Out: the same with an `Upload` in place of each address, or BotApiError in
Telegram's words. What is not on loopback is not asked for: behind this Telegram there is no other web.

https://core.telegram.org/bots/api#sending-files
"""

from __future__ import annotations

import asyncio
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPResponse

from playground.keyboards import bad_request
from playground.rules import Upload

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost"})
TIMEOUT_S = 5.0
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Loadable:
    """What Telegram loads of one kind of file."""

    media_types: tuple[str, ...]
    limit_bytes: int = 20 * MIB


LOADABLE: Mapping[str, Loadable] = {
    "photo": Loadable(("image/jpeg", "image/png", "image/gif", "image/webp"), 5 * MIB),
    "document": Loadable(("image/gif", "application/pdf", "application/zip")),
    "audio": Loadable(("audio/mpeg", "audio/mp4")),
    "video": Loadable(("video/mp4",)),
    "animation": Loadable(("image/gif", "video/mp4")),
    "voice": Loadable(("audio/ogg",), MIB),
    "sticker": Loadable(("image/webp",)),
}
"""The kinds that may be named by an address; a round video may not."""


async def with_files(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters of a call, with what was loaded for each file that they name by its address."""
    done = dict(values)
    for kind in LOADABLE.keys() & values.keys():
        done[kind] = await _file(kind, values[kind])
    media = values.get("media")
    if isinstance(media, list):
        done["media"] = await asyncio.gather(*map(_item, media))
    elif media is not None:
        done["media"] = await _item(media)
    return done


async def _item(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same for one InputMedia."""
    kind = item["type"]
    return {**item, "media": await _file(kind, item["media"])} if kind in LOADABLE else item


async def _file(kind: str, given: Any) -> Any:
    """What was loaded from an address; a file that is named otherwise as it is."""
    if not isinstance(given, str) or not given.lower().startswith(("http://", "https://")):
        return given
    if _host(given) not in LOOPBACK_NAMES:
        raise bad_request("failed to get HTTP URL content")
    try:
        response = await AsyncHTTPClient().fetch(
            given, request_timeout=TIMEOUT_S, connect_timeout=TIMEOUT_S, follow_redirects=False
        )
    except (HTTPClientError, OSError):
        raise bad_request("failed to get HTTP URL content") from None
    name = posixpath.basename(unquote(urlsplit(given).path)) or "file"
    return Upload(name, response.body, _checked_type(kind, response), by_address=True)


def _host(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise bad_request("wrong HTTP URL specified") from None
    return parts.hostname


def _checked_type(kind: str, response: HTTPResponse) -> str:
    """The media type that the web server says, if Telegram takes it as this kind of file."""
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type not in LOADABLE[kind].media_types:
        raise bad_request("wrong type of the web page content")
    if len(response.body) > LOADABLE[kind].limit_bytes:
        raise bad_request("failed to get HTTP URL content")
    return media_type
