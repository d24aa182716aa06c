"""What a page or a channel puts around a story: recognised, line by line.

In: one line. Out: whether it is furniture, a caption, the head of a list of other stories; or the line
without the furniture inside it. The kinds stand in bot/data/furniture.toml. When in doubt a line is a
story's. This module must not know the lines around the one it looks at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any

from bot.data import read_table
from bot.intake.byline import names_staff
from bot.intake.inner_headline import next_sentence
from bot.intake.outlets import outlet_name

LINE_LIMIT_CHARS = 320
"""No furniture line is longer: a related headline with its label ends well before."""

CAPTION_LIMIT_WORDS = 70
"""Agency captions with place, date and background reach some sixty words."""

BARE_CREDIT_LIMIT_WORDS = 40
"""The same where only "(AFP)" speaks for a caption, which a sentence may end with too."""

INNER_HEADLINE_LIMIT_WORDS = 26
"""Words of a headline inside a paragraph; titles in ../shared/data/articles have 22 at most."""

TITLE_CASE_MIN_WORDS = 4
"""Capitalised words in a row that make a headline certain, and its end findable."""

INITIALS_LIMIT_CHARS = 40
"""Initials of five people with slashes between them are shorter."""

OPENER_REACH_WORDS = 6
"""How far the word that opens a sentence may stand before its first small word: "Menurut Mirna ..., kata"."""

SUBJECT_LIMIT_WORDS = 4
"""Words of the longest name that a sentence begins with."""

TITLE_REACH_WORDS = 8
"""How far before its verb the office of a subject may begin: "Kapolres Muara Wulan AKBP Bagas mengatakan"."""

_ENDED = r"(?:^|(?<=[.!?…:\"”'’)\]])\s*|(?<=[.!?…][\"”'’)\]])\s*)"
_CAPTION = re.compile(r"(?P<body>.*\S)?\s*\((?P<credit>[^()]{2,120})\)\s*\.?$")
_INITIALS = re.compile(
    r"(?P<kept>.*[.!?…\"”'’)]|)\s*[(\[](?:[a-zA-Z]{2,5}(?:\s?/\s?[a-zA-Z]{2,5}){1,4}|[a-z]{2,5}|[A-Z]{2,5}|[A-Z]-\d{1,2}|\*{1,3}"
    r"|ant(?:ara)?(?:/[\w .-]{2,20})?|afp|reuters|ap)[)\]]\s*[.*]*$",
    re.DOTALL | re.IGNORECASE,
)
_PHOTO_TAIL = re.compile(
    r"(?P<body>.{0,260}?)\s?\(?\bFoto\s?:\s?(?P<credit>[^.]{2,30}(?:\.\s?[^.]{2,80})?)\)?$"
)
_RELATED = re.compile(
    r"\s*\(?\b(?:(?:baca|simak|lihat|tonton) (?:juga|pula)|baca berita (?:terkait|lainnya)"
    r"|pilihan (?:editor|redaksi)|(?:berita|artikel) terkait|read also|also read|related)\s*[:|]\s*",
    re.IGNORECASE,
)
_CHANNEL = re.compile(
    r"https?://\S+|(?:www|t)\.\S+|[@#][\w.]+|\b(?:join|follow|via|sumber|source|link|channel)\b",
    re.IGNORECASE,
)
HINTS = (
    "scroll", "advertisement", "gambas", "juga", "editor", "video", "update", "tayang", "penulis", "reporter",
    "pewarta", "kontribusi", "penerjemah", "copyright", "dilarang", "google", "whatsapp",
)  # fmt: skip
"""A paragraph without any of them, in small letters, holds no furniture: looking for it takes long."""

_FULL_STOP = re.compile(r"(?<!\.)\.(?:\s|$)")
_INNER_STOP = re.compile(r"\w{4,}[.!?][\"”’']? [\"“‘']?[A-Z]")
_QUOTE = re.compile(r"[\"“”]")
_EDGES = " \t*_•·|»›>:.…!-–—[]"


def is_furniture(line: str) -> bool:
    """Whether the whole line belongs to the page: a label, a button, a pointer to another story."""
    bare = without_symbols(line)
    if not bare:
        return True
    if len(line) > LINE_LIMIT_CHARS:
        return False
    patterns = _patterns()
    stripped = bare.strip(_EDGES)
    return bool(
        not stripped
        or patterns.whole.fullmatch(stripped)
        or patterns.whole.fullmatch(bare)
        or patterns.start.match(bare)
        or names_staff(bare)
        or _is_related_line(bare)
        or _is_channel_line(bare)
    )


def is_page_line(line: str) -> bool:
    """Whether a line at the edge of a printed page is its head or foot: its number, who printed it and when.

    Elsewhere it may be a headline: "Pasar Lama Kembali Dibuka - Halaman 2".
    """
    return len(line) <= LINE_LIMIT_CHARS and bool(_patterns().page.fullmatch(line)) and line[-1] not in ".!?"


def heads_other_stories(line: str) -> bool:
    """Whether headlines of other stories follow ("Rekomendasi", "POPULER")."""
    return bool(_patterns().tail.fullmatch(without_symbols(line).strip(_EDGES)))


def introduces_list(line: str) -> bool:
    """Whether the line only announces what follows ("Berikut jadwal lengkapnya")."""
    return bool(_patterns().list_introduction.fullmatch(line))


def is_initials(line: str) -> bool:
    """Whether the line is only the author's initials, with which a story ends: "(rfs/rds)"."""
    match = _INITIALS.fullmatch(line[: INITIALS_LIMIT_CHARS + 1])
    return match is not None and len(line) <= INITIALS_LIMIT_CHARS and not match["kept"].strip()


