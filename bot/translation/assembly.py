"""The translation of a line, put together of its pieces' translations.

In: the line, its translated pieces, and a function that cuts a text into a package's subwords. Out: the
line's translation, with the marks that stood inside it and the blanks that stood around it. Pure; this module
must know no model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from bot.translation.alignment import counterpart, in_place, joined
from bot.translation.fidelity import Roster, tidy, without_stutter
from bot.translation.marks import EDGE_SIGNS, with_marks
from bot.translation.piece import Piece
from bot.translation.pieces import fit_seam

Encode = Callable[[str], Sequence[str]]


def assembled(line: str, pieces: Sequence[Piece], encode: Encode) -> str | None:
    """Return the line's translation, or None where a piece of it has none."""
    if any(piece.failed for piece in pieces):
        return None
    texts = (_settled(piece, alone=len(pieces) == 1) if piece.is_text else piece.source for piece in pieces)
    parts = (_marked(piece, piece.before + text, encode) for piece, text in zip(pieces, texts, strict=True))
    return _with_blanks_of(line, "".join(chain(*zip(_seams(line, pieces), parts, strict=True))))


def _marked(piece: Piece, text: str, encode: Encode) -> str:
    """The text with the marks of its piece."""
    if not piece.marks:
        return text
    source, made_of = piece.before + piece.source, piece.made_of or piece
    subwords = encode(made_of.read)

    def find(start: int, end: int) -> tuple[int, int] | None:
        if not piece.is_text:
            return start, end
        asked = _words_at(source, start, end)
        return _place(piece, made_of, text, subwords, asked) if asked else None

    return with_marks(source, text, piece.marks, find)


def _place(
    piece: Piece, made_of: Piece, text: str, subwords: Sequence[str], asked: range
) -> tuple[int, int] | None:
    """Where what stands for some words of the piece's source is in the text that was made of its output."""
    source, read = piece.before + piece.source, piece.before + made_of.read
    in_read = in_place(source.split(), read.split(), asked)
    if not in_read:
        return None
    places = _places(read)[in_read.start : in_read.stop]
    start, end = (place - len(piece.before) for place in (places[0][0], places[-1][1]))
    best = made_of.best
    run = counterpart(made_of.read, subwords, best.subwords, best.attention, start, end)
    in_text = run and in_place(joined(best.subwords).split(" "), text.split(), run)
    if not in_text:
        return None
    shown = _places(text)[in_text.start : in_text.stop]
    return _without_edges(text, shown[0][0], shown[-1][1])


def _places(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand."""
    return [match.span() for match in re.finditer(r"\S+", text)]


def _words_at(text: str, start: int, end: int) -> range | None:
    """Which words of `text` stand between two places, even with a part."""
    words = [at for at, place in enumerate(_places(text)) if place[0] < end and place[1] > start]
    return range(words[0], words[-1] + 1) if words else None


def _without_edges(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of words without the signs around them; None where there are only signs."""
    words = text[start:end]
    first, last = start + len(words) - len(words.lstrip(EDGE_SIGNS)), start + len(words.rstrip(EDGE_SIGNS))
    return (first, last) if first < last else None


def _seams(line: str, pieces: Sequence[Piece]) -> Iterator[str]:
    """What stands before each piece: a blank, unless the line has none, as between a picture and a comma."""
    end = 0
    for piece in pieces:
        whole = piece.before + piece.source
        start = line.find(whole, end)
        yield "" if not end or start == end else " "
        end = max(end, start) + len(whole)


def _settled(piece: Piece, *, alone: bool) -> str:
    """The output with the piece's own names in their agreed forms, fit to stand beside its neighbours."""
    names = {mention.form: mention.agreed for mention in piece.mentions}
    output = without_stutter(piece.source, tidy(Roster(names).settle(piece.output)))
    return output if alone else fit_seam(piece.source, output)


def _with_blanks_of(line: str, text: str) -> str:
    body = line.strip()
    start = line.index(body) if body else 0
    return line[:start] + text + line[start + len(body) :]
