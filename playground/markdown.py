"""Telegram's two Markdown parse modes: markup in, plain text and entities out.

In: text in MarkdownV2 or in the legacy Markdown; out: `FormattedText`, or EntityError in Telegram's own
words, which speak of bytes. What is the same for every parse mode is in `formatted`. It must not know
chats, messages or HTTP.

The rules: https://core.telegram.org/bots/api#markdownv2-style; where they are silent, what TDLib does
(td/telegram/MessageEntity.cpp, and its tests in test/message_entities.cpp).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

from playground.formatted import MONOSPACE, EntityError, FormattedText, MessageEntity, Reader, date_time

RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_ESCAPED = re.compile(r"\\([\x01-\x7e])")
_LANGUAGE = re.compile(r"[^\s`]*")
_URL_END = re.compile(r"(?:\\[\x01-\x7e]|[^)])*")
_LEGACY_ESCAPED = frozenset("_*`[")
_NAMES = {
    "bold": "Bold", "italic": "Italic", "underline": "Underline", "strikethrough": "Strikethrough",
    "spoiler": "Spoiler", "code": "Code", "pre": "Pre", "pre_code": "PreCode", "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji", "blockquote": "BlockQuote",
}  # fmt: skip
"""What Telegram calls the kinds of entities where it complains of them."""
_MARKS = {
    "bold": "*", "italic": "_", "underline": "__", "strikethrough": "~", "spoiler": "||", "code": "`",
    "pre": "```", "pre_code": "```", "text_link": "]", "custom_emoji": "]",
}  # fmt: skip
"""What ends an entity. The end of a quotation is the end of its last line."""


def parse_markdown_v2(source: str) -> FormattedText:
    """Reads MarkdownV2. Raises EntityError."""
    return _Parser(source).parse()


def parse_legacy_markdown(source: str) -> FormattedText:
    """Reads the legacy Markdown: no nesting, no escapes inside an entity. Raises EntityError."""
    return _LegacyParser(source).parse()


@dataclass(slots=True)
class _Open:
    """An entity whose end has not come yet."""

    type: str
    offset: int
    position: int
    """Where it begins in the source."""
    begin: int
    """Where it begins in the output, to take the words of a link as its address."""
    language: str = ""


class _MarkdownReader(Reader):
    """What the readers of both modes share."""

    def _skip_language(self) -> str:
        """The language behind three backticks, and one line break, which belong to no text."""
        end = self._past(_LANGUAGE, self.position)
        language = self.source[self.position : end]
        if self._at(end) in ("", "`"):
            language = ""
        self.position += len(language)
        if self._at(self.position) == "\n":
            self.position += 1
        return language


class _Parser(_MarkdownReader):
    """MarkdownV2, in one pass."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.open: list[_Open] = []
        self.quoting = False

    def parse(self) -> FormattedText:
        while self.position < len(self.source):
            self._step()
        if self.quoting and (self.open[-1].type == "blockquote" or self._ends_expandable()):
            self._end_quote()
        if self.open:
            raise self._no_end()
        return self._finished()

    def _step(self) -> None:
        escaped = _ESCAPED.match(self.source, self.position)
        if escaped is not None:
            self._emit(escaped[1])
            self.position = escaped.end()
        elif self._at(self.position) not in self._reserved():
            self._emit(self._at(self.position))
            self.position += 1
        elif self._at(self.position) == "\n":
            self._line_end()
        elif self.open and self._ends(self.open[-1].type):
            self._end()
        else:
            self._begin()

    def _reserved(self) -> frozenset[str]:
        is_code = bool(self.open) and self.open[-1].type in MONOSPACE | {"pre_code"}
        return frozenset("`") if is_code else RESERVED

    def _ends(self, type_: str) -> bool:
        mark = _MARKS.get(type_)
        if mark is None or not self.source.startswith(mark, self.position):
            return False
        return type_ != "italic" or self._at(self.position + 1) != "_"

    # Quotations

    def _line_end(self) -> None:
        goes_on = self._at(self.position + 1) == ">"
        self._emit("\n")
        self.position += 1
        if not self.quoting:
            return
        if goes_on:
            self.position += 1
            return
        self.position -= 1
        if self.open[-1].type != "blockquote" and not self._ends_expandable(after_line=True):
            raise self._no_end()
        self._end_quote()
        self.position += 1

    def _ends_expandable(self, *, after_line: bool = False) -> bool:
        """Whether a quotation ends in two bars that hide nothing, which makes it expandable."""
        if len(self.open) < 2 or self.open[-2].type != "blockquote" or self.open[-1].type != "spoiler":
            return False
        return self.open[-1].offset == self.offset - after_line

    def _end_quote(self) -> None:
        is_expandable = self.open[-1].type == "spoiler"
        if is_expandable:
            self.open.pop()
        begun = self.open.pop()
        self.quoting = False
        if self.offset > begun.offset:
            type_ = "expandable_blockquote" if is_expandable else "blockquote"
            self.entities.append(MessageEntity(type_, begun.offset, self.offset - begun.offset))

    def _is_line_start(self) -> bool:
        return not self.offset or "".join(self.output[-1:]).endswith("\n")

    # Other entities

    def _begin(self) -> None:
        at = self.position
        char, two, three = (self.source[at : at + length] for length in (1, 2, 3))
        begun = _Open("", self.offset, at, len(self.output))
        if three == "```":
            self.position += 3
            begun.language = self._skip_language()
            begun.type = "pre_code" if begun.language else "pre"
        elif two in ("__", "||", "!["):
            self.position += 2
            begun.type = {"__": "underline", "||": "spoiler", "![": "custom_emoji"}[two]
        elif char in "*_~[`":
            self.position += 1
            begun.type = {"*": "bold", "_": "italic", "~": "strikethrough", "[": "text_link", "`": "code"}[
                char
            ]
        elif char == ">" and not self.quoting and self._is_line_start():
            self.position += 1
            begun.type, self.quoting = "blockquote", True
        else:
            raise EntityError(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
        self.open.append(begun)

    def _end(self) -> None:
        begun = self.open.pop()
        self.position += len(_MARKS[begun.type])
        entity = MessageEntity(begun.type, begun.offset, self.offset - begun.offset)
        if begun.type == "text_link":
            self._end_link(begun, entity)
        elif begun.type == "custom_emoji":
            self._end_emoji(entity)
        elif entity.length:
            is_code = begun.type == "pre_code"
            self.entities.append(replace(entity, type="pre", language=begun.language) if is_code else entity)
        else:
            self.notes.append(f"an entity of the kind {begun.type} holds no text")

    def _end_link(self, begun: _Open, entity: MessageEntity) -> None:
        if self._at(self.position) == "(":
            address = self._address("a URL")
        else:
            address = "".join(self.output[begun.begin :])
        if entity.length:
            self._add_link(entity, address)

    def _end_emoji(self, entity: MessageEntity) -> None:
        if self._at(self.position) != "(":
            raise EntityError("Custom emoji entity must contain a tg://emoji URL")
        address = self._address("a custom emoji URL")
        entity = _custom(entity, address)
        if entity.length:
            self.entities.append(entity)

    def _address(self, what: str) -> str:
        begin = self.position + 1
        self.position = self._past(_URL_END, begin)
        address = self.source[begin : self.position]
        if self._at(self.position) != ")":
            raise EntityError(f"Can't find end of {what} at byte offset {self._byte(begin)}")
        self.position += 1
        return _ESCAPED.sub(r"\1", address)

    def _no_end(self) -> EntityError:
        begun = self.open[-1]
        offset = self._byte(begun.position)
        return EntityError(f"Can't find end of {_NAMES[begun.type]} entity at byte offset {offset}")


def _custom(entity: MessageEntity, address: str) -> MessageEntity:
    """What stands behind "![": an emoji of somebody's own making, or a moment."""
    parts = urlsplit(address if "//" in address else address.replace(":", "://", 1))
    query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    host = parts.netloc.lower()
    if parts.scheme.lower() != "tg":
        raise EntityError("Custom emoji URL must have scheme tg")
    if host == "time":
        return date_time(entity, query.get("unix", ""), query.get("format") or None)
    if host != "emoji":
        raise EntityError('Custom emoji URL must have host "emoji"')
    if "id" not in query:
        raise EntityError("Custom emoji URL must have an emoji identifier")
    if not re.fullmatch(r"[1-9][0-9]*", query["id"]):
        raise EntityError("Invalid custom emoji identifier specified")
    return replace(entity, custom_emoji_id=query["id"])


class _LegacyParser(_MarkdownReader):
    """The legacy Markdown, in one pass."""

    def parse(self) -> FormattedText:
        while self.position < len(self.source):
            char, following = self._at(self.position), self._at(self.position + 1)
            if char == "\\" and following and following in _LEGACY_ESCAPED:
                self._emit(following)
                self.position += 2
            elif char in _LEGACY_ESCAPED:
                self._entity(char)
            else:
                self._emit(char)
                self.position += 1
        return self._finished()

    def _entity(self, char: str) -> None:
        begin, offset = self.position, self.offset
        is_pre = self.source.startswith("```", begin)
        mark = "```" if is_pre else {"[": "]"}.get(char, char)
        self.position += 3 if is_pre else 1
        language = self._skip_language() if is_pre else ""
        end = self.source.find(mark, self.position)
        if end < 0:
            where = self._byte(begin)
            raise EntityError(f"Can't find end of the entity starting at byte offset {where}")
        words = self.source[self.position : end]
        self._emit(words)
        self.position = end + len(mark)
        address = self._address(words) if char == "[" else ""
        if not words:
            self.notes.append(f"the mark {mark} holds no text")
            return
        kind = {"_": "italic", "*": "bold", "`": "pre" if is_pre else "code"}.get(char, "text_link")
        entity = MessageEntity(kind, offset, self.offset - offset, language=language or None)
        if char == "[":
            self._add_link(entity, address)
        else:
            self.entities.append(entity)

    def _address(self, words: str) -> str:
        if self._at(self.position) != "(":
            return words
        end = self.source.find(")", self.position)
        end = len(self.source) if end < 0 else end
        address = self.source[self.position + 1 : end]
        self.position = end + 1
        return address
