"""Compressed bytes as they arrive -> the page's bytes, never more of them than are wanted.

In: the Content-Encoding of a response and its body piece by piece. Out: the unpacked pieces, or
TooMuch as soon as the whole would be over its limit: a bomb of a few kilobytes is stopped there, and
is never held unpacked. It must not know where the bytes come from. Pure.
"""

from __future__ import annotations

import zlib

ENCODINGS = ("gzip", "deflate")
"""What may be asked for: what can be unpacked up to a limit. Brotli is not read here, and not offered."""

_NAMES = {"": "", "identity": "", "gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}

_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_BARE_DEFLATE = -zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"


class TooMuch(Exception):
    """The whole is over the limit."""


class Damaged(Exception):
    """The bytes are not in the encoding that they are said to be in, or in one that is not read here."""


class Unpacking:
    """The body of one response; `limit_bytes` holds for what comes in and for what goes out."""

    def __init__(self, encoding: str, limit_bytes: int) -> None:
        """Raises Damaged for encodings that are not read, layers of several among them.

        Two layers multiply: a few kilobytes could unfold to gigabytes.
        """
        name = _NAMES.get(encoding.strip().lower())
        if name is None:
            raise Damaged(encoding)
        self._limit_bytes = limit_bytes
        self._bytes_in = self._bytes_out = 0
        self._may_be_bare = name == "deflate"
        self._inflater = zlib.decompressobj(_GZIP_OR_ZLIB) if name else None
        self._behind = b""
        self._is_over = False

    def feed(self, piece: bytes) -> bytes:
        """The page's bytes in the next piece of the body. Raises TooMuch or Damaged."""
        self._bytes_in += len(piece)
        if self._bytes_in > self._limit_bytes:
            raise TooMuch
        if self._inflater is None:
            return piece
        out, piece = bytearray(), self._whole_opening(piece)
        while piece and not self._is_over:
            if self._inflater.eof and not self._opens_member(piece):
                break
            if self._inflater.eof:
                piece, self._behind = self._behind + piece, b""
                self._inflater = zlib.decompressobj(_GZIP_OR_ZLIB)
            out += self._inflate(self._inflater, piece)
            if self._bytes_out + len(out) > self._limit_bytes:
                raise TooMuch
            piece = self._inflater.unused_data
        self._bytes_out += len(out)
        return bytes(out)

    def finish(self) -> None:
        """Say that the body has ended. Raises Damaged when the compressed data has not."""
        if self._inflater is not None and self._bytes_in and not self._inflater.eof:
            raise Damaged("cut off")

    def _opens_member(self, piece: bytes) -> bool:
        """Whether what stands behind the end is another member; padding is nobody's business."""
        opening = (self._behind + piece)[: len(_GZIP_MAGIC)]
        if opening == _GZIP_MAGIC:
            return True
        self._is_over = not _GZIP_MAGIC.startswith(opening)
        self._behind = opening  # half of what opens a member: the rest comes with the next piece
        return False

    def _inflate(self, inflater: zlib._Decompress, piece: bytes) -> bytes:
        """At most one byte more than the limit leaves room for."""
        try:
            return inflater.decompress(piece, self._limit_bytes - self._bytes_out + 1)
        except zlib.error as exc:
            raise Damaged(str(exc)) from exc

    def _whole_opening(self, piece: bytes) -> bytes:
        """The piece, and what came before it of the two bytes that tell the formats apart."""
        if not self._may_be_bare:
            return piece
        opening, self._behind = self._behind + piece, b""
        if len(opening) < len(_GZIP_MAGIC):
            self._behind = opening
            return b""
        self._may_be_bare = False
        if not opening.startswith(_GZIP_MAGIC) and not _is_zlib(opening):
            self._inflater = zlib.decompressobj(_BARE_DEFLATE)
        return opening


def _is_zlib(opening: bytes) -> bool:
    """Whether bytes begin as zlib's format does (RFC 1950, 2.2); some servers send deflate without it."""
    return opening[0] & 0x0F == zlib.DEFLATED and int.from_bytes(opening[:2], "big") % 31 == 0
