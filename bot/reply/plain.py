"""A message of Telegram's HTML → what a terminal shows of it.

In: one message as render.py makes it. Out: plain text, wrapped; with ANSI codes for bold and italic if
wanted. It must not know whether there is a terminal, nor how wide it is.

Nothing in a message can reach the terminal as a control sequence: control characters are taken out, so every
escape in the result was put there by this module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

BULLET = "• "
"""Begins a line whose further rows are indented to match."""

QUOTATION_BAR = "│ "
"""Before every line of a quotation."""

WORD_JOINER = "\u2060"
"""What keeps Telegram from linking a word; a terminal links nothing, and it would be copied along."""

DEFAULT_WIDTH = 80
"""Columns of a terminal that nobody has resized."""

_ANSI_ON = {"b": "\x1b[1m", "strong": "\x1b[1m", "i": "\x1b[3m", "em": "\x1b[3m"}
_ANSI_OFF = {"b": "\x1b[22m", "strong": "\x1b[22m", "i": "\x1b[23m", "em": "\x1b[23m"}
_INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2060\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WORD_OR_SPACE = re.compile(r" +|[^ ]+")


@dataclass(frozen=True, slots=True)
class _Run:
    """Text of one look."""

    text: str
    styles: tuple[str, ...]
    quoted: bool


class _Reader(HTMLParser):
    """Collects the runs of a message; an address is written after its words where it first occurs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[_Run] = []
        self._styles: list[str] = []
        self._quotations = 0
        self._links: list[tuple[str, int]] = []
        self._told: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ANSI_ON:
            self._styles.append(tag)
        elif tag == "blockquote":
            self._quotations += 1
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.runs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._styles:
            self._styles.reverse()
            self._styles.remove(tag)
            self._styles.reverse()
        elif tag == "blockquote":
            self._quotations = max(0, self._quotations - 1)
        elif tag == "a" and self._links:
            self._tell(*self._links.pop())

    def handle_data(self, data: str) -> None:
        self.runs.append(_Run(_INVISIBLE.sub("", data), tuple(self._styles), self._quotations > 0))

    def _tell(self, url: str, first_run: int) -> None:
        words = "".join(run.text for run in self.runs[first_run:]).strip()
        if url and url not in self._told and url != words:
            self.runs.append(_Run(f" ({_INVISIBLE.sub('', url)})", (), self._quotations > 0))
        self._told.add(url)


def to_plain(html: str, *, ansi: bool = False, width: int = DEFAULT_WIDTH) -> str:
    """The message as lines of at most `width` columns (a longer word stands alone), no newline at the end."""
    reader = _Reader()
    reader.feed(html.replace(WORD_JOINER, ""))
    reader.close()
    lines: list[str] = []
    for line in _lines(reader.runs):
        bar = QUOTATION_BAR if any(run.quoted for run in line) else ""
        wrapped = _wrapped(line, max(1, width - len(bar)), ansi=ansi)
        lines.extend((bar + row).rstrip() for row in wrapped)
    return "\n".join(lines).strip("\n")


def _lines(runs: list[_Run]) -> Iterator[list[_Run]]:
    line: list[_Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(_Run(first, run.styles, run.quoted and bool(first)))
        for text in others:
            yield line
            line = [_Run(text, run.styles, run.quoted)]
    if line:
        yield line


def _wrapped(line: list[_Run], width: int, *, ansi: bool) -> Iterator[str]:
    """The rows of one line. A word may change its look in its midst, so words are put together first."""
    indent = " " * len(BULLET) if line[0].text.startswith(BULLET) else ""
    row, used = "", 0
    space: list[tuple[str, tuple[str, ...]]] = []
    for word in _words(line):
        columns = sum(_columns(text) for text, _ in word)
        if word[0][0].isspace():
            space = word if row else []
            continue
        gap = sum(_columns(text) for text, _ in space)
        if row and used + gap + columns > width:
            yield row
            row, used, space, gap = indent, len(indent), [], 0
        row += "".join(_dressed(text, styles, ansi=ansi) for text, styles in [*space, *word])
        used += gap + columns
        space = []
    yield row


def _words(line: list[_Run]) -> Iterator[list[tuple[str, tuple[str, ...]]]]:
    """Words and the white space between them, each as its parts with their styles."""
    word: list[tuple[str, tuple[str, ...]]] = []
    for run in line:
        for part in _WORD_OR_SPACE.findall(run.text):
            if word and (part.isspace() or word[-1][0].isspace()):
                yield word
                word = []
            word.append((part, run.styles))
    if word:
        yield word


def _dressed(text: str, styles: tuple[str, ...], *, ansi: bool) -> str:
    if not ansi or not styles or text.isspace():
        return text
    on = "".join(_ANSI_ON[style] for style in styles)
    return on + text + "".join(_ANSI_OFF[style] for style in reversed(styles))


def _columns(text: str) -> int:
    """Columns of a terminal: two for the wide characters of East Asia and emoji, none for combining marks
    (https://www.unicode.org/reports/tr11/)."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
