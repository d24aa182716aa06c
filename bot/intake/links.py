"""The addresses in a text.

In: a message or a paste. Out: the http(s) addresses in it, or the text without them; what tells whether two
addresses lead to one story, whether one is a signature, and which one an article's is. This module must
not know what is fetched or whether it may be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from bot.intake.outlets import outlet_of_host

_ADDRESS = re.compile(
    r"(?:https?://|(?<![\w@./-])www\.(?=[^\s.]))[^\s<>\"“”«»{}|\\^`\x00-\x1f\x7f]+", re.IGNORECASE
)
_TRAILING = ".,;:!?…*_~'’‘”»"
_BRACKETS = {")": "(", "]": "["}
_HOST = re.compile(
    r"(?:https?://)?(?:[^/?#@\s]*@)?(\[[0-9a-f:.]+\]|[^/?#:\s]+)(?::\d+)?(?=[/?#]|$)", re.IGNORECASE
)

_CAMPAIGN = re.compile(
    r"utm_\w+|(?:fb|g|dc|y|tw|tt)clid|msclkid|[gw]braid|igsh(?:id)?|mc_[ce]id|_ga|_gl|ref(?:_src|_url)?"
    r"|tag_from",
    re.IGNORECASE,
)
"""Parameters that say where a reader came from, and nothing of the page."""
_READING = re.compile(
    r"page=(?:all|\d{1,2})|single=1|showpage=all|amp(?:=1|=true)?|outputtype=amp", re.IGNORECASE
)
"""Parameters that choose a form or a page of one story; a longer number after `page` is a story's own."""
_FORM_OF_HOST = re.compile(r"^(?:www\d?|m|amp|mobile)\.(?=[^.]+\.)")
_AMP_IN_PATH = re.compile(r"^/amp(?=/)|(?:/amp|\.amp)(?=/?$)|(?<=\.)amp\.(?=html?$)", re.IGNORECASE)
_AMP_CACHE = re.compile(r"/(?:amp|[acv])/(?:s/)?([^/]+\.[^/]+/.*)", re.IGNORECASE)
_AMP_HOSTS = re.compile(r"(?:www\.)?google\.[a-z.]+|[\w-]+\.cdn\.ampproject\.org")
_DEFAULT_PORTS = (None, 80, 443)
_CREDIT = re.compile(r"([\w.-]+)/[A-Z][^\W\d_]*\.?")
_OTHER_STORY = re.compile(r"\W*(?:(?:baca|simak|lihat|tonton) juga|(?:read|see|watch) also)\b", re.IGNORECASE)
"""How a line begins that leads from an article to another one."""
_PUNCTUATION = ".,:;!?()[]\"“”'‘’"
"""What may touch an address that was written without its scheme: "Baca juga: (kabar.example/lain)."."""


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


def is_credit(written: str) -> bool:
    """Whether what looks like an address is how an outlet signs a photo: "Liputan6.com/Faizal Fanani", of
    which Telegram marks all but the last word."""
    signed = _CREDIT.fullmatch(written)
    return signed is not None and outlet_of_host(signed[1]) is not None


def source_among(links: Sequence[str], text: str) -> str | None:
    """The first link of an article's text that does not lead to another story ("Baca juga: ..."); None where
    all do."""
    others = [line for line in text.splitlines() if _OTHER_STORY.match(line)]
    elsewhere = {link for line in others for link in find_links(line)}
    elsewhere |= {f"https://{word.strip(_PUNCTUATION)}" for line in others for word in line.split()}
    return next((link for link in links if link not in elsewhere), None)


def story_of(link: str) -> str:
    """Return what all addresses of one story have in common; no address, and only good to be compared.

    Scheme, "www.", fragment, and what says where a reader came from do not count, nor does the form for
    phones or for AMP. An address that cannot be taken apart is its own story.
    """
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
        port = parts.port
    except ValueError:
        return link
    host = (parts.hostname or "").rstrip(".")
    cached = _AMP_CACHE.fullmatch(parts.path) if _AMP_HOSTS.fullmatch(host) else None
    if cached:
        return story_of(f"https://{cached[1]}?{parts.query}")
    host = _FORM_OF_HOST.sub("", host) + ("" if port in _DEFAULT_PORTS else f":{port}")
    query = _own_parameters(parts)
    return host + _AMP_IN_PATH.sub("", parts.path).rstrip("/") + (f"?{query}" if query else "")


def _own_parameters(parts: SplitResult) -> str:
    """The parameters that name the story, in one order whatever theirs was."""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    own = [
        (name, value)
        for name, value in pairs
        if not _CAMPAIGN.fullmatch(name) and not _READING.fullmatch(f"{name}={value}".rstrip("="))
    ]
    return urlencode(sorted(own))


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
