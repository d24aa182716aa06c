"""Bytes -> characters, for pages and text files whose declaration may be missing or wrong.

In: bytes, and the charset that their sender declared. Out: text; it never fails. It must not know
what the text says.
"""

from __future__ import annotations

import codecs
import re

_META_WINDOW_BYTES = 4_096
"""Where a charset declaration is looked for; browsers stop at 1,024, real pages put scripts before it."""

_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,30})""", re.IGNORECASE
)

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_KNOWN = {
    "utf-8": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    # The web means windows-1252 by all of these (https://encoding.spec.whatwg.org/#names-and-labels).
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "l1": "cp1252", "ascii": "cp1252",
    "us-ascii": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252", "x-cp1252": "cp1252",
    "iso-8859-15": "iso-8859-15", "latin9": "iso-8859-15",
    "windows-1250": "cp1250", "windows-1251": "cp1251", "windows-1254": "cp1254", "iso-8859-9": "cp1254",
    "macintosh": "mac-roman", "shift_jis": "cp932", "euc-kr": "cp949", "gbk": "gb18030", "gb2312": "gb18030",
    "gb18030": "gb18030", "big5": "big5", "euc-jp": "euc-jp",
}  # fmt: skip


def decode(content: bytes, declared: str | None = None) -> str:
    """The characters of a page or file; what cannot be read becomes U+FFFD.

    In this order: byte order mark, well-formed UTF-8 (no other charset yields it by chance, so it
    overrules a wrong declaration), the declaration of the sender, that of the page, the look of UTF-16,
    damaged UTF-8, windows-1252.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, errors="replace")
    wide = _utf_16(content)
    if wide is None:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    name = _known(declared) or wide or _known(_in_page(content)) or _undeclared(content)
    return content.decode(name, errors="replace")


def _known(label: str | None) -> str | None:
    return _KNOWN.get((label or "").strip().strip("\"'").lower())


def _in_page(content: bytes) -> str | None:
    found = _META.search(content[:_META_WINDOW_BYTES])
    name = found.group(1).decode("ascii", errors="replace") if found else None
    # A declaration that can be read in single bytes is not in UTF-16, whatever it says.
    return None if name and name.lower().startswith("utf-16") else name


def _utf_16(content: bytes) -> str | None:
    """Latin letters in UTF-16 have a NUL in every other byte; nothing else has."""
    head = content[:_META_WINDOW_BYTES]
    nul_share = 0.4  # of one half of the bytes: text with marks and punctuation has far more, binaries rarely
    if len(head) < 4:
        return None
    even, odd = head[::2].count(0) / len(head[::2]), head[1::2].count(0) / len(head[1::2])
    if odd > nul_share and even < nul_share / 10:
        return "utf-16-le"
    if even > nul_share and odd < nul_share / 10:
        return "utf-16-be"
    return None


def _undeclared(content: bytes) -> str:
    """UTF-8 with damage still has whole characters beyond ASCII, and no more broken ones."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(not character.isascii() for character in text) - broken
    return "utf-8" if whole and whole >= broken else "cp1252"
