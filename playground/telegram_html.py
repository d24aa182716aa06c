"""Telegram's HTML parse mode: markup in, plain text and entities out, and the way back.

In: text with Telegram's tags; out: `FormattedText`, or EntityError in Telegram's own words, which speak of
bytes. `to_html` gives the markup again. What is the same for every parse mode is in `formatted`. It must not
know chats, messages or HTTP.

The rules: https://core.telegram.org/bots/api#html-style; where they are silent, what TDLib does
(td/telegram/MessageEntity.cpp).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from playground.formatted import (
    EntityError,
    FormattedText,
    MessageEntity,
    Reader,
    date_time,
    nesting_order,
)

SIMPLE_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
}  # fmt: skip
TAGS = frozenset(SIMPLE_TAGS) | {"a", "span", "tg-emoji", "tg-time", "pre", "code", "blockquote"}
ATTRIBUTES = {
    "a": {"href"}, "span": {"class"}, "code": {"class"}, "tg-emoji": {"emoji-id"},
    "tg-time": {"unix", "format"}, "blockquote": {"expandable"},
}  # fmt: skip

_SPACE = " \t\r\n\0\v"
_PLAIN = re.compile(r"[^<&]+")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_NAMED_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_MAX_REFERENCE_CHARS = 10
_START_NAME = re.compile(rf"[^{_SPACE}>]*")
_ATTRIBUTE_NAME = re.compile(rf"[^{_SPACE}=>]*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_SPACES = re.compile(rf"[{_SPACE}]*")


def parse_html(source: str) -> FormattedText:
    """Reads Telegram's HTML parse mode; raises EntityError in Telegram's own words."""
    return _Parser(source).parse()


def to_html(formatted: FormattedText) -> str:
    """The markup that gives this text and these entities again, canonical tags only."""
    opening: dict[int, list[MessageEntity]] = {}
    for entity in sorted(formatted.entities, key=nesting_order):
        if entity.type in _HTML_TAGS:
            opening.setdefault(entity.offset, []).append(entity)
    parts: list[str] = []
    open_entities: list[MessageEntity] = []
    position = 0
    for char in [*formatted.text, ""]:
        while open_entities and open_entities[-1].end <= position:
            parts.append(_HTML_TAGS[open_entities.pop().type][1])
        for entity in opening.get(position, ()) if char else ():
            parts.append(_start_tag(entity))
            open_entities.append(entity)
        parts.append({"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(char, char))
        position += 2 if char > "\uffff" else 1
    return "".join(parts)


@dataclass(slots=True)
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    begin: int
    """Index into the output, to take the words of a link as its address."""


class _Parser(Reader):
    """HTML, in one pass."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.open: list[_OpenTag] = []

    def parse(self) -> FormattedText:
        while self.position < len(self.source):
            char = self.source[self.position]
            if char == "<":
                self._tag()
            elif char == "&":
                self._reference()
            else:
                end = self._past(_PLAIN, self.position)
                self._emit(self.source[self.position : end])
                self.position = end
        if self.open:
            raise EntityError(f"Can't find end tag corresponding to start tag {self.open[-1].name}")
        return self._finished()

    def _reference(self) -> None:
        char, self.position = _decoded_reference(self.source, self.position)
        self._emit(char)

    def _tag(self) -> None:
        if self.source.startswith("</", self.position):
            self._end_tag()
        else:
            self._start_tag()

    def _start_tag(self) -> None:
        begin = self.position
        name_end = self._past(_START_NAME, begin + 1)
        name = self.source[begin + 1 : name_end].lower()
        if name_end == len(self.source):
            raise EntityError(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if name not in TAGS:
            raise EntityError(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        attributes: dict[str, str] = {}
        self.position = name_end
        while (key_value := self._attribute(name, begin)) is not None:
            attributes[key_value[0]] = key_value[1]
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise EntityError(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.notes += [
            f'the attribute "{key}" of the tag "{name}" is ignored'
            for key in sorted(attributes.keys() - ATTRIBUTES.get(name, set()))
        ]
        self.open.append(_OpenTag(name, attributes, self.offset, len(self.output)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str] | None:
        """The next attribute, or None when the tag is at its end (which is then passed)."""
        start = self._past(_SPACES, self.position)
        if self._at(start) == ">":
            self.position = start + 1
            return None
        name_end = self._past(_ATTRIBUTE_NAME, start)
        name = self.source[start:name_end]
        if not name:
            if not self._at(name_end):
                raise EntityError(f"Unclosed start tag at byte offset {self._byte(begin)}")
            raise EntityError(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
        equals = self._past(_SPACES, name_end)
        if self._at(equals) != "=":
            if tag == "blockquote" and name == "expandable" and self._at(equals):
                self.position = equals
                return name, ""
            raise EntityError(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
                f" at byte offset {self._byte(begin)}"
            )
        value_start = self._past(_SPACES, equals + 1)
        if not self._at(value_start):
            raise EntityError(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        value = self._attribute_value(value_start)
        if not self._at(self.position):
            raise EntityError(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return name, value

    def _attribute_value(self, start: int) -> str:
        quote = self._at(start)
        if quote in "'\"":
            close = self.source.find(quote, start + 1)
            if close < 0:
                close = len(self.source)
            self.position = min(close + 1, len(self.source))
            return _without_references(self.source[start + 1 : close])
        end = self._past(_NAME_TOKEN, start)
        if self._at(end) and self._at(end) not in _SPACE + ">":
            raise EntityError(f"Unexpected end of name token at byte offset {self._byte(start)}")
        self.position = end
        return self.source[start:end].lower()

    def _end_tag(self) -> None:
        begin = self.position
        if not self.open:
            raise EntityError(f"Unexpected end tag at byte offset {self._byte(begin)}")
        name_end = self._past(_START_NAME, begin + 2)
        found = self.source[begin + 2 : name_end].lower()
        close = self._past(_SPACES, name_end)
        if self._at(close) != ">":
            raise EntityError(f"Unclosed end tag at byte offset {self._byte(begin)}")
        tag = self.open[-1]
        if found and found != tag.name:
            raise EntityError(
                f"Unmatched end tag at byte offset {self._byte(begin)},"
                f' expected "</{tag.name}>", found "</{found}>"'
            )
        self.open.pop()
        self.position = close + 1
        if self.offset > tag.offset:
            self._close(tag)
        else:
            self.notes.append(f'the tag "{tag.name}" holds no text')

    def _close(self, tag: _OpenTag) -> None:
        entity = MessageEntity(SIMPLE_TAGS.get(tag.name, tag.name), tag.offset, self.offset - tag.offset)
        language = tag.attributes.get("class", "").removeprefix("language-")
        last = self.entities[-1] if self.entities else None
        covers_last = last is not None and (last.offset, last.length) == (entity.offset, entity.length)
        if tag.name == "span":
            entity = replace(entity, type="spoiler")
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity = replace(entity, type="expandable_blockquote")
        elif tag.name == "tg-emoji":
            entity = replace(entity, type="custom_emoji", custom_emoji_id=_emoji_id(tag))
        elif tag.name == "tg-time":
            entity = date_time(entity, tag.attributes.get("unix", ""), tag.attributes.get("format"))
        elif tag.name == "a":
            self._add_link(entity, tag.attributes.get("href") or "".join(self.output[tag.begin :]))
            return
        elif tag.name == "pre" and last is not None and covers_last and last.type == "code":
            if last.language:
                self.entities[-1] = replace(last, type="pre")
                return
        elif tag.name == "code" and language != tag.attributes.get("class", ""):
            if last is not None and covers_last and last.type == "pre":
                self.entities[-1] = replace(last, language=language)
                return
            entity = replace(entity, language=language)
        self.entities.append(entity)


def _emoji_id(tag: _OpenTag) -> str:
    identifier = tag.attributes.get("emoji-id", "")
    if not (identifier.isascii() and identifier.isdigit() and int(identifier)):
        raise EntityError("Invalid custom emoji identifier specified")
    return identifier


def _decoded_reference(text: str, position: int) -> tuple[str, int]:
    """The character of a reference and where it ends; a bare ampersand stands for itself."""
    match = _REFERENCE.match(text, position)
    if match is None:
        return "&", position + 1
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        char = _NAMED_REFERENCES.get(name)
        return (char, match.end()) if char else ("&", position + 1)
    digits_end = match.end(1) if hexadecimal else match.end(2)
    if digits_end - position >= _MAX_REFERENCE_CHARS:
        return "&", position + 1
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF:
        return "&", position + 1
    if 0xD800 <= code <= 0xDFFF:
        raise EntityError(
            "Text contains invalid Unicode characters after decoding HTML entities,"
            " check for unmatched surrogate code units"
        )
    return chr(code), match.end()


def _without_references(text: str) -> str:
    parts: list[str] = []
    position = 0
    while (ampersand := text.find("&", position)) >= 0:
        parts.append(text[position:ampersand])
        char, position = _decoded_reference(text, ampersand)
        parts.append(char)
    return "".join(parts) + text[position:]


_HTML_TAGS = {
    "bold": ("<b>", "</b>"), "italic": ("<i>", "</i>"), "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"), "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"), "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
    "text_link": ("", "</a>"), "text_mention": ("", "</a>"),
    "custom_emoji": ("", "</tg-emoji>"), "date_time": ("", "</tg-time>"),
}  # fmt: skip


def _start_tag(entity: MessageEntity) -> str:
    attribute = (entity.url or "").replace("&", "&amp;").replace('"', "&quot;")
    if entity.type == "text_link":
        return f'<a href="{attribute}">'
    if entity.type == "text_mention":
        return f'<a href="tg://user?id={entity.user_id}">'
    if entity.type == "custom_emoji":
        return f'<tg-emoji emoji-id="{entity.custom_emoji_id}">'
    if entity.type == "date_time":
        return f'<tg-time unix="{entity.unix_time}">'
    return _HTML_TAGS[entity.type][0]
