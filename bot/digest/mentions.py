"""Where an article names somebody or something.

In: an article, its sentences and a tagger. Out: mentions with their label, titles taken off, the same
words labelled the same throughout. This module must not know how mentions are joined into entities.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.digest.bounds import glosses, terms, without_opener
from bot.digest.institutions import is_institution
from bot.digest.known_names import (
    FULL_NAME_WORDS,
    Key,
    Span,
    comparable,
    initials,
    listed_places,
    name_words,
    opens_with,
    plain_word,
    public_names,
    short_names,
)
from bot.digest.name_features import is_plain, load_lexicon
from bot.digest.name_labels import settle_labels
from bot.digest.name_lines import TITLE_POSITION, Line, lines_of
from bot.digest.name_spans import find_spans
from bot.digest.tagged_names import Tag
from bot.digest.titles import load_titles
from bot.digest.tokens import Token, tokenize
from bot.records import Article, EntityLabel, Sentence

_ROMAN_NUMERAL = re.compile(r"[IVX]{2,6}")
_PAIR = re.compile(r"([A-Z][\w.'’ ]*\w{3})-([A-Z][a-z]['’\w]\w*(?: [\w.'’ ]+)?)")
_SENTENCE_OPENERS = frozenset({".", "?", "!", '"', "“", ":", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at one place of the article; `words` are its tokens, `text` is it as written."""

    text: str
    words: tuple[str, ...]
    label: EntityLabel
    sentence: int
    start: int
    """In characters into the article's text, or into the title where `sentence` is TITLE_POSITION."""
    end: int

    @property
    def key(self) -> Key:
        """The words as compared with others."""
        return tuple(map(plain_word, self.words))


