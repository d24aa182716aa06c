"""unpacking: compressed bodies, never more of them than are wanted."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.unpacking import Damaged, TooMuch, Unpacking

TEXT = b"Pemerintah kota memperpanjang izin pasar malam. " * 50


def unpacked(encoding: str, *pieces: bytes, limit_bytes: int = 100_000) -> bytes:
    unpacking = Unpacking(encoding, limit_bytes)
    out = b"".join(unpacking.feed(piece) for piece in pieces)
    unpacking.finish()
    return out


def bare(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "GZIP ": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "Deflate": bare(TEXT),
    "": TEXT,
    "identity": TEXT,
}


@pytest.mark.parametrize("encoding", PACKED)
def test_a_body_comes_out_whole_in_whatever_pieces_it_arrives(encoding: str) -> None:
    body = PACKED[encoding]
    assert unpacked(encoding, body) == TEXT
    assert unpacked(encoding, *(body[at : at + 1] for at in range(len(body)))) == TEXT


@given(cuts=st.lists(st.integers(0, 400), max_size=6))
@settings(max_examples=60, deadline=None)
def test_members_and_padding_may_be_cut_anywhere(cuts: list[int]) -> None:
    body = gzip.compress(TEXT[:70]) + gzip.compress(b"") + gzip.compress(TEXT[70:]) + b"\x1f padding"
    edges = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    pieces = [body[start:end] for start, end in pairwise(edges)]
    assert unpacked("gzip", *pieces) == TEXT


def test_an_empty_body_is_empty_in_every_encoding() -> None:
    assert unpacked("gzip") == unpacked("deflate", b"") == b""


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip,deflate", "rahasia"])
def test_an_encoding_that_is_not_read_is_refused_at_once(encoding: str) -> None:
    with pytest.raises(Damaged):
        Unpacking(encoding, 1_000)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize(
    "body",
    [TEXT, gzip.compress(TEXT)[:-9], zlib.compress(TEXT)[:-5], b"\x1f"],
    ids=["plain", "gzip cut off", "zlib cut off", "one byte"],
)
def test_what_is_damaged_or_cut_off_is_refused(encoding: str, body: bytes) -> None:
    with pytest.raises(Damaged):
        unpacked(encoding, body)


@pytest.mark.parametrize("encoding", PACKED)
def test_the_limit_is_exact(encoding: str) -> None:
    assert unpacked(encoding, PACKED[encoding], limit_bytes=len(TEXT)) == TEXT
    with pytest.raises(TooMuch):
        unpacked(encoding, PACKED[encoding], limit_bytes=len(TEXT) - 1)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, bare], ids=["gzip", "zlib", "bare"])
def test_a_bomb_is_never_held_unpacked(pack: object) -> None:
    bomb = pack(bytes(100_000_000))  # type: ignore[operator]
    tracemalloc.start()
    try:
        with pytest.raises(TooMuch):
            unpacked("deflate", bomb, limit_bytes=1_000_000)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak_bytes < 4_000_000


def test_members_that_hold_nothing_count_by_what_they_weigh() -> None:
    with pytest.raises(TooMuch):
        unpacked("gzip", gzip.compress(b"") * 10_000)