def is_caption(line: str) -> bool:
    """Whether the line, standing alone, tells what a picture shows and who took it."""
    words = line.split()
    if len(words) > CAPTION_LIMIT_WORDS or _QUOTE.match(line):
        return False
    match = _CAPTION.fullmatch(line)
    if match and _is_credit(match["credit"].strip(), apart=_stands_after_sentence(line, match["body"] or "")):
        return not _tells(match["body"] or "", match["credit"])
    if match and _patterns().agency.fullmatch(match["credit"].strip()):
        return len(words) <= BARE_CREDIT_LIMIT_WORDS and not _tells(match["body"] or "", match["credit"])
    photo = _PHOTO_TAIL.fullmatch(line)
    return bool(
        photo and len(words) <= BARE_CREDIT_LIMIT_WORDS and not _tells(photo["body"], photo["credit"])
    )


def without_inline(paragraph: str) -> str:
    """`paragraph` without the furniture that lost its line break and stands inside it."""
    patterns = _patterns()
    small = paragraph.lower()
    if not any(hint in small for hint in HINTS):
        return paragraph
    paragraph = patterns.inline.sub(" ", paragraph)
    paragraph = _without_related(paragraph)
    end = patterns.to_the_end.search(paragraph)
    if end:
        paragraph = paragraph[: end.start()]
    return re.sub(r"[ \t]{2,}", " ", paragraph).strip()


def without_initials(paragraph: str) -> str:
    """The last paragraph without its author's initials or the agency that signs it: "(rfs/rds)"."""
    match = _INITIALS.fullmatch(paragraph[-400:])
    if match is None:
        return paragraph
    return (paragraph[:-400] + match["kept"]).rstrip()


def _is_credit(credit: str, *, apart: bool) -> bool:
    patterns = _patterns()
    if patterns.credit.search(credit):
        return True
    signed = patterns.slash.fullmatch(credit)
    known = signed and (outlet_name(signed["outlet"]) or patterns.agency.fullmatch(signed["outlet"]))
    return bool(known or (apart and (signed or patterns.credit_apart.search(credit))))


def _stands_after_sentence(line: str, body: str) -> bool:
    """Whether the bracket is no part of the sentence: it follows the stop, or there is no stop at all."""
    return not line.endswith(".") or body[-1:] in ".!?"


def _tells(body: str, credit: str) -> bool:
    """Whether the words before the bracket are a story's: they report, quote, or spell the bracket out."""
    if _QUOTE.search(body) or _patterns().telling.search(body):
        return True
    letters = [letter.lower() for letter in credit if letter.isalpha()]
    before = [word[0].lower() for word in re.findall(r"\w+", body)[-len(letters) :]]
    return len(letters) > 1 and letters == before


