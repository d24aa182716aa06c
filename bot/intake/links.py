"""The addresses in a text.

In: a message or a paste. Out: the http(s) addresses in it, or the text without them. This module must
not know what is fetched or whether it may be.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?:https?://|(?<![\w@./-])www\.(?=[^\s.]))[^\s<>\"“”«»{}|\\^`\x00-\x1f\x7f]+", re.IGNORECASE
)
_TRAILING = ".,;:!?…*_~'’‘”»"
_BRACKETS = {")": "(", "]": "["}
_HOST = re.compile(
    r"(?:https?://)?(?:[^/?#@\s]*@)?(\[[0-9a-f:.]+\]|[^/?#:\s]+)(?::\d+)?(?=[/?#]|$)", re.IGNORECASE
)


def find_links(text: str) -> tuple[str, ...]:
    """The addresses of `text` in their order, once each, without the punctuation that follows them.

    An address begins with http://, https:// or www. (which gets https:// before it); a bare domain is
    a name in a sentence and no address. Brackets that an address closes without opening are not its own.
    """
    found = (_completed(text[start:end]) for start, end in _spans(text))
    return tuple(dict.fromkeys(found))


def without_links(text: str) -> str:
    """`text` with its addresses taken out, the angle brackets around them too."""
    pieces, position = [], 0
    for start, end in _spans(text):
        if text[start - 1 : start] == "<" and text[end : end + 1] == ">":
            start, end = start - 1, end + 1
        pieces.append(text[position:start])
        position = end
    return "".join([*pieces, text[position:]])


def _spans(text: str) -> list[tuple[int, int]]:
    spans = []
    for match in _ADDRESS.finditer(text):
        end = match.start() + len(_trimmed(match.group()))
        if _is_address(text[match.start() : end]):
            spans.append((match.start(), end))
    return spans


def _trimmed(address: str) -> str:
    """`address` without what belongs to the sentence around it."""
    excess = {close: address.count(close) - address.count(opening) for close, opening in _BRACKETS.items()}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in _BRACKETS and excess[last] > 0:
            excess[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]


def _is_address(address: str) -> bool:
    host = _HOST.match(address)
    return host is not None and any(character.isalnum() for character in host[1])


def _completed(address: str) -> str:
    return f"https://{address}" if address[:4].lower() == "www." else address
