"""Decodes with Argos packages: texts in one language in, the same texts in another out.

In: packages (unpacked folders), texts, and optionally the names that were agreed upon. Out: one
translation for each text, in order. One request is one batch for each package of the chain. This
module owns ctranslate2 and sentencepiece; it must not know what a digest is, nor where packages
come from.

Names and numbers are guarded. A sentence whose translation has lost an agreed name is decoded again
with a word that models copy in the name's stead; what is lost even so is put where the decoder's
attention shows the words that stand in its place. Of the beam's translations the first that loses
least is taken, which saves some of that. A sentence that runs in circles is decoded again
with repetition forbidden; if that does not help it stays in the original.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.errors import TranslationFailed
from bot.translation.alignment import Wanted, joined, mend
from bot.translation.fidelity import (
    Mention,
    Names,
    Roster,
    english_number,
    english_numbers,
    lost_names,
    lost_numbers,
    tidy,
    with_rupiah,
    with_stand_ins,
    without_site,
    without_stand_ins,
)
from bot.translation.packages import Package, bpe_tokenizer, chain, targets
from bot.translation.pieces import fit_seam, is_text, runs_in_circles, split_long, split_sentences

BEAM_SIZE = 4
"""What the Argos packages are tuned for."""
BATCH_TOKENS = 512
"""Subwords decoded together. With two workers and the shipped model, 128 to 1,024 differ by less than
the noise on replies of 8 to 10 sentences and on articles of 19 to 29; 64 is slower."""
LIMIT_SUBWORDS = 60
"""The longest piece that is given to a model; CTranslate2 stops writing after 256, and models lose parts
long before. On the 120 first sentences of more than 70 subwords of a general development set, with the
shipped model: BLEU 15 at 200, 19 at 100, 25 at 60, 26 at 45 and at 30. Stronger models can take more,
and lose little by a cut at a clause."""
COMPUTE_TYPE = "int8"
"""CTranslate2 falls back by itself where the processor lacks it. "auto" has chosen types in which some
models repeat themselves."""
OPENING_MARKS = "\"“‘'(["
_LOST_WAY = 1_000
"""Losses that a translation is charged which runs in circles: more than a sentence can have."""
RETRY = {"repetition_penalty": 1.2, "no_repeat_ngram_size": 3}


@dataclass(slots=True)
class Piece:
    """A sentence, or a part of one, on its way through one package."""

    source: str
    mentions: tuple[Mention, ...] = ()
    before: str = ""
    """Opening marks that were taken off: a model takes the capital behind one for a name's."""
    output: str = ""
    untouched: bool = False
    """Whether the source stands in the output: it is no text, or the model found no way through it."""
    target: list[str] = field(default_factory=list)
    attention: list[list[float]] = field(default_factory=list)


class Subwords(Protocol):
    """A package's vocabulary: text to subwords and back."""

    def encode(self, text: str) -> list[str]: ...
    def decode(self, subwords: list[str]) -> str: ...


class Engine:
    """Translates with the packages it is given. Thread-safe; models are loaded when first needed."""

    def __init__(
        self, packages: Iterable[Package], *, threads: int | None = None, beam_size: int = BEAM_SIZE
    ) -> None:
        """`threads`: sentences decoded at the same time, by default one for each core of this process.

        Each is decoded by one thread: more of them inside a small model cost ten times what they give.
        """
        self._packages = tuple(packages)
        self._threads = threads or _cores()
        self._beam_size = beam_size
        self._models: dict[Package, _Model] = {}
        self._lock = threading.Lock()

    def reachable(self, source: str) -> tuple[str, ...]:
        """The languages into which `source` can be translated, in alphabetical order."""
        return targets(self._packages, source)

    def warm(self, source: str, target: str) -> None:
        """Loads what the pair needs. Raises NoPackage, TranslationFailed."""
        for package in chain(self._packages, source, target):
            self._model(package)

    def translate(
        self, texts: Sequence[str], source: str, target: str, *, names: Names | None = None
    ) -> tuple[str, ...]:
        """The translations of `texts`, in order; blank ones as they are, line breaks kept.

        `names`: form in the source -> forms that may stand in the translation, the agreed one first.
        Raises NoPackage, or TranslationFailed when a model cannot be loaded or breaks.
        """
        steps = chain(self._packages, source, target)
        lines = [line for text in texts for line in text.split("\n")]
        for package in steps:
            agreed = names or {}
            if len(steps) > 1:
                agreed = _unchanged(agreed)
            lines = self._model(package).translate(lines, Roster(agreed))
        rest = iter(lines)
        return tuple("\n".join(next(rest) for _ in text.split("\n")) for text in texts)

    def _model(self, package: Package) -> _Model:
        with self._lock:
            model = self._models.get(package)
            if model is None:
                model = self._models[package] = _Model(package, self._threads, self._beam_size)
            return model


