"""Sentence ends on Universal Dependencies: `python -m benchmarks.sentences [--file F.conllu] [--errors N]`.

The sentences of a file are joined with a blank each (a paragraph break where the file marks a new paragraph
or document), cut again, and the ends compared: precision, recall and F1 of the places where a sentence ends.
The anchor cuts after every full stop, question or exclamation mark with a blank and a capital letter behind.

The treebanks' annotation is itself uneven: some forty lines of UD Indonesian-GSD's dev set hold two sentences
where the first ends in a name or an acronym. Nothing was tuned to follow that.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.digest.segment import segment
from bot.records import PARAGRAPH_BREAK, Article

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "sentences"
_ANCHOR = re.compile(r"[.!?][\"”’)]*(?=\s+[\"“‘(]*[A-Z])")
_JUMP = re.compile(r"# new(?:par|doc)\b")


def read_conllu(path: Path) -> tuple[str, frozenset[int]]:
    """The text of a treebank and where its sentences end, in characters."""
    pieces: list[str] = []
    ends: set[int] = set()
    length = 0
    jump = False
    for line in path.read_text("utf-8").splitlines():
        jump = jump or _JUMP.match(line) is not None
        if not line.startswith("# text = "):
            continue
        space = (PARAGRAPH_BREAK if jump else " ") if pieces else ""
        sentence = " ".join(line.removeprefix("# text = ").split())
        pieces += [space, sentence]
        length += len(space) + len(sentence)
        ends.add(length)
        jump = False
    return "".join(pieces), frozenset(ends)


def our_ends(text: str) -> frozenset[int]:
    """Where our sentences end."""
    return frozenset(sentence.end for sentence in segment(Article(text=text)))


def anchor_ends(text: str) -> frozenset[int]:
    """Where a plain regular expression ends them."""
    breaks = {found.start() for found in re.finditer(PARAGRAPH_BREAK, text)}
    return frozenset({found.end() for found in _ANCHOR.finditer(text)} | breaks | {len(text)})


def score(found: frozenset[int], gold: frozenset[int]) -> tuple[float, float, float]:
    """Precision, recall and F1, each between 0 and 1."""
    right = len(found & gold)
    precision, recall = right / max(1, len(found)), right / max(1, len(gold))
    return precision, recall, 2 * right / max(1, len(found) + len(gold))


def errors(text: str, found: frozenset[int], gold: frozenset[int]) -> Iterator[str]:
    """Each wrong or missing end with what stands around it."""
    for place in sorted(found ^ gold):
        kind = "wrong  " if place in found else "missing"
        yield f"{kind} …{text[max(0, place - 45) : place]} ¦{text[place : place + 35]}…"


def main() -> None:
    """Prints a line for each file and splitter."""
    parser = argparse.ArgumentParser(description="Sentence ends against gold ones.")
    parser.add_argument("--file", type=Path, action="append", help="a .conllu file; default: shared ones")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the first N differences")
    options = parser.parse_args()
    splitters: tuple[tuple[str, Callable[[str], frozenset[int]]], ...]
    splitters = (("ours", our_ends), ("anchor", anchor_ends))
    paths = options.file or sorted(SHARED.glob("*.conllu"))
    if not paths:
        parser.exit(1, f"no .conllu file in {SHARED}; name one with --file\n")
    for path in paths:
        text, gold = read_conllu(path)
        for name, splitter in splitters:
            precision, recall, f1 = score(splitter(text), gold)
            figures = f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
            print(f"{path.stem:14} {name:7} {figures}  ({len(gold)} sentences)")
        for line in list(errors(text, our_ends(text), gold))[: options.errors]:
            print("  ", line)


if __name__ == "__main__":
    main()
