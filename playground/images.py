"""Bytes -> width and height of a picture, from its first lines alone.

In: the content of a file; out: how large the picture in it is, or None where it is none that Telegram takes
as a photo (JPEG, PNG, GIF, WebP, BMP). It decodes nothing: a picture that is damaged further on passes.
"""

from __future__ import annotations

from collections.abc import Callable

Size = tuple[int, int]

PNG, GIF, JPEG, RIFF, BMP = b"\x89PNG\r\n\x1a\n", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"BM"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The marks of a JPEG's frame, which says how large it is."""


def size_of(content: bytes) -> Size | None:
    """Return width and height in pixels; None for what is no picture."""
    for beginning, read in _READERS.items():
        if content.startswith(beginning):
            size = read(content)
            return size if size and all(size) else None
    return None


def _png(content: bytes) -> Size | None:
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _gif(content: bytes) -> Size | None:
    return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")


def _jpeg(content: bytes) -> Size | None:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        mark, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4])
        if mark in _FRAMES:
            height, width = content[position + 5 : position + 7], content[position + 7 : position + 9]
            return int.from_bytes(width), int.from_bytes(height)
        position += 2 + max(length, 2)
    return None


def _webp(content: bytes) -> Size | None:
    kind, body = content[12:16], content[20:]
    if content[8:12] != b"WEBP" or len(body) < 10:
        return None
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF


def _bmp(content: bytes) -> Size | None:
    width = int.from_bytes(content[18:22], "little", signed=True)
    height = int.from_bytes(content[22:26], "little", signed=True)
    return abs(width), abs(height)


_READERS: dict[bytes, Callable[[bytes], Size | None]] = {
    PNG: _png, GIF: _gif, JPEG: _jpeg, RIFF: _webp, BMP: _bmp,
}  # fmt: skip