def _is_related_line(line: str) -> bool:
    """Whether the whole line points to another story: no sentence of this one follows its headline."""
    label = _RELATED.match(line)
    if label is None:
        return False
    headline = line[label.end() :]
    return len(headline.split()) <= INNER_HEADLINE_LIMIT_WORDS and not _INNER_STOP.search(headline)


def _is_channel_line(line: str) -> bool:
    """Whether the line holds handles, hashtags and addresses, and no word of its own."""
    rest = _CHANNEL.sub(" ", line)
    return rest != line and not re.search(r"[^\W_]", rest)


def without_symbols(line: str) -> str:
    """`line` without emoji and dingbats at its ends."""

    def is_symbol(character: str) -> bool:
        kinds = ("So", "Sk", "Cn", "Co", "Mn")
        return (unicodedata.category(character) in kinds and character != "©") or character.isspace()

    start, end = 0, len(line)
    while start < end and is_symbol(line[start]):
        start += 1
    while end > start and is_symbol(line[end - 1]):
        end -= 1
    return line[start:end]


def related_headlines(paragraph: str) -> Iterator[tuple[int, int]]:
    """Where "Baca juga: headline" stands inside `paragraph`, as far as the headline's end can be told."""
    position = 0
    common = frozenset(re.findall(r"\b[a-z]\w+", paragraph)) if _RELATED.search(paragraph) else frozenset()
    for match in _RELATED.finditer(paragraph):
        if match.start() < position or not _stands_apart(paragraph, match.start()):
            continue
        end = _headline_end(paragraph, match.end(), common)
        if end is not None:
            yield match.start(), end
            position = end


def _without_related(paragraph: str) -> str:
    """`paragraph` without the headlines of other stories inside it."""
    pieces, position = [], 0
    for start, end in related_headlines(paragraph):
        pieces.append(paragraph[position:start])
        position = end
    return " ".join(piece.strip() for piece in (*pieces, paragraph[position:]) if piece.strip())


def _stands_apart(paragraph: str, position: int) -> bool:
    """Whether a sentence ended before `position`: a story may write "baca juga: ..." itself."""
    ended = paragraph[max(0, position - 3) : position].rstrip()[-1:] in tuple(".!?…\"”'’)],;:")
    return position == 0 or ended or paragraph[position : position + 3].lstrip()[:1] in ("B", "P")


def _headline_end(paragraph: str, start: int, common: frozenset[str]) -> int | None:
    """Where the headline that begins at `start` ends, or None when the text does not tell.

    It tells by a quotation that opens behind it, by the headline's own question mark, by a word that
    opens sentences only or that the paragraph writes small elsewhere (`common`), by the end of a paragraph
    without a full stop, and by a name before a verb that stands elsewhere in the paragraph. Capitals alone
    are no sign: the name that the next sentence begins with looks like the headline's last words.
    """
    limit = _headline_limit(paragraph, start)
    words = list(re.finditer(r"\S+", paragraph[start:limit]))[: INNER_HEADLINE_LIMIT_WORDS + 1]
    capitals, subject = 0, None
    for number, word in enumerate(words):
        text = word.group()
        if number >= 2 and capitals >= 2 and _QUOTE.match(text):
            return start + word.start()
        is_certain = number >= 3 and capitals >= TITLE_CASE_MIN_WORDS
        if is_certain and re.search(r"[?!]['’\"”]?$", text):
            return start + word.end()
        if text[:1].islower() and text.strip(",.:;").lower() not in _patterns().small:
            behind = words[TITLE_CASE_MIN_WORDS - 1 : number] if is_certain else []
            opener = _sentence_opener(behind, common)
            if opener is not None:
                return start + opener.start()
            if _patterns().predicate.fullmatch(text.strip(",.:;")):
                named = _without_adverbs(behind)
                subject = _repeated_subject(named, paragraph[:start], paragraph[start + word.start() :])
            break
        capitals += not text[:1].islower()
    ends_there = len(words) <= INNER_HEADLINE_LIMIT_WORDS and limit < start + LINE_LIMIT_CHARS
    if ends_there and not _FULL_STOP.search(paragraph[start:limit]):
        return limit
    sentence = subject or next_sentence(words, paragraph)
    return start + sentence.start() if sentence else None