def _without_titles(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a person's name without what stands before and after it."""
    nicknames = public_names()
    while start < end:
        key = tuple(comparable(token) for token in tokens[start:end])
        if key in nicknames:  # "Gus Dur" is no Dur with a title
            break
        mark = tokens[start].text in {".", "(", ")", ","}
        width = load_titles().width_before(key) or int(mark)
        if not width:
            break
        start += width
    end = next((i for i in range(start + 1, end) if tokens[i].text == ","), end)
    while end - start > 1 and _is_degree(tokens[end - 1]):
        end -= 1
    return start, end


def _is_degree(token: Token) -> bool:
    return comparable(token) in load_titles().degrees and token.text[0].isupper()


def _without_trailing_titles(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the end of an organization or place before the next title: "Polres Depok | AKP"."""
    while (
        end - start > 1
        and tokens[end - 1].text != "TNI"
        and comparable(tokens[end - 1]) in load_titles().ranks
    ):
        end -= 1
    return end


def _settled(words: Sequence[str], label: EntityLabel) -> EntityLabel:
    """Return the label, but that of the table for a well-known name, place for "Stadion ..." and
    organization for "SD Negeri 3 ..."."""
    key = tuple(map(plain_word, words))
    if (known := public_names().get(key)) is not None:
        return known
    if is_institution(words):
        return "organization"
    if len(key) > 1 and key[0] in name_words()["place_openings"]:
        return "place"
    if len(key) > 1 and key[-1] in name_words()["body_ends"]:
        return "organization"
    if not name_words()["universities"].isdisjoint(key):
        return "organization"
    if key[0] in name_words()["outlet_openings"] or key[0] in name_words()["houses"]:
        return "organization"
    return label


def _trimmed(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Return the bounds without marks at either end and without brackets that do not close."""
    while start < end and (not tokens[start].text[0].isalnum() or _is_numeral(tokens, start, end)):
        start += 1
    links = name_words()["links"]
    while end > start and (not tokens[end - 1].text[0].isalnum() or tokens[end - 1].text in links):
        end -= 1
    texts = [token.text for token in tokens[start:end]]
    if "(" in texts and ")" not in texts:
        end = start + texts.index("(")
    return start, end


def _is_numeral(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a number of order opens the name, which belongs to the word before: "XXXI | Vietnam"."""
    return end - start > 1 and start > 0 and _ROMAN_NUMERAL.fullmatch(tokens[start].text) is not None


def _first_name_word(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where the name begins after plain words: "kediaman | Charlotte", but "desa Rante Balla"."""
    words = name_words()
    opening = words["place_kinds"] | words["buildings"] | words["organization_openings"] | words["links"]
    while start < end and tokens[start].text[0].islower() and tokens[start].text not in opening:
        start += 1
    return start


def _is_name(text: str) -> bool:
    """Return whether it can be a name: a capital, two letters; no month, nationality or kind of place."""
    if sum(char.isalpha() for char in text) < 2 or not any(char.isupper() for char in text):
        return False
    words = name_words()
    lower = text.casefold().rstrip(".")
    titles = load_titles()
    if ("." in text and lower in titles.degrees) or (lower in titles.ranks and lower != "tni"):
        return False
    groups = ("calendar", "nationalities", "place_openings", "kinds_alone", "club_nicknames")
    return all(lower not in words[group] for group in groups)


def _is_office(words: Sequence[str]) -> bool:
    """Return whether it is an office alone, with a capital for want of a name: "kata Kanit"."""
    return len(words) == 1 and plain_word(words[0]) in load_titles().roles


def _is_facility(tokens: Sequence[Token]) -> bool:
    """Return whether it is a room, a shop or works, which no list of places needs: "Rumah Pompa Lumban"."""
    return opens_with(tuple(comparable(token) for token in tokens), "facilities")


def _mention(line: Line, start: int, end: int, label: EntityLabel) -> Mention | None:
    start, end = _trimmed(line.tokens, start, end)
    start = _first_name_word(line.tokens, start, end)
    end = without_opener(line.tokens, start, end)
    if label == "person":
        start, end = _trimmed(line.tokens, *_without_titles(line.tokens, start, end))
    else:
        start, end = _trimmed(line.tokens, start, _without_trailing_titles(line.tokens, start, end))
    if start >= end:
        return None
    words = tuple(token.text for token in line.tokens[start:end])
    label = _settled(words, label)
    first, last = line.tokens[start].start, line.tokens[end - 1].end
    text = line.text[first:last]
    if not _is_name(text) or (label == "place" and _is_facility(line.tokens[start:end])):
        return None
    if label == "organization" and opens_with(tuple(map(plain_word, words)), "term_heads"):
        return None
    if label == "person" and (any(char.isdigit() for char in text) or _is_office(words)):
        return None
    return Mention(text, words, label, line.sentence, line.offset + first, line.offset + last)


def _with_first_name(line: Line, mention: Mention, alone: Container[str]) -> Mention:
    """Return a person's name with the word before that is taken for a title and is what they are called.

    "Ketua fraksi Putri | Ratna Wibisana", where the article goes on with "kata Putri".
    """
    at = next((i for i, token in enumerate(line.tokens) if line.offset + token.start == mention.start), 0)
    if mention.label != "person" or not at or comparable(line.tokens[at - 1]) not in alone:
        return mention
    first = line.tokens[at - 1]
    if not first.text.istitle():
        return mention
    start, words = line.offset + first.start, (first.text, *mention.words)
    return replace(mention, text=line.text[first.start : mention.end - line.offset], words=words, start=start)


def _known_names(
    line: Line, taken: Sequence[tuple[int, int]], known: Mapping[str, Sequence[tuple[Key, EntityLabel]]]
) -> Iterator[Span]:
    """Yield the names of the article that stand in the line where the tagger saw none."""
    covered = {i for start, end in taken for i in range(start, end)}
    plain = [comparable(token) for token in line.tokens]
    i = 0
    while i < len(plain):
        here = known.get(plain[i], ()) if line.tokens[i].text[0].isupper() else ()
        fitting = (
            (i + len(key), label)
            for key, label in here
            if tuple(plain[i : i + len(key)]) == key
            and covered.isdisjoint(range(i, i + len(key)))
            and _stands_alone(line, i, key, covered)
            and not (i and plain[i - 1] in name_words()["before_nobody"])
        )
        end, label = next(fitting, (i, None))
        if label is not None:
            start, end = _in_headline(line, i, end) if label == "person" else (i, end)
            yield start, end, label
        i = max(end, i + 1)


def _in_headline(line: Line, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a person's name of one word with the other one that a headline alone has.

    "Ulang Tahun, Tama | Syach: Apa Enaknya?": marks stand around the two, and the other is no plain word.
    Or people are called like the other, and it opens the headline or stands before a mark: "Ahmad | Tama
    Sebut", "Panggil Tama | Tohir, Danar Minta".
    """
    if line.sentence != TITLE_POSITION or end - start > 1:
        return start, end
    texts = [token.text for token in line.tokens]

    def is_name(at: int) -> bool:
        return (
            0 <= at < len(texts) and texts[at].istitle() and texts[at].isalpha() and not is_plain(texts[at])
        )

    def ends_at(at: int) -> bool:
        return not 0 <= at < len(texts) or not texts[at][0].isalnum()

    persons = load_lexicon().persons
    borne = end < len(texts) and comparable(line.tokens[end]) in persons
    if is_name(end) and ends_at(end + 1) and (borne or ends_at(start - 1)):
        return start, end + 1
    opens = start == 1 and "f" in persons.get(comparable(line.tokens[0]), "")
    if is_name(start - 1) and ends_at(start - 2) and (opens or ends_at(end)):
        return start - 1, end
    return start, end


def _stands_alone(line: Line, i: int, key: Key, covered: Container[int]) -> bool:
    """Return whether one word is a name by itself here, not a part of a longer capitalised name.

    A title before it, the start of the sentence, or a name that the tagger saw right after it say so. "Tim"
    is no TIM.
    """
    if len(key) == 1 and key[0] in initials() and not line.tokens[i].text.isupper():
        return False
    if len(key) > 1 or not line.reliable:
        return True
    before, after = (line.tokens[n].text if 0 <= n < len(line.tokens) else "" for n in (i - 1, i + 1))
    titled = (before.casefold().rstrip("."),) in load_titles().before_name
    if after[:1].isupper() and after[1:2].islower() and not titled and i + 1 not in covered:
        return False
    opened = i < 2 or line.tokens[i - 2].text in _SENTENCE_OPENERS
    return titled or opened or not before[:1].isupper()


def find_mentions(article: Article, sentences: Sequence[Sentence], tag: Tag) -> tuple[Mention, ...]:
    """Return every mention of a name in reading order, the title's first; none overlap.

    Headlines are searched for the names of the body; what they alone name is left out, for their
    capitals mislead.
    """
    lines = list(lines_of(article, sentences))
    spans, employers = find_spans(lines, tag)
    seen = [[_mention(line, *span) for span in found] for line, found in zip(lines, spans, strict=True)]
    named = [(mention.key, mention.label) for here in seen for mention in here if mention]
    labels = settle_labels(lines, spans, employers, named)
    alone = {key[0] for key, label in named if label == "person" and len(key) == 1}
    alone &= load_titles().name_like
    common = {key for line in lines for key in (*glosses(line.tokens), *terms(line.tokens))}
    known: dict[str, list[tuple[Key, EntityLabel]]] = {}
    for key, label in sorted(labels.items(), key=lambda item: -len(item[0])):
        if key in common:
            continue
        known.setdefault(key[0], []).append((key, label))
    mentions: list[Mention] = []
    for line, found, here in zip(lines, spans, seen, strict=True):
        here = [mention if mention and mention.key not in common else None for mention in here]
        here = [mention and _with_first_name(line, mention, alone) for mention in here]
        taken = [(start, end) for (start, end, _), mention in zip(found, here, strict=True) if mention]
        untagged = list(_known_names(line, taken, known))
        untagged += _known_pairs(line, [*taken, *((start, end) for start, end, _ in untagged)])
        more = [_mention(line, *span) for span in untagged]
        mentions += sorted((mention for mention in here + more if mention), key=lambda mention: mention.start)
    settled = (replace(mention, label=labels.get(mention.key, mention.label)) for mention in mentions)
    return tuple(part for mention in settled for part in _each_of_pair(mention, labels))


def _each_of_pair(mention: Mention, labels: Mapping[Key, EntityLabel]) -> Iterator[Mention]:
    """Yield the mention, of a pair the two: "Danar Wicaksono-Laras Puspita", "Rusia-Ukraina"."""
    pair = _PAIR.fullmatch(mention.text) if mention.label != "organization" else None
    halves = [tuple(token.text for token in tokenize(half)) for half in pair.groups()] if pair else []
    if pair is None or not all(_is_whole(words, mention.label, labels) for words in halves):
        yield mention
        return
    for group, words in enumerate(halves, 1):
        start = mention.start + pair.start(group)
        yield replace(mention, text=pair[group], words=words, start=start, end=start + len(pair[group]))


def _is_whole(words: Sequence[str], label: EntityLabel, labels: Mapping[Key, EntityLabel]) -> bool:
    """Return whether they are a full name, or what the article or everybody calls a person or a place."""
    key = tuple(map(plain_word, words))
    if label == "person" and (len(words) >= FULL_NAME_WORDS or key in short_names()):
        return True
    known_place = label == "place" and key in listed_places()
    return label in (labels.get(key), public_names().get(key)) or known_place


def _known_pairs(line: Line, taken: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Yield the pairs of well-known persons or places in which the tagger saw no name: "Prabowo-Gibran"."""
    covered = {i for start, end in taken for i in range(start, end)}
    for i, token in enumerate(line.tokens):
        pair = _PAIR.fullmatch(token.text) if i not in covered else None
        kinds = [public_names().get((plain_word(half),)) for half in pair.groups()] if pair else [None]
        if kinds[0] in ("person", "place") and len(set(kinds)) == 1:
            yield i, i + 1, kinds[0]
