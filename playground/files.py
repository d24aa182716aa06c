"""A file that a bot sends -> the fields of a message: photos, documents, music, videos, animations, voices.

In: the kind, the file (an upload, or the id of one that was sent before), the other parameters of the call.
Out: the fields, with the file stored; or BotApiError with Telegram's code and words. What is named by an
address is loaded in `by_address`, before it comes here. It changes no message.

Sources: https://core.telegram.org/bots/api#sending-files; the words are the Bot API server's and TDLib's.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from playground.ground import file_json
from playground.images import size_of
from playground.keyboards import bad_request
from playground.records import BotApiError, Json
from playground.rules import Upload
from playground.world import World

UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
PHOTO_LIMIT_BYTES = 10 * 1024 * 1024
THUMBNAIL_LIMIT_BYTES = 200 * 1024 - 1
PHOTO_LIMIT_PIXELS = 10_000
"""Width and height together."""
PHOTO_LIMIT_RATIO = 20
"""How many times longer one side of a photo may be than the other."""
LONGEST_S = 86_400
"""What a longer duration becomes."""
WIDEST_PIXELS = 10_000


@dataclass(frozen=True, slots=True)
class Kind:
    """What Telegram makes of one kind of file."""

    type: str
    """Its name in "can't use file of type …"."""
    plural: str
    """Its name in "not enough rights to send …"."""
    folder: str
    fields: tuple[str, ...] = ()
    """What the sender says of it ("duration")."""
    media_type: str = ""
    """Its media type, where the file's name does not say that it is another one of the same family."""
    may_lie_above: bool = False
    """Whether it may stand below its caption, or behind a veil."""


KINDS: Mapping[str, Kind] = {
    "photo": Kind("Photo", "photos", "photos", may_lie_above=True),
    "document": Kind("Document", "documents", "documents"),
    "audio": Kind("Audio", "music", "music", ("duration", "performer", "title"), "audio/mpeg"),
    "video": Kind("Video", "videos", "videos", ("duration", "width", "height"), "video/mp4", True),
    "animation": Kind(
        "Animation", "animations", "animations", ("duration", "width", "height"), "video/mp4", True
    ),
    "voice": Kind("VoiceNote", "voice notes", "voice", ("duration",), "audio/ogg"),
    "video_note": Kind("VideoNote", "video notes", "video_notes", ("duration", "length")),
    "sticker": Kind("Sticker", "stickers", "stickers", ("emoji",)),
}
"""The parameter and the field of a message -> its kind."""
FILES = ("animation", "document", "audio", "video", "voice", "video_note")
"""The kinds that are shown as a file with its name; an animation is a document too, so it comes first."""
CAPTIONED = ("photo", "document", "audio", "video", "animation", "voice")
"""The kinds with a caption."""


def kind_in(payload: Json) -> str | None:
    """The kind of file in a message; an animation is a document too, for bots that know no animations."""
    return next((kind for kind in ("animation", *KINDS) if kind in payload), None)


def file_content(world: World, kind: str, given: Upload | str, p: Mapping[str, Any]) -> Json:
    """The file as fields of a message, and how it is shown. Raises BotApiError."""
    content = _uploaded(world, kind, given, p) if isinstance(given, Upload) else _known(world, kind, given)
    if KINDS[kind].may_lie_above:
        content |= {"has_media_spoiler": True} if p.get("has_spoiler") else {}
        content |= {"show_caption_above_media": True} if p.get("show_caption_above_media") else {}
    return content


def file_name(kind: str, file: Json) -> str:
    """What a file is called where it is shown: by its own name, its title, or what it is."""
    titled = " – ".join(filter(None, (file.get("performer"), file.get("title"))))
    return str(titled or file.get("file_name") or KINDS[kind].plural.removesuffix("s"))


def file_ids(payload: Json) -> Iterator[str]:
    """The ids under which the file of a message may be sent again."""
    for kind in KINDS:
        for field in _list(payload.get(kind, [])):
            yield field["file_id"]