class _Model:
    """One package, loaded."""

    def __init__(self, package: Package, threads: int, beam_size: int) -> None:
        self._package = package
        self._beam_size = beam_size
        try:
            import ctranslate2

            self._translator: Any = ctranslate2.Translator(
                str(package.path / "model"), device="cpu", compute_type=COMPUTE_TYPE,
                inter_threads=threads, intra_threads=1,
            )  # fmt: skip
            self._subwords = _subwords(package)
        except Exception as exc:
            raise TranslationFailed(package.source, package.target) from exc

    def translate(self, lines: Sequence[str], roster: Roster) -> list[str]:
        """The translations of single lines; blanks around a line stay, and what is no text."""
        unique = dict.fromkeys(line for line in lines if line.strip())
        try:
            pieces = {line: self._pieces(line, roster) for line in unique}
            self._fill([piece for parts in pieces.values() for piece in parts])
        except Exception as exc:
            raise TranslationFailed(self._package.source, self._package.target) from exc
        return [self._joined(line, pieces[line], roster) if line in pieces else line for line in lines]

    def _pieces(self, line: str, roster: Roster) -> list[Piece]:
        return [
            Piece(part[at:], roster.find(part[at:]), part[:at])
            for sentence in split_sentences(_encodable(line.strip()))
            for part in split_long(sentence, LIMIT_SUBWORDS, lambda text: len(self._subwords.encode(text)))
            for at in (_opening(part),)
        ]

    def _joined(self, line: str, pieces: Sequence[Piece], roster: Roster) -> str:
        texts = (
            p.output if p.untouched else _seamed(pieces, p, tidy(roster.settle(p.output))) for p in pieces
        )
        return _with_blanks_of(line, " ".join(p.before + text for p, text in zip(pieces, texts, strict=True)))

    def _fill(self, everything: Sequence[Piece]) -> None:
        """Gives every piece its output."""
        pieces = [piece for piece in everything if is_text(piece.source)]
        for piece in everything:
            piece.output, piece.untouched = piece.source, True
        self._decode(pieces)
        self._decode([piece for piece in pieces if _broken(piece, piece.output)], **RETRY)
        for piece in pieces:
            if _broken(piece, piece.output):
                piece.output, piece.mentions, piece.untouched = piece.source, (), True
        losers = [(p, lost) for p in pieces if (lost := lost_names(p.mentions, p.output))]
        for piece in pieces:
            self._mend(piece)
        self._decode_with_stand_ins(losers)

    def _decode(self, pieces: Sequence[Piece], **options: Any) -> None:
        """One batch; the output of each piece is replaced."""
        if not pieces:
            return
        prefix = self._package.target_prefix
        results = self._translator.translate_batch(
            [self._subwords.encode(piece.source) for piece in pieces],
            target_prefix=[[prefix]] * len(pieces) if prefix else None,
            beam_size=self._beam_size, num_hypotheses=self._beam_size,
            batch_type="tokens", max_batch_size=BATCH_TOKENS,
            replace_unknowns=True, return_attention=True, **options,
        )  # fmt: skip
        for piece, result in zip(pieces, results, strict=True):
            self._choose(piece, result)

    def _choose(self, piece: Piece, result: Any) -> None:
        """Gives the piece the likeliest of its translations, or a later one that loses less."""
        prefix, least = self._package.target_prefix, math.inf
        for target, attention in zip(result.hypotheses, result.attention, strict=True):
            skip = 1 if prefix and target[:1] == [prefix] else 0
            output = self._finished(piece.source, self._subwords.decode(target[skip:]))
            losses = _losses(piece, output) + _LOST_WAY * _broken(piece, output)
            if losses < least:
                least = losses
                piece.output, piece.untouched = output, False
                piece.target, piece.attention = target[skip:], attention[skip:]
            if not losses:
                return

    def _finished(self, source: str, output: str) -> str:
        output = without_site(source, output.strip())
        return (
            with_rupiah(source, english_numbers(source, output)) if self._package.target == "en" else output
        )

    def _mend(self, piece: Piece) -> None:
        """Puts lost names and numbers in the place of the words that the decoder wrote for them."""
        wanted = [Wanted(m.start, m.end, m.agreed[0]) for m in lost_names(piece.mentions, piece.output)]
        wanted += [
            Wanted(n.start, n.end, self._number(n.written)) for n in lost_numbers(piece.source, piece.output)
        ]
        if not wanted or joined(piece.target) != self._subwords.decode(piece.target).strip():
            return
        source = self._subwords.encode(piece.source)
        mended = mend(piece.source, source, piece.target, piece.attention, wanted)
        output = self._finished(piece.source, mended)
        if _losses(piece, output) < _losses(piece, piece.output):
            piece.output = output

    def _number(self, written: str) -> str:
        return english_number(written) if self._package.target == "en" else written

    def _decode_with_stand_ins(self, pieces: Sequence[tuple[Piece, tuple[Mention, ...]]]) -> None:
        """Decodes again with stand-ins for the lost names; kept unless more is lost than by mending."""
        second = []
        for piece, lost in pieces:
            changed, agreed = with_stand_ins(piece.source, lost)
            kept = {mention.form: mention.agreed for mention in piece.mentions}
            roster = Roster(kept | {word: (word,) for word in agreed})
            second.append((piece, Piece(changed, roster.find(changed)), agreed))
        self._decode([other for _, other, _ in second])
        for piece, other, agreed in second:
            self._mend(other)
            output = without_stand_ins(other.output, agreed)
            if not _broken(other, other.output) and _losses(piece, output) <= _losses(piece, piece.output):
                piece.output = output


