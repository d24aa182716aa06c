"""A conversation as text, as a person sees it: who says what, to whom, with which buttons and reactions.

In: a world and one of its chats, or one topic of it. Out: text that is the same whenever the same was said:
no ids, no times, each message in its last state and deleted ones left out. It changes nothing.

    Sari, forwarded from Kabar Pagi
        Berita hari ini …

    Ringkas, answering Sari
        *Headline* <https://example.org/a>
        > a quotation
        » a quotation that can be opened
        [More] [Site ↗]
        👍 Budi

    · Budi presses [More]: "Done"

    print(transcript(world, chat, shown={website.host: "kabar.example"}))
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from playground.files import FILES, file_name
from playground.formatted import MessageEntity, utf16_length, utf16_slice
from playground.records import GENERAL, CallbackQuery, Chat, InlineQuery, Json, Message
from playground.world import World

WIDTH = 100
"""Characters in a line: what a page of code shows without scrolling."""
INDENT = "    "
SAID_CHARS = 400
"""How much of what a person says is shown: an article that was pasted is known by its beginning."""
SNIPPET_CHARS = 30
"""How much of an answered message is shown where it does not stand right above."""

_MARKS = {"bold": "*", "italic": "_", "strikethrough": "~", "spoiler": "||", "code": "`", "pre": "`"}
_QUOTES = {"blockquote": "> ", "expandable_blockquote": "» "}
_BUTTON_SIGNS = {
    "url": " ↗", "copy_text": " ⧉", "switch_inline_query": " ➤", "switch_inline_query_current_chat": " ➤",
    "switch_inline_query_chosen_chat": " ➤",
}  # fmt: skip
"""What a button does other than being heard by the bot."""


def transcript(
    world: World,
    chat: Chat,
    topic: str | None = None,
    *,
    shown: Mapping[str, str] | None = None,
    said_chars: int = SAID_CHARS,
) -> str:
    """Return the conversation in a chat, or in one topic of it; lines end in a line feed, the last one too.

    `shown` replaces what differs from run to run ("127.0.0.1:40123") by what is to be read instead.
    """
    blocks = list(_blocks(world, chat, topic, said_chars, shown or {}))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def inline_list(query: InlineQuery, *, shown: Mapping[str, str] | None = None) -> str:
    """Return what a person sees who wrote "@bot words": the button over the list, and the list."""
    lines = [f"{query.sender.first_name} writes: @bot {query.text}".rstrip()]
    if query.button is not None:
        lines.append(f"{INDENT}[{query.button['text']}]")
    for number, result in enumerate(query.results, start=1):
        lines.append(f"{INDENT}{number}. {result.title}")
        lines += _wrapped(result.description, INDENT * 2) if result.description else []
    return _replaced("\n".join(lines) + "\n", shown or {})


def _replaced(text: str, shown: Mapping[str, str]) -> str:
    for differing, said in shown.items():
        text = text.replace(differing, said)
    return text


def _blocks(
    world: World, chat: Chat, topic: str | None, said_chars: int, shown: Mapping[str, str]
) -> Iterator[str]:
    conversation = world.conversation(chat, topic)
    presses = [query for query in world.callbacks.values() if query.message in conversation]
    place: str | None = None
    above: Message | None = None
    for message in conversation:
        while presses and presses[0].after_id < message.message_id:
            yield _press(presses.pop(0), shown)
        name = message.topic.name if message.topic else GENERAL
        if chat.is_forum and topic is None and name != place:
            place = name
            yield f"— {name} —"
        limit = None if message.sender is world.bot or message.payload.get("via_bot") else said_chars
        yield _service(message) or _said(world, message, above, limit, shown)
        above = message
    yield from (_press(query, shown) for query in presses)


# Service messages and presses


def _names(users: Sequence[Json]) -> str:
    return " and ".join(str(user["first_name"]) for user in users)


_SERVICE: Mapping[str, Callable[[Json], str]] = {
    "new_chat_members": lambda p: (
        f"{_names(p['new_chat_members'])} joined"
        if [p["from"]] == p["new_chat_members"]
        else f"{_names([p['from']])} added {_names(p['new_chat_members'])}"
    ),
    "left_chat_member": lambda p: (
        f"{_names([p['left_chat_member']])} left"
        if p["from"] == p["left_chat_member"]
        else f"{_names([p['from']])} removed {_names([p['left_chat_member']])}"
    ),
    "forum_topic_created": lambda p: (
        f"{_names([p['from']])} opened the topic {p['forum_topic_created']['name']}"
    ),
    "forum_topic_closed": lambda p: f"{_names([p['from']])} closed the topic",
    "forum_topic_reopened": lambda p: f"{_names([p['from']])} opened the topic again",
    "pinned_message": lambda p: f"{_names([p['from']])} pinned a message",
    "migrate_to_chat_id": lambda p: "This group became a supergroup",
    "migrate_from_chat_id": lambda p: "This supergroup was a group before",
}


def _service(message: Message) -> str | None:
    """What Telegram itself writes; None where a person or the bot speaks."""
    for kind, words in _SERVICE.items():
        if kind in message.payload:
            return f"· {words(message.payload)}"
    return None


def _press(query: CallbackQuery, shown: Mapping[str, str]) -> str:
    labels = [button["text"] for button in query.buttons if button.get("callback_data") == query.data]
    line = f"· {query.sender.first_name} presses [{labels[0] if labels else query.data}]"
    answers = " ".join(f'"{answer["text"]}"' for answer in query.answers if answer.get("text"))
    return "\n".join(_wrapped(_replaced(f"{line}: {answers}" if answers else line, shown), "", "  "))


# What is said


def _said(
    world: World, message: Message, above: Message | None, limit: int | None, shown: Mapping[str, str]
) -> str:
    """One message; of what a person says at most `limit` characters."""
    edited = message.sender is not world.bot and bool(message.versions)
    lines = [_heading(message, above, shown) + (" (edited)" if edited else "")]
    lines += [f"{INDENT}{part}" for part in _attached(message.payload)]
    lines += _text(message, limit, shown)
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    lines += [_replaced(INDENT + " ".join(map(_button, row)), shown) for row in rows]
    reactions = [
        f"{''.join(one['emoji'] for one in given)} {world.users[user_id].first_name}"
        for user_id, given in message.reactions.items()
        if given
    ]
    return "\n".join(lines + ([INDENT + ", ".join(reactions)] if reactions else []))


def _heading(message: Message, above: Message | None, shown: Mapping[str, str]) -> str:
    payload = message.payload
    parts = [_speaker(payload)]
    if payload.get("is_automatic_forward"):
        parts[0] += " (channel)"
    elif origin := payload.get("forward_origin"):
        parts.append(f"forwarded from {_origin(origin)}")
    if via := payload.get("via_bot"):
        parts.append(f"via @{via['username']}")
    if message.replied_id is not None:
        replied = payload["reply_to_message"]
        answered = f"answering {_speaker(replied)}"
        if above is None or above.message_id != message.replied_id:
            wordless = "a photo" if "photo" in replied else "a file"
            words = _replaced(replied.get("text", replied.get("caption", wordless)), shown)
            answered += f' ("{" ".join(_cut(words, SNIPPET_CHARS).split())}")'
        parts.append(answered)
    return ", ".join(parts)


def _cut(words: str, limit: int) -> str:
    return words if len(words) <= limit else f"{words[:limit].rstrip()}…"


def _speaker(payload: Json) -> str:
    spoken_as = payload.get("sender_chat")
    return str(spoken_as["title"] if spoken_as else payload["from"]["first_name"])


def _origin(origin: Json) -> str:
    chat = origin.get("chat") or origin.get("sender_chat")
    if chat:
        return str(chat["title"])
    return str(origin.get("sender_user_name") or origin["sender_user"]["first_name"])


def _attached(payload: Json) -> Iterator[str]:
    album = "album " if "media_group_id" in payload else ""
    kind = next((kind for kind in FILES if kind in payload), None)
    if kind is not None:
        what = "file" if kind == "document" else kind.replace("_", " ")
        yield f"[{album}{what} {file_name(kind, payload[kind])}]"
    if "photo" in payload:
        yield f"[{album}photo]"
    if "sticker" in payload:
        yield f"[sticker {payload['sticker']['emoji']}]"


def _button(button: Json) -> str:
    sign = next((sign for kind, sign in _BUTTON_SIGNS.items() if kind in button), "")
    return f"[{button['text']}{sign}]"


def _text(message: Message, limit: int | None, shown: Mapping[str, str]) -> Iterator[str]:
    """The lines of a text with light markup, wrapped; cut off after `limit` characters."""
    text, entities = _with_shown(message.text, message.entities, shown)
    if not text:
        return
    for prefix, line in _marked_lines(text[:limit], entities):
        yield from _wrapped(line, INDENT + prefix)
    if limit is not None and len(text) > limit:
        yield f"{INDENT}… ({len(text):,} characters)"


def _with_shown(
    text: str, entities: Sequence[MessageEntity], shown: Mapping[str, str]
) -> tuple[str, list[MessageEntity]]:
    """The text with its replacements, before it is cut and wrapped, and the entities moved along."""
    moved = [replace(entity, url=_replaced(entity.url or "", shown)) for entity in entities]
    for differing, said in shown.items():
        longer = utf16_length(said) - utf16_length(differing)
        place = text.find(differing)
        while place >= 0:
            at = utf16_length(text[:place])
            text = text[:place] + said + text[place + len(differing) :]
            moved = [_moved(entity, at, longer) for entity in moved]
            place = text.find(differing, place + len(said))
    return text, moved


def _moved(entity: MessageEntity, at: int, longer: int) -> MessageEntity:
    if entity.offset > at:
        return replace(entity, offset=entity.offset + longer)
    return replace(entity, length=entity.length + longer) if entity.end > at else entity


def _wrapped(line: str, prefix: str, hanging: str = "") -> list[str]:
    wrapped = textwrap.wrap(
        line, WIDTH, initial_indent=prefix, subsequent_indent=prefix + hanging, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    return wrapped or [prefix.rstrip()]


def _marked_lines(text: str, entities: Sequence[MessageEntity]) -> Iterator[tuple[str, str]]:
    """(quotation mark, line) for each line, with marks around what is bold, a link and so on.

    A quotation stands in lines of its own, as in Telegram's apps, whether or not the text has them.
    """
    marked = [entity for entity in entities if entity.type in _MARKS or entity.type == "text_link"]
    quotes = [entity for entity in entities if entity.type in _QUOTES]
    start = 0
    for line in text.split("\n"):
        end = start + utf16_length(line)
        inside = {bound for quote in quotes for bound in (quote.offset, quote.end) if start < bound < end}
        for first, last in pairwise([*sorted({start, *inside}), end]):
            prefix = next((_QUOTES[quote.type] for quote in quotes if quote.offset <= first < quote.end), "")
            yield prefix, _marked(utf16_slice(text, first, last - first), first, marked)
        start = end + 1


def _marked(line: str, start: int, entities: Sequence[MessageEntity]) -> str:
    """The line with its marks; `start` is its offset in the text, in UTF-16 units as entities count."""
    end = start + utf16_length(line)
    inside = [
        (max(entity.offset, start), min(entity.end, end), entity)
        for entity in entities
        if entity.offset < end and start < entity.end
    ]
    bounds = sorted({start, end, *(bound for first, last, _ in inside for bound in (first, last))})
    parts = []
    for bound, following in pairwise([*bounds, end]):
        parts += [_closing(entity) for _, last, entity in reversed(inside) if last == bound]
        parts += [_MARKS.get(entity.type, "") for first, _, entity in inside if first == bound]
        parts.append(utf16_slice(line, bound - start, following - bound))
    return "".join(parts)


def _closing(entity: MessageEntity) -> str:
    return f" <{entity.url}>" if entity.type == "text_link" else _MARKS[entity.type]
