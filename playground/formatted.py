"""Text that is more than text, as Telegram knows it: what is the same for every parse mode.

In: a text with entities that a parser found in it or that were given apart, or the plain text that a person
types. Out: `FormattedText`, whose entities count in UTF-16 code units, after the same silent mending that
Telegram's servers do (control characters, spaces at the ends, nesting that is not allowed), with a note on
every mending; and `Reader`, what the parsers of all modes begin with. It must not know any markup, nor chats,
messages or HTTP.

The rules: https://core.telegram.org/bots/api#messageentity; the words of the errors and the mending are
those of TDLib (td/telegram/MessageEntity.cpp), on which the Bot API runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

SPLITTABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
MONOSPACE = frozenset({"pre", "code"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
GIVEN = SPLITTABLE | MONOSPACE | QUOTES | {"text_link", "text_mention", "custom_emoji", "date_time"}
"""The kinds that a bot may give; what is named @so, #so or /so Telegram finds by itself."""

_REPLACED_BY_SPACE = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")


MOST_OFFSET = 1_000_000
"""Where an entity may begin at all, and how long it may be, in UTF-16 code units."""


class EntityError(ValueError):
    """Markup that Telegram refuses; the message is what follows "can't parse entities: "."""


class PlaceError(ValueError):
    """An entity that does not lie on whole characters of its text; the message is Telegram's."""