class _SentencePiece:
    """The vocabulary of most packages."""

    def __init__(self, path: str) -> None:
        import sentencepiece

        self._processor: Any = sentencepiece.SentencePieceProcessor(model_file=path)

    def encode(self, text: str) -> list[str]:
        subwords: list[str] = self._processor.encode(text, out_type=str)
        return subwords

    def decode(self, subwords: list[str]) -> str:
        return str(self._processor.decode_pieces(subwords)).replace("▁", " ")


def _subwords(package: Package) -> Subwords:
    path = package.path / "sentencepiece.model"
    return _SentencePiece(str(path)) if path.is_file() else bpe_tokenizer(package)


def _seamed(pieces: Sequence[Piece], piece: Piece, output: str) -> str:
    return fit_seam(piece.source, output) if len(pieces) > 1 else output


def _broken(piece: Piece, output: str) -> bool:
    return not output or runs_in_circles(piece.source, output)


def _losses(piece: Piece, output: str) -> int:
    return len(lost_names(piece.mentions, output)) + len(lost_numbers(piece.source, output))


def _unchanged(names: Mapping[str, tuple[str, ...]]) -> Names:
    """The names that stay as they are: those alone can be held to in every step of a chain."""
    return {form: agreed for form, agreed in names.items() if form == agreed[0]}


def _opening(text: str) -> int:
    """How many opening marks `text` begins with; none of them when nothing else is there."""
    at = len(text) - len(text.lstrip(OPENING_MARKS))
    return at if at < len(text) else 0


def _encodable(text: str) -> str:
    """`text` without lone surrogates, which no encoder takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _with_blanks_of(line: str, text: str) -> str:
    body = line.strip()
    start = line.index(body) if body else 0
    return line[:start] + text + line[start + len(body) :]


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
