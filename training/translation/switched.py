"""Pairs with some of the source's words already translated: arrays of pairs in, an array of pairs out.

    python -m training.translation.switched --direction id_en .train

FOLDER holds the arrays and the vocabulary that prepare.py made; recipe.py says how much of which arrays is
taken. FOLDER/switched_DIRECTION.npz comes of it.

"Penyidik menggeledah rumah itu", "Investigators searched the house" becomes "Penyidik searched rumah itu"
with the same translation. From such pairs a model learns that a word of the target's language in its source
is to be taken over, in the form that the sentence wants (Dinu et al., 2019; Song et al., 2019): so the engine
can tell it the words that it does not know. It must not know networks.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import sentencepiece

from bot.translation.lexicon import SHORTEST, WORD, Lexicon, family, lexicon_of
from training.translation.arrays import Pairs
from training.translation.prepare import encode
from training.translation.recipe import DIRECTIONS, SWITCHED, VOCABULARY, switchable

SURE_SHARE, OTHER_SHARE = 0.4, 0.12
"""Of the words that could be switched, what is: of those that the engine may switch, and of the others.

One or two words of a sentence, as in use."""
GIVEN_SHARE = 0.5
"""How often the lexicon's form is put in; else the very form that the translation has."""
SEED = 1


@dataclass(frozen=True, slots=True)
class Switch:
    """A word of the source, `source[start:end]`, and what of the translation says it."""

    start: int
    end: int
    given: str
    """As the lexicon has it."""
    there: str
    """As the translation has it, in small letters."""
    sure: bool


def switches(source: str, target: str, lexicon: Lexicon) -> Iterator[Switch]:
    """Return the words of `source` of which the lexicon shows one place in `target`."""
    words = WORD.findall(target.lower())
    families = Counter(map(family, words))
    text = f" {' '.join(words)} "
    for start, end, entry in lexicon.terms(source, list(WORD.finditer(source))):
        written = source[start:end]
        if len(written) < SHORTEST or not written[1:].islower() or (written[0].isupper() and start):
            continue
        for given in entry.translations:
            if " " in given and text.count(f" {given} ") == 1:
                yield Switch(start, end, given, given, entry.sure)
                break
            if len(given) >= SHORTEST and families[family(given)] == 1:
                there = next(word for word in words if family(word) == family(given))
                yield Switch(start, end, given, there, entry.sure)
                break


def switched(source: str, chosen: Iterable[tuple[Switch, str]]) -> str:
    """Return the source with words in the place of others; where one had a capital, the new one has."""
    parts, at = [], 0
    for switch, word in chosen:
        capital = source[switch.start].isupper()
        parts += [source[at : switch.start], word[:1].upper() + word[1:] if capital else word]
        at = switch.end
    return "".join((*parts, source[at:]))


def made(pairs: Iterable[tuple[str, str]], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Return each pair of which a word can be switched, with some switched."""
    chance = random.Random(SEED)  # noqa: S311
    for source, target in pairs:
        able = list(switches(source, target, lexicon))
        if not able:
            continue
        shares = ((switch, SURE_SHARE if switch.sure else OTHER_SHARE) for switch in able)
        some = [switch for switch, share in shares if chance.random() < share] or [chance.choice(able)]
        forms = [switch.given if chance.random() < GIVEN_SHARE else switch.there for switch in some]
        yield switched(source, zip(some, forms, strict=True)), target


def read(
    files: Iterable[str], direction: str, vocabulary: sentencepiece.SentencePieceProcessor
) -> Iterator[tuple[str, str]]:
    """Return the pairs of each NAME.npz:SHARE as text, source and target."""
    chance = random.Random(SEED)  # noqa: S311
    for file in files:
        name, _, share = file.rpartition(":")
        pairs = Pairs.read(Path(name))
        for row in range(len(pairs)):
            if chance.random() < float(share):
                sides = vocabulary.decode([pairs.indonesian[row].tolist(), pairs.english[row].tolist()])
                yield (sides[0], sides[1]) if direction == "id_en" else (sides[1], sides[0])


def main() -> None:
    """Read the pairs, switch, write."""
    parser = argparse.ArgumentParser(description="pairs with words of the source already translated")
    parser.add_argument("folder", type=Path, help="with NAME.npz and sentencepiece.model")
    parser.add_argument("--direction", choices=DIRECTIONS, required=True)
    arguments = parser.parse_args()
    source, target = arguments.direction.split("_")
    lexicon = lexicon_of(source, target) or Lexicon({})
    vocabulary = sentencepiece.SentencePieceProcessor(model_file=str(arguments.folder / VOCABULARY))
    files = switchable(sorted(arguments.folder.glob("*.npz")), arguments.direction)
    rows = list(made(read(files, arguments.direction, vocabulary), lexicon))
    if arguments.direction == "en_id":
        rows = [(other, one) for one, other in rows]
    encode(rows, vocabulary).write(arguments.folder / f"{SWITCHED}{arguments.direction}.npz")
    print(f"{len(rows)} pairs", flush=True)


if __name__ == "__main__":
    main()