# Uploads


def _uploaded(world: World, kind: str, upload: Upload, p: Mapping[str, Any]) -> Json:
    size_bytes = len(upload.content)
    if not size_bytes:
        raise bad_request("file must be non-empty")
    if size_bytes > UPLOAD_LIMIT_BYTES:
        raise BotApiError(413, "Request Entity Too Large")
    if kind == "photo":
        _check_photo(upload.content)
        return world.photo_content(upload.content)
    if kind == "document":
        content = world.document_content(upload.content, upload.file_name, upload.media_type)
        content["document"] |= _thumbnail(world, p)
        return content
    field = _field(world, kind, upload, p) | _thumbnail(world, p)
    if kind != "animation":
        return {kind: field}
    names = ("file_id", "file_unique_id", "file_size", "file_name", "mime_type", "thumbnail")
    document = {name: field[name] for name in names if name in field}
    return {"animation": field, "document": document}


def _check_photo(content: bytes) -> None:
    if len(content) > PHOTO_LIMIT_BYTES:
        raise bad_request(f"file of size {len(content)} bytes is too big for a photo")
    size = size_of(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > PHOTO_LIMIT_PIXELS or max(size) > PHOTO_LIMIT_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _field(world: World, kind: str, upload: Upload, p: Mapping[str, Any]) -> Json:
    row = KINDS[kind]
    suffix = "." + upload.file_name.rpartition(".")[2] if "." in upload.file_name else ""
    stored = world.store(upload.content, row.folder, suffix)
    said: Json = {}
    for name in row.fields:
        if name in ("duration", "width", "height", "length"):
            most = LONGEST_S if name == "duration" else WIDEST_PIXELS
            said[name] = min(max(p.get(name, 0), 0), most)
        elif p.get(name):
            said[name] = p[name]
    if row.media_type:
        said["mime_type"] = _media_type(upload, row.media_type)
    if kind in ("audio", "video", "animation"):
        said["file_name"] = upload.file_name
    if kind == "sticker":
        said |= {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return file_json(stored, **said)


def _media_type(upload: Upload, usual: str) -> str:
    """What the file's name says, if it is of the family that the kind is of."""
    named = mimetypes.guess_type(upload.file_name)[0] or ""
    return named if named.partition("/")[0] == usual.partition("/")[0] else usual


def _thumbnail(world: World, p: Mapping[str, Any]) -> Json:
    """The small picture that was sent along; one that is only named is passed over, as by Telegram."""
    given = p.get("thumbnail")
    if not isinstance(given, Upload):
        return {}
    size_bytes = len(given.content)
    if size_bytes > THUMBNAIL_LIMIT_BYTES:
        raise bad_request(f"file of size {size_bytes} bytes is too big for a thumbnail")
    width, height = size_of(given.content) or (0, 0)
    stored = world.store(given.content, "thumbnails", ".jpg")
    return {"thumbnail": file_json(stored, width=width, height=height)} if width else {}


# Files that were sent before


def _known(world: World, kind: str, given: str) -> Json:
    """The file as some earlier message shows it."""
    if given.startswith("attach://"):
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    for chat in world.chats.values():
        for message in chat.messages.values():
            if given in file_ids(message.payload):
                return _again(message.payload, kind, given)
    raise bad_request("wrong file identifier/HTTP URL specified")


def _again(payload: Json, kind: str, file_id: str) -> Json:
    fields = _list(payload.get(kind, []))
    if not any(field["file_id"] == file_id for field in fields):
        there = KINDS[kind_in(payload) or "document"].type
        raise bad_request(f"can't use file of type {there} as {KINDS[kind].type}")
    names = ("animation", "document") if kind == "animation" else (kind,)
    return {name: deepcopy(payload[name]) for name in names}


def _list(field: Any) -> list[Json]:
    return field if isinstance(field, list) else [field]
