"""Sentence ends on Universal Dependencies.

    python -m benchmarks.sentences [--file F.conllu] [--errors N] [--causes]

The sentences of a file are joined with a blank each (a paragraph break where the file marks a new paragraph
or document), cut again, and the ends compared: precision, recall and F1 of the places where a sentence ends.
The anchor cuts after every full stop, question or exclamation mark with a blank and a capital letter behind.

A treebank's line is not always one sentence. Those lines of the shared sets that hold several are listed in
benchmarks/joined_lines.toml; the figure "read by hand" counts their sentences as what they are. Nothing was
tuned to follow the lines where a reader would not. `--causes` says how many differences each cause makes.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.digest.segment import segment
from bot.records import PARAGRAPH_BREAK, Article

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "sentences"
_ANCHOR = re.compile(r"[.!?][\"”’)]*(?=\s+[\"“‘(]*[A-Z])")
JOINED_LINES = Path(__file__).with_name("joined_lines.toml")
SHORT_NAME_LETTERS = 4
"""UD Indonesian-GSD was cut into lines by a program that ends no sentence after a capital word this short."""
_END_MARK = re.compile(r"[.!?…][\"'”’»)\]]*$")
_CLOSED = re.compile(r"[\"'”’»)\]]\.?$")
_JUMP = re.compile(r"# new(?:par|doc)\b")


def read_conllu(path: Path, joined: Mapping[str, Sequence[int]] | None = None) -> tuple[str, frozenset[int]]:
    """The text of a treebank and where its sentences end, in characters.

    `joined`: of lines that hold several sentences, by their sent_id, where the first ones end.
    """
    pieces: list[str] = []
    ends: set[int] = set()
    length = 0
    jump = False
    name = ""
    for line in path.read_text("utf-8").splitlines():
        jump = jump or _JUMP.match(line) is not None
        if line.startswith("# sent_id = "):
            name = line.removeprefix("# sent_id = ").strip()
        if not line.startswith("# text = "):
            continue
        space = (PARAGRAPH_BREAK if jump else " ") if pieces else ""
        sentence = " ".join(line.removeprefix("# text = ").split())
        pieces += [space, sentence]
        ends |= {length + len(space) + end for end in (joined or {}).get(name, ())}
        length += len(space) + len(sentence)
        ends.add(length)
        jump = False
    return "".join(pieces), frozenset(ends)


def joined_lines(path: Path) -> Mapping[str, Sequence[int]]:
    """What `read_conllu` takes as `joined`, for a file of the shared sets; {} for any other."""
    found: Mapping[str, Mapping[str, Sequence[int]]] = tomllib.loads(JOINED_LINES.read_text("utf-8"))
    return found.get(path.stem, {}) if path.parent == SHARED else {}


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


def cause(text: str, place: int, invented: bool) -> str:
    """What makes a difference, as far as its shape tells."""
    before, after = text[max(0, place - 45) : place], text[place : place + 45].lstrip()
    bare = before.rstrip("\"'”’»)].!?…")
    word = re.split(r"[\s\-/]", bare)[-1]
    if not invented:
        if _END_MARK.search(before) is None:
            return "no mark at the end, or a colon"
        return "a small letter follows" if after[:1].islower() else "another"
    if _CLOSED.search(before):
        return "inside a line, behind a closing mark"
    if word[:1].isupper() and len(word) <= SHORT_NAME_LETTERS:
        return f"inside a line, behind a name or acronym of at most {SHORT_NAME_LETTERS} letters"
    return "inside a line, another"


def count_causes(text: str, found: frozenset[int], gold: frozenset[int]) -> Counter[str]:
    """How many differences each cause makes."""
    kinds = {True: "invented", False: "missed"}
    return Counter(f"{kinds[place in found]}: {cause(text, place, place in found)}" for place in found ^ gold)


def main() -> None:
    """Prints a line for each file and splitter."""
    parser = argparse.ArgumentParser(description="Sentence ends against gold ones.")
    parser.add_argument("--file", type=Path, action="append", help="a .conllu file; default: shared ones")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the first N differences")
    parser.add_argument("--causes", action="store_true", help="count what makes the differences")
    options = parser.parse_args()
    paths = options.file or sorted(SHARED.glob("*.conllu"))
    if not paths:
        parser.exit(1, f"no .conllu file in {SHARED}; name one with --file\n")
    for path in paths:
        text, gold = read_conllu(path)
        ours = our_ends(text)
        for name, ends in (("ours", ours), ("anchor", anchor_ends(text))):
            _print_score(path.stem, name, ends, gold)
        if joined := joined_lines(path):
            _print_score(path.stem, "ours, read by hand", ours, read_conllu(path, joined)[1])
        if options.causes:
            for shape, count in count_causes(text, ours, gold).most_common():
                print(f"  {count:4} {shape}")
        for line in list(errors(text, ours, gold))[: options.errors]:
            print("  ", line)


def _print_score(stem: str, name: str, found: frozenset[int], gold: frozenset[int]) -> None:
    precision, recall, f1 = score(found, gold)
    figures = f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
    print(f"{stem:14} {name:18} {figures}  ({len(gold)} sentences)")


if __name__ == "__main__":
    main()
