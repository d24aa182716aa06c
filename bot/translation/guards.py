"""Translates sentences with one package and holds each translation to its source.

In: single lines in the package's source language, and the names that were agreed upon. Out: a translation for
each, or None where none came that can be shown; a headline's is one too, though the model reads a sentence
(`headlines.py`). This module must not know chains of packages, nor who asks.

What is guarded, in this order: a sentence that runs in circles, shrinks to nothing or stays as it was is
decoded again with repetition forbidden. Of the beam's translations the first is taken that loses least of the
names, the numbers, the sense, and of the words whose meaning is sure, and has least words that nobody writes
(`written.py`). What is lost even so is put where the decoder's attention shows the words that stand in its
place; a sentence in which no place for an agreed name is found is decoded again with a word in the name's
stead that models copy. A sentence that lost its "not" is decoded again by sampling until one keeps it. What
stays broken is given up, because the original is of more use to a reader than nonsense or the contrary.

A package that has learnt to is told the words that it does not know: a quick draft shows which names and sure
words are lost, and what became a word that nobody writes; the translation is made of a sentence in which
their translations stand (`telling.py`). A draft that loses nothing is the translation.

The words are held to for packages that ship, which are small. A package from outside was chosen because it is
better: what it writes for a word may be right though no table has it, so that there only words are replaced
that stand in the translation as they were.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.translation import sense
from bot.translation.alignment import Wanted, joined, mend, origins
from bot.translation.assembly import assembled
from bot.translation.bare_verbs import with_full_verbs
from bot.translation.decoder import Decoder, Hypothesis
from bot.translation.fidelity import (
    Mention,
    Roster,
    english_number,
    english_numbers,
    indonesian_number,
    indonesian_numbers,
    lost_names,
    lost_numbers,
    stand_ins,
    stands,
    with_articles,
    with_capital,
    with_dates,
    with_listed,
    with_rupiah,
    without_open_end,
    without_site,
    without_stand_ins,
)
from bot.translation.figures import in_english, in_indonesian
from bot.translation.headlines import as_a_headline, in_small_letters, is_headline
from bot.translation.kept import kept_names
from bot.translation.lexicon import HeldWord, Lexicon, lexicon_of, lost_words, without_copies
from bot.translation.marks import (
    Mark,
    with_long_addresses,
    with_short_addresses,
    within,
    without_marks,
)
from bot.translation.ministers import with_whole_offices
from bot.translation.nouns import numbered
from bot.translation.package import Package
from bot.translation.piece import Piece, beside_terms, piece_of
from bot.translation.pieces import (
    is_text,
    runs_in_circles,
    shrinks,
    split_long,
    split_sentences,
    stays_as_it_was,
)
from bot.translation.senses import without_slips
from bot.translation.short_forms import written_out
from bot.translation.telling import as_in_the_table, told, untied
from bot.translation.verbs import fitting, with_forms
from bot.translation.written import unwritten

LIMIT_SUBWORDS = 60
"""The longest piece that is given to a model; CTranslate2 stops writing after 256, and models lose parts long
before. On the 120 first sentences of more than 70 subwords of a general development set, with the first model
(id_en 1.0): BLEU 15 at 200, 19 at 100, 25 at 60, 26 at 45 and at 30. Stronger models can take more, and lose
little by a cut at a clause."""
AGAIN = {"repetition_penalty": 1.2, "no_repeat_ngram_size": 3}
"""CTranslate2's options for a sentence that ran in circles: no three subwords come twice, and a penalty from
the middle of what is usual holds back single ones. Not tuned: two of 300 sentences need it."""
NARROW = {"beam_size": 2, "num_hypotheses": 2}
"""For a package that can be told words: its drafts, and what is made of what a draft lost. On the
development sets, news, general and written ones, BLEU with id_en 1.7: drafts of the likeliest word each
time 20.8, 24.7 and 38.5; of a beam of two 21.0, 24.9 and 39.0 in a sixth more time; of three the same in a
third more. After a draft, beams of three 21.0, 24.9 and 39.0, of two 21.0, 24.8 and 39.0; every draft
decoded again, whether it lost something or not, 21.1, 25.0 and 38.8 in half as much more time. With no
draft, whole beams of what was told nothing are worth 20.9 and 38.0 on news and written ones. With id_en 1.8
beams of three before and after 21.7, 25.3 and 43.3, of two 21.7, 25.2 and 43.0 in nine tenths of the time."""
SAMPLED = {"beam_size": 1, "num_hypotheses": 10, "sampling_topk": 10, "sampling_temperature": 0.8}
"""For a sentence that lost its negation or a number in all of the beam, whose translations differ by little:
ten others, from the ten likeliest words. Not tuned: one and three of 300 sentences need it."""
WORD_LOSS = 0.5
"""What a translation is charged for a word of which it has nothing; a name, a number, a "not" cost 1."""
UNWRITTEN_LOSS = 0.25
"""What it is charged for a word that nobody writes. Of 93 and 206 such words in 1,000 lines each of the news
and the general development set 66 and 162 are left with it, 62 and 142 when what they stand for is told;
BLEU 19.5 and 23.3, without 19.5 and 23.2. Into Indonesian 75 and 170 of 145 and 286; BLEU 21.3 and 23.0,
without 21.2 and 22.8."""
_LOST_WAY = 1_000
"""Losses that a translation is charged which is broken: more than a sentence can have."""


class GuardedModel:
    """One package with its guards. Thread-safe."""

    def __init__(self, package: Package, decoder: Decoder, counts: Counter[str]) -> None:
        """`counts` is added to: "sentences" decoded, and how many each guard acted on."""
        self._package, self._decoder = package, decoder
        self._english = package.target == "en"
        self._pair = (package.source, package.target)
        self._has_sense = self._pair in sense.TABLES
        self._lexicon = lexicon_of(*self._pair) or Lexicon({})
        self._formed = _in_its_form if self._pair == sense.ID_EN else as_in_the_table
        unwritten("", "", package.target)  # reads its table now, and not while somebody waits
        self._counts, self._lock = counts, threading.Lock()

    def translate(self, lines: Sequence[str], roster: Roster, *, urgent: bool) -> list[str | None]:
        """The translations of single lines in order; blanks around a line stay, and what is no text.

        Raises TranslationFailed when the model breaks.
        """
        lines = [self._long(_encodable(line), roster) for line in lines]
        short = [with_short_addresses(line) for line in lines]
        bare = [without_marks(line) for line, _ in short]
        read = [(self._read(line, marks, roster), marks) for line, marks in bare]
        pieces = [self._pieces(line, marks, roster) for line, marks in read]
        self._fill([piece for parts in pieces for piece in parts], urgent)
        written = [
            self._written(as_it_was, line, assembled(line, parts, self._decoder.encode), roster)
            for (as_it_was, _), (line, _), parts in zip(bare, read, pieces, strict=True)
        ]
        joined_lines = [self._shown(*line) for line in zip(lines, written, strict=True)]
        return [
            line and with_long_addresses(line, long)
            for line, (_, long) in zip(joined_lines, short, strict=True)
        ]

    def _long(self, line: str, roster: Roster) -> str:
        """An Indonesian line with its short forms written out outside names; any other as it is."""
        if self._package.source != "id":
            return line
        return written_out(line, [(name.start, name.end) for name in roster.find(line)])

    def _read(self, line: str, marks: Sequence[Mark], roster: Roster) -> str:
        """What the model reads of a line: a headline as a sentence, if the model is small.

        Its verbs are written in full unless it has `marks`, whose places would shift.
        """
        if not (self._package.can_be_told and is_headline(line, self._package.source)):
            return line
        names = [(name.start, name.end) for name in roster.find(line)]
        names += [(start, end) for start, end, _ in kept_names(line)]
        sentence = in_small_letters(line, self._package.source, names)
        is_indonesian = self._package.source == "id"
        return with_full_verbs(sentence, self._lexicon) if is_indonesian and not marks else sentence

    def _written(self, line: str, read: str, translation: str | None, roster: Roster) -> str | None:
        """The translation of a line, which has the capitals of a headline where they were taken off it."""
        if translation is None or line == read:
            return translation
        names = [form for name in roster.find(line) for form in name.agreed]
        return as_a_headline(translation, self._package.target, names)

    def _shown(self, line: str, translation: str | None) -> str | None:
        if translation is None or not self._has_sense or not is_text(line):
            return translation
        return in_english(line, translation) if self._english else in_indonesian(line, translation)

    def _pieces(self, line: str, marks: Sequence[Mark], roster: Roster) -> list[Piece]:
        pieces = [
            piece_of(part, roster, self._lexicon)
            for sentence in split_sentences(line.strip())
            for part in split_long(sentence, LIMIT_SUBWORDS, lambda text: len(self._decoder.encode(text)))
        ]
        end = 0
        for piece in pieces if marks else ():
            whole = piece.before + piece.source
            start = max(line.find(whole, end), end)
            end = start + len(whole)
            piece.marks = within(marks, start, end)
        return pieces

    def _fill(self, everything: Sequence[Piece], urgent: bool) -> None:
        """Gives every piece its output, or marks it as failed."""
        pieces = [piece for piece in everything if piece.is_text]
        self._count("sentences", pieces)
        if self._package.can_be_told:
            self._decode(self._drafted(pieces, urgent), urgent, **NARROW)
        else:
            self._decode(pieces, urgent)
        self._decode_again([piece for piece in pieces if self._broken(piece.source, piece.output)], urgent)
        self._hold_names([piece for piece in pieces if not piece.failed], urgent)
        self._hold_numbers([piece for piece in pieces if not piece.failed], urgent)
        if self._has_sense:
            self._hold_negation([piece for piece in pieces if not piece.failed], urgent)

    def _drafted(self, pieces: Sequence[Piece], urgent: bool) -> list[Piece]:
        """Gives every piece a draft, and returns those that have to be translated with more care.

        What loses nothing stays as it is: seven in ten pieces of the news development set, half of the
        written one.
        """
        self._decode(pieces, urgent, **NARROW)
        lossy = [piece for piece in pieces if self._losses(piece, piece.output)]
        self._tell(lossy)
        return lossy

    def _tell(self, pieces: Sequence[Piece]) -> None:
        """Puts the names and words that a piece's draft lost, as they must be, into what is read next."""
        for piece in pieces:
            names = {
                mention.agreed: mention.agreed[0] for mention in lost_names(piece.mentions, piece.output)
            }
            strange = self._strange_words(piece)
            piece.words = tuple(sorted({*piece.words, *strange}, key=lambda word: word.start))
            lost = {*self._lost_words(piece, piece.output), *strange}
            if names or lost:
                now = told(
                    piece.read, piece.mentions, piece.words, names=names, lost=lost, formed=self._formed
                )
                piece.read, piece.mentions, piece.words = now.text, now.mentions, now.words
                self._count("told", [piece])

    def _strange_words(self, piece: Piece) -> tuple[HeldWord, ...]:
        """The words of a draft's source for which it has a word that nobody writes."""
        strange = unwritten(piece.source, piece.output, self._package.target)
        if not strange:
            return ()
        source, best = self._decoder.encode(piece.read), piece.best
        places = set(origins(piece.read, source, best.subwords, best.attention, strange))
        return self._lexicon.held_at(piece.read, places)

    def _decode(self, pieces: Sequence[Piece], urgent: bool, **options: Any) -> None:
        """One request; the output of each piece is replaced by the best of what came."""
        if not pieces:
            return
        sources = [self._decoder.encode(piece.read) for piece in pieces]
        for piece, hypotheses in zip(
            pieces, self._decoder.decode(sources, urgent=urgent, **options), strict=True
        ):
            self._choose(piece, hypotheses)

    def _choose(self, piece: Piece, hypotheses: Iterable[Hypothesis]) -> None:
        """Gives the piece the likeliest of its translations, or a later one that loses less."""
        least = math.inf
        for hypothesis in hypotheses:
            output = self._output(piece, self._decoder.text(hypothesis.subwords))
            losses = self._losses(piece, output) + _LOST_WAY * self._broken(piece.source, output)
            if losses < least:
                least, piece.output, piece.best = losses, output, hypothesis
            if not losses:
                return

    def _output(self, piece: Piece, text: str) -> str:
        """What a model wrote with its told terms, and all else, as they must be."""
        text = untied(text, piece.words, piece.read)
        if self._pair == sense.ID_EN:
            text = with_forms(text, piece.read, piece.words)
        return self._finished(piece.source, text)

    def _finished(self, source: str, output: str) -> str:
        """The output with numbers, amounts, days and English articles as they must be."""
        output = without_open_end(source, without_site(source, output.strip()))
        output = with_capital(source, with_dates(source, output))
        if self._english:
            output = with_articles(with_rupiah(source, english_numbers(source, output)))
        if self._pair == ("en", "id"):
            output = indonesian_numbers(source, output)
        if self._has_sense:
            output = sense.with_calendar(source, sense.with_amounts(source, output, self._pair), self._pair)
        if self._pair == sense.ID_EN:
            output = sense.with_whole_dates(source, sense.with_english_months(output))
            output = without_slips(source, with_whole_offices(source, output))
        return output

    def _losses(self, piece: Piece, output: str) -> float:
        losses: float = len(lost_names(piece.mentions, output)) + len(lost_numbers(piece.source, output))
        losses += self._has_sense and sense.loses_negation(beside_terms(piece), output, self._pair)
        losses += WORD_LOSS * len(self._lost_words(piece, output))
        return losses + UNWRITTEN_LOSS * len(unwritten(piece.source, output, self._package.target))

    def _lost_words(self, piece: Piece, output: str) -> tuple[HeldWord, ...]:
        return lost_words(piece.words, output, copied=self._package.origin != "shipped")

    def _decode_again(self, pieces: Sequence[Piece], urgent: bool) -> None:
        """For broken translations: with repetition forbidden; what is broken still has failed."""
        self._decode(pieces, urgent, **AGAIN)
        for piece in pieces:
            piece.failed = self._broken(piece.source, piece.output)
        self._count("broken, mended", [piece for piece in pieces if not piece.failed])
        self._count("broken, given up", [piece for piece in pieces if piece.failed])

    def _hold_names(self, pieces: Sequence[Piece], urgent: bool) -> None:
        """Mends names, numbers, words by attention; decodes again with stand-ins for names that stay lost.

        Of 138 sentences of the news development set that had lost a name, attention mended 111; to decode
        those again too took a seventh more time and was no better (BLEU 20.4 both, chrF 49.3 and 49.2).
        """
        poor = [piece for piece in pieces if self._lost_words(piece, piece.output)]
        without = [piece for piece in pieces if lost_names(piece.mentions, piece.output)]
        short = [piece for piece in pieces if lost_numbers(piece.source, piece.output)]
        for piece in pieces:
            self._mend(piece)
            output = with_listed(piece.read, without_copies(piece.words, piece.output), piece.mentions)
            piece.output = self._finished(piece.source, output)
        self._decode_with_stand_ins(
            [(piece, lost) for piece in without if (lost := lost_names(piece.mentions, piece.output))], urgent
        )
        still = [piece for piece in without if lost_names(piece.mentions, piece.output)]
        self._count("names, lost", still)
        self._count("names, mended", without[len(still) :])
        self._count("numbers, mended", [p for p in short if not lost_numbers(p.source, p.output)])
        still = [piece for piece in poor if self._lost_words(piece, piece.output)]
        self._count("words, lost", still)
        self._count("words, mended", poor[len(still) :])

    def _hold_numbers(self, pieces: Sequence[Piece], urgent: bool) -> None:
        """Decodes again by sampling what lost a number that has no place; kept where less is lost then."""
        lost = [piece for piece in pieces if lost_numbers(piece.source, piece.output)]
        others = [piece.again() for piece in lost]
        self._decode(others, urgent, **SAMPLED)
        for piece, other in zip(lost, others, strict=True):
            self._mend(other)
            fits = not self._broken(other.source, other.output)
            if fits and self._losses(other, other.output) < self._losses(piece, piece.output):
                piece.output, piece.made_of = other.output, other
        still = [piece for piece in lost if lost_numbers(piece.source, piece.output)]
        self._count("numbers, lost", still)
        self._count("numbers, mended", lost[len(still) :])

    def _hold_negation(self, pieces: Sequence[Piece], urgent: bool) -> None:
        """Decodes again by sampling what lost its negation; what stays without has failed."""
        lost = [
            piece for piece in pieces if sense.loses_negation(beside_terms(piece), piece.output, self._pair)
        ]
        others = [piece.again() for piece in lost]
        self._decode(others, urgent, **SAMPLED)
        for piece, other in zip(lost, others, strict=True):
            self._mend(other)
            # Sampling finds any word for the sake of a small loss: only a plain "not" makes it worth taking.
            piece.failed = (
                self._broken(other.source, other.output)
                or not sense.plainly_denies(other.output, self._pair)
                or self._losses(other, other.output) >= self._losses(piece, piece.output)
            )
            piece.output, piece.made_of = other.output, other
        self._count("negation, mended", [piece for piece in lost if not piece.failed])
        self._count("negation, given up", [piece for piece in lost if piece.failed])

    def _mend(self, piece: Piece) -> None:
        """Puts lost names and numbers in the place of the words that the decoder wrote for them."""
        wanted = [Wanted(m.start, m.end, m.agreed[0]) for m in lost_names(piece.mentions, piece.output)]
        wanted += [
            Wanted(n.start, n.end, self._number(n.written)) for n in lost_numbers(piece.read, piece.output)
        ]
        wanted += [
            Wanted(
                w.start,
                w.end,
                w.translations[0],
                w.translations[1:],
                self._lexicon.spoken_for(piece.read, w),
            )
            for w in self._lost_words(piece, piece.output)
        ]
        target = piece.best.subwords
        if not wanted or joined(target) != self._decoder.text(target).strip():
            return
        source = self._decoder.encode(piece.read)
        output = self._output(piece, mend(piece.read, source, target, piece.best.attention, wanted))
        better = self._losses(piece, output) < self._losses(piece, piece.output)
        if better and not self._broken(piece.source, output):
            piece.output = output

    def _number(self, written: str) -> str:
        if self._pair == ("en", "id"):
            return indonesian_number(written)
        return english_number(written) if self._english else written

    def _decode_with_stand_ins(
        self, pieces: Sequence[tuple[Piece, tuple[Mention, ...]]], urgent: bool
    ) -> None:
        """Decodes again with stand-ins for the lost names; kept unless more is lost than by mending."""
        second = []
        for piece, lost in pieces:
            words = stand_ins(piece.read, lost)
            now = told(piece.read, piece.mentions, piece.words, names=words)
            mentions = tuple(
                replace(m, agreed=(words[m.agreed],)) if m.agreed in words else m for m in now.mentions
            )
            second.append((piece, Piece(piece.source, mentions, now.words, read=now.text), words))
        self._decode([other for _, other, _ in second], urgent)
        for piece, other, words in second:
            self._mend(other)
            output = without_stand_ins(other.output, {word: agreed[0] for agreed, word in words.items()})
            output = self._finished(piece.source, output)
            # A stand-in that was inflected, or written in another script, would stay in the text as a person.
            kept_all = all(stands((word,), other.output) for word in words.values())
            if (
                kept_all
                and not self._broken(other.source, other.output)
                and (self._losses(piece, output) <= self._losses(piece, piece.output))
            ):
                piece.output, piece.made_of = output, other

    def _broken(self, source: str, output: str) -> bool:
        """Whether nothing came, or nothing that can be a translation; copies are sought in English only."""
        if not output or runs_in_circles(source, output) or shrinks(source, output):
            return True
        return self._english and stays_as_it_was(source, output)

    def _count(self, what: str, pieces: Sequence[object]) -> None:
        if pieces:
            with self._lock:
                self._counts[what] += len(pieces)


def _in_its_form(before: str, written: str, translations: tuple[str, ...]) -> str:
    """The best translation of an Indonesian word as English has it behind what comes before."""
    best = fitting(before, written, translations)
    return best if best != translations[0] else numbered(before, written, translations)


def _encodable(text: str) -> str:
    """`text` without lone surrogates, which no encoder takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