@dataclass(frozen=True, slots=True)
class MessageEntity:
    """A stretch of text that is more than text; offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    user_id: int | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        """Where it ends, in UTF-16 code units."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Text without markup, its entities in order, and what Telegram mended silently."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    notes: tuple[str, ...] = ()


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the measure of all of Telegram's limits on text."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The text of an entity."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def clean(text: str) -> str:
    """Text without the characters that Telegram takes out or replaces before it looks at it.

    Raises EntityError where the text is no valid Unicode.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise EntityError("strings must be encoded in UTF-8") from None
    return _REPLACED_BY_SPACE.sub(" ", _REMOVED.sub("", text))


def plain_text(text: str, entities: Iterable[MessageEntity] = ()) -> FormattedText:
    """Text without markup but perhaps with entities given apart, cleaned and trimmed.

    Of the kinds that Telegram finds by itself those that are given are passed over. Raises EntityError for
    text that is no Unicode, PlaceError for entities that do not lie on whole characters.
    """
    notes: list[str] = []
    given = [_checked(entity, notes) for entity in entities if entity.type in GIVEN]
    cleaned = clean(text)
    return mended(cleaned, _placed(text, [entity for entity in given if entity is not None]), notes)


def _checked(entity: MessageEntity, notes: list[str]) -> MessageEntity | None:
    """The entity with its address as Telegram keeps it; None where it is none, or empty."""
    for name, value in (("offset", entity.offset), ("length", entity.length)):
        if not 0 <= value <= MOST_OFFSET:
            raise PlaceError(f"receive an entity with incorrect {name} {value}")
    if entity.type == "text_link":
        url = checked_link(entity.url or "")
        if url is None:
            notes.append(f'the link "{entity.url}" is dropped: it is no address')
            return None
        entity = replace(entity, url=url)
    return entity if entity.length else None


def _placed(text: str, entities: Sequence[MessageEntity]) -> list[MessageEntity]:
    """The entities where they are once the text is cleaned."""
    after: dict[int, int] = {}
    at_byte: dict[int, int] = {}
    before, cleaned, size_bytes = 0, 0, 0
    for char in text:
        after[before], at_byte[before] = cleaned, size_bytes
        before += utf16_length(char)
        cleaned += utf16_length(_REMOVED.sub("", char))
        size_bytes += len(char.encode())
    after[before], at_byte[before] = cleaned, size_bytes
    placed = []
    for entity in sorted(entities, key=nesting_order):
        _check_place(entity, before, at_byte)
        start, end = after[entity.offset], after[entity.end]
        if end > start:
            placed.append(replace(entity, offset=start, length=end - start))
    return placed


def _check_place(entity: MessageEntity, end: int, at_byte: dict[int, int]) -> None:
    begins = f"entity beginning at UTF-16 offset {entity.offset}"
    if entity.offset >= end:
        raise PlaceError(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
    if entity.offset not in at_byte:
        where = at_byte[entity.offset + 1]
        raise PlaceError(f"entity begins in a middle of a UTF-16 symbol at byte offset {where}")
    if entity.end > end:
        raise PlaceError(f"{begins} ends after the end of the text at UTF-16 offset {entity.end}")
    if entity.end not in at_byte:
        where = at_byte[entity.end + 1]
        raise PlaceError(f"{begins} ends in a middle of a UTF-16 symbol at byte offset {where}")


def with_automatic_entities(formatted: FormattedText) -> FormattedText:
    """The same text with what Telegram finds by itself: commands, mentions, hashtags, cashtags, addresses."""
    closed = [
        entity for entity in formatted.entities if entity.type not in SPLITTABLE and entity.type not in QUOTES
    ]
    found = [
        entity
        for entity in _automatic_entities(formatted.text)
        if not any(entity.offset < other.end and other.offset < entity.end for other in closed)
    ]
    return replace(formatted, entities=tuple(sorted((*formatted.entities, *found), key=nesting_order)))


class Reader:
    """What every parser goes through and fills: positions are characters, errors speak of bytes."""

    def __init__(self, source: str) -> None:
        self.source = clean(source)
        self.position = 0
        self.output: list[str] = []
        self.offset = 0
        """The length of the output so far, in UTF-16 code units."""
        self.entities: list[MessageEntity] = []
        self.notes: list[str] = []

    def _at(self, position: int) -> str:
        return self.source[position : position + 1]

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _past(self, pattern: re.Pattern[str], position: int) -> int:
        """Where what the pattern finds at the position ends; the position itself where it finds nothing."""
        match = pattern.match(self.source, position)
        return match.end() if match else position

    def _emit(self, text: str) -> None:
        self.output.append(text)
        self.offset += utf16_length(text)

    def _add_link(self, entity: MessageEntity, address: str) -> None:
        user_id = mentioned_user(address)
        if user_id is not None:
            self.entities.append(replace(entity, type="text_mention", user_id=user_id))
        elif (url := checked_link(address)) is not None:
            self.entities.append(replace(entity, type="text_link", url=url))
        else:
            self.notes.append(f'the link "{address}" is dropped: it is no address')

    def _finished(self) -> FormattedText:
        return mended("".join(self.output), self.entities, self.notes)


def checked_link(address: str) -> str | None:
    """The address as Telegram stores it, or None where it would drop the link."""
    address = address.strip()
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*://", address):
        if ":" in address.split("/")[0] and not re.match(r"[^/:]+\.[^/:]+:\d", address):
            return None
        address = "http://" + address
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), parts.hostname or ""
    if scheme == "tg":
        return address
    if scheme not in {"http", "https", "ton", "tonsite"} or re.search(r"\s", parts.netloc):
        return None
    if "." not in host.strip(".") and ":" not in host:
        return None
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{port}" if port is not None else ""
    path = (parts.path or "/").replace(" ", "%20")
    return urlunsplit((scheme, netloc, path, parts.query.replace(" ", "%20"), parts.fragment))


def mentioned_user(address: str) -> int | None:
    """The user whom a link names (tg://user?id=5); None where it leads elsewhere."""
    if not re.match(r"tg:(//)?user\?", address, re.IGNORECASE):
        return None
    identifier = parse_qs(urlsplit(address).query).get("id", [""])[0]
    return int(identifier) if identifier.isascii() and identifier.isdigit() else None


def date_time(entity: MessageEntity, unix: str, format_: str | None) -> MessageEntity:
    """The entity as the moment that its markup names. Raises EntityError where that is no time."""
    if not (unix.isascii() and unix.isdigit()):
        raise EntityError("Invalid date specified")
    return replace(entity, type="date_time", unix_time=int(unix), date_time_format=format_)


_TYPE_ORDER = {
    name: rank
    for rank, name in enumerate(
        ["expandable_blockquote", "blockquote", "pre", "code", "text_link", "text_mention",
         "bold", "italic", "underline", "strikethrough", "spoiler"]
    )
}  # fmt: skip


def nesting_order(entity: MessageEntity) -> tuple[int, int, int]:
    """What to sort entities by so that the outer one comes first."""
    return entity.offset, -entity.length, _TYPE_ORDER.get(entity.type, len(_TYPE_ORDER))


def mended(text: str, entities: list[MessageEntity], notes: list[str]) -> FormattedText:
    """What Telegram makes of it: nesting put right, spaces at the ends gone."""
    solid = _solid_entities([entity for entity in entities if entity.type not in SPLITTABLE], notes)
    pieces = _splittable_pieces([entity for entity in entities if entity.type in SPLITTABLE], solid, notes)
    ordered = sorted([*solid, *pieces], key=nesting_order)
    return _trimmed(text, _nested(ordered), notes)


def _nested(entities: Sequence[MessageEntity]) -> list[MessageEntity]:
    """The entities cut where one ends within another, so that each lies wholly inside or outside."""
    waiting, nested = list(entities), list[MessageEntity]()
    while waiting:
        first = waiting.pop(0)
        cut = next((other for other in waiting if other.offset < first.end < other.end), None)
        if cut is None:
            nested.append(first)
            continue
        border = cut.offset if cut.type not in SPLITTABLE else first.end
        split = first if cut.type not in SPLITTABLE else cut
        if split.type not in SPLITTABLE:  # two that are never split: the first one stands
            waiting = [first, *(other for other in waiting if other is not cut)]
            continue
        rest = [other for other in (first, *waiting) if other is not split]
        parts = [
            replace(split, length=border - split.offset),
            replace(split, offset=border, length=split.end - border),
        ]
        waiting = sorted([*rest, *parts], key=nesting_order)
    return nested


def _solid_entities(entities: list[MessageEntity], notes: list[str]) -> list[MessageEntity]:
    """Entities that are never split, without those that stand inside one they may not stand in."""
    kept: list[MessageEntity] = []
    outer: list[MessageEntity] = []
    for entity in sorted(entities, key=nesting_order):
        while outer and outer[-1].end <= entity.offset:
            outer.pop()
        container = outer[-1] if outer else None
        if container is not None and (container.type not in QUOTES or entity.type in QUOTES):
            notes.append(f"{entity.type} inside {container.type} is dropped")
            continue
        outer.append(entity)
        kept.append(replace(entity, language=None) if entity.type == "code" else entity)
    return kept


def _splittable_pieces(
    entities: list[MessageEntity], solid: Sequence[MessageEntity], notes: list[str]
) -> list[MessageEntity]:
    """Bold and its kind: merged where they touch, cut around monospace text."""
    monospace = [entity for entity in solid if entity.type in MONOSPACE]
    borders = {border for entity in solid for border in (entity.offset, entity.end)}
    pieces: list[MessageEntity] = []
    for type_ in sorted(SPLITTABLE):
        alike = sorted((entity for entity in entities if entity.type == type_), key=nesting_order)
        for start, end in _merged(alike, borders):
            pieces += _around(type_, start, end, monospace, notes)
    return pieces


def _merged(entities: Iterable[MessageEntity], borders: Set[int]) -> list[tuple[int, int]]:
    """Where entities of one kind begin and end once those that touch are one; at a border they stay two."""
    merged: list[tuple[int, int]] = []
    for entity in entities:
        start, end = merged[-1] if merged else (0, -1)
        if entity.offset < end or (entity.offset == end and entity.offset not in borders):
            merged[-1] = start, max(end, entity.end)
        else:
            merged.append((entity.offset, entity.end))
    return merged


def _around(
    type_: str, start: int, end: int, monospace: Sequence[MessageEntity], notes: list[str]
) -> Iterator[MessageEntity]:
    for code in monospace:
        if code.end <= start or code.offset >= end:
            continue
        notes.append(f"{type_} does not go together with {code.type}")
        if code.offset > start:
            yield MessageEntity(type_, start, code.offset - start)
        start = max(start, code.end)
    if start < end:
        yield MessageEntity(type_, start, end - start)


def _trimmed(text: str, entities: Sequence[MessageEntity], notes: list[str]) -> FormattedText:
    stripped = text.rstrip()
    end = utf16_length(stripped)
    first = min((entity.offset for entity in entities), default=end)
    lead = min(len(stripped) - len(stripped.lstrip(" \n")), first)
    kept = []
    for entity in entities:
        length = min(entity.end, end) - entity.offset
        if length > 0:
            kept.append(replace(entity, offset=entity.offset - lead, length=length))
    return FormattedText(stripped[lead:], tuple(kept), tuple(notes))


# Telegram's own patterns know every top-level domain; a tail of letters is enough here.
_AUTOMATIC = re.compile(
    r"""(?P<url>(?<![\w@.])https?://[^\s<>"“”«»]+
               |(?<![\w@.+-])(?:[a-z0-9-]+\.)+(?:com|net|org|id|info|io|me|co|tv|ai|dev|app|news|gov|edu)\b
                (?:[/?\#][^\s<>"“”«»]*)?)
      | (?P<email>(?<![\w@.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})
      | (?P<bot_command>(?<![\w/<>@.])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>]))
      | (?P<mention>(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{3,31}(?!\w))
      | (?P<hashtag>(?<![\w#])\#(?=\w*[^\W\d])\w{1,256})
      | (?P<cashtag>(?<![\w$])\$(?-i:1INCH|[A-Z]{1,8})(?![\w$]))""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER_AN_ADDRESS = ".,:;!?'\"…)]}»”’"


def _automatic_entities(text: str) -> Iterator[MessageEntity]:
    position, offset = 0, 0
    for match in _AUTOMATIC.finditer(text):
        words = match[0]
        if match.lastgroup == "url":
            words = _without_trailing_marks(words)
        offset += utf16_length(text[position : match.start()])
        position = match.start()
        yield MessageEntity(match.lastgroup or "", offset, utf16_length(words))


def _without_trailing_marks(address: str) -> str:
    """An address does not end in a full stop, nor in a bracket that it did not open."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and address[end - 1] in _AFTER_AN_ADDRESS:
        if address[end - 1] == ")":
            if unopened <= 0:
                break
            unopened -= 1
        end -= 1
    return address[:end]


def entity_json(entity: MessageEntity, users: dict[int, dict[str, Any]] | None = None) -> dict[str, Any]:
    """The entity as the Bot API writes it; a mentioned user is looked up in `users`."""
    answer: dict[str, Any] = {"offset": entity.offset, "length": entity.length, "type": entity.type}
    for name in ("url", "language", "custom_emoji_id", "unix_time", "date_time_format"):
        if (value := getattr(entity, name)) is not None:
            answer[name] = value
    if entity.user_id is not None and users is not None and entity.user_id in users:
        answer["user"] = users[entity.user_id]
    return answer


def entity_from_json(data: dict[str, Any]) -> MessageEntity:
    """The entity that a bot (or the JSON of a message) gives."""
    fields = {
        name: data.get(name)
        for name in ("url", "language", "custom_emoji_id", "unix_time", "date_time_format")
    }
    user = data.get("user")
    return MessageEntity(
        data["type"], data["offset"], data["length"], user_id=user["id"] if user else None, **fields
    )