def _headline_limit(paragraph: str, start: int) -> int:
    """How far the headline may reach: to the next piece of furniture, or to the paragraph's end."""
    reach = start + LINE_LIMIT_CHARS
    following = (
        _RELATED.search(paragraph, start, reach),
        _patterns().closing.search(paragraph, start, reach),
    )
    return min((found.start() for found in following if found), default=min(reach, len(paragraph)))


def _sentence_opener(words: Sequence[re.Match[str]], common: frozenset[str]) -> re.Match[str] | None:
    """The word that opens a sentence behind the headline: "Menurut Mirna ...", "Kondisi ini ..."."""
    for word in reversed(words[-OPENER_REACH_WORDS:]):
        if word.group()[:1].isupper() and word.group().strip(",").lower() in _patterns().openers:
            return word
    last = next((at for at in reversed(range(len(words))) if words[at].group()[:1].isupper()), 0)
    if not last:
        return None
    before, opening = (words[at].group().strip(",:;.").lower() for at in (last - 1, last))
    return words[last] if opening in common and before not in common else None


def _without_adverbs(words: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """The words without those that stand between a subject and its verb: "Mirna juga | mengatakan"."""
    end = len(words)
    while end and words[end - 1].group() in _patterns().before_verb:
        end -= 1
    return words[:end]


def _repeated_subject(words: Sequence[re.Match[str]], *elsewhere: str) -> re.Match[str] | None:
    """The name right behind the headline that the paragraph bears elsewhere: "... | Mirna mengatakan".

    None where an office or a rank stands before it, which would be lost with the headline.
    """
    run = list(takewhile(_is_name_like, reversed(words)))
    titled = any(
        word.group().strip(",.").lower() in _patterns().titles for word in words[-TITLE_REACH_WORDS:]
    )
    for size in range(0 if titled else min(len(run), SUBJECT_LIMIT_WORDS), 0, -1):
        name = re.compile(rf"\b{re.escape(' '.join(word.group() for word in reversed(run[:size])))}\b")
        if any(name.search(text) for text in elsewhere):
            before = words[len(words) - size - 1 : len(words) - size]
            opens = any(
                word.group()[0].isupper() and word.group().lower() in _patterns().small for word in before
            )
            return before[0] if opens else run[size - 1]
    return None


def _is_name_like(word: re.Match[str]) -> bool:
    return word.group()[:1].isupper() and word.group()[-1:].isalnum()


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What is compiled from the table, once."""

    whole: re.Pattern[str]
    start: re.Pattern[str]
    page: re.Pattern[str]
    inline: re.Pattern[str]
    to_the_end: re.Pattern[str]
    closing: re.Pattern[str]
    tail: re.Pattern[str]
    credit: re.Pattern[str]
    credit_apart: re.Pattern[str]
    agency: re.Pattern[str]
    slash: re.Pattern[str]
    telling: re.Pattern[str]
    list_introduction: re.Pattern[str]
    small: frozenset[str]
    openers: frozenset[str]
    before_verb: frozenset[str]
    predicate: re.Pattern[str]
    titles: frozenset[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    table = _table()
    return _Patterns(
        whole=_any(table["whole_lines"]),
        start=_any(table["line_starts"]),
        page=_any(table["page_lines"]),
        inline=_any(table["inline"]),
        to_the_end=re.compile(_ENDED + f"(?:{'|'.join(table['to_the_end'])})", re.IGNORECASE),
        closing=re.compile(rf"\b(?-i:(?=[A-Z]))(?:{'|'.join(table['to_the_end'])})", re.IGNORECASE),
        tail=_any(table["tail_headings"]),
        credit=re.compile(rf"(?<!\w){table['credit']}", re.IGNORECASE),
        credit_apart=re.compile(rf"(?<!\w){table['credit_apart']}", re.IGNORECASE),
        agency=re.compile(table["credit_agencies"], re.IGNORECASE),
        slash=re.compile(table["credit_slash"], re.IGNORECASE),
        telling=re.compile(table["telling"], re.IGNORECASE),
        list_introduction=re.compile(table["list_introduction"], re.IGNORECASE),
        small=frozenset(table["headline_small"].split()),
        openers=frozenset(table["sentence_openers"].split()),
        before_verb=frozenset(table["before_verb"].split()),
        predicate=re.compile(table["predicate"]),
        titles=frozenset(table["titles_before_name"].split()),
    )


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _table() -> Mapping[str, Any]:
    return read_table("furniture.toml")
